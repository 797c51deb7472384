//! Reading a union: a value of one of several types.
//!
//! An emitted union states in [`Union::VARIANTS`] how its variants are told apart; [`deserialize`] holds the tests
//! against the value's JSON text, and decoding a variant reads that text, so numbers of any size stay exact.
//!
//! Written, a variant that a discriminator tells has a value there that means it (`union_enum!`).
//!
//! A value that several variants accept is read as the one that describes most of its keys, preferring variants that
//! lose nothing of it.

pub use crate::json::decode::Mismatch;

use crate::json::decode::{self, Effort};
use crate::json::{number, scan};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, IgnoredAny};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// A value of one of several types, whose variants are told apart by tests.
pub trait Union: Serialize + Sized + 'static {
    /// The variants in the order in which they are tested for. A variant may have several tests.
    const VARIANTS: Variants<Self>;
}

/// Tests, each with the function that reads the value if the test holds.
pub type Variants<T> = &'static [(Test, fn(&UnionValue) -> Result<T, Mismatch>)];

/// A test that tells a variant from the others.
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
    /// An array of so many elements, both included.
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
    fn is_final(&self) -> bool {
        matches!(self, Self::Tag(..) | Self::BareTag(..))
    }
}

/// Reads a union. For `union_enum!`.
///
/// # Errors
/// When the deserializer is not one of `serde_json`'s; when the value is marked as a variant that it does not match,
/// and matches no other.
pub fn deserialize<'de, T: Union, D: Deserializer<'de>>(
    deserializer: D,
    unknown: fn(Value) -> T,
) -> Result<T, D::Error> {
    let value = read(deserializer)?;
    choose(&value).unwrap_or_else(|| value.decode().map(unknown)).map_err(Mismatch::into_error)
}

/// The value as the variant whose test holds; `None` if no test does.
fn choose<T: Union>(value: &UnionValue) -> Option<Result<T, Mismatch>> {
    let mut mismatch = None;
    for (test, read) in T::VARIANTS {
        if holds(value.json.get(), test) {
            match read(value) {
                Err(error) if !test.is_final() => mismatch = mismatch.or(Some(error)),
                found => return Some(found),
            }
        }
    }
    best_fit(value).map(Ok).or(mismatch.map(Err))
}

/// The value as the variant that matches it best, of those that are only told apart by reading.
fn best_fit<T: Union>(value: &UnionValue) -> Option<T> {
    let members = scan::members(value.json.get()).unwrap_or_default();
    let described = |keys: &[&str]| members.iter().filter(|(key, _)| keys.contains(&key.as_str())).count();
    let mut candidates: Vec<_> = T::VARIANTS
        .iter()
        .filter_map(|(test, read)| match test {
            Test::Fits(keys) => Some((described(keys), read)),
            _ => None,
        })
        .collect();
    candidates.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
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

/// The methods of a union. Takes the name of an enum whose variants have one value each, and its variants, the one for
/// any JSON value last. The enum itself implements [`Union`].
///
/// Implements `Serialize` and `Deserialize`. The property of a discriminator follows `by`, and the values that select a
/// variant follow that variant: a variant is always written with one of them, the first unless it has another already.
#[doc(hidden)]
#[macro_export]
macro_rules! __union_enum {
    ($name:ident; $($variant:ident),*; $rest:ident) => {
        $crate::__private::union_enum!($name by ""; $($variant),*; $rest);
    };
    ($name:ident by $property:literal; $($variant:ident $(= [$($tag:literal),+])?),*; $rest:ident) => {
        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => {
                        $crate::__private::union_write!(value, serializer $(, $property, [$($tag),+])?)
                    })*
                    Self::$rest(value) => $crate::__private::union_write!(value, serializer),
                }
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::union::deserialize(deserializer, Self::$rest)
            }
        }

        $crate::__private::further_traits!(
            union $name by $property; $($variant $(= [$($tag),+])?),*; $rest
        );
    };
}

/// Conversions into a union from what its variants hold, which is of another type in each: `From`, from a string slice where that is a
/// `String`, and from an array where it is a list.
#[doc(hidden)]
#[macro_export]
macro_rules! __union_from {
    (@ $name:ident $variant:ident String) => {
        $crate::__private::union_from!(@ $name $variant value; String => value);
        $crate::__private::union_from!(@ $name $variant value; &str => value.to_owned());
    };
    (@ $name:ident $variant:ident Vec<String>) => {
        $crate::__private::union_from!(@ $name $variant value; ::std::vec::Vec<String> => value);
        $crate::__private::union_from!(@ $name $variant value; [String; N] => value.into());
        $crate::__private::union_from!(@ $name $variant value; [&str; N] => value.map(str::to_owned).into());
    };
    (@ $name:ident $variant:ident Vec<$held:ty>) => {
        $crate::__private::union_from!(@ $name $variant value; ::std::vec::Vec<$held> => value);
        $crate::__private::union_from!(@ $name $variant value; [$held; N] => value.into());
    };
    (@ $name:ident $variant:ident Box<$held:ty>) => {
        $crate::__private::union_from!(@ $name $variant value; $held => ::std::boxed::Box::new(value));
    };
    (@ $name:ident $variant:ident $held:ty) => {
        $crate::__private::union_from!(@ $name $variant value; $held => value);
    };
    (@ $name:ident $variant:ident $value:ident; [$held:ty; N] => $made:expr) => {
        impl<const N: usize> ::core::convert::From<[$held; N]> for $name {
            fn from($value: [$held; N]) -> Self {
                Self::$variant($made)
            }
        }
    };
    (@ $name:ident $variant:ident $value:ident; $held:ty => $made:expr) => {
        impl ::core::convert::From<$held> for $name {
            fn from($value: $held) -> Self {
                Self::$variant($made)
            }
        }
    };
    ($name:ident; $($variant:ident($($held:tt)+)),*) => {
        $($crate::__private::union_from!(@ $name $variant $($held)+);)*
    };
}

/// How a variant of a union is written.
#[doc(hidden)]
#[macro_export]
macro_rules! __union_write {
    ($value:expr, $serializer:expr) => {
        $crate::serde::Serialize::serialize($value, $serializer)
    };
    ($value:expr, $serializer:expr, $property:literal, [$($tag:literal),+]) => {
        $crate::__private::union::write_tagged($value, $property, &[$($crate::__private::union::Tag::from($tag)),+], $serializer)
    };
}

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
/// Those of the serializer, which must be one of `serde_json`'s.
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

/// Takes the JSON text of a value whose variant is not known yet.
///
/// # Errors
/// When the deserializer is not one of `serde_json`'s, or its text is not JSON.
fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<UnionValue, D::Error> {
    let json = Box::<RawValue>::deserialize(deserializer)?;
    let effort = Effort::of(json.get());
    Ok(UnionValue { json, effort })
}

/// A value whose type is still to be found out: its JSON text.
///
/// Tests read only as much of the text as they need.
#[derive(Debug)]
pub struct UnionValue {
    json: Box<RawValue>,
    effort: Effort,
}

impl UnionValue {
    /// Whether the value is written back as received: without losing a key or a `null`.
    fn is_kept_by<T: Serialize>(&self, found: &T) -> bool {
        let (Ok(written), Ok(came)) = (serde_json::to_value(found), serde_json::from_str(self.json.get())) else {
            return false;
        };
        is_same(&written, &came)
    }

    /// Reads the value as a variant.
    ///
    /// # Errors
    /// When it does not match the type. The message starts with the JSON path inside the value: `at $.details.id: …`.
    /// Also when JSON is nested more than 128 levels deep, or when unions inside it have been tried in too many ways.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, Mismatch> {
        decode::nested(self.json.get(), &self.effort)
    }
}

/// Whether a test holds for JSON text.
fn holds(json: &str, test: &Test) -> bool {
    let member = |key: &str| scan::member(json, key);
    match test {
        Test::Tag(key, strings) | Test::KeyIs(key, strings) => member(key).is_some_and(|json| is_string(json, strings)),
        Test::BareTag(key, constants) | Test::KeyIsBare(key, constants) => {
            member(key).is_some_and(|json| is_bare(json, constants))
        }
        Test::HasKey(key) => member(key).is_some(),
        Test::Within(key, test) => member(key).is_some_and(|json| holds(json, test)),
        Test::Is(strings) => is_string(json, strings),
        Test::IsBare(constants) => is_bare(json, constants),
        Test::IntegerIn(least, most) => number::integer(json).is_some_and(|number| (*least..=*most).contains(&number)),
        Test::ItemsIn(least, most) => length(json).is_some_and(|length| (*least..=*most).contains(&length)),
        Test::Boolean => matches!(first(json), b't' | b'f'),
        Test::Integer => number::is_integer(json),
        Test::Number => matches!(first(json), b'-' | b'0'..=b'9'),
        Test::String => first(json) == b'"',
        Test::Array => first(json) == b'[',
        Test::Object => first(json) == b'{',
        Test::Fits(_) => false,
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
fn string(json: &str) -> Option<Cow<'_, str>> {
    let inside = json.strip_prefix('"')?.strip_suffix('"')?;
    if inside.contains('\\') {
        return serde_json::from_str(json).ok().map(Cow::Owned);
    }
    Some(Cow::Borrowed(inside))
}

/// Whether two JSON values are equal, numbers by their value: `8` and `8.0` are one number.
fn is_same(one: &Value, other: &Value) -> bool {
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

#[cfg(test)]
mod tests {
    use super::{Tag, tagged};

    #[test]
    fn an_object_has_a_tag_that_means_its_variant() {
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
    fn tags_of_other_types_are_compared_by_their_json() {
        let two = [Tag::from(2)];
        assert_eq!(super::tagged(r#"{"id":2}"#, "id", &two), None);
        assert_eq!(super::tagged(r#"{"id":"2"}"#, "id", &two).unwrap(), r#"{"id":2}"#);
        assert_eq!(super::tagged(r#"{"id":1}"#, "id", &[Tag::from(0.5)]).unwrap(), r#"{"id":0.5}"#);
        assert_eq!(super::tagged(r#"{"id":false}"#, "id", &[Tag::from(true)]).unwrap(), r#"{"id":true}"#);
    }
}
