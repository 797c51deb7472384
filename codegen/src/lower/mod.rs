//! Lower: from the raw tree of a document to the intermediate representation.
//!
//! Each object of the specification is read where it stands, once, by the file named after it; what is wrong with it
//! is reported there and the rest goes on. Schemas are not descended into: a use of a schema reserves its place in the
//! arena and queues the work ([`schema`]), so neither recursion in the document nor its depth can overflow anything.

mod alternatives;
mod composition;
mod constant_words;
mod constraint;
mod content;
mod default;
mod discriminator;
mod enumeration;
mod example;
mod fields;
mod header;
mod heirs;
mod info;
mod keywords;
mod nesting;
mod object;
mod operation;
mod parameter;
mod path;
mod pattern;
mod reference;
mod request_body;
mod response;
mod scalar;
mod schema;
mod security;
mod selection;
mod server;
mod template;
mod union;
mod untie;

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

use crate::diagnostics::Diagnostics;
use crate::ir::{Api, OperationId, Parameter, RequestBody, SecurityRequirement, StatusRange, Types};
use crate::pointer::Origin;
use crate::resolve::{Node, Resolver};
use fields::{Fields, ObjectKind};
use std::collections::{HashMap, HashSet};

/// Everything the stage knows while it works.
struct Lowering<'a, 'd> {
    resolver: Resolver<'d>,
    diagnostics: &'a mut Diagnostics,
    /// Whether keywords beside `$ref` in a schema count, as they do since 3.1.
    siblings_count: bool,
    references: reference::References<'d>,
    /// What the references of each node lead to in the end.
    ends: reference::References<'d>,
    schemas: schema::Schemas<'d>,
    security: security::Declared,
    /// Security schemes that requirements name and nothing declares, each reported once.
    unknown_schemes: HashSet<String>,
    /// What an operation inherits when it says nothing of security.
    default_security: Vec<SecurityRequirement>,
    /// Parameters, bodies and responses that several operations refer to are lowered once.
    parameters: HashMap<Origin, Option<Parameter>>,
    bodies: HashMap<Origin, Option<RequestBody>>,
    responses: HashMap<Origin, Option<response::ResponseParts>>,
    /// Parameters whose default the client is to send.
    defaults_to_send: HashSet<Origin>,
    /// Disagreements between paths and parameters that were reported: the place, and the parameter or path.
    templates: HashSet<(Origin, String)>,
    /// Files that examples refer to and that are not there.
    missing_examples: Vec<(Origin, String)>,
}

/// Who uses a schema, when it is not part of a shared component.
#[derive(Debug, Clone, Copy)]
enum Use {
    /// An operation's request body.
    RequestBody(OperationId),
    /// An operation's response body.
    ResponseBody(OperationId, StatusRange),
}

const OPEN_API: ObjectKind = ObjectKind {
    name: "OpenAPI Object",
    keywords: &[
        "openapi",
        "info",
        "servers",
        "paths",
        "components",
        "security",
        "tags",
        "externalDocs",
        "jsonSchemaDialect",
        "$self",
    ],
    unsupported: &[("webhooks", "no code is generated for requests that the service sends")],
    extensions: &[],
};

const COMPONENTS: ObjectKind = ObjectKind {
    name: "Components Object",
    keywords: &[
        "schemas",
        "responses",
        "parameters",
        "examples",
        "requestBodies",
        "headers",
        "securitySchemes",
        "links",
        "callbacks",
        "pathItems",
        "mediaTypes",
    ],
    unsupported: &[],
    extensions: &[],
};

/// Lowers a document. What cannot be lowered is reported and left out; if anything was reported as an error, the
/// answer is incomplete and no later stage may run on it.
pub fn api(resolver: Resolver<'_>, diagnostics: &mut Diagnostics) -> Api {
    let root = resolver.root();
    let mut cx = Lowering::new(resolver, &root, diagnostics);
    let sections = cx.read_sections(&root);
    let info = cx.lower_info(sections.info.as_ref());
    let servers = cx.lower_servers(&root, &sections.servers);
    let security_schemes = cx.lower_security_schemes(sections.components.get("securitySchemes"));
    cx.default_security = cx.lower_security(sections.security.as_ref()).unwrap_or_default();
    cx.lower_component_schemas(sections.components.get("schemas"));
    let shared_responses = cx.lower_shared_responses(sections.components.get("responses"));
    let mut operations = cx.lower_paths(sections.paths.as_ref());
    let tags = cx.lower_tags(&sections.tags, &operations);
    let mut types = cx.finish_schemas();
    cx.settle_headers(&mut operations, &mut types);
    let operations = cx.settle_sent_defaults(operations, &types);
    cx.report_nested_values(&operations, &types);
    cx.report_missing_examples();
    Api {
        origin: root.origin,
        title: info.title,
        version: info.version,
        description: info.description,
        license: info.license,
        servers,
        security_schemes,
        tags,
        operations,
        shared_responses,
        types,
        unneeded: std::collections::BTreeSet::new(),
    }
}

/// The parts of a document.
#[derive(Default)]
struct Sections<'d> {
    info: Option<Node<'d>>,
    servers: Vec<Node<'d>>,
    security: Option<Node<'d>>,
    tags: Vec<Node<'d>>,
    paths: Option<Node<'d>>,
    components: HashMap<&'static str, Vec<(&'d str, Node<'d>)>>,
}

impl<'a, 'd> Lowering<'a, 'd> {
    fn new(resolver: Resolver<'d>, root: &Node<'d>, diagnostics: &'a mut Diagnostics) -> Self {
        let version = root.get("openapi").and_then(|node| node.value.as_str()).unwrap_or_default();
        Self {
            resolver,
            diagnostics,
            siblings_count: !version.starts_with("3.0"),
            references: HashMap::new(),
            ends: HashMap::new(),
            schemas: schema::Schemas::default(),
            security: security::Declared::default(),
            unknown_schemes: HashSet::new(),
            default_security: Vec::new(),
            parameters: HashMap::new(),
            bodies: HashMap::new(),
            responses: HashMap::new(),
            defaults_to_send: HashSet::new(),
            templates: HashSet::new(),
            missing_examples: Vec::new(),
        }
    }

    fn read_sections(&mut self, root: &Node<'d>) -> Sections<'d> {
        let Some(mut fields) = Fields::open(root, &OPEN_API, self.diagnostics) else { return Sections::default() };
        let mut sections = Sections {
            info: fields.require("info"),
            servers: fields.list("servers"),
            security: fields.node("security"),
            tags: fields.list("tags"),
            // Optional since 3.1, where a document may hold components or webhooks alone.
            paths: if self.siblings_count { fields.node("paths") } else { fields.require("paths") },
            components: HashMap::new(),
        };
        let components = fields.node("components");
        let opened = components.as_ref().and_then(|node| Fields::open(node, &COMPONENTS, self.diagnostics));
        if let Some(mut fields) = opened {
            for kind in ["schemas", "responses", "securitySchemes"] {
                sections.components.insert(kind, fields.map(kind));
            }
        }
        sections
    }

    /// Finishes every schema that was used, and decides how unions are read, now that all types are known.
    fn finish_schemas(&mut self) -> Types {
        self.lower_queued();
        self.untie_unions();
        self.select_variants();
        self.check_defaults();
        std::mem::take(&mut self.schemas.types)
    }
}
