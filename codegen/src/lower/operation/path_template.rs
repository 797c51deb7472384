//! Matching the template of a path with its parameters.

use super::parameter::{ParameterDraft, with_reserved};
use super::path::PathItem;
use crate::diagnostics::Code;
use crate::ir::{
    Location, OperationId, ParameterEncoding, PathPart, PathTemplate, Place, StringFormat, Style, TypeKind,
};
use crate::lower::operation::Operations;
use crate::swagger2::FURTHER_PATHS;
use serde_json::json;

/// The operators and modifiers of RFC 6570, for which OpenAPI has `style` and `explode`.
const MARKS: [char; 8] = ['.', ';', '*', '+', '/', '#', '?', '&'];

impl Operations<'_, '_> {
    /// Matches a template with the path parameters of an operation: each name of the template is a parameter, and each
    /// parameter has a place. Where some parameters are lost, an undeclared name may be one of them.
    pub(crate) fn reconcile_template(
        &mut self,
        operation: OperationId,
        item: &PathItem<'_>,
        parameters: &mut Vec<ParameterDraft>,
        some_are_lost: bool,
    ) -> PathTemplate {
        let mut parts = Vec::new();
        for part in &item.path.parts {
            match part {
                PathPart::Literal(_) => parts.push(part.clone()),
                PathPart::Parameter(name) => {
                    let reconciled = self.reconcile_name(operation, item, name, parameters, some_are_lost);
                    parts.extend(reconciled.map(PathPart::Parameter));
                }
            }
        }
        let path = PathTemplate { parts };
        self.drop_misplaced(item, &path, parameters);
        path
    }

    /// The declared parameter for a name in the template. `None` for a query expression, whose parameters are sent in
    /// the query anyway.
    fn reconcile_name(
        &mut self,
        operation: OperationId,
        item: &PathItem<'_>,
        name: &str,
        parameters: &mut Vec<ParameterDraft>,
        some_are_lost: bool,
    ) -> Option<String> {
        let declared: Vec<&str> =
            parameters.iter().filter(|one| one.location == Location::Path).map(|one| one.name.as_str()).collect();
        if declared.contains(&name) {
            return Some(name.to_owned());
        }
        let bare = before_expression(name).unwrap_or_else(|| name.trim_matches(MARKS));
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
        let is_lost = some_are_lost && meant.is_none() && bare == name;
        if !is_lost && self.templates.insert((item.origin.clone(), name.to_owned())) {
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
        let meant = meant.unwrap_or_else(|| bare.to_owned());
        if may_be_segments(name) {
            let of_path = parameters.iter_mut().filter(|one| one.location == Location::Path && one.name == meant);
            of_path.for_each(|one| one.encoding = with_reserved(one.encoding.clone(), Location::Path));
        }
        Some(meant)
    }

    fn report_name(&mut self, item: &PathItem<'_>, name: &str, bare: &str, meant: Option<&str>) {
        let is_marked = bare != name;
        let message = match meant {
            Some(meant) if !is_marked => {
                format!("the path has `{{{name}}}`, but the parameter is declared as `{meant}`")
            }
            _ if may_be_segments(name) => {
                format!("`{{{name}}}` is not a template expression of OpenAPI")
            }
            _ if before_expression(name).is_some() => {
                format!("`{{{name}}}` has a regular expression, which OpenAPI does not support")
            }
            _ if is_marked => format!("`{{{name}}}` uses URI Template syntax, which OpenAPI does not support"),
            _ => format!("the path parameter `{name}` is not declared: any string is sent"),
        };
        let is_2_0 = self.version.is_2_0();
        let value = if is_2_0 { "type: string" } else { "schema: { type: string }" };
        let diagnostic = self.diagnostics.mistake(Code::PathParameter, &item.origin, message).at_key();
        if meant.is_none() && may_be_segments(name) {
            diagnostic.read_as(format!("it is read as `{{{bare}}}`, whose value may be several segments"));
        } else if meant.is_none() && before_expression(name).is_some() {
            diagnostic.read_as(format!("it is read as `{{{bare}}}`"));
        }
        if meant.is_none() && !name.starts_with(['?', '&']) {
            diagnostic.fallback();
        }
        let mut added = json!({ "name": bare, "in": "path", "required": true });
        if is_2_0 {
            added["type"] = "string".into();
        } else {
            added["schema"] = json!({ "type": "string" });
        }
        let added = json!({ "parameters": [added] });
        let declaration = format!("{{ name: {bare}, in: path, required: true, {value} }}");
        match meant {
            None if name.starts_with(['?', '&']) => {
                diagnostic.help("end the path before it: parameters with `in: query` do not belong in the path")
            }
            Some(meant) if !is_marked => diagnostic
                .help(format!("did you mean `{{{meant}}}`? The names in the path and in the parameter must be equal")),
            _ if may_be_segments(name) => diagnostic
                .help(format!("write `{{{bare}}}` in the path, and `x-ms-skip-url-encoding: true` in the parameter")),
            _ if before_expression(name).is_some() => diagnostic
                .help(format!("write `{{{bare}}}` in the path, and the expression as the `pattern` of the parameter")),
            _ if is_marked => diagnostic
                .help(format!("write `{{{bare}}}` in the path: `style` and `explode` define how it is serialized")),
            _ => diagnostic.help(format!("add `- {declaration}` to `parameters`")).fix(&item.origin, added),
        };
    }

    fn undeclared(&mut self, operation: OperationId, item: &PathItem<'_>, name: &str) -> ParameterDraft {
        let place = Place::Parameter { operation, name: name.to_owned() };
        ParameterDraft {
            origin: item.origin.clone(),
            name: name.to_owned(),
            location: Location::Path,
            required: true,
            description: None,
            deprecated: false,
            value: self.plain_type(&item.origin, place, TypeKind::String(StringFormat::Plain)),
            sends_default: false,
            encoding: ParameterEncoding::Style { style: Style::Simple, explode: false, allow_reserved: false },
            examples: Vec::new(),
        }
    }

    /// Without a place in the path, a path parameter cannot be sent; parameters fixed by the path are not sent twice.
    fn drop_misplaced(&mut self, item: &PathItem<'_>, path: &PathTemplate, parameters: &mut Vec<ParameterDraft>) {
        let fixed = path.fixed_query();
        parameters.retain(|parameter| {
            let problem = match parameter.location {
                Location::Path if item.incoming.is_some() => {
                    let message = format!(
                        "`{}` is a path parameter of a request that the API sends, which has no path",
                        parameter.name
                    );
                    Some((message, "write another `in`: the receiver of the request determines its URL"))
                }
                Location::Path if !path.parameters().any(|name| name == parameter.name) => {
                    let message = format!("the path `{}` has no `{{{}}}`", path.text(), parameter.name);
                    Some((message, "add the parameter to the path, or write another `in`"))
                }
                Location::Query if fixed.contains(&parameter.name) => {
                    let message = format!("the path `{}` already sends `{}`", path.text(), parameter.name);
                    Some((message, "remove it from the path, or from the parameters"))
                }
                Location::Path | Location::Query | Location::Header | Location::Cookie => None,
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

/// The name before a regular expression, as in JAX-RS and Go routers: `{id:[0-9]+}`.
fn before_expression(name: &str) -> Option<&str> {
    let (before, _) = name.split_once(':')?;
    let is_name = |text: &str| text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    Some(before.trim()).filter(|before| !before.is_empty() && is_name(before))
}

/// Whether a parameter describes a part of the query that paths of `x-ms-paths` have on purpose.
fn is_fixed_on_purpose(item: &PathItem<'_>, parameter: &ParameterDraft) -> bool {
    parameter.location == Location::Query && item.origin.parent().pointer.last().as_deref() == Some(FURTHER_PATHS)
}

/// Whether a name is marked as several segments: `{+path}` in RFC 6570, `{path+}` in API Gateway, `{*path}` in ASP.NET and
/// others, `{path:.*}` where regular expressions are allowed.
fn may_be_segments(name: &str) -> bool {
    let expression = before_expression(name).and(name.split_once(':')).map(|(_, expression)| expression.trim());
    name.starts_with(['+', '*']) || expression.map_or(name.ends_with('+'), |one| [".*", ".+"].contains(&one))
}
