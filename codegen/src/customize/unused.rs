//! Settings that match nothing, because of a typing mistake or a change of the document.

use super::schemas::Schemas;
use super::select;
use crate::diagnostics::Diagnostics;
use crate::ir::label::{labels, member_names, operation_names, variant_keys};
use crate::ir::{Api, TypeDef, TypeKind};
use crate::load::Document;
use crate::settings::{Entry, Settings, unmatched};

/// Reports every setting that matches nothing in `api`. Formats are known to [`replace_types`](super::replace::replace_types).
pub(crate) fn check(settings: &Settings, api: &Api, document: &Document, diagnostics: &mut Diagnostics) {
    let filter = &settings.filter;
    let operations: Vec<String> = api.operations.iter().flat_map(operation_names).collect();
    let tags: Vec<String> = api.tags.iter().map(|tag| tag.name.clone()).collect();
    let schemas: Vec<String> = api.types.0.iter().flat_map(labels).collect();
    report_patterns(&filter.tags, &[&tags], "tag", diagnostics);
    report_patterns(&filter.operations, &[&operations], "operation", diagnostics);
    report_patterns(&filter.exclude, &[&tags, &operations, &schemas], "tag, operation or schema", diagnostics);
    let incoming: Vec<String> = api.incoming().flat_map(|(_, operation)| operation_names(operation)).collect();
    report_patterns(&settings.webhooks.named, &[&incoming], "webhook", diagnostics);
    let names = &settings.names;
    report(&names.operations, &operations, "operation", diagnostics);
    report(&names.modules, &tags, "tag", diagnostics);
    if [&settings.derives, &settings.attributes].iter().any(|entries| !entries.is_empty())
        || !names.types.is_empty()
        || !settings.types.is_empty()
    {
        let schemas = Schemas::of(api, document);
        schemas.check_types(&names.types, diagnostics);
        schemas.check(&settings.types, diagnostics);
        schemas.check_types(&settings.derives, diagnostics);
        schemas.check_types(&settings.attributes, diagnostics);
    }
    if !names.properties.is_empty() {
        let properties: Vec<String> = api.types.0.iter().flat_map(property_names).collect();
        report(&names.properties, &properties, "property", diagnostics);
    }
    if !names.variants.is_empty() {
        let variants: Vec<String> = api.types.0.iter().flat_map(|def| variant_names(api, def)).collect();
        report(&names.variants, &variants, "variant", diagnostics);
    }
}

/// The names of the properties of a schema in settings.
fn property_names(def: &TypeDef) -> Vec<String> {
    let TypeKind::Object(object) = &def.kind else { return Vec::new() };
    object.properties.iter().flat_map(|property| member_names(def, &property.name)).collect()
}

fn variant_names(api: &Api, def: &TypeDef) -> Vec<String> {
    variant_keys(api, def).iter().flatten().flat_map(|key| member_names(def, key)).collect()
}

fn report_patterns(entries: &[Entry<()>], candidates: &[&[String]], what: &str, diagnostics: &mut Diagnostics) {
    for entry in entries {
        if !candidates.iter().any(|candidates| candidates.iter().any(|name| select::matches(&entry.key, name))) {
            let all = candidates.iter().flat_map(|candidates| candidates.iter().cloned());
            unmatched(entry, all, what, diagnostics);
        }
    }
}

fn report<T>(entries: &[Entry<T>], candidates: &[String], what: &str, diagnostics: &mut Diagnostics) {
    for entry in entries.iter().filter(|entry| !candidates.contains(&entry.key)) {
        unmatched(entry, candidates.iter().cloned(), what, diagnostics);
    }
}
