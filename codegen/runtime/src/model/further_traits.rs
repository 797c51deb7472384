//! Traits that models implement with features of the runtime: `JsonSchema` of schemars, `Arbitrary` of arbitrary.
//!
//! The macros that implement serde's traits pass their arguments to [`further_traits!`](crate::__private::further_traits!),
//! whose definition depends on the features of the runtime: a `cfg` in the expansion of a macro would depend on those of the
//! client.
//!
//! A field's type is not among the arguments: it is inferred from a closure that borrows or takes the value
//! ([`FieldType`]).

#[cfg(any(feature = "schemars", feature = "arbitrary"))]
use std::marker::PhantomData;

/// The traits of a model that features turn on. Takes the kind of model, and then the arguments of that kind's macro.
#[doc(hidden)]
#[cfg(any(feature = "schemars", feature = "arbitrary"))]
#[macro_export]
macro_rules! __further_traits {
    ($($model:tt)*) => {
        $crate::__private::json_schema!($($model)*);
        $crate::__private::arbitrary!($($model)*);
    };
}

/// Expands to nothing without these features.
#[doc(hidden)]
#[cfg(not(any(feature = "schemars", feature = "arbitrary")))]
#[macro_export]
macro_rules! __further_traits {
    ($($model:tt)*) => {};
}

/// Expands to nothing without the feature `schemars`.
#[doc(hidden)]
#[cfg(not(feature = "schemars"))]
#[macro_export]
macro_rules! __json_schema {
    ($($model:tt)*) => {};
}

/// Expands to nothing without the feature `arbitrary`.
#[doc(hidden)]
#[cfg(not(feature = "arbitrary"))]
#[macro_export]
macro_rules! __arbitrary {
    ($($model:tt)*) => {};
}

/// The type of a field, of the value of a variant, or of a newtype.
///
/// Its methods depend on the traits of the type (autoref specialization): a trait for all types is implemented for
/// `FieldType<T>`, and a preferred one for some types for `&FieldType<T>`. A method call on `&&FieldType<T>` takes the
/// first that applies. A client with a user's own type thus compiles regardless of the traits of that type, and
/// features that another crate enables break nothing.
#[doc(hidden)]
#[cfg(any(feature = "schemars", feature = "arbitrary"))]
#[derive(Debug)]
pub struct FieldType<T>(PhantomData<fn() -> T>);

#[cfg(any(feature = "schemars", feature = "arbitrary"))]
impl<T> FieldType<T> {
    /// The type of a field, inferred from a closure that borrows it.
    #[must_use]
    pub fn of<S>(_: fn(&S) -> &T) -> Self {
        Self(PhantomData)
    }

    /// The type of the value of a variant, inferred from its constructor.
    #[must_use]
    pub fn payload<S>(_: fn(T) -> S) -> Self {
        Self(PhantomData)
    }
}
