//! The Parameter Object.

use super::Lowering;
use super::content::is_json;
use super::fields::{Fields, ObjectKind};
use super::reference::component_key;
use crate::diagnostics::{Code, similar};
use crate::ir::{
    Enum, EnumValues, Location, Operation, OperationId, Parameter, ParameterDefault, ParameterEncoding, Place,
    StringFormat, Style, TypeDef, TypeKind, TypeRef, Types,
};
use crate::resolve::Node;
use openapiv3::{CookieStyle, HeaderStyle, PathStyle, QueryStyle};
use serde_json::Value;
use std::collections::HashSet;

const PARAMETER: ObjectKind = ObjectKind {
    name: "Parameter Object",
    keywords: &[
        "name",
        "in",
        "description",
        "required",
        "deprecated",
        "allowEmptyValue",
        "style",
        "explode",
        "allowReserved",
        "schema",
        "example",
        "examples",
        "content",
    ],
    unsupported: &[],
    extensions: &[SEND_DEFAULT],
};

/// Asks the client to send the default of an optional parameter itself.
const SEND_DEFAULT: &str = "x-specwright-send-default";

/// Headers that the specification takes out of the hands of parameters, each with what decides it instead.
const RESERVED_HEADERS: [(&str, &str); 3] = [
    ("Accept", "the media types of the responses decide it"),
    ("Content-Type", "the media type of the request body decides it"),
    ("Authorization", "describe it as a security scheme under `components.securitySchemes`"),
];

const LOCATIONS: [Location; 4] = [Location::Path, Location::Query, Location::Header, Location::Cookie];

impl<'d> Lowering<'_, 'd> {
    /// The path item's parameters, each unless the operation has one of its own with that name and place.
    pub(super) fn lower_parameters(
        &mut self,
        operation: OperationId,
        shared: &[Node<'d>],
        own: &[Node<'d>],
    ) -> Vec<Parameter> {
        let mut parameters = self.lower_parameter_list(operation, shared);
        for parameter in self.lower_parameter_list(operation, own) {
            match parameters.iter_mut().find(|other| is_same(other, &parameter)) {
                Some(overridden) => *overridden = parameter,
                None => parameters.push(parameter),
            }
        }
        parameters
    }

    fn lower_parameter_list(&mut self, operation: OperationId, nodes: &[Node<'d>]) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        for node in nodes {
            let Some(parameter) = self.lower_parameter_use(operation, node) else { continue };
            match parameters.iter().find(|other| is_same(other, &parameter)) {
                Some(other) => self.report_duplicate(node, other),
                None => parameters.push(parameter),
            }
        }
        parameters
    }

    fn report_duplicate(&mut self, node: &Node<'d>, other: &Parameter) {
        let message = format!("the {} parameter `{}` is listed twice", other.location.as_str(), other.name);
        self.diagnostics
            .mistake(Code::DuplicateParameter, &node.origin, message)
            .also(&other.origin, "first here")
            .help("remove one of them, or rename it");
    }

    /// A parameter, or a reference to one that several operations share.
    fn lower_parameter_use(&mut self, operation: OperationId, node: &Node<'d>) -> Option<Parameter> {
        let node = self.follow(node)?;
        if let Some(known) = self.parameters.get(&node.origin) {
            return known.clone();
        }
        let parameter = self.lower_parameter(operation, &node);
        self.parameters.insert(node.origin.clone(), parameter.clone());
        parameter
    }

    fn lower_parameter(&mut self, operation: OperationId, node: &Node<'d>) -> Option<Parameter> {
        let mut fields = Fields::open(node, &PARAMETER, self.diagnostics)?;
        let name = fields.require_text("name")?;
        let location = location(&mut fields)?;
        if location == Location::Header && is_reserved(&mut fields, node, &name) {
            return None;
        }
        let required = required(&mut fields, node, &name, location);
        let (description, deprecated) = (fields.text("description"), fields.flag("deprecated"));
        let sends_default = fields.flag(SEND_DEFAULT);
        let style = encoding(&mut fields, node, location);
        let (schema, content) = (fields.node("schema"), fields.node("content"));
        let place = match component_key(&node.origin.pointer) {
            Some(key) => Place::SharedPart(key),
            None => Place::Parameter { operation, name: name.clone() },
        };
        let (value, encoding, examples) = match (schema, content) {
            (Some(schema), None) => (self.lower_schema(&schema, place), style?, self.lower_examples(node)),
            (None, Some(content)) => self.lower_parameter_content(&content, place, style)?,
            (schema, _) => {
                self.report_schema_and_content(node, &name, schema.is_some());
                return None;
            }
        };
        if sends_default {
            self.defaults_to_send.insert(node.origin.clone());
        }
        let origin = node.origin.clone();
        Some(Parameter {
            origin,
            name,
            location,
            required,
            description,
            deprecated,
            value,
            sent_default: None,
            encoding,
            examples,
        })
    }

    /// Reads the defaults that parameters ask to have sent, now that their schemas are known.
    pub(super) fn settle_sent_defaults(&mut self, mut operations: Vec<Operation>, types: &Types) -> Vec<Operation> {
        let asked = std::mem::take(&mut self.defaults_to_send);
        let mut reported = HashSet::new();
        for parameter in operations.iter_mut().flat_map(|operation| &mut operation.parameters) {
            if !asked.contains(&parameter.origin) {
                continue;
            }
            parameter.sent_default = sent_default(&types[parameter.value.id]).filter(|_| !parameter.required);
            if parameter.sent_default.is_none() && reported.insert(parameter.origin.clone()) {
                let message = format!("the parameter `{}` has no default that could be sent", parameter.name);
                self.diagnostics
                    .mistake(Code::InvalidValue, &parameter.origin.key(SEND_DEFAULT), message)
                    .at_key()
                    .help("give its schema a `default` that is text, a whole number or a truth value, and leave `required` out");
            }
        }
        operations
    }

    /// `schema` says how the value is encoded by a style, `content` by a media type: one of the two must say it.
    fn report_schema_and_content(&mut self, node: &Node<'d>, name: &str, both: bool) {
        let (message, help) = if both {
            (
                format!("the parameter `{name}` has both `schema` and `content`"),
                "keep the one that says how it is encoded",
            )
        } else {
            (format!("the parameter `{name}` has no `schema`"), "add one, such as `schema: { type: string }`")
        };
        self.diagnostics.mistake(Code::MissingField, &node.origin, message).help(help);
    }

    fn lower_parameter_content(
        &mut self,
        content: &Node<'d>,
        place: Place,
        style: Option<ParameterEncoding>,
    ) -> Option<(TypeRef, ParameterEncoding, Vec<crate::ir::Example>)> {
        let mut entries = content.entries();
        let (Some((name, media_type)), None) = (entries.next(), entries.next()) else {
            let message = "the `content` of a parameter has exactly one media type";
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &content.origin, message);
            diagnostic.help("keep the one that the service reads, such as `application/json`");
            return None;
        };
        let encoding = if is_json(name) {
            ParameterEncoding::Json
        } else {
            let message = format!("a parameter cannot be written as `{name}`: it is sent as if it had a `schema`");
            self.diagnostics.warning(Code::UnsupportedMediaType, &media_type.origin, message).at_key();
            style?
        };
        let (value, examples) = self.lower_media_type(&media_type, place)?;
        Some((value, encoding, examples))
    }
}

/// Header names ignore case.
fn is_same(one: &Parameter, other: &Parameter) -> bool {
    one.location == other.location
        && match one.location {
            Location::Header => one.name.eq_ignore_ascii_case(&other.name),
            Location::Path | Location::Query | Location::Cookie => one.name == other.name,
        }
}

fn location(fields: &mut Fields<'_, '_>) -> Option<Location> {
    let text = fields.require_text("in")?;
    if let Some(location) = LOCATIONS.into_iter().find(|location| location.as_str() == text) {
        return Some(location);
    }
    let node = fields.node("in")?;
    let message = format!("`{text}` is not a place of a parameter");
    let help = match text.as_str() {
        "body" | "formData" => "since OpenAPI 3.0 the body is described by `requestBody`".to_owned(),
        other => match similar(other, LOCATIONS.map(|location| location.as_str().to_owned())) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "write `path`, `query`, `header` or `cookie`".to_owned(),
        },
    };
    fields.diagnostics().mistake(Code::InvalidValue, &node.origin, message).help(help);
    None
}

/// "The parameter definition SHALL be ignored", says the specification of these headers.
fn is_reserved(fields: &mut Fields<'_, '_>, node: &Node<'_>, name: &str) -> bool {
    let Some((header, decides)) = RESERVED_HEADERS.iter().find(|(header, _)| header.eq_ignore_ascii_case(name)) else {
        return false;
    };
    let message = format!("the header parameter `{header}` is ignored");
    fields.diagnostics().warning(Code::IgnoredParameter, &node.origin, message).help(*decides);
    true
}

/// A path without one of its parameters is another path.
fn required(fields: &mut Fields<'_, '_>, node: &Node<'_>, name: &str, location: Location) -> bool {
    let required = fields.flag("required");
    if location != Location::Path || required {
        return required;
    }
    let message = format!("the path parameter `{name}` is not required");
    fields.diagnostics().mistake(Code::PathParameter, &node.origin, message).help("add `required: true`");
    true
}

/// The style, which must be one of those allowed at the location, and what comes with it.
fn encoding(fields: &mut Fields<'_, '_>, node: &Node<'_>, location: Location) -> Option<ParameterEncoding> {
    let style = if fields.has("style") { written_style(fields, location)? } else { usual_style(location) };
    // "When style is form, the default value is true. For all other styles, the default value is false."
    let explode = fields.get("explode", "`true` or `false`").unwrap_or(style == Style::Form);
    let allow_reserved = fields.flag("allowReserved");
    if allow_reserved && location != Location::Query {
        let origin = node.origin.key("allowReserved");
        let message = format!("`allowReserved` has no effect on a {} parameter", location.as_str());
        fields.diagnostics().warning(Code::InapplicableKeyword, &origin, message).at_key();
    }
    let allow_reserved = allow_reserved && location == Location::Query;
    Some(ParameterEncoding::Style { style, explode, allow_reserved })
}

fn usual_style(location: Location) -> Style {
    match location {
        Location::Path | Location::Header => Style::Simple,
        Location::Query | Location::Cookie => Style::Form,
    }
}

fn written_style(fields: &mut Fields<'_, '_>, location: Location) -> Option<Style> {
    match location {
        Location::Path => {
            let style = fields.get("style", "`simple`, `label` or `matrix` for a path parameter")?;
            Some(match style {
                PathStyle::Matrix => Style::Matrix,
                PathStyle::Label => Style::Label,
                PathStyle::Simple => Style::Simple,
            })
        }
        Location::Query => {
            let expected = "`form`, `spaceDelimited`, `pipeDelimited` or `deepObject` for a query parameter";
            Some(match fields.get("style", expected)? {
                QueryStyle::Form => Style::Form,
                QueryStyle::SpaceDelimited => Style::SpaceDelimited,
                QueryStyle::PipeDelimited => Style::PipeDelimited,
                QueryStyle::DeepObject => Style::DeepObject,
            })
        }
        Location::Header => {
            let HeaderStyle::Simple = fields.get("style", "`simple` for a header parameter")?;
            Some(Style::Simple)
        }
        Location::Cookie => {
            let CookieStyle::Form = fields.get("style", "`form` for a cookie parameter")?;
            Some(Style::Form)
        }
    }
}

/// The default of a type whose values can be written as constants.
fn sent_default(def: &TypeDef) -> Option<ParameterDefault> {
    match (def.default.as_ref()?, &def.kind) {
        (
            Value::String(text),
            TypeKind::String(StringFormat::Plain) | TypeKind::Enum(Enum { values: EnumValues::Strings(_), .. }),
        ) => Some(ParameterDefault::Text(text.clone())),
        (
            Value::Number(number),
            TypeKind::Integer(_) | TypeKind::Enum(Enum { values: EnumValues::Integers(_), .. }),
        ) => number.as_i64().map(ParameterDefault::Integer),
        (Value::Bool(value), TypeKind::Boolean | TypeKind::Enum(Enum { values: EnumValues::Booleans(_), .. })) => {
            Some(ParameterDefault::Boolean(*value))
        }
        _ => None,
    }
}
