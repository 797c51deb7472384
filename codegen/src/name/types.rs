//! The names of types and of their members.

use super::case::{type_word, wanted_values};
use super::chosen::{Chosen, chosen_members};
use super::displaced::Displaced;
use super::enum_value::enum_words;
use super::identifiers::TypeNames;
use super::precedence::{NameSource, Wanted, claim_all};
use super::preferred::{PreferredNames, component_word, model_word};
use super::repeated;
use super::reserved::{TAKEN_MODELS, TAKEN_PROPERTIES};
use super::scope::{Name, Scope};
use super::variant::variant_word;
use crate::analysis::Analysis;
use crate::ir::label::labels;
use crate::ir::{Api, SchemaPosition, TypeDef, TypeId, TypeKind, Union};
use crate::settings;
use std::collections::{HashMap, HashSet};

/// Components come first, then every other position, then shared types: so the name of a position does not depend on sharing.
pub(super) fn claim_types<'a>(api: &'a Api, analysis: &Analysis, chosen: &'a Chosen) -> ClaimedNames<'a> {
    let is_item = |id| analysis.is_item(id);
    let shared: HashSet<TypeId> = api.shared.values().copied().collect();
    let is_position = |id| match api.shared.get(&id) {
        Some(shared) => analysis.is_item(*shared),
        None => analysis.is_item(id) && !shared.contains(&id),
    };
    let mut claims = ClaimedNames::of_components(api, &is_item, chosen);
    claims.claim(&is_position, &|def| !is_component(def));
    claims.claim_shared(&is_item);
    claims.claim(&is_item, &|_| true);
    claims
}

/// The word for the type of a named schema.
pub(super) fn wanted_component(api: &Api, key: &str) -> Wanted {
    Wanted::of(key, model_word(component_word(api, key)))
}

pub(super) fn is_component(def: &TypeDef) -> bool {
    matches!(def.position, SchemaPosition::Component(_))
}

/// The assigned names of types.
pub(super) struct ClaimedNames<'a> {
    api: &'a Api,
    chosen: &'a Chosen,
    displaced: Displaced<'a>,
    scope: Scope,
    pub(super) items: HashMap<TypeId, Name>,
}

impl<'a> ClaimedNames<'a> {
    /// Components first: names of the document's author take precedence over generated ones.
    pub(super) fn of_components(api: &'a Api, is_item: &dyn Fn(TypeId) -> bool, chosen: &'a Chosen) -> Self {
        let displaced = Displaced::of(api, chosen);
        let mut claims = Self { api, chosen, displaced, scope: Scope::with(TAKEN_MODELS), items: HashMap::new() };
        if !chosen.types.is_empty() {
            for (id, def) in api.types.iter().filter(|(id, _)| is_item(*id)) {
                if let Some(name) = settings::find(&chosen.types, &labels(def)) {
                    claims.items.insert(id, claims.scope.claim(name));
                }
            }
        }
        claims.claim(is_item, &is_component);
        claims
    }

    /// Names shared types, the most frequent first; they may take the name of one of their positions.
    fn claim_shared(&mut self, is_item: &dyn Fn(TypeId) -> bool) {
        let mut counts: HashMap<TypeId, usize> = HashMap::new();
        self.api.shared.values().for_each(|id| *counts.entry(*id).or_default() += 1);
        let mut open: Vec<(TypeId, &str)> = Vec::new();
        for (id, def) in self.api.types.iter().filter(|(id, _)| is_item(*id) && !self.items.contains_key(id)) {
            if let SchemaPosition::Shared { name } = &def.position {
                open.push((id, name));
            }
        }
        open.sort_by_key(|(id, _)| std::cmp::Reverse(counts.get(id).copied()));
        for (id, name) in open {
            let name = self.shared_name(id, name);
            self.items.insert(id, name);
        }
    }

    fn shared_name(&mut self, id: TypeId, name: &str) -> Name {
        let word = model_word(type_word(name));
        let own = self.api.shared.iter().find(|(position, shared)| {
            **shared == id && self.items.get(position).is_some_and(|name| name.as_str() == word)
        });
        let own = own.and_then(|(position, _)| self.items.remove(position));
        own.unwrap_or_else(|| self.scope.claim(&word))
    }

    /// The further names of each shared type.
    pub(super) fn aliases(&self) -> HashMap<TypeId, Vec<(TypeId, Name)>> {
        let mut aliases: HashMap<TypeId, Vec<(TypeId, Name)>> = HashMap::new();
        for (position, shared) in &self.api.shared {
            if let Some(name) = self.items.get(position) {
                aliases.entry(*shared).or_default().push((*position, name.clone()));
            }
        }
        aliases
    }

    pub(super) fn types(self) -> HashMap<TypeId, TypeNames> {
        let Self { api, chosen, items, mut scope, .. } = self;
        let mut items: Vec<(TypeId, Name)> = items.into_iter().filter(|(id, _)| !api.shared.contains_key(id)).collect();
        items.sort_unstable_by_key(|(id, _)| *id);
        items.into_iter().map(|(id, item)| (id, type_names(api, id, item, &mut scope, chosen))).collect()
    }

    /// The source of the word that a name begins with, if several types have that word.
    fn source(&self, def: &TypeDef) -> NameSource {
        match &def.position {
            SchemaPosition::Component(key) => wanted_component(self.api, key).source,
            _ if self.displaced.has(self.api, def) => NameSource::Derived,
            _ => NameSource::Spelling,
        }
    }

    /// Names the items among these types that have no name yet.
    pub(super) fn claim(&mut self, is_item: &dyn Fn(TypeId) -> bool, is_selected: &dyn Fn(&TypeDef) -> bool) {
        let types = self.api.types.iter().filter(|(id, def)| is_selected(def) && is_item(*id));
        let mut types: Vec<(TypeId, &TypeDef)> = types.filter(|(id, _)| !self.items.contains_key(id)).collect();
        types.sort_by_key(|(_, def)| self.source(def));
        for (id, def) in types {
            let mut names =
                PreferredNames { api: self.api, items: &self.items, chosen: self.chosen }.type_names(id, def);
            let free = names.iter().position(|name| self.scope.is_free(name)).unwrap_or(0);
            self.items.insert(id, self.scope.claim(&names.swap_remove(free)));
        }
    }
}

/// The names of a type with the name `item`, which is in `items`; all other items are there by now, so that generated
/// names do not change them.
pub(super) fn type_names(api: &Api, id: TypeId, item: Name, items: &mut Scope, chosen: &Chosen) -> TypeNames {
    let kind = &api.types[id].kind;
    let required = required_name(&item, matches!(kind, TypeKind::Object(_)), items);
    let mut scope = match kind {
        TypeKind::Object(_) => Scope::with(TAKEN_PROPERTIES),
        _ => Scope::with(&["Unknown"]),
    };
    let members = claim_all(&mut scope, &wanted_members(api, id, item.as_str(), chosen));
    let rest = match kind {
        TypeKind::Object(_) => scope.claim("additional_properties"),
        _ => Name::new("Unknown"),
    };
    TypeNames { item, members, rest, required }
}

/// The struct of the constructor's arguments of `item`, if any.
pub(super) fn required_name(item: &Name, is_constructed: bool, items: &mut Scope) -> Name {
    let name = format!("{}Required", item.as_str().trim_end_matches('_'));
    if is_constructed { items.claim(&name) } else { Name::new(&name) }
}

/// The words for the members of a type with the name `item`.
pub(super) fn wanted_members(api: &Api, id: TypeId, item: &str, chosen: &Chosen) -> Vec<Wanted> {
    let mut members = member_words(api, &api.types[id].kind, item);
    for (member, name) in members.iter_mut().zip(chosen_members(api, id, chosen)) {
        if let Some(name) = name {
            *member = Wanted::chosen(name);
        }
    }
    members
}

fn member_words(api: &Api, kind: &TypeKind, item: &str) -> Vec<Wanted> {
    match kind {
        TypeKind::Object(object) => wanted_values(object.properties.iter().map(|property| property.name.as_str())),
        TypeKind::Enum(list) => enum_words(list, item),
        TypeKind::Union(union) => union_words(api, union, item),
        TypeKind::Any
        | TypeKind::Boolean
        | TypeKind::Integer(_)
        | TypeKind::Number(_)
        | TypeKind::String(_)
        | TypeKind::Array(_)
        | TypeKind::Tuple(_)
        | TypeKind::Map(_)
        | TypeKind::External(_) => Vec::new(),
    }
}

fn union_words(api: &Api, union: &Union, item: &str) -> Vec<Wanted> {
    let variants: Vec<Wanted> = (0..union.variants.len()).map(|index| variant_word(api, union, index)).collect();
    let words: Vec<String> = variants.iter().map(|variant| variant.word.clone()).collect();
    let shortened = repeated::union_words(item, &words).into_iter().zip(variants);
    shortened.map(|(word, variant)| if word == variant.word { variant } else { Wanted::derived(word) }).collect()
}
