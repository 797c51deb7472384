//! Whether two variants can be told apart, and by which test.

use super::shape::{Key, Shape};
use crate::ir::{JsonType, Test};

/// How sure a test must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strength {
    /// It holds of every value of the variant.
    Sure,
    /// It holds if an optional property is there.
    IfPresent,
}

/// A test that holds of a variant's values, and of no value of the others.
pub(super) fn test_against(shape: &Shape, others: &[&Shape], strength: Strength) -> Option<Test> {
    match strength {
        Strength::Sure => json_type(shape, others)
            .or_else(|| constants(shape, others, |key| key.required))
            .or_else(|| texts(shape, others))
            .or_else(|| key(shape, others)),
        Strength::IfPresent => constants(shape, others, |key| !key.required),
    }
}

/// The JSON type, when none of the others can have it.
fn json_type(shape: &Shape, others: &[&Shape]) -> Option<Test> {
    let own = match shape.json_types.as_slice() {
        [JsonType::Integer, JsonType::Number] => JsonType::Number,
        [one] => *one,
        [..] => return None,
    };
    let apart = others.iter().all(|other| {
        // An integer is a number too: tested first, it is the closer fit.
        let closer = own == JsonType::Integer && other.json_types.contains(&JsonType::Number) && !other.takes_anything;
        closer || are_disjoint(&shape.json_types, &other.json_types)
    });
    apart.then_some(Test::Is(own))
}

/// A property that holds one of a list of texts. Where another variant has the property without a list, the list is
/// the closer fit.
fn constants(shape: &Shape, others: &[&Shape], suits: impl Fn(&Key) -> bool) -> Option<Test> {
    let mut tags = shape.keys.iter().filter(|key| suits(key)).filter_map(|key| Some((key, key.texts.as_ref()?)));
    let (key, texts) = tags.find(|(key, texts)| {
        others.iter().all(|other| match other.key(&key.name).map(|theirs| &theirs.texts) {
            Some(Some(theirs)) => texts.iter().all(|text| !theirs.contains(text)),
            Some(None) => true,
            None => !other.takes_anything || !other.json_types.contains(&JsonType::Object) || is_any(other),
        })
    })?;
    Some(Test::KeyIs(key.name.clone(), texts.clone()))
}

/// A list of texts, when the others list other texts or are any text.
fn texts(shape: &Shape, others: &[&Shape]) -> Option<Test> {
    let own = shape.texts.as_ref()?;
    let apart = others.iter().all(|other| match &other.texts {
        Some(theirs) => own.iter().all(|text| !theirs.contains(text)),
        None => !other.takes_anything || is_any(other) || !other.json_types.contains(&JsonType::String),
    });
    apart.then(|| Test::TextIs(own.clone()))
}

/// A required key that none of the others declares.
fn key(shape: &Shape, others: &[&Shape]) -> Option<Test> {
    let unknown_to = |other: &Shape, name: &str| {
        other.key(name).is_none()
            && (!other.takes_anything || is_any(other) || !other.json_types.contains(&JsonType::Object))
    };
    let mut required = shape.keys.iter().filter(|key| key.required);
    let own = required.find(|key| others.iter().all(|other| unknown_to(other, &key.name)))?;
    Some(Test::HasKey(own.name.clone()))
}

/// Whether the schema is any JSON value, which every other is a closer fit than.
fn is_any(shape: &Shape) -> bool {
    shape.takes_anything && shape.json_types.contains(&JsonType::Null)
}

/// Whether no value of the other can be read as this one.
pub(super) fn reads_apart(shape: &Shape, other: &Shape) -> bool {
    if shape.takes_anything {
        return false;
    }
    if are_disjoint(&shape.json_types, &other.json_types) || is_any(other) {
        return true;
    }
    match shape.json_types.as_slice() {
        [JsonType::Object] => demands_more(shape, other) || are_elements_apart(shape, other),
        [JsonType::Array] => are_elements_apart(shape, other),
        [JsonType::String] => shape.is_date && !other.is_date && other.texts.is_none(),
        [..] => false,
    }
}

/// A required key that the other lacks, or a key that both have with types that exclude each other.
fn demands_more(shape: &Shape, other: &Shape) -> bool {
    shape.keys.iter().any(|own| match other.key(&own.name) {
        None => own.required && !other.takes_anything && other.elements.is_empty(),
        Some(theirs) => (own.required || theirs.required) && are_disjoint(&own.json_types, &theirs.json_types),
    })
}

fn are_elements_apart(shape: &Shape, other: &Shape) -> bool {
    !shape.elements.is_empty() && !other.elements.is_empty() && are_disjoint(&shape.elements, &other.elements)
}

fn are_disjoint(one: &[JsonType], other: &[JsonType]) -> bool {
    one.iter().all(|json_type| !other.contains(json_type))
}
