//! The edges between types.

use crate::ir::{Additional, Api, TypeId, TypeKind};

/// An edge from a type to one it holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Edge {
    /// The index among the owner's members: properties, variants, elements of a tuple. Elements and values of lists,
    /// maps and additional properties come after those.
    pub(super) member: usize,
    /// The contained type.
    pub(crate) target: TypeId,
    /// Whether the target is already behind a pointer (`Vec`, a map).
    pub(super) indirect: bool,
}

/// Every edge of a type.
pub(crate) fn edges(api: &Api, id: TypeId) -> Vec<Edge> {
    let direct = |(member, target)| Edge { member, target, indirect: false };
    let behind = |target| Edge { member: usize::MAX, target, indirect: true };
    match &api.types[id].kind {
        TypeKind::Object(object) => {
            let properties = object.properties.iter().map(|property| property.value.id);
            let rest = match object.additional {
                Additional::Typed(value) => Some(behind(value.id)),
                Additional::Any | Additional::Forbidden => None,
            };
            properties.enumerate().map(direct).chain(rest).collect()
        }
        TypeKind::Union(union) => {
            union.variants.iter().map(|variant| variant.value.id).enumerate().map(direct).collect()
        }
        TypeKind::Tuple(elements) => elements.iter().map(|element| element.id).enumerate().map(direct).collect(),
        TypeKind::Array(element) | TypeKind::Map(element) => vec![behind(element.id)],
        TypeKind::Any
        | TypeKind::External(_)
        | TypeKind::Boolean
        | TypeKind::Integer(_)
        | TypeKind::Number(_)
        | TypeKind::String(_)
        | TypeKind::Enum(_) => Vec::new(),
    }
}

/// Every type reachable from `roots`, the roots included.
pub(super) fn reachable(api: &Api, roots: impl IntoIterator<Item = TypeId>) -> std::collections::BTreeSet<TypeId> {
    let mut found = std::collections::BTreeSet::new();
    let mut open: Vec<TypeId> = roots.into_iter().collect();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(edges(api, id).into_iter().map(|edge| edge.target));
        }
    }
    found
}
