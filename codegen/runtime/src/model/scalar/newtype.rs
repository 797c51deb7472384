//! Newtypes: named schemas of a string, of another scalar, or of a recursive list or map.

/// Implements the traits of a newtype of a string. Takes the name of a tuple struct with one `String`.
///
/// Adds `new`, `as_str`, `into_inner`, conversions from `String` and `&str` and into `String`, `AsRef<str>`, `Display`,
/// `FromStr` (which never fails) and comparison with `str`.
///
/// ```
/// /// The name of a portal.
/// #[derive(Debug, Clone, PartialEq, Eq, Hash)]
/// pub struct PortalName(String);
/// specwright_runtime::__private::string_newtype!(PortalName);
///
/// assert_eq!(PortalName::new("north"), "north");
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __string_newtype {
    ($name:ident) => {
        impl $name {
            /// Creates it from a string.
            #[must_use]
            pub fn new(text: impl ::core::convert::Into<::std::string::String>) -> Self {
                Self(text.into())
            }

            /// The string.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The string, by value.
            #[must_use]
            pub fn into_inner(self) -> ::std::string::String {
                self.0
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self(text)
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(::std::string::String::from(text))
            }
        }

        impl ::core::convert::From<&::std::string::String> for $name {
            fn from(text: &::std::string::String) -> Self {
                Self(text.clone())
            }
        }

        // Setters take `impl Into<Self>`: a value that is still needed afterwards can be passed by reference.
        impl ::core::convert::From<&$name> for $name {
            fn from(value: &$name) -> Self {
                Self(value.0.clone())
            }
        }

        impl ::core::convert::From<$name> for ::std::string::String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(Self::from(text))
            }
        }

        impl ::core::cmp::PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        $crate::__private::further_traits!(newtype $name);
    };
}

/// Implements the traits of a newtype of a number or another scalar. Takes the name of a tuple struct with one field, and
/// the field's type.
///
/// Adds `new`, `get`, conversions both ways, and `Display`.
///
/// ```
/// /// How many.
/// #[derive(Debug, Clone, Copy, PartialEq, Eq)]
/// pub struct Count(i64);
/// specwright_runtime::__private::scalar_newtype!(Count, i64);
///
/// assert_eq!(Count::from(3).get(), 3);
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __scalar_newtype {
    ($name:ident, $inner:ty) => {
        impl $name {
            /// Creates it from a value.
            #[must_use]
            pub fn new(value: impl ::core::convert::Into<$inner>) -> Self {
                Self(value.into())
            }

            /// The value.
            #[must_use]
            pub fn get(self) -> $inner {
                self.0
            }
        }

        impl ::core::convert::From<$inner> for $name {
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        impl ::core::convert::From<$name> for $inner {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }

        $crate::__private::further_traits!(newtype $name);
    };
}

/// Implements the traits of a newtype of a recursive list, map or tuple. Takes the name of a tuple struct with one public
/// field, and the field's type.
///
/// Adds the conversion from the field's type.
///
/// ```
/// /// Lists within lists.
/// #[derive(specwright_runtime::Serialize, specwright_runtime::Deserialize)]
/// #[serde(transparent)]
/// pub struct Nested(pub Vec<Nested>);
/// specwright_runtime::__private::wrapper!(Nested, Vec<Nested>);
///
/// assert_eq!(Nested::from(vec![Nested(Vec::new())]).0.len(), 1);
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __wrapper {
    ($name:ident, $inner:ty) => {
        impl ::core::convert::From<$inner> for $name {
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        $crate::__private::further_traits!(newtype $name);
    };
}
