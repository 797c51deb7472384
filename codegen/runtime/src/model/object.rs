//! Reading and writing objects: the work behind [`object!`](crate::__private::object!), once for all of them.
//!
//! An object is read in one pass. Every property has a slot, an unknown one goes to the map for the rest, and nothing
//! is held in between, so numbers keep their digits and errors their place. Slots are reached through a trait object:
//! the loop over the properties is compiled once, not for every type.

use crate::Presence;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::marker::PhantomData;

/// `Serialize` and `Deserialize` for a struct that is an object in JSON. Takes its name and its fields in the order in
/// which they are written:
///
/// - `name`: required; an `Option` is written as `null` and read from it;
/// - `name?`: left out while it is `None` or absent. `null` is read as `None`, or, by a [`Presence`], as what it is;
/// - `name? null`: the same for a [`Value`](crate::Value), of which `null` is one like any other;
/// - `name = "wire name"`: called otherwise in JSON;
/// - `..name` at the end: the map of the properties that have no field. Without one they are skipped.
///
/// A property that comes twice is an error, and so is a required one that does not come.
///
/// ```
/// use specwright_runtime::{Map, Presence, Value, serde_json};
///
/// pub struct User {
///     pub id: i128,
///     pub display_name: Option<String>,
///     pub nick: Presence<String>,
///     pub additional_properties: Map<String, Value>,
/// }
/// specwright_runtime::__private::object!(User { id, display_name? = "displayName", nick?, ..additional_properties });
///
/// let json = r#"{"id":99999999999999999999,"nick":null,"since":2020}"#;
/// let user: User = serde_json::from_str(json)?;
/// assert!(user.nick.is_null() && user.display_name.is_none());
/// assert_eq!(serde_json::to_string(&user)?, json);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __object {
    ($name:ident { ..$rest:ident }) => {
        $crate::__private::object!(@ $name {} $rest);
    };
    ($name:ident { $($field:ident $(? $($null:ident)?)? $(= $key:literal)?),* $(, ..$rest:ident)? $(,)? }) => {
        $crate::__private::object!(@ $name { $($field $(? $($null)?)? $(= $key)?),* } $($rest)?);
    };
    (@ $name:ident { $($field:ident $(? $($null:ident)?)? $(= $key:literal)?),* } $($rest:ident)?) => {
        #[allow(deprecated, unreachable_patterns)]
        impl $crate::__private::object::Object for $name {
            const KEYS: &'static [&'static str] =
                &[$($crate::__private::object::key(&[$($key,)? ::core::stringify!($field)])),*];

            fn read<'de, A: $crate::serde::de::MapAccess<'de>>(
                members: A,
            ) -> ::core::result::Result<Self, A::Error> {
                $(let mut $field = $crate::__private::object_slot!($(? $($null)?)?);)*
                let mut rest = $crate::__private::object_rest!($($rest)?);
                $crate::__private::object::read_members(members, Self::KEYS, &mut [$(&mut $field),*], &mut rest)?;
                match ($($field.filled(),)*) {
                    ($(::core::option::Option::Some($field),)*) => {
                        ::core::result::Result::Ok(Self { $($field,)* $($rest: rest)? })
                    }
                    _ => ::core::result::Result::Err($crate::__private::object::missing()),
                }
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::object::read(deserializer)
            }
        }

        #[allow(deprecated)]
        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__private::object::write(
                    serializer,
                    <Self as $crate::__private::object::Object>::KEYS,
                    &[$($crate::__private::object_member!(&self.$field, $(? $($null)?)?)),*],
                    $crate::__private::object_rest!(&self $($rest)?),
                )
            }
        }
    };
}

/// The slot of a field of [`object!`].
#[doc(hidden)]
#[macro_export]
macro_rules! __object_slot {
    () => {
        $crate::__private::object::Required(::core::option::Option::None)
    };
    (?) => {
        $crate::__private::object::Optional(::core::option::Option::None)
    };
    (? null) => {
        $crate::__private::object::Present(::core::option::Option::None)
    };
}

/// A field of [`object!`] as it is written.
#[doc(hidden)]
#[macro_export]
macro_rules! __object_member {
    ($field:expr, ) => {
        $crate::__private::object::Member::Required($field)
    };
    ($field:expr, ? $($null:ident)?) => {
        $crate::__private::object::Member::Optional($field)
    };
}

/// The map of an [`object!`] for what has no field, if it has one.
#[doc(hidden)]
#[macro_export]
macro_rules! __object_rest {
    () => {
        $crate::__private::object::NoRest
    };
    ($rest:ident) => {
        ::core::default::Default::default()
    };
    (&$self:ident) => {
        &$crate::__private::object::NoRest
    };
    (&$self:ident $rest:ident) => {
        &$self.$rest
    };
}

/// A struct that [`object!`] reads.
#[doc(hidden)]
pub trait Object: Sized {
    /// The names of its properties in JSON, in the order of its fields.
    const KEYS: &'static [&'static str];

    /// Reads it from the members of an object.
    ///
    /// # Errors
    /// When a property does not fit, comes twice, or does not come.
    fn read<'de, A: MapAccess<'de>>(members: A) -> Result<Self, A::Error>;
}

/// The first of these: the name that is given, or else that of the field.
#[doc(hidden)]
#[must_use]
pub const fn key(names: &[&'static str]) -> &'static str {
    names[0]
}

/// Reads an object.
///
/// # Errors
/// As [`Object::read`], and when the value is no object.
#[doc(hidden)]
pub fn read<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        T::read(members)
    }
}

/// Where a property is put when it comes.
#[doc(hidden)]
pub trait Slot<'de, A: MapAccess<'de>> {
    /// Reads the value. False when there has been one already.
    ///
    /// # Errors
    /// When it does not fit.
    fn read(&mut self, members: &mut A) -> Result<bool, A::Error>;

    /// Whether the object cannot be without it.
    fn is_missing(&self) -> bool;
}

/// Reads the value, unless there has been one.
#[inline]
fn read_first<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    slot: &mut Option<T>,
    members: &mut A,
) -> Result<bool, A::Error> {
    if slot.is_some() {
        return Ok(false);
    }
    *slot = Some(members.next_value()?);
    Ok(true)
}

/// The slot of a required property.
#[doc(hidden)]
#[derive(Debug)]
pub struct Required<T>(pub Option<T>);

impl<T> Required<T> {
    /// The value; none when it is missing.
    #[must_use]
    pub fn filled(self) -> Option<T> {
        self.0
    }
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for Required<T> {
    fn read(&mut self, members: &mut A) -> Result<bool, A::Error> {
        read_first(&mut self.0, members)
    }

    fn is_missing(&self) -> bool {
        self.0.is_none()
    }
}

/// The slot of an optional property, whose value knows how to be absent.
#[doc(hidden)]
#[derive(Debug)]
pub struct Optional<T>(pub Option<T>);

impl<T: Default> Optional<T> {
    /// The value, absent or not.
    #[must_use]
    pub fn filled(self) -> Option<T> {
        Some(self.0.unwrap_or_default())
    }
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for Optional<T> {
    fn read(&mut self, members: &mut A) -> Result<bool, A::Error> {
        read_first(&mut self.0, members)
    }

    fn is_missing(&self) -> bool {
        false
    }
}

/// The slot of an optional property of which `null` is a value like any other.
#[doc(hidden)]
#[derive(Debug)]
pub struct Present<T>(pub Option<T>);

impl<T> Present<T> {
    /// The value, if one came.
    #[must_use]
    #[allow(clippy::option_option, reason = "the outer one says whether it is missing, which it never is")]
    pub fn filled(self) -> Option<Option<T>> {
        Some(self.0)
    }
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for Present<T> {
    fn read(&mut self, members: &mut A) -> Result<bool, A::Error> {
        read_first(&mut self.0, members)
    }

    fn is_missing(&self) -> bool {
        false
    }
}

/// Where the properties go that have no field.
#[doc(hidden)]
pub trait Rest<'de> {
    /// Whether they are kept at all.
    const KEPT: bool;

    /// Reads the value of one.
    ///
    /// # Errors
    /// When it does not fit.
    fn read<A: MapAccess<'de>>(&mut self, key: String, members: &mut A) -> Result<(), A::Error>;
}

/// No map: they are skipped.
#[doc(hidden)]
#[derive(Debug)]
pub struct NoRest;

impl<'de> Rest<'de> for NoRest {
    const KEPT: bool = false;

    fn read<A: MapAccess<'de>>(&mut self, _: String, members: &mut A) -> Result<(), A::Error> {
        members.next_value::<IgnoredAny>().map(drop)
    }
}

/// Any kind of map, that of `serde_json` among them.
impl<'de, M, T> Rest<'de> for M
where
    M: Extend<(String, T)> + IntoIterator<Item = (String, T)>,
    T: Deserialize<'de>,
{
    const KEPT: bool = true;

    fn read<A: MapAccess<'de>>(&mut self, key: String, members: &mut A) -> Result<(), A::Error> {
        let value = members.next_value()?;
        self.extend([(key, value)]);
        Ok(())
    }
}

/// Reads every member into its slot, and the others into `rest`.
///
/// # Errors
/// When one does not fit, comes twice, or does not come and is required.
#[doc(hidden)]
pub fn read_members<'de, A: MapAccess<'de>, R: Rest<'de>>(
    mut members: A,
    keys: &'static [&'static str],
    slots: &mut [&mut dyn Slot<'de, A>],
    rest: &mut R,
) -> Result<(), A::Error> {
    let mut expected = 0;
    let mut other = String::new();
    while let Some(index) = members.next_key_seed(KeySeed { keys, expected, other: R::KEPT.then_some(&mut other) })? {
        // An index beyond the slots stands for all that have none.
        let Some(slot) = slots.get_mut(index) else {
            rest.read(std::mem::take(&mut other), &mut members)?;
            continue;
        };
        if !slot.read(&mut members)? {
            return Err(A::Error::duplicate_field(keys[index]));
        }
        expected = index + 1;
    }
    match slots.iter().position(|slot| slot.is_missing()) {
        Some(index) => Err(A::Error::missing_field(keys[index])),
        None => Ok(()),
    }
}

/// The error of an object without a required property, where [`read_members`] has not given it already.
#[doc(hidden)]
#[must_use]
pub fn missing<E: Error>() -> E {
    E::custom("a required property is missing")
}

/// Reads a key into the index of its property, or into `other` if it is wanted. Mostly keys come in the order in which
/// the document lists them, so the one after the last is tried first.
struct KeySeed<'a> {
    keys: &'static [&'static str],
    expected: usize,
    other: Option<&'a mut String>,
}

/// The index of a key that no property has.
const OTHER: usize = usize::MAX;

impl KeySeed<'_> {
    #[inline]
    fn index(&self, text: &str) -> usize {
        if self.keys.get(self.expected).is_some_and(|key| *key == text) { self.expected } else { self.search(text) }
    }

    fn search(&self, text: &str) -> usize {
        // Comparing whole texts is a call; their ends part most keys of the same length.
        let (len, ends) = (text.len(), ends(text));
        let mut keys = self.keys.iter();
        keys.position(|key| key.len() == len && ends == self::ends(key) && *key == text).unwrap_or(OTHER)
    }
}

/// The first and the last byte.
#[inline]
fn ends(text: &str) -> (Option<&u8>, Option<&u8>) {
    (text.as_bytes().first(), text.as_bytes().last())
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = usize;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    #[inline]
    fn visit_str<E>(self, text: &str) -> Result<usize, E> {
        let index = self.index(text);
        if let (OTHER, Some(other)) = (index, self.other) {
            text.clone_into(other);
        }
        Ok(index)
    }
}

/// A field as it is written.
#[doc(hidden)]
pub enum Member<'a, M: SerializeMap> {
    /// Always.
    Required(&'a dyn Written<M>),
    /// When it is there.
    Optional(&'a dyn WrittenIfThere<M>),
}

impl<M: SerializeMap> fmt::Debug for Member<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Member")
    }
}

/// A value that is always written.
#[doc(hidden)]
pub trait Written<M: SerializeMap> {
    /// Writes it under a key.
    ///
    /// # Errors
    /// Those of the writer.
    fn write(&self, key: &'static str, members: &mut M) -> Result<(), M::Error>;
}

impl<M: SerializeMap, T: Serialize> Written<M> for T {
    fn write(&self, key: &'static str, members: &mut M) -> Result<(), M::Error> {
        members.serialize_entry(key, self)
    }
}

/// A value that may be absent.
#[doc(hidden)]
pub trait WrittenIfThere<M: SerializeMap> {
    /// Writes it under a key, unless it is absent.
    ///
    /// # Errors
    /// Those of the writer.
    fn write(&self, key: &'static str, members: &mut M) -> Result<(), M::Error>;
}

impl<M: SerializeMap, T: Serialize> WrittenIfThere<M> for Option<T> {
    fn write(&self, key: &'static str, members: &mut M) -> Result<(), M::Error> {
        self.as_ref().map_or(Ok(()), |value| members.serialize_entry(key, value))
    }
}

impl<M: SerializeMap, T: Serialize> WrittenIfThere<M> for Presence<T> {
    fn write(&self, key: &'static str, members: &mut M) -> Result<(), M::Error> {
        if self.is_absent() { Ok(()) } else { members.serialize_entry(key, self) }
    }
}

/// The properties that have no field, as they are written.
#[doc(hidden)]
pub trait WrittenRest<M: SerializeMap> {
    /// Writes all of them.
    ///
    /// # Errors
    /// Those of the writer.
    fn write(&self, members: &mut M) -> Result<(), M::Error>;
}

impl<M: SerializeMap> WrittenRest<M> for NoRest {
    fn write(&self, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }
}

impl<M, R, T> WrittenRest<M> for R
where
    M: SerializeMap,
    R: IntoIterator<Item = (String, T)>,
    for<'a> &'a R: IntoIterator<Item = (&'a String, &'a T)>,
    T: Serialize,
{
    fn write(&self, members: &mut M) -> Result<(), M::Error> {
        self.into_iter().try_for_each(|(key, value)| members.serialize_entry(key, value))
    }
}

/// Writes an object: its fields in their order, then the rest.
///
/// # Errors
/// Those of the writer.
#[doc(hidden)]
pub fn write<S: Serializer>(
    serializer: S,
    keys: &'static [&'static str],
    fields: &[Member<'_, S::SerializeMap>],
    rest: &dyn WrittenRest<S::SerializeMap>,
) -> Result<S::Ok, S::Error> {
    let mut members = serializer.serialize_map(None)?;
    for (key, field) in keys.iter().zip(fields) {
        match field {
            Member::Required(value) => value.write(key, &mut members)?,
            Member::Optional(value) => value.write(key, &mut members)?,
        }
    }
    rest.write(&mut members)?;
    members.end()
}

#[cfg(test)]
mod tests {
    use crate::{Map, Presence, Value};
    use serde_json::json;
    use std::collections::BTreeMap;

    #[derive(Debug, PartialEq)]
    struct Row {
        id: i128,
        must: Option<i32>,
        may: Option<i32>,
        or_null: Presence<i32>,
        any: Option<Value>,
        more: Map<String, Value>,
    }

    crate::__private::object!(Row { id, must, may?, or_null? = "orNull", any? null, ..more });

    fn read(json: &str) -> Result<Row, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_read_is_written_back() {
        for json in [
            r#"{"id":170141183460469231731687303715884105727,"must":null}"#,
            r#"{"id":1,"must":2,"may":3,"orNull":null,"any":null,"else":[{"a":null}]}"#,
            r#"{"id":1,"must":2,"orNull":4,"any":{"b":1}}"#,
        ] {
            assert_eq!(serde_json::to_string(&read(json).unwrap()).unwrap(), json);
        }
    }

    #[test]
    fn keys_come_in_any_order_and_escaped() {
        let row = read(r#"{"x":1,"m\u0061y":2,"must":3,"id":4}"#).unwrap();
        assert_eq!((row.id, row.must, row.may, row.more.len()), (4, Some(3), Some(2), 1));
    }

    #[test]
    fn null_is_read_where_it_means_absent() {
        let row = read(r#"{"id":1,"must":2,"may":null}"#).unwrap();
        assert_eq!(serde_json::to_string(&row).unwrap(), r#"{"id":1,"must":2}"#);
    }

    #[test]
    fn what_is_missing_or_comes_twice_is_named() {
        assert!(read(r#"{"id":1}"#).unwrap_err().starts_with("missing field `must`"));
        assert!(read(r#"{"id":1,"id":2,"must":3}"#).unwrap_err().starts_with("duplicate field `id`"));
        assert!(read(r#"{"orNull":null,"orNull":2}"#).unwrap_err().starts_with("duplicate field `orNull`"));
        assert!(read("[1]").unwrap_err().contains("expected an object"));
    }

    #[test]
    fn a_tree_of_values_is_read_and_written_too() {
        let tree = json!({ "id": 1, "must": null, "else": "kept" });
        let row: Row = serde_json::from_value(tree.clone()).unwrap();
        assert_eq!(serde_json::to_value(&row).unwrap(), tree);
    }

    #[test]
    fn without_a_map_other_keys_are_skipped() {
        struct Nothing {}
        crate::__private::object!(Nothing {});
        let nothing: Nothing = serde_json::from_str(r#"{"a":[1,{}]}"#).unwrap();
        assert_eq!(serde_json::to_string(&nothing).unwrap(), "{}");
    }

    #[test]
    fn other_keys_may_have_a_type() {
        struct Sizes {
            by_name: BTreeMap<String, u128>,
        }
        crate::__private::object!(Sizes { ..by_name });
        let json = r#"{"a":340282366920938463463374607431768211455}"#;
        let sizes: Sizes = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&sizes).unwrap(), json);
        assert!(serde_json::from_str::<Sizes>(r#"{"a":-1}"#).is_err());
    }
}
