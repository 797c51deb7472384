//! Reading and writing objects: the shared implementation of [`object!`](crate::__private::object!).
//!
//! An object is read in one pass. Every property has a slot, additional ones are added to the map, and nothing is
//! buffered, so numbers keep their digits and errors their position. Slots are trait objects, so that the loop over the
//! properties is compiled once, not for every type.

mod members;
mod slot;
mod written;

pub use members::*;
pub use slot::*;
pub use written::*;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::SerializeMap;
use std::fmt;
use std::marker::PhantomData;

/// Implements `Serialize`, `Deserialize` and `Debug` for a struct that is an object in JSON. Takes its name and its fields in
/// the order in which they are written:
///
/// - `name`: required; an `Option` is written as `null` and read from it;
/// - `name?`: left out while it is `None` or absent. `null` is read as `None`, or, into a [`Presence`], as `Null`;
/// - `name? null`: the same for a [`Value`](crate::Value), of which `null` is one like any other;
/// - `name = "wire name"`: with another name in JSON;
/// - `name: "value"`, `name?: "value"`: with one possible value. Clients accept others, services do not;
/// - `..name` at the end: the map of additional properties. Without it they are skipped.
///
/// A property that occurs twice is an error, and so is a missing required one.
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
    (
        $name:ident {
            $($field:ident $(? $($null:ident)?)? $(= $key:literal)? $(: $constant:literal)?),* $(, ..$rest:ident)? $(,)?
        }
    ) => {
        $crate::__private::object!(@ $name { $($field $(? $($null)?)? $(= $key)? $(: $constant)?),* } $($rest)?);
    };
    (
        @ $name:ident { $($field:ident $(? $($null:ident)?)? $(= $key:literal)? $(: $constant:literal)?),* } $($rest:ident)?
    ) => {
        #[allow(clippy::disallowed_names, deprecated, unreachable_patterns)]
        impl $crate::__private::object::Object for $name {
            const KEYS: &'static [&'static str] =
                &[$($crate::__private::object_key!($($key)? $field)),*];

            fn read<'de, A: $crate::serde::de::MapAccess<'de>>(
                members: A,
            ) -> ::core::result::Result<Self, A::Error> {
                $(let mut $field = $crate::__private::object_slot!($(? $($null)?)? $(: $constant)?);)*
                let mut rest = $crate::__private::object_rest!($($rest)?);
                $crate::__private::object::read_members(members, Self::KEYS, &mut [$(&mut $field),*], &mut rest)?;
                match ($($field.filled(),)*) {
                    ($(::core::option::Option::Some($field),)*) => {
                        ::core::result::Result::Ok(Self { $($field,)* $($rest: rest)? })
                    }
                    _ => ::core::result::Result::Err($crate::__private::object::missing()),
                }
            }

            fn members<M: $crate::serde::ser::SerializeMap>(&self, then: &mut $crate::__private::object::Then<'_, M>) {
                then(
                    &[$($crate::__private::object_member!(&self.$field, $(? $($null)?)?)),*],
                    $crate::__private::object_rest!(&self $($rest)?),
                );
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::object::read(deserializer)
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__private::object::write(self, serializer)
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let names = &[$(::core::stringify!($field),)* $(::core::stringify!($rest))?];
                $crate::__private::object::debug(self, f, ::core::stringify!($name), names)
            }
        }

        $crate::__private::further_traits!(object $name { $($field ($(? $($null)?)? $(: $constant)?)),* } $($rest)?);
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
    (: $constant:literal) => {
        $crate::__private::object::Constant($crate::__private::object_slot!(), $constant)
    };
    (? : $constant:literal) => {
        $crate::__private::object::Constant($crate::__private::object_slot!(?), $constant)
    };
}

/// The name of a field of [`object!`] in JSON.
#[doc(hidden)]
#[macro_export]
macro_rules! __object_key {
    ($field:ident) => {
        ::core::stringify!($field)
    };
    ($key:literal $field:ident) => {
        $key
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

/// The map of an [`object!`] for additional properties, if it has one.
#[doc(hidden)]
#[macro_export]
macro_rules! __object_rest {
    () => {
        $crate::__private::object::NoAdditionalProperties
    };
    ($rest:ident) => {
        ::core::default::Default::default()
    };
    (&$self:ident) => {
        &$crate::__private::object::NoAdditionalProperties
    };
    (&$self:ident $rest:ident) => {
        &$self.$rest
    };
}

/// A struct that [`object!`] reads and writes.
#[doc(hidden)]
pub trait Object: Sized {
    /// The names of its properties in JSON, in the order of its fields.
    const KEYS: &'static [&'static str];

    /// Reads it from the members of an object.
    ///
    /// # Errors
    /// When a property does not match its type, occurs twice, or is missing.
    fn read<'de, A: MapAccess<'de>>(members: A) -> Result<Self, A::Error>;

    /// Passes its fields to `then`, and its additional properties. `Serialize` and `Debug` share them: an array for each would
    /// take a tenth of the time that the compiler needs for a client.
    fn members<M: SerializeMap>(&self, then: &mut Then<'_, M>);
}

/// Reads an object.
///
/// # Errors
/// As for [`Object::read`], and when the value is not an object.
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

#[cfg(test)]
mod tests;
