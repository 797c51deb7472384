//! Reading a union: a value of one of several types.
//!
//! An emitted union states how its variants are told apart; [`read`] gives it the value's JSON text to look at, and
//! decoding a variant reads that text, so numbers of any size stay exact.

use crate::decode::{self, Effort};
use crate::scan;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error};
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// Takes the JSON text of a value whose type is still to be found out.
///
/// # Errors
/// When the deserializer is not one of `serde_json`'s, or its text is not JSON.
pub fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<UnionValue, D::Error> {
    let json = Box::<RawValue>::deserialize(deserializer)?;
    let effort = Effort::of(json.get());
    Ok(UnionValue { json, effort })
}

/// A value whose type is still to be found out: its JSON text, and questions about its shape.
///
/// Questions read only as much of the text as they need, and never fail: what is not there is not there.
#[derive(Debug)]
pub struct UnionValue {
    json: Box<RawValue>,
    effort: Effort,
}

impl UnionValue {
    /// The text of a property, when the value is an object and has such a property and it is a string.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<Cow<'_, str>> {
        string(scan::member(self.json.get(), key)?)
    }

    /// Whether the value is an object that has this property, be it `null`.
    #[must_use]
    pub fn has_key(&self, key: &str) -> bool {
        scan::member(self.json.get(), key).is_some()
    }

    /// Whether the value is an object whose property is one of these texts.
    #[must_use]
    pub fn text_is(&self, key: &str, texts: &[&str]) -> bool {
        self.text(key).is_some_and(|text| texts.contains(&&*text))
    }

    /// Whether the value itself is one of these texts.
    #[must_use]
    pub fn is_one_of(&self, texts: &[&str]) -> bool {
        string(self.json.get()).is_some_and(|text| texts.contains(&&*text))
    }

    /// Whether the value is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.first() == b'n'
    }

    /// Whether the value is `true` or `false`.
    #[must_use]
    pub fn is_boolean(&self) -> bool {
        matches!(self.first(), b't' | b'f')
    }

    /// Whether the value is a number written without fraction and exponent, of any size.
    #[must_use]
    pub fn is_integer(&self) -> bool {
        self.is_number() && !self.json.get().contains(['.', 'e', 'E'])
    }

    /// Whether the value is a number.
    #[must_use]
    pub fn is_number(&self) -> bool {
        matches!(self.first(), b'-' | b'0'..=b'9')
    }

    /// Whether the value is a string.
    #[must_use]
    pub fn is_string(&self) -> bool {
        self.first() == b'"'
    }

    /// Whether the value is an array.
    #[must_use]
    pub fn is_array(&self) -> bool {
        self.first() == b'['
    }

    /// Whether the value is an object.
    #[must_use]
    pub fn is_object(&self) -> bool {
        self.first() == b'{'
    }

    /// Reads the value as a variant.
    ///
    /// # Errors
    /// When it does not fit. The message starts with the JSON path inside the value: `at $.details.id: …`. Also when
    /// JSON is nested more than 128 levels deep, or when unions inside it have been tried in too many ways.
    pub fn decode<T: DeserializeOwned, E: Error>(&self) -> Result<T, E> {
        decode::nested(self.json.get(), &self.effort).map_err(decode::Misfit::into_error)
    }

    /// Reads the value as a variant if it fits.
    #[must_use]
    pub fn try_decode<T: DeserializeOwned>(&self) -> Option<T> {
        decode::attempt(self.json.get(), &self.effort)
    }

    /// The value as it came, for a variant that is not described. Integers beyond 64 bits become floats.
    ///
    /// # Errors
    /// When JSON is nested more than 128 levels deep.
    pub fn unknown<E: Error>(&self) -> Result<Value, E> {
        self.decode()
    }

    /// Valid JSON text is never empty, and its first byte tells its type.
    fn first(&self) -> u8 {
        self.json.get().as_bytes().first().copied().unwrap_or_default()
    }
}

/// The text of a JSON string. Most have no escapes and are lent out as they stand.
fn string(json: &str) -> Option<Cow<'_, str>> {
    let inside = json.strip_prefix('"')?.strip_suffix('"')?;
    if inside.contains('\\') {
        return serde_json::from_str(json).ok().map(Cow::Owned);
    }
    Some(Cow::Borrowed(inside))
}
