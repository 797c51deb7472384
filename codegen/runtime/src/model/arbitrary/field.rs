//! A value of a field's type, by what that implements.

use super::{ArbitraryWithin, Depth};
use crate::model::further_traits::FieldType;
use ::arbitrary::{Arbitrary, Error, Result, Unstructured};
use serde::de::DeserializeOwned;

/// A type of the runtime, of a client's models, or a container of such.
#[doc(hidden)]
pub trait OfWithin<T> {
    /// Makes a value.
    ///
    /// # Errors
    /// When none can be made.
    fn arbitrary_within(&self, u: &mut Unstructured<'_>, depth: Depth) -> Result<T>;
}

impl<T: ArbitraryWithin> OfWithin<T> for &&FieldType<T> {
    fn arbitrary_within(&self, u: &mut Unstructured<'_>, depth: Depth) -> Result<T> {
        T::arbitrary_within(u, depth)
    }
}

/// A type of the client's own.
#[doc(hidden)]
pub trait OfArbitrary<T> {
    /// Makes a value.
    ///
    /// # Errors
    /// When none can be made.
    fn arbitrary_within(&self, u: &mut Unstructured<'_>, depth: Depth) -> Result<T>;
}

impl<T: for<'a> Arbitrary<'a>> OfArbitrary<T> for &FieldType<T> {
    fn arbitrary_within(&self, u: &mut Unstructured<'_>, _: Depth) -> Result<T> {
        // A value holds none of the data, so it may be made of what is copied from it.
        let data = u.bytes(u.len().min(MOST_BYTES))?;
        T::arbitrary(&mut Unstructured::new(data))
    }
}

/// How much of the data a type of the client's own takes.
const MOST_BYTES: usize = 64;

/// A type of the client's own that is known by what it reads alone.
#[doc(hidden)]
pub trait OfReadable<T> {
    /// Makes a value.
    ///
    /// # Errors
    /// When it reads nothing of what is tried.
    fn arbitrary_within(&self, u: &mut Unstructured<'_>, depth: Depth) -> Result<T>;
}

impl<T: DeserializeOwned> OfReadable<T> for FieldType<T> {
    fn arbitrary_within(&self, u: &mut Unstructured<'_>, _: Depth) -> Result<T> {
        let first = u.choose_index(TRIED.len())?;
        let mut tried = TRIED[first..].iter().chain(&TRIED[..first]);
        tried.find_map(|json| serde_json::from_str(json).ok()).ok_or(Error::IncorrectFormat)
    }
}

/// What types for formats read, as JSON.
const TRIED: [&str; 12] = [
    r#""2024-05-06T07:08:09Z""#,
    r#""2024-05-06T07:08:09+02:00[+02:00]""#,
    r#""2024-05-06""#,
    r#""07:08:09""#,
    r#""8c5e4c27-0b7a-4c4e-9d0a-3f1d2b6a7c81""#,
    r#""https://example.com/a?b=c""#,
    r#""1.50""#,
    r#""PT1H""#,
    "1",
    "true",
    "[]",
    "{}",
];
