//! Traits that models implement when features of the runtime ask for them: `JsonSchema` of schemars, `Arbitrary` of arbitrary.
//!
//! The macros that implement serde's traits hand their arguments on to [`further_traits!`](crate::__private::further_traits!),
//! which is defined by the features of the runtime: a `cfg` in what a macro expands to would ask those of the client.
//!
//! A field's type is not among the arguments: it is inferred from what borrows or takes the value ([`FieldType`]).

#[cfg(any(feature = "schemars", feature = "arbitrary"))]
use std::marker::PhantomData;

/// The traits that features ask for, of a model. Takes what kind of model it is, and then what its own macro takes.
#[doc(hidden)]
#[cfg(any(feature = "schemars", feature = "arbitrary"))]
#[macro_export]
macro_rules! __further_traits {
    ($($model:tt)*) => {
        $crate::__private::json_schema!($($model)*);
        $crate::__private::arbitrary!($($model)*);
    };
}

/// Nothing, where no feature asks for any.
#[doc(hidden)]
#[cfg(not(any(feature = "schemars", feature = "arbitrary")))]
#[macro_export]
macro_rules! __further_traits {
    ($($model:tt)*) => {};
}

/// Nothing, where models have no schemas.
#[doc(hidden)]
#[cfg(not(feature = "schemars"))]
#[macro_export]
macro_rules! __json_schema {
    ($($model:tt)*) => {};
}

/// Nothing, where models have no arbitrary values.
#[doc(hidden)]
#[cfg(not(feature = "arbitrary"))]
#[macro_export]
macro_rules! __arbitrary {
    ($($model:tt)*) => {};
}

/// The type of a field, of what a variant holds, or of what a newtype wraps.
///
/// What it can do depends on what its type implements: a trait for all types is implemented for `FieldType<T>`, and one for
/// some of them, which goes before, for `&FieldType<T>`. A method called on `&&FieldType<T>` is the first that there is. A client
/// with a type of its own thus compiles whatever that implements: features that another crate turns on break nothing.
#[doc(hidden)]
#[cfg(any(feature = "schemars", feature = "arbitrary"))]
#[derive(Debug)]
pub struct FieldType<T>(PhantomData<fn() -> T>);

#[cfg(any(feature = "schemars", feature = "arbitrary"))]
impl<T> FieldType<T> {
    /// The type of a field, by what borrows it.
    #[must_use]
    pub fn of<S>(_: fn(&S) -> &T) -> Self {
        Self(PhantomData)
    }

    /// The type that a variant holds, by its constructor.
    #[must_use]
    pub fn held<S>(_: fn(T) -> S) -> Self {
        Self(PhantomData)
    }
}
