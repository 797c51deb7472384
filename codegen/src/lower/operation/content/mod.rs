//! Bodies: which representations the client uses, and what each holds.
//!
//! Encodings, events and examples belong to a representation, so they are here. Uses [`schema`](crate::lower::schema);
//! request bodies, responses and, for examples, parameters use it.

pub(crate) mod event;
pub(crate) mod example;
pub(crate) mod form;
pub(crate) mod multipart;
mod positions;
mod representation;

use crate::diagnostics::Code;
use crate::ir::{
    BodyFormat, Content, Example, JsonType, OperationId, SchemaPosition, StatusRange, StringFormat, TypeRef,
};
use crate::lower::operation::Operations;
use crate::lower::read::fields::Fields;
use crate::lower::read::indentation;
use crate::lower::read::media_type::{MediaKind, is_json, is_patch, kind, type_and_subtype};
use crate::lower::read::object_kind::ObjectKind;
use crate::lower::reference::Section;
use crate::lower::schema::draft::TypeKind;
use crate::resolve::Node;
use representation::{Representation, Shape, is_plain_text};
use serde_json::{Map, Value};
use std::sync::LazyLock;

const UNNAMED_PARTS: &str = "describe the parts with `itemSchema`, or an array with `items` or `prefixItems`; without, add each part \
    of a request with `Multipart::unnamed` or `Multipart::unnamed_file`";

const MEDIA_TYPE: ObjectKind = ObjectKind {
    name: "Media Type Object",
    keywords: &["schema", "itemSchema", "example", "examples", "encoding", "prefixEncoding", "itemEncoding"],
    unsupported: &[],
    extensions: &[],
};

const POSITIONS: &str = "write `prefixEncoding` for parts at fixed positions, and `itemEncoding` for all others";

/// An empty Media Type Object, for one whose keys are not indented.
static UNDESCRIBED: LazyLock<Value> = LazyLock::new(|| Value::Object(Map::new()));

/// The use of a schema that is not part of a shared component.
#[derive(Debug, Clone, Copy)]
pub(crate) enum BodyUse {
    /// An operation's request body.
    RequestBody(OperationId),
    /// An operation's response body.
    ResponseBody(OperationId, StatusRange),
}

impl<'d> Operations<'_, 'd> {
    /// A `content` map: every representation that the client supports, the preferred one first.
    pub(crate) fn lower_content(&mut self, content: &Node<'d>, used_by: BodyUse) -> Vec<Content> {
        if !content.value.is_object() {
            let message = "`content` must be an object of media types";
            let diagnostic = self.diagnostics.mistake(Code::WrongType, &content.origin, message).skipped();
            diagnostic.help("give each media type as a key: `content: { application/json: { schema: … } }`");
        }
        let is_media_type = |name: &str, _: &Value| name.contains('/');
        let mut entries = indentation::entries(content, &MEDIA_TYPE, &UNDESCRIBED, is_media_type, self.diagnostics);
        entries.retain(|(name, _)| !name.starts_with("x-"));
        if let [("schema", schema)] = entries.as_slice() {
            self.report_no_media_type(schema);
            entries = vec![("application/json", content.clone())];
        }
        let is_valid = |name: &str| kind(name).is_some();
        let any_valid = entries.iter().any(|(name, _)| is_valid(name));
        let entries = entries
            .iter()
            .filter(|(name, node)| is_valid(name) || !self.report_invalid_media_type(name, node, any_valid));
        let entries: Vec<&(&str, Node<'d>)> = entries.collect();
        let representations: Vec<Representation<'d>> =
            entries.into_iter().filter_map(|(name, node)| self.representation(name, node)).collect();
        let representations = self.supported_representations(content, representations, is_sent(used_by));
        let mut contents: Vec<(Content, &Node<'d>)> = Vec::new();
        for representation in &representations {
            let same = contents
                .iter()
                .find(|(_, node)| is_same_schema(node, &representation.node))
                .map(|(known, _)| known.value);
            let Some(lowered) = self.lower_representation(representation, same, used_by) else { continue };
            self.report_bytes(representation, &lowered.format, representations.len() > 1);
            let known = contents.iter_mut().find(|(known, _)| is_same(known, &lowered, used_by));
            match known {
                Some((known, _)) => known.media_types.extend(lowered.media_types),
                None => contents.push((lowered, &representation.node)),
            }
        }
        contents.into_iter().map(|(content, _)| content).collect()
    }

    /// A Media Type Object: its schema, any JSON value when there is none, and its examples.
    pub(crate) fn lower_media_type(
        &mut self,
        node: &Node<'d>,
        position: SchemaPosition,
    ) -> Option<(TypeRef, Vec<Example>)> {
        let node = &self.follow_to(Section::MediaTypes, node)?;
        let fields = Fields::open(node, &MEDIA_TYPE, self.diagnostics)?;
        let schema = fields.node("schema");
        self.report_positions(node, false);
        let value = match schema {
            Some(schema) => self.lower_schema(&schema, position),
            None => self.plain_type(&node.origin, position, TypeKind::Any),
        };
        Some((value, self.lower_examples(node)))
    }

    /// A Media Type Object in the place of the map that it belongs in.
    fn report_no_media_type(&mut self, schema: &Node<'d>) {
        let message = "`content` must be an object of media types, not a schema";
        let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &schema.origin, message).at_key();
        diagnostic.read_as("`application/json` is assumed");
        diagnostic
            .help("write the media type as the key of the schema: `content: { application/json: { schema: … } }`");
    }

    /// The body of a representation. `same` is the type of another representation with the same schema.
    fn lower_representation(
        &mut self,
        representation: &Representation<'d>,
        same: Option<TypeRef>,
        used_by: BodyUse,
    ) -> Option<Content> {
        let node = &representation.node;
        self.check_words_of_3_2(node, MEDIA_TYPE.name, &["itemSchema", "itemEncoding", "prefixEncoding"]);
        let fields = Fields::open(node, &MEDIA_TYPE, self.diagnostics)?;
        let (schema, item) = (fields.node("schema"), fields.node("itemSchema"));
        let media_types = |format: &BodyFormat| vec![concrete(&representation.media_type, format)];
        let position = match (self.component_key(&node.origin), used_by) {
            (Some(key), _) => SchemaPosition::SharedPart(key),
            (None, BodyUse::RequestBody(operation)) => SchemaPosition::RequestBody { operation },
            (None, BodyUse::ResponseBody(operation, status)) => SchemaPosition::ResponseBody { operation, status },
        };
        if representation.has_positions && is_sent(used_by) {
            self.report_encoding(node, "encoding", "`encoding` has no meaning for parts without names", POSITIONS);
            let (format, value, examples) = self.lower_positions(node, position);
            return Some(Content {
                origin: node.origin.clone(),
                media_types: media_types(&format),
                format,
                value,
                examples,
            });
        }
        if representation.has_positions
            && let Some((format, schemas)) = self.equal_parts(node)
        {
            let (origin, media_types) = (node.origin.clone(), media_types(&format));
            let value = self.lower_all_of(&schemas, position);
            return Some(Content { origin, media_types, format, value, examples: self.lower_examples(node) });
        }
        let format = self.format(representation, used_by);
        self.report_encodings(node, &format, representation.has_positions);
        self.report_received_parts(representation, used_by);
        let value = match (&format, schema) {
            (BodyFormat::Text, schema) => self.text_body(representation, position, schema),
            (BodyFormat::Binary | BodyFormat::Range, _) => self.bytes_body(node, position),
            (BodyFormat::Multipart(_), _) if !is_sent(used_by) => self.bytes_body(node, position),
            (BodyFormat::Events(_), _) => self.event_body(node, position),
            (BodyFormat::JsonLines, schema) => self.item_body(node, position, item, schema),
            (_, None) => self.plain_type(&node.origin, position, TypeKind::Any),
            (format, Some(schema)) => {
                let is_form = matches!(format, BodyFormat::Multipart(Some(_)));
                let is_object = |same: &TypeRef| {
                    let def = self.schemas.types.0.get(same.id.0);
                    def.is_some_and(|def| matches!(def.kind, TypeKind::Object(_)))
                };
                let united = match same.filter(is_object) {
                    None if is_form => self.lower_united_form(&schema, position.clone()),
                    same => same,
                };
                united.or(same).unwrap_or_else(|| self.lower_schema(&schema, position))
            }
        };
        let media_types = media_types(&format);
        Some(Content { origin: node.origin.clone(), media_types, format, value, examples: self.lower_examples(node) })
    }

    fn format(&mut self, representation: &Representation<'d>, used_by: BodyUse) -> BodyFormat {
        let sent = is_sent(used_by);
        match (representation.kind, representation.shape) {
            (MediaKind::Multipart, _) if sent => self.multipart(&representation.node),
            (MediaKind::Multipart, _) => BodyFormat::Multipart(None),
            (MediaKind::Form, Shape::Array | Shape::Structured | Shape::Unspecified) if sent => {
                self.form(&representation.node)
            }
            (MediaKind::Events, _) if !sent => BodyFormat::Events(self.event_shape(&representation.node)),
            (MediaKind::WideRange, Shape::Array | Shape::Structured | Shape::Scalar) => BodyFormat::Json,
            (MediaKind::WideRange | MediaKind::Range, _) if sent => BodyFormat::Range,
            // A string describes the whole body: its lines are seldom JSON strings, and never bytes.
            (MediaKind::JsonLines, Shape::Text) if representation.node.get("itemSchema").is_none() => BodyFormat::Text,
            (MediaKind::Json | MediaKind::JsonLines | MediaKind::Text | MediaKind::Range, Shape::Binary) => {
                BodyFormat::Binary
            }
            (MediaKind::Json, _) => BodyFormat::Json,
            (MediaKind::JsonLines, _) => BodyFormat::JsonLines,
            (MediaKind::Form | MediaKind::Events | MediaKind::Text, _)
            | (MediaKind::WideRange, Shape::Text)
            | (_, Shape::Encoded) => BodyFormat::Text,
            (MediaKind::Range, _) if representation.media_type.starts_with("text/") => BodyFormat::Text,
            (MediaKind::WideRange | MediaKind::Range | MediaKind::Binary, _) => BodyFormat::Binary,
        }
    }

    /// Reports bytes with a more detailed schema than the client supports.
    fn report_bytes(&mut self, representation: &Representation<'d>, format: &BodyFormat, is_one_of_several: bool) {
        let is_reported = kind(&representation.media_type).is_none();
        if !is_reported
            && matches!(format, BodyFormat::Binary | BodyFormat::Range)
            && (representation.shape.is_structured() || representation.shape == Shape::Scalar)
        {
            let message =
                format!("no type is generated for a body of `{}`: it is passed as bytes", representation.media_type);
            let origin = &representation.node.origin;
            // Callers may use another one.
            if is_one_of_several {
                let diagnostic = self.diagnostics.note(Code::UnsupportedMediaType, origin, message);
                diagnostic.at_key().fallback().help("parse the bytes, or use another media type of this body");
                return;
            }
            let diagnostic = self.diagnostics.warning(Code::UnsupportedMediaType, origin, message);
            let remedy = "describe it as `application/json` if the service supports it; for bytes, write `type: \
                 string` and `format: binary`";
            diagnostic.at_key().fallback().help(remedy);
        }
    }

    /// `encoding` applies to forms, and the encodings of positions to parts that have a position.
    fn report_encodings(&mut self, node: &Node<'d>, format: &BodyFormat, is_response_of_parts: bool) {
        if !matches!(format, BodyFormat::Form(_) | BodyFormat::Multipart(_)) {
            let message = "`encoding` applies only to forms and multipart bodies";
            let help = "remove it, or move it to the form or multipart body that it describes";
            self.report_encoding(node, "encoding", message, help);
        }
        self.report_positions(node, is_response_of_parts);
    }

    /// The encodings of parts in a body that is not lowered as such parts.
    fn report_positions(&mut self, node: &Node<'d>, is_response_of_parts: bool) {
        for keyword in ["prefixEncoding", "itemEncoding"].into_iter().filter(|_| !is_response_of_parts) {
            let message = format!("`{keyword}` applies only to multipart bodies whose parts are an array");
            self.report_encoding(node, keyword, &message, UNNAMED_PARTS);
        }
    }

    /// A response with parts of several types: the media type or the name of each says which it is.
    fn report_received_parts(&mut self, representation: &Representation<'d>, used_by: BodyUse) {
        if representation.kind == MediaKind::Multipart && representation.shape.is_structured() && !is_sent(used_by) {
            let message = format!("no types are generated for the parts of a `{}` response", representation.media_type);
            let diagnostic = self.diagnostics.note(Code::UnsupportedMediaType, &representation.node.origin, message);
            let diagnostic = diagnostic.at_key().fallback().read_as("the client has each part as it is received");
            diagnostic.help("read each with `ReceivedPart::json`, `ReceivedPart::text` or `ReceivedPart::bytes`");
        }
    }

    fn report_encoding(&mut self, node: &Node<'d>, keyword: &str, message: &str, help: &str) {
        let Some(encoding) = node.get(keyword).filter(|node| is_something(node.value)) else { return };
        self.diagnostics.warning(Code::InapplicableKeyword, &encoding.origin, message).at_key().help(help);
    }

    /// Text is a string, and plain text any scalar: the format of other types is not specified.
    fn text_body(
        &mut self,
        representation: &Representation<'d>,
        position: SchemaPosition,
        schema: Option<Node<'d>>,
    ) -> TypeRef {
        let plain = TypeKind::String(StringFormat::Plain);
        let Some(schema) = schema else { return self.plain_type(&representation.node.origin, position, plain) };
        match (representation.shape, self.merge_schema(&schema).single_type()) {
            (Shape::Text | Shape::Encoded, _) => return self.lower_schema(&schema, position),
            (Shape::Scalar, _) if is_plain_text(&representation.media_type) => {
                return self.lower_schema(&schema, position);
            }
            (_, Some(kind)) => self.report_text(&representation.media_type, &schema, kind.describe()),
            (Shape::Structured, None) => {
                self.report_text(&representation.media_type, &schema, "one of several schemas");
            }
            (_, None) => {}
        }
        self.plain_type(&representation.node.origin, position, plain)
    }

    fn report_text(&mut self, media_type: &str, schema: &Node<'d>, what: &str) {
        let message = format!("a body of `{media_type}` is a string in the client, not {what}");
        let diagnostic = self.diagnostics.warning(Code::UnsupportedMediaType, &schema.origin, message);
        diagnostic.fallback().help("describe it as `application/json` if it is JSON, or write `type: string`");
    }

    fn bytes_body(&mut self, node: &Node<'d>, position: SchemaPosition) -> TypeRef {
        self.plain_type(&node.origin, position, TypeKind::String(StringFormat::Binary))
    }

    /// The type of each value in a body of several: the `itemSchema` of 3.2, or else the schema, or its elements if it
    /// describes the whole body as a list.
    fn item_body(
        &mut self,
        node: &Node<'d>,
        position: SchemaPosition,
        item: Option<Node<'d>>,
        schema: Option<Node<'d>>,
    ) -> TypeRef {
        let Some(schema) = item.or(schema) else {
            return self.plain_type(&node.origin, position, TypeKind::Any);
        };
        match self.elements(&schema) {
            Some(elements) => self.lower_all_of(&elements, position),
            None => self.lower_schema(&schema, position),
        }
    }

    pub(crate) fn elements(&mut self, schema: &Node<'d>) -> Option<Vec<Node<'d>>> {
        let merged = self.merge_schema(schema);
        let is_list =
            merged.single_type() == Some(JsonType::Array) && schema.origin.pointer.steps().last()? == "schema";
        (is_list && !merged.items.is_empty()).then(|| merged.items.clone())
    }
}

/// Whether an encoding has any entries.
fn is_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(entries) => !entries.is_empty(),
        Value::Object(entries) => !entries.is_empty(),
        _ => true,
    }
}

fn is_sent(used_by: BodyUse) -> bool {
    matches!(used_by, BodyUse::RequestBody(_))
}

/// Whether two bodies have equal schemas, and so one type.
fn is_same_schema(one: &Node<'_>, other: &Node<'_>) -> bool {
    one.value.get("schema").is_some_and(|schema| other.value.get("schema") == Some(schema))
}

/// Whether two representations are the same to callers. The media type of a patch determines its meaning.
fn is_same(known: &Content, other: &Content, used_by: BodyUse) -> bool {
    let is_told_apart = || {
        matches!(used_by, BodyUse::RequestBody(_))
            && (is_patch(known.media_type()) || is_patch(other.media_type()) || known.format == BodyFormat::Binary)
    };
    let same_value = known.value == other.value || matches!(known.format, BodyFormat::Text | BodyFormat::Binary);
    known.format == other.format && same_value && !is_told_apart()
}

/// A range cannot be the media type of a JSON or text body.
fn concrete(media_type: &str, format: &BodyFormat) -> String {
    match (type_and_subtype(media_type).1 == "*", format) {
        (true, BodyFormat::Json) => "application/json".to_owned(),
        (_, BodyFormat::Json) if !is_json(media_type) => "application/json".to_owned(),
        (_, _) => media_type.to_owned(),
    }
}
