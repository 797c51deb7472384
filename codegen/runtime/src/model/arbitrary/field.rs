//! An arbitrary value of a field's type, by the traits that it implements.

use super::{ArbitraryWithin, Depth};
use crate::model::further_traits::FieldType;
use ::arbitrary::{Arbitrary, Error, Result, Unstructured};
use serde::de::DeserializeOwned;

/// A type of the runtime, a model of a client, or a container of such types.
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

/// A type of the user's own.
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
        // The value borrows nothing from the data, so it may be made from a copy.
        let data = u.bytes(u.len().min(MAX_BYTES))?;
        T::arbitrary(&mut Unstructured::new(data))
    }
}

/// How much of the data a user's own type takes.
const MAX_BYTES: usize = 64;

/// A user's own type that implements nothing but `Deserialize`.
#[doc(hidden)]
pub trait OfReadable<T> {
    /// Makes a value.
    ///
    /// # Errors
    /// When it cannot be read from any of the values that are tried.
    fn arbitrary_within(&self, u: &mut Unstructured<'_>, depth: Depth) -> Result<T>;
}

impl<T: DeserializeOwned> OfReadable<T> for FieldType<T> {
    fn arbitrary_within(&self, u: &mut Unstructured<'_>, _: Depth) -> Result<T> {
        let first = u.choose_index(CANDIDATES.len())?;
        let mut candidates = CANDIDATES[first..].iter().chain(&CANDIDATES[..first]);
        candidates.find_map(|json| serde_json::from_str(json).ok()).ok_or(Error::IncorrectFormat)
    }
}

/// JSON values that types for formats can be read from.
const CANDIDATES: [&str; 12] = [
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
