//! Slots, which hold the properties of an object while it is read.

use crate::model::debug::MaybeAbsent;
use crate::model::scalar::unlisted;
use crate::model::strict;
use serde::de::{DeserializeSeed, Error, MapAccess};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::marker::PhantomData;

/// The slot of a property.
#[doc(hidden)]
pub trait Slot<'de, A: MapAccess<'de>> {
    /// Reads the value. Returns false if there has been one already.
    ///
    /// # Errors
    /// When it does not match the type.
    fn read(&mut self, members: &mut A) -> Result<bool, A::Error>;

    /// Whether the property is required and missing.
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
    /// The value; `None` if it is missing.
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

/// The slot of an optional property, whose type has a value for absent.
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

impl<'de, A: MapAccess<'de>, T: Deserialize<'de> + MaybeAbsent> Slot<'de, A> for Optional<T> {
    fn read(&mut self, members: &mut A) -> Result<bool, A::Error> {
        if self.0.is_some() {
            return Ok(false);
        }
        self.0 = Some(members.next_value_seed(PresentValue(PhantomData))?);
        Ok(true)
    }

    fn is_missing(&self) -> bool {
        false
    }
}

/// A value whose key is present: `null` counts as absent, which is an error if a request is read [strictly](strict).
struct PresentValue<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + MaybeAbsent> DeserializeSeed<'de> for PresentValue<T> {
    type Value = T;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        let value = T::deserialize(deserializer)?;
        if value.is_absent() && strict::is_strict() {
            return Err(D::Error::custom(strict::NOT_NULL));
        }
        Ok(value)
    }
}

/// The slot of a property that has one possible value. Clients accept others, which are an error if a request is read
/// [strictly](strict).
#[doc(hidden)]
#[derive(Debug)]
pub struct Constant<S, C>(pub S, pub C);

impl<T, C> Constant<Required<T>, C> {
    /// The value; `None` if it is missing.
    #[must_use]
    pub fn filled(self) -> Option<T> {
        self.0.filled()
    }
}

impl<T, C> Constant<Optional<Option<T>>, C> {
    /// The value, absent or not.
    #[must_use]
    #[allow(clippy::option_option, reason = "the outer one says whether it is missing, which it never is")]
    pub fn filled(self) -> Option<Option<T>> {
        self.0.filled()
    }
}

/// A slot whose value can be compared with a constant.
#[doc(hidden)]
pub trait Holds<C> {
    /// Whether it holds another value.
    fn holds_other(&self, constant: &C) -> bool;
}

impl<T: PartialEq<C>, C> Holds<C> for Required<T> {
    fn holds_other(&self, constant: &C) -> bool {
        self.0.as_ref().is_some_and(|value| value != constant)
    }
}

impl<T: PartialEq<C>, C> Holds<C> for Optional<Option<T>> {
    fn holds_other(&self, constant: &C) -> bool {
        self.0.as_ref().and_then(Option::as_ref).is_some_and(|value| value != constant)
    }
}

impl<'de, A: MapAccess<'de>, S: Slot<'de, A> + Holds<C>, C: fmt::Debug> Slot<'de, A> for Constant<S, C> {
    fn read(&mut self, members: &mut A) -> Result<bool, A::Error> {
        let is_first = self.0.read(members)?;
        if self.0.holds_other(&self.1) {
            unlisted(std::slice::from_ref(&self.1))?;
        }
        Ok(is_first)
    }

    fn is_missing(&self) -> bool {
        self.0.is_missing()
    }
}

/// The slot of an optional property of which `null` is a value like any other.
#[doc(hidden)]
#[derive(Debug)]
pub struct Present<T>(pub Option<T>);

impl<T> Present<T> {
    /// The value, if there was one.
    #[must_use]
    #[allow(clippy::option_option, reason = "the outer one means absent, which it never is")]
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
