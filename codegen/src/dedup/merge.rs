//! Merges several types into one, together with their members.

use super::evidence::Group;
use super::shape::contained_types;
use crate::ir::{Api, SchemaPosition, TypeDef, TypeId, TypeKind};
use crate::pointer::Origin;
use indexmap::IndexSet;
use std::collections::{BTreeMap, HashMap};

/// Replaces the types of each group, and their members, by one. The replaced types stay in the arena, unused: they are the
/// positions that the shared types are named after.
pub(super) fn merge(mut api: Api, groups: &[Group]) -> Api {
    if groups.is_empty() {
        return api;
    }
    let mut sets = Sets::new(api.types.0.len());
    for group in groups {
        if let Some((first, rest)) = group.members.split_first() {
            for other in rest {
                sets.unite(&api, *first, *other);
            }
        }
    }
    let members = sets.members();
    let count = api.types.0.len();
    let shared: BTreeMap<TypeId, TypeId> = members
        .values()
        .enumerate()
        .flat_map(|(index, set)| set.iter().map(move |id| (*id, TypeId(count + index))))
        .collect();
    let mut names: HashMap<TypeId, &str> = HashMap::new();
    for group in groups {
        if let Some(id) = group.members.first().and_then(|first| shared.get(first)) {
            names.entry(*id).or_insert(&group.name);
        }
    }
    let name = |index: usize| names.get(&TypeId(count + index)).copied();
    let defs: Vec<TypeDef> =
        members.values().enumerate().map(|(index, set)| joined(&api, set, &shared, name(index))).collect();
    api.types.0.extend(defs);
    let now = |id: TypeId| shared.get(&id).copied().unwrap_or(id);
    for (index, def) in api.types.0.iter_mut().enumerate() {
        if !shared.contains_key(&TypeId(index)) {
            def.kind.uses_mut().into_iter().for_each(|value| value.id = now(value.id));
        }
    }
    api.map_held_types(&now);
    api.omitted.extend(shared.keys());
    api.shared = shared;
    api
}

/// The merged type.
fn joined(api: &Api, set: &[TypeId], shared: &BTreeMap<TypeId, TypeId>, name: Option<&str>) -> TypeDef {
    let first = set.first().copied().unwrap_or(TypeId(0));
    let mut def = api.types[first].clone();
    let others = || set.iter().skip(1).map(|id| &api.types[*id]);
    let also = others().flat_map(|other| std::iter::once(&other.origin).chain(&other.also)).cloned();
    let known: IndexSet<Origin> = def.also.iter().cloned().chain(also).filter(|origin| *origin != def.origin).collect();
    def.also = known.into_iter().collect();
    if others().any(|other| other.description != def.description) {
        def.description = None;
    }
    if let TypeKind::Object(object) = &mut def.kind {
        for property in &mut object.properties {
            let descriptions = set.iter().filter_map(|id| match &api.types[*id].kind {
                TypeKind::Object(object) => object.property(&property.name)?.description.as_ref(),
                _ => None,
            });
            property.description = most_frequent(descriptions);
        }
    }
    let position = |id: &TypeId| moved(&api.types[*id].position, shared);
    let own = position(&first);
    let is_one = set.iter().all(|id| position(id) == own);
    // Members are placed like their parents; unnamed ones are named after the first position.
    def.position = match name.filter(|_| !is_one) {
        Some(name) => SchemaPosition::Shared { name: name.to_owned() },
        None => own,
    };
    def
}

/// The position with its present parent.
fn moved(position: &SchemaPosition, shared: &BTreeMap<TypeId, TypeId>) -> SchemaPosition {
    let mut position = position.clone();
    match &mut position {
        SchemaPosition::Property { owner, .. }
        | SchemaPosition::Items { owner }
        | SchemaPosition::Element { owner, .. }
        | SchemaPosition::Values { owner }
        | SchemaPosition::Variant { owner, .. } => *owner = shared.get(owner).copied().unwrap_or(*owner),
        SchemaPosition::Component(_)
        | SchemaPosition::SharedPart(_)
        | SchemaPosition::Shared { .. }
        | SchemaPosition::Parameter { .. }
        | SchemaPosition::RequestBody { .. }
        | SchemaPosition::ResponseBody { .. } => {}
    }
    position
}

/// The most frequent text, or the first of several.
fn most_frequent<'t>(descriptions: impl Iterator<Item = &'t String>) -> Option<String> {
    let mut counts: indexmap::IndexMap<&String, usize> = indexmap::IndexMap::new();
    for text in descriptions {
        *counts.entry(text).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(text, _)| text.clone())
}

/// Sets of merged types (union-find): each type refers to another one of its set, the first to itself.
struct Sets(Vec<TypeId>);

impl Sets {
    fn new(count: usize) -> Self {
        Self((0..count).map(TypeId).collect())
    }

    fn first(&mut self, id: TypeId) -> TypeId {
        let mut at = id;
        while self.0[at.0] != at {
            self.0[at.0] = self.0[self.0[at.0].0];
            at = self.0[at.0];
        }
        at
    }

    /// Unites two types of one shape, with their members.
    fn unite(&mut self, api: &Api, one: TypeId, other: TypeId) {
        let mut open = vec![(one, other)];
        while let Some((one, other)) = open.pop() {
            let (first, second) = (self.first(one), self.first(other));
            if first == second {
                continue;
            }
            let (first, second) = if first < second { (first, second) } else { (second, first) };
            self.0[second.0] = first;
            let contained_types = |id: TypeId| contained_types(&api.types[id].kind).into_iter().map(|value| value.id);
            open.extend(contained_types(one).zip(contained_types(other)));
        }
    }

    /// The sets with several types, by the first of each.
    fn members(&mut self) -> BTreeMap<TypeId, Vec<TypeId>> {
        let mut sets: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
        for index in 0..self.0.len() {
            let first = self.first(TypeId(index));
            sets.entry(first).or_default().push(TypeId(index));
        }
        sets.retain(|_, members| members.len() > 1);
        sets
    }
}
