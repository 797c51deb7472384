//! What is checked of a value before it is sent, in the words of JSON Schema.

use crate::emit::Emitter;
use crate::ir::{Bound, Constraints, TypeId, TypeKind};

/// The limits of a value of type `id`, and of what it holds that has no type of its own. Empty without any.
pub(super) fn text(emitter: &Emitter, id: TypeId) -> String {
    let mut texts = own(&emitter.api.types[id].constraints);
    let elements = match &emitter.api.types[id].kind {
        TypeKind::Array(element) | TypeKind::Map(element) => vec![("items", element.id)],
        TypeKind::Tuple(elements) => elements.iter().map(|element| ("items", element.id)).collect(),
        _ => Vec::new(),
    };
    for (word, element) in elements.into_iter().filter(|(_, element)| emitter.names.of(*element).is_none()) {
        let inner = text(emitter, element);
        if !inner.is_empty() {
            texts.push(format!("{word}: {{ {inner} }}"));
        }
    }
    texts.join(", ")
}

fn own(constraints: &Constraints) -> Vec<String> {
    let Constraints {
        min_length,
        max_length,
        pattern,
        minimum,
        maximum,
        multiple_of,
        min_items,
        max_items,
        unique_items,
        min_properties,
        max_properties,
    } = constraints;
    let count = |word: &str, limit: &Option<u64>| limit.map(|limit| format!("{word}: {limit}"));
    let bound = |inclusive: &str, exclusive: &str, bound: &Option<Bound>| {
        bound.map(|bound| format!("{}: {}", if bound.exclusive { exclusive } else { inclusive }, bound.value))
    };
    [
        count("minLength", min_length),
        count("maxLength", max_length),
        pattern.as_ref().map(|pattern| format!("pattern: {pattern}")),
        bound("minimum", "exclusiveMinimum", minimum),
        bound("maximum", "exclusiveMaximum", maximum),
        multiple_of.map(|step| format!("multipleOf: {step}")),
        count("minItems", min_items),
        count("maxItems", max_items),
        unique_items.then(|| "uniqueItems: true".to_owned()),
        count("minProperties", min_properties),
        count("maxProperties", max_properties),
    ]
    .into_iter()
    .flatten()
    .collect()
}
