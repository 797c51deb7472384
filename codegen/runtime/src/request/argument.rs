//! The value of a parameter, ready to be written in a style: strings, lists and objects.

use crate::Violation;
use crate::json::{self, as_string, scan};
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// A value whose scalars are strings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Argument {
    /// `null` or absent.
    Nothing,
    /// A string, without its quotes.
    Text(String),
    /// A number of any size or a boolean, as in JSON.
    Literal(String),
    List(Vec<Argument>),
    /// Members in the order of the value.
    Object(Vec<(String, Argument)>),
}

impl Argument {
    /// Converts through JSON text, not `serde_json::Value`, which cannot represent integers beyond 64 bits, writes
    /// `0.1_f32` as `0.10000000149011612`, and sorts keys.
    pub(crate) fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, Violation> {
        if let Ok(text) = as_string::read(value, str::to_owned) {
            return Ok(Self::Text(text));
        }
        let json = json::text(value)?;
        if json.starts_with(['n', '"', '[', '{']) { Ok(Self::parse(&json)?) } else { Ok(Self::Literal(json)) }
    }

    /// Parses JSON text without surrounding white space.
    pub(crate) fn parse(json: &str) -> Result<Self, String> {
        Self::read(json).map_err(|error| error.to_string())
    }

    fn read(json: &str) -> serde_json::Result<Self> {
        Ok(match json.as_bytes().first() {
            Some(b'n') => Self::Nothing,
            Some(b'"') => Self::Text(scan::text(json)?.into_owned()),
            Some(b'[') => Self::List(Self::list(json)?),
            Some(b'{') => Self::Object(Self::object(json)?),
            _ => Self::Literal(json.to_owned()),
        })
    }

    /// The value as one string, for styles without lists: a string or number as it is, a list or an object as JSON.
    /// `None` if it is absent.
    pub(crate) fn as_text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Nothing => None,
            Self::Text(text) | Self::Literal(text) => Some(Cow::Borrowed(text)),
            Self::List(_) | Self::Object(_) => {
                let mut json = String::new();
                self.push_json(&mut json);
                Some(Cow::Owned(json))
            }
        }
    }

    fn push_json(&self, json: &mut String) {
        match self {
            Self::Nothing => json.push_str("null"),
            Self::Text(text) => json.push_str(&quoted(text)),
            Self::Literal(text) => json.push_str(text),
            Self::List(elements) => {
                json.push('[');
                for (index, element) in elements.iter().enumerate() {
                    json.push_str(if index > 0 { "," } else { "" });
                    element.push_json(json);
                }
                json.push(']');
            }
            Self::Object(members) => {
                json.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    json.push_str(if index > 0 { "," } else { "" });
                    json.push_str(&quoted(key));
                    json.push(':');
                    value.push_json(json);
                }
                json.push('}');
            }
        }
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

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn text(text: &str) -> Argument {
        Argument::Text(text.to_owned())
    }

    fn literal(text: &str) -> Argument {
        Argument::Literal(text.to_owned())
    }

    #[test]
    fn arguments_keep_the_text_of_scalars() {
        assert_eq!(Argument::of(&i128::MIN).unwrap(), literal("-170141183460469231731687303715884105728"));
        assert_eq!(Argument::of(&0.1_f32).unwrap(), literal("0.1"));
        assert_eq!(Argument::of(&1.0_f64).unwrap(), literal("1"));
        assert_eq!(Argument::of("a \"b\"\n").unwrap(), text("a \"b\"\n"));
        assert_eq!(Argument::of(&true).unwrap(), literal("true"));
        assert_eq!(Argument::of(&None::<i32>).unwrap(), Argument::Nothing);
    }

    #[test]
    fn arguments_keep_the_order_of_members() {
        #[derive(Serialize)]
        struct Color {
            r: u8,
            a: [u8; 1],
        }
        let expected = vec![("r".to_owned(), literal("1")), ("a".to_owned(), Argument::List(vec![literal("2")]))];
        assert_eq!(Argument::of(&Color { r: 1, a: [2] }).unwrap(), Argument::Object(expected));
    }

    #[test]
    fn arrays_and_objects_as_text_are_json() {
        let value = serde_json::json!({"a \"b\"": [1, "2", null, true, {}, []], "n": 0.1});
        let argument = Argument::of(&value).unwrap();
        assert_eq!(argument.as_text().unwrap(), value.to_string());
        assert_eq!(Argument::of(&"x").unwrap().as_text().unwrap(), "x");
        assert_eq!(Argument::Nothing.as_text(), None);
    }

    #[test]
    fn values_that_json_cannot_represent_are_an_error() {
        let map = BTreeMap::from([(vec![1], 2)]);
        assert!(Argument::of(&map).unwrap_err().reason.contains("key must be a string"));
    }
}
