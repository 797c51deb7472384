//! Finds the objects of a document that have another structure in OpenAPI 3.0, along all references.
//!
//! Nothing is changed here, and unresolved references are not reported, which is done where they are used.

use super::media_types::{MediaType, MediaTypes};
use crate::diagnostics::Diagnostics;
use crate::load::Document;
use crate::pointer::{FileId, Origin};
use crate::resolve::{Node, Resolver};
use indexmap::{IndexMap, IndexSet};
use serde_json::Value;
use std::rc::Rc;

/// The maximal number of references in a chain.
const MAX_HOPS: usize = 64;

/// The maximal total number of headers of responses that are copied for the media types of operations.
const MAX_HEADERS: usize = 10_000;

/// AutoRest's extension for paths that differ in their query alone.
pub(crate) const FURTHER_PATHS: &str = "x-ms-paths";

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// The objects that change.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Parameter Objects and Header Objects.
    pub(super) values: IndexSet<Origin>,
    pub(super) responses: IndexMap<Origin, Response>,
    pub(super) responses_by_reference: Vec<ResponseUse>,
    pub(super) schemas_as_responses: Vec<SchemaUse>,
    pub(super) operations: IndexMap<Origin, Operation>,
}

/// A Response Object.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) produces: Option<Rc<MediaTypes>>,
    /// The kind of its `schema`, if it has one.
    pub(super) shape: Option<Shape>,
    /// Whether it is an error response.
    pub(super) is_error: bool,
}

/// A reference to a response, from an operation with a `produces` of its own.
#[derive(Debug)]
pub(super) struct ResponseUse {
    /// The `responses` of the operation.
    pub(super) responses: Origin,
    pub(super) status: String,
    pub(super) target: Origin,
    pub(super) produces: Rc<MediaTypes>,
    pub(super) is_error: bool,
}

/// A reference to a schema in the place of a response.
#[derive(Debug)]
pub(super) struct SchemaUse {
    /// The object with the reference, under a status or a name.
    pub(super) holder: Origin,
    pub(super) key: String,
    /// The target of the reference.
    pub(super) target: Origin,
    pub(super) shape: Shape,
    pub(super) produces: Option<Rc<MediaTypes>>,
    pub(super) is_error: bool,
}

/// The body of an operation.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) origin: Origin,
    pub(super) consumes: Option<Rc<MediaTypes>>,
    /// Whether it states that itself.
    pub(super) has_own_consumes: bool,
    pub(super) bodies: Vec<Parameter>,
    pub(super) form: Vec<Parameter>,
}

/// A parameter with `in: body` or `in: formData`.
#[derive(Debug, Clone)]
pub(super) struct Parameter {
    /// The Parameter Object.
    pub(super) origin: Origin,
    /// Its position in the operation.
    pub(super) listed_at: Origin,
    pub(super) name: String,
    pub(super) required: bool,
    pub(super) shape: Shape,
    pub(super) is_list: bool,
}

/// A kind of parameter of the body: by the part of the body that it describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyParameter {
    /// `body`: the whole body.
    Whole,
    /// `formData`: it is a part.
    Form,
}

impl BodyParameter {
    /// The location in `in`, ignoring case.
    pub(crate) fn of(word: &str) -> Option<Self> {
        match word.to_ascii_lowercase().as_str() {
            "body" => Some(Self::Whole),
            "formdata" | "form" => Some(Self::Form),
            _ => None,
        }
    }

    /// The word for it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Whole => "body",
            Self::Form => "formData",
        }
    }
}

/// The kind of object that a schema belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A file, or bytes.
    Bytes,
    /// An object or an array.
    Structured,
    Other,
}

impl Survey {
    /// The survey of the document with this root.
    pub(super) fn of(document: &Document, root: FileId, diagnostics: &mut Diagnostics) -> Self {
        let resolver = Resolver::new(document);
        let root = resolver.root_of(root);
        let consumes = MediaTypes::read(&root, "consumes", diagnostics).map(Rc::new);
        let produces = MediaTypes::read(&root, "produces", diagnostics).map(Rc::new);
        let mut surveyor =
            Surveyor { resolver, diagnostics, consumes, produces, survey: Self::default(), headers_left: MAX_HEADERS };
        surveyor.shared(&root);
        let paths = root.get("paths").and_then(|paths| surveyor.target(&paths));
        let others = root.get(FURTHER_PATHS);
        let items = paths.iter().chain(&others).flat_map(Node::entries);
        for (_, item) in items.filter(|(key, _)| !key.starts_with("x-")) {
            surveyor.path_item(&item);
        }
        surveyor.survey
    }
}

struct Surveyor<'s, 'd> {
    resolver: Resolver<'d>,
    diagnostics: &'s mut Diagnostics,
    /// The media types of the whole document.
    consumes: Option<Rc<MediaTypes>>,
    produces: Option<Rc<MediaTypes>>,
    survey: Survey,
    headers_left: usize,
}

impl<'d> Surveyor<'_, 'd> {
    /// The shared objects at the top level.
    fn shared(&mut self, root: &Node<'d>) {
        let section = |name: &str| root.get(name).and_then(|node| self.target(&node));
        let (parameters, responses) = (section("parameters"), section("responses"));
        for (_, node) in parameters.iter().flat_map(Node::entries) {
            self.value(&node);
        }
        for (_, node) in responses.iter().flat_map(Node::entries) {
            let produces = self.produces.clone();
            if !self.schema_as_response(&node, produces.as_ref(), false) {
                self.response(&node, produces, false);
            }
        }
    }

    /// A path item may refer to another, and also have operations of its own.
    fn path_item(&mut self, item: &Node<'d>) {
        let mut parts = vec![item.clone()];
        while let Some(part) = parts.last().filter(|part| part.reference().is_some() && parts.len() < MAX_HOPS) {
            let Some(next) = self.next(part) else { break };
            parts.push(next);
        }
        let shared: Vec<Node<'d>> =
            parts.iter().filter_map(|part| part.get("parameters")).flat_map(|list| list.items()).collect();
        for part in &parts {
            for (key, operation) in part.entries() {
                if METHODS.contains(&key) {
                    self.operation(&operation, &shared);
                }
            }
        }
        for parameter in &shared {
            self.value(parameter);
        }
    }

    fn operation(&mut self, node: &Node<'d>, shared: &[Node<'d>]) {
        if self.survey.operations.contains_key(&node.origin) {
            return;
        }
        let own_consumes = MediaTypes::read(node, "consumes", self.diagnostics).map(Rc::new);
        let own_produces = MediaTypes::read(node, "produces", self.diagnostics).map(Rc::new);
        let own: Vec<Node<'d>> = node.get("parameters").iter().flat_map(Node::items).collect();
        let parameters = self.parameters(shared, &own);
        let of =
            |kind: BodyParameter| parameters.iter().filter(|(at, _)| *at == kind).map(|(_, one)| one.clone()).collect();
        let operation = Operation {
            origin: node.origin.clone(),
            has_own_consumes: own_consumes.is_some(),
            consumes: own_consumes.or(self.consumes.clone()),
            bodies: of(BodyParameter::Whole),
            form: of(BodyParameter::Form),
        };
        self.survey.operations.insert(node.origin.clone(), operation);
        for (status, entry) in node.get("responses").iter().flat_map(Node::entries) {
            self.operation_response(status, &entry, own_produces.as_ref());
        }
    }

    /// The parameters of the body, each with its kind. One of the operation counts in place of one of the path item.
    fn parameters(&mut self, shared: &[Node<'d>], own: &[Node<'d>]) -> Vec<(BodyParameter, Parameter)> {
        let mut parameters: Vec<(BodyParameter, Parameter)> = Vec::new();
        let count = shared.len();
        for (index, listed) in shared.iter().chain(own).enumerate() {
            let Some(node) = self.value(listed) else { continue };
            let text = |key: &str| node.get(key).and_then(|node| node.value.as_str()).unwrap_or_default().to_owned();
            let Some(kind) = BodyParameter::of(&text("in")) else { continue };
            let parameter = Parameter {
                origin: node.origin.clone(),
                listed_at: listed.origin.clone(),
                name: text("name"),
                required: node.value.get("required") == Some(&Value::Bool(true)),
                shape: self.shape_of_value(&node, kind),
                is_list: node.get("items").is_some() || node.value.get("type") == Some(&"array".into()),
            };
            let overridden = (index >= count)
                .then(|| {
                    let same = |(at, known): &(BodyParameter, Parameter)| {
                        *at == kind && (known.name == parameter.name || *at == BodyParameter::Whole)
                    };
                    parameters.iter().position(|known| same(known) && is_shared(shared, &known.1))
                })
                .flatten();
            match overridden {
                Some(at) => parameters[at].1 = parameter,
                None => parameters.push((kind, parameter)),
            }
        }
        parameters
    }

    /// A Parameter Object or Header Object, references passed.
    fn value(&mut self, node: &Node<'d>) -> Option<Node<'d>> {
        let node = self.target(node).filter(|node| node.value.is_object() && !is_other(node, "parameters"))?;
        self.survey.values.insert(node.origin.clone());
        Some(node)
    }

    fn operation_response(&mut self, status: &str, entry: &Node<'d>, own: Option<&Rc<MediaTypes>>) {
        if status.starts_with("x-") {
            return;
        }
        let is_error = !status.starts_with(['1', '2', '3']);
        if entry.reference().is_none() {
            let produces = own.cloned().or_else(|| self.produces.clone());
            self.response(entry, produces, is_error);
            self.undescribed_file(status, entry, own);
            return;
        }
        let produces = self.produces.clone();
        if self.schema_as_response(entry, own.or(produces.as_ref()), is_error) {
            return;
        }
        let Some(target) = self.response(entry, produces, is_error) else { return };
        let headers = target.get("headers").iter().flat_map(Node::entries).count();
        if let Some(produces) = own.filter(|_| headers <= self.headers_left) {
            self.headers_left -= headers;
            self.survey.responses_by_reference.push(ResponseUse {
                responses: entry.origin.parent(),
                status: status.to_owned(),
                target: target.origin,
                produces: Rc::clone(produces),
                is_error,
            });
        }
    }

    /// Records a reference to a schema in place of a response; whether it is one.
    fn schema_as_response(&mut self, entry: &Node<'d>, produces: Option<&Rc<MediaTypes>>, is_error: bool) -> bool {
        let Some(target) = entry.reference().and_then(|_| self.next(entry)) else { return false };
        let Some(key) = entry.origin.pointer.last().filter(|_| is_of(&target, "definitions")) else { return false };
        self.survey.schemas_as_responses.push(SchemaUse {
            holder: entry.origin.parent(),
            key,
            shape: self.shape(&target),
            target: target.origin,
            produces: produces.cloned(),
            is_error,
        });
        true
    }

    /// An operation that produces only bytes responds with them, even without a `schema`.
    fn undescribed_file(&mut self, status: &str, entry: &Node<'d>, own: Option<&Rc<MediaTypes>>) {
        let is_described = ["schema", "content", "examples"].iter().any(|key| entry.get(key).is_some());
        let is_of_bytes = own.is_some_and(|own| !own.list.is_empty() && own.list.iter().all(MediaType::is_of_bytes));
        if is_of_bytes
            && !is_described
            && matches!(status, "200" | "201" | "202" | "203" | "206")
            && let Some(response) = self.survey.responses.get_mut(&entry.origin)
        {
            response.shape = Some(Shape::Bytes);
        }
    }

    /// A Response Object, references passed.
    fn response(&mut self, node: &Node<'d>, produces: Option<Rc<MediaTypes>>, is_error: bool) -> Option<Node<'d>> {
        let node = self.target(node).filter(|node| node.value.is_object() && !is_other(node, "responses"))?;
        if let Some(known) = self.survey.responses.get_mut(&node.origin) {
            known.is_error |= is_error;
            return Some(node);
        }
        let schema = node.get("schema").filter(|schema| !schema.value.is_null());
        let shape = schema.map(|schema| self.shape(&schema));
        self.survey.responses.insert(node.origin.clone(), Response { produces, shape, is_error });
        for (_, header) in node.get("headers").iter().flat_map(Node::entries) {
            self.value(&header);
        }
        Some(node)
    }

    /// The shape of a parameter; in a form, a list of files is files.
    fn shape_of_value(&self, node: &Node<'d>, kind: BodyParameter) -> Shape {
        let schema = node.get("schema").filter(|schema| !schema.value.is_null()).unwrap_or_else(|| node.clone());
        let elements = schema.get("items").filter(|_| kind == BodyParameter::Form).map(|items| self.shape(&items));
        elements.filter(|shape| *shape == Shape::Bytes).unwrap_or_else(|| self.shape(&schema))
    }

    fn shape(&self, schema: &Node<'d>) -> Shape {
        let Some(schema) = self.target(schema) else { return Shape::Other };
        let is = |key: &str, word: &str| schema.value.get(key).is_some_and(|value| value == word);
        let has = |key: &&str| schema.get(key).is_some();
        if is("type", "file") || is("format", "file") || (is("type", "string") && is("format", "binary")) {
            return Shape::Bytes;
        }
        let is_structured = is("type", "object")
            || is("type", "array")
            || ["properties", "additionalProperties", "allOf", "items"].iter().any(has);
        if is_structured { Shape::Structured } else { Shape::Other }
    }

    /// The final target of the references of a node.
    fn target(&self, node: &Node<'d>) -> Option<Node<'d>> {
        let mut node = node.clone();
        for _ in 0..MAX_HOPS {
            if node.reference().is_none() {
                return Some(node);
            }
            node = self.next(&node)?;
        }
        None
    }

    /// The target of the reference of a node: one step.
    fn next(&self, node: &Node<'d>) -> Option<Node<'d>> {
        self.resolver.named_if_any(node.reference()?, &node.origin.key("$ref"))
    }
}

/// Whether a node is an entry of a section.
fn is_of(node: &Node<'_>, section: &str) -> bool {
    let steps: Vec<String> = node.origin.pointer.steps().take(3).collect();
    matches!(steps.as_slice(), [own, _] if own == section)
}

/// Whether a node is an entry of another section than that which it is referred to as one of.
fn is_other(node: &Node<'_>, section: &str) -> bool {
    let steps: Vec<String> = node.origin.pointer.steps().take(3).collect();
    let sections = ["definitions", "parameters", "responses", "securityDefinitions"];
    matches!(steps.as_slice(), [own, _] if sections.contains(&own.as_str()) && own != section)
}

fn is_shared(shared: &[Node<'_>], parameter: &Parameter) -> bool {
    shared.iter().any(|node| node.origin == parameter.listed_at)
}
