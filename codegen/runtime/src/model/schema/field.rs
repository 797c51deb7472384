//! The schema of a field's type, if it has one.

use crate::Presence;
use crate::model::further_traits::FieldType;
use schemars::{JsonSchema, Schema, SchemaGenerator};

/// An optional field, by a type that has a value for absent.
#[doc(hidden)]
#[derive(Debug)]
pub struct IfPresent<T>(pub FieldType<T>);

/// The map of additional properties.
#[doc(hidden)]
#[derive(Debug)]
pub struct Members<T>(pub FieldType<T>);

/// A type that has a schema.
#[doc(hidden)]
pub trait OfSchema {
    /// The schema, or a reference to it.
    fn schema(&self, generator: &mut SchemaGenerator) -> Schema;
}

impl<T: JsonSchema> OfSchema for &FieldType<T> {
    fn schema(&self, generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<T>()
    }
}

impl<T: MaybePresent> OfSchema for &IfPresent<T> {
    fn schema(&self, generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<T::Value>()
    }
}

impl<M, T> OfSchema for &Members<M>
where
    M: IntoIterator<Item = (String, T)>,
    T: JsonSchema,
{
    fn schema(&self, generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<T>()
    }
}

/// A user's own type that does not implement `JsonSchema`. Its values may be any JSON.
#[doc(hidden)]
pub trait OfAny {
    /// The schema of any value.
    fn schema(&self, generator: &mut SchemaGenerator) -> Schema;
}

impl<T> OfAny for FieldType<T> {
    fn schema(&self, _: &mut SchemaGenerator) -> Schema {
        true.into()
    }
}

impl<T> OfAny for IfPresent<T> {
    fn schema(&self, _: &mut SchemaGenerator) -> Schema {
        true.into()
    }
}

impl<T> OfAny for Members<T> {
    fn schema(&self, _: &mut SchemaGenerator) -> Schema {
        true.into()
    }
}

/// The value of an optional field.
#[doc(hidden)]
pub trait MaybePresent {
    /// The type of the value.
    type Value: JsonSchema;
}

/// `null` is read as no value, and never written.
impl<T: JsonSchema> MaybePresent for Option<T> {
    type Value = T;
}

/// `null` is one of its values.
impl<T: JsonSchema> MaybePresent for Presence<T> {
    type Value = Option<T>;
}
