//! Arbitrary values of models, for the feature `arbitrary`: for fuzzing and property tests.
//!
//! Every value can be written as JSON and is read back as the same value. Constraints (`maxLength`, `pattern`) are not observed.

mod field;
mod json;
mod types;
mod union;

pub use field::*;
pub use union::union;

pub use ::arbitrary::{Arbitrary, Result, Unstructured};

use ::arbitrary::Error;

/// `Arbitrary` for a model.
#[doc(hidden)]
#[macro_export]
macro_rules! __arbitrary {
    (object $name:ident { $($field:ident ($($presence:tt)*)),* } $($rest:ident)?) => {
        $crate::__private::arbitrary!(@ $name, (u, depth) => $name {
            $($field: $crate::__private::arbitrary!(@field $name $field (u, depth) $($presence)*),)*
            $($rest: $crate::__private::arbitrary::without(
                <Self as $crate::__private::object::Object>::KEYS,
                (&&&$crate::__private::FieldType::of(|it: &$name| &it.$rest)).arbitrary_within(u, depth)?,
            ),)?
        });
    };
    (newtype $name:ident) => {
        $crate::__private::arbitrary!(@ $name, (u, depth) => {
            $name((&&&$crate::__private::FieldType::of(|it: &$name| &it.0)).arbitrary_within(u, depth)?)
        });
    };
    (string_enum $name:ident $strings:ident [$($text:literal),*]) => {
        $crate::__private::arbitrary!(@ $name, (u, _depth) => {
            $crate::__private::arbitrary::string_enum(u, &[$($text),*])?
        });
    };
    (scalar_enum $name:ident, $inner:ident [$($value:literal),*]) => {
        $crate::__private::arbitrary!(@ $name, (u, depth) => {
            <$name>::from($crate::__private::arbitrary::scalar_enum::<$inner>(u, depth, &[$($value),*])?)
        });
    };
    (
        union $name:ident by $property:literal; $($variant:ident $(in $key:literal)? $(= [$($tag:literal),+])?),*;
        $rest:ident $(; $($unit:ident = $constant:literal),+)?
    ) => {
        $crate::__private::arbitrary!(@ $name, (u, depth) => {
            $crate::__private::arbitrary::union(u, depth, &[
                $(|u, depth| {
                    let payload = (&&&$crate::__private::FieldType::payload($name::$variant)).arbitrary_within(u, depth)?;
                    ::core::result::Result::Ok($name::$variant(payload))
                },)*
                $($(|_, _| ::core::result::Result::Ok($name::$unit),)+)?
            ], $name::$rest)?
        });
    };
    // With one possible value.
    (@field $name:ident $field:ident ($u:ident, $depth:ident) : $constant:literal) => {
        ::core::convert::From::from($constant)
    };
    (@field $name:ident $field:ident ($u:ident, $depth:ident) ? : $constant:literal) => {
        $crate::__private::arbitrary::constant($u, $depth, $constant)?
    };
    (@field $name:ident $field:ident ($u:ident, $depth:ident) $($presence:tt)*) => {
        (&&&$crate::__private::FieldType::of(|it: &$name| &it.$field)).arbitrary_within($u, $depth)?
    };
    (@ $name:ident, ($u:ident, $depth:ident) => $value:expr) => {
        impl $crate::__private::arbitrary::ArbitraryWithin for $name {
            #[allow(deprecated, unused_imports, unused_variables)]
            fn arbitrary_within(
                $u: &mut $crate::__private::arbitrary::Unstructured<'_>,
                depth: $crate::__private::arbitrary::Depth,
            ) -> $crate::__private::arbitrary::Result<Self> {
                use $crate::__private::arbitrary::{OfArbitrary as _, OfReadable as _, OfWithin as _};
                let $depth = depth.deeper()?;
                ::core::result::Result::Ok($value)
            }
        }

        impl<'a> $crate::__private::arbitrary::Arbitrary<'a> for $name {
            fn arbitrary(
                u: &mut $crate::__private::arbitrary::Unstructured<'a>,
            ) -> $crate::__private::arbitrary::Result<Self> {
                $crate::__private::arbitrary::ArbitraryWithin::arbitrary_within(
                    u,
                    $crate::__private::arbitrary::Depth::default(),
                )
            }
        }
    };
}

/// A type whose values are made within a depth limit, so that those of recursive types are finite.
#[doc(hidden)]
pub trait ArbitraryWithin: Sized {
    /// Makes a value.
    ///
    /// # Errors
    /// When no value can be made, such as of a type that always contains itself.
    fn arbitrary_within(u: &mut Unstructured<'_>, depth: Depth) -> Result<Self>;
}

/// The number of models around a value.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, Default)]
pub struct Depth(u8);

impl Depth {
    /// From this depth on, everything optional is left out.
    const DEEP: u8 = 12;
    /// The limit when no data is left to choose from.
    const DEEP_WITHOUT_DATA: u8 = 2;
    /// The depth limit: a type that is nested more deeply always contains itself.
    const MAX: u8 = 48;

    /// The depth of the fields of a model.
    ///
    /// # Errors
    /// When it is too deep.
    pub fn deeper(self) -> Result<Self> {
        if self.0 < Self::MAX { Ok(Self(self.0 + 1)) } else { Err(Error::IncorrectFormat) }
    }

    /// Whether everything optional is left out at this depth.
    fn is_deep(self, u: &Unstructured<'_>) -> bool {
        self.0 >= if u.is_empty() { Self::DEEP_WITHOUT_DATA } else { Self::DEEP }
    }

    /// Chooses whether there is an optional value at this depth.
    fn has_more(self, u: &mut Unstructured<'_>) -> Result<bool> {
        Ok(!self.is_deep(u) && u.arbitrary()?)
    }
}

/// The probability of a value that the document does not list.
const UNLISTED: (u8, u8) = (1, 8);

/// A value of an open enum of strings: mostly one that is listed.
///
/// # Errors
/// The errors of `arbitrary`.
#[doc(hidden)]
pub fn string_enum<T: for<'a> From<&'a str>>(u: &mut Unstructured<'_>, listed: &[&str]) -> Result<T> {
    if listed.is_empty() || is_unlisted(u)? {
        return Ok(T::from(u.arbitrary()?));
    }
    Ok(T::from(u.choose(listed)?))
}

/// The value of another open enum: mostly one that is listed.
///
/// # Errors
/// The errors of `arbitrary`.
#[doc(hidden)]
pub fn scalar_enum<T: ArbitraryWithin + Copy>(u: &mut Unstructured<'_>, depth: Depth, listed: &[T]) -> Result<T> {
    if listed.is_empty() || is_unlisted(u)? { T::arbitrary_within(u, depth) } else { u.choose(listed).copied() }
}

/// The value of an optional property with one possible value, or none.
///
/// # Errors
/// The errors of `arbitrary`.
#[doc(hidden)]
pub fn constant<T: From<C>, C>(u: &mut Unstructured<'_>, depth: Depth, constant: C) -> Result<Option<T>> {
    Ok(if depth.has_more(u)? { Some(T::from(constant)) } else { None })
}

fn is_unlisted(u: &mut Unstructured<'_>) -> Result<bool> {
    // If no data is left, `ratio` returns true.
    Ok(!u.is_empty() && u.ratio(UNLISTED.0, UNLISTED.1)?)
}

/// The members that no field is named after.
#[doc(hidden)]
pub fn without<M, T>(keys: &[&str], members: M) -> M
where
    M: IntoIterator<Item = (String, T)> + FromIterator<(String, T)>,
{
    members.into_iter().filter(|(key, _)| !keys.contains(&key.as_str())).collect()
}
