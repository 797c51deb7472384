//! The OpenAPI Object and the Components Object: the parts of a document.

use crate::diagnostics::Code;
use crate::lower::read::expected::Expected;
use crate::lower::read::fields::{Fields, wrong_value};
use crate::lower::read::object_kind::{EXTERNAL_DOCS, ObjectKind, Unsupported};
use crate::lower::reference::component::section_node;
use crate::lower::reference::{References, Section};
use crate::lower::schema::keywords::schema_entries;
use crate::resolve::Node;
use std::collections::HashMap;

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
        "webhooks",
    ],
    unsupported: &[],
    extensions: &[],
};

/// Components that are read when they are referred to, with the kind of their entries.
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

const SWAGGER: ObjectKind = ObjectKind {
    name: "Swagger Object",
    keywords: &[
        "swagger",
        "info",
        "host",
        "basePath",
        "schemes",
        "consumes",
        "produces",
        "paths",
        "definitions",
        "parameters",
        "responses",
        "securityDefinitions",
        "security",
        "tags",
        "externalDocs",
    ],
    unsupported: &[
        Unsupported { keyword: "servers", meaning: OF_3_0, remedy: "write `host`, `basePath` and `schemes`" },
        Unsupported {
            keyword: "components",
            meaning: OF_3_0,
            remedy: "write `definitions`, `parameters`, `responses` and `securityDefinitions`",
        },
    ],
    extensions: &[],
};

/// The message for a keyword of OpenAPI 3.0 in Swagger 2.0.
pub(crate) const OF_3_0: &str = "it is a keyword of OpenAPI 3.0, not of Swagger 2.0";

/// The parts of a document.
#[derive(Default)]
pub(crate) struct Sections<'d> {
    pub(crate) info: Option<Node<'d>>,
    pub(crate) servers: Vec<Node<'d>>,
    pub(crate) security: Option<Node<'d>>,
    pub(crate) tags: Vec<Node<'d>>,
    pub(crate) paths: Option<Node<'d>>,
    pub(crate) webhooks: Option<Node<'d>>,
    pub(crate) components: HashMap<&'static str, Vec<(&'d str, Node<'d>)>>,
}

impl<'d> References<'_, 'd> {
    /// The parts of a document; missing ones were reported.
    pub(crate) fn read_sections(&mut self, root: &Node<'d>) -> Sections<'d> {
        if self.version.is_2_0() {
            return self.read_swagger_sections(root);
        }
        let since_3_1 = self.version.since_3_1();
        let Some(mut fields) = Fields::open(root, &OPEN_API, self.diagnostics) else { return Sections::default() };
        let mut sections = Sections {
            info: fields.require("info"),
            servers: fields.list("servers"),
            security: fields.node("security"),
            tags: fields.list("tags"),
            // Optional since 3.1, where a document may hold components or webhooks alone.
            paths: if since_3_1 { fields.node("paths") } else { fields.require("paths") },
            webhooks: fields.node("webhooks"),
            components: HashMap::new(),
        };
        fields.check_object("externalDocs", &EXTERNAL_DOCS);
        let some = ["paths", "components", "webhooks"];
        if since_3_1 && !some.iter().any(|key| root.get(key).is_some() || fields.is_misspelled(key)) {
            let message = "an OpenAPI Object requires `paths`, `components` or `webhooks`";
            let diagnostic = fields.diagnostics().mistake(Code::MissingField, &root.origin, message);
            diagnostic.help("add `paths`");
        }
        let components = fields.node("components");
        if let Some(webhooks) = sections.webhooks.as_ref().filter(|_| !since_3_1) {
            let message = "`webhooks` is not a keyword of the OpenAPI Object before OpenAPI 3.1";
            let (file, help) = (self.root, "write `openapi: 3.1.0` at the top, or describe them as `callbacks`");
            self.other_version.add(file, "webhooks", Code::UnknownKeyword, webhooks, message, help.to_owned());
        }
        sections.paths = sections.paths.and_then(|node| self.followed(node));
        sections.webhooks = sections.webhooks.and_then(|node| self.followed(node));
        let components = components.and_then(|node| self.followed(node));
        sections.components = self.read_components(components.as_ref());
        sections
    }

    /// The maps under `components`. Of those that are read where something refers to them, entries without a value are reported.
    fn read_components(&mut self, components: Option<&Node<'d>>) -> HashMap<&'static str, Vec<(&'d str, Node<'d>)>> {
        let Some(fields) = components.and_then(|node| Fields::open(node, &COMPONENTS, self.diagnostics)) else {
            return HashMap::new();
        };
        let referred = NAMED_OBJECTS.map(|(kind, name)| (name, fields.node(kind)));
        let maps = ["schemas", "responses", "securitySchemes"].map(|kind| (kind, fields.node(kind)));
        for (name, node) in referred {
            let entries = node.into_iter().flat_map(|node| node.entries().collect::<Vec<_>>());
            for (_, empty) in entries.filter(|(_, entry)| entry.value.is_null()) {
                let message = format!("expected a {name}, found null");
                let diagnostic = self.diagnostics.mistake(Code::WrongType, &empty.origin, message).skipped();
                diagnostic.help("an empty value is `null`: write a value, or remove the key");
            }
        }
        let mut read = HashMap::new();
        for (kind, node) in maps {
            let Some(node) = node.and_then(|node| self.followed(node)) else { continue };
            if !node.value.is_object() {
                wrong_value(self.diagnostics, &node, kind, Expected::Object);
            }
            read.insert(kind, self.entries(kind, &node));
        }
        read
    }

    /// The entries of a map of components.
    fn entries(&mut self, kind: &str, node: &Node<'d>) -> Vec<(&'d str, Node<'d>)> {
        if kind == Section::Schemas.key() { schema_entries(node, self.diagnostics) } else { node.entries().collect() }
    }

    /// The parts of a Swagger 2.0 document, with its sections at the top level.
    fn read_swagger_sections(&mut self, root: &Node<'d>) -> Sections<'d> {
        let Some(mut fields) = Fields::open(root, &SWAGGER, self.diagnostics) else { return Sections::default() };
        let mut sections = Sections {
            info: fields.require("info"),
            servers: Vec::new(),
            security: fields.node("security"),
            tags: fields.list("tags"),
            paths: fields.require("paths"),
            webhooks: None,
            components: HashMap::new(),
        };
        fields.check_object("externalDocs", &EXTERNAL_DOCS);
        sections.paths = sections.paths.and_then(|node| self.followed(node));
        let maps = [Section::Schemas, Section::Responses, Section::Parameters, Section::SecuritySchemes];
        for section in maps {
            let node = section_node(root, section).and_then(|node| self.followed(node));
            let Some(node) = node.filter(|node| !node.value.is_null()) else { continue };
            if !node.value.is_object() {
                let name = self.section_name(section);
                wrong_value(self.diagnostics, &node, &name, Expected::Object);
            }
            let entries = self.entries(section.key(), &node);
            sections.components.insert(section.key(), entries);
        }
        sections
    }

    /// A part of the document in a file of its own. The specification does not allow references in place of whole maps,
    /// but the meaning is clear.
    fn followed(&mut self, node: Node<'d>) -> Option<Node<'d>> {
        if node.reference().is_none() {
            return Some(node);
        }
        let message = "a map cannot be a reference: its target is used";
        let diagnostic = self.diagnostics.mistake(Code::InvalidReference, &node.origin, message);
        diagnostic.help("write a `$ref` for each entry");
        self.follow_to(Section::Any, &node)
    }
}
