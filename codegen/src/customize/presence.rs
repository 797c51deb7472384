//! Settings that change whether properties are required or nullable.

use crate::diagnostics::Diagnostics;
use crate::ir::label::{member_names, operation_names};
use crate::ir::{Api, Property, Selection, TypeDef, TypeKind};
use crate::pointer::Origin;
use crate::settings::{Corrections, Entry, Settings, unmatched};
use std::collections::HashSet;

/// Applies the settings for properties. Those for parameters were applied before lowering.
pub(super) fn set(api: &mut Api, settings: &Settings, diagnostics: &mut Diagnostics) {
    let Corrections { required, optional, nullable, non_nullable, .. } = &settings.corrections;
    let parameters = if required.is_empty() && optional.is_empty() { HashSet::new() } else { parameter_names(api) };
    let discriminators = discriminators(api);
    for (entries, value) in [(required, true), (optional, false)] {
        for entry in entries.iter().filter(|entry| !parameters.contains(&entry.key)) {
            each(api, entry, "property or parameter", diagnostics, |property| {
                property.required = value;
                // A discriminator value is always sent.
                let is_tag = discriminators.contains(&property.name);
                let always = is_tag || (value && !property.read_only);
                property.known.iter_mut().for_each(|known| known.always = always);
            });
        }
    }
    for (entries, value) in [(nullable, true), (non_nullable, false)] {
        for entry in entries {
            each(api, entry, "property", diagnostics, |property| property.value.nullable = value);
        }
    }
}

/// Changes the property that an entry names, in its schema and wherever it is inherited.
fn each(api: &mut Api, entry: &Entry<()>, what: &str, diagnostics: &mut Diagnostics, change: impl Fn(&mut Property)) {
    let named: HashSet<Origin> = properties(api)
        .filter(|(def, property)| member_names(def, &property.name).contains(&entry.key))
        .map(|(_, property)| property.origin.clone())
        .collect();
    if named.is_empty() {
        let all = properties(api).flat_map(|(def, property)| member_names(def, &property.name));
        return unmatched(entry, all, what, diagnostics);
    }
    for def in &mut api.types.0 {
        let TypeKind::Object(object) = &mut def.kind else { continue };
        object.properties.iter_mut().filter(|property| named.contains(&property.origin)).for_each(&change);
    }
}

fn properties(api: &Api) -> impl Iterator<Item = (&TypeDef, &Property)> {
    api.types.iter().flat_map(|(_, def)| {
        let properties = match &def.kind {
            TypeKind::Object(object) => object.properties.as_slice(),
            _ => &[],
        };
        properties.iter().map(move |property| (def, property))
    })
}

fn parameter_names(api: &Api) -> HashSet<String> {
    let names = api.operations.iter().flat_map(|operation| {
        let parameters = operation.parameters.iter();
        parameters
            .flat_map(|parameter| operation_names(operation).map(|operation| format!("{operation}.{}", parameter.name)))
    });
    names.collect()
}

/// The discriminator properties of unions.
fn discriminators(api: &Api) -> HashSet<String> {
    let selection = |kind: &TypeKind| match kind {
        TypeKind::Union(union) => match &union.selection {
            Selection::Discriminator { property, .. } => Some(property.clone()),
            Selection::Tests(_) => None,
        },
        _ => None,
    };
    api.types.iter().filter_map(|(_, def)| selection(&def.kind)).collect()
}
