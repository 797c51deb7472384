//! Whether two shapes can be distinguished, and by which test.

use super::shape::{Key, Leaf};
use crate::ir::{Bound, Constraints, JsonType, Test, TypeId};
use crate::lower::schema::draft::Types;

/// The maximal depth of comparing values.
const MAX_COMPARED_DEPTH: usize = 3;

/// The maximal number of variants that are compared by the contents of their properties: each such comparison considers
/// whole types.
const MAX_NESTED_COMPARISONS: usize = 64;

/// The required certainty of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certainty {
    /// It is true for every value.
    Certain,
    /// It is true if an optional property is present.
    IfPresent,
}

/// The others, for which a test must be false.
pub(crate) struct Others<'l> {
    /// Those not tested yet: tested ones are excluded by then.
    pub(crate) remaining: Vec<&'l Leaf>,
    /// All of them. A JSON type that only one variant has identifies it, even for a value that fits no variant.
    pub(crate) all: Vec<&'l Leaf>,
}

/// A test that is true for a leaf's values, and for no value of the others.
pub(crate) fn test_against(types: &Types, leaf: &Leaf, others: &Others<'_>, certainty: Certainty) -> Option<Test> {
    match certainty {
        Certainty::Certain => json_type(leaf, &others.all)
            .or_else(|| constants(leaf, &others.remaining, |key| key.required))
            .or_else(|| value_constants(leaf, &others.remaining))
            .or_else(|| range(leaf, &others.remaining))
            .or_else(|| length(types, leaf, &others.remaining))
            .or_else(|| own_key(leaf, &others.remaining))
            .or_else(|| within(types, leaf, &others.remaining, |key| key.required, 0).into_iter().next())
            .or_else(|| json_type(leaf, &others.remaining).filter(|_| always_reads(leaf))),
        Certainty::IfPresent => constants(leaf, &others.remaining, |key| !key.required)
            .or_else(|| within(types, leaf, &others.remaining, |_| true, 0).into_iter().next()),
    }
}

/// Whether every value of the leaf's JSON type can be read as it. Other leaves are tried instead, so that a value that
/// fits no variant is preserved.
fn always_reads(leaf: &Leaf) -> bool {
    match leaf.json_types.as_slice() {
        [JsonType::Object | JsonType::Array] => false,
        [JsonType::String] => !has_syntax(leaf),
        [..] => true,
    }
}

/// The JSON type, if none of the others can have it.
fn json_type(leaf: &Leaf, others: &[&Leaf]) -> Option<Test> {
    let own = match leaf.json_types.as_slice() {
        [JsonType::Integer, JsonType::Number] => JsonType::Number,
        [one] => *one,
        [..] => return None,
    };
    // An integer is a number too: tested first, it is the closer fit.
    let is_closer =
        |other: &Leaf| own == JsonType::Integer && other.json_types == [JsonType::Integer, JsonType::Number];
    let is_apart = |other: &Leaf| other.any || are_disjoint(&leaf.json_types, &other.json_types);
    let apart = others.iter().all(|other| is_apart(other) || is_closer(other));
    // An integer that only the other allows is not this one.
    let narrows = leaf.constraints != Constraints::default() && others.iter().any(|other| is_closer(other));
    let constrained = || Test::All(vec![Test::TypeIs(own), Test::Satisfies(Box::new(leaf.constraints.clone()))]);
    apart.then(|| if narrows { constrained() } else { Test::TypeIs(own) })
}

/// A property with a list of strings. If another leaf has the property without a list, the list is the closer fit. If
/// no other leaf has the property, its presence is the better test than its value: lists grow, and a value with a new
/// string is still of this variant.
fn constants(leaf: &Leaf, others: &[&Leaf], suits: impl Fn(&Key) -> bool) -> Option<Test> {
    tags(leaf, others, suits).next()
}

/// The test for each such property.
fn tags<'l>(leaf: &'l Leaf, others: &'l [&Leaf], suits: impl Fn(&Key) -> bool + 'l) -> impl Iterator<Item = Test> + 'l {
    let keys = leaf.keys.values().filter(move |key| suits(key));
    let listed = keys.filter_map(|key| Some((key, key.constants.as_ref()?)));
    let distinct = listed.filter(|(key, constants)| {
        let shared = key.is_tag || others.iter().any(|other| other.key(&key.name).is_some());
        shared
            && others.iter().all(|other| {
                match other.key(&key.name).and_then(|other_constants| other_constants.constants.as_ref()) {
                    Some(other_constants) => !constants.overlaps(other_constants),
                    None => true,
                }
            })
    });
    distinct.map(|(key, constants)| Test::KeyIs(key.name.clone(), constants.clone()))
}

/// Further tests that are true for a leaf's values, and for no value of the others, if the first one is about an
/// optional property: it may be missing while another is present.
pub(crate) fn further_tests(types: &Types, leaf: &Leaf, others: &Others<'_>, found: &Test) -> Vec<Test> {
    let is_of_keys = matches!(found, Test::KeyIs(..) | Test::Within(..));
    if !is_of_keys || test_against(types, leaf, others, Certainty::Certain).is_some() {
        return Vec::new();
    }
    let all = tags(leaf, &others.remaining, |_| true).chain(within(types, leaf, &others.remaining, |_| true, 0));
    all.filter(|test| test != found).collect()
}

/// Properties with an object that has a distinguishing property of its own, such as the `type` of the `data` of
/// JSON:API. Reading does not distinguish these: a list of constants accepts others, too.
fn within(
    types: &Types,
    leaf: &Leaf,
    others: &[&Leaf],
    suits: impl Fn(&Key) -> bool + Copy,
    depth: usize,
) -> Vec<Test> {
    if depth > MAX_COMPARED_DEPTH || others.len() > MAX_NESTED_COMPARISONS {
        return Vec::new();
    }
    let of_key = |own: &Key| {
        let inner = Leaf::single(types, own.value).filter(|inner| !inner.keys.is_empty())?;
        let other_leaves = others.iter().filter_map(|other| other.key(&own.name));
        let other_leaves: Vec<Leaf> = other_leaves.map(|key| Leaf::single(types, key.value)).collect::<Option<_>>()?;
        let other_leaves: Vec<&Leaf> = other_leaves.iter().collect();
        let tests = tags(&inner, &other_leaves, suits).chain(within(types, &inner, &other_leaves, suits, depth + 1));
        Some(tests.map(|test| Test::Within(own.name.clone(), Box::new(test))).collect::<Vec<_>>())
    };
    leaf.keys.values().filter(|key| suits(key)).filter_map(of_key).flatten().collect()
}

/// A list of constants, if the others have other constants or any value of the type.
fn value_constants(leaf: &Leaf, others: &[&Leaf]) -> Option<Test> {
    let own = leaf.constants.as_ref()?;
    let listed = |other: &&Leaf| other.constants.iter().any(|other_constants| own.overlaps(other_constants));
    (!others.iter().any(listed)).then(|| Test::ValueIs(own.clone()))
}

/// Limits of integers that do not overlap with those of another. A value outside of all is preserved.
fn range(leaf: &Leaf, others: &[&Leaf]) -> Option<Test> {
    let (least, most) = leaf.integers.filter(|range| *range != (i128::MIN, i128::MAX))?;
    let is_number = |one: &JsonType| matches!(one, JsonType::Integer | JsonType::Number);
    let apart = others.iter().all(|other| match other.integers {
        Some((other_least, other_most)) => other_most < least || most < other_least,
        None => other.any || !other.json_types.iter().any(is_number),
    });
    apart.then_some(Test::IntegerIn(least, most))
}

/// Limits of the number of elements, when no number within them is within those of another array. Arrays with
/// distinguishable elements are decoded in turn instead: they may be longer than documented.
fn length(types: &Types, leaf: &Leaf, others: &[&Leaf]) -> Option<Test> {
    leaf.element?;
    let (least, most) = leaf.lengths.filter(|range| *range != (0, u64::MAX))?;
    if others.iter().all(|other| reads_apart(types, leaf, other)) {
        return None;
    }
    let apart = others.iter().all(|other| match other.lengths {
        Some((other_least, other_most)) => other_most < least || most < other_least,
        None => other.any || !other.json_types.contains(&JsonType::Array),
    });
    apart.then_some(Test::ItemsIn(least, (most < u64::MAX).then_some(most)))
}

/// A required key that none of the others declares. Closed objects are tried instead, so that a value with other keys
/// loses nothing as another variant.
fn own_key(leaf: &Leaf, others: &[&Leaf]) -> Option<Test> {
    if leaf.closed && others.iter().any(|other| !other.closed) {
        return None;
    }
    let mut required = leaf.keys.values().filter(|key| key.required && !key.is_tag);
    let own = required.find(|key| others.iter().all(|other| other.key(&key.name).is_none()))?;
    Some(Test::HasKey(own.name.clone()))
}

/// Whether there are keys that none of the others declares, which identify the leaf.
pub(crate) fn has_distinguishing_key(leaf: &Leaf, others: &[&Leaf]) -> bool {
    leaf.keys.values().any(|key| others.iter().all(|other| other.key(&key.name).is_none()))
}

/// Whether no value of the other leaf can be read as this one. Any JSON value is the least close fit.
pub(crate) fn reads_apart(types: &Types, leaf: &Leaf, other: &Leaf) -> bool {
    are_apart(types, leaf, other, 0)
}

fn are_apart(types: &Types, leaf: &Leaf, other: &Leaf, depth: usize) -> bool {
    if leaf.any || depth > MAX_COMPARED_DEPTH {
        return false;
    }
    if are_disjoint(&leaf.json_types, &other.json_types) {
        return !leaf.inner || depth > 0;
    }
    if leaf.inner {
        return false;
    }
    if other.any {
        return depth == 0;
    }
    // Reading does not enforce constraints and enum values, but a variant that satisfies them takes precedence.
    let by_length = depth == 0 && leaf.json_types == [JsonType::Array];
    if !by_length && exclude_each_other(&leaf.constraints, &other.constraints) {
        return true;
    }
    if let (Some(own), Some(theirs)) = (&leaf.constants, &other.constants) {
        return !own.overlaps(theirs);
    }
    if !leaf.listed.is_empty() && !other.listed.is_empty() {
        return leaf.listed.iter().all(|value| !other.listed.contains(value));
    }
    match leaf.json_types.as_slice() {
        [JsonType::Object] => {
            has_exclusive_key(types, leaf, other, depth) || have_elements_apart(types, leaf, other, depth)
        }
        [JsonType::Array] => {
            is_of_other_length(leaf, other)
                || have_elements_apart(types, leaf, other, depth)
                || leaf
                    .tuple_elements
                    .iter()
                    .zip(&other.tuple_elements)
                    .any(|(own, theirs)| values_apart(types, *own, *theirs, depth))
        }
        [JsonType::String] => has_syntax(leaf) && leaf.text_format != other.text_format,
        // A number that fits both reads the same either way.
        [JsonType::Integer] => leaf.integer_width.is_some() && leaf.integer_width != other.integer_width,
        [..] => false,
    }
}

/// Whether no value satisfies both.
fn exclude_each_other(one: &Constraints, other: &Constraints) -> bool {
    let below = |most: Option<u64>, least: Option<u64>| most.zip(least).is_some_and(|(most, least)| most < least);
    let under = |high: Option<Bound>, low: Option<Bound>| high.zip(low).is_some_and(|(high, low)| is_below(high, low));
    let one_is_less = |one: &Constraints, other: &Constraints| {
        below(one.max_length, other.min_length)
            || below(one.max_items, other.min_items)
            || below(one.max_properties, other.min_properties)
            || under(one.maximum, other.minimum)
    };
    one_is_less(one, other) || one_is_less(other, one)
}

/// Whether an upper limit is below a lower one.
fn is_below(high: Bound, low: Bound) -> bool {
    high.value < low.value || (high.value == low.value && (high.exclusive || low.exclusive))
}

/// Whether reading enforces a syntax of its strings.
fn has_syntax(leaf: &Leaf) -> bool {
    leaf.text_format.is_some_and(|format| format.syntax().is_some())
}

/// A required key that the other leaf lacks, or a key of both with mutually exclusive values. A value without that key
/// reads the same either way, and so does one with `null` for it, which only matters if the key is required.
fn has_exclusive_key(types: &Types, leaf: &Leaf, other: &Leaf, depth: usize) -> bool {
    leaf.keys.values().any(|own| match other.key(&own.name) {
        None => own.required && other.element.is_none(),
        Some(other_value) => {
            let may_be_null = own.nullable && other_value.nullable && (own.required || other_value.required);
            !may_be_null && values_apart(types, own.value, other_value.value, depth)
        }
    })
}

/// Reading a tuple insists on the number of its elements.
fn is_of_other_length(leaf: &Leaf, other: &Leaf) -> bool {
    let (None, Some((length, _)), Some((least, most))) = (leaf.element, leaf.lengths, other.lengths) else {
        return false;
    };
    length < least || most < length
}

/// An empty list has no element to distinguish it by; it reads the same either way.
fn have_elements_apart(types: &Types, leaf: &Leaf, other: &Leaf, depth: usize) -> bool {
    let (Some(own), Some(other_value)) = (leaf.element, other.element) else { return false };
    values_apart(types, own, other_value, depth)
}

fn values_apart(types: &Types, own: TypeId, other_value: TypeId, depth: usize) -> bool {
    let (Some(own_leaf), Some(other_leaf)) = (Leaf::single(types, own), Leaf::single(types, other_value)) else {
        return false;
    };
    own != other_value && are_apart(types, &own_leaf, &other_leaf, depth + 1)
}

fn are_disjoint(one: &[JsonType], other: &[JsonType]) -> bool {
    one.iter().all(|json_type| !other.contains(json_type))
}
