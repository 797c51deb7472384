//! Reports schemas, operations, tags, properties of one object and values of one enum with the same name in Rust: all except one
//! are numbered.

use super::chosen::{Chosen, operation_id, wanted_method};
use super::operations::wanted_module;
use super::precedence::{NameSource, Wanted, numbered};
use super::types::{ClaimedNames, wanted_component, wanted_members};
use crate::analysis;
use crate::diagnostics::{Code, Diagnostics};
use crate::ir::label::labels;
use crate::ir::{Api, Operation, Property, Scalar, SchemaPosition, Tag, TypeDef, TypeId, TypeKind};
use crate::settings;
use std::collections::HashSet;

/// Reports every named schema, property, enum value, operation and tag with the name of another one.
pub(crate) fn report(api: &Api, chosen: &Chosen, diagnostics: &mut Diagnostics) {
    report_properties(api, chosen, diagnostics);
    report_enum_values(api, chosen, diagnostics);
    report_tags(api, chosen, diagnostics);
    // Webhooks are in a module of their own.
    report_operations(&api.outgoing().map(|(_, operation)| operation).collect::<Vec<_>>(), chosen, diagnostics);
    report_operations(&api.incoming().map(|(_, operation)| operation).collect::<Vec<_>>(), chosen, diagnostics);
    let collisions = collisions(api, chosen);
    if collisions.is_empty() {
        return;
    }
    let items = analysis::items(api);
    let claims = ClaimedNames::of_components(api, &|id| items.contains(&id), chosen);
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
    for (id, def) in api.types.iter().filter(|(id, _)| !api.omitted.contains(id)) {
        let TypeKind::Object(object) = &def.kind else { continue };
        let wanted = wanted_members(api, id, "", chosen);
        for (known, index) in numbered_by_default(&wanted) {
            let (known, property) = (&object.properties[known], &object.properties[index]);
            if reported.insert(property.origin.clone()) {
                report_property(def, property, known, &wanted[index].word, diagnostics);
            }
        }
    }
}

/// Each entry whose word another one has, after that one. Those with a name in the settings are meant to be so.
fn numbered_by_default(wanted: &[Wanted]) -> impl Iterator<Item = (usize, usize)> {
    numbered(wanted).filter(|(_, index)| wanted[*index].source != NameSource::Setting)
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

/// Reports the first value of each enum that has the Rust name of another one.
fn report_enum_values(api: &Api, chosen: &Chosen, diagnostics: &mut Diagnostics) {
    let mut reported = HashSet::new();
    for (id, def) in api.types.iter().filter(|(id, _)| !api.omitted.contains(id)) {
        let TypeKind::Enum(list) = &def.kind else { continue };
        let wanted = wanted_members(api, id, "", chosen);
        let mut collisions = numbered_by_default(&wanted);
        let values: Vec<String> = list.values.scalars().iter().map(Scalar::text).collect();
        // Documents without components repeat an enum wherever it is used.
        if let Some((known, index)) = collisions.next()
            && reported.insert(values.clone())
        {
            let word = &wanted[index].word;
            let further = match collisions.count() {
                0 => String::new(),
                1 => ", and so is another value".to_owned(),
                count => format!(", and so are {count} other values"),
            };
            let (known, value) = (&values[known], &values[index]);
            let message = format!(
                "the enum values `{known}` and `{value}` are both `{word}` in Rust: the second is numbered{further}"
            );
            let key = labels(def).first().map(|label| format!("{label}.{value}")).unwrap_or_default();
            let help = format!("name it in the settings: `{key:?} = \"…\"` under `[names.variants]`");
            diagnostics.warning(Code::NameCollision, &def.origin, message).at_key().help(help);
        }
    }
}

/// Reports every tag whose module has the name of another one.
fn report_tags(api: &Api, chosen: &Chosen, diagnostics: &mut Diagnostics) {
    let used: HashSet<&String> = api.outgoing().filter_map(|(_, operation)| operation.tag.as_ref()).collect();
    let tags: Vec<&Tag> = api.tags.iter().filter(|tag| used.contains(&tag.name)).collect();
    let wanted: Vec<Wanted> = tags.iter().map(|tag| wanted_module(Some(&tag.name), chosen)).collect();
    for (known, index) in numbered_by_default(&wanted) {
        let (known, tag, word) = (tags[known], tags[index], &wanted[index].word);
        let message = format!(
            "the operations of the tags `{}` and `{}` are both in `{word}`: this one is numbered",
            known.name, tag.name
        );
        diagnostics
            .warning(Code::NameCollision, &tag.origin, message)
            .also(&known.origin, format!("this is `{word}`"))
            .help(format!("name the module in the settings: `{:?} = \"…\"` under `[names.modules]`", tag.name));
    }
}

/// Reports every operation with the method name of another one. Equal ids are reported elsewhere.
fn report_operations(operations: &[&Operation], chosen: &Chosen, diagnostics: &mut Diagnostics) {
    let wanted: Vec<Wanted> = operations.iter().map(|operation| wanted_method(operation, chosen)).collect();
    for (known, index) in numbered_by_default(&wanted) {
        let (known, operation) = (operations[known], operations[index]);
        let (id, other, word) = (&operation.id, &known.id, &wanted[index].word);
        if operation_id(known, chosen) == operation_id(operation, chosen) {
            continue;
        }
        let key = |operation: &Operation| operation.origin.key("operationId");
        let message = format!("the operations `{other}` and `{id}` are both `{word}` in Rust: this one is numbered");
        diagnostics
            .warning(Code::NameCollision, &key(operation), message)
            .also(&key(known), format!("this is `{word}`"))
            .help(format!("name it in the settings: `{id:?} = \"…\"` under `[names.operations]`"));
    }
}

/// Each schema whose name another one has, after that one.
fn collisions(api: &Api, chosen: &Chosen) -> Vec<(TypeId, TypeId)> {
    let chosen_name =
        |def: &TypeDef| if chosen.types.is_empty() { None } else { settings::find(&chosen.types, &labels(def)) };
    let wanted = |def: &TypeDef| match (chosen_name(def), &def.position) {
        (Some(name), _) => Some(Wanted::chosen(name)),
        (None, SchemaPosition::Component(key)) => Some(wanted_component(api, key)),
        (None, _) => None,
    };
    let needed = api.types.iter().filter(|(id, _)| !api.omitted.contains(id));
    let (ids, wanted): (Vec<TypeId>, Vec<Wanted>) = needed.filter_map(|(id, def)| Some((id, wanted(def)?))).unzip();
    numbered_by_default(&wanted).map(|(known, index)| (ids[known], ids[index])).collect()
}

fn key(def: &TypeDef) -> &str {
    match &def.position {
        SchemaPosition::Component(key) => key,
        _ => "",
    }
}
