//! The tests that select the variants of a union.

use crate::json::{number, scan};
use serde::de::IgnoredAny;
use std::borrow::Cow;

/// A test that selects a variant.
#[derive(Debug, Clone, Copy)]
pub enum Test {
    /// A discriminator: an object whose property with this name is one of these strings. A value that does not match
    /// its variant is an error.
    Tag(&'static str, &'static [&'static str]),
    /// A discriminator whose values are numbers or booleans, as JSON text.
    BareTag(&'static str, &'static [&'static str]),
    /// An object whose property with this name is one of these strings.
    KeyIs(&'static str, &'static [&'static str]),
    /// An object whose property with this name is one of these numbers or booleans, as JSON text.
    KeyIsBare(&'static str, &'static [&'static str]),
    /// An object that has this key.
    HasKey(&'static str),
    /// An object whose property with this name passes a test.
    Within(&'static str, &'static Test),
    /// One of these strings.
    Is(&'static [&'static str]),
    /// One of these numbers or booleans, as JSON text.
    IsBare(&'static [&'static str]),
    /// An integer within these bounds, both included.
    IntegerIn(i128, i128),
    /// An array with a number of elements in this range, both included.
    ItemsIn(u64, u64),
    /// `true` or `false`.
    Boolean,
    /// An integer, including `1.0`.
    Integer,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
    /// A value that can be read as the variant, if no test before holds. Of several such variants, the one that
    /// describes most of the value's keys; these are the keys that not all of them describe.
    Fits(&'static [&'static str]),
}

impl Test {
    /// Whether a value that passes can be of no other variant.
    pub(super) fn is_final(&self) -> bool {
        matches!(self, Self::Tag(..) | Self::BareTag(..))
    }

    /// Whether it holds for JSON text.
    pub(super) fn holds(&self, json: &str) -> bool {
        let member = |key: &str| scan::member(json, key);
        match self {
            Self::Tag(key, strings) | Self::KeyIs(key, strings) => {
                member(key).is_some_and(|json| is_string(json, strings))
            }
            Self::BareTag(key, constants) | Self::KeyIsBare(key, constants) => {
                member(key).is_some_and(|json| is_bare(json, constants))
            }
            Self::HasKey(key) => member(key).is_some(),
            Self::Within(key, test) => member(key).is_some_and(|json| test.holds(json)),
            Self::Is(strings) => is_string(json, strings),
            Self::IsBare(constants) => is_bare(json, constants),
            Self::IntegerIn(least, most) => {
                number::integer(json).is_some_and(|number| (*least..=*most).contains(&number))
            }
            Self::ItemsIn(least, most) => length(json).is_some_and(|length| (*least..=*most).contains(&length)),
            Self::Boolean => matches!(first(json), b't' | b'f'),
            Self::Integer => number::is_integer(json),
            Self::Number => matches!(first(json), b'-' | b'0'..=b'9'),
            Self::String => first(json) == b'"',
            Self::Array => first(json) == b'[',
            Self::Object => first(json) == b'{',
            Self::Fits(_) => false,
        }
    }
}

fn is_string(json: &str, strings: &[&str]) -> bool {
    string(json).is_some_and(|string| strings.contains(&&*string))
}

fn is_bare(json: &str, constants: &[&str]) -> bool {
    constants.iter().any(|constant| number::is_same(json, constant))
}

/// The number of elements of an array.
fn length(json: &str) -> Option<u64> {
    let elements: Vec<IgnoredAny> = serde_json::from_str(json).ok()?;
    u64::try_from(elements.len()).ok()
}

/// Valid JSON text is never empty, and its first byte determines its type.
fn first(json: &str) -> u8 {
    json.as_bytes().first().copied().unwrap_or_default()
}

/// The value of a JSON string. Most have no escapes and are borrowed.
pub(super) fn string(json: &str) -> Option<Cow<'_, str>> {
    let inside = json.strip_prefix('"')?.strip_suffix('"')?;
    if inside.contains('\\') {
        return serde_json::from_str(json).ok().map(Cow::Owned);
    }
    Some(Cow::Borrowed(inside))
}
