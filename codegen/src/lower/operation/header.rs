//! The Header Objects of responses.

use super::collection_format::{Collection, collection_format};
use super::header_prefix::report_header_prefix;
use super::parameter::PARAMETER;
use super::parameter::parameter_2_0::PARAMETER_2_0;
use super::{OperationDraft, nesting};
use crate::diagnostics::Code;
use crate::ir::{
    EnumValues, Header, HeaderEncoding, OperationId, SchemaPosition, StringFormat, Style, TypeId, TypeKind, Types,
};
use crate::lower::operation::Operations;
use crate::lower::read::fields::Fields;
use crate::lower::read::header_name::is_header_name;
use crate::lower::read::media_type::is_json;
use crate::lower::read::object_kind::ObjectKind;
use crate::lower::reference::Section;
use crate::resolve::Node;
use std::collections::HashSet;

/// Has the keywords of a Parameter Object, except for `name` and `in`, the first two.
const HEADER: ObjectKind =
    ObjectKind { name: "Header Object", keywords: PARAMETER.keywords.split_at(2).1, unsupported: &[], extensions: &[] };

const HEADER_2_0: ObjectKind = ObjectKind {
    name: "Header Object",
    keywords: PARAMETER_2_0.keywords,
    unsupported: PARAMETER_2_0.unsupported,
    extensions: &[],
};

impl<'d> Operations<'_, 'd> {
    /// `headers` of a response. "If a response header is defined with the name `Content-Type`, it SHALL be ignored."
    pub(crate) fn lower_headers(&mut self, operation: OperationId, entries: &[(&'d str, Node<'d>)]) -> Vec<Header> {
        let mut headers: Vec<Header> = Vec::new();
        for (name, node) in entries {
            if name.starts_with("x-specwright-") {
                continue;
            }
            if name.eq_ignore_ascii_case("content-type") {
                let message = "the response header `Content-Type` is ignored";
                let diagnostic = self.diagnostics.note(Code::IgnoredParameter, &node.origin, message);
                diagnostic.at_key().skipped().help("remove it: the media type of the response determines it");
                continue;
            }
            if !is_header_name(name) {
                let message = format!("invalid header name `{name}`");
                let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &node.origin, message);
                diagnostic.at_key().skipped().help("a header name consists of ASCII letters, digits and hyphens");
                continue;
            }
            if headers.iter().any(|known| known.name.eq_ignore_ascii_case(name)) {
                let message = format!("the header `{name}` is described twice: header names are case-insensitive");
                let diagnostic = self.diagnostics.mistake(Code::DuplicateKey, &node.origin, message);
                diagnostic.at_key().skipped().help("remove one of them");
                continue;
            }
            headers.extend(self.lower_header(operation, name, node));
        }
        headers
    }

    fn lower_header(&mut self, operation: OperationId, name: &str, node: &Node<'d>) -> Option<Header> {
        let node = &self.follow_to(Section::Headers, node)?;
        let is_2_0 = self.version.is_2_0();
        let kind = if is_2_0 { &HEADER_2_0 } else { &HEADER };
        let mut fields = Fields::open(node, kind, self.diagnostics)?;
        let remedy = "read the other headers from the response that `send_for_response` returns";
        report_header_prefix(node, name, remedy, fields.diagnostics());
        let (description, required) = (fields.string("description"), fields.flag("required"));
        let (deprecated, explode) = (fields.flag("deprecated"), fields.flag("explode"));
        let (schema, content) = (fields.node("schema"), fields.node("content"));
        let format = is_2_0.then(|| collection_format(&mut fields, Collection::Header));
        let simple = self.header_format(schema.as_ref(), explode, format);
        let media_type = content.as_ref().and_then(|content| self.parameter_media_type(content));
        let position = match self.component_key(&node.origin) {
            Some(key) if key == name => SchemaPosition::SharedPart(key),
            Some(key) => SchemaPosition::SharedPart(format!("{key} {name}")),
            None => SchemaPosition::Parameter { operation, name: name.to_owned() },
        };
        self.check_header(node, name);
        let (value, encoding) = match (schema, media_type) {
            (Some(schema), _) => (self.lower_schema(&schema, position), simple),
            (None, Some(content)) => {
                let (value, _) = self.lower_media_type(&content, position)?;
                (value, self.header_encoding(&content, simple))
            }
            (None, None) => {
                if !self.has_misplaced_schema(node) {
                    self.report_header_without_schema(node, name);
                }
                (self.plain_type(&node.origin, position, TypeKind::String(StringFormat::Plain)), simple)
            }
        };
        let origin = node.origin.clone();
        Some(Header { origin, name: name.to_owned(), description, required, deprecated, value, encoding })
    }

    /// The encoding by `collectionFormat`, or else the style `simple`.
    fn header_format(
        &mut self,
        schema: Option<&Node<'d>>,
        explode: bool,
        format: Option<(Style, bool)>,
    ) -> HeaderEncoding {
        let Some(format @ (style, _)) = format else { return HeaderEncoding::Simple { explode } };
        let nested = schema.map(|schema| self.nested_formats(schema, format)).unwrap_or_default();
        match style {
            _ if !nested.is_empty() => HeaderEncoding::Nested([vec![style], nested].concat()),
            Style::Simple => HeaderEncoding::Simple { explode },
            style => HeaderEncoding::Delimited(style),
        }
    }

    fn report_header_without_schema(&mut self, node: &Node<'d>, name: &str) {
        let (keyword, example) =
            if self.version.is_2_0() { ("type", "`type: string`") } else { ("schema", "`schema: { type: string }`") };
        let message = format!("the header `{name}` has no `{keyword}`: it is read as a string");
        let diagnostic = self.diagnostics.warning(Code::Fallback, &node.origin, message).at_key().fallback();
        diagnostic.help(format!("add one, such as {example}"));
    }

    /// Headers have one style, and either `schema` or `content`.
    fn check_header(&mut self, node: &Node<'d>, name: &str) {
        let style = node
            .get("style")
            .filter(|_| !self.version.is_2_0())
            .filter(|style| style.value.as_str().is_some_and(|style| style != "simple"));
        if let Some(style) = style {
            let message = format!("invalid header style {}", style.value).replace('"', "`");
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &style.origin, message);
            diagnostic.read_as("it is read as `simple`").help("write `style: simple`, or remove it");
        }
        if let (Some(_), Some(content)) = (node.get("schema"), node.get("content")) {
            let message = format!("the header `{name}` has both `schema` and `content`: `content` is ignored");
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &content.origin, message).at_key();
            diagnostic.skipped().help("keep the one that defines its serialization");
        }
    }

    /// The encoding of a header according to its media type: JSON, or as with a `schema`.
    fn header_encoding(&mut self, content: &Node<'d>, simple: HeaderEncoding) -> HeaderEncoding {
        let name = content.origin.pointer.last().unwrap_or_default();
        if is_json(&name) {
            return HeaderEncoding::Json;
        }
        if !name.to_ascii_lowercase().starts_with("text/") {
            let message =
                format!("the media type `{name}` is not supported for a header: it is read as if it had a `schema`");
            let diagnostic = self.diagnostics.warning(Code::UnsupportedMediaType, &content.origin, message);
            diagnostic
                .at_key()
                .fallback()
                .help("write `application/json` if it is JSON, or use `schema` instead of `content`");
        }
        simple
    }

    /// Turns headers that style `simple` cannot represent into text, after all schemas are known.
    pub(crate) fn finish_headers(&mut self, operations: &mut [OperationDraft], types: &mut Types) {
        let mut reported = HashSet::new();
        let responses = operations.iter_mut().flat_map(|operation| &mut operation.responses);
        for header in responses.flat_map(|response| &mut response.headers) {
            if header.encoding == HeaderEncoding::Json || is_readable(types, header) {
                continue;
            }
            if let Some(scalars) = scalars_of_union(types, header.value.id) {
                header.encoding = scalars;
                continue;
            }
            if reported.insert(header.origin.clone()) {
                let message = format!("the values of the header `{}` are read as one string", header.name);
                let origin = &types[header.value.id].origin;
                let diagnostic = self.diagnostics.warning(Code::Fallback, origin, message).fallback();
                diagnostic.help("describe a scalar, an array of scalars, or an object of scalars");
            }
            let text = types.add_text(&header.origin, types[header.value.id].position.clone());
            header.value = text;
        }
    }
}

/// The encoding of a union of scalars.
fn scalars_of_union(types: &Types, id: TypeId) -> Option<HeaderEncoding> {
    let TypeKind::Union(union) = &types[id].kind else { return None };
    let mut kinds = union.variants.iter().map(|variant| &types[variant.value.id].kind);
    let is_number = |kind: &TypeKind| match kind {
        TypeKind::Enum(list) => matches!(list.values, EnumValues::Integers(_) | EnumValues::Numbers(_)),
        kind => matches!(kind, TypeKind::Integer(_) | TypeKind::Number(_)),
    };
    let is_boolean = |kind: &TypeKind| match kind {
        TypeKind::Enum(list) => matches!(list.values, EnumValues::Booleans(_)),
        kind => matches!(kind, TypeKind::Boolean),
    };
    let (number, boolean) = (kinds.clone().any(is_number), kinds.clone().any(is_boolean));
    kinds.all(is_scalar).then_some(HeaderEncoding::Scalars { number, boolean })
}

fn is_scalar(kind: &TypeKind) -> bool {
    matches!(
        kind,
        TypeKind::Boolean | TypeKind::Integer(_) | TypeKind::Number(_) | TypeKind::Enum(_) | TypeKind::String(_)
    ) && !matches!(kind, TypeKind::String(StringFormat::Binary))
}

/// Whether the text of a header can represent a value of its type.
fn is_readable(types: &Types, header: &Header) -> bool {
    if let HeaderEncoding::Nested(styles) = &header.encoding {
        let element = types.element_within(header.value.id, styles.len());
        return element.is_some_and(|id| is_scalar(&types[id].kind));
    }
    match &types[header.value.id].kind {
        TypeKind::Any | TypeKind::Union(_) => false,
        TypeKind::Array(inside) | TypeKind::Map(inside) => is_scalar(&types[inside.id].kind),
        TypeKind::Object(object) => {
            object.properties.iter().all(|property| is_scalar(&types[property.value.id].kind))
                && !nesting::is_nested(types, header.value.id, false)
        }
        kind => is_scalar(kind),
    }
}
