//! Which types of one shape mean one thing.
//!
//! An equal title or name is evidence; so is a shape that two schemas hardly have by chance: many properties, a long list
//! of enum values. A few common keys are none: `{id, name}` here is not the one there. A name that says nothing of what it names,
//! such as `data` or `status`, counts where the shape is of some size, or where the places are of one thing.

use super::words::{Words, words};
use crate::facts;
use crate::ir::label::labels;
use crate::ir::{Api, EnumValues, Place, TypeId, TypeKind};
use crate::settings::{self, Names};
use indexmap::IndexMap;
use std::collections::BTreeSet;

/// Types that mean one thing.
#[derive(Debug)]
pub(super) struct Group {
    /// The types, in the order of the document.
    pub(super) members: Vec<TypeId>,
    /// What their places have in common, the best name first.
    pub(super) names: Vec<String>,
}

/// Names that many things have.
const GENERIC: &[&str] = &[
    "attribute", "body", "code", "config", "configuration", "content", "context", "data", "default", "detail", "entity",
    "entry", "error", "event", "filter", "format", "id", "info", "item", "key", "kind", "level", "link", "list", "message",
    "meta", "metadata", "mode", "name", "node", "object", "option", "order", "output", "input", "parameter", "params", "payload", "property",
    "reason", "record", "request", "resource", "response", "result", "role", "row", "scope", "setting", "sort", "source",
    "state", "status", "target", "title", "type", "unit", "value", "variant", "version",
];

/// How much two shapes hardly have in common by chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Size {
    Small,
    Some,
    Large,
}

/// The groups of types that mean one thing, in the order of the document. Those that settings name otherwise are apart.
pub(super) fn groups(api: &Api, classes: &[Option<usize>], chosen: &Names) -> Vec<Group> {
    let items = facts::items(api);
    let mut by_class: IndexMap<usize, Vec<TypeId>> = IndexMap::new();
    for id in items.iter().filter(|id| is_candidate(api, classes, **id)) {
        if let Some(class) = classes[id.0] {
            by_class.entry(class).or_default().push(*id);
        }
    }
    let alike = by_class.into_values().filter(|members| members.len() > 1);
    alike.flat_map(|members| by_chosen_name(api, members, chosen)).flat_map(|members| of_class(api, &members)).collect()
}

/// What settings name several times is as many types; the first name counts for all that have none.
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

/// Two variants of one union stay two types, or nothing would tell them apart.
fn is_candidate(api: &Api, classes: &[Option<usize>], id: TypeId) -> bool {
    let Place::Variant { owner, .. } = api.types[id].place else { return true };
    let TypeKind::Union(union) = &api.types[owner].kind else { return true };
    let class = classes[id.0];
    union.variants.iter().filter(|variant| classes[variant.value.id.0] == class).count() < 2
}

/// A type with what is known of its place.
struct Member {
    id: TypeId,
    words: Words,
}

/// Of types of one shape, those that mean one thing.
fn of_class(api: &Api, members: &[TypeId]) -> Vec<Group> {
    let Some(first) = members.first() else { return Vec::new() };
    let size = size(api, *first);
    let title = api.types[*first].title.as_deref();
    let mut members: Vec<Member> = members.iter().map(|id| Member { id: *id, words: Words::of(api, *id) }).collect();
    if let Some(title) = title {
        for member in &mut members {
            member.words.name = Some(title.to_owned());
        }
    }
    if size == Size::Large {
        let (groups, rest) = by_common_thing(members, &[]);
        return groups.into_iter().chain(by_name(rest, size)).collect();
    }
    by_name(members, size)
}

/// Those that have one name.
fn by_name(members: Vec<Member>, size: Size) -> Vec<Group> {
    let mut named: IndexMap<String, Vec<Member>> = IndexMap::new();
    for member in members {
        if let Some(name) = member.words.name.clone() {
            named.entry(name).or_default().push(member);
        }
    }
    let mut groups = Vec::new();
    for (name, members) in named.into_iter().filter(|(_, members)| members.len() > 1) {
        let own: Vec<String> = words(&name).collect();
        if size == Size::Small && own.iter().all(|word| GENERIC.contains(&word.as_str())) {
            groups.extend(by_common_thing(members, &own).0);
        } else {
            groups.push(group(members));
        }
    }
    groups
}

/// Those that are of one thing, by the word that most have, then by the word that most of the others have, and so on; and
/// those that are alone.
fn by_common_thing(mut members: Vec<Member>, but: &[String]) -> (Vec<Group>, Vec<Member>) {
    let mut groups = Vec::new();
    loop {
        let mut counts: IndexMap<&str, usize> = IndexMap::new();
        for word in members.iter().flat_map(|member| &member.words.things).filter(|word| !but.contains(word)) {
            *counts.entry(word).or_default() += 1;
        }
        let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
        let Some(word) = counts.iter().find(|(_, count)| **count == most).map(|(word, _)| (*word).to_owned()) else { break };
        if most < 2 {
            break;
        }
        let (same, others): (Vec<Member>, Vec<Member>) =
            members.into_iter().partition(|member| member.words.things.contains(&word));
        groups.push(group(same));
        members = others;
    }
    (groups, members)
}

fn group(members: Vec<Member>) -> Group {
    let names = common_names(&members.iter().map(|member| &member.words).collect::<Vec<_>>());
    let ids: BTreeSet<TypeId> = members.into_iter().map(|member| member.id).collect();
    Group { members: ids.into_iter().collect(), names }
}

/// What places have in common, the best name first: their own name, with the thing that all are of where the name alone
/// says too little; or the things.
pub(super) fn common_names(places: &[&Words]) -> Vec<String> {
    let Some((first, rest)) = places.split_first() else { return Vec::new() };
    let everywhere = |word: &&String| rest.iter().all(|place| place.things.contains(word));
    let name = first.name.as_ref().filter(|name| rest.iter().all(|place| place.name.as_ref() == Some(name)));
    let own: Vec<String> = name.iter().flat_map(|name| words(name)).collect();
    let things: Vec<&str> =
        first.things.iter().filter(everywhere).filter(|word| !own.contains(word)).map(String::as_str).collect();
    let all = things.join(" ");
    let Some(name) = name else {
        let all = if all.is_empty() { "shape".to_owned() } else { all };
        return vec![all.clone(), format!("{all} data"), format!("{all} body")];
    };
    let of_thing = things.last().map(|thing| format!("{thing} {name}"));
    let of_all = (things.len() > 1).then(|| format!("{all} {name}"));
    let is_generic = own.iter().all(|word| GENERIC.contains(&word.as_str()));
    let alone = Some(name.clone());
    let candidates = if is_generic { [of_thing, of_all, alone] } else { [alone, of_thing, of_all] };
    candidates.into_iter().flatten().collect()
}

/// How many properties, enum values and variants are some, and how many are many.
const SOME: usize = 3;
const MANY: usize = 6;

fn size(api: &Api, id: TypeId) -> Size {
    let count = match &api.types[id].kind {
        TypeKind::Object(object) => object.properties.len(),
        TypeKind::Union(union) => union.variants.len(),
        TypeKind::Enum(list) => match &list.values {
            EnumValues::Strings(values) => values.len(),
            EnumValues::Integers(values) => values.len(),
            EnumValues::Numbers(values) => values.len(),
            EnumValues::Booleans(_) => 0,
        },
        _ => 0,
    };
    match count {
        0..SOME => Size::Small,
        SOME..MANY => Size::Some,
        _ => Size::Large,
    }
}
