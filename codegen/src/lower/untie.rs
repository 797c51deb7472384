//! Unions that are variants of each other: `A` is one of `B` or a text, and `B` one of `A` or a number.
//!
//! Such unions hold the same values. Each of them gets the variants of all that are no such union; reading them as they
//! stand would not end.

use super::Lowering;
use super::union::PendingUnion;
use crate::diagnostics::Code;
use crate::ir::{Selection, TypeId, TypeKind, Types, Union, Variant};
use crate::pointer::Origin;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

impl Lowering<'_, '_> {
    /// Replaces, in every union that contains itself by way of others, those others by what they consist of.
    pub(super) fn untie_unions(&mut self) {
        let types = &self.schemas.types;
        let knots = tied(types);
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
            let is_told = matches!(&def.kind, TypeKind::Union(union) if matches!(union.selection, Selection::Discriminator { .. }));
            def.kind = TypeKind::Union(Union { variants, selection: Selection::Tests(Vec::new()) });
            if is_told {
                self.report_lost_discriminator(&origin);
            }
            if self.schemas.unions.iter().all(|pending| pending.id != id) {
                self.schemas.unions.push(PendingUnion { id });
            }
        }
    }

    /// What its values stand for are the unions that are replaced.
    fn report_lost_discriminator(&mut self, union: &Origin) {
        let written = union.key("discriminator");
        let is_written = self.resolver.document().node(&written).is_some();
        let message = "this discriminator is not used: the union is among the variants of its own variants";
        let at = if is_written { &written } else { union };
        let diagnostic = self.diagnostics.warning(Code::InvalidDiscriminator, at, message).skipped();
        if is_written {
            diagnostic.at_key();
        }
        diagnostic.help("list the schemas that are no unions as the variants of each union");
    }
}

fn variants_of(types: &Types, id: TypeId) -> &[Variant] {
    match types.0.get(id.0).map(|def| &def.kind) {
        Some(TypeKind::Union(union)) => &union.variants,
        Some(_) | None => &[],
    }
}

/// Every union that has itself as a variant of a variant, with all unions on the way there and back: those that are
/// strongly connected, found by Kosaraju's two walks, since a chain of unions may be long.
fn tied(types: &Types) -> BTreeMap<TypeId, Rc<BTreeSet<TypeId>>> {
    let is_union = |id: &TypeId| matches!(types.0.get(id.0).map(|def| &def.kind), Some(TypeKind::Union(_)));
    let (mut inner, mut outer) = (Edges::new(), Edges::new());
    for (id, _) in types.iter() {
        for variant in variants_of(types, id).iter().map(|variant| variant.value.id).filter(is_union) {
            inner.entry(id).or_default().push(variant);
            outer.entry(variant).or_default().push(id);
        }
    }
    let mut seen = BTreeSet::new();
    let finished: Vec<TypeId> = inner.keys().flat_map(|id| reached(&inner, *id, &mut seen)).collect();
    let mut knots = BTreeMap::new();
    seen.clear();
    for id in finished.into_iter().rev() {
        let knot: Rc<BTreeSet<TypeId>> = Rc::new(reached(&outer, id, &mut seen).into_iter().collect());
        if knot.len() > 1 || inner.get(&id).is_some_and(|inner| inner.contains(&id)) {
            knots.extend(knot.iter().map(|member| (*member, Rc::clone(&knot))));
        }
    }
    knots
}

/// Unions, each with those that are its variants, or of which it is one.
type Edges = BTreeMap<TypeId, Vec<TypeId>>;

/// What is reached from a union and was not seen before, the union included and last, each after what it leads to.
fn reached(edges: &Edges, root: TypeId, seen: &mut BTreeSet<TypeId>) -> Vec<TypeId> {
    let mut found = Vec::new();
    let mut open = vec![(root, false)];
    while let Some((id, left)) = open.pop() {
        if left {
            found.push(id);
        } else if seen.insert(id) {
            open.push((id, true));
            open.extend(edges.get(&id).into_iter().flatten().map(|next| (*next, false)));
        }
    }
    found
}
