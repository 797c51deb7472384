//! Lower: from the raw tree of a document to the intermediate representation.
//!
//! Each object of the specification is read once, by the file named after it, which reports its mistakes and continues
//! with the rest. Schemas are not lowered recursively: a use of a schema reserves an entry in the arena and queues the
//! work ([`schema`]), so neither recursion nor depth of the document can overflow the stack.
//!
//! Modules, from the bottom up: [`read`] reads one object; [`reference`] follows references; [`schema`] creates types;
//! [`document`] reads what concerns the whole API; [`operation`] reads the operations. Each may use those below it, and
//! all of them the [`context`] and the [`version`].
//!
//! Uses: `diagnostics`, `ir`, `load`, `pointer`, `resolve`, `swagger2`, `text`. Used by: `customize`, `extensions`.

mod context;
mod document;
pub(crate) mod operation;
mod read;
pub(crate) use read::extensions;
mod reference;
mod schema;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod version;

use crate::diagnostics::{Code, Diagnostics};
use crate::ir::{Api, SecurityScheme, Server, SharedResponse, Types};
use crate::load::Document;
use crate::resolve::{Node, Resolver};
use crate::swagger2::FURTHER_PATHS;
use context::Context;
use document::info::Info;
pub use operation::incoming::IncomingFilter;
use operation::{OperationDraft, Operations};
use reference::References;
use schema::Schemas;
use serde_json::Value;
use std::collections::HashSet;

/// Lowers a document. What cannot be lowered is reported and left out; if anything was reported as an error, the
/// result is incomplete and no later stage may run on it. Webhooks and callbacks are lowered if `incoming_filter` includes them.
pub fn api(resolver: Resolver<'_>, incoming_filter: &IncomingFilter, diagnostics: &mut Diagnostics) -> Api {
    let references = References::new(Context::new(resolver, diagnostics));
    let mut cx = Operations::new(Schemas::new(references), incoming_filter);
    let mut api = ApiDraft::default();
    for root in resolver.roots() {
        api.add(&mut cx, &root);
    }
    cx.name_operations(&mut api.operations);
    let named = api.operations.iter().filter_map(|operation| Some((&operation.origin, operation.tag.as_deref()?)));
    let tags = cx.lower_tags(&api.tags, &named.collect::<Vec<_>>());
    let mut types = cx.schemas.finish();
    let operations = cx.finish(api.operations, &mut types);
    cx.report_other_version();
    record_written_positions(&mut types, resolver.document());
    let info = api.info.unwrap_or_default();
    Api {
        origin: resolver.root().origin,
        title: info.title,
        version: info.version,
        description: info.description,
        license: info.license,
        servers: api.servers.map(|(_, servers)| servers).unwrap_or_default(),
        security_schemes: api.security_schemes,
        tags,
        operations,
        shared_responses: api.shared_responses,
        types,
        omitted: std::collections::BTreeSet::new(),
        shared: std::collections::BTreeMap::new(),
        short_keys: std::collections::BTreeMap::new(),
    }
}

/// Records the positions of schemas as they are written in their files, if an earlier stage has moved them.
fn record_written_positions(types: &mut Types, document: &Document) {
    for def in &mut types.0 {
        let written = document.written_at(&def.origin);
        for origin in &mut def.also {
            let written = document.written_at(origin);
            if written.file == origin.file {
                *origin = written;
            }
        }
        def.written = (written != def.origin && written.file == def.origin.file).then_some(written.pointer);
    }
}

/// The parts of the API, usually from one document, before all types are known.
#[derive(Default)]
struct ApiDraft<'d> {
    /// Of the first.
    info: Option<Info>,
    /// Of the first, and in its notation.
    servers: Option<(Vec<Option<&'d Value>>, Vec<Server>)>,
    security_schemes: Vec<SecurityScheme>,
    tags: Vec<Node<'d>>,
    operations: Vec<OperationDraft>,
    shared_responses: Vec<SharedResponse>,
}

impl<'d> ApiDraft<'d> {
    /// Adds one document. Parts that documents share by reference are lowered once.
    fn add(&mut self, cx: &mut Operations<'_, 'd>, root: &Node<'d>) {
        cx.enter(root);
        let sections = cx.read_sections(root);
        if self.info.is_none() {
            self.info = Some(cx.lower_info(sections.info.as_ref()));
        }
        self.add_servers(cx, root, &sections.servers);
        let schemes = cx.security.lower_schemes(&mut cx.schemas, sections.components.get("securitySchemes"));
        self.add_security_schemes(schemes, cx.diagnostics);
        let required = cx.security.lower_requirements(&mut cx.schemas, sections.security.as_ref());
        cx.default_security = required.unwrap_or_default();
        cx.lower_component_schemas(sections.components.get("schemas"));
        self.shared_responses.extend(cx.lower_shared_responses(sections.components.get("responses")));
        cx.lower_paths(sections.paths.as_ref(), &mut self.operations);
        if cx.version.is_2_0() {
            cx.lower_paths(root.get(FURTHER_PATHS).as_ref(), &mut self.operations);
        }
        cx.lower_incoming(sections.webhooks.as_ref(), &mut self.operations);
        let name = |node: &Node<'d>| node.value.get("name").cloned();
        let known: HashSet<Option<Value>> = self.tags.iter().map(name).collect();
        self.tags.extend(sections.tags.into_iter().filter(|tag| !known.contains(&name(tag))));
    }

    /// A client has the servers of the first document.
    fn add_servers(&mut self, cx: &mut Context<'_, 'd>, root: &Node<'d>, nodes: &[Node<'d>]) {
        let is_2_0 = cx.version.is_2_0();
        let keywords: &[&str] = if is_2_0 { &["host", "basePath", "schemes"] } else { &["servers"] };
        let written: Vec<Option<&Value>> = keywords.iter().map(|keyword| root.value.get(*keyword)).collect();
        match &self.servers {
            None if is_2_0 => self.servers = Some((written, cx.lower_host(root))),
            None => self.servers = Some((written, cx.lower_servers(root, nodes))),
            Some((first, _)) if *first == written => {}
            Some(_) => {
                let keyword = keywords.iter().find(|keyword| root.value.get(**keyword).is_some());
                let origin = keyword.map_or_else(|| root.origin.clone(), |keyword| root.origin.key(keyword));
                let message = "the servers of this document differ from those of the first document: requests are sent to the latter";
                let diagnostic = cx.diagnostics.warning(Code::UnsupportedKeyword, &origin, message).at_key();
                diagnostic
                    .skipped()
                    .help("generate a client for this document alone, or set the server when building the client");
            }
        }
    }

    /// Schemes with the same name in several documents are one scheme.
    fn add_security_schemes(&mut self, schemes: Vec<SecurityScheme>, diagnostics: &mut Diagnostics) {
        for scheme in schemes {
            match self.security_schemes.iter().find(|known| known.name == scheme.name) {
                None => self.security_schemes.push(scheme),
                Some(known) if known.kind == scheme.kind => {}
                Some(known) => {
                    let message =
                        format!("the security scheme `{}` is declared differently in another document", scheme.name);
                    let diagnostic = diagnostics.mistake(Code::InvalidValue, &scheme.origin, message);
                    diagnostic.skipped().also(&known.origin, "this one is generated").help("rename one of them");
                }
            }
        }
    }
}
