//! Which traits a type may derive.

use super::graph::edges;
use crate::ir::{Api, Enum, EnumValues, TypeId, TypeKind};
use std::collections::BTreeSet;

/// The types that hold a floating-point number somewhere, and so have no `Eq`.
pub(super) fn without_eq(api: &Api) -> BTreeSet<TypeId> {
    let floating = |kind: &TypeKind| match kind {
        TypeKind::External(external) => !external.eq,
        kind => matches!(kind, TypeKind::Number(_) | TypeKind::Enum(Enum { values: EnumValues::Numbers(_), .. })),
    };
    holders(api, |id| floating(&api.types[id].kind), |_| true)
}

/// Every type for which `is` holds, or that contains such a type; the search enters the types for which `looks_into`
/// holds.
pub(super) fn holders(api: &Api, is: impl Fn(TypeId) -> bool, looks_into: impl Fn(TypeId) -> bool) -> BTreeSet<TypeId> {
    let mut held_by: Vec<Vec<TypeId>> = vec![Vec::new(); api.types.0.len()];
    for (id, _) in api.types.iter().filter(|(id, _)| looks_into(*id)) {
        for edge in edges(api, id) {
            held_by[edge.target.0].push(id);
        }
    }
    let mut found = BTreeSet::new();
    let mut open: Vec<TypeId> = api.types.iter().map(|(id, _)| id).filter(|id| is(*id)).collect();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(&held_by[id.0]);
        }
    }
    found
}
