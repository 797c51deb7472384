//! Emission: IR, analysis and names become modules of tokens.
//!
//! Everything has been checked, so nothing here can fail, and what concerns several files has been decided: each file is a
//! template, filled from the analysis.
//!
//! Modules: `docs` (Markdown to doc comments), `common` (shared code), `model` (types), `operation` (requests and responses),
//! `client` (the root, servers, crate documentation), `example` (calls as programs write them), `tables` (payloads, and tables
//! for tests), `service` (the server side), `surface` (the public API, for `diff`), `features` (conditional compilation),
//! `crate_features` (features and dependencies of emitted crates). Only this module creates tokens, and only
//! [`crate::output::format`] formats them.
//!
//! Uses: `analysis`, `ir`, `name`, `pointer`, `sample`, `settings`, `surface`, `text`, `validate`. Used by:
//! `build_script`, `output`.

mod client;
mod common;
pub(crate) mod crate_features;
pub(crate) mod docs;
pub(crate) mod example;
mod features;
mod model;
mod operation;
mod service;
#[cfg(feature = "diff")]
pub(crate) mod surface;
pub(crate) mod tables;

use features::FeatureConditions;

use crate::analysis::Analysis;
use crate::ir::{Api, Operation, TypeId};
use crate::name::Names;
use crate::settings::Layout;
use crate::settings::Settings;
use proc_macro2::TokenStream;
use quote::quote;

/// The input of emission.
#[derive(Debug)]
pub struct Emitter<'a> {
    /// The document.
    pub api: &'a Api,
    /// Its analysis.
    pub analysis: &'a Analysis,
    /// Its names.
    pub names: &'a Names,
    /// Whether they become modules or a crate.
    pub layout: &'a Layout,
    /// The Cargo features under which items are compiled.
    pub conditions: FeatureConditions,
    /// The settings.
    pub settings: &'a Settings,
}

impl<'a> Emitter<'a> {
    /// Creates an emitter for a document.
    #[must_use]
    pub fn new(
        api: &'a Api,
        analysis: &'a Analysis,
        names: &'a Names,
        layout: &'a Layout,
        settings: &'a Settings,
    ) -> Self {
        Self { api, analysis, names, layout, conditions: FeatureConditions::of(api, names, settings), settings }
    }

    /// `#[non_exhaustive]`, since the document may add a property.
    pub(crate) fn non_exhaustive(&self) -> Option<TokenStream> {
        (!self.settings.exhaustive).then(|| quote!(#[non_exhaustive]))
    }

    /// Whether callers or a service create values of the type. Of other types, only tests do.
    pub(crate) fn is_constructed(&self, id: TypeId) -> bool {
        self.analysis.is_sent(id) || self.settings.service
    }

    /// Whether `readOnly` properties are set, too: by a service, or by the sender of a webhook.
    pub(crate) fn is_served(&self, id: TypeId) -> bool {
        self.settings.service || self.analysis.is_both_ways(id)
    }

    /// Whether the operation is read from requests.
    pub(crate) fn is_received(&self, operation: &Operation) -> bool {
        self.settings.service || operation.incoming.is_some()
    }
}

/// One emitted file.
#[derive(Debug)]
pub struct Module {
    /// Its path under the output folder, with `/` between folders.
    pub path: String,
    /// The module's documentation; a root module has none, since it is included into a file that has its own.
    pub docs: Option<String>,
    /// Its items, in reading order.
    pub items: Vec<TokenStream>,
}

/// A file to be emitted; returns `None` if the document has no content for it.
pub type Job<'a> = Box<dyn FnOnce() -> Option<Module> + 'a>;

/// Every file of the client: the root, the models, the operations, the headers of responses, the servers, the table of
/// payloads. Each on its own, so that they can be shared out; the order is the same for the same document.
#[must_use]
pub fn jobs<'a>(emitter: &'a Emitter<'a>) -> Vec<Job<'a>> {
    let mut jobs: Vec<Job> = vec![Box::new(|| Some(client::root(emitter)))];
    jobs.extend(operation::jobs(emitter));
    jobs.extend(model::jobs(emitter));
    jobs.push(Box::new(|| operation::headers::module(emitter)));
    jobs.push(Box::new(|| client::servers::module(emitter)));
    jobs.extend(service::jobs(emitter));
    jobs.push(Box::new(|| Some(tables::payloads::module(emitter))));
    let (folder, _) = emitter.layout.root();
    let in_folder = |job: Job<'a>| -> Job<'a> {
        Box::new(move || {
            let mut module = job()?;
            module.path.insert_str(0, folder);
            Some(module)
        })
    };
    jobs.into_iter().map(in_folder).collect()
}

/// A root module, and a module for the operations of each tag.
fn jobs_by_tag<'a>(
    emitter: &'a Emitter<'a>,
    root: fn(&Emitter) -> Module,
    of_tag: fn(&Emitter, &crate::name::Module) -> Module,
) -> Vec<Job<'a>> {
    let tags = emitter.names.modules().iter();
    let tags = tags.map(|module| -> Job<'a> { Box::new(move || Some(of_tag(emitter, module))) });
    let root: Job<'a> = Box::new(move || Some(root(emitter)));
    std::iter::once(root).chain(tags).collect()
}

#[cfg(test)]
mod tests {
    use super::{Emitter, jobs};
    use crate::analysis::Analysis;
    use crate::diagnostics::Diagnostics;
    use crate::lower::testing::{document, lower};
    use crate::name;
    use crate::output::format;
    use crate::settings::Layout;
    use crate::settings::Settings;
    use serde_json::{Value, json};

    /// The client of a document that sends each of these schemas.
    fn client(schemas: &Value) -> String {
        let keys: Vec<String> = schemas.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect();
        client_of(schemas, &keys)
    }

    /// The client of a document that sends the schemas of these keys.
    fn client_of(schemas: &Value, sent: &[String]) -> String {
        let keys = sent.iter();
        let paths = keys.map(|key| {
            let schema = json!({ "$ref": format!("#/components/schemas/{key}") });
            let body = json!({ "required": true, "content": { "application/json": { "schema": schema } } });
            (format!("/{key}"), json!({ "post": { "requestBody": body, "responses": {} } }))
        });
        let api_document = document(&paths.collect(), schemas);
        let lowered = lower(&api_document, &mut Diagnostics::default());
        let settings = Settings::default();
        let analysis = Analysis::of(&lowered);
        let names = name::assign(&lowered, &analysis, &settings.names);
        let emitter = Emitter::new(&lowered, &analysis, &names, &Layout::Modules, &settings);
        let modules = jobs(&emitter).into_iter().filter_map(|job| job());
        modules.map(|module| format::module(module, "test").expect("the tokens are Rust").text).collect()
    }

    #[test]
    fn constraints_of_inline_types_are_checked() {
        let client = client(&json!({
            "Labels": {
                "type": "object",
                "properties": { "a": { "type": "string" } },
                "additionalProperties": { "type": "string", "maxLength": 3 },
            },
            "Tree": { "type": "array", "items": {
                "type": "array", "maxItems": 2, "items": { "$ref": "#/components/schemas/Tree" },
            }},
        }));
        for check in [".items(&const{Rules::new().max_length(3)})", ".items(&const{Rules::new().max_items(2)})"] {
            let words: String = client.split_whitespace().collect();
            assert!(words.contains(check), "{client}");
        }
    }

    #[test]
    fn long_chains_of_types_do_not_overflow_the_stack() {
        let next = |level: usize| json!({ "$ref": format!("#/components/schemas/S{}", level + 1) });
        let kinds: [fn(Value) -> Value; 5] = [
            |next| json!({ "type": "array", "maxItems": 9, "items": next }),
            |next| json!({ "type": "object", "additionalProperties": next }),
            |next| json!({ "type": "object", "required": ["a"], "properties": { "a": next } }),
            |next| json!({ "oneOf": [next, { "type": "integer" }] }),
            |next| json!({ "prefixItems": [next], "minItems": 1, "maxItems": 1 }),
        ];
        for kind in kinds {
            let mut schemas: serde_json::Map<String, Value> =
                (0..1000).map(|level| (format!("S{level}"), kind(next(level)))).collect();
            schemas
                .insert("S1000".to_owned(), json!({ "type": "object", "properties": { "a": { "type": "string" } } }));
            let sent = schemas.keys().next().cloned();
            assert!(client_of(&Value::Object(schemas), sent.as_slice()).len() > 1000);
        }
    }
}
