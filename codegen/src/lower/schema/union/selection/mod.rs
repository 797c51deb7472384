//! How the variants of a union without discriminator are distinguished: by actual differences.
//!
//! Each variant gets a test that is true for its own values and for none of the later variants: the JSON type, a
//! property's constants, a key that only it requires. A variant that is a union itself gets a test for each of its own
//! variants. Variants without such a test are tried by decoding: first those that describe most of the value's keys,
//! and of these, first those whose constraints the value satisfies. If that may not decide between two variants, the
//! union is ambiguous.

mod assertions;
mod distinct;
mod shape;
#[cfg(test)]
mod tests;

use crate::diagnostics::{Code, Diagnostics};
use crate::ir::{self, Fit, JsonType, Selection, Test, TypeId};
use crate::lower::schema::draft::{DraftSelection, Tagged, TypeDef, TypeKind, Types, Union};
use crate::text::listed;
use distinct::{Certainty, Others, further_tests, has_distinguishing_key, reads_apart, test_against};
use indexmap::IndexSet;
use shape::{Leaf, leaves};
use std::collections::HashMap;

/// The maximal number of comparisons of leaves: enough for about 200 variants that differ only in optional keys.
const MAX_COMPARISONS: usize = 6_000_000;

/// Selects the variants of every union without discriminator, after all types are known.
pub(crate) fn select_variants(types: Types, diagnostics: &mut Diagnostics) -> ir::Types {
    let decided = types.iter().filter_map(|(id, def)| Some((id, select(&types, def, diagnostics)?)));
    let mut tests: HashMap<TypeId, Vec<(Test, usize)>> = decided.collect();
    types.map_selections(|id, selection| match selection {
        DraftSelection::Discriminator(selection) => selection,
        DraftSelection::Tests(_) => Selection::Tests(tests.remove(&id).unwrap_or_default()),
    })
}

fn select(types: &Types, def: &TypeDef, diagnostics: &mut Diagnostics) -> Option<Vec<(Test, usize)>> {
    let TypeKind::Union(union) = &def.kind else { return None };
    let DraftSelection::Tests(tags) = &union.selection else { return None };
    let order = Order::of(types, union, tags.as_ref());
    if let Some((first, second)) = order.ambiguous {
        let are_objects = [first, second].iter().all(|index| may_be_object(types, union, *index));
        report_ambiguity(def, union, (first, second), are_objects, &order.tests, diagnostics);
    }
    if order.is_incomplete {
        report_too_many_variants(def, union, diagnostics);
    }
    Some(order.tests)
}

/// The tests in order, and the first two variants that they cannot distinguish.
#[derive(Debug, PartialEq)]
struct Order {
    tests: Vec<(Test, usize)>,
    ambiguous: Option<(usize, usize)>,
    /// Whether there were too many variants to compare them all.
    is_incomplete: bool,
}

impl Order {
    fn of(types: &Types, union: &Union, tags: Option<&Tagged>) -> Self {
        let variants = union.variants.iter().enumerate();
        let leaves = variants.flat_map(|(index, variant)| {
            let tag = tags.and_then(|tags| tags.of(variant.value.id));
            let leaves = leaves(types, variant.value.id, index).into_iter();
            leaves.map(move |leaf| tag.clone().into_iter().fold(leaf, Leaf::tagged))
        });
        let leaves = leaves.collect();
        let mut search = Search { types, leaves, ambiguous: None, comparisons: 0 };
        let mut tests = Vec::new();
        let mut remaining: Vec<usize> = (0..search.leaves.len()).collect();
        while search.comparisons < MAX_COMPARISONS
            && let Some((test, at)) = search.next(&remaining)
        {
            let further = search.further(&remaining, at, &test);
            let chosen = search.leaves.get(at).map_or(0, |leaf| leaf.variant);
            // Reading covers the whole variant: its other leaves need no test.
            let whole = matches!(test, Test::Fits(_));
            remaining.retain(|other| *other != at && !(whole && search.is_of(*other, chosen)));
            for test in std::iter::once(test).chain(further) {
                if !tests.contains(&(test.clone(), chosen)) {
                    tests.push((test, chosen));
                }
            }
        }
        let is_incomplete = !remaining.is_empty();
        for variant in search.by_specificity(&remaining) {
            tests.push((search.fits_variant(variant), variant));
        }
        keep_distinguishing_keys(&mut tests);
        assertions::add(types, union, &mut tests);
        Self { tests, ambiguous: search.ambiguous, is_incomplete }
    }
}

/// Omits the keys that every variant tried by reading describes: they do not distinguish any.
fn keep_distinguishing_keys(tests: &mut [(Test, usize)]) {
    let mut uses: HashMap<String, usize> = HashMap::new();
    let mut lists = 0;
    for (test, _) in tests.iter() {
        if let Test::Fits(fit) = test {
            lists += 1;
            for key in &fit.keys {
                *uses.entry(key.clone()).or_default() += 1;
            }
        }
    }
    for (test, _) in tests {
        if let Test::Fits(fit) = test {
            fit.keys.retain(|key| uses.get(key).is_some_and(|uses| *uses < lists));
        }
    }
}

/// The search for the order.
struct Search<'t> {
    types: &'t Types,
    leaves: Vec<Leaf>,
    ambiguous: Option<(usize, usize)>,
    comparisons: usize,
}

impl Search<'_> {
    /// The next leaf to test, of those left, and its test.
    fn next(&mut self, remaining: &[usize]) -> Option<(Test, usize)> {
        if let [last] = remaining {
            return Some((self.last_test(*last)?, *last));
        }
        for certainty in [Certainty::Certain, Certainty::IfPresent] {
            for at in remaining {
                self.comparisons += self.leaves.len();
                if let Some(test) =
                    test_against(self.types, self.leaves.get(*at)?, &self.both_others(remaining, *at), certainty)
                {
                    return Some((test, *at));
                }
            }
        }
        self.comparisons += remaining.len() * remaining.len();
        if let Some(at) = remaining.iter().find(|at| self.clash(remaining, **at).is_none()) {
            return Some((self.fits(*at), *at));
        }
        let first = *remaining.iter().max_by_key(|at| (self.specificity(remaining, **at), std::cmp::Reverse(**at)))?;
        if self.ambiguous.is_none() {
            self.ambiguous = self
                .clash(remaining, first)
                .filter(|second| !self.is_distinguished(remaining, first, *second))
                .map(|second| {
                    let variant = |at: usize| self.leaves.get(at).map_or(0, |leaf| leaf.variant);
                    (variant(first), variant(second))
                });
        }
        Some((self.fits(first), first))
    }

    /// Further tests of a leaf that has one.
    fn further(&self, remaining: &[usize], at: usize, test: &Test) -> Vec<Test> {
        let leaf = self.leaves.get(at);
        leaf.map(|leaf| further_tests(self.types, leaf, &self.both_others(remaining, at), test)).unwrap_or_default()
    }

    /// The test that tries the variant of a leaf.
    fn fits(&self, at: usize) -> Test {
        self.leaves.get(at).map_or_else(|| Test::Fits(Fit::default()), |leaf| self.fits_variant(leaf.variant))
    }

    /// The test that tries a variant, with every key that it describes.
    fn fits_variant(&self, variant: usize) -> Test {
        let own = self.leaves.iter().filter(|leaf| leaf.variant == variant);
        let keys: IndexSet<&String> = own.flat_map(|leaf| leaf.keys.keys()).collect();
        Test::Fits(Fit { keys: keys.into_iter().cloned().collect(), assertions: Vec::new() })
    }

    /// The variants of some leaves: the most demanding first, the most general last.
    fn by_specificity(&self, remaining: &[usize]) -> IndexSet<usize> {
        let mut leaves: Vec<&Leaf> = remaining.iter().filter_map(|at| self.leaves.get(*at)).collect();
        leaves.sort_by_key(|leaf| std::cmp::Reverse((!leaf.any, !leaf.inner, leaf.required_count())));
        leaves.into_iter().map(|leaf| leaf.variant).collect()
    }

    /// Whether the leaf has a key that no other has.
    fn has_distinguishing_key(&self, remaining: &[usize], at: usize) -> bool {
        self.leaves.get(at).is_some_and(|leaf| has_distinguishing_key(leaf, &self.others(remaining, at)))
    }

    /// Whether a key of one of two leaves distinguishes them; a value without it reads the same either way.
    fn is_distinguished(&self, remaining: &[usize], first: usize, second: usize) -> bool {
        [first, second].into_iter().any(|at| self.has_distinguishing_key(remaining, at))
    }

    /// The leaves of other variants.
    fn others(&self, remaining: &[usize], at: usize) -> Vec<&Leaf> {
        let own = self.leaves.get(at).map(|leaf| leaf.variant);
        remaining.iter().filter_map(|other| self.leaves.get(*other)).filter(|leaf| Some(leaf.variant) != own).collect()
    }

    fn is_of(&self, at: usize, variant: usize) -> bool {
        self.leaves.get(at).is_some_and(|leaf| leaf.variant == variant)
    }

    /// A leaf of another variant whose values could be read as this one.
    fn clash(&self, remaining: &[usize], at: usize) -> Option<usize> {
        let leaf = self.leaves.get(at)?;
        let mut others = remaining.iter().copied().filter(|other| !self.is_of(*other, leaf.variant));
        others.find(|other| self.leaves.get(*other).is_some_and(|other| !reads_apart(self.types, leaf, other)))
    }

    /// The most demanding is tried first, then those without a distinguishing key; the most general last.
    fn specificity(&self, remaining: &[usize], at: usize) -> (bool, bool, usize, bool) {
        let lacks_distinguishing_key = !self.has_distinguishing_key(remaining, at);
        self.leaves.get(at).map_or((false, false, 0, false), |leaf| {
            (!leaf.any, !leaf.inner, leaf.required_count(), lacks_distinguishing_key)
        })
    }

    fn both_others(&self, remaining: &[usize], at: usize) -> Others<'_> {
        let all: Vec<usize> = (0..self.leaves.len()).collect();
        Others { remaining: self.others(remaining, at), all: self.others(&all, at) }
    }

    /// The last leaf needs no test against others. A test for it alone leaves foreign values unread.
    fn last_test(&self, at: usize) -> Option<Test> {
        let others = self.both_others(&[], at);
        let others = Others { remaining: others.all.clone(), all: others.all };
        let alone = test_against(self.types, self.leaves.get(at)?, &others, Certainty::Certain);
        Some(alone.unwrap_or_else(|| self.fits(at)))
    }
}

/// Reports too many variants: the time to compare each with each grows with the cube of their number.
fn report_too_many_variants(def: &TypeDef, union: &Union, diagnostics: &mut Diagnostics) {
    let message = format!("a union of {} variants is too large to compare each with all others", union.variants.len());
    let diagnostic = diagnostics.warning(Code::AmbiguousUnion, &def.origin, message);
    diagnostic.help("variants that no constant or JSON type distinguishes are tried in turn");
    diagnostic.help("add a `discriminator`");
}

/// Whether a variant has values that are objects, which a property can distinguish.
fn may_be_object(types: &Types, union: &Union, index: usize) -> bool {
    let Some(variant) = union.variants.get(index) else { return false };
    leaves(types, variant.value.id, index).iter().any(|leaf| leaf.any || leaf.json_types.contains(&JsonType::Object))
}

fn report_ambiguity(
    def: &TypeDef,
    union: &Union,
    (first, second): (usize, usize),
    are_objects: bool,
    tests: &[(Test, usize)],
    diagnostics: &mut Diagnostics,
) {
    let name = |index: usize| {
        let component = union.variants.get(index).and_then(|variant| variant.component.as_ref());
        component.map_or_else(|| format!("variant {}", index + 1), |key| format!("`{key}`"))
    };
    let order: IndexSet<String> = tests.iter().map(|(_, index)| name(*index)).collect();
    let message = format!("a value may match both {} and {}", name(first), name(second));
    let diagnostic = diagnostics.warning(Code::AmbiguousUnion, &def.origin, message);
    for index in [first, second] {
        if let Some(variant) = union.variants.get(index) {
            diagnostic.also(&variant.origin, name(index));
        }
    }
    diagnostic.help(format!("the variants are tried in this order: {}", listed(order)));
    diagnostic.help(if are_objects {
        "add a `discriminator`, or give one of them a required property that the other does not have"
    } else {
        "if they mean the same, describe only one of them; else give them an `enum` or constraints that exclude each other"
    });
}
