//! Sample: values of schemas. Valid examples and defaults of the document come first; otherwise values are made from the schema.
//!
//! The same document results in the same values. Impossible values are omitted or `None`: a schema without a finite
//! value, a length above `MAX_LENGTH`. If no value is found that satisfies all constraints, such as several patterns of
//! which one is unsupported, the nearest is used. `string`, `number` and `pattern` create scalars, `maker` arrays and
//! objects, `body` the bytes of a body, `response` a response.
//!
//! Uses: `ir`, `validate`. Used by: `customize`, `emit`, `mock`.

mod body;
mod documented;
mod maker;
mod number;
mod pattern;
mod response;
mod string;

pub use body::bytes;
pub use response::SampleResponse;

use crate::ir::{Content, Header, Parameter, TypeRef, Types};
use crate::validate::{Direction, is_valid};
use maker::Maker;
use serde_json::Value;

/// Makes values of the types of a document.
#[derive(Debug, Clone, Copy)]
pub struct Sampler<'a> {
    types: &'a Types,
    direction: Direction,
}

impl<'a> Sampler<'a> {
    /// Makes values for this direction: properties of only the other direction are omitted.
    #[must_use]
    pub fn new(types: &'a Types, direction: Direction) -> Self {
        Self { types, direction }
    }

    /// A value of a type; `None` if there is no finite one.
    #[must_use]
    pub fn value(&self, type_ref: TypeRef) -> Option<Value> {
        let (mut nearest, is_acceptable) =
            (None, |value: &Value| is_valid(self.types, type_ref, value, self.direction));
        for everything in [true, false] {
            let Some(value) = Maker::new(self.types, self.direction, everything).value(type_ref) else { continue };
            if is_acceptable(&value) {
                return Some(value);
            }
            nearest.get_or_insert(value);
        }
        nearest
    }

    /// A value of a parameter.
    #[must_use]
    pub fn parameter(&self, parameter: &Parameter) -> Option<Value> {
        let own = self.documented(&parameter.examples, parameter.value);
        let known = || parameter.known.as_ref().map(|known| known.value.to_json());
        own.or_else(known).or_else(|| self.value(parameter.value))
    }

    /// A value of a header.
    #[must_use]
    pub fn header(&self, header: &Header) -> Option<Value> {
        self.value(header.value)
    }

    /// A value of a body, or of each record of it.
    #[must_use]
    pub fn content(&self, content: &Content) -> Option<Value> {
        self.documented(&content.examples, content.value).or_else(|| self.value(content.value))
    }
}

#[cfg(test)]
mod tests;
