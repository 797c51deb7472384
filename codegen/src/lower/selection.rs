//! How the variants of a union without discriminator are told apart: by what really differs.
//!
//! Every variant in turn gets a test that holds of its own values and of none of the variants after it: the JSON type,
//! a property's constants, a key that only it requires. A variant for which there is no such test is tried by reading
//! it, which is sound if no value of the others could be read so; else the union is ambiguous.

mod distinct;
mod shape;

use super::Lowering;
use crate::diagnostics::{Code, Diagnostics};
use crate::ir::{Selection, Test, TypeDef, TypeId, TypeKind, Types, Union};
use distinct::{Strength, reads_apart, test_against};
use shape::Shape;

impl Lowering<'_, '_> {
    /// Decides every union that has no discriminator, now that all types are known.
    pub(super) fn select_variants(&mut self) {
        for pending in std::mem::take(&mut self.schemas.unions) {
            let tests = select(&self.schemas.types, pending.id, self.diagnostics);
            let kind = self.schemas.types.0.get_mut(pending.id.0).map(|def| &mut def.kind);
            if let (Some(TypeKind::Union(union)), Some(tests)) = (kind, tests) {
                union.selection = Selection::Tests(tests);
            }
        }
    }
}

fn select(types: &Types, id: TypeId, diagnostics: &mut Diagnostics) -> Option<Vec<(Test, usize)>> {
    let def = types.0.get(id.0)?;
    let TypeKind::Union(union) = &def.kind else { return None };
    let shapes: Vec<Shape> = union.variants.iter().map(|variant| Shape::of(types, variant.value.id)).collect();
    let order = Order::of(&shapes);
    if let Some((first, second)) = order.ambiguous {
        report_ambiguity(def, union, first, second, &order.tests, diagnostics);
    }
    Some(order.tests)
}

/// The tests in order, and the first two variants that they cannot tell apart.
#[derive(Debug, PartialEq)]
struct Order {
    tests: Vec<(Test, usize)>,
    ambiguous: Option<(usize, usize)>,
}

impl Order {
    fn of(shapes: &[Shape]) -> Self {
        let mut order = Self { tests: Vec::new(), ambiguous: None };
        let mut left: Vec<usize> = (0..shapes.len()).collect();
        while let Some((test, index)) = order.next(shapes, &left) {
            order.tests.push((test, index));
            left.retain(|other| *other != index);
        }
        order
    }

    /// The next variant to test for, of those left, and its test.
    fn next(&mut self, shapes: &[Shape], left: &[usize]) -> Option<(Test, usize)> {
        if let [last] = left {
            return Some((last_test(shapes, *last)?, *last));
        }
        for strength in [Strength::Sure, Strength::IfPresent] {
            for index in left {
                let test = test_against(shapes.get(*index)?, &others(shapes, left, *index), strength);
                if let Some(test) = test {
                    return Some((test, *index));
                }
            }
        }
        let by_reading = left.iter().find(|index| clash(shapes, left, **index).is_none());
        if let Some(index) = by_reading {
            return Some((Test::Decodes, *index));
        }
        let first = *left.iter().max_by_key(|index| (specificity(shapes, **index), std::cmp::Reverse(**index)))?;
        self.ambiguous = self.ambiguous.or(clash(shapes, left, first).map(|second| (first, second)));
        Some((Test::Decodes, first))
    }
}

fn others<'s>(shapes: &'s [Shape], left: &[usize], index: usize) -> Vec<&'s Shape> {
    left.iter().filter(|other| **other != index).filter_map(|other| shapes.get(*other)).collect()
}

/// A variant left whose values could be read as this one.
fn clash(shapes: &[Shape], left: &[usize], index: usize) -> Option<usize> {
    let shape = shapes.get(index)?;
    let apart = |other: &usize| shapes.get(*other).is_some_and(|other| reads_apart(shape, other));
    left.iter().copied().find(|other| *other != index && !apart(other))
}

/// What is demanded most is tried first, and what takes everything last.
fn specificity(shapes: &[Shape], index: usize) -> (bool, usize) {
    shapes.get(index).map_or((false, 0), |shape| (!shape.takes_anything, shape.required_count()))
}

/// The last variant needs no test against others. One that holds for it alone leaves values of no variant unread.
fn last_test(shapes: &[Shape], index: usize) -> Option<Test> {
    let shape = shapes.get(index)?;
    let all: Vec<usize> = (0..shapes.len()).collect();
    let alone = test_against(shape, &others(shapes, &all, index), Strength::Sure);
    Some(alone.unwrap_or(Test::Decodes))
}

fn report_ambiguity(
    def: &TypeDef,
    union: &Union,
    first: usize,
    second: usize,
    tests: &[(Test, usize)],
    diagnostics: &mut Diagnostics,
) {
    let name = |index: usize| {
        let component = union.variants.get(index).and_then(|variant| variant.component.as_ref());
        component.map_or_else(|| format!("variant {}", index + 1), |key| format!("`{key}`"))
    };
    let order: Vec<String> = tests.iter().map(|(_, index)| name(*index)).collect();
    let message = format!("a value may fit both {} and {}", name(first), name(second));
    let diagnostic = diagnostics.warning(Code::AmbiguousUnion, &def.origin, message);
    for index in [first, second] {
        if let Some(variant) = union.variants.get(index) {
            diagnostic.also(&variant.origin, name(index));
        }
    }
    diagnostic.help(format!("the variants are tried in this order: {}", order.join(", ")));
    diagnostic.help("add a `discriminator`, or give one of them a required property that the other does not have");
}

#[cfg(test)]
mod tests;
