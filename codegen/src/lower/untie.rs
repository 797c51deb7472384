//! Unions that are variants of each other: `A` is one of `B` or a text, and `B` one of `A` or a number.
//!
//! Such unions hold the same values. Each of them gets the variants of all that are no such union; reading them as they
//! stand would not end.

use super::Lowering;
use super::union::PendingUnion;
use crate::ir::{Selection, TypeId, TypeKind, Types, Union, Variant};
use std::collections::{BTreeMap, BTreeSet};

impl Lowering<'_, '_> {
    /// Replaces, in every union that contains itself by way of others, those others by what they consist of.
    pub(super) fn untie_unions(&mut self) {
        let types = &self.schemas.types;
        let knots: BTreeMap<TypeId, BTreeSet<TypeId>> = tied(types);
        let mut untied: Vec<(TypeId, Vec<Variant>)> = Vec::new();
        for (id, knot) in &knots {
            let mut variants: Vec<Variant> = Vec::new();
            // The union's own variants come first.
            for member in std::iter::once(id).chain(knot.iter().filter(|member| *member != id)) {
                for variant in variants_of(types, *member) {
                    let known = variants.iter().any(|known| known.value.id == variant.value.id);
                    if !knot.contains(&variant.value.id) && !known {
                        variants.push(variant.clone());
                    }
                }
            }
            untied.push((*id, variants));
        }
        for (id, variants) in untied {
            let Some(def) = self.schemas.types.0.get_mut(id.0) else { continue };
            let origin = def.origin.clone();
            if variants.is_empty() {
                def.kind = TypeKind::Any;
                self.report_loop(&origin);
                continue;
            }
            def.kind = TypeKind::Union(Union { variants, selection: Selection::Tests(Vec::new()) });
            if self.schemas.unions.iter().all(|pending| pending.id != id) {
                self.schemas.unions.push(PendingUnion { id });
            }
        }
    }
}

fn variants_of(types: &Types, id: TypeId) -> &[Variant] {
    match types.0.get(id.0).map(|def| &def.kind) {
        Some(TypeKind::Union(union)) => &union.variants,
        Some(_) | None => &[],
    }
}

/// Every union that has itself as a variant of a variant, with all unions on the way there and back.
fn tied(types: &Types) -> BTreeMap<TypeId, BTreeSet<TypeId>> {
    let is_union = |id: TypeId| matches!(types.0.get(id.0).map(|def| &def.kind), Some(TypeKind::Union(_)));
    let inner = |id: TypeId| variants_of(types, id).iter().map(|variant| variant.value.id).filter(|id| is_union(*id));
    let reached = |root: TypeId| {
        let mut found = BTreeSet::new();
        let mut open: Vec<TypeId> = inner(root).collect();
        while let Some(id) = open.pop() {
            if found.insert(id) {
                open.extend(inner(id));
            }
        }
        found
    };
    let unions = types.iter().map(|(id, _)| id).filter(|id| inner(*id).next().is_some());
    let reach: BTreeMap<TypeId, BTreeSet<TypeId>> = unions.map(|id| (id, reached(id))).collect();
    let both_ways = |one: TypeId, other: &TypeId| reach.get(other).is_some_and(|reached| reached.contains(&one));
    reach
        .iter()
        .filter(|(id, reached)| reached.contains(id))
        .map(|(id, reached)| (*id, reached.iter().copied().filter(|other| both_ways(*id, other)).collect()))
        .collect()
}
