//! What is named after the settings, and the ids that operations are named after.

use super::case::value_word;
use super::precedence::Wanted;
use crate::ir::label;
use crate::ir::{Api, Operation, TypeId, TypeKind};
use crate::settings;

/// The names that the settings choose.
pub(super) type Chosen = settings::Names;

/// The names of members in the settings, in the order of the members; empty if there are none.
pub(super) fn chosen_members<'c>(api: &Api, id: TypeId, chosen: &'c Chosen) -> Vec<Option<&'c str>> {
    let def = &api.types[id];
    let chosen_name = |entries: &'c [settings::Entry<String>], keys: Vec<String>| {
        let names: Vec<String> = keys.iter().flat_map(|key| label::member_names(def, key)).collect();
        settings::find(entries, &names).map(String::as_str)
    };
    match &def.kind {
        TypeKind::Object(object) if !chosen.properties.is_empty() => {
            let properties = object.properties.iter();
            properties.map(|property| chosen_name(&chosen.properties, vec![property.name.clone()])).collect()
        }
        _ if !chosen.variants.is_empty() => {
            let keys = label::variant_keys(api, def).into_iter();
            keys.map(|keys| chosen_name(&chosen.variants, keys)).collect()
        }
        _ => Vec::new(),
    }
}

/// The id that an operation is named after, unless the settings give a name.
pub(super) fn operation_id<'a>(operation: &'a Operation, chosen: &'a Chosen) -> &'a str {
    chosen_operation(operation, chosen).unwrap_or(&operation.name)
}

/// The name of an operation in the settings.
fn chosen_operation<'c>(operation: &Operation, chosen: &'c Chosen) -> Option<&'c str> {
    if chosen.operations.is_empty() {
        return None;
    }
    settings::find(&chosen.operations, &label::operation_names(operation)).map(String::as_str)
}

/// The word for the method of an operation. An id that is derived from a path is no text of the document.
pub(super) fn wanted_method(operation: &Operation, chosen: &Chosen) -> Wanted {
    let word = value_word(operation_id(operation, chosen));
    if chosen_operation(operation, chosen).is_some() {
        return Wanted::chosen(word);
    }
    match &operation.incoming {
        None if operation.is_id_derived => Wanted::derived(word),
        Some(incoming) if operation.is_id_derived => Wanted::of(incoming.name(), word),
        _ => Wanted::of(&operation.name, word),
    }
}
