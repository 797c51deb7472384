//! Writing an object, to JSON and in `Debug`: its fields in their order, then the rest.

use super::Object;
use super::members::NoAdditionalProperties;
use crate::Presence;
use crate::model::debug::{DebugField, MaybeAbsent, MaybeEmpty, fields};
use serde::Serialize;
use serde::ser::{Impossible, SerializeMap, Serializer};
use std::fmt::{self, Debug};

/// Takes the fields of an object in their order, and its additional properties.
#[doc(hidden)]
pub type Then<'t, M> = dyn FnMut(&[Member<'_, M>], &dyn Additional<M>) + 't;

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
pub trait Written<M: SerializeMap>: Debug {
    /// Writes it under a key.
    ///
    /// # Errors
    /// The error type of the writer.
    fn write(&self, key: &'static str, members: &mut M) -> Result<(), M::Error>;
}

impl<M: SerializeMap, T: Serialize + Debug> Written<M> for T {
    fn write(&self, key: &'static str, members: &mut M) -> Result<(), M::Error> {
        members.serialize_entry(key, self)
    }
}

/// A value that may be absent.
#[doc(hidden)]
pub trait WriteIfPresent<M: SerializeMap>: MaybeAbsent {
    /// Writes it under a key, unless it is absent.
    ///
    /// # Errors
    /// The error type of the writer.
    fn write(&self, key: &'static str, members: &mut M) -> Result<(), M::Error>;
}

impl<M: SerializeMap, T: Serialize + Debug> WriteIfPresent<M> for Option<T> {
    fn write(&self, key: &'static str, members: &mut M) -> Result<(), M::Error> {
        self.as_ref().map_or(Ok(()), |value| members.serialize_entry(key, value))
    }
}

impl<M: SerializeMap, T: Serialize + Debug> WriteIfPresent<M> for Presence<T> {
    fn write(&self, key: &'static str, members: &mut M) -> Result<(), M::Error> {
        if self.is_absent() { Ok(()) } else { members.serialize_entry(key, self) }
    }
}

/// The properties that have no field, as they are written.
#[doc(hidden)]
pub trait Additional<M: SerializeMap>: MaybeEmpty {
    /// Writes all of them.
    ///
    /// # Errors
    /// The error type of the writer.
    fn write(&self, members: &mut M) -> Result<(), M::Error>;
}

impl<M, R, T> Additional<M> for R
where
    M: SerializeMap,
    R: IntoIterator<Item = (String, T)> + Debug,
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
pub fn write<T: Object, S: Serializer>(object: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut members = serializer.serialize_map(None)?;
    let mut result = Ok(());
    object.members(&mut |fields, rest| result = write_members(&mut members, T::KEYS, fields, rest));
    result?;
    members.end()
}

fn write_members<M: SerializeMap>(
    members: &mut M,
    keys: &'static [&'static str],
    fields: &[Member<'_, M>],
    rest: &dyn Additional<M>,
) -> Result<(), M::Error> {
    for (key, field) in keys.iter().zip(fields) {
        match field {
            Member::Required(value) => value.write(key, members)?,
            Member::Optional(value) => value.write(key, members)?,
        }
    }
    rest.write(members)
}

/// Writes an object in `Debug`: its name, and its fields that have a value, under their names in Rust. The last name is that of
/// the additional properties, if it has any.
///
/// # Errors
/// The errors of the formatter.
#[doc(hidden)]
pub fn debug<T: Object>(object: &T, f: &mut fmt::Formatter<'_>, name: &str, names: &[&'static str]) -> fmt::Result {
    let mut result = Ok(());
    object.members::<Impossible<(), fmt::Error>>(&mut |members, rest| {
        let written = members.iter().map(Member::debug).chain([DebugField::IfAny(rest)]);
        result = fields(f, name, names.iter().copied().zip(written));
    });
    result
}

impl<'a, M: SerializeMap> Member<'a, M> {
    fn debug(&self) -> DebugField<'a> {
        match self {
            Self::Required(value) => DebugField::Always(*value),
            Self::Optional(value) => DebugField::IfPresent(*value),
        }
    }
}

impl<M: SerializeMap> Debug for Member<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Member")
    }
}

impl<M: SerializeMap> Additional<M> for NoAdditionalProperties {
    fn write(&self, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }
}

impl MaybeEmpty for NoAdditionalProperties {
    fn is_empty(&self) -> bool {
        true
    }
}
