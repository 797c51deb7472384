//! Objects with named properties, and what may be absent.

use super::{Scalar, TypeRef};
use crate::pointer::Origin;
use serde_json::Value;

/// An object with named properties.
#[derive(Debug, Clone)]
pub struct Object {
    /// Its properties.
    pub properties: Vec<Property>,
    /// The type of additional properties.
    pub additional: Additional,
}

impl Object {
    /// The property of this name.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }
}

/// A property of an object.
#[derive(Debug, Clone)]
pub struct Property {
    /// The property's schema or reference.
    pub origin: Origin,
    /// Its wire name.
    pub name: String,
    /// Its value's type; `nullable` there is half of [`Property::presence`].
    pub value: TypeRef,
    /// Whether the key must be there.
    pub required: bool,
    /// The documentation at this position; if missing, that of the type applies.
    pub description: Option<String>,
    /// `default` at this position; without it that of the type serves.
    pub default: Option<Value>,
    /// `example` and `examples` at this position; without any those of the type serve.
    pub examples: Vec<Value>,
    /// `deprecated` at this position.
    pub deprecated: bool,
    /// `readOnly`: never sent.
    pub read_only: bool,
    /// `writeOnly`: never received.
    pub write_only: bool,
    /// The only value that the document allows, so that callers do not pass it.
    pub known: Option<KnownValue>,
}

impl Property {
    /// Whether the key may be absent, and whether the value may be `null`.
    #[must_use]
    pub fn presence(&self) -> Presence {
        match (self.required, self.value.nullable) {
            (true, false) => Presence::Required,
            (true, true) => Presence::RequiredNullable,
            (false, false) => Presence::Optional,
            (false, true) => Presence::OptionalNullable,
        }
    }
}

/// A value that the document fixes. It is sent; received values may differ.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownValue {
    /// The value.
    pub value: Scalar,
    /// Whether it is sent in any case: where it is required. Elsewhere the caller decides whether it is sent.
    pub always: bool,
}

/// Required or optional, nullable or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always a value: `T`.
    Required,
    /// A value or `null`: `Option<T>`.
    RequiredNullable,
    /// A value or nothing: `Option<T>`, left out when absent.
    Optional,
    /// A value, `null` or absent, which are distinguished.
    OptionalNullable,
}

/// The type of an object's additional properties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Additional {
    /// Not stated, or `true`: any JSON value is kept.
    Any,
    /// Values of a schema.
    Typed(TypeRef),
    /// `false`: there are none.
    Forbidden,
}
