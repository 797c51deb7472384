//! The tests that select the variants of a union.

use crate::json::scan::Step;
use crate::json::{number, scan};
use crate::model::constraint::{Checker, Rules};
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::RawValue;
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
    ValueIs(&'static [&'static str]),
    /// One of these numbers or booleans, as JSON text.
    ValueIsBare(&'static [&'static str]),
    /// An integer within these bounds, both included.
    IntegerIn(i128, i128),
    /// An array with a number of elements in this range, both included.
    ItemsIn(u64, u64),
    /// A value that satisfies these constraints. Each applies only to values of its JSON type.
    Satisfies(&'static Rules),
    /// A value that equals one of these, which are JSON: members in any order, numbers in any notation.
    Equals(&'static [&'static str]),
    /// A value that is not an object with this property, or whose property passes a test.
    IfPresent(&'static str, &'static Test),
    /// An array whose elements pass a test, an object whose values do, or anything else.
    Each(&'static Test),
    /// A value that is not an array with an element at this index, or whose element passes a test.
    Element(usize, &'static Test),
    /// A value that passes all tests.
    All(&'static [Test]),
    /// A value that passes one of the tests.
    Any(&'static [Test]),
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
    /// Like `Fits`. Of the variants that describe the same number of keys, one whose tests hold takes precedence: its
    /// schema allows the value.
    FitsIf(&'static [&'static str], &'static [Test]),
}

impl Test {
    /// Whether a value that passes can be of no other variant.
    pub(super) fn is_final(&self) -> bool {
        matches!(self, Self::Tag(..) | Self::BareTag(..))
    }

    /// The property of a discriminator, and its values as JSON.
    pub(super) fn tag(&self) -> Option<(&'static str, Vec<String>)> {
        match self {
            Self::Tag(property, strings) => Some((property, strings.iter().map(|text| format!("{text:?}")).collect())),
            Self::BareTag(property, constants) => Some((property, constants.iter().map(ToString::to_string).collect())),
            _ => None,
        }
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
            Self::ValueIs(strings) => is_string(json, strings),
            Self::ValueIsBare(constants) => is_bare(json, constants),
            Self::IntegerIn(least, most) => {
                number::integer(json).is_some_and(|number| (*least..=*most).contains(&number))
            }
            Self::ItemsIn(least, most) => length(json).is_some_and(|length| (*least..=*most).contains(&length)),
            Self::Satisfies(rules) => Checker::allows(json, rules),
            Self::Equals(values) => values.iter().any(|value| is_equal(json, value)),
            Self::IfPresent(key, test) => member(key).is_none_or(|json| test.holds(json)),
            Self::Each(test) => elements(json).iter().all(|json| test.holds(json.get())),
            Self::Element(index, test) => scan::at(json, &[Step::Index(*index)]).is_none_or(|json| test.holds(json)),
            Self::All(tests) => tests.iter().all(|test| test.holds(json)),
            Self::Any(tests) => tests.iter().any(|test| test.holds(json)),
            Self::Boolean => matches!(first(json), b't' | b'f'),
            Self::Integer => number::is_integer(json),
            Self::Number => matches!(first(json), b'-' | b'0'..=b'9'),
            Self::String => first(json) == b'"',
            Self::Array => first(json) == b'[',
            Self::Object => first(json) == b'{',
            Self::Fits(_) | Self::FitsIf(..) => false,
        }
    }

    /// How closely a value fits a variant that is only recognized by reading: the number of its keys that the variant
    /// describes, and whether its schema allows the value. `None` for other tests.
    pub(super) fn closeness(&self, json: &str, keys: &[&str]) -> Option<(usize, bool)> {
        let described = |own: &[&str]| keys.iter().filter(|key| own.contains(key)).count();
        match self {
            Self::Fits(own) => Some((described(own), true)),
            Self::FitsIf(own, tests) => Some((described(own), tests.iter().all(|test| test.holds(json)))),
            _ => None,
        }
    }
}

fn is_string(json: &str, strings: &[&str]) -> bool {
    string(json).is_some_and(|string| strings.contains(&&*string))
}

fn is_bare(json: &str, constants: &[&str]) -> bool {
    constants.iter().any(|constant| number::is_same(json, constant))
}

/// Whether two serialized values are equal.
fn is_equal(one: &str, other: &str) -> bool {
    match (first(one), first(other)) {
        (b'{' | b'[', b'{' | b'[') => match (serde_json::from_str(one), serde_json::from_str(other)) {
            (Ok(one), Ok(other)) => is_same(&one, &other),
            _ => false,
        },
        (b'"', b'"') => string(one).is_some_and(|one| string(other).is_some_and(|other| one == other)),
        _ => number::is_same(one, other),
    }
}

/// The number of elements of an array.
fn length(json: &str) -> Option<u64> {
    let elements: Vec<IgnoredAny> = serde_json::from_str(json).ok()?;
    u64::try_from(elements.len()).ok()
}

/// The elements of an array, or the values of an object.
fn elements(json: &str) -> Vec<&RawValue> {
    match first(json) {
        b'[' => serde_json::from_str(json).unwrap_or_default(),
        b'{' => scan::members(json).unwrap_or_default().into_iter().map(|(_, value)| value).collect(),
        _ => Vec::new(),
    }
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

/// Whether two JSON values are equal, numbers by their value: `8` and `8.0` are one number.
pub(super) fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let same = |(key, value)| other.get(key).is_some_and(|theirs| is_same(value, theirs));
            one.len() == other.len() && one.iter().all(same)
        }
        (one, other) => one == other,
    }
}
