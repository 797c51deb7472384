//! Amend: writes settings that replace extensions into the document, in the place of the extension.
//!
//! So each has the effect of its extension, and is checked in the same way. A diagnostic about it points into the
//! settings.
//!
//! Uses: `diagnostics`, `load`, `lower`, `pointer`, `resolve`, `settings`, `text`. Used by: the crate root.

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Level, similar};
use crate::load::Document;
use crate::lower::extensions::{AUTH_SCHEME, PAGINATION, SEND_DEFAULT};
use crate::pointer::Origin;
use crate::resolve::{Node, Resolver};
use crate::settings::{Corrections, Entry, Settings};
use crate::text::listed;
use serde_json::Value;

/// The objects that can be amended, with the names that settings have for each.
#[derive(Default)]
struct Places {
    operations: Vec<(String, Origin)>,
    parameters: Vec<(String, Origin)>,
    schemes: Vec<(String, Origin)>,
}

/// Writes the settings into the document, and reports those that match nothing.
pub(crate) fn document(document: &mut Document, settings: &Settings, diagnostics: &mut Diagnostics) {
    let Corrections { pagination, send_defaults, auth_schemes, required, optional, .. } = &settings.corrections;
    let nothing_of_operations = [send_defaults, required, optional].into_iter().all(Vec::is_empty);
    if pagination.is_empty() && auth_schemes.is_empty() && nothing_of_operations {
        return;
    }
    let places = Places::of(document);
    for entry in pagination {
        let value = entry.value.clone();
        amend(document, entry, &places.operations, ("operation", PAGINATION), &value, diagnostics);
    }
    for entry in send_defaults {
        amend(document, entry, &places.parameters, ("parameter", SEND_DEFAULT), &Value::Bool(true), diagnostics);
    }
    // Entries for properties need the types: `customize` applies them, and reports those that match neither.
    for (entries, value) in [(required, true), (optional, false)] {
        for entry in entries.iter().filter(|entry| places.parameters.iter().any(|(name, _)| *name == entry.key)) {
            amend(document, entry, &places.parameters, ("parameter", "required"), &Value::Bool(value), diagnostics);
        }
    }
    for entry in auth_schemes {
        let value = Value::from(entry.value.as_str());
        amend(document, entry, &places.schemes, ("security scheme", AUTH_SCHEME), &value, diagnostics);
    }
}

/// Sets a key of every node that an entry names.
fn amend<T>(
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
        unmatched(entry, candidates, what, diagnostics);
    }
    for origin in named {
        document.amend(&origin, key, value.clone(), entry.place.clone());
    }
}

fn unmatched<T>(entry: &Entry<T>, candidates: &[(String, Origin)], what: &str, diagnostics: &mut Diagnostics) {
    let message = format!("the document has no {what} `{}`", entry.key);
    let diagnostic = diagnostics.push(Diagnostic::new(Level::Error, Code::UnusedSetting, entry.place.clone(), message));
    diagnostic.help(match similar(&entry.key, candidates.iter().map(|(name, _)| name.as_str())) {
        Some(similar) => format!("did you mean `{similar}`?"),
        None if candidates.is_empty() => "remove it: the document has none".to_owned(),
        None => format!("it has {}", listed(candidates.iter().map(|(name, _)| format!("`{name}`")))),
    });
}

/// The keys of a Path Item Object that are operations, apart from those of `additionalOperations`.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

impl Places {
    fn of(document: &Document) -> Self {
        let resolver = Resolver::new(document);
        // Invalid references are reported when they are lowered.
        let mut quiet = Diagnostics::default();
        let mut places = Self::default();
        for root in resolver.roots() {
            for (path, item) in root.get("paths").iter().flat_map(Node::entries) {
                if let Some(item) = resolver.follow(&item, &mut quiet) {
                    places.item(path, &item, |node| resolver.follow(node, &mut quiet));
                }
            }
            let components = root.get("components").and_then(|components| components.get("securitySchemes"));
            let schemes = components.or_else(|| root.get("securityDefinitions"));
            for (name, scheme) in schemes.iter().flat_map(Node::entries) {
                let scheme = resolver.follow(&scheme, &mut quiet);
                places.schemes.extend(scheme.map(|scheme| (name.to_owned(), scheme.origin)));
            }
        }
        places
    }

    fn item<'d>(&mut self, path: &str, item: &Node<'d>, mut follow: impl FnMut(&Node<'d>) -> Option<Node<'d>>) {
        let shared = item.get("parameters");
        for method in METHODS {
            let Some(operation) = item.get(method).filter(|operation| operation.value.is_object()) else { continue };
            let id = operation.value.get("operationId").and_then(Value::as_str).map(str::to_owned);
            let names: Vec<String> = id.into_iter().chain([format!("{} {path}", method.to_uppercase())]).collect();
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
