//! The constraints that are checked before a value is sent, as keywords of JSON Schema.

use crate::emit::Emitter;
use crate::ir::{Bound, Constraint, TypeId, TypeKind};

/// The constraints of a type, and of its elements if they have no type of their own. Empty if there are none.
pub(super) fn text(emitter: &Emitter, id: TypeId) -> String {
    let mut keywords: Vec<String> = emitter.api.types[id].constraints.stated().map(stated).collect();
    let elements = match &emitter.api.types[id].kind {
        TypeKind::Array(element) | TypeKind::Map(element) => vec![("items", element.id)],
        TypeKind::Tuple(elements) => elements.iter().map(|element| ("items", element.id)).collect(),
        _ => Vec::new(),
    };
    for (word, element) in elements.into_iter().filter(|(_, element)| emitter.names.of(*element).is_none()) {
        let inner = text(emitter, element);
        if !inner.is_empty() {
            keywords.push(format!("{word}: {{ {inner} }}"));
        }
    }
    keywords.join(", ")
}

fn stated(constraint: Constraint) -> String {
    let bound = |inclusive: &str, exclusive: &str, bound: Bound| {
        format!("{}: {}", if bound.exclusive { exclusive } else { inclusive }, bound.value)
    };
    match constraint {
        Constraint::Count(keyword, limit) => format!("{keyword}: {limit}"),
        Constraint::Pattern(pattern) => format!("pattern: {pattern}"),
        Constraint::Minimum(minimum) => bound("minimum", "exclusiveMinimum", minimum),
        Constraint::Maximum(maximum) => bound("maximum", "exclusiveMaximum", maximum),
        Constraint::MultipleOf(step) => format!("multipleOf: {step}"),
        Constraint::UniqueItems => "uniqueItems: true".to_owned(),
    }
}
