//! The Paths Object and the Path Item Objects.

use super::OperationDraft;
use super::incoming_draft::IncomingDraft;
use crate::diagnostics::Code;
use crate::ir::{Method, PathTemplate, Server};
use crate::lower::document::sections::OF_3_0;
use crate::lower::operation::Operations;
use crate::lower::read::fields::Fields;
use crate::lower::read::header_name::is_header_name;
use crate::lower::read::object_kind::{ObjectKind, Unsupported};
use crate::lower::read::template::{TemplateError, parse_path};
use crate::lower::reference::Section;
use crate::pointer::Origin;
use crate::resolve::Node;
use crate::swagger2::FURTHER_PATHS;
use indexmap::IndexMap;
use std::collections::HashSet;

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
        "query",
        "additionalOperations",
    ],
    unsupported: &[],
    extensions: &[],
};

const PATH_ITEM_2_0: ObjectKind = ObjectKind {
    name: "Path Item Object",
    keywords: &[
        "$ref",
        // Their meaning is clear, though only OpenAPI 3.0 has them.
        "summary",
        "description",
        "parameters",
        "get",
        "put",
        "post",
        "delete",
        "options",
        "head",
        "patch",
    ],
    unsupported: &[Unsupported { keyword: "servers", meaning: OF_3_0, remedy: "remove it" }],
    extensions: &[],
};

/// The parts of a path item that apply to all its operations.
pub(crate) struct PathItem<'d> {
    /// The key in `paths`.
    pub(crate) origin: Origin,
    pub(crate) path: PathTemplate,
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) parameters: Vec<Node<'d>>,
    pub(crate) server: Option<Server>,
    /// Its position, if the API calls it.
    pub(crate) incoming: Option<IncomingDraft>,
}

impl<'d> Operations<'_, 'd> {
    /// Adds every operation of `paths`, in the document's order.
    pub(crate) fn lower_paths(&mut self, node: Option<&Node<'d>>, operations: &mut Vec<OperationDraft>) {
        let Some(node) = node else { return };
        if !node.value.is_object() {
            let diagnostic = self.diagnostics.mistake(Code::WrongType, &node.origin, "`paths` must be an object");
            diagnostic.skipped().help("give each path as a key: `paths: { /pets: { get: … } }`");
        }
        for (key, item) in node.entries().filter(|(key, _)| !key.starts_with("x-")) {
            if let Some(path) = self.lower_template(key, &item) {
                self.lower_path_item(path, &item, operations);
            }
        }
    }

    /// The template of a path. The operations of one with malformed braces are omitted.
    fn lower_template(&mut self, key: &str, item: &Node<'d>) -> Option<PathTemplate> {
        let (parsed, problems) = parse_path(key);
        // That section is for paths with queries.
        let may_have_query = item.origin.parent().pointer.last().as_deref() == Some(FURTHER_PATHS);
        for problem in problems.into_iter().filter(|problem| !(may_have_query && *problem == TemplateError::Query)) {
            let message = format!("the path `{key}` {}", problem.describe());
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &item.origin, message);
            diagnostic.at_key().help(problem.help());
            if parsed.is_none() {
                diagnostic.skipped();
            }
        }
        parsed
    }

    fn lower_path_item(&mut self, path: PathTemplate, item: &Node<'d>, operations: &mut Vec<OperationDraft>) {
        let Some((shared, methods)) = self.lower_item_parts(path, None, item) else { return };
        for (method, node) in methods {
            if self.is_new(&shared.path, &method, &node) {
                operations.extend(self.lower_operation(operations.len(), method, &shared, &node));
            }
        }
    }

    /// The parts of a path item that apply to all its operations, and the node of each operation.
    pub(super) fn lower_item_parts(
        &mut self,
        path: PathTemplate,
        incoming: Option<IncomingDraft>,
        item: &Node<'d>,
    ) -> Option<(PathItem<'d>, IndexMap<Method, Node<'d>>)> {
        let parts = self.path_item_parts(item)?;
        let origin = item.origin.clone();
        let (summary, description, server) = (None, None, None);
        let mut shared = PathItem { origin, path, summary, description, parameters: Vec::new(), server, incoming };
        let mut methods: IndexMap<Method, Node<'d>> = IndexMap::new();
        let is_2_0 = self.version.is_2_0();
        let kind = if is_2_0 { &PATH_ITEM_2_0 } else { &PATH_ITEM };
        for part in &parts {
            let Some(mut fields) = Fields::open(part, kind, self.diagnostics) else { continue };
            shared.summary = shared.summary.or(fields.string("summary"));
            shared.description = shared.description.or(fields.string("description"));
            let servers = if is_2_0 { Vec::new() } else { fields.list("servers") };
            let parameters = fields.list("parameters");
            let additional = if is_2_0 { Vec::new() } else { fields.map("additionalOperations") };
            self.report_keywords_of_3_2(part);
            self.check_additional(&additional);
            if shared.server.is_none() {
                shared.server = self.lower_own_server(&servers);
            }
            let is_new = |node: &Node<'d>| !shared.parameters.iter().any(|known| overrides(known, node));
            let new: Vec<Node<'d>> = parameters.into_iter().filter(is_new).collect();
            shared.parameters.extend(new);
            for (key, node) in part.entries() {
                let known = Method::ALL.into_iter().find(|method| method.key() == key);
                let Some(method) = known.filter(|_| kind.keywords.contains(&key)) else { continue };
                methods.entry(method).or_insert(node);
            }
            for (key, node) in additional {
                let Some(method) = self.lower_method(key, &node) else { continue };
                methods.entry(method).or_insert(node);
            }
        }
        Some((shared, methods))
    }

    fn report_keywords_of_3_2(&mut self, part: &Node<'d>) {
        if self.version.is_2_0() || self.version.since_3_2() {
            return;
        }
        for key in ["query", "additionalOperations"] {
            let Some(node) = part.get(key) else { continue };
            let message = format!("`{key}` is not a keyword of the Path Item Object before OpenAPI 3.2");
            let help = "write `openapi: 3.2.0` at the top, or describe the operation under another method";
            let root = self.root;
            self.other_version.add(root, key, Code::UnknownKeyword, &node, &message, help.to_owned());
        }
    }

    /// Methods with a key of their own belong there.
    fn check_additional(&mut self, additional: &[(&'d str, Node<'d>)]) {
        for (name, node) in additional {
            let Some(known) = Method::ALL.into_iter().find(|method| method.as_str() == *name) else { continue };
            let key = known.key();
            let message = format!("`{name}` is not allowed under `additionalOperations`: its key is `{key}`");
            let path_item = node.origin.parent().parent();
            let is_described = self.resolver.document().node(&path_item.key(key)).is_some();
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &node.origin, message).at_key();
            if is_described {
                diagnostic.skipped().also(&path_item.key(key), "this one is generated").help("keep one of the two");
            } else {
                diagnostic.help(format!("move it to the key `{key}` next to `additionalOperations`"));
            }
        }
    }

    /// A method without a key of its own: any HTTP token, such as `M-SEARCH`.
    fn lower_method(&mut self, key: &str, node: &Node<'d>) -> Option<Method> {
        let is_token = key.starts_with(|first: char| first.is_ascii_alphabetic()) && is_header_name(key);
        if !is_token {
            let message = format!("`{key}` is not an HTTP method");
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &node.origin, message).at_key();
            diagnostic.skipped().help("a method consists of letters, digits and hyphens");
            return None;
        }
        let known = Method::ALL.into_iter().find(|method| method.as_str() == key);
        Some(known.unwrap_or_else(|| Method::Other(key.to_owned())))
    }

    /// A path item, and the target of its reference: keys next to `$ref` apply in every version, and take precedence.
    fn path_item_parts(&mut self, item: &Node<'d>) -> Option<Vec<Node<'d>>> {
        let mut parts = vec![item.clone()];
        let mut seen = HashSet::new();
        while let Some(part) = parts.last().filter(|part| part.reference().is_some()).cloned() {
            if !seen.insert(part.origin.clone()) {
                self.report_round(seen.iter());
                break;
            }
            let Some(target) = self.step_to(Section::PathItems, &part) else { break };
            parts.push(target);
        }
        // With a dangling reference, only the keys next to it are left.
        let has_keywords = |part: &Node<'d>| part.reference().is_none() || part.entries().count() > 1;
        parts.retain(has_keywords);
        (!parts.is_empty()).then_some(parts)
    }

    /// Whether no other document has described the operation. Documents of one API may share path items.
    fn is_new(&mut self, path: &PathTemplate, method: &Method, node: &Node<'d>) -> bool {
        let current = self.root;
        let own = (current, node.origin.clone());
        let (root, known) = self.described.entry((path.text(), method.clone())).or_insert(own);
        if *root == current || *known == node.origin {
            return *root == current;
        }
        let known = known.clone();
        let message = format!("{} {} is also described in another document", method.as_str(), path.text());
        let diagnostic = self.diagnostics.mistake(Code::DuplicatePath, &node.origin, message);
        diagnostic
            .at_key()
            .skipped()
            .also(&known, "this one is generated")
            .help("describe it in only one of the documents");
        false
    }
}

/// Whether a parameter next to a reference overrides one of the target.
fn overrides(one: &Node<'_>, other: &Node<'_>) -> bool {
    let same = |key| one.value.get(key).is_some_and(|value| other.value.get(key) == Some(value));
    one.origin.parent() != other.origin.parent() && same("name") && same("in")
}
