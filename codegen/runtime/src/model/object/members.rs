//! Reading the members of an object into slots, and additional properties into a map.

use super::slot::Slot;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use std::fmt;

/// The destination of additional properties.
#[doc(hidden)]
pub trait ReadAdditional<'de> {
    /// Whether they are kept at all.
    const KEPT: bool;

    /// Reads the value of one.
    ///
    /// # Errors
    /// When it does not match the type.
    fn read<A: MapAccess<'de>>(&mut self, key: String, members: &mut A) -> Result<(), A::Error>;
}

/// Any kind of map, including that of `serde_json`.
impl<'de, M, T> ReadAdditional<'de> for M
where
    M: Extend<(String, T)> + IntoIterator<Item = (String, T)>,
    T: Deserialize<'de>,
{
    const KEPT: bool = true;

    fn read<A: MapAccess<'de>>(&mut self, key: String, members: &mut A) -> Result<(), A::Error> {
        let value = members.next_value()?;
        self.extend([(key, value)]);
        Ok(())
    }
}

/// Reads every member into its slot, and the others into `rest`.
///
/// # Errors
/// When one does not match its type, occurs twice, or is required and missing.
#[doc(hidden)]
pub fn read_members<'de, A: MapAccess<'de>, R: ReadAdditional<'de>>(
    mut members: A,
    keys: &'static [&'static str],
    slots: &mut [&mut dyn Slot<'de, A>],
    rest: &mut R,
) -> Result<(), A::Error> {
    let mut expected = 0;
    let mut other = String::new();
    while let Some(index) = members.next_key_seed(KeySeed { keys, expected, other: R::KEPT.then_some(&mut other) })? {
        // An index beyond the slots is that of all additional properties.
        let Some(slot) = slots.get_mut(index) else {
            rest.read(std::mem::take(&mut other), &mut members)?;
            continue;
        };
        if !slot.read(&mut members)? {
            return Err(A::Error::duplicate_field(keys[index]));
        }
        expected = index + 1;
    }
    match slots.iter().position(|slot| slot.is_missing()) {
        Some(index) => Err(A::Error::missing_field(keys[index])),
        None => Ok(()),
    }
}

/// The error for an object without a required property, if [`read_members`] has not returned it already.
#[doc(hidden)]
#[must_use]
pub fn missing<E: Error>() -> E {
    E::custom("a required property is missing")
}

/// Reads a key into the index of its property, or into `other` if additional properties are kept. Keys are mostly in
/// the document's order, so the property after the last one is tried first.
struct KeySeed<'a> {
    keys: &'static [&'static str],
    expected: usize,
    other: Option<&'a mut String>,
}

/// The index of a key that no property has.
const OTHER: usize = usize::MAX;

impl KeySeed<'_> {
    #[inline]
    fn index(&self, text: &str) -> usize {
        if self.keys.get(self.expected).is_some_and(|key| *key == text) { self.expected } else { self.search(text) }
    }

    fn search(&self, text: &str) -> usize {
        // Comparing whole strings is a function call; their first and last bytes distinguish most keys of the same
        // length.
        let (len, ends) = (text.len(), ends(text));
        let mut keys = self.keys.iter();
        keys.position(|key| key.len() == len && ends == self::ends(key) && *key == text).unwrap_or(OTHER)
    }
}

/// The first and the last byte.
#[inline]
fn ends(text: &str) -> (Option<&u8>, Option<&u8>) {
    (text.as_bytes().first(), text.as_bytes().last())
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = usize;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    #[inline]
    fn visit_str<E>(self, text: &str) -> Result<usize, E> {
        let index = self.index(text);
        if let (OTHER, Some(other)) = (index, self.other) {
            text.clone_into(other);
        }
        Ok(index)
    }
}

/// No map: additional properties are skipped.
#[doc(hidden)]
#[derive(Debug)]
pub struct NoAdditionalProperties;

impl<'de> ReadAdditional<'de> for NoAdditionalProperties {
    const KEPT: bool = false;

    fn read<A: MapAccess<'de>>(&mut self, _: String, members: &mut A) -> Result<(), A::Error> {
        members.next_value::<IgnoredAny>().map(drop)
    }
}
