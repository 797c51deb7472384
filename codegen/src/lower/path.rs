//! The Paths Object, the Path Item Objects and path templates.

use super::Lowering;
use super::fields::{Fields, ObjectKind};
use super::operation::name_operations;
use crate::diagnostics::Code;
use crate::ir::{Method, Operation, PathPart, PathTemplate};
use crate::resolve::Node;

const PATH_ITEM: ObjectKind = ObjectKind {
    name: "Path Item Object",
    keywords: &[
        "$ref",
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
        "trace",
    ],
    unsupported: &[
        ("servers", "requests go to the server of the document"),
        ("query", "no operation is generated for the method QUERY"),
        ("additionalOperations", "no operations are generated for these methods"),
    ],
    extensions: &[],
};

/// What every operation of a path item shares.
pub(super) struct PathItem<'d> {
    pub(super) path: PathTemplate,
    pub(super) summary: Option<String>,
    pub(super) description: Option<String>,
    pub(super) parameters: Vec<Node<'d>>,
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
        name_operations(&mut operations);
        operations
    }

    fn lower_template(&mut self, key: &str, item: &Node<'d>) -> Option<PathTemplate> {
        let parsed = parse_path(key);
        if let Err(error) = &parsed {
            let message = format!("the path `{key}` {}", error.describe());
            // Some documents tell operations on one path apart by a query: the rest of such a document is sound.
            let diagnostic = match error {
                TemplateError::NotAPath(_) => {
                    self.diagnostics.warning(Code::InvalidValue, &item.origin, message + ": it is left out")
                }
                TemplateError::Unclosed
                | TemplateError::Unopened
                | TemplateError::Nested
                | TemplateError::Empty
                | TemplateError::Repeated(_)
                | TemplateError::NoSlash => self.diagnostics.mistake(Code::InvalidValue, &item.origin, message),
            };
            diagnostic.at_key().help(error.help());
        }
        parsed.ok()
    }

    fn lower_path_item(&mut self, path: PathTemplate, item: &Node<'d>, operations: &mut Vec<Operation>) {
        let Some(item) = self.follow(item) else { return };
        let Some(mut fields) = Fields::open(&item, &PATH_ITEM, self.diagnostics) else { return };
        let shared = PathItem {
            path,
            summary: fields.text("summary"),
            description: fields.text("description"),
            parameters: fields.list("parameters"),
        };
        for (key, node) in item.entries() {
            let Some(method) = Method::ALL.into_iter().find(|method| method.key() == key) else { continue };
            operations.extend(self.lower_operation(operations.len(), method, &shared, &node));
        }
    }
}

/// A piece of a template.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Text as it stands.
    Text(String),
    /// A name between braces.
    Name(String),
}

/// What is wrong with a template.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TemplateError {
    Unclosed,
    Unopened,
    Nested,
    Empty,
    Repeated(String),
    NoSlash,
    NotAPath(char),
}

impl TemplateError {
    pub(super) const HELP: &str = "a parameter stands between one `{` and one `}`, as in `/pets/{petId}`";

    pub(super) fn describe(&self) -> String {
        match self {
            Self::Unclosed => "has a `{` without its `}`".to_owned(),
            Self::Unopened => "has a `}` without its `{`".to_owned(),
            Self::Nested => "has a `{` inside braces".to_owned(),
            Self::Empty => "has braces without a name".to_owned(),
            Self::Repeated(name) => format!("has the parameter `{name}` twice"),
            Self::NoSlash => "does not begin with `/`".to_owned(),
            Self::NotAPath(character) => format!("contains `{character}`"),
        }
    }

    fn help(&self) -> &'static str {
        match self {
            Self::Unclosed | Self::Unopened | Self::Nested | Self::Empty => Self::HELP,
            Self::Repeated(_) => "give each parameter of a path a name of its own",
            Self::NoSlash => "a path is appended to the server's URL: begin it with `/`",
            Self::NotAPath(_) => "a path has neither query nor fragment; declare query parameters with `in: query`",
        }
    }
}

/// Cuts a template at its braces.
pub(super) fn parse_template(text: &str) -> Result<Vec<Piece>, TemplateError> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (literal, braced) = rest.split_at(at);
        let Some(braced) = braced.strip_prefix('{') else { return Err(TemplateError::Unopened) };
        let Some((name, after)) = braced.split_once('}') else { return Err(TemplateError::Unclosed) };
        if name.contains('{') {
            return Err(TemplateError::Nested);
        }
        if name.trim().is_empty() {
            return Err(TemplateError::Empty);
        }
        if !literal.is_empty() {
            pieces.push(Piece::Text(literal.to_owned()));
        }
        pieces.push(Piece::Name(name.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    Ok(pieces)
}

fn parse_path(text: &str) -> Result<PathTemplate, TemplateError> {
    if !text.starts_with('/') {
        return Err(TemplateError::NoSlash);
    }
    let mut parts: Vec<PathPart> = Vec::new();
    for piece in parse_template(text)? {
        let part = match piece {
            Piece::Text(text) => match text.chars().find(|character| ['?', '#'].contains(character)) {
                Some(character) => return Err(TemplateError::NotAPath(character)),
                None => PathPart::Literal(text),
            },
            Piece::Name(name) => PathPart::Parameter(name),
        };
        if let (PathPart::Parameter(name), true) = (&part, parts.contains(&part)) {
            return Err(TemplateError::Repeated(name.clone()));
        }
        parts.push(part);
    }
    Ok(PathTemplate { parts })
}

#[cfg(test)]
mod tests {
    use super::{TemplateError, parse_path};
    use crate::ir::PathPart;

    fn literal(text: &str) -> PathPart {
        PathPart::Literal(text.to_owned())
    }

    fn parameter(name: &str) -> PathPart {
        PathPart::Parameter(name.to_owned())
    }

    #[test]
    fn templates_are_cut_at_their_braces() {
        let parts = |text: &str| parse_path(text).expect("the template is sound").parts;
        assert_eq!(parts("/"), [literal("/")]);
        assert_eq!(parts("/pets"), [literal("/pets")]);
        assert_eq!(parts("/pets/{id}/toys"), [literal("/pets/"), parameter("id"), literal("/toys")]);
        assert_eq!(parts("/{a}{b}"), [literal("/"), parameter("a"), parameter("b")]);
        assert_eq!(parts("/{a}.{b}"), [literal("/"), parameter("a"), literal("."), parameter("b")]);
    }

    #[test]
    fn broken_templates_say_what_is_wrong() {
        assert_eq!(parse_path("pets"), Err(TemplateError::NoSlash));
        assert_eq!(parse_path("/{id"), Err(TemplateError::Unclosed));
        assert_eq!(parse_path("/id}"), Err(TemplateError::Unopened));
        assert_eq!(parse_path("/{a{b}}"), Err(TemplateError::Nested));
        assert_eq!(parse_path("/{}"), Err(TemplateError::Empty));
        assert_eq!(parse_path("/{a}/{a}"), Err(TemplateError::Repeated("a".to_owned())));
        assert_eq!(parse_path("/pets?all"), Err(TemplateError::NotAPath('?')));
    }
}
