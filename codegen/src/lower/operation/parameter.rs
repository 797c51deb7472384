//! The Parameter Object.

use super::collection_format::collection_format_of;
use super::header::report_header_prefix;
use super::nesting;
use super::parameter_2_0::{PARAMETER_2_0, encoding_2_0, location_2_0};
use crate::diagnostics::{Code, Diagnostics, similar};
use crate::ir::{
    Example, KnownValue, Location, Operation, OperationId, Parameter, ParameterEncoding, Place, StringFormat, Style,
    TypeKind, TypeRef, Types,
};
use crate::lower::operation::Operations;
use crate::lower::read::expected::{Expected, alternatives};
use crate::lower::read::extensions::{SEND_DEFAULT, SKIP_URL_ENCODING};
use crate::lower::read::fields::Fields;
use crate::lower::read::header_name::is_header_name;
use crate::lower::read::media_type::{is_form, is_json};
use crate::lower::read::misplaced;
use crate::lower::read::object_kind::ObjectKind;
use crate::lower::reference::Section;
use crate::pointer::Origin;
use crate::resolve::Node;
use serde_json::{Value, json};
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

/// Headers that the specification takes out of the hands of parameters, each with what decides it instead.
const RESERVED_HEADERS: [(&str, &str); 3] = [
    ("Accept", "the media types of the responses determine it"),
    ("Content-Type", "the media type of the request body determines it"),
    ("Authorization", "describe it as a security scheme under `components.securitySchemes`"),
];

const LOCATIONS: [Location; 4] = [Location::Path, Location::Query, Location::Header, Location::Cookie];

/// What a document says of a parameter. What follows from its type is decided when the types are known.
#[derive(Debug, Clone)]
pub(crate) struct ParameterDraft {
    pub(crate) origin: Origin,
    pub(crate) name: String,
    pub(crate) location: Location,
    pub(crate) required: bool,
    pub(crate) description: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) value: TypeRef,
    /// Whether the client is to send the default.
    pub(crate) sends_default: bool,
    pub(crate) encoding: ParameterEncoding,
    pub(crate) examples: Vec<Example>,
}

impl<'d> Operations<'_, 'd> {
    /// Since 3.2 one parameter may describe the query as a whole: beside it no other does.
    fn check_whole_query(&mut self, nodes: &[Node<'d>]) {
        let resolved: Vec<Node<'d>> =
            nodes.iter().filter_map(|node| self.follow_to(Section::Parameters, node)).collect();
        let of = |place: &'static str| {
            resolved.iter().filter(move |node| node.value.get("in").is_some_and(|value| value == place))
        };
        let Some(whole) = of("querystring").next() else { return };
        if !self.version.since_3_2() && !self.version.is_2_0() {
            let message = "`in: querystring` is a location of OpenAPI 3.2";
            let (root, place) = (self.root, whole.get("in"));
            let help = "write `openapi: 3.2.0` at the top, or describe each part of the query with `in: query`";
            if let Some(place) = place {
                self.other_version.add(root, "querystring", Code::InvalidValue, &place, message, help.to_owned());
            }
        }
        for other in of("querystring").skip(1).chain(of("query")) {
            let name = other.value.get("name").and_then(Value::as_str).unwrap_or_default();
            let message = format!("`{name}` conflicts with a parameter that describes the entire query");
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &other.origin.key("in"), message);
            diagnostic
                .also(&whole.origin.key("in"), "the whole query")
                .help("describe the entire query with one `querystring` parameter, or each part with `in: query`");
        }
    }

    /// The path item's parameters, each unless the operation has one of its own with that name and place.
    pub(crate) fn lower_parameters(
        &mut self,
        operation: OperationId,
        shared: &[Node<'d>],
        own: &[Node<'d>],
    ) -> Vec<ParameterDraft> {
        let nodes: Vec<Node<'d>> = shared.iter().chain(own).cloned().collect();
        self.check_whole_query(&nodes);
        let mut parameters = self.lower_parameter_list(operation, shared);
        for parameter in self.lower_parameter_list(operation, own) {
            match parameters.iter_mut().find(|other| is_same(other, &parameter)) {
                Some(overridden) => *overridden = parameter,
                None => parameters.push(parameter),
            }
        }
        parameters
    }

    fn lower_parameter_list(&mut self, operation: OperationId, nodes: &[Node<'d>]) -> Vec<ParameterDraft> {
        let mut parameters: Vec<ParameterDraft> = Vec::new();
        for node in nodes {
            let Some(parameter) = self.lower_parameter_use(operation, node) else { continue };
            match parameters.iter().find(|other| is_same(other, &parameter)) {
                Some(other) => self.report_duplicate(node, other),
                None => parameters.push(parameter),
            }
        }
        parameters
    }

    fn report_duplicate(&mut self, node: &Node<'d>, other: &ParameterDraft) {
        let message = format!("the {} parameter `{}` is listed twice", other.location.as_str(), other.name);
        let at = node.get("name").map_or_else(|| node.origin.clone(), |name| name.origin);
        self.diagnostics
            .mistake(Code::DuplicateParameter, &at, message)
            .skipped()
            .also(&other.origin, "first here")
            .help("remove one of them, or rename it");
    }

    /// A parameter, or a reference to one that several operations share.
    fn lower_parameter_use(&mut self, operation: OperationId, node: &Node<'d>) -> Option<ParameterDraft> {
        let node = self.follow_to(Section::Parameters, node)?;
        if let Some(known) = self.parameters.get(&node.origin) {
            return known.clone();
        }
        let parameter = self.lower_parameter(operation, &node);
        self.parameters.insert(node.origin.clone(), parameter.clone());
        parameter
    }

    fn lower_parameter(&mut self, operation: OperationId, node: &Node<'d>) -> Option<ParameterDraft> {
        if self.version.is_2_0() && self.is_of_body(node) {
            return None;
        }
        let is_2_0 = self.version.is_2_0();
        let kind = if is_2_0 { &PARAMETER_2_0 } else { &PARAMETER };
        let mut fields = Fields::open(node, kind, self.diagnostics)?;
        let (name, location) = sendable(&mut fields, node, is_2_0)?;
        let remedy = "add the others to the request with a `Layer`, or describe each as a parameter";
        report_header_prefix(node, &name, remedy, fields.diagnostics());
        let required = required(&mut fields, node, &name, location);
        let (description, deprecated) = (fields.string("description"), fields.flag("deprecated"));
        let sends_default = fields.flag(SEND_DEFAULT);
        let style =
            if is_2_0 { encoding_2_0(&mut fields, node, location) } else { encoding(&mut fields, node, location) };
        let style = if is_encoded_by_caller(node) { with_reserved(style, location) } else { style };
        let (value, encoding, examples) = self.lower_parameter_value(operation, node, &name, style, location)?;
        let origin = node.origin.clone();
        Some(ParameterDraft {
            origin,
            name,
            location,
            required,
            description,
            deprecated,
            value,
            sends_default,
            encoding,
            examples,
        })
    }

    /// The type, how it is written, and its examples: of `schema`, or else of `content`.
    fn lower_parameter_value(
        &mut self,
        operation: OperationId,
        node: &Node<'d>,
        name: &str,
        style: ParameterEncoding,
        location: Location,
    ) -> Option<(TypeRef, ParameterEncoding, Vec<Example>)> {
        let given = |key: &str| node.get(key).filter(|node| !node.value.is_null());
        let (schema, content) = (given("schema"), given("content"));
        let media_type = content.as_ref().and_then(|content| self.parameter_media_type(content));
        let place = match self.component_key(&node.origin) {
            Some(key) => Place::SharedPart(key),
            None => Place::Parameter { operation, name: name.to_owned() },
        };
        let mut keys = node.entries().map(|(key, _)| key);
        let is_misplaced = !self.version.is_2_0()
            && schema.is_none()
            && keys.any(|key| misplaced::is_of_schema(key) || is_near_schema(key));
        if schema.is_some() == content.is_some() && !is_misplaced {
            self.report_schema_and_content(node, name, schema.is_some());
        }
        match (schema, media_type) {
            (Some(schema), _) => Some((self.lower_schema(&schema, place), style, self.lower_examples(node))),
            (None, Some(media_type)) => self.lower_parameter_content(&media_type, place, style, location),
            (None, None) => {
                let string = TypeKind::String(StringFormat::Plain);
                Some((self.plain_type(&node.origin, place, string), style, self.lower_examples(node)))
            }
        }
    }

    /// The parameter, now that its schema is known: with the one value that it can have, and the default that it asks
    /// to have sent. `reported` are those without one.
    pub(crate) fn finish_parameter(
        &mut self,
        draft: ParameterDraft,
        types: &Types,
        reported: &mut HashSet<Origin>,
    ) -> Parameter {
        // A path is not sent without its parameters, so a default of one stands for nothing.
        let is_sent = draft.sends_default || (draft.required && draft.location != Location::Path);
        let sent_default = if is_sent { types[draft.value.id].scalar_default(None) } else { None };
        if draft.sends_default && sent_default.is_none() && reported.insert(draft.origin.clone()) {
            let message = format!("the parameter `{}` has no default to send", draft.name);
            self.diagnostics
                .mistake(Code::InvalidValue, &draft.origin.key(SEND_DEFAULT), message)
                .at_key()
                .help("give its schema a `default` that is a string, an integer or a boolean");
        }
        let known = types.constant(draft.value).map(|value| KnownValue { value, always: draft.required });
        let ParameterDraft {
            origin, name, location, required, description, deprecated, value, encoding, examples, ..
        } = draft;
        Parameter {
            origin,
            name,
            location,
            required,
            description,
            deprecated,
            value,
            known,
            sent_default,
            encoding,
            examples,
        }
    }

    /// `schema` says how the value is encoded by a style, `content` by a media type: one of the two must say it.
    fn report_schema_and_content(&mut self, node: &Node<'d>, name: &str, both: bool) {
        if both {
            let message = format!("the parameter `{name}` has both `schema` and `content`: `content` is ignored");
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &node.origin.key("content"), message);
            diagnostic.at_key().skipped().help("keep the one that defines its serialization");
        } else if self.version.is_2_0() {
            let message = format!("the parameter `{name}` has no `type`: any string is sent");
            let diagnostic = self.diagnostics.mistake(Code::MissingField, &node.origin, message);
            diagnostic.fallback().help("add one, such as `type: string`");
        } else {
            let message = format!("the parameter `{name}` has no `schema`: any string is sent");
            let diagnostic = self.diagnostics.mistake(Code::MissingField, &node.origin, message);
            diagnostic.fallback().help("add one, such as `schema: { type: string }`");
        }
    }

    /// The one media type of a parameter's `content`: JSON, where there are several against the rule.
    pub(crate) fn parameter_media_type(&mut self, content: &Node<'d>) -> Option<Node<'d>> {
        let entries: Vec<(&str, Node<'d>)> = content.entries().collect();
        if entries.len() != 1 {
            let message = "the `content` of a parameter or header must have exactly one media type";
            let second = entries.get(1).map_or(&content.origin, |(_, node)| &node.origin);
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, second, message);
            if entries.is_empty() {
                diagnostic.fallback()
            } else {
                diagnostic.at_key().skipped()
            };
            diagnostic.help("keep the one that the service accepts, such as `application/json`");
        }
        entries.iter().find(|(name, _)| is_json(name)).or(entries.first()).map(|(_, node)| node.clone())
    }

    /// Text and form data are what styles write; a format that the client does not write goes by the style.
    fn lower_parameter_content(
        &mut self,
        media_type: &Node<'d>,
        place: Place,
        style: ParameterEncoding,
        location: Location,
    ) -> Option<(TypeRef, ParameterEncoding, Vec<Example>)> {
        let name = media_type.origin.pointer.last().unwrap_or_default();
        let encoding = if is_json(&name) {
            ParameterEncoding::Json
        } else {
            let is_form = is_form(&name) && location == Location::Query;
            if !is_form && !name.to_ascii_lowercase().starts_with("text/") {
                let message = format!(
                    "the media type `{name}` is not supported for a parameter: it is sent as if it had a `schema`"
                );
                let diagnostic = self.diagnostics.warning(Code::UnsupportedMediaType, &media_type.origin, message);
                let remedy = "write `application/json` if it is JSON, or use `schema` instead of `content`";
                diagnostic.at_key().fallback().help(remedy);
            }
            style
        };
        let (value, examples) = self.lower_media_type(media_type, place)?;
        Some((value, encoding, examples))
    }

    /// Says which parameters hold values inside values that their style has no way of writing, now that their schemas
    /// are known.
    pub(crate) fn report_nested_values(&mut self, operations: &[Operation], types: &Types) {
        let mut seen = HashSet::new();
        for parameter in operations.iter().flat_map(|operation| &operation.parameters) {
            let ParameterEncoding::Style { style, explode, .. } = parameter.encoding else { continue };
            if style == Style::DeepObject && seen.insert(&parameter.origin) {
                report_deep(self.diagnostics, parameter, &types[parameter.value.id].kind);
            }
            let nested = style != Style::DeepObject
                && seen.insert(&parameter.origin)
                && nesting::is_nested(types, parameter.value.id, explode && style.is_form());
            if nested {
                let message = format!(
                    "{} does not support nested values in `{}`: they are sent as JSON",
                    self.style_words(style, explode),
                    parameter.name
                );
                let origin = &types[parameter.value.id].origin;
                let help = if self.version.is_2_0() {
                    "if the service reads something else, describe it as `type: string` and write it before the call"
                } else {
                    "if the service expects another format, describe it with `content: { application/json: … }` or \
                     `style: deepObject`"
                };
                let diagnostic = self.diagnostics.warning(Code::Fallback, origin, message).fallback();
                diagnostic.also(&parameter.origin, "the parameter").help(help);
            }
        }
    }
}

impl Operations<'_, '_> {
    /// A style as the document calls it.
    fn style_words(&self, style: Style, explode: bool) -> String {
        if self.version.is_2_0() {
            format!("`collectionFormat: {}`", collection_format_of(style, explode))
        } else {
            format!("the style `{}`", style.as_str())
        }
    }
}

/// `deepObject` has a meaning for objects alone.
fn report_deep(diagnostics: &mut Diagnostics, parameter: &Parameter, kind: &TypeKind) {
    let found = match kind {
        TypeKind::Array(_) | TypeKind::Tuple(_) => "an array",
        TypeKind::String(_) => "a string",
        TypeKind::Boolean => "a boolean",
        TypeKind::Integer(_) | TypeKind::Number(_) => "a number",
        TypeKind::Enum(_) => "one of the values of an enum",
        TypeKind::Any | TypeKind::Union(_) | TypeKind::Map(_) | TypeKind::Object(_) | TypeKind::Foreign(_) => return,
    };
    let message = format!("the style `deepObject` requires an object, but `{}` is {found}", parameter.name);
    let diagnostic = diagnostics.mistake(Code::InvalidValue, &parameter.origin.key("style"), message);
    diagnostic.help("write `style: form`, with `explode: false` for comma-separated values");
}

/// A key that was reported as a misspelling of `schema`.
fn is_near_schema(key: &str) -> bool {
    similar(key, ["schema".to_owned()]).is_some()
}

/// Header names ignore case.
fn is_same(one: &ParameterDraft, other: &ParameterDraft) -> bool {
    one.location == other.location
        && match one.location {
            Location::Header => one.name.eq_ignore_ascii_case(&other.name),
            Location::Path | Location::Query | Location::Cookie => one.name == other.name,
        }
}

/// The name and the place of a parameter; none, and reported, when it cannot be sent there.
fn sendable(fields: &mut Fields<'_, '_>, node: &Node<'_>, is_2_0: bool) -> Option<(String, Location)> {
    let name = fields.essential_string("name")?;
    let location = if is_2_0 { location_2_0(fields)? } else { location(fields)? };
    if name.is_empty() {
        let origin = node.origin.key("name");
        let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &origin, "empty parameter name");
        diagnostic.skipped().help("write the name that the service expects");
        return None;
    }
    let can_be_sent = match location {
        Location::Header => is_sendable_header(fields, node, &name, is_2_0),
        Location::Cookie => has_valid_name(fields, node, &name, location),
        Location::Path | Location::Query => true,
    };
    can_be_sent.then_some((name, location))
}

fn location(fields: &mut Fields<'_, '_>) -> Option<Location> {
    let text = fields.essential_string("in")?;
    if let Some(location) = LOCATIONS.into_iter().find(|location| location.as_str() == text) {
        return Some(location);
    }
    let node = fields.node("in")?;
    // Since 3.2: all of the query, which an exploded object in style `form` is.
    if text == "querystring" {
        if let Some(schema) = fields.node("schema") {
            let message = "a `querystring` parameter requires `content` instead of `schema`";
            let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &schema.origin, message).at_key();
            diagnostic.help("write `content: { application/x-www-form-urlencoded: { schema: … } }`");
        }
        return Some(Location::Query);
    }
    let message = format!("invalid parameter location `{text}`");
    let meant = similar(&text, LOCATIONS.map(|location| location.as_str().to_owned()));
    let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &node.origin, message);
    match (text.as_str(), &meant) {
        ("body" | "formData", _) => {
            diagnostic.skipped().help("since OpenAPI 3.0 the body is described by `requestBody`")
        }
        (_, Some(meant)) => diagnostic.help(format!("did you mean `{meant}`?")),
        (_, None) => diagnostic.skipped().help("write `path`, `query`, `header` or `cookie`"),
    };
    LOCATIONS.into_iter().find(|location| meant.as_deref() == Some(location.as_str()))
}

/// "The parameter definition SHALL be ignored", says the specification of some headers; others have a name that no
/// header can have.
fn is_sendable_header(fields: &mut Fields<'_, '_>, node: &Node<'_>, name: &str, is_2_0: bool) -> bool {
    let reserved = RESERVED_HEADERS.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
    // Swagger 2.0 has no such rule, and no other way of saying that a token is sent.
    if let Some((header, decides)) = reserved.filter(|(header, _)| !is_2_0 || *header != "Authorization") {
        let message = format!("the header parameter `{header}` is ignored");
        let at = node.origin.key("name");
        // The client sends the other two all the same.
        let diagnostic = if *header == "Authorization" {
            fields.diagnostics().warning(Code::IgnoredParameter, &at, message)
        } else {
            fields.diagnostics().note(Code::IgnoredParameter, &at, message)
        };
        diagnostic.skipped().help(*decides);
        return false;
    }
    has_valid_name(fields, node, name, Location::Header)
}

/// A cookie has the same characters in its name as a header (RFC 6265, section 4.1.1).
fn has_valid_name(fields: &mut Fields<'_, '_>, node: &Node<'_>, name: &str, location: Location) -> bool {
    let is_name = is_header_name(name);
    if !is_name {
        let word = location.as_str();
        let message = format!("invalid {word} name `{name}`");
        let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &node.origin.key("name"), message);
        diagnostic.skipped().help(format!("a {word} name consists of ASCII letters, digits and hyphens"));
    }
    is_name
}

/// A path without one of its parameters is another path.
fn required(fields: &mut Fields<'_, '_>, node: &Node<'_>, name: &str, location: Location) -> bool {
    let required = fields.flag("required");
    let is_reported =
        node.get("required").is_some_and(|written| !written.value.is_boolean() && !written.value.is_null());
    if location != Location::Path || required || is_reported {
        return required || location == Location::Path;
    }
    let message = format!("the path parameter `{name}` must be required");
    let written = node.get("required");
    let (origin, help) = match &written {
        Some(written) => (&written.origin, "write `required: true`"),
        None => (&node.origin, "add `required: true`"),
    };
    let diagnostic = fields.diagnostics().mistake(Code::PathParameter, origin, message).help(help);
    diagnostic.fix(&node.origin, json!({ "required": true }));
    true
}

/// Whether the value is put into the URL as it is, as documents of Azure say of scopes and ids that are paths themselves.
fn is_encoded_by_caller(node: &Node<'_>) -> bool {
    node.get(SKIP_URL_ENCODING).is_some_and(|skips| skips.value == true)
}

/// The same with reserved characters as they are, where a URL has a place for them: in scalars of a path, and in queries.
pub(super) fn with_reserved(mut encoding: ParameterEncoding, location: Location) -> ParameterEncoding {
    if let ParameterEncoding::Style { style, explode, allow_reserved } = &mut encoding {
        let is_simple = *style == Style::Simple && !*explode;
        *allow_reserved |= location == Location::Query || (location == Location::Path && is_simple);
    }
    encoding
}

/// The style, which must be one of those allowed at the location, and what comes with it.
fn encoding(fields: &mut Fields<'_, '_>, node: &Node<'_>, location: Location) -> ParameterEncoding {
    let style = written_style(fields, location).unwrap_or_else(|| location.default_style());
    // "When style is form, the default value is true. For all other styles, the default value is false." 3.2 adds
    // the style `cookie` to the first.
    let explode = fields.get("explode", Expected::Boolean).unwrap_or(style.is_form());
    let allow_reserved = fields.flag("allowReserved");
    if allow_reserved && location != Location::Query {
        let origin = node.origin.key("allowReserved");
        let message = format!("`allowReserved` has no effect on a {} parameter", location.as_str());
        let diagnostic = fields.diagnostics().warning(Code::InapplicableKeyword, &origin, message).at_key();
        diagnostic.help("remove it: only parameters with `in: query` keep reserved characters");
    }
    let allow_reserved = allow_reserved && location == Location::Query;
    ParameterEncoding::Style { style, explode, allow_reserved }
}

/// The style that is written, if it is one of those allowed at the location.
fn written_style(fields: &mut Fields<'_, '_>, location: Location) -> Option<Style> {
    let text = fields.string("style")?;
    let allowed = location.styles();
    let style = allowed.iter().copied().find(|style| style.as_str() == text);
    let words = allowed.iter().map(|style| style.as_str().to_owned());
    let meant = similar(&text, words).and_then(|meant| allowed.iter().copied().find(|style| style.as_str() == meant));
    let style = style.or(meant);
    if let (false, Some(node)) = (style.is_some_and(|style| style.as_str() == text), fields.node("style")) {
        let sent = style.unwrap_or_else(|| location.default_style()).as_str();
        let message = format!("invalid style `{text}` of a {} parameter: it is sent as `{sent}`", location.as_str());
        let words: Vec<&str> = allowed.iter().map(|style| style.as_str()).collect();
        let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &node.origin, message);
        match style {
            Some(meant) => diagnostic.help(format!("did you mean `{}`?", meant.as_str())),
            None => diagnostic.fallback().help(format!("write {}, or omit `style`", alternatives(&words))),
        };
    }
    style
}
