//! Typed additional properties: the keys of an object that its schema does not name, but whose values it describes.

use crate::decode;
use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde_json::{Map, Value};

/// Reads additional properties: `#[serde(flatten, deserialize_with = "additional::typed")]`.
///
/// `flatten` alone cannot read unions, whose readers need JSON text, and loses the key when a value does not fit. The members are collected into any kind of map.
///
/// # Errors
/// When a value does not fit; the message starts with its JSON path.
pub fn typed<'de, D, T, M>(deserializer: D) -> Result<M, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
    M: IntoIterator<Item = (String, T)> + FromIterator<(String, T)>,
{
    let members = Map::<String, Value>::deserialize(deserializer)?;
    let read = |(key, value): (String, Value)| decode::member(&key, value).map(|value| (key, value));
    members.into_iter().map(read).collect::<Result<_, decode::Misfit>>().map_err(decode::Misfit::into_error)
}
