//! A parameter's value, ready to be laid out in a style: text, lists and objects.

use crate::scan;
use serde::Serialize;
use serde_json::value::RawValue;

/// A value whose scalars are text: a number as JSON writes it, of any size, a string without its quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Argument {
    /// `null` or nothing.
    Nothing,
    Text(String),
    List(Vec<Argument>),
    /// Members in the order of the value.
    Object(Vec<(String, Argument)>),
}

impl Argument {
    /// Goes by way of JSON text and not of `serde_json::Value`, which cannot hold integers beyond 64 bits, writes
    /// `0.1_f32` as `0.10000000149011612`, and sorts keys.
    pub(crate) fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, String> {
        json(value).and_then(|json| Self::read(&json).map_err(|error| error.to_string()))
    }

    fn read(json: &str) -> serde_json::Result<Self> {
        Ok(match json.as_bytes().first() {
            Some(b'n') => Self::Nothing,
            Some(b'"') => Self::Text(serde_json::from_str(json)?),
            Some(b'[') => Self::List(Self::list(json)?),
            Some(b'{') => Self::Object(Self::object(json)?),
            _ => Self::Text(json.to_owned()),
        })
    }

    fn list(json: &str) -> serde_json::Result<Vec<Self>> {
        let elements: Vec<&RawValue> = serde_json::from_str(json)?;
        elements.into_iter().map(|element| Self::read(element.get())).collect()
    }

    fn object(json: &str) -> serde_json::Result<Vec<(String, Self)>> {
        let members = scan::members(json)?;
        members.into_iter().map(|(key, value)| Ok((key, Self::read(value.get())?))).collect()
    }
}

/// The JSON text of a value, or why it has none.
pub(crate) fn json<T: Serialize + ?Sized>(value: &T) -> Result<String, String> {
    serde_json::to_string(value).map_err(|error| format!("cannot be written as JSON: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn text(text: &str) -> Argument {
        Argument::Text(text.to_owned())
    }

    #[test]
    fn scalars_keep_their_exact_text() {
        assert_eq!(Argument::of(&i128::MIN).unwrap(), text("-170141183460469231731687303715884105728"));
        assert_eq!(Argument::of(&0.1_f32).unwrap(), text("0.1"));
        assert_eq!(Argument::of(&1.0_f64).unwrap(), text("1.0"));
        assert_eq!(Argument::of("a \"b\"\n").unwrap(), text("a \"b\"\n"));
        assert_eq!(Argument::of(&true).unwrap(), text("true"));
        assert_eq!(Argument::of(&None::<i32>).unwrap(), Argument::Nothing);
    }

    #[test]
    fn members_keep_their_order() {
        #[derive(Serialize)]
        struct Color {
            r: u8,
            a: [u8; 1],
        }
        let expected = vec![("r".to_owned(), text("1")), ("a".to_owned(), Argument::List(vec![text("2")]))];
        assert_eq!(Argument::of(&Color { r: 1, a: [2] }).unwrap(), Argument::Object(expected));
    }

    #[test]
    fn what_json_cannot_write_is_an_error() {
        let map = BTreeMap::from([(vec![1], 2)]);
        assert!(Argument::of(&map).unwrap_err().contains("key must be a string"));
    }
}
