//! What the schemas of variants assert beyond what reading enforces: constraints, enum values, and the JSON types of
//! properties that are unions or any value.
//!
//! Reading is lenient, so it accepts a string that is too long. If that is all that distinguishes two variants, these
//! assertions distinguish them.

use super::shape::constants;
use crate::ir::{Constraints, EnumValues, JsonType, Test, TypeId, TypeRef};
use crate::lower::schema::draft::{TypeKind, Types, Union};
use serde_json::Value;
use std::collections::HashMap;

/// The maximal depth of properties, elements and unions whose assertions are stated.
const MAX_DEPTH: usize = 4;

/// The maximal number of tests that state the assertions of one variant.
const MAX_TESTS: usize = 64;

/// Adds the assertions of each variant that is tried by reading, except those that all of them have. Those of a
/// property that only one variant describes are left out as well: that the value has it counts already.
pub(super) fn add(types: &Types, union: &Union, tests: &mut [(Test, usize)]) {
    let tried = tests.iter().filter(|(test, _)| matches!(test, Test::Fits(_)));
    let tried: Vec<TypeRef> =
        tried.filter_map(|(_, index)| union.variants.get(*index)).map(|variant| variant.value).collect();
    if tried.len() < 2 {
        return;
    }
    let all: Vec<Vec<Test>> = tried.iter().map(|value| of(types, *value)).collect();
    let uses = uses_of_properties(types, &tried);
    let is_common = |test: &Test| all.iter().all(|tests| tests.contains(test));
    let is_shared = |test: &Test| match test {
        Test::IfPresent(key, _) => uses.get(key.as_str()).is_none_or(|uses| *uses > 1),
        _ => true,
    };
    let own = |tests: &Vec<Test>| tests.iter().filter(|test| !is_common(test) && is_shared(test)).cloned().collect();
    let mut own = all.iter().map(own);
    for (test, _) in tests {
        if let Test::Fits(fit) = test {
            fit.assertions = own.next().unwrap_or_default();
        }
    }
}

/// How many of the types describe each property.
fn uses_of_properties<'t>(types: &'t Types, tried: &[TypeRef]) -> HashMap<&'t str, usize> {
    let mut uses = HashMap::new();
    for value in tried {
        if let Some(TypeKind::Object(object)) = types.0.get(value.id.0).map(|def| &def.kind) {
            for property in &object.properties {
                *uses.entry(property.name.as_str()).or_default() += 1;
            }
        }
    }
    uses
}

fn of(types: &Types, value: TypeRef) -> Vec<Test> {
    let mut assertions = Assertions { types, remaining: MAX_TESTS };
    assertions.of(value, 0)
}

/// Collects assertions, up to a maximal number.
struct Assertions<'t> {
    types: &'t Types,
    remaining: usize,
}

impl Assertions<'_> {
    /// The tests that every valid value passes; none if nothing is asserted beyond what reading enforces.
    fn of(&mut self, value: TypeRef, depth: usize) -> Vec<Test> {
        let tests = self.of_type(value.id, depth);
        self.remaining = self.remaining.saturating_sub(tests.len());
        if value.nullable { or_null(tests) } else { tests }
    }

    fn of_type(&mut self, id: TypeId, depth: usize) -> Vec<Test> {
        let Some(def) = self.types.0.get(id.0).filter(|_| depth <= MAX_DEPTH && self.remaining > 0) else {
            return Vec::new();
        };
        if !def.listed.is_empty() {
            return vec![listed(&def.listed)];
        }
        let mut tests = Vec::new();
        if def.constraints != Constraints::default() {
            tests.push(Test::Satisfies(Box::new(def.constraints.clone())));
        }
        match &def.kind {
            TypeKind::Object(object) => {
                for property in &object.properties {
                    let inner = self.of(property.value, depth + 1);
                    tests.extend(one(inner).map(|test| Test::IfPresent(property.name.clone(), Box::new(test))));
                }
            }
            TypeKind::Array(element) | TypeKind::Map(element) => {
                tests.extend(one(self.of(*element, depth + 1)).map(|test| Test::Each(Box::new(test))));
            }
            TypeKind::Tuple(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    let inner = self.of(*element, depth + 1);
                    tests.extend(one(inner).map(|test| Test::Element(index, Box::new(test))));
                }
            }
            TypeKind::Enum(_) => tests.extend(constants(self.types, id).map(Test::ValueIs)),
            TypeKind::Union(union) => tests.extend(self.of_union(union, depth)),
            TypeKind::Any
            | TypeKind::Boolean
            | TypeKind::Integer(_)
            | TypeKind::Number(_)
            | TypeKind::String(_)
            | TypeKind::External(_) => {}
        }
        tests
    }

    /// One of the variants allows the value. Nothing is asserted if one of them allows every value.
    fn of_union(&mut self, union: &Union, depth: usize) -> Option<Test> {
        let variants: Option<Vec<Test>> = union
            .variants
            .iter()
            .map(|variant| {
                let json_type = self.json_type(variant.value.id);
                let inner = self.of(variant.value, depth + 1);
                one(json_type.map(Test::TypeIs).into_iter().chain(inner).collect())
            })
            .collect();
        variants.map(Test::Any)
    }

    /// The JSON type of a type that has exactly one.
    fn json_type(&self, id: TypeId) -> Option<JsonType> {
        Some(match &self.types.0.get(id.0)?.kind {
            TypeKind::Boolean => JsonType::Boolean,
            TypeKind::Integer(_) => JsonType::Integer,
            TypeKind::Number(_) => JsonType::Number,
            TypeKind::String(_) => JsonType::String,
            TypeKind::Array(_) | TypeKind::Tuple(_) => JsonType::Array,
            TypeKind::Map(_) | TypeKind::Object(_) => JsonType::Object,
            TypeKind::Enum(list) => match &list.values {
                EnumValues::Strings(_) => JsonType::String,
                EnumValues::Integers(_) => JsonType::Integer,
                EnumValues::Numbers(_) => JsonType::Number,
                EnumValues::Booleans(_) => JsonType::Boolean,
            },
            TypeKind::Any | TypeKind::Union(_) | TypeKind::External(_) => return None,
        })
    }
}

/// The value is one of these.
fn listed(values: &[Value]) -> Test {
    match values {
        [Value::Null] => Test::TypeIs(JsonType::Null),
        values => Test::Equals(values.iter().map(ToString::to_string).collect()),
    }
}

/// Several tests as one.
fn one(mut tests: Vec<Test>) -> Option<Test> {
    match tests.len() {
        0 => None,
        1 => tests.pop(),
        _ => Some(Test::All(tests)),
    }
}

/// Constraints hold for `null` anyway.
fn or_null(tests: Vec<Test>) -> Vec<Test> {
    let rejects_null = |test: &Test| matches!(test, Test::ValueIs(_) | Test::Any(_) | Test::Equals(_));
    let or_null =
        |test: Test| if rejects_null(&test) { Test::Any(vec![Test::TypeIs(JsonType::Null), test]) } else { test };
    tests.into_iter().map(or_null).collect()
}
