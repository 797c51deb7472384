//! The Operation Object.
//!
//! The modules below lower its parts: path, parameters, request body, responses and pages. Uses every other
//! module of [`lower`](super); only the stage itself uses it.

pub(crate) mod collection_format;
pub(crate) mod content;
pub(crate) mod header;
mod header_prefix;
pub(crate) mod incoming;
mod incoming_draft;
pub(crate) mod known_keys;
mod nested_format;
pub(crate) mod nesting;
pub(crate) mod pagination;
pub(crate) mod parameter;
pub(crate) mod path;
pub(crate) mod path_template;
pub(crate) mod request_body;
pub(crate) mod response;
#[cfg(test)]
mod tests;

use super::document::sections::OF_3_0;
use super::document::security::Security;
use super::read::extensions::PAGINATION;
use super::read::fields::Fields;
use super::read::object_kind::{EXTERNAL_DOCS, ObjectKind, Unsupported};
use super::schema::Schemas;
use crate::diagnostics::Code;
use crate::ir::{
    Method, Operation, OperationId, Pages, Pagination, PathPart, PathTemplate, RequestBody, Response,
    SecurityRequirement, Server, Types,
};
use crate::pointer::{FileId, Origin};
use crate::resolve::Node;
use crate::text::singular::singular;
use content::example::MissingExample;
use heck::ToSnakeCase;
use incoming::{Callbacks, IncomingFilter};
use incoming_draft::IncomingDraft;
use parameter::ParameterDraft;
use path::PathItem;
use response::ResponseParts;
use std::collections::{HashMap, HashSet};
use std::ops::{Deref, DerefMut};

const OPERATION: ObjectKind = ObjectKind {
    name: "Operation Object",
    keywords: &[
        "operationId",
        "tags",
        "summary",
        "description",
        "externalDocs",
        "parameters",
        "requestBody",
        "responses",
        "deprecated",
        "security",
        "servers",
        "callbacks",
    ],
    unsupported: &[],
    extensions: &[PAGINATION],
};

const OPERATION_2_0: ObjectKind = ObjectKind {
    name: "Operation Object",
    keywords: &[
        "operationId",
        "tags",
        "summary",
        "description",
        "externalDocs",
        "consumes",
        "produces",
        "parameters",
        "responses",
        "schemes",
        "deprecated",
        "security",
        // Derived from the parameters, or reported already.
        "requestBody",
    ],
    unsupported: &[
        Unsupported {
            keyword: "servers",
            meaning: OF_3_0,
            remedy: "write `schemes` if they differ from the document's",
        },
        Unsupported { keyword: "callbacks", meaning: OF_3_0, remedy: "remove it" },
    ],
    extensions: &[PAGINATION],
};

/// The keywords of an Operation Object, before they are lowered.
struct OperationObject<'d> {
    id: String,
    /// The first tag.
    tag: Option<String>,
    summary: Option<String>,
    description: Option<String>,
    deprecated: bool,
    parameters: Vec<Node<'d>>,
    body: Option<Node<'d>>,
    responses: Option<Node<'d>>,
    security: Option<Node<'d>>,
    servers: Vec<Node<'d>>,
    pagination: Option<Node<'d>>,
    callbacks: Vec<(&'d str, Node<'d>)>,
}

/// An operation before all types are known: [`Operations::finish`] completes it.
#[derive(Debug)]
pub(crate) struct OperationDraft {
    pub(crate) origin: Origin,
    pub(crate) id: String,
    pub(crate) is_id_derived: bool,
    pub(crate) method: Method,
    pub(crate) path: PathTemplate,
    pub(crate) tag: Option<String>,
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) parameters: Vec<ParameterDraft>,
    pub(crate) body: Option<RequestBody>,
    pub(crate) responses: Vec<Response>,
    pub(crate) security: Vec<SecurityRequirement>,
    pub(crate) server: Option<Server>,
    /// Its pagination, to be checked against its parameters and responses.
    pub(crate) pagination: Option<Pagination>,
    /// Its position, if the API calls it.
    pub(crate) incoming: Option<IncomingDraft>,
}

/// The state of lowering operations.
pub(crate) struct Operations<'a, 'd> {
    pub(crate) schemas: Schemas<'a, 'd>,
    pub(crate) security: Security,
    /// The security requirements of operations without their own.
    pub(crate) default_security: Vec<SecurityRequirement>,
    /// Which of the operations that the API calls are lowered.
    incoming_filter: IncomingFilter,
    callbacks: Callbacks<'d>,
    /// The document and position of each operation.
    described: HashMap<(String, Method), (FileId, Origin)>,
    /// Parameters, bodies and responses that several operations refer to are lowered once.
    parameters: HashMap<Origin, Option<ParameterDraft>>,
    bodies: HashMap<Origin, Option<RequestBody>>,
    responses: HashMap<Origin, Option<ResponseParts>>,
    /// Reported mismatches of paths and parameters: the position, and the parameter or path.
    templates: HashSet<(Origin, String)>,
    /// Missing files of examples.
    missing_examples: Vec<MissingExample>,
}

impl<'a, 'd> Operations<'a, 'd> {
    pub(crate) fn new(schemas: Schemas<'a, 'd>, incoming_filter: &IncomingFilter) -> Self {
        Self {
            schemas,
            incoming_filter: incoming_filter.clone(),
            callbacks: Callbacks::default(),
            security: Security::default(),
            default_security: Vec::new(),
            described: HashMap::new(),
            parameters: HashMap::new(),
            bodies: HashMap::new(),
            responses: HashMap::new(),
            templates: HashSet::new(),
            missing_examples: Vec::new(),
        }
    }
}

impl<'a, 'd> Deref for Operations<'a, 'd> {
    type Target = Schemas<'a, 'd>;

    fn deref(&self) -> &Self::Target {
        &self.schemas
    }
}

impl DerefMut for Operations<'_, '_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.schemas
    }
}

impl<'d> Operations<'_, 'd> {
    /// One method of a path item, the operation with the number `index`.
    pub(crate) fn lower_operation(
        &mut self,
        index: usize,
        method: Method,
        item: &PathItem<'d>,
        node: &Node<'d>,
    ) -> Option<OperationDraft> {
        let object = self.read_operation(node)?;
        self.queue_callbacks(index, object.callbacks);
        let operation = OperationId(index);
        let mut security = self.lower_security(object.security.as_ref(), item);
        let shared_parameters = self.without_authorization(node, &item.parameters, &security);
        let own_parameters = self.without_authorization(node, &object.parameters, &security);
        let mut parameters = self.lower_parameters(operation, &shared_parameters, &own_parameters);
        let some_are_lost = shared_parameters.iter().chain(&own_parameters).any(|node| self.is_lost_parameter(node));
        let path = self.reconcile_template(operation, &method, item, &mut parameters, some_are_lost);
        self.reconcile_keys(&mut parameters, &mut security);
        let pagination = match object.pagination {
            Some(ours) => self.lower_pagination(&ours),
            None => Self::lower_foreign_pagination(&method, node),
        };
        // Its URL is the receiver's, and it has no pages.
        let is_called = item.incoming.is_none();
        let is_2_0 = self.version.is_2_0();
        let server = if is_2_0 { self.lower_own_schemes(node) } else { self.lower_own_server(&object.servers) };
        Some(OperationDraft {
            origin: node.origin.clone(),
            id: object.id,
            is_id_derived: false,
            path,
            tag: object.tag,
            summary: object.summary.or_else(|| item.summary.clone()),
            description: object.description.or_else(|| item.description.clone()),
            deprecated: object.deprecated,
            parameters,
            body: object.body.and_then(|body| self.lower_request_body(operation, &body)),
            responses: self.lower_responses(operation, &method, object.responses.as_ref()),
            method,
            security,
            server: server.or_else(|| item.server.clone()).filter(|_| is_called),
            pagination: pagination.filter(|_| is_called),
            incoming: item.incoming.clone(),
        })
    }

    fn read_operation(&mut self, node: &Node<'d>) -> Option<OperationObject<'d>> {
        let (is_2_0, since_3_1) = (self.version.is_2_0(), self.version.since_3_1());
        let kind = if is_2_0 { &OPERATION_2_0 } else { &OPERATION };
        let mut fields = Fields::open(node, kind, self.diagnostics)?;
        let id = lower_id(&mut fields);
        fields.check_object("externalDocs", &EXTERNAL_DOCS);
        Some(OperationObject {
            id,
            tag: first_tag(&mut fields),
            summary: fields.string("summary"),
            description: fields.string("description"),
            deprecated: fields.flag("deprecated"),
            parameters: fields.list("parameters"),
            body: fields.node("requestBody"),
            // Optional since 3.1.
            responses: if since_3_1 { fields.node("responses") } else { fields.require("responses") },
            security: fields.node("security"),
            servers: if is_2_0 { Vec::new() } else { fields.list("servers") },
            pagination: fields.node(PAGINATION),
            callbacks: if is_2_0 { Vec::new() } else { fields.map("callbacks") },
        })
    }

    /// Completes the operations, after all types are known.
    pub(crate) fn finish(&mut self, mut drafts: Vec<OperationDraft>, types: &mut Types) -> Vec<Operation> {
        self.finish_headers(&mut drafts, types);
        let pages: Vec<Option<Pages>> = drafts.iter().map(|draft| self.pages(draft, types)).collect();
        let mut reported = HashSet::new();
        let ids: Vec<String> = drafts.iter().map(|draft| draft.id.clone()).collect();
        let both = drafts.into_iter().zip(pages);
        let operations: Vec<Operation> =
            both.map(|(draft, pages)| self.finish_operation(draft, pages, &ids, types, &mut reported)).collect();
        self.report_nested_values(&operations, types);
        self.report_missing_examples();
        self.security.report_unknown_scopes(self.schemas.diagnostics);
        operations
    }

    fn finish_operation(
        &mut self,
        draft: OperationDraft,
        pages: Option<Pages>,
        ids: &[String],
        types: &Types,
        reported: &mut HashSet<Origin>,
    ) -> Operation {
        let parameters = draft.parameters.into_iter();
        Operation {
            parameters: parameters.map(|parameter| self.finish_parameter(parameter, types, reported)).collect(),
            origin: draft.origin,
            name: draft.id.clone(),
            id: draft.id,
            is_id_derived: draft.is_id_derived,
            method: draft.method,
            path: draft.path,
            tag: draft.tag,
            summary: draft.summary,
            description: draft.description,
            deprecated: draft.deprecated,
            body: draft.body,
            responses: draft.responses,
            security: draft.security,
            server: draft.server,
            pages,
            incoming: draft.incoming.map(|incoming| incoming.finish(ids)),
        }
    }

    /// The security requirements of an operation: its own, or else those of its document. The latter apply only to
    /// operations that the API serves: it does not authenticate to receivers by its own credentials.
    fn lower_security(&mut self, node: Option<&Node<'d>>, item: &PathItem<'d>) -> Vec<SecurityRequirement> {
        let own = self.security.lower_requirements(&mut self.schemas, node);
        let inherited = if item.incoming.is_none() { self.default_security.as_slice() } else { &[] };
        own.unwrap_or_else(|| inherited.to_vec())
    }

    /// Assigns a unique id to each operation: its own, if it is the first with it, or one derived from method and path.
    pub(crate) fn name_operations(&mut self, operations: &mut [OperationDraft]) {
        let mut first: HashMap<String, usize> = HashMap::new();
        let mut unnamed = Vec::new();
        for (index, operation) in operations.iter().enumerate() {
            match first.get(&operation.id) {
                _ if operation.id.is_empty() => unnamed.push(index),
                Some(known) => {
                    self.report_id_twice(operation, &operations[*known]);
                    unnamed.push(index);
                }
                None => {
                    first.insert(operation.id.clone(), index);
                }
            }
        }
        // Of the webhooks `newPet` and `new_pet`, the second has the id `new_pet`.
        let is_key = |operation: &OperationDraft| {
            let incoming = operation.incoming.as_ref();
            incoming.is_some_and(|incoming| incoming.name() == incoming.made_id(&operation.method, &[]))
        };
        unnamed.sort_by_key(|index| !is_key(&operations[*index]));
        for index in unnamed {
            let operation = &operations[index];
            let plain = match &operation.incoming {
                Some(incoming) => incoming.made_id(&operation.method, operations),
                None => made_id(&operation.method, &operation.path),
            };
            let numbered = (2..).map(|number| format!("{plain}_{number}"));
            let free = std::iter::once(plain.clone()).chain(numbered).find(|id| !first.contains_key(id));
            let id = free.unwrap_or(plain);
            first.insert(id.clone(), index);
            operations[index].id = id;
            operations[index].is_id_derived = true;
        }
    }

    /// An operation's id becomes the name of its method, so it must be unique.
    fn report_id_twice(&mut self, operation: &OperationDraft, known: &OperationDraft) {
        let message = format!("duplicate operation id `{}`", operation.id);
        let after = if operation.incoming.is_some() { "webhook or callback" } else { "method and path" };
        let other = format!("first used by {} {}", known.method.as_str(), known.path.text());
        self.diagnostics
            .mistake(Code::DuplicateOperationId, &operation.origin.key("operationId"), message)
            .also(&known.origin.key("operationId"), other)
            .help(format!("give each operation a unique id: this one is named after its {after}"));
    }
}

/// The `operationId`; empty if there is none.
fn lower_id(fields: &mut Fields<'_, '_>) -> String {
    let id = fields.string("operationId").unwrap_or_default();
    if let Some(written) = fields.node("operationId").filter(|written| written.value == "") {
        let message = "the operation id is empty: the operation is named after its method and path";
        let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &written.origin, message);
        diagnostic.help("write a unique name, or remove it");
    }
    id
}

/// `get_pets_by_id` for `GET /pets/{id}` and `GET /pets/{pet_id}`.
fn made_id(method: &Method, path: &PathTemplate) -> String {
    let mut words = vec![method.key().to_lowercase()];
    let mut segment = String::new();
    for part in &path.parts {
        words.push(match part {
            PathPart::Literal(text) => {
                segment = text.strip_suffix('/').and_then(|text| text.rsplit('/').next()).unwrap_or("").to_snake_case();
                text.replace('/', " ").to_snake_case()
            }
            PathPart::Parameter(name) => format!("by_{}", without_repetition(&segment, &name.to_snake_case())),
        });
    }
    words.retain(|word| !word.is_empty());
    if words.len() == 1 {
        words.push("root".to_owned());
    }
    words.join("_")
}

/// The words of a parameter's name after those that its segment ends with, in the singular or the plural: `id` of
/// `pet_tag_id` after `pet_tags`.
fn without_repetition<'n>(segment: &str, name: &'n str) -> &'n str {
    let ends = std::iter::once(0).chain(segment.match_indices('_').map(|(at, _)| at + 1));
    let mut rest = ends.filter_map(|at| {
        let end = segment.get(at..)?;
        let one = singular(end);
        [Some(end), one.as_deref()].into_iter().flatten().find_map(|words| name.strip_prefix(words)?.strip_prefix('_'))
    });
    rest.next().unwrap_or(name)
}

/// The first tag that is not empty: it groups the operation.
fn first_tag(fields: &mut Fields<'_, '_>) -> Option<String> {
    let (tags, empty): (Vec<_>, Vec<_>) =
        fields.strings("tags").into_iter().partition(|(tag, _)| !tag.trim().is_empty());
    let tag = tags.into_iter().next().map(|(tag, _)| tag);
    for (_, node) in empty {
        let group = tag.as_ref().map_or_else(|| "as one without tags".to_owned(), |tag| format!("by `{tag}`"));
        let message = format!("an empty tag is ignored: the operation is grouped {group}");
        let diagnostic = fields.diagnostics().note(Code::InvalidValue, &node.origin, message);
        diagnostic.help("write the name of a tag, or remove it");
    }
    tag
}
