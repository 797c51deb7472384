//! Extensions: writes settings that replace extensions into the document, where the extension would be.
//!
//! So a setting has the same effect as its extension, and is checked in the same way. A diagnostic about it points into
//! the settings.
//!
//! Uses: `diagnostics`, `ir`, `load`, `lower`, `pointer`, `resolve`, `settings`, `swagger2`. Used by: the crate root.

use crate::diagnostics::{Diagnostics, KeyOrValue, Level};
use crate::ir::Method;
use crate::load::Document;
use crate::lower::extensions::{AUTH_SCHEME, PAGINATION, SEND_DEFAULT};
use crate::pointer::Origin;
use crate::resolve::{Node, Resolver};
use crate::settings::{Corrections, Entry, Member, Settings, Structured, unmatched};
use crate::swagger2::FURTHER_PATHS;
use serde_json::Value;

/// The objects in which settings can set a key, with the names that settings have for each.
#[derive(Default)]
struct Targets {
    operations: Vec<(String, Origin)>,
    parameters: Vec<(String, Origin)>,
    schemes: Vec<(String, Origin)>,
}

/// Writes the settings into the document, and reports those that match nothing.
pub(crate) fn apply(document: &mut Document, settings: &Settings, diagnostics: &mut Diagnostics) {
    let Corrections { pagination, send_defaults, auth_schemes, required, optional, .. } = &settings.corrections;
    let nothing_of_operations = [send_defaults, required, optional].into_iter().all(Vec::is_empty);
    if pagination.is_empty() && auth_schemes.is_empty() && nothing_of_operations {
        return;
    }
    let targets = Targets::of(document);
    set_structured(document, pagination, &targets.operations, ("operation", PAGINATION), diagnostics);
    set_structured(document, auth_schemes, &targets.schemes, ("security scheme", AUTH_SCHEME), diagnostics);
    for entry in send_defaults {
        set_in_named(
            document,
            entry,
            &targets.parameters,
            ("parameter", SEND_DEFAULT),
            &Value::Bool(true),
            diagnostics,
        );
    }
    // Entries for properties need the types: `customize` applies them, and reports those that match neither.
    for (entries, value) in [(required, true), (optional, false)] {
        for entry in entries.iter().filter(|entry| targets.parameters.iter().any(|(name, _)| *name == entry.key)) {
            set_in_named(
                document,
                entry,
                &targets.parameters,
                ("parameter", "required"),
                &Value::Bool(value),
                diagnostics,
            );
        }
    }
}

/// Makes mistakes in the values of settings errors, as in all settings, also if the document is read leniently.
pub(crate) fn reject_mistakes(document: &Document, diagnostics: &mut Diagnostics) {
    let warnings = diagnostics.list_mut().iter_mut().filter(|diagnostic| diagnostic.level == Level::Warning);
    for diagnostic in warnings {
        if diagnostic.location.node().is_some_and(|origin| document.setting_of(origin, KeyOrValue::Value).is_some()) {
            diagnostic.level = Level::Error;
        }
    }
}

/// Sets a key of every node that an entry names to the value of the entry, with the locations of its members.
fn set_structured(
    document: &mut Document,
    entries: &[Entry<Structured>],
    candidates: &[(String, Origin)],
    (what, key): (&str, &str),
    diagnostics: &mut Diagnostics,
) {
    for entry in entries {
        let Structured { value, members } = &entry.value;
        set_in_named(document, entry, candidates, (what, key), value, diagnostics);
        for (_, named) in candidates.iter().filter(|(name, _)| *name == entry.key) {
            for Member { keys, location } in members {
                let node = keys.iter().fold(named.key(key), |node, key| node.key(key));
                document.locate_setting(node, location.clone());
            }
        }
    }
}

/// Sets a key of every node that an entry names.
fn set_in_named<T>(
    document: &mut Document,
    entry: &Entry<T>,
    candidates: &[(String, Origin)],
    (what, key): (&str, &str),
    value: &Value,
    diagnostics: &mut Diagnostics,
) {
    let named: Vec<Origin> =
        candidates.iter().filter(|(name, _)| *name == entry.key).map(|(_, origin)| origin.clone()).collect();
    if named.is_empty() {
        unmatched(entry, candidates.iter().map(|(name, _)| name.clone()), what, diagnostics);
    }
    for origin in named {
        document.set_from_setting(&origin, key, value.clone(), entry.location.clone());
    }
}

impl Targets {
    fn of(document: &Document) -> Self {
        let resolver = Resolver::new(document);
        // Invalid references are reported when they are lowered.
        let mut quiet = Diagnostics::default();
        let mut targets = Self::default();
        for root in resolver.roots() {
            let sections = [root.get("paths"), root.get(FURTHER_PATHS)];
            for (path, item) in sections.iter().flatten().flat_map(Node::entries) {
                if let Some(item) = resolver.follow(&item, &mut quiet) {
                    targets.item(path, &item, |node| resolver.follow(node, &mut quiet));
                }
            }
            let components = root.get("components").and_then(|components| components.get("securitySchemes"));
            let schemes = components.or_else(|| root.get("securityDefinitions"));
            for (name, scheme) in schemes.iter().flat_map(Node::entries) {
                let scheme = resolver.follow(&scheme, &mut quiet);
                targets.schemes.extend(scheme.map(|scheme| (name.to_owned(), scheme.origin)));
            }
        }
        targets
    }

    fn item<'d>(&mut self, path: &str, item: &Node<'d>, mut follow: impl FnMut(&Node<'d>) -> Option<Node<'d>>) {
        let shared = item.get("parameters");
        let additional = item.get("additionalOperations");
        let methods = Method::ALL.iter().filter_map(|method| Some((method.as_str(), item.get(method.key())?)));
        let methods = methods.chain(additional.iter().flat_map(Node::entries));
        for (method, operation) in methods.filter(|(_, operation)| operation.value.is_object()) {
            let id = operation.value.get("operationId").and_then(Value::as_str).map(str::to_owned);
            let names: Vec<String> = id.into_iter().chain([format!("{method} {path}")]).collect();
            let own = operation.get("parameters");
            for parameter in shared.iter().chain(&own).flat_map(Node::items) {
                let Some(parameter) = follow(&parameter) else { continue };
                let Some(name) = parameter.value.get("name").and_then(Value::as_str) else { continue };
                let those = names.iter().map(|operation| (format!("{operation}.{name}"), parameter.origin.clone()));
                self.parameters.extend(those);
            }
            self.operations.extend(names.into_iter().map(|name| (name, operation.origin.clone())));
        }
    }
}
