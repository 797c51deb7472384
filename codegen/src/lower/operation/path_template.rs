//! Matching the template of a path with its parameters.

use super::parameter::{ParameterDraft, with_reserved};
use super::path::PathItem;
use crate::diagnostics::Code;
use crate::ir::{
    Method, OperationId, ParameterEncoding, ParameterLocation, PathPart, PathTemplate, SchemaPosition, StringFormat,
    Style, TypeKind,
};
use crate::lower::operation::Operations;
use crate::lower::read::template::parse_path;
use crate::swagger2::FURTHER_PATHS;
use serde_json::{Value, json};

/// The operators and modifiers of RFC 6570, for which OpenAPI has `style` and `explode`.
const OPERATORS: [char; 8] = ['.', ';', '*', '+', '/', '#', '?', '&'];

impl Operations<'_, '_> {
    /// Matches a template with the path parameters of an operation: each name of the template is a parameter, and each
    /// parameter has a position. If some parameters are invalid, an undeclared name may be one of them.
    pub(crate) fn reconcile_template(
        &mut self,
        operation: OperationId,
        method: &Method,
        item: &PathItem<'_>,
        parameters: &mut Vec<ParameterDraft>,
        has_invalid_parameters: bool,
    ) -> PathTemplate {
        let mut parts = Vec::new();
        for part in self.without_declared_query(method, item, parameters) {
            match part {
                PathPart::Literal(_) => parts.push(part),
                PathPart::Parameter(name) => {
                    let reconciled = self.reconcile_name(operation, item, &name, parameters, has_invalid_parameters);
                    parts.extend(reconciled.map(PathPart::Parameter));
                }
            }
        }
        let path = PathTemplate { parts };
        self.drop_misplaced(item, &path, parameters);
        for parameter in parameters.iter().filter(|parameter| parameter.lacks_required) {
            self.report_not_required(parameter);
        }
        path
    }

    /// The template without the parts of a query that are declared as parameters, such as `?q={q}`, which are sent once. An
    /// operation that only its query distinguishes from another one keeps it.
    fn without_declared_query(
        &self,
        method: &Method,
        item: &PathItem<'_>,
        parameters: &[ParameterDraft],
    ) -> Vec<PathPart> {
        let is_declared = |name: &str| {
            let mut of_query = parameters.iter().filter(|parameter| parameter.location == ParameterLocation::Query);
            of_query.any(|parameter| parameter.name == name)
        };
        let text = item.path.text();
        let section = item.origin.parent();
        let shortened = without_query_expressions(&text, is_declared)
            .filter(|_| item.incoming.is_none() && !is_further_path(item))
            .filter(|text| self.resolver.document().node(&section.key(text).key(method.key())).is_none());
        let parsed = shortened.and_then(|text| parse_path(&text).0);
        parsed.unwrap_or_else(|| item.path.clone()).parts
    }

    /// The declared parameter for a name in the template. `None` for a query expression, whose parameters are sent in
    /// the query anyway.
    fn reconcile_name(
        &mut self,
        operation: OperationId,
        item: &PathItem<'_>,
        name: &str,
        parameters: &mut Vec<ParameterDraft>,
        has_invalid_parameters: bool,
    ) -> Option<String> {
        let declared: Vec<&str> = parameters
            .iter()
            .filter(|one| one.location == ParameterLocation::Path)
            .map(|one| one.name.as_str())
            .collect();
        if declared.contains(&name) {
            return Some(name.to_owned());
        }
        let notation = Notation::of(name);
        let plain_name = plain_name_of(name);
        let normalized = |name: &str| name.to_ascii_lowercase().replace(['_', '-'], "");
        let declared_name = if declared.contains(&plain_name) {
            Some(plain_name.to_owned())
        } else {
            let in_template: Vec<&str> = item.path.parameters().collect();
            let free = declared.into_iter().filter(|declared| !in_template.contains(declared));
            let mut alike = free.filter(|declared| normalized(declared) == normalized(plain_name));
            alike.next().map(str::to_owned)
        };
        let is_query = name.starts_with(['?', '&']);
        let may_be_invalid = has_invalid_parameters && declared_name.is_none() && plain_name == name;
        // The query was reported as a whole.
        let is_reported = notation == Notation::Plain && declared_name.is_none() && is_in_query(item, name);
        if !may_be_invalid && !is_reported && self.templates.insert((item.origin.clone(), name.to_owned())) {
            self.report_name(item, name, plain_name, declared_name.as_deref());
        }
        if is_query && declared_name.is_none() {
            return None;
        }
        if declared_name.is_none() {
            let undeclared = self.undeclared(operation, item, plain_name);
            let follows: Vec<&str> = item.path.parameters().skip_while(|other| *other != name).skip(1).collect();
            let next = parameters
                .iter()
                .position(|one| one.location == ParameterLocation::Path && follows.contains(&&*one.name));
            parameters.insert(next.unwrap_or(parameters.len()), undeclared);
        }
        let declared_name = declared_name.unwrap_or_else(|| plain_name.to_owned());
        if notation.may_be_segments() {
            let of_path = parameters
                .iter_mut()
                .filter(|one| one.location == ParameterLocation::Path && one.name == declared_name);
            of_path.for_each(|one| one.encoding = with_reserved(one.encoding.clone(), ParameterLocation::Path));
        }
        Some(declared_name)
    }

    fn report_name(&mut self, item: &PathItem<'_>, name: &str, plain_name: &str, declared_name: Option<&str>) {
        let notation = Notation::of(name);
        let is_plain = notation == Notation::Plain;
        let message = match declared_name {
            Some(declared_name) if is_plain => {
                format!("the path has `{{{name}}}`, but the parameter is declared as `{declared_name}`")
            }
            _ => notation.message(name),
        };
        let is_2_0 = self.version.is_2_0();
        let diagnostic = self.diagnostics.mistake(Code::PathParameter, &item.origin, message).at_key();
        if let (None, Some(reading)) = (declared_name, notation.reading(plain_name)) {
            diagnostic.read_as(reading);
        }
        if let Some(declared_name) = declared_name.filter(|_| is_plain) {
            diagnostic.read_as(format!("it is read as `{{{declared_name}}}`"));
        }
        let is_query = name.starts_with(['?', '&']);
        if declared_name.is_none() && !is_query {
            diagnostic.fallback();
        }
        match declared_name {
            None if is_query => {
                diagnostic.help("end the path before it: parameters with `in: query` do not belong in the path")
            }
            Some(declared_name) if is_plain => diagnostic.help(format!(
                "did you mean `{{{declared_name}}}`? The names in the path and in the parameter must be equal"
            )),
            _ if is_plain => {
                let value = if is_2_0 { "type: string" } else { "schema: { type: string }" };
                let declaration = format!("{{ name: {plain_name}, in: path, required: true, {value} }}");
                let diagnostic = diagnostic.help(format!("add `- {declaration}` to `parameters`"));
                diagnostic.fix(&item.origin, json!({ "parameters": [undeclared_parameter(plain_name, is_2_0)] }))
            }
            _ => diagnostic.help(notation.help(plain_name)),
        };
    }

    fn undeclared(&mut self, operation: OperationId, item: &PathItem<'_>, name: &str) -> ParameterDraft {
        let position = SchemaPosition::Parameter { operation, name: name.to_owned() };
        ParameterDraft {
            origin: item.origin.clone(),
            name: name.to_owned(),
            location: ParameterLocation::Path,
            required: true,
            lacks_required: false,
            description: None,
            deprecated: false,
            value: self.plain_type(&item.origin, position, TypeKind::String(StringFormat::Plain)),
            sends_default: false,
            encoding: ParameterEncoding::Style {
                style: Style::Simple,
                explode: false,
                allow_reserved: false,
                nested: Vec::new(),
            },
            examples: Vec::new(),
        }
    }

    /// Reports a path parameter that is not `required`, once for all operations.
    fn report_not_required(&mut self, parameter: &ParameterDraft) {
        let origin = &parameter.origin;
        if !self.templates.insert((origin.clone(), "required".to_owned())) {
            return;
        }
        let message = format!("the path parameter `{}` must be required", parameter.name);
        let written = origin.key("required");
        let (at, help) = match self.resolver.document().node(&written) {
            Some(_) => (&written, "write `required: true`"),
            None => (origin, "add `required: true`"),
        };
        let diagnostic = self.diagnostics.mistake(Code::PathParameter, at, message).help(help);
        diagnostic.fix(origin, json!({ "required": true }));
    }

    /// Without a position in the path, a path parameter cannot be sent; parameters fixed by the path are not sent twice.
    fn drop_misplaced(&mut self, item: &PathItem<'_>, path: &PathTemplate, parameters: &mut Vec<ParameterDraft>) {
        let fixed = path.fixed_query();
        parameters.retain(|parameter| {
            let problem = match parameter.location {
                ParameterLocation::Path if item.incoming.is_some() => {
                    let message = format!(
                        "`{}` is a path parameter of a request that the API sends, which has no path",
                        parameter.name
                    );
                    Some((message, "write another `in`: the receiver of the request determines its URL"))
                }
                ParameterLocation::Path if !path.parameters().any(|name| name == parameter.name) => {
                    let message = format!("the path `{}` has no `{{{}}}`", path.text(), parameter.name);
                    Some((message, "add the parameter to the path, or write another `in`"))
                }
                ParameterLocation::Query if fixed.contains(&parameter.name) => {
                    let message = format!("the path `{}` already sends `{}`", path.text(), parameter.name);
                    Some((message, "remove it from the path, or from the parameters"))
                }
                ParameterLocation::Path
                | ParameterLocation::Query
                | ParameterLocation::Header
                | ParameterLocation::Cookie => None,
            };
            let Some((message, help)) = problem else { return true };
            // A section for paths with queries describes their parameters, too.
            if is_fixed_on_purpose(item, parameter) {
                return false;
            }
            // A parameter of the path item is reported once for all its operations.
            if self.templates.insert((parameter.origin.clone(), path.text())) {
                let origin = parameter.origin.key("name");
                let diagnostic = self.diagnostics.mistake(Code::PathParameter, &origin, message);
                diagnostic.skipped().also(&item.origin, "used by this path").help(help);
            }
            false
        });
    }
}

/// A path template without the pairs `name={…}` of its query whose name is declared. `None` if there are none.
fn without_query_expressions(text: &str, is_declared: impl Fn(&str) -> bool) -> Option<String> {
    let (path, query) = text.split_once('?')?;
    let is_expression = |value: &str| value.starts_with('{') && value.find('}') == Some(value.len() - 1);
    let is_kept = |pair: &&str| {
        let is_of_parameter = |(name, value)| is_expression(value) && is_declared(name);
        !pair.split_once('=').is_some_and(is_of_parameter)
    };
    let kept: Vec<&str> = query.split('&').filter(is_kept).collect();
    match kept.as_slice() {
        [] => Some(path.to_owned()),
        kept if kept.len() < query.split('&').count() => Some(format!("{path}?{}", kept.join("&"))),
        _ => None,
    }
}

/// Whether a name of a template is in a query, which only `x-ms-paths` may have.
fn is_in_query(item: &PathItem<'_>, name: &str) -> bool {
    let text = item.path.text();
    let query = text.split_once('?').map(|(_, query)| query).filter(|_| !is_further_path(item));
    query.is_some_and(|query| query.contains(&format!("{{{name}}}")))
}

/// Whether a path is in the section for paths that differ in their query.
fn is_further_path(item: &PathItem<'_>) -> bool {
    item.origin.parent().pointer.last().as_deref() == Some(FURTHER_PATHS)
}

/// Whether a parameter describes a part of the query that paths of `x-ms-paths` are meant to have.
fn is_fixed_on_purpose(item: &PathItem<'_>, parameter: &ParameterDraft) -> bool {
    parameter.location == ParameterLocation::Query && is_further_path(item)
}

/// A parameter object for an undeclared path parameter.
fn undeclared_parameter(name: &str, is_2_0: bool) -> Value {
    let mut parameter = json!({ "name": name, "in": "path", "required": true });
    if is_2_0 {
        parameter["type"] = "string".into();
    } else {
        parameter["schema"] = json!({ "type": "string" });
    }
    parameter
}

/// The syntax between the braces, in addition to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Notation<'a> {
    /// Nothing.
    Plain,
    /// The operators and modifiers of RFC 6570.
    UriTemplate,
    /// A mark of several segments: `{+path}` in RFC 6570, `{path+}` in API Gateway, `{*path}` in ASP.NET and others,
    /// `{path:.*}` where regular expressions are allowed, `{path=**}` in `google.api.http`.
    Segments,
    /// A regular expression, as in JAX-RS and Go routers: `{id:[0-9]+}`.
    Expression,
    /// The segments of the value, as in `google.api.http`: `{name=shelves/*/books/*}`.
    Pattern(&'a str),
}

impl<'a> Notation<'a> {
    fn of(name: &'a str) -> Self {
        if let Some((_, expression)) = split_name(name, ':') {
            return if [".*", ".+"].contains(&expression) { Self::Segments } else { Self::Expression };
        }
        match split_name(name, '=') {
            Some((_, "**")) => Self::Segments,
            Some((_, pattern)) => Self::Pattern(pattern),
            None if name.starts_with(['+', '*']) || name.ends_with('+') => Self::Segments,
            None if name.trim_matches(OPERATORS) != name => Self::UriTemplate,
            None => Self::Plain,
        }
    }

    fn may_be_segments(self) -> bool {
        match self {
            Self::Segments => true,
            Self::Pattern(pattern) => pattern.contains('/') || pattern.contains("**"),
            Self::Plain | Self::UriTemplate | Self::Expression => false,
        }
    }

    fn message(self, name: &str) -> String {
        match self {
            Self::Plain => format!("the path parameter `{name}` is not declared: any string is sent"),
            Self::UriTemplate => format!("`{{{name}}}` uses URI Template syntax, which OpenAPI does not support"),
            Self::Segments => format!("`{{{name}}}` is not a template expression of OpenAPI"),
            Self::Expression => format!("`{{{name}}}` has a regular expression, which OpenAPI does not support"),
            Self::Pattern(_) => format!("`{{{name}}}` has a pattern of segments, which OpenAPI does not support"),
        }
    }

    fn reading(self, plain_name: &str) -> Option<String> {
        match self {
            Self::Plain | Self::UriTemplate => None,
            _ if self.may_be_segments() => {
                Some(format!("it is read as `{{{plain_name}}}`, whose value may be several segments"))
            }
            _ => Some(format!("it is read as `{{{plain_name}}}`")),
        }
    }

    fn help(self, plain_name: &str) -> String {
        match self {
            Self::Pattern(pattern) if pattern.contains('/') && !pattern.contains("**") => {
                let pattern = pattern.replace('*', "[^/]+");
                format!("write `{{{plain_name}}}` in the path, and `{pattern}` as the `pattern` of the parameter")
            }
            Self::Expression => {
                format!("write `{{{plain_name}}}` in the path, and the expression as the `pattern` of the parameter")
            }
            _ if self.may_be_segments() => {
                format!("write `{{{plain_name}}}` in the path, and `x-ms-skip-url-encoding: true` in the parameter")
            }
            Self::UriTemplate => {
                format!("write `{{{plain_name}}}` in the path: `style` and `explode` define how it is serialized")
            }
            _ => format!("write `{{{plain_name}}}` in the path"),
        }
    }
}

/// The name without the syntax that OpenAPI does not allow.
fn plain_name_of(text: &str) -> &str {
    let before = split_name(text, ':').or_else(|| split_name(text, '='));
    before.map_or_else(|| text.trim_matches(OPERATORS), |(name, _)| name)
}

/// A name and what follows it after a separator.
fn split_name(text: &str, separator: char) -> Option<(&str, &str)> {
    let (before, after) = text.split_once(separator)?;
    let is_name = |text: &str| text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let before = before.trim();
    (!before.is_empty() && is_name(before)).then_some((before, after.trim()))
}
