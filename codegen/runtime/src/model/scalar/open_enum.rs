//! Open enums: the listed values, and a variant for all others.

use crate::model::strict;
use serde::de::{Deserializer, Error, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// Implements the traits of an open enum of strings. Takes the string of each variant, and the variant for all others.
/// With `open` before the name, the document allows other strings, too, and strict reading accepts them.
///
/// Adds `as_str`, conversions from `&str` and `String`, `AsRef<str>`, `Display`, `FromStr` (which never fails),
/// `Serialize` and `Deserialize`.
///
/// ```
/// /// Whether something is open.
/// #[derive(Debug, PartialEq)]
/// pub enum State {
///     /// It is.
///     Open,
///     /// It is not.
///     Closed,
///     /// An unlisted value.
///     Unknown(String),
/// }
/// specwright_runtime::__private::string_enum!(State { Open = "open", Closed = "closed", ..Unknown });
///
/// assert_eq!(State::from("closed"), State::Closed);
/// assert_eq!(State::from("ajar").as_str(), "ajar");
/// assert_eq!(State::Closed, "closed");
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __string_enum {
    (open $name:ident { $($variant:ident = $text:literal,)* ..$rest:ident }) => {
        $crate::__private::string_enum!(@ $name { $($variant = $text,)* ..$rest });
        $crate::__private::string_enum!($name any_string [$($text),*]);
    };
    ($name:ident { $($variant:ident = $text:literal,)* ..$rest:ident }) => {
        $crate::__private::string_enum!(@ $name { $($variant = $text,)* ..$rest });
        $crate::__private::string_enum!($name listed_string [$($text),*]);
    };
    (@ $name:ident { $($variant:ident = $text:literal,)* ..$rest:ident }) => {
        impl $name {
            /// The string on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::$rest(text) => text,
                }
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::$rest(::std::string::String::from(text)),
                }
            }
        }
    };
    ($name:ident $strings:ident [$($text:literal),*]) => {
        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::core::cmp::PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            // Not `Self::Err`: that may be a variant of the enum as well.
            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(Self::from(text))
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::$strings(deserializer, &[$($text),*])
            }
        }

        $crate::__private::further_traits!(string_enum $name $strings [$($text),*]);
    };
}

/// Implements the traits of an open enum of numbers or booleans. Takes their type, the value of each variant, and the
/// variant for all others.
///
/// Adds `value`, conversions both ways, `Display`, `Serialize` and `Deserialize`.
///
/// ```
/// /// How soon.
/// #[derive(Debug, Clone, Copy, PartialEq)]
/// pub enum Priority {
///     /// At once.
///     High,
///     /// An unlisted value.
///     Unknown(i64),
/// }
/// specwright_runtime::__private::scalar_enum!(Priority, i64 { High = 1, ..Unknown });
///
/// assert_eq!(Priority::from(1), Priority::High);
/// assert_eq!(Priority::from(-3).value(), -3);
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __scalar_enum {
    ($name:ident, $inner:ident { $($variant:ident = $value:literal,)* ..$rest:ident }) => {
        impl $name {
            /// The value on the wire.
            #[must_use]
            pub fn value(self) -> $inner {
                match self {
                    $(Self::$variant => $value,)*
                    Self::$rest(value) => value,
                }
            }
        }

        impl ::core::convert::From<$inner> for $name {
            // An enum of booleans may list both values.
            #[allow(unreachable_patterns, clippy::match_bool)]
            fn from(value: $inner) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    _ => Self::$rest(value),
                }
            }
        }

        $crate::__private::scalar_enum!($name, $inner, $rest [$($value),*]);
        $crate::__private::further_traits!(scalar_enum $name, $inner [$($value),*]);
    };
    ($name:ident, $inner:ty, $rest:ident [$($value:literal),*]) => {
        impl ::core::convert::From<$name> for $inner {
            fn from(value: $name) -> Self {
                value.value()
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.value(), f)
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::serde::Serialize::serialize(&self.value(), serializer)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let value = <$inner as $crate::serde::Deserialize<'de>>::deserialize(deserializer)?;
                let listed: &[$inner] = &[$($value),*];
                match Self::from(value) {
                    Self::$rest(_) => $crate::__private::unlisted(listed).map(|()| Self::$rest(value)),
                    known => ::core::result::Result::Ok(known),
                }
            }
        }
    };
}

/// Reads a string into an enum without copying it first. Strict reading rejects unlisted ones.
#[doc(hidden)]
pub fn listed_string<'de, T, D>(deserializer: D, listed: &'static [&'static str]) -> Result<T, D::Error>
where
    T: for<'a> From<&'a str>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_str(StringVisitor { listed: Some(listed), read: PhantomData })
}

/// Reads a string into an enum of a schema that allows any other string, too.
#[doc(hidden)]
pub fn any_string<'de, T, D>(deserializer: D, _: &'static [&'static str]) -> Result<T, D::Error>
where
    T: for<'a> From<&'a str>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_str(StringVisitor { listed: None, read: PhantomData })
}

/// Rejects a value that an open enum does not list when a request is read [strictly](strict).
#[doc(hidden)]
pub fn unlisted<E: Error>(listed: &[impl fmt::Debug]) -> Result<(), E> {
    if !strict::is_strict() {
        return Ok(());
    }
    let listed: Vec<String> = listed.iter().map(|value| format!("{value:?}")).collect();
    Err(E::custom(strict::expected(&listed)))
}

struct StringVisitor<T> {
    /// The values that strict reading accepts, if not all.
    listed: Option<&'static [&'static str]>,
    read: PhantomData<T>,
}

impl<T: for<'a> From<&'a str>> Visitor<'_> for StringVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        if let Some(listed) = self.listed.filter(|listed| !listed.contains(&text)) {
            unlisted(listed)?;
        }
        Ok(T::from(text))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn enum_values_may_have_names_of_associated_types() {
        #[derive(Debug, PartialEq)]
        enum Status {
            Err,
            Error,
            Unknown(String),
        }

        impl Status {
            fn as_str(&self) -> &str {
                match self {
                    Self::Err => "err",
                    Self::Error => "error",
                    Self::Unknown(text) => text,
                }
            }
        }

        impl From<&str> for Status {
            fn from(text: &str) -> Self {
                match text {
                    "err" => Self::Err,
                    "error" => Self::Error,
                    _ => Self::Unknown(text.to_owned()),
                }
            }
        }

        crate::__private::string_enum!(Status listed_string ["err", "error"]);

        assert_eq!("err".parse(), Ok(Status::Err));
        assert_eq!(serde_json::from_str::<Status>("\"error\"").unwrap(), Status::Error);
        assert_eq!(Status::from("other".to_owned()).to_string(), "other");
    }

    #[cfg(feature = "service")]
    #[test]
    fn strict_reading_accepts_only_listed_values() {
        #[derive(Debug, Clone, Copy, PartialEq)]
        enum Priority {
            High,
            Unknown(i64),
        }
        crate::__private::scalar_enum!(Priority, i64 { High = 1, ..Unknown });
        #[derive(Debug, PartialEq)]
        enum State {
            Open,
            Unknown(String),
        }
        crate::__private::string_enum!(State { Open = "open", ..Unknown });

        let read = || (serde_json::from_str::<Priority>("2"), serde_json::from_str::<State>("\"ajar\""));
        let (priority, state) = read();
        assert_eq!((priority.unwrap(), state.unwrap()), (Priority::Unknown(2), State::Unknown("ajar".to_owned())));
        let (priority, state) = crate::model::strict::strictly(read);
        assert_eq!(priority.unwrap_err().to_string(), "expected 1");
        assert!(state.unwrap_err().to_string().starts_with("expected \"open\""));
        assert_eq!(crate::model::strict::strictly(|| serde_json::from_str::<State>("\"open\"").unwrap()), State::Open);
        assert_eq!(serde_json::from_str::<Priority>("1").unwrap(), Priority::High, "it is strict no longer");
    }
}
