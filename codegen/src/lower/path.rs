//! The Paths Object and the Path Item Objects.

use super::Lowering;
use super::fields::{Fields, ObjectKind};
use super::template::parse_path;
use crate::diagnostics::Code;
use crate::ir::{Method, Operation, PathTemplate, Server};
use crate::pointer::Origin;
use crate::resolve::Node;

const PATH_ITEM: ObjectKind = ObjectKind {
    name: "Path Item Object",
    keywords: &[
        "$ref",
        "summary",
        "description",
        "parameters",
        "servers",
        "get",
        "put",
        "post",
        "delete",
        "options",
        "head",
        "patch",
        "trace",
    ],
    unsupported: &[
        ("query", "no operation is generated for the method QUERY"),
        ("additionalOperations", "no operations are generated for these methods"),
    ],
    extensions: &[],
};

/// What every operation of a path item shares.
pub(super) struct PathItem<'d> {
    /// The key in `paths`.
    pub(super) origin: Origin,
    pub(super) path: PathTemplate,
    pub(super) summary: Option<String>,
    pub(super) description: Option<String>,
    pub(super) parameters: Vec<Node<'d>>,
    pub(super) server: Option<Server>,
}

impl<'d> Lowering<'_, 'd> {
    /// `paths`: every operation, in the document's order.
    pub(super) fn lower_paths(&mut self, node: Option<&Node<'d>>) -> Vec<Operation> {
        let mut operations = Vec::new();
        let Some(node) = node else { return operations };
        if !node.value.is_object() {
            self.diagnostics.mistake(Code::WrongType, &node.origin, "`paths` must be an object");
        }
        for (key, item) in node.entries().filter(|(key, _)| !key.starts_with("x-")) {
            if let Some(path) = self.lower_template(key, &item) {
                self.lower_path_item(path, &item, &mut operations);
            }
        }
        self.name_operations(&mut operations);
        operations
    }

    /// The template of a path. One that cannot be cut at its braces leaves its operations out.
    fn lower_template(&mut self, key: &str, item: &Node<'d>) -> Option<PathTemplate> {
        let (parsed, problems) = parse_path(key);
        for problem in problems {
            let message = format!("the path `{key}` {}", problem.describe());
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &item.origin, message);
            diagnostic.at_key().help(problem.help());
            if parsed.is_none() {
                diagnostic.skipped();
            }
        }
        parsed
    }

    fn lower_path_item(&mut self, path: PathTemplate, item: &Node<'d>, operations: &mut Vec<Operation>) {
        let origin = item.origin.clone();
        let Some(item) = self.follow(item) else { return };
        let Some(mut fields) = Fields::open(&item, &PATH_ITEM, self.diagnostics) else { return };
        let servers = fields.list("servers");
        let mut shared = PathItem {
            origin,
            path,
            summary: fields.text("summary"),
            description: fields.text("description"),
            parameters: fields.list("parameters"),
            server: None,
        };
        shared.server = self.lower_own_server(&servers);
        for (key, node) in item.entries() {
            let Some(method) = Method::ALL.into_iter().find(|method| method.key() == key) else { continue };
            operations.extend(self.lower_operation(operations.len(), method, &shared, &node));
        }
    }
}
