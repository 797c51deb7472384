//! The names that the settings choose.

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
    if chosen.operations.is_empty() {
        return &operation.name;
    }
    settings::find(&chosen.operations, &label::operation_names(operation)).map_or(&operation.name, |name| name)
}
