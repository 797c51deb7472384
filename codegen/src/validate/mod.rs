//! Validate: whether a JSON value is one of a type; and if not, where, and what it must be.
//!
//! What the client checks before sending is checked here without a client: kinds, limits, required properties, variants of unions.
//! What is said of a value never holds any of it. Work is bounded: what is nested deeper than JSON is read, and what takes more
//! steps than `MAX_STEPS`, counts as valid from there on.
//!
//! Uses: `ir`, `text`. Used by: `customize`, `emit`, `mock`, `sample`.

mod limits;
mod object;
mod scalar;
mod union;

pub(crate) use limits::is_multiple;
pub(crate) use union::tag_text;

use crate::ir::{TypeId, TypeKind, TypeRef, Types};
use regex_lite::Regex;
use serde_json::Value;
use std::collections::HashMap;

/// After so many violations no more are looked for.
const MAX_VIOLATIONS: usize = 20;

/// After so many values no more are looked at: variants of unions are tried one after the other.
const MAX_STEPS: usize = 200_000;

/// How deep types are followed, unions of unions included.
const MAX_DEPTH: usize = 256;

/// Which way a value goes: properties may be for one of both alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// In a request: what is `readOnly` is not there.
    Sent,
    /// In a response: what is `writeOnly` is not there.
    Received,
}

/// What of a value is not as its type has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The JSON Pointer from the value to what is meant; empty for the value as a whole.
    pub pointer: String,
    /// What it must be, as in `must be a string`. Never what it is.
    pub requirement: String,
}

/// Everything by which a value is not one of the type, in the order of the value; nothing for one that is.
#[must_use]
pub fn violations(types: &Types, expected: TypeRef, value: &Value, direction: Direction) -> Vec<Violation> {
    let mut validator = Validator::new(types, direction);
    validator.value(expected, value, 0);
    validator.violations
}

/// Whether a value is one of the type.
pub(crate) fn is_valid(types: &Types, expected: TypeRef, value: &Value, direction: Direction) -> bool {
    violations(types, expected, value, direction).is_empty()
}

/// Looks at one value and all that it holds.
struct Validator<'a> {
    types: &'a Types,
    direction: Direction,
    /// The patterns seen so far; none for those that cannot be run.
    patterns: HashMap<TypeId, Option<Regex>>,
    steps: usize,
    /// Where the value is that is looked at.
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

    /// Whether there is no need to look further.
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
            TypeKind::Any | TypeKind::Foreign(_) => {}
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

    /// Looks at a member or an element.
    fn within(&mut self, token: &str, look: impl FnOnce(&mut Self)) {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&token.replace('~', "~0").replace('/', "~1"));
        look(self);
        self.pointer.truncate(length);
    }

    /// What is found to be wrong with a value of which it is not known yet whether it must be of the type.
    fn attempt(&mut self, expected: TypeRef, value: &Value, depth: usize) -> Vec<Violation> {
        let known = std::mem::take(&mut self.violations);
        self.value(expected, value, depth);
        std::mem::replace(&mut self.violations, known)
    }
}

/// Whether `null` is a value of the kind by itself.
fn accepts_null(kind: &TypeKind) -> bool {
    matches!(kind, TypeKind::Any | TypeKind::Foreign(_))
}

#[cfg(test)]
mod tests;
