//! Reading a union: a value of one of several types.
//!
//! An emitted union states the tests of its variants in [`Union::VARIANTS`]; [`deserialize`] applies these tests to the
//! value's JSON text, and decoding a variant reads that text, so numbers of any size stay exact.
//!
//! A variant that is selected by a discriminator is always written with a discriminator value that selects it (`union_enum!`).
//!
//! If only decoding distinguishes variants, they are tried in this order: first those that describe most of the value's
//! keys, and of these, first those whose constraints the value satisfies. The first variant that loses nothing is used, or
//! else the first that can be decoded.

mod macros;
mod tag;
mod test;

pub use crate::json::decode::Mismatch;
pub use tag::{Tag, write_tagged};
pub use test::Test;
use test::is_same;

use crate::json::decode::{self, Budget};
use crate::json::{json_path, scan};
use crate::model::strict;
use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

/// A value of one of several types, whose variants are selected by tests.
pub trait Union: Serialize + Sized + 'static {
    /// The variants in the order in which they are tested for. A variant may have several tests.
    const VARIANTS: Variants<Self>;
}

/// Tests, each with the function that reads the value if the test holds.
pub type Variants<T> = &'static [(Test, fn(&UnionValue) -> Result<T, Mismatch>)];

/// Reads a union. For `union_enum!`.
///
/// # Errors
/// When the deserializer is not one of `serde_json`'s; when the value is marked as a variant that it does not match,
/// and matches no other; in strict reading, also when no test holds.
pub fn deserialize<'de, T: Union, D: Deserializer<'de>>(
    deserializer: D,
    unknown: fn(Value) -> T,
) -> Result<T, D::Error> {
    let value = read(deserializer)?;
    let unlisted = || {
        if strict::is_strict() { Err(no_variant::<T>(value.json.get())) } else { value.decode().map(unknown) }
    };
    choose(&value).unwrap_or_else(unlisted).map_err(Mismatch::into_error)
}

/// Why a value is of no variant: its discriminator value, if that distinguishes all variants.
fn no_variant<T: Union>(json: &str) -> Mismatch {
    let tags: Option<Vec<_>> = T::VARIANTS.iter().map(|(test, _)| test.tag()).collect();
    let (properties, values): (Vec<_>, Vec<_>) = tags.unwrap_or_default().into_iter().unzip();
    match properties.first() {
        Some(property) if Test::Object.holds(json) => {
            let mut path = json_path::ROOT.to_owned();
            json_path::push_key(&mut path, property);
            Mismatch { path, message: strict::expected(&values.concat()) }
        }
        _ => Mismatch::whole("expected a value of one of the documented schemas"),
    }
}

/// The value as the variant whose test holds; `None` if no test does.
fn choose<T: Union>(value: &UnionValue) -> Option<Result<T, Mismatch>> {
    let mut mismatch = None;
    for (test, read) in T::VARIANTS {
        if test.holds(value.json.get()) {
            match read(value) {
                Err(error) if !test.is_final() => mismatch = mismatch.or(Some(error)),
                found => return Some(found),
            }
        }
    }
    best_fit(value).map(Ok).or(mismatch.map(Err))
}

/// The value as the variant that matches it best, of those that are only distinguished by decoding.
fn best_fit<T: Union>(value: &UnionValue) -> Option<T> {
    let json = value.json.get();
    let members = scan::members(json).unwrap_or_default();
    let keys: Vec<&str> = members.iter().map(|(key, _)| key.as_str()).collect();
    let candidates = T::VARIANTS.iter().filter_map(|(test, read)| Some((test.closeness(json, &keys)?, read)));
    let mut candidates: Vec<_> = candidates.collect();
    candidates.sort_by_key(|(closeness, _)| std::cmp::Reverse(*closeness));
    let several = candidates.len() > 1;
    let mut first = None;
    for (_, read) in candidates {
        let Some(found) = decode::quietly(|| read(value)).ok() else { continue };
        if !several || value.is_kept_by(&found) {
            return Some(found);
        }
        first = first.or(Some(found));
    }
    first
}

/// Reads the JSON text of a value whose variant is not known yet.
///
/// # Errors
/// When the deserializer is not one of `serde_json`'s, or its text is not JSON.
fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<UnionValue, D::Error> {
    let json = Box::<RawValue>::deserialize(deserializer)?;
    let budget = Budget::of(json.get());
    Ok(UnionValue { json, budget })
}

/// Writes an object with one property. For `union_enum!`.
///
/// # Errors
/// Those of the serializer.
#[doc(hidden)]
pub fn write_property<T: Serialize, S: Serializer>(
    key: &'static str,
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_map(Some(1))?;
    object.serialize_entry(key, value)?;
    object.end()
}

/// A value whose type is not known yet: its JSON text.
///
/// Tests read only as much of the text as they need.
#[derive(Debug)]
pub struct UnionValue {
    json: Box<RawValue>,
    budget: Budget,
}

impl UnionValue {
    /// Whether the value is written back as received: without losing a key or a `null`.
    fn is_kept_by<T: Serialize>(&self, found: &T) -> bool {
        let (Ok(written), Ok(received)) = (serde_json::to_value(found), serde_json::from_str(self.json.get())) else {
            return false;
        };
        is_same(&written, &received)
    }

    /// Reads the value as a variant.
    ///
    /// # Errors
    /// When it does not match the type. The message starts with the JSON path inside the value: `at $.details.id: …`.
    /// Also when JSON is nested more than 128 levels deep, or when unions inside it have been tried in too many ways.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, Mismatch> {
        decode::nested(self.json.get(), &self.budget)
    }

    /// Reads the only property of the value as a variant.
    ///
    /// # Errors
    /// When the value is not an object that has the property once; and as [`decode`](Self::decode).
    pub fn decode_property<T: DeserializeOwned>(&self, key: &str) -> Result<T, Mismatch> {
        let members = scan::members(self.json.get()).unwrap_or_default();
        let mut values = members.iter().filter(|(name, _)| name == key).map(|(_, value)| value);
        match (values.next(), values.next()) {
            (Some(value), None) => decode::nested(value.get(), &self.budget).map_err(|mismatch| mismatch.within(key)),
            (Some(_), Some(_)) => Err(Mismatch::whole(format!("duplicate field `{key}`"))),
            (None, _) => Err(Mismatch::whole(format!("missing field `{key}`"))),
        }
    }
}
