//! Exact comparison of JSON: numbers are compared as text, at any size, and the order of an object's members is
//! ignored. `serde_json::Value` would convert every number to 64 bits first.

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// A JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json {
    /// `null`, a boolean or a number: its text.
    Bare(String),
    /// A string.
    Text(String),
    /// An array.
    Array(Vec<Self>),
    /// An object.
    Object(BTreeMap<String, Self>),
}

impl Json {
    /// Reads JSON text.
    ///
    /// # Panics
    /// If it is not JSON, or an object has a duplicate key.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self::read(text).unwrap_or_else(|error| panic!("not JSON: {error}\n{text}"))
    }

    fn read(text: &str) -> serde_json::Result<Self> {
        let text = text.trim();
        Ok(match text.as_bytes().first() {
            Some(b'"') => Self::Text(serde_json::from_str(text)?),
            Some(b'[') => {
                let elements: Vec<&RawValue> = serde_json::from_str(text)?;
                Self::Array(elements.into_iter().map(|element| Self::read(element.get())).collect::<Result<_, _>>()?)
            }
            Some(b'{') => {
                let Members(members) = serde_json::from_str(text)?;
                let read = |(key, value): (_, &RawValue)| Ok((key, Self::read(value.get())?));
                Self::Object(members.into_iter().map(read).collect::<serde_json::Result<_>>()?)
            }
            _ => Self::Bare(serde_json::from_str::<&RawValue>(text)?.get().to_owned()),
        })
    }

    /// A string.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// `null`.
    #[must_use]
    pub fn null() -> Self {
        Self::Bare("null".to_owned())
    }

    /// Every way in which `other` differs, with its path: `$.users[0].id: "1" became 1`.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let mut found = Vec::new();
        compare(Some(self), Some(other), "$", &mut found);
        found
    }

    /// The value at a path.
    ///
    /// # Panics
    /// When there is none.
    pub fn at(&mut self, path: &[Step]) -> &mut Self {
        path.iter().fold(self, |value, step| match (value, step) {
            (Self::Array(elements), Step::Index(index)) => &mut elements[*index],
            (Self::Object(members), Step::Key(key)) => members.get_mut(key).expect("a member of this key"),
            (value, step) => panic!("there is no {step} in {value}"),
        })
    }

    /// The members of the object at a path.
    ///
    /// # Panics
    /// When there is none.
    pub fn members_at(&mut self, path: &[Step]) -> &mut BTreeMap<String, Self> {
        match self.at(path) {
            Self::Object(members) => members,
            other => panic!("{other} is no object"),
        }
    }
}

fn compare(before: Option<&Json>, after: Option<&Json>, path: &str, found: &mut Vec<String>) {
    match (before, after) {
        (Some(Json::Array(before)), Some(Json::Array(after))) => {
            for index in 0..before.len().max(after.len()) {
                compare(before.get(index), after.get(index), &format!("{path}{}", Step::Index(index)), found);
            }
        }
        (Some(Json::Object(before)), Some(Json::Object(after))) => {
            let added = after.keys().filter(|key| !before.contains_key(*key));
            for key in before.keys().chain(added) {
                compare(before.get(key), after.get(key), &format!("{path}{}", Step::Key(key.clone())), found);
            }
        }
        (Some(before), None) => found.push(format!("{path}: {before} was lost")),
        (None, Some(after)) => found.push(format!("{path}: {after} was added")),
        (Some(before), Some(after)) if before != after => found.push(format!("{path}: {before} became {after}")),
        _ => {}
    }
}

/// Compact JSON text.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bare(text) => f.write_str(text),
            Self::Text(text) => write!(f, "{}", serde_json::Value::from(text.as_str())),
            Self::Array(elements) => {
                let elements: Vec<String> = elements.iter().map(Self::to_string).collect();
                write!(f, "[{}]", elements.join(","))
            }
            Self::Object(members) => {
                let member = |(key, value): (&String, &Self)| format!("{}:{value}", Self::text(key));
                let members: Vec<String> = members.iter().map(member).collect();
                write!(f, "{{{}}}", members.join(","))
            }
        }
    }
}

/// A step from a value into it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// To the member of this key.
    Key(String),
    /// To the element of this index.
    Index(usize),
}

/// A path as in messages of the client: `$.users[0].id`, and `$["a b"]` for a key that is not an identifier.
#[must_use]
pub fn path(steps: &[Step]) -> String {
    steps.iter().fold("$".to_owned(), |path, step| path + &step.to_string())
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) if is_word(key) => write!(f, ".{key}"),
            Self::Key(key) => write!(f, "[{}]", Json::text(key)),
            Self::Index(index) => write!(f, "[{index}]"),
        }
    }
}

fn is_word(key: &str) -> bool {
    key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The members of an object, each once.
struct Members<'a>(BTreeMap<String, &'a RawValue>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Once).map(Self)
    }
}

struct Once;

impl<'de> Visitor<'de> for Once {
    type Value = BTreeMap<String, &'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = BTreeMap::new();
        while let Some((key, value)) = map.next_entry::<String, &RawValue>()? {
            if members.insert(key.clone(), value).is_some() {
                return Err(A::Error::custom(format!("the key `{key}` is there twice")));
            }
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_comparison_is_exact_and_ignores_key_order() {
        let before = Json::parse(r#"{"a":[1,18446744073709551616],"b":null}"#);
        assert_eq!(before.differences(&Json::parse(r#"{"b":null,"a":[1,18446744073709551616]}"#)), [""; 0]);
        assert_eq!(
            before.differences(&Json::parse(r#"{"a":[1.0,18446744073709551617,2],"c d":"e"}"#)),
            [
                "$.a[0]: 1 became 1.0",
                "$.a[1]: 18446744073709551616 became 18446744073709551617",
                "$.a[2]: 2 was added",
                "$.b: null was lost",
                "$[\"c d\"]: \"e\" was added",
            ]
        );
    }

    #[test]
    #[should_panic(expected = "the key `a` is there twice")]
    fn json_comparison_rejects_duplicate_keys() {
        let _ = Json::parse(r#"{"a":1,"a":1}"#);
    }
}
