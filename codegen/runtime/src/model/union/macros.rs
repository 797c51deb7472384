//! The macros that implement a union's traits.

/// The methods of a union. Takes the name of an enum, its variants with one field each, the variant for any JSON value,
/// and the variants without a field, each with the only value that it stands for. The enum itself implements [`Union`].
/// A variant `in` a key holds the value of the only property of an object.
///
/// Implements `Serialize` and `Deserialize`. The property of a discriminator follows `by`, and the values that select a
/// variant follow that variant: a variant is always written with one of them, the first unless it has another already.
#[doc(hidden)]
#[macro_export]
macro_rules! __union_enum {
    ($name:ident; $($variant:ident $(in $key:literal)?),*; $rest:ident $(; $($unit:ident = $constant:literal),+)?) => {
        $crate::__private::union_enum!(
            $name by ""; $($variant $(in $key)?),*; $rest $(; $($unit = $constant),+)?
        );
    };
    (
        $name:ident by $property:literal; $($variant:ident $(in $key:literal)? $(= [$($tag:literal),+])?),*;
        $rest:ident $(; $($unit:ident = $constant:literal),+)?
    ) => {
        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => {
                        $crate::__private::union_write!(value, serializer $(in $key)? $(, $property, [$($tag),+])?)
                    })*
                    $($(Self::$unit => $crate::__private::union_write!(&$constant, serializer),)+)?
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
            union $name by $property; $($variant $(in $key)? $(= [$($tag),+])?),*; $rest
            $(; $($unit = $constant),+)?
        );
    };
}

/// Conversions into a union from the values of its variants, if each has another type: `From`, from a string slice
/// where that is a `String`, and from an array where it is a list.
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
    (@ $name:ident $variant:ident Vec<$payload:ty>) => {
        $crate::__private::union_from!(@ $name $variant value; ::std::vec::Vec<$payload> => value);
        $crate::__private::union_from!(@ $name $variant value; [$payload; N] => value.into());
    };
    (@ $name:ident $variant:ident Box<$payload:ty>) => {
        $crate::__private::union_from!(@ $name $variant value; $payload => ::std::boxed::Box::new(value));
    };
    (@ $name:ident $variant:ident $payload:ty) => {
        $crate::__private::union_from!(@ $name $variant value; $payload => value);
    };
    (@ $name:ident $variant:ident $value:ident; [$payload:ty; N] => $made:expr) => {
        impl<const N: usize> ::core::convert::From<[$payload; N]> for $name {
            fn from($value: [$payload; N]) -> Self {
                Self::$variant($made)
            }
        }
    };
    (@ $name:ident $variant:ident $value:ident; $payload:ty => $made:expr) => {
        impl ::core::convert::From<$payload> for $name {
            fn from($value: $payload) -> Self {
                Self::$variant($made)
            }
        }
    };
    ($name:ident; $($variant:ident($($payload:tt)+)),*) => {
        $($crate::__private::union_from!(@ $name $variant $($payload)+);)*
    };
}

/// Conversions into the presence of a union from the models that its variants hold, for setters of nullable properties.
#[doc(hidden)]
#[macro_export]
macro_rules! __presence_from {
    ($name:ident: $($held:ty),+) => {
        $(impl ::core::convert::From<$held> for $crate::Presence<$name> {
            fn from(value: $held) -> Self {
                Self::Value(::core::convert::From::from(value))
            }
        })+
    };
}

/// Conversions into a body of several media types from what the variants of a union hold, which is the type of the preferred one.
#[doc(hidden)]
#[macro_export]
macro_rules! __body_from {
    ($name:ident; $union:ty: $($held:ty),+) => {
        $(impl ::core::convert::From<$held> for $name {
            fn from(value: $held) -> Self {
                Self::from(<$union>::from(value))
            }
        })+
    };
}

/// How a variant of a union is written.
#[doc(hidden)]
#[macro_export]
macro_rules! __union_write {
    ($value:expr, $serializer:expr) => {
        $crate::serde::Serialize::serialize($value, $serializer)
    };
    ($value:expr, $serializer:ident in $key:literal) => {
        $crate::__private::union::write_property($key, $value, $serializer)
    };
    ($value:expr, $serializer:expr, $property:literal, [$($tag:literal),+]) => {
        $crate::__private::union::write_tagged($value, $property, &[$($crate::__private::union::Tag::from($tag)),+], $serializer)
    };
}
