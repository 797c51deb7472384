//! Decides which types of one shape have the same meaning.
//!
//! An equal title or name is evidence; so is a shape that two schemas are unlikely to share by chance: many properties,
//! a long list of enum values. A few common keys are not: `{id, name}` may describe different things. A generic name,
//! such as `data` or `status`, counts only if the shape is large enough, or if the positions have a common subject.

use super::words::{ERROR_BODY, Words, words};
use crate::ir::label::labels;
use crate::ir::{Api, SchemaPosition, TypeDef, TypeId, TypeKind};
use crate::settings::{self, Names};
use crate::{analysis, name};
use indexmap::IndexMap;
use std::collections::{BTreeSet, HashSet};

/// Types with the same meaning.
#[derive(Debug)]
pub(super) struct Group {
    /// Its types, in the order of the document.
    pub(super) members: Vec<TypeId>,
    /// The words that their positions have in common.
    pub(super) name: String,
}

/// A group with all possible names, the best first.
struct Candidate {
    members: Vec<TypeId>,
    names: Vec<String>,
}

/// Names that many things have.
const GENERIC: &[&str] = &[
    "attribute",
    "body",
    "code",
    "config",
    "configuration",
    "content",
    "context",
    "data",
    "default",
    "detail",
    "entity",
    "entry",
    "error",
    "event",
    "filter",
    "format",
    "id",
    "info",
    "item",
    "key",
    "kind",
    "level",
    "link",
    "list",
    "message",
    "meta",
    "metadata",
    "mode",
    "name",
    "node",
    "object",
    "option",
    "order",
    "output",
    "input",
    "parameter",
    "params",
    "payload",
    "property",
    "reason",
    "record",
    "request",
    "resource",
    "response",
    "result",
    "role",
    "row",
    "scope",
    "setting",
    "sort",
    "source",
    "state",
    "status",
    "target",
    "title",
    "type",
    "unit",
    "value",
    "variant",
    "version",
];

/// The size of a shape: large shapes are rarely equal by chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Size {
    /// At most one property.
    Tiny,
    Small,
    /// An object of several properties.
    Medium,
    Large,
}

/// The least number of properties of an object of medium size, and of properties, variants or values of a large type.
const MIN_MEDIUM: usize = 3;
const MIN_LARGE: usize = 6;

/// The groups of types with the same meaning. Types that settings name differently are separate, and so are those without a
/// unique name.
pub(super) fn groups(api: &Api, classes: &[Option<usize>], chosen: &Names) -> Vec<Group> {
    let items = analysis::items(api);
    let mut by_class: IndexMap<usize, Vec<TypeId>> = IndexMap::new();
    for id in items.iter().filter(|id| is_candidate(api, **id)) {
        if let Some(class) = classes[id.0] {
            by_class.entry(class).or_default().push(*id);
        }
    }
    let alike = by_class.into_values().filter(|members| members.len() > 1);
    let named = alike.flat_map(|members| by_chosen_name(api, members, chosen));
    let mut candidates: Vec<Candidate> = named.flat_map(|members| of_class(api, &members)).collect();
    // The most frequent ones get their names first.
    candidates
        .sort_by_key(|candidate| (std::cmp::Reverse(candidate.members.len()), candidate.members.first().copied()));
    let own_names = name::before_sharing(api, chosen);
    let mut used: HashSet<String> = own_names.values().map(ToString::to_string).collect();
    let mut groups = Vec::new();
    for Candidate { members, names } in candidates {
        let is_own =
            |word: &String| members.iter().any(|id| own_names.get(id).is_some_and(|name| name.as_str() == word));
        let free = names.into_iter().find_map(|name| {
            let word = name::model_name(&name)?;
            (is_own(&word) || !used.contains(&word)).then_some((name, word))
        });
        if let Some((name, word)) = free {
            used.insert(word);
            groups.push(Group { members, name });
        }
    }
    groups
}

/// Different names in settings make different types; the first one applies to all types without a name.
fn by_chosen_name(api: &Api, members: Vec<TypeId>, chosen: &Names) -> Vec<Vec<TypeId>> {
    if chosen.types.is_empty() {
        return vec![members];
    }
    let mut named: IndexMap<&str, Vec<TypeId>> = IndexMap::new();
    let mut others = Vec::new();
    for id in members {
        match settings::find(&chosen.types, &labels(&api.types[id])) {
            Some(name) => named.entry(name.as_str()).or_default().push(id),
            None => others.push(id),
        }
    }
    let mut groups: Vec<Vec<TypeId>> = named.into_values().collect();
    match groups.first_mut() {
        Some(first) => first.extend(others),
        None => groups.push(others),
    }
    for group in &mut groups {
        group.sort_unstable();
    }
    groups
}

/// Variants without a title have no meaningful name, and a single value is not a list. Both are shared only with their
/// parents.
fn is_candidate(api: &Api, id: TypeId) -> bool {
    let def = &api.types[id];
    let is_constant = matches!(&def.kind, TypeKind::Enum(list) if list.only().is_some());
    !is_constant
        && (def.title.is_some() || !matches!(def.position, SchemaPosition::Variant { .. }))
        && !has_twin(api, id)
}

/// Two variants of one union with the same title stay two types, or they could not be distinguished.
fn has_twin(api: &Api, id: TypeId) -> bool {
    let SchemaPosition::Variant { owner, .. } = api.types[id].position else { return false };
    let TypeKind::Union(union) = &api.types[owner].kind else { return false };
    let title = &api.types[id].title;
    union.variants.iter().filter(|variant| api.types[variant.value.id].title == *title).count() > 1
}

/// A type with facts about its position.
struct Member {
    id: TypeId,
    words: Words,
}

impl Member {
    /// The words that identify it: those of its name that are not generic; for an unnamed body, those of its operation.
    fn identifying_words(&self) -> Vec<String> {
        match &self.words.name {
            Some(name) => words(name).filter(|word| !is_generic(word)).collect(),
            None => self.words.subjects.clone(),
        }
    }

    /// Its owners.
    fn owners(&self) -> Vec<String> {
        let own: Vec<String> = self.words.name.iter().flat_map(|name| words(name)).collect();
        let subjects = self.words.subjects.iter().filter(|word| !own.contains(word) && !is_generic(word));
        subjects.cloned().collect()
    }
}

fn is_generic(word: &str) -> bool {
    GENERIC.contains(&word)
}

/// Whether a name is generic.
fn is_generic_name(name: &str) -> bool {
    name != ERROR_BODY && words(name).all(|word| is_generic(&word))
}

/// The title, or the name of an enum in an extension.
fn explicit_name(def: &TypeDef) -> Option<&String> {
    match &def.kind {
        TypeKind::Enum(list) => list.name.as_ref().or(def.title.as_ref()),
        _ => def.title.as_ref(),
    }
}

/// The groups among types of one shape.
fn of_class(api: &Api, members: &[TypeId]) -> Vec<Candidate> {
    let Some(first) = members.first() else { return Vec::new() };
    let shape = Shape { size: size(api, *first), is_object: matches!(api.types[*first].kind, TypeKind::Object(_)) };
    let mut members: Vec<Member> = members.iter().map(|id| Member { id: *id, words: Words::of(api, *id) }).collect();
    if let Some(name) = explicit_name(&api.types[*first]) {
        for member in &mut members {
            member.words.name = Some(name.clone());
        }
    }
    if shape.size == Size::Large {
        let (groups, rest) = by_most_frequent(members, &Member::identifying_words);
        let groups = groups.into_iter().map(|(_, members)| shape.group(members, None));
        return groups.chain(shape.by_name(rest)).collect();
    }
    shape.by_name(members)
}

/// The common properties of all types of a class.
#[derive(Debug, Clone, Copy)]
struct Shape {
    size: Size,
    is_object: bool,
}

impl Shape {
    /// Groups by equal name.
    fn by_name(self, members: Vec<Member>) -> Vec<Candidate> {
        let mut named: IndexMap<String, Vec<Member>> = IndexMap::new();
        for member in members {
            if let Some(name) = member.words.name.clone() {
                named.entry(name).or_default().push(member);
            }
        }
        let mut groups = Vec::new();
        for (name, members) in named.into_iter().filter(|(_, members)| members.len() > 1) {
            let is_evidence = match self.size {
                Size::Tiny => name == ERROR_BODY,
                Size::Small => !is_generic_name(&name),
                Size::Medium | Size::Large => true,
            };
            if is_evidence {
                groups.push(self.group(members, None));
            } else {
                let owned = by_most_frequent(members, &Member::owners).0;
                groups.extend(owned.into_iter().map(|(owner, members)| self.group(members, Some(&owner))));
            }
        }
        groups
    }

    fn group(self, members: Vec<Member>, owner: Option<&str>) -> Candidate {
        let names = self.names(&members, owner);
        let ids: BTreeSet<TypeId> = members.into_iter().map(|member| member.id).collect();
        Candidate { members: ids.into_iter().collect(), names }
    }

    /// The names that positions have in common, the best first: their own name, prefixed with their common subject if
    /// it is generic or taken.
    fn names(self, members: &[Member], owner: Option<&str>) -> Vec<String> {
        let Some((first, rest)) = members.split_first() else { return Vec::new() };
        let is_name = |name: &&String| rest.iter().all(|member| member.words.name.as_ref() == Some(*name));
        let own = first.words.name.clone().filter(|name| is_name(&name));
        let name = own.unwrap_or_else(|| {
            let others: Vec<Vec<String>> = rest.iter().map(Member::identifying_words).collect();
            let common = |word: &String| others.iter().all(|other| other.contains(word));
            first.identifying_words().into_iter().filter(common).collect::<Vec<_>>().join(" ")
        });
        if name.is_empty() {
            return Vec::new();
        }
        let common = |word: &String| rest.iter().all(|member| member.owners().contains(word));
        let owner = owner.map(str::to_owned).or_else(|| first.owners().into_iter().rfind(common));
        let qualified = owner.map(|owner| format!("{owner} {name}"));
        let more = format!("{name} {}", if self.is_object { "data" } else { "value" });
        let names = if is_generic_name(&name) {
            vec![qualified, Some(name).filter(|_| self.is_object)]
        } else {
            vec![Some(name), qualified, Some(more)]
        };
        names.into_iter().flatten().collect()
    }
}

/// Groups with a word in common: first by the most frequent word, then by the most frequent word of the rest, and so
/// on; and those without a group. Of equally frequent words, the last is the most specific.
fn by_most_frequent(
    members: Vec<Member>,
    words: &impl Fn(&Member) -> Vec<String>,
) -> (Vec<(String, Vec<Member>)>, Vec<Member>) {
    let mut members: Vec<(Member, Vec<String>)> =
        members.into_iter().map(|member| (words(&member), member)).map(|(words, member)| (member, words)).collect();
    let mut counts: IndexMap<String, usize> = IndexMap::new();
    for word in members.iter().flat_map(|(_, words)| words) {
        *counts.entry(word.clone()).or_default() += 1;
    }
    let mut groups = Vec::new();
    while let Some(word) = counts.iter().max_by_key(|(_, count)| **count).filter(|(_, count)| **count > 1) {
        let word = word.0.clone();
        let (same, others): (Vec<_>, Vec<_>) = members.into_iter().partition(|(_, words)| words.contains(&word));
        for known in same.iter().flat_map(|(_, words)| words) {
            counts.entry(known.clone()).and_modify(|count| *count -= 1);
        }
        groups.push((word, same.into_iter().map(|(member, _)| member).collect()));
        members = others;
    }
    (groups, members.into_iter().map(|(member, _)| member).collect())
}

fn size(api: &Api, id: TypeId) -> Size {
    match &api.types[id].kind {
        TypeKind::Object(object) => match object.properties.len() {
            0..2 => Size::Tiny,
            2..MIN_MEDIUM => Size::Small,
            MIN_MEDIUM..MIN_LARGE => Size::Medium,
            _ => Size::Large,
        },
        TypeKind::Union(union) if union.variants.len() >= MIN_LARGE => Size::Large,
        TypeKind::Enum(list) if list.values.len() >= MIN_LARGE => Size::Large,
        _ => Size::Small,
    }
}
