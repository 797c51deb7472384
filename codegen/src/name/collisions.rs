//! Reports schemas, and properties of one object, with the same name in Rust: all except one are numbered.

use super::case::value_word;
use super::chosen::{Chosen, chosen_members, operation_id};
use super::place::PreferredNames;
use super::types::{Claims, holders, is_component};
use crate::diagnostics::{Code, Diagnostics};
use crate::facts;
use crate::ir::label::labels;
use crate::ir::{Api, Operation, Place, Property, TypeDef, TypeId, TypeKind};
use crate::settings;
use std::collections::{HashMap, HashSet};

/// Reports every named schema, property and operation with the name of an earlier one.
pub(crate) fn report(api: &Api, chosen: &Chosen, diagnostics: &mut Diagnostics) {
    report_properties(api, chosen, diagnostics);
    report_operations(api, chosen, diagnostics);
    let collisions = collisions(api, chosen);
    if collisions.is_empty() {
        return;
    }
    let items = facts::items(api);
    let claims = Claims::of_components(api, &|id| items.contains(&id), chosen);
    for (first, second) in collisions {
        let (Some(name), Some(other)) = (claims.items.get(&second), claims.items.get(&first)) else { continue };
        let (def, known) = (&api.types[second], &api.types[first]);
        let message =
            format!("the schema `{}` becomes the type `{name}`, because `{other}` is another schema", key(def));
        let help = if key(def) == key(known) {
            "rename one of them".to_owned()
        } else {
            format!("name it in the settings: `{:?} = \"…\"` under `[names.types]`", key(def))
        };
        diagnostics
            .warning(Code::NameCollision, &def.origin, message)
            .at_key()
            .also(&known.origin, format!("this is `{other}`"))
            .help(help);
    }
}

/// Reports every property with the Rust name of another one, once however many schemas inherit it.
fn report_properties(api: &Api, chosen: &Chosen, diagnostics: &mut Diagnostics) {
    let mut reported = HashSet::new();
    for (id, def) in api.types.iter().filter(|(id, _)| !api.unneeded.contains(id)) {
        let TypeKind::Object(object) = &def.kind else { continue };
        let words: Vec<String> = object.properties.iter().map(|property| value_word(&property.name)).collect();
        let chosen_names = chosen_members(api, id, chosen);
        let has_name = |index: usize| chosen_names.get(index).is_some_and(Option::is_some);
        let holders = holders(&words, has_name, |index| object.properties[index].name == words[index]);
        for (index, (property, word)) in object.properties.iter().zip(&words).enumerate() {
            let Some(known) = holders.get(word.as_str()).map(|holder| &object.properties[*holder]) else { continue };
            if !has_name(index) && known.name != property.name && reported.insert(property.origin.clone()) {
                report_property(def, property, known, word, diagnostics);
            }
        }
    }
}

fn report_property(def: &TypeDef, property: &Property, known: &Property, word: &str, diagnostics: &mut Diagnostics) {
    let key = labels(def).first().map(|label| format!("{label}.{}", property.name)).unwrap_or_default();
    let message = format!(
        "the properties `{}` and `{}` are both `{word}` in Rust: this one is numbered",
        known.name, property.name
    );
    diagnostics
        .warning(Code::NameCollision, &property.origin, message)
        .at_key()
        .also(&known.origin, format!("this is `{word}`"))
        .help(format!("name it in the settings: `{key:?} = \"…\"` under `[names.properties]`"));
}

/// Reports every operation with the method name of an earlier one. Equal ids are reported elsewhere.
fn report_operations(api: &Api, chosen: &Chosen, diagnostics: &mut Diagnostics) {
    let mut first: HashMap<String, &Operation> = HashMap::new();
    for (_, operation) in api.called() {
        let word = value_word(operation_id(operation, chosen));
        let known = *first.entry(word.clone()).or_insert(operation);
        let (id, other) = (&operation.id, &known.id);
        if operation_id(known, chosen) == operation_id(operation, chosen) || id == other {
            continue;
        }
        let place = |operation: &Operation| operation.origin.key("operationId");
        let message = format!("the operations `{other}` and `{id}` are both `{word}` in Rust: this one is numbered");
        diagnostics
            .warning(Code::NameCollision, &place(operation), message)
            .also(&place(known), format!("this is `{word}`"))
            .help(format!("name it in the settings: `{id:?} = \"…\"` under `[names.operations]`"));
    }
}

/// Each schema that has the name of an earlier one, with that one.
fn collisions(api: &Api, chosen: &Chosen) -> Vec<(TypeId, TypeId)> {
    let items = HashMap::new();
    let preferred = PreferredNames { api, items: &items, chosen };
    let chosen_name =
        |def: &TypeDef| if chosen.types.is_empty() { None } else { settings::find(&chosen.types, &labels(def)) };
    let mut first: HashMap<String, TypeId> = HashMap::new();
    let mut found = Vec::new();
    let needed = || api.types.iter().filter(|(id, _)| !api.unneeded.contains(id));
    // Names in the settings take precedence.
    for (id, name) in needed().filter_map(|(id, def)| Some((id, chosen_name(def)?))) {
        first.entry(name.clone()).or_insert(id);
    }
    for (id, def) in needed().filter(|(_, def)| is_component(def) && chosen_name(def).is_none()) {
        let earlier = *first.entry(preferred.type_name(id, def)).or_insert(id);
        if earlier != id {
            found.push((earlier, id));
        }
    }
    found
}

fn key(def: &TypeDef) -> &str {
    match &def.place {
        Place::Component(key) => key,
        _ => "",
    }
}
