//! The templates of paths and URLs: text with names between braces.

use crate::ir::{PathPart, PathTemplate};

/// A piece of a template.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Literal text.
    Text(String),
    /// A name between braces.
    Name(String),
}

/// Mistakes in templates.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum TemplateError {
    Unclosed,
    Unopened,
    Nested,
    Doubled,
    Empty,
    Repeated(String),
    NoSlash,
    Query,
    Fragment,
}

impl TemplateError {
    pub(crate) const HELP: &str = "write a parameter in braces, as in `/pets/{petId}`";

    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Unclosed => "has an unclosed `{`".to_owned(),
            Self::Unopened => "has an unmatched `}`".to_owned(),
            Self::Nested => "has nested braces".to_owned(),
            Self::Doubled => "has doubled braces, which are read as single ones".to_owned(),
            Self::Empty => "has a parameter without a name".to_owned(),
            Self::Repeated(name) => format!("has the parameter `{name}` twice"),
            Self::NoSlash => "does not start with `/`".to_owned(),
            Self::Query => "has a query".to_owned(),
            Self::Fragment => "has a fragment, which is not sent".to_owned(),
        }
    }

    pub(crate) fn help(&self) -> &'static str {
        match self {
            Self::Unclosed | Self::Unopened | Self::Nested | Self::Empty => Self::HELP,
            Self::Doubled => "write a parameter in single braces, as in `/pets/{petId}`",
            Self::Repeated(_) => "give each parameter of a path a unique name",
            Self::NoSlash => "a path is appended to the URL of the server: start it with `/`",
            Self::Query => "end the path before the `?`, and declare what follows as parameters with `in: query`",
            Self::Fragment => "distinguish operations by their paths or methods",
        }
    }
}

/// Splits a template at its braces.
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

/// A path and its mistakes. `None` if it cannot be parsed.
///
/// A query stays in the last literal parts and is sent unchanged; a fragment is not sent. Doubled braces, as in templates
/// of Postman and Mustache, are read as single ones.
pub(crate) fn parse_path(text: &str) -> (Option<PathTemplate>, Vec<TemplateError>) {
    let single = text.replace("{{", "{").replace("}}", "}");
    let is_doubled = single != text && parse_template(text).is_err() && parse_template(&single).is_ok();
    let text = if is_doubled { &single } else { text };
    let mut problems: Vec<TemplateError> = is_doubled.then_some(TemplateError::Doubled).into_iter().collect();
    // A `#` inside braces is an operator of RFC 6570.
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
    fn path_templates_are_split_at_braces() {
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
    fn invalid_path_templates_are_explained() {
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
    fn invalid_path_templates_are_read_as_the_nearest_valid_one() {
        for (text, read, problem) in [
            ("pets", "/pets", TemplateError::NoSlash),
            ("{a}", "/{a}", TemplateError::NoSlash),
            ("", "/", TemplateError::NoSlash),
            ("/{a}/{a}", "/{a}/{a}", TemplateError::Repeated("a".to_owned())),
            ("/pets?all=1", "/pets?all=1", TemplateError::Query),
            ("/pets#all", "/pets", TemplateError::Fragment),
            ("/pets/{{id}}/toys", "/pets/{id}/toys", TemplateError::Doubled),
        ] {
            let (path, problems) = parse_path(text);
            assert_eq!((path.map(|path| path.text()), problems), (Some(read.to_owned()), vec![problem]));
        }
        assert_eq!(parse_path("/{#a}").1, []);
    }
}
