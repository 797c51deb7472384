//! Sample: values of schemas. The document's own first: examples and defaults that are values of their schemas; where there is none, one
//! that is made of what the schema says.
//!
//! The same document gives the same values. What cannot be made is left out or is none: a schema without a finite value, a length
//! beyond `MAX_LENGTH`. Where no value is found that satisfies all limits, such as several patterns of which one cannot be
//! run, the nearest is given. `string`, `number` and `pattern` make scalars, `maker` what holds others, `body` the bytes
//! of a body, `response` a response.
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
    /// Makes values that go this way: properties for the other way alone are left out.
    #[must_use]
    pub fn new(types: &'a Types, direction: Direction) -> Self {
        Self { types, direction }
    }

    /// A value of a type; none where there is no finite one.
    #[must_use]
    pub fn value(&self, wanted: TypeRef) -> Option<Value> {
        let (mut nearest, is_fine) = (None, |value: &Value| is_valid(self.types, wanted, value, self.direction));
        for everything in [true, false] {
            let Some(value) = Maker::new(self.types, self.direction, everything).value(wanted) else { continue };
            if is_fine(&value) {
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
