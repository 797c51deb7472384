//! Validate: whether a JSON value is of a type, and otherwise the positions and requirements.
//!
//! The checks of the client before sending, without a client: types, constraints, required properties, variants of
//! unions. Messages never contain the value. Work is bounded: values that are nested too deeply, or that take more than
//! `MAX_STEPS` steps, are not checked any further.
//!
//! Uses: `ir`. Used by: `customize`, `emit`, `mock`, `sample`.

mod limits;
mod object;
mod scalar;
mod union;

pub(crate) use union::tag_text;

use crate::ir::{TypeId, TypeKind, TypeRef, Types};
use regex_lite::Regex;
use serde_json::Value;
use std::collections::HashMap;

/// The maximal number of reported violations.
const MAX_VIOLATIONS: usize = 20;

/// The maximal number of checked values: variants of unions are tried in turn.
const MAX_STEPS: usize = 200_000;

/// The maximal depth of types, including nested unions.
const MAX_DEPTH: usize = 256;

/// The direction of a value: properties may be for only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// In a request, without `readOnly` properties.
    Sent,
    /// In a response, without `writeOnly` properties.
    Received,
}

/// A violation of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The JSON Pointer from the value to the violation; empty for the value itself.
    pub pointer: String,
    /// The requirement, such as `must be a string`. Never the actual value.
    pub requirement: String,
}

/// The violations of a value, in its order; empty for a valid one.
#[must_use]
pub fn violations(types: &Types, expected: TypeRef, value: &Value, direction: Direction) -> Vec<Violation> {
    let mut validator = Validator::new(types, direction);
    validator.value(expected, value, 0);
    validator.violations
}

/// Whether a value is valid for the type.
pub(crate) fn is_valid(types: &Types, expected: TypeRef, value: &Value, direction: Direction) -> bool {
    violations(types, expected, value, direction).is_empty()
}

/// Checks one value with all its members.
struct Validator<'a> {
    types: &'a Types,
    direction: Direction,
    /// The compiled patterns; `None` for those that cannot be run.
    patterns: HashMap<TypeId, Option<Regex>>,
    steps: usize,
    /// The position of the current value.
    pointer: String,
    violations: Vec<Violation>,
}

impl<'a> Validator<'a> {
    fn new(types: &'a Types, direction: Direction) -> Self {
        let (patterns, pointer) = (HashMap::new(), String::new());
        Self { types, direction, patterns, steps: 0, pointer, violations: Vec::new() }
    }

    fn report(&mut self, requirement: impl Into<String>) {
        self.violations.push(Violation { pointer: self.pointer.clone(), requirement: requirement.into() });
    }

    /// Whether to stop.
    fn is_done(&self, depth: usize) -> bool {
        self.violations.len() >= MAX_VIOLATIONS || self.steps >= MAX_STEPS || depth > MAX_DEPTH
    }

    fn value(&mut self, expected: TypeRef, value: &Value, depth: usize) {
        if self.is_done(depth) {
            return;
        }
        self.steps += 1;
        let def = &self.types[expected.id];
        if value.is_null() {
            if !expected.nullable && !accepts_null(&def.kind) {
                self.report("must not be null");
            }
            return;
        }
        let known = self.violations.len();
        match &def.kind {
            TypeKind::Any | TypeKind::External(_) => {}
            TypeKind::Boolean
            | TypeKind::Integer(_)
            | TypeKind::Number(_)
            | TypeKind::String(_)
            | TypeKind::Enum(_) => {
                if let Some(requirement) = scalar::requirement(&def.kind, value) {
                    self.report(requirement);
                }
            }
            TypeKind::Array(element) => self.array(*element, value, depth),
            TypeKind::Tuple(elements) => self.tuple(elements, value, depth),
            TypeKind::Map(values) => self.map(*values, value, depth),
            TypeKind::Object(object) => self.object(object, value, depth),
            TypeKind::Union(union) => self.union(union, value, depth),
        }
        if self.violations.len() == known {
            self.limits(expected.id, value);
        }
    }

    fn array(&mut self, element: TypeRef, value: &Value, depth: usize) {
        let Value::Array(elements) = value else { return self.report("must be an array") };
        for (index, value) in elements.iter().enumerate() {
            self.within(&index.to_string(), |validator| validator.value(element, value, depth + 1));
        }
    }

    fn tuple(&mut self, expected: &[TypeRef], value: &Value, depth: usize) {
        let elements = value.as_array().filter(|elements| elements.len() == expected.len());
        let Some(elements) = elements else {
            return self.report(format!("must be an array of {} elements", expected.len()));
        };
        for (index, (element, value)) in expected.iter().zip(elements).enumerate() {
            self.within(&index.to_string(), |validator| validator.value(*element, value, depth + 1));
        }
    }

    /// Checks a member or an element.
    fn within(&mut self, token: &str, look: impl FnOnce(&mut Self)) {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&token.replace('~', "~0").replace('/', "~1"));
        look(self);
        self.pointer.truncate(length);
    }

    /// The violations of a value that need not be of the type.
    fn attempt(&mut self, expected: TypeRef, value: &Value, depth: usize) -> Vec<Violation> {
        let known = std::mem::take(&mut self.violations);
        self.value(expected, value, depth);
        std::mem::replace(&mut self.violations, known)
    }
}

/// Whether the kind includes `null`.
fn accepts_null(kind: &TypeKind) -> bool {
    matches!(kind, TypeKind::Any | TypeKind::External(_))
}

#[cfg(test)]
mod tests;
