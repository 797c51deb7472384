//! Looks into JSON text without decoding all of it.
//!
//! The text must be valid JSON; in invalid text nothing is found. Deep nesting uses no stack.

use serde::Deserializer as _;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// One step from a value into it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step<'a> {
    Key(Cow<'a, str>),
    Index(usize),
}

/// The text of the first member of an object with this name. `None` if the text is not an object.
pub(crate) fn member<'a>(json: &'a str, key: &str) -> Option<&'a str> {
    let mut found = None;
    // Deliberately ends in an error as soon as the key is found, so that the rest is not read.
    let _ = serde_json::Deserializer::from_str(json).deserialize_map(Member { key, found: &mut found });
    found.map(RawValue::get)
}

/// The value of a JSON string without surrounding whitespace.
pub(crate) fn text(json: &str) -> serde_json::Result<Cow<'_, str>> {
    match json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(text) if !text.as_bytes().contains(&b'\\') => Ok(Cow::Borrowed(text)),
        _ => serde_json::from_str(json).map(Cow::Owned),
    }
}

/// The text that steps lead to, through the first member of each name. None when there is nothing, or more than a hundred
/// steps away.
pub(crate) fn at<'a>(json: &'a str, steps: &[Step<'_>]) -> Option<&'a str> {
    let mut found = None;
    // Deliberately ends in an error as soon as it is found.
    let _ = Seek { steps, found: &mut found }.deserialize(&mut serde_json::Deserializer::from_str(json));
    found.map(RawValue::get)
}

/// How deeply arrays and objects are nested: 0 for a number, 1 for `[]`.
pub(crate) fn nesting(json: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut quoted, mut escaped) = (false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Follows the steps of a path. serde_json returns an error if nesting is too deep.
struct Seek<'s, 'f, 'de> {
    steps: &'s [Step<'s>],
    found: &'f mut Option<&'de RawValue>,
}

impl<'de> DeserializeSeed<'de> for Seek<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.steps.first() {
            None => {
                *self.found = Some(serde::Deserialize::deserialize(deserializer)?);
                Err(D::Error::custom("found"))
            }
            Some(Step::Key(_)) => deserializer.deserialize_map(self),
            Some(Step::Index(_)) => deserializer.deserialize_seq(self),
        }
    }
}

impl<'de> Visitor<'de> for Seek<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("what the path leads through")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let [Step::Key(key), steps @ ..] = self.steps else { return Ok(()) };
        while let Some(is_it) = map.next_key_seed(KeyIs(key))? {
            if is_it {
                return map.next_value_seed(Seek { steps, found: self.found });
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let [Step::Index(index), steps @ ..] = self.steps else { return Ok(()) };
        for _ in 0..*index {
            if elements.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        elements.next_element_seed(Seek { steps, found: self.found }).map(|_| ())
    }
}

struct Member<'k, 'f, 'de> {
    key: &'k str,
    found: &'f mut Option<&'de RawValue>,
}

impl<'de> Visitor<'de> for Member<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(is_it) = map.next_key_seed(KeyIs(self.key))? {
            if is_it {
                *self.found = Some(map.next_value()?);
                return Err(A::Error::custom("found"));
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// Reads a key into whether it is this one, without copying it.
struct KeyIs<'k>(&'k str);

impl<'de> DeserializeSeed<'de> for KeyIs<'_> {
    type Value = bool;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeyIs<'_> {
    type Value = bool;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E>(self, text: &str) -> Result<bool, E> {
        Ok(text == self.0)
    }
}

/// The number of elements of an array; zero if the text is not an array.
pub(crate) fn count(json: &str) -> u64 {
    serde_json::Deserializer::from_str(json).deserialize_seq(Count).unwrap_or_default()
}

struct Count;

impl<'de> Visitor<'de> for Count {
    type Value = u64;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<u64, A::Error> {
        let mut count = 0;
        while elements.next_element::<IgnoredAny>()?.is_some() {
            count += 1;
        }
        Ok(count)
    }
}

/// The members of an object in their order, with unescaped keys. An error if the text is not an object.
pub(crate) fn members(json: &str) -> serde_json::Result<Vec<(String, &RawValue)>> {
    let members = serde_json::Deserializer::from_str(json).deserialize_map(Members)?;
    Ok(members)
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_without_escapes_is_borrowed() {
        assert!(matches!(text(r#""a b""#), Ok(Cow::Borrowed("a b"))));
        assert!(matches!(text(r#""""#), Ok(Cow::Borrowed(""))));
        assert_eq!(text(r#""\"a\\""#).unwrap(), r#""a\"#);
        assert!(text("1").is_err() && text("\"").is_err());
    }

    #[test]
    fn a_member_is_found_by_its_unescaped_key() {
        let json = r#"{"a":{"b":[1]},"c":2,"a":3}"#;
        assert_eq!(member(json, "a"), Some(r#"{"b":[1]}"#));
        assert_eq!(member(json, "c"), Some("2"));
        assert_eq!(member(json, "b"), None);
        assert_eq!(member(r#"{"\u0061":1}"#, "a"), Some("1"));
        assert_eq!(member("[1]", "a"), None);
    }

    #[test]
    fn elements_are_counted() {
        assert_eq!([count("[]"), count(r#"[1,[2,3],{"a":[]}]"#), count("{}"), count("7"), count("")], [0, 3, 0, 0, 0]);
    }

    #[test]
    fn deep_nesting_does_not_overflow_the_stack() {
        let deep = format!("{{\"a\":{}{},\"b\":1}}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(member(&deep, "b"), Some("1"));
        assert_eq!(nesting(&deep), 100_001);
        assert_eq!(nesting(r#"["[[[\"[[",{}]"#), 2);
    }
}
