//! Path and URL templates, and how a path's template and its parameters come together.

use super::path::PathItem;
use crate::diagnostics::Code;
use crate::ir::{
    Location, OperationId, Parameter, ParameterEncoding, PathPart, PathTemplate, Place, StringFormat, Style, TypeKind,
};
use crate::lower::Lowering;

/// A piece of a template.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Text as it stands.
    Text(String),
    /// A name between braces.
    Name(String),
}

/// What is wrong with a template.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum TemplateError {
    Unclosed,
    Unopened,
    Nested,
    Empty,
    Repeated(String),
    NoSlash,
    Query,
    Fragment,
}

impl TemplateError {
    pub(crate) const HELP: &str = "a parameter stands between one `{` and one `}`, as in `/pets/{petId}`";

    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Unclosed => "has a `{` without its `}`".to_owned(),
            Self::Unopened => "has a `}` without its `{`".to_owned(),
            Self::Nested => "has a `{` inside braces".to_owned(),
            Self::Empty => "has braces without a name".to_owned(),
            Self::Repeated(name) => format!("has the parameter `{name}` twice"),
            Self::NoSlash => "does not begin with `/`".to_owned(),
            Self::Query => "has a query".to_owned(),
            Self::Fragment => "has a fragment, which is not sent".to_owned(),
        }
    }

    pub(crate) fn help(&self) -> &'static str {
        match self {
            Self::Unclosed | Self::Unopened | Self::Nested | Self::Empty => Self::HELP,
            Self::Repeated(_) => "give each parameter of a path a name of its own",
            Self::NoSlash => "a path is appended to the server's URL: begin it with `/`",
            Self::Query => "declare what stands after the `?` as parameters with `in: query`",
            Self::Fragment => "tell operations apart by their paths or methods",
        }
    }
}

/// Cuts a template at its braces.
pub(crate) fn parse_template(text: &str) -> Result<Vec<Piece>, TemplateError> {
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

/// A path and what is wrong with it. None where it cannot be cut.
///
/// What stands after a `?` stays in the last literal parts and is sent as it is; what stands after a `#` is not sent.
pub(crate) fn parse_path(text: &str) -> (Option<PathTemplate>, Vec<TemplateError>) {
    let mut problems = Vec::new();
    // A `#` inside braces is a mark of RFC 6570.
    let fragment = text.match_indices('#').map(|(at, _)| at).find(|at| !text[..*at].ends_with('{'));
    let path = &text[..fragment.unwrap_or(text.len())];
    if !path.starts_with('/') {
        problems.push(TemplateError::NoSlash);
    }
    if fragment.is_some() {
        problems.push(TemplateError::Fragment);
    }
    let pieces = match parse_template(path) {
        Ok(pieces) => pieces,
        Err(problem) => return (None, vec![problem]),
    };
    let mut parts: Vec<PathPart> = Vec::new();
    for piece in pieces {
        let part = match piece {
            Piece::Text(text) => PathPart::Literal(text),
            Piece::Name(name) => PathPart::Parameter(name),
        };
        if let (PathPart::Parameter(name), true) = (&part, parts.contains(&part)) {
            problems.push(TemplateError::Repeated(name.clone()));
        }
        parts.push(part);
    }
    if parts.iter().any(|part| matches!(part, PathPart::Literal(text) if text.contains('?'))) {
        problems.push(TemplateError::Query);
    }
    match parts.first_mut() {
        Some(PathPart::Literal(text)) if text.starts_with('/') => {}
        Some(PathPart::Literal(text)) => text.insert(0, '/'),
        Some(PathPart::Parameter(_)) | None => parts.insert(0, PathPart::Literal("/".to_owned())),
    }
    (Some(PathTemplate { parts }), problems)
}

/// The marks that RFC 6570 puts before and after a name, which OpenAPI says by `style` and `explode`.
const MARKS: [char; 8] = ['.', ';', '*', '+', '/', '#', '?', '&'];

impl Lowering<'_, '_> {
    /// Brings a template and the path parameters of an operation together: each name of the template is a parameter,
    /// and each parameter has a place.
    pub(crate) fn settle_template(
        &mut self,
        operation: OperationId,
        item: &PathItem<'_>,
        parameters: &mut Vec<Parameter>,
    ) -> PathTemplate {
        let mut parts = Vec::new();
        for part in &item.path.parts {
            match part {
                PathPart::Literal(_) => parts.push(part.clone()),
                PathPart::Parameter(name) => {
                    let settled = self.settle_name(operation, item, name, parameters);
                    parts.extend(settled.map(PathPart::Parameter));
                }
            }
        }
        let path = PathTemplate { parts };
        self.drop_misplaced(item, &path, parameters);
        path
    }

    /// The declared parameter that a name in the template means. None for a query expression, whose parameters are
    /// sent in the query as it is.
    fn settle_name(
        &mut self,
        operation: OperationId,
        item: &PathItem<'_>,
        name: &str,
        parameters: &mut Vec<Parameter>,
    ) -> Option<String> {
        let declared: Vec<&str> =
            parameters.iter().filter(|one| one.location == Location::Path).map(|one| one.name.as_str()).collect();
        if declared.contains(&name) {
            return Some(name.to_owned());
        }
        let bare = name.trim_matches(MARKS);
        let plain = |name: &str| name.to_ascii_lowercase().replace(['_', '-'], "");
        let meant = if declared.contains(&bare) {
            Some(bare.to_owned())
        } else {
            let in_template: Vec<&str> = item.path.parameters().collect();
            let free = declared.into_iter().filter(|declared| !in_template.contains(declared));
            let mut alike = free.filter(|declared| plain(declared) == plain(bare));
            alike.next().map(str::to_owned)
        };
        let is_query = name.starts_with(['?', '&']);
        if self.templates.insert((item.origin.clone(), name.to_owned())) {
            self.report_name(item, name, bare, meant.as_deref());
        }
        if is_query && meant.is_none() {
            return None;
        }
        if meant.is_none() {
            let undeclared = self.undeclared(operation, item, bare);
            let follows: Vec<&str> = item.path.parameters().skip_while(|other| *other != name).skip(1).collect();
            let next =
                parameters.iter().position(|one| one.location == Location::Path && follows.contains(&&*one.name));
            parameters.insert(next.unwrap_or(parameters.len()), undeclared);
        }
        Some(meant.unwrap_or_else(|| bare.to_owned()))
    }

    fn report_name(&mut self, item: &PathItem<'_>, name: &str, bare: &str, meant: Option<&str>) {
        let is_marked = bare != name;
        let message = match meant {
            Some(meant) if !is_marked => format!("the path has `{{{name}}}`, the parameters `{meant}`"),
            _ if is_marked => format!("`{{{name}}}` has the marks of a URI template, which OpenAPI does not use"),
            _ => format!("the path parameter `{name}` is not declared: any string is sent"),
        };
        let diagnostic = self.diagnostics.mistake(Code::PathParameter, &item.origin, message).at_key();
        if meant.is_none() && !name.starts_with(['?', '&']) {
            diagnostic.fallback();
        }
        let declaration = format!("{{ name: {bare}, in: path, required: true, schema: {{ type: string }} }}");
        match meant {
            None if name.starts_with(['?', '&']) => {
                diagnostic.help("end the path before it: parameters with `in: query` are sent without it")
            }
            Some(meant) if !is_marked => {
                diagnostic.help(format!("did you mean `{{{meant}}}`? Path and parameter have the same name"))
            }
            _ if is_marked => diagnostic
                .help(format!("write `{{{bare}}}` in the path: how it is written is said by `style` and `explode`")),
            _ => diagnostic.help(format!("add `- {declaration}` to `parameters`")),
        };
    }

    fn undeclared(&mut self, operation: OperationId, item: &PathItem<'_>, name: &str) -> Parameter {
        let place = Place::Parameter { operation, name: name.to_owned() };
        Parameter {
            origin: item.origin.clone(),
            name: name.to_owned(),
            location: Location::Path,
            required: true,
            description: None,
            deprecated: false,
            value: self.plain_type(&item.origin, place, TypeKind::String(StringFormat::Plain)),
            known: None,
            sent_default: None,
            encoding: ParameterEncoding::Style { style: Style::Simple, explode: false, allow_reserved: false },
            examples: Vec::new(),
        }
    }

    /// Without a place in the path, a path parameter cannot be sent; what the path sends already is not sent twice.
    fn drop_misplaced(&mut self, item: &PathItem<'_>, path: &PathTemplate, parameters: &mut Vec<Parameter>) {
        let fixed = path.fixed_query();
        parameters.retain(|parameter| {
            let problem = match parameter.location {
                Location::Path if !path.parameters().any(|name| name == parameter.name) => {
                    let message = format!("the path `{}` has no `{{{}}}`", path.text(), parameter.name);
                    Some((message, "write the parameter into the path, or give it another `in`"))
                }
                Location::Query if fixed.contains(&parameter.name) => {
                    let message = format!("the path `{}` sends `{}` already", path.text(), parameter.name);
                    Some((message, "remove it from the path, or from the parameters"))
                }
                Location::Path | Location::Query | Location::Header | Location::Cookie => None,
            };
            let Some((message, help)) = problem else { return true };
            // A parameter of the path item is shared by its operations, and reported once.
            if self.templates.insert((parameter.origin.clone(), path.text())) {
                let origin = parameter.origin.key("name");
                let diagnostic = self.diagnostics.mistake(Code::PathParameter, &origin, message);
                diagnostic.skipped().also(&item.origin, "used by this path").help(help);
            }
            false
        });
    }
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
        let parts = |text: &str| {
            let (path, problems) = parse_path(text);
            assert_eq!(problems, []);
            path.expect("the template is sound").parts
        };
        assert_eq!(parts("/"), [literal("/")]);
        assert_eq!(parts("/pets"), [literal("/pets")]);
        assert_eq!(parts("/pets/{id}/toys"), [literal("/pets/"), parameter("id"), literal("/toys")]);
        assert_eq!(parts("/{a}{b}"), [literal("/"), parameter("a"), parameter("b")]);
        assert_eq!(parts("/{a}.{b}"), [literal("/"), parameter("a"), literal("."), parameter("b")]);
    }

    #[test]
    fn broken_templates_say_what_is_wrong() {
        for (text, problem) in [
            ("/{id", TemplateError::Unclosed),
            ("/id}", TemplateError::Unopened),
            ("/{a{b}}", TemplateError::Nested),
            ("/{}", TemplateError::Empty),
        ] {
            assert_eq!(parse_path(text), (None, vec![problem]));
        }
    }

    #[test]
    fn what_is_no_path_is_read_as_the_nearest_one() {
        for (text, read, problem) in [
            ("pets", "/pets", TemplateError::NoSlash),
            ("{a}", "/{a}", TemplateError::NoSlash),
            ("", "/", TemplateError::NoSlash),
            ("/{a}/{a}", "/{a}/{a}", TemplateError::Repeated("a".to_owned())),
            ("/pets?all=1", "/pets?all=1", TemplateError::Query),
            ("/pets#all", "/pets", TemplateError::Fragment),
        ] {
            let (path, problems) = parse_path(text);
            assert_eq!((path.map(|path| path.text()), problems), (Some(read.to_owned()), vec![problem]));
        }
        assert_eq!(parse_path("/{#a}").1, []);
    }
}
