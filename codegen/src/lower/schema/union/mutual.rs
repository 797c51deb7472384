//! Unions that are variants of each other: `A` is one of `B` or a string, and `B` one of `A` or a number.
//!
//! Such unions have the same values. Each of them gets the variants of all that are not such unions; otherwise, reading
//! them would not terminate.

use crate::diagnostics::Code;
use crate::ir::{TypeId, Variant};
use crate::lower::schema::Schemas;
use crate::lower::schema::draft::{DraftSelection, TypeKind, Types, Union};
use crate::pointer::Origin;
use indexmap::IndexMap;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::rc::Rc;

/// The maximal total number of variants of mutual unions, when each has those of all.
const MAX_VARIANTS: usize = 10_000;

impl Schemas<'_, '_> {
    /// Replaces, in every union that contains itself through others, those others by their variants.
    pub(crate) fn merge_mutual_unions(&mut self) {
        let types = &self.types;
        let groups = mutual_unions(types);
        let too_large: Vec<Rc<BTreeSet<TypeId>>> = groups
            .iter()
            .filter(|(id, group)| group.first() == Some(*id) && is_too_large(types, group))
            .map(|(_, group)| Rc::clone(group))
            .collect();
        let too_large_ids: HashSet<TypeId> = too_large.iter().flat_map(|group| group.iter().copied()).collect();
        let merged: Vec<(TypeId, Vec<Variant>)> = groups
            .iter()
            .filter(|(id, _)| !too_large_ids.contains(id))
            .map(|(id, group)| (*id, variants_of_all(types, *id, group)))
            .collect();
        for group in too_large {
            self.widen(&group);
        }
        for (id, variants) in merged {
            let Some(def) = self.types.0.get_mut(id.0) else { continue };
            let origin = def.origin.clone();
            let before = std::mem::replace(&mut def.kind, TypeKind::Any);
            if variants.is_empty() {
                self.report_loop(&origin);
                continue;
            }
            let (tags, had_discriminator) = match before {
                TypeKind::Union(Union { selection: DraftSelection::Tests(tags), .. }) => (tags, false),
                TypeKind::Union(_) => (None, true),
                _ => (None, false),
            };
            def.kind = TypeKind::Union(Union { variants, selection: DraftSelection::Tests(tags) });
            if had_discriminator {
                self.report_unused_discriminator(&origin);
            }
        }
    }

    /// Turns too large groups of unions into any value.
    fn widen(&mut self, group: &BTreeSet<TypeId>) {
        for id in group {
            let Some(def) = self.types.0.get_mut(id.0) else { continue };
            def.kind = TypeKind::Any;
            if group.first() == Some(id) {
                let message = format!(
                    "{} unions are variants of each other, so each has the variants of all: they are read as any JSON value",
                    group.len()
                );
                let diagnostic = self.references.diagnostics.warning(Code::Fallback, &def.origin, message).fallback();
                diagnostic.help("list schemas that are not unions as the variants");
            }
        }
    }

    /// Reports a lost discriminator: its values mean unions that are replaced.
    fn report_unused_discriminator(&mut self, union: &Origin) {
        let written = union.key("discriminator");
        let is_written = self.resolver.document().node(&written).is_some();
        let message = "this discriminator is not used: the union is a variant of its own variants";
        let at = if is_written { &written } else { union };
        let diagnostic = self.diagnostics.warning(Code::InvalidDiscriminator, at, message).skipped();
        if is_written {
            diagnostic.at_key();
        }
        diagnostic.help("list schemas that are not unions as the variants of each union");
    }
}

/// The variants of a union and of the others of its group, its own first.
fn variants_of_all(types: &Types, id: TypeId, group: &BTreeSet<TypeId>) -> Vec<Variant> {
    let mut variants = IndexMap::new();
    for member in std::iter::once(&id).chain(group.iter().filter(|member| **member != id)) {
        for variant in variants_of(types, *member).iter().filter(|variant| !group.contains(&variant.value.id)) {
            variants.entry(variant.value.id).or_insert_with(|| variant.clone());
        }
    }
    variants.into_values().collect()
}

/// Whether the unions would have too many variants together.
fn is_too_large(types: &Types, group: &BTreeSet<TypeId>) -> bool {
    let variants: usize = group.iter().map(|member| variants_of(types, *member).len()).sum();
    group.len().saturating_mul(variants) > MAX_VARIANTS
}

fn variants_of(types: &Types, id: TypeId) -> &[Variant] {
    match types.0.get(id.0).map(|def| &def.kind) {
        Some(TypeKind::Union(union)) => &union.variants,
        Some(_) | None => &[],
    }
}

/// Every union that has itself as a variant of a variant, with all unions on the way there and back: those that are
/// strongly connected, found by Kosaraju's two walks, since a chain of unions may be long.
fn mutual_unions(types: &Types) -> BTreeMap<TypeId, Rc<BTreeSet<TypeId>>> {
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
    let mut groups = BTreeMap::new();
    seen.clear();
    for id in finished.into_iter().rev() {
        let group: Rc<BTreeSet<TypeId>> = Rc::new(reached(&outer, id, &mut seen).into_iter().collect());
        if group.len() > 1 || inner.get(&id).is_some_and(|inner| inner.contains(&id)) {
            groups.extend(group.iter().map(|member| (*member, Rc::clone(&group))));
        }
    }
    groups
}

/// Unions, each with those that are its variants, or of which it is one.
type Edges = BTreeMap<TypeId, Vec<TypeId>>;

/// The unseen unions that are reachable from a union, in postorder.
fn reached(edges: &Edges, root: TypeId, seen: &mut BTreeSet<TypeId>) -> Vec<TypeId> {
    let mut found = Vec::new();
    let mut pending = vec![(root, false)];
    while let Some((id, is_visited)) = pending.pop() {
        if is_visited {
            found.push(id);
        } else if seen.insert(id) {
            pending.push((id, true));
            pending.extend(edges.get(&id).into_iter().flatten().map(|next| (*next, false)));
        }
    }
    found
}
