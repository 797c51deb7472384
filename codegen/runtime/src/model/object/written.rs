//! Writing an object: its fields in their order, then the rest.

use super::members::NoAdditionalProperties;
use crate::Presence;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use std::fmt;

/// A field as it is written.
#[doc(hidden)]
pub enum Member<'a, M: SerializeMap> {
    /// Always.
    Required(&'a dyn Written<M>),
    /// When it is there.
    Optional(&'a dyn WriteIfPresent<M>),
}

/// A value that is always written.
#[doc(hidden)]
pub trait Written<M: SerializeMap> {
    /// Writes it under a key.
    ///
    /// # Errors
    /// The error type of the writer.
    fn write(&self, key: &'static str, members: &mut M) -> Result<(), M::Error>;
}

impl<M: SerializeMap, T: Serialize> Written<M> for T {
    fn write(&self, key: &'static str, members: &mut M) -> Result<(), M::Error> {
        members.serialize_entry(key, self)
    }
}

/// A value that may be absent.
#[doc(hidden)]
pub trait WriteIfPresent<M: SerializeMap> {
    /// Writes it under a key, unless it is absent.
    ///
    /// # Errors
    /// The error type of the writer.
    fn write(&self, key: &'static str, members: &mut M) -> Result<(), M::Error>;
}

impl<M: SerializeMap, T: Serialize> WriteIfPresent<M> for Option<T> {
    fn write(&self, key: &'static str, members: &mut M) -> Result<(), M::Error> {
        self.as_ref().map_or(Ok(()), |value| members.serialize_entry(key, value))
    }
}

impl<M: SerializeMap, T: Serialize> WriteIfPresent<M> for Presence<T> {
    fn write(&self, key: &'static str, members: &mut M) -> Result<(), M::Error> {
        if self.is_absent() { Ok(()) } else { members.serialize_entry(key, self) }
    }
}

/// The properties that have no field, as they are written.
#[doc(hidden)]
pub trait WriteAdditional<M: SerializeMap> {
    /// Writes all of them.
    ///
    /// # Errors
    /// The error type of the writer.
    fn write(&self, members: &mut M) -> Result<(), M::Error>;
}

impl<M, R, T> WriteAdditional<M> for R
where
    M: SerializeMap,
    R: IntoIterator<Item = (String, T)>,
    for<'a> &'a R: IntoIterator<Item = (&'a String, &'a T)>,
    T: Serialize,
{
    fn write(&self, members: &mut M) -> Result<(), M::Error> {
        self.into_iter().try_for_each(|(key, value)| members.serialize_entry(key, value))
    }
}

/// Writes an object: its fields in their order, then the rest.
///
/// # Errors
/// The error type of the writer.
#[doc(hidden)]
pub fn write<S: Serializer>(
    serializer: S,
    keys: &'static [&'static str],
    fields: &[Member<'_, S::SerializeMap>],
    rest: &dyn WriteAdditional<S::SerializeMap>,
) -> Result<S::Ok, S::Error> {
    let mut members = serializer.serialize_map(None)?;
    for (key, field) in keys.iter().zip(fields) {
        match field {
            Member::Required(value) => value.write(key, &mut members)?,
            Member::Optional(value) => value.write(key, &mut members)?,
        }
    }
    rest.write(&mut members)?;
    members.end()
}

impl<M: SerializeMap> fmt::Debug for Member<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Member")
    }
}

impl<M: SerializeMap> WriteAdditional<M> for NoAdditionalProperties {
    fn write(&self, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }
}
