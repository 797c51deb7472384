//! Lower: from the raw tree of a document to the intermediate representation.
//!
//! Each object of the specification is read where it stands, once, by the file named after it; what is wrong with it
//! is reported there and the rest goes on. Schemas are not descended into: a use of a schema reserves its place in the
//! arena and queues the work ([`schema`]), so neither recursion in the document nor its depth can overflow anything.

mod document;
pub(crate) mod operation;
mod read;
mod reference;
mod schema;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

use crate::diagnostics::{Code, Diagnostics};
use crate::ir::{
    Api, Method, Operation, OperationId, Pagination, Parameter, RequestBody, SecurityRequirement, SecurityScheme,
    Server, SharedResponse, StatusRange, Types,
};
use crate::pointer::{FileId, Origin};
use crate::resolve::{Node, Resolver};
use document::{info, security};
use indexmap::IndexMap;
use operation::content::example::MissingExample;
use operation::{known_value, response};
use read::expected::Wanted;
use read::fields::{Fields, ObjectKind, Unsupported};
use read::{fields, other_version};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Everything the stage knows while it works.
struct Lowering<'a, 'd> {
    resolver: Resolver<'d>,
    diagnostics: &'a mut Diagnostics,
    /// The document that is lowered, of those that make up the API.
    root: FileId,
    /// Which document has described each operation, and where.
    described: HashMap<(String, Method), (FileId, Origin)>,
    /// Whether keywords beside `$ref` in a schema count, as they do since 3.1.
    siblings_count: bool,
    references: reference::References<'d>,
    /// What the references of each node lead to in the end.
    ends: reference::References<'d>,
    schemas: schema::Schemas<'d>,
    security: security::Declared,
    /// Security schemes that requirements name and nothing declares, each reported once.
    unknown_schemes: HashSet<String>,
    /// Security schemes without scopes of which requirements name some, each reported once.
    schemes_with_needless_scopes: HashSet<String>,
    /// Scopes that requirements name and no flow declares, by scheme, each where it is met first.
    unknown_scopes: IndexMap<String, IndexMap<String, Origin>>,
    /// What an operation inherits when it says nothing of security.
    default_security: Vec<SecurityRequirement>,
    /// Parameters, bodies and responses that several operations refer to are lowered once.
    parameters: HashMap<Origin, Option<Parameter>>,
    bodies: HashMap<Origin, Option<RequestBody>>,
    responses: HashMap<Origin, Option<response::ResponseParts>>,
    /// Parameters whose default the client is to send.
    defaults_to_send: HashSet<Origin>,
    /// What schemas say in the words of another version, by document and keyword.
    foreign: IndexMap<(FileId, &'static str), other_version::Foreign>,
    /// Whether the document is of 3.2 or later.
    is_3_2: bool,
    /// Disagreements between paths and parameters that were reported: the place, and the parameter or path.
    templates: HashSet<(Origin, String)>,
    /// Files that examples refer to and that are not there.
    missing_examples: Vec<MissingExample>,
    /// Values in schemas that are of another type than is meant.
    odd_values: schema::keywords::value_type::OddValues,
    /// What operations say of their pages, to be held against their answers.
    paginations: Vec<(OperationId, Pagination)>,
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
    unsupported: &[Unsupported {
        keyword: "webhooks",
        meaning: "no code is generated for requests that the service sends",
        remedy: "to read such requests, name their schemas under `components/schemas`: each has a type",
    }],
    extensions: &[],
};

/// Components that are read where they are referred to, with what each entry is.
const NAMED_OBJECTS: [(&str, &str); 3] =
    [("parameters", "Parameter Object"), ("requestBodies", "Request Body Object"), ("headers", "Header Object")];

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
    let mut cx = Lowering::new(resolver, diagnostics);
    let mut api = Whole::default();
    for root in resolver.roots() {
        cx.lower_root(&root, &mut api);
    }
    cx.name_operations(&mut api.operations);
    let tags = cx.lower_tags(&api.tags, &api.operations);
    let mut types = cx.finish_schemas();
    cx.settle_headers(&mut api.operations, &mut types);
    cx.settle_pagination(&mut api.operations, &types);
    let operations = cx.settle_sent_defaults(api.operations, &types);
    let operations = known_value::set(operations, &mut types);
    cx.report_nested_values(&operations, &types);
    cx.report_missing_examples();
    cx.report_odd_values();
    cx.report_unknown_scopes();
    cx.report_foreign_words();
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
        unneeded: std::collections::BTreeSet::new(),
    }
}

/// What several documents say of one API: mostly there is but one.
#[derive(Default)]
struct Whole<'d> {
    /// Of the first.
    info: Option<info::Info>,
    /// Of the first, and how it writes them.
    servers: Option<(Option<&'d Value>, Vec<Server>)>,
    security_schemes: Vec<SecurityScheme>,
    tags: Vec<Node<'d>>,
    operations: Vec<Operation>,
    shared_responses: Vec<SharedResponse>,
}

impl<'d> Lowering<'_, 'd> {
    /// Adds one document. What it shares with another by reference is lowered once.
    fn lower_root(&mut self, root: &Node<'d>, api: &mut Whole<'d>) {
        let version = root.get("openapi").and_then(|node| node.value.as_str()).unwrap_or_default();
        self.siblings_count = !version.starts_with("3.0");
        self.is_3_2 = self.siblings_count && !version.starts_with("3.1");
        self.root = root.origin.file;
        let sections = self.read_sections(root);
        if api.info.is_none() {
            api.info = Some(self.lower_info(sections.info.as_ref()));
        }
        self.add_servers(root, &sections.servers, api);
        self.security = security::Declared::default();
        let schemes = self.lower_security_schemes(sections.components.get("securitySchemes"));
        self.add_security_schemes(schemes, api);
        self.default_security = self.lower_security(sections.security.as_ref()).unwrap_or_default();
        self.lower_component_schemas(sections.components.get("schemas"));
        api.shared_responses.extend(self.lower_shared_responses(sections.components.get("responses")));
        self.lower_paths(sections.paths.as_ref(), &mut api.operations);
        let name = |node: &Node<'d>| node.value.get("name").cloned();
        let known: HashSet<Option<Value>> = api.tags.iter().map(name).collect();
        api.tags.extend(sections.tags.into_iter().filter(|tag| !known.contains(&name(tag))));
    }

    /// A client has the servers of the first document.
    fn add_servers(&mut self, root: &Node<'d>, nodes: &[Node<'d>], api: &mut Whole<'d>) {
        let written = root.value.get("servers");
        match &api.servers {
            None => api.servers = Some((written, self.lower_servers(root, nodes))),
            Some((first, _)) if *first == written => {}
            Some(_) => {
                let origin = written.map_or_else(|| root.origin.clone(), |_| root.origin.key("servers"));
                let message = "this document has other servers than the first: requests go to those of the first";
                let diagnostic = self.diagnostics.warning(Code::UnsupportedKeyword, &origin, message).at_key();
                diagnostic
                    .skipped()
                    .help("generate this document by itself, or give the server when the client is built");
            }
        }
    }

    /// Documents that declare a scheme of one name mean one scheme.
    fn add_security_schemes(&mut self, schemes: Vec<SecurityScheme>, api: &mut Whole<'d>) {
        for scheme in schemes {
            match api.security_schemes.iter().find(|known| known.name == scheme.name) {
                None => api.security_schemes.push(scheme),
                Some(known) if known.kind == scheme.kind => {}
                Some(known) => {
                    let message = format!("another document declares the security scheme `{}` otherwise", scheme.name);
                    let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &scheme.origin, message);
                    diagnostic.skipped().also(&known.origin, "this is generated").help("give one of them another name");
                }
            }
        }
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
    fn new(resolver: Resolver<'d>, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            resolver,
            diagnostics,
            root: FileId::default(),
            siblings_count: false,
            described: HashMap::new(),
            references: HashMap::new(),
            ends: HashMap::new(),
            schemas: schema::Schemas::default(),
            security: security::Declared::default(),
            unknown_schemes: HashSet::new(),
            schemes_with_needless_scopes: HashSet::new(),
            unknown_scopes: IndexMap::new(),
            default_security: Vec::new(),
            parameters: HashMap::new(),
            bodies: HashMap::new(),
            responses: HashMap::new(),
            defaults_to_send: HashSet::new(),
            foreign: IndexMap::new(),
            is_3_2: false,
            templates: HashSet::new(),
            missing_examples: Vec::new(),
            odd_values: schema::keywords::value_type::OddValues::default(),
            paginations: Vec::new(),
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
        fields.check_object("externalDocs", &fields::EXTERNAL_DOCS);
        let some = ["paths", "components", "webhooks"];
        if self.siblings_count && !some.iter().any(|key| root.get(key).is_some() || fields.is_misspelt(key)) {
            let message = "an OpenAPI Object needs `paths`, `components` or `webhooks`";
            let diagnostic = fields.diagnostics().mistake(Code::MissingField, &root.origin, message);
            diagnostic.help("add `paths`");
        }
        let components = fields.node("components");
        sections.paths = sections.paths.and_then(|node| self.elsewhere(node));
        let components = components.and_then(|node| self.elsewhere(node));
        let mut maps: Vec<(&'static str, Node<'d>)> = Vec::new();
        let mut empty: Vec<(&'static str, Node<'d>)> = Vec::new();
        let opened = components.as_ref().and_then(|node| Fields::open(node, &COMPONENTS, self.diagnostics));
        if let Some(fields) = opened {
            for (kind, name) in NAMED_OBJECTS {
                let entries = fields.node(kind).into_iter().flat_map(|node| node.entries().collect::<Vec<_>>());
                empty.extend(entries.filter(|(_, node)| node.value.is_null()).map(|(_, node)| (name, node)));
            }
            for kind in ["schemas", "responses", "securitySchemes"] {
                maps.extend(fields.node(kind).map(|node| (kind, node)));
            }
        }
        for (name, node) in empty {
            let message = format!("expected a {name}, found null");
            let diagnostic = self.diagnostics.mistake(Code::WrongType, &node.origin, message).skipped();
            diagnostic.help("an empty value is `null`: write what is meant, or remove the key");
        }
        for (kind, node) in maps {
            let Some(node) = self.elsewhere(node) else { continue };
            if !node.value.is_object() {
                fields::wrong_value(self.diagnostics, &node, kind, Wanted::Object);
            }
            sections.components.insert(kind, node.entries().collect());
        }
        sections
    }

    /// A part of the document that stands in a file of its own. By the rules no reference may take the place of a whole
    /// map; what is meant is plain.
    fn elsewhere(&mut self, node: Node<'d>) -> Option<Node<'d>> {
        if node.reference().is_none() {
            return Some(node);
        }
        let message = "a whole map cannot be a reference: what this leads to is taken in its place";
        let diagnostic = self.diagnostics.mistake(Code::InvalidReference, &node.origin, message);
        diagnostic.help("refer to each entry by a reference of its own");
        self.follow_to(reference::Section::Any, &node)
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
