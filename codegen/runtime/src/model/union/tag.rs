//! Writing the discriminator of a variant.

use super::test::string;
use crate::json::scan;
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

/// A discriminator value.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Tag {
    /// A string.
    String(&'static str),
    /// An integer.
    Integer(i64),
    /// A number.
    Number(f64),
    /// A boolean.
    Boolean(bool),
}

impl Tag {
    /// Its JSON value.
    #[cfg(feature = "schemars")]
    pub(in crate::model) fn value(self) -> Value {
        match self {
            Self::String(text) => text.into(),
            Self::Integer(number) => number.into(),
            Self::Number(number) => number.into(),
            Self::Boolean(value) => value.into(),
        }
    }

    fn json(self) -> String {
        match self {
            Self::String(text) => Value::from(text).to_string(),
            Self::Integer(number) => number.to_string(),
            Self::Number(number) => Value::from(number).to_string(),
            Self::Boolean(value) => value.to_string(),
        }
    }

    /// Whether a JSON text is this value.
    fn is(self, json: &str) -> bool {
        match self {
            Self::String(tag) => string(json).is_some_and(|text| text == tag),
            Self::Integer(_) | Self::Number(_) | Self::Boolean(_) => json == self.json(),
        }
    }
}

impl From<&'static str> for Tag {
    fn from(tag: &'static str) -> Self {
        Self::String(tag)
    }
}

impl From<i64> for Tag {
    fn from(tag: i64) -> Self {
        Self::Integer(tag)
    }
}

impl From<f64> for Tag {
    fn from(tag: f64) -> Self {
        Self::Number(tag)
    }
}

impl From<bool> for Tag {
    fn from(tag: bool) -> Self {
        Self::Boolean(tag)
    }
}

/// Writes a variant with a discriminator: with the value that its property has if that selects the variant, and else with
/// the first value that does. For `union_enum!`.
///
/// # Errors
/// The types of the serializer, which must be one of `serde_json`'s.
#[doc(hidden)]
pub fn write_tagged<T: Serialize, S: Serializer>(
    value: &T,
    property: &'static str,
    tags: &[Tag],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let json = serde_json::value::to_raw_value(value).map_err(S::Error::custom)?;
    let tagged = tagged(json.get(), property, tags).map(RawValue::from_string).transpose();
    tagged.map_err(S::Error::custom)?.unwrap_or(json).serialize(serializer)
}

/// The JSON of an object with its missing tag; `None` if nothing is missing.
fn tagged(json: &str, property: &str, tags: &[Tag]) -> Option<String> {
    let (inside, tag) = (json.strip_prefix('{')?, tags.first()?);
    let Some(found) = scan::member(json, property) else {
        let comma = if inside.starts_with('}') { "" } else { "," };
        return Some(format!("{{{}:{}{comma}{inside}", Value::from(property), tag.json()));
    };
    if tags.iter().any(|tag| tag.is(found)) {
        return None;
    }
    // `found` is a part of the text.
    let start = (found.as_ptr() as usize).checked_sub(json.as_ptr() as usize)?;
    let (before, after) = (json.get(..start)?, json.get(start + found.len()..)?);
    Some(format!("{before}{}{after}", tag.json()))
}

#[cfg(test)]
mod tests {
    use super::{Tag, tagged};

    #[test]
    fn written_variants_have_a_discriminator_value_that_selects_them() {
        let tags = [Tag::from("a"), Tag::from("\"b\"")];
        let tagged = |json: &str| tagged(json, "kind", &tags);
        assert_eq!(tagged(r#"{"kind":"a"}"#), None);
        assert_eq!(tagged(r#"{"n":1,"kind":"\"b\""}"#), None);
        assert_eq!(tagged(r#"{"n":1}"#).unwrap(), r#"{"kind":"a","n":1}"#);
        assert_eq!(tagged("{}").unwrap(), r#"{"kind":"a"}"#);
        assert_eq!(tagged(r#"{"n":{"kind":"a"},"kind":"c","m":2}"#).unwrap(), r#"{"n":{"kind":"a"},"kind":"a","m":2}"#);
        assert_eq!(tagged(r#"{"kind":null}"#).unwrap(), r#"{"kind":"a"}"#);
        assert_eq!(tagged("[1]"), None);
    }

    #[test]
    fn discriminator_values_that_are_not_strings_are_compared_as_json() {
        let two = [Tag::from(2)];
        assert_eq!(super::tagged(r#"{"id":2}"#, "id", &two), None);
        assert_eq!(super::tagged(r#"{"id":"2"}"#, "id", &two).unwrap(), r#"{"id":2}"#);
        assert_eq!(super::tagged(r#"{"id":1}"#, "id", &[Tag::from(0.5)]).unwrap(), r#"{"id":0.5}"#);
        assert_eq!(super::tagged(r#"{"id":false}"#, "id", &[Tag::from(true)]).unwrap(), r#"{"id":true}"#);
    }
}
