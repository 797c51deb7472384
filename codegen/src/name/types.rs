//! The names of types and of their members.

use super::case::{type_word, type_words, value_word};
use super::chosen::{Chosen, chosen_members};
use super::identifiers::TypeNames;
use super::place::{PreferredNames, model_word};
use super::repeated;
use super::reserved::{TAKEN_MODELS, TAKEN_PROPERTIES};
use super::scope::{Name, Scope};
use super::variant::variant_word;
use crate::facts::Facts;
use crate::ir::label::labels;
use crate::ir::{Api, Enum, EnumValues, Place, TypeDef, TypeId, TypeKind};
use crate::settings;
use std::collections::{HashMap, HashSet};

/// Components come first, then every other place, then shared types: so the name of a place does not depend on sharing.
pub(super) fn claim_types<'a>(api: &'a Api, facts: &Facts, chosen: &'a Chosen) -> Claims<'a> {
    let is_item = |id| facts.is_item(id);
    let shared: HashSet<TypeId> = api.shared.values().copied().collect();
    let is_place = |id| match api.shared.get(&id) {
        Some(shared) => facts.is_item(*shared),
        None => facts.is_item(id) && !shared.contains(&id),
    };
    let mut claims = Claims::of_components(api, &is_item, chosen);
    claims.claim(&is_place, &|def| !is_component(def));
    claims.claim_shared(&is_item);
    claims.claim(&is_item, &|_| true);
    claims
}

pub(super) fn is_component(def: &TypeDef) -> bool {
    matches!(def.place, Place::Component(_))
}

/// The assigned names of types.
pub(super) struct Claims<'a> {
    api: &'a Api,
    chosen: &'a Chosen,
    scope: Scope,
    pub(super) items: HashMap<TypeId, Name>,
}

impl<'a> Claims<'a> {
    /// Components first: names of the document's author take precedence over generated ones.
    pub(super) fn of_components(api: &'a Api, is_item: &dyn Fn(TypeId) -> bool, chosen: &'a Chosen) -> Self {
        let mut claims = Self { api, chosen, scope: Scope::with(TAKEN_MODELS), items: HashMap::new() };
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

    /// Names shared types, the most frequent first; they may take the name of one of their places.
    fn claim_shared(&mut self, is_item: &dyn Fn(TypeId) -> bool) {
        let mut counts: HashMap<TypeId, usize> = HashMap::new();
        self.api.shared.values().for_each(|id| *counts.entry(*id).or_default() += 1);
        let mut open: Vec<(TypeId, &str)> = Vec::new();
        for (id, def) in self.api.types.iter().filter(|(id, _)| is_item(*id) && !self.items.contains_key(id)) {
            if let Place::Shared { name } = &def.place {
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
        let own =
            self.api.shared.iter().find(|(place, shared)| {
                **shared == id && self.items.get(place).is_some_and(|name| name.as_str() == word)
            });
        let own = own.and_then(|(place, _)| self.items.remove(place));
        own.unwrap_or_else(|| self.scope.claim(&word))
    }

    /// The further names of each shared type.
    pub(super) fn places(&self) -> HashMap<TypeId, Vec<(TypeId, Name)>> {
        let mut places: HashMap<TypeId, Vec<(TypeId, Name)>> = HashMap::new();
        for (place, shared) in &self.api.shared {
            if let Some(name) = self.items.get(place) {
                places.entry(*shared).or_default().push((*place, name.clone()));
            }
        }
        places
    }

    pub(super) fn types(self) -> HashMap<TypeId, TypeNames> {
        let Self { api, chosen, items, mut scope } = self;
        let mut items: Vec<(TypeId, Name)> = items.into_iter().filter(|(id, _)| !api.shared.contains_key(id)).collect();
        items.sort_unstable_by_key(|(id, _)| *id);
        items.into_iter().map(|(id, item)| (id, type_names(api, id, item, &mut scope, chosen))).collect()
    }

    /// Names the items among these types that have no name yet.
    pub(super) fn claim(&mut self, is_item: &dyn Fn(TypeId) -> bool, is_selected: &dyn Fn(&TypeDef) -> bool) {
        for (id, def) in self.api.types.iter().filter(|(_, def)| is_selected(def)) {
            if is_item(id) && !self.items.contains_key(&id) {
                let mut names =
                    PreferredNames { api: self.api, items: &self.items, chosen: self.chosen }.type_names(id, def);
                let free = names.iter().position(|name| self.scope.is_free(name)).unwrap_or(0);
                self.items.insert(id, self.scope.claim(&names.swap_remove(free)));
            }
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
    let words = member_words(api, kind, item.as_str());
    let mut members: Vec<Option<Name>> = vec![None; words.len()];
    for (member, name) in members.iter_mut().zip(chosen_members(api, id, chosen)) {
        *member = name.map(|name| scope.claim(name));
    }
    let is_unchanged = |index: usize| match kind {
        TypeKind::Object(object) => object.properties.get(index).is_some_and(|property| property.name == words[index]),
        _ => false,
    };
    let members = claim_all(&mut scope, members, &words, is_unchanged);
    let rest = match kind {
        TypeKind::Object(_) => scope.claim("additional_properties"),
        _ => Name::new("Unknown"),
    };
    TypeNames { item, members, rest, required }
}

/// The struct of the constructor's arguments of `item`, if any.
pub(super) fn required_name(item: &Name, is_made: bool, items: &mut Scope) -> Name {
    let name = format!("{}Required", item.as_str().trim_end_matches('_'));
    if is_made { items.claim(&name) } else { Name::new(&name) }
}

/// Of the members with the same word, without those that have a name: the one that is named by it. That is the first whose name in
/// the document is the word, as `id` next to `_id`, or else the first.
pub(super) fn holders(
    words: &[String],
    has_name: impl Fn(usize) -> bool,
    is_unchanged: impl Fn(usize) -> bool,
) -> HashMap<&str, usize> {
    let mut holders: HashMap<&str, usize> = HashMap::new();
    for (index, word) in words.iter().enumerate().filter(|(index, _)| !has_name(*index)) {
        let holder = holders.entry(word).or_insert(index);
        if !is_unchanged(*holder) && is_unchanged(index) {
            *holder = index;
        }
    }
    holders
}

/// The names of members without one. Those that do not hold their word are numbered after all words are taken, so that no numbered
/// name equals one of those.
fn claim_all(
    scope: &mut Scope,
    mut members: Vec<Option<Name>>,
    words: &[String],
    is_unchanged: impl Fn(usize) -> bool,
) -> Vec<Name> {
    let holders = holders(words, |index| members[index].is_some(), is_unchanged);
    for (index, word) in words.iter().enumerate().filter(|(index, word)| holders.get(word.as_str()) == Some(index)) {
        members[index] = Some(scope.claim(word));
    }
    members.into_iter().zip(words).map(|(member, word)| member.unwrap_or_else(|| scope.claim(word))).collect()
}

fn member_words(api: &Api, kind: &TypeKind, item: &str) -> Vec<String> {
    match kind {
        TypeKind::Object(object) => object.properties.iter().map(|property| value_word(&property.name)).collect(),
        TypeKind::Enum(list) => enum_words(list, item),
        TypeKind::Union(union) => {
            let words = (0..union.variants.len()).map(|index| variant_word(api, union, index));
            repeated::union_words(item, &words.collect::<Vec<_>>())
        }
        TypeKind::Any
        | TypeKind::Boolean
        | TypeKind::Integer(_)
        | TypeKind::Number(_)
        | TypeKind::String(_)
        | TypeKind::Array(_)
        | TypeKind::Tuple(_)
        | TypeKind::Map(_)
        | TypeKind::Foreign(_) => Vec::new(),
    }
}

/// The longest title that is used as a name, in characters: longer ones are sentences.
const MAX_TITLE_LENGTH: usize = 50;

/// The stated name of each constant, else its value.
fn enum_words(list: &Enum, item: &str) -> Vec<String> {
    let titles = list.words.iter().map(|words| words.title.as_deref());
    let titles = titles.map(|title| title.filter(|title| title.chars().count() <= MAX_TITLE_LENGTH).map(type_word));
    let titles = titles.chain(std::iter::repeat(None));
    value_words(&list.values, item).into_iter().zip(titles).map(|(word, title)| title.unwrap_or(word)).collect()
}

fn value_words(values: &EnumValues, item: &str) -> Vec<String> {
    match values {
        EnumValues::Strings(strings) => repeated::value_words(item, &type_words(strings)),
        EnumValues::Integers(numbers) => numbers.iter().map(|number| type_word(&number.to_string())).collect(),
        EnumValues::Numbers(numbers) => numbers.iter().map(|number| number_word(*number)).collect(),
        EnumValues::Booleans(values) => values.iter().map(|value| type_word(&value.to_string())).collect(),
    }
}

/// A number, with an exponent if it is very large or very small and would have hundreds of digits.
fn number_word(number: f64) -> String {
    let text = format!("{number:?}");
    type_word(&text.trim_end_matches(".0").replace("e-", "e minus "))
}
