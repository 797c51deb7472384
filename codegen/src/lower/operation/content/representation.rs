//! The representations of a body that the document offers, and those that the client uses.

use crate::diagnostics::Code;
use crate::ir::JsonType;
use crate::lower::operation::Operations;
use crate::lower::read::media_type::{MediaKind, kind, similar_media_type, type_and_subtype};
use crate::lower::reference::Section;
use crate::resolve::Node;
use crate::text::listed;

/// A representation that the document offers: an entry of a `content` map before its schema is lowered.
pub(super) struct Representation<'d> {
    pub(super) media_type: String,
    /// The Media Type Object, with references followed.
    pub(super) node: Node<'d>,
    pub(super) kind: MediaKind,
    /// The shape of the whole body according to the schema.
    pub(super) shape: Shape,
    /// Whether it is a multipart body whose parts are the elements of an array.
    pub(super) has_positions: bool,
}

/// The shape of a body according to its schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// There is no schema, or it does not restrict the type.
    Unspecified,
    /// Bytes.
    Binary,
    Text,
    /// Text that encodes bytes, such as `base64`.
    Encoded,
    /// A boolean or a number, which text and JSON write alike.
    Scalar,
    /// An array, in the syntax of the media type.
    Array,
    /// Another structured value, in the syntax of the media type.
    Structured,
}

impl Shape {
    /// Whether only the syntax of a media type defines how it is written.
    pub(super) fn is_structured(self) -> bool {
        matches!(self, Self::Array | Self::Structured)
    }
}

impl Representation<'_> {
    /// Whether the client has typed support for it. XML and similar formats are text. A form that is sent has names.
    fn is_supported(&self, is_sent: bool) -> bool {
        match self.kind {
            MediaKind::Text if is_plain_text(&self.media_type) => !self.shape.is_structured(),
            MediaKind::Text | MediaKind::Binary => !self.shape.is_structured() && self.shape != Shape::Scalar,
            MediaKind::Multipart if self.has_positions => true,
            MediaKind::Form | MediaKind::Multipart if is_sent => {
                matches!(self.shape, Shape::Unspecified | Shape::Binary | Shape::Structured)
            }
            MediaKind::Json
            | MediaKind::JsonLines
            | MediaKind::Events
            | MediaKind::Form
            | MediaKind::Multipart
            | MediaKind::WideRange
            | MediaKind::Range => true,
        }
    }

    /// Smaller is better. Equals keep the order of the document.
    fn preference(&self) -> u8 {
        let (main, sub) = type_and_subtype(&self.media_type);
        match self.kind {
            MediaKind::Json if main.eq_ignore_ascii_case("application") && sub.eq_ignore_ascii_case("json") => 0,
            MediaKind::Json => 1,
            MediaKind::WideRange | MediaKind::Range => 3,
            _ => 2,
        }
    }
}

impl<'d> Operations<'_, 'd> {
    /// Whether an invalid media type is ignored, which it is if there are others.
    pub(super) fn report_invalid_media_type(&mut self, name: &str, node: &Node<'d>, is_skipped: bool) -> bool {
        let then = if is_skipped { "it is ignored" } else { "its body is read as bytes" };
        let message = format!("invalid media type `{name}`: {then}");
        let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &node.origin, message).at_key();
        let all: Vec<&str> = name.split(',').map(str::trim).collect();
        if all.len() > 1 && all.iter().all(|name| kind(name).is_some()) {
            diagnostic.help(format!("write a key for each: {}", listed(all.iter().map(|name| format!("`{name}: …`")))));
        } else {
            diagnostic.help("write a type and a subtype, such as `application/json`");
        }
        if is_skipped {
            diagnostic.skipped()
        } else {
            diagnostic.fallback()
        };
        is_skipped
    }

    pub(super) fn representation(&mut self, name: &str, node: &Node<'d>) -> Option<Representation<'d>> {
        let followed = self.follow_to(Section::MediaTypes, node)?;
        let suggestion = similar_media_type(name);
        if let Some(suggestion) = suggestion {
            let message = format!("unknown media type `{name}`: it is read as `{suggestion}`");
            let diagnostic = self.diagnostics.warning(Code::InvalidValue, &node.origin, message).at_key();
            diagnostic.help(format!("did you mean `{suggestion}`?"));
        }
        let name = suggestion.unwrap_or(name);
        let kind = kind(name).unwrap_or(MediaKind::Binary);
        let shape = self.shape(&followed);
        let has_positions = self.has_positions(name, &followed);
        Some(Representation { media_type: name.to_owned(), node: followed, kind, shape, has_positions })
    }

    fn shape(&mut self, node: &Node<'d>) -> Shape {
        let Some(schema) = node.get("schema").or_else(|| node.get("itemSchema")) else { return Shape::Unspecified };
        if self.is_binary(&schema) {
            return Shape::Binary;
        }
        let merged = self.merge_schema(&schema);
        match merged.single_type() {
            Some(JsonType::String) if merged.content.text_encoding().is_some() => Shape::Encoded,
            Some(JsonType::String) => Shape::Text,
            Some(JsonType::Boolean | JsonType::Integer | JsonType::Number) => Shape::Scalar,
            None if merged.alternatives.is_empty() => Shape::Unspecified,
            Some(JsonType::Array) => Shape::Array,
            Some(_) | None => Shape::Structured,
        }
    }

    /// Whether a schema is of bytes: `format: binary`, or since 3.1 a media type of its own without an encoding.
    pub(crate) fn is_binary(&mut self, schema: &Node<'d>) -> bool {
        let merged = self.merge_schema(schema);
        matches!(merged.single_type(), Some(JsonType::String) | None) && merged.is_bytes()
    }

    /// Representations without typed support are omitted if there are typed ones, and otherwise are text or bytes. The
    /// preferred one comes first.
    pub(super) fn supported_representations(
        &mut self,
        content: &Node<'d>,
        representations: Vec<Representation<'d>>,
        is_sent: bool,
    ) -> Vec<Representation<'d>> {
        let (mut supported, mut others): (Vec<_>, Vec<_>) =
            representations.into_iter().partition(|one| one.is_supported(is_sent));
        if supported.is_empty() && !others.is_empty() {
            supported.push(others.remove(0));
        }
        supported.sort_by_key(Representation::preference);
        if let Some(first) = supported.first()
            && !others.is_empty()
        {
            let others = others.iter().map(|representation| format!("`{}`", representation.media_type));
            let used = &first.media_type;
            let message = format!("no types are generated for {}: the client uses `{used}`", listed(others));
            // Omitting another representation of the same content loses nothing, and many documents list several
            // everywhere.
            let diagnostic = if first.is_supported(is_sent) {
                self.diagnostics.note(Code::UnsupportedMediaType, &content.origin, message)
            } else {
                self.diagnostics.warning(Code::UnsupportedMediaType, &content.origin, message)
            };
            let help = if first.is_supported(is_sent) {
                format!("to use another one, leave out `{used}` with an overlay")
            } else {
                "describe the body as `application/json` too, if the service supports it; for bytes, write \
                 `type: string` and `format: binary`"
                    .to_owned()
            };
            diagnostic.at_key().skipped().help(help);
        }
        supported
    }
}

/// Whether a media type is that of scalars as text, or a range of text.
pub(super) fn is_plain_text(media_type: &str) -> bool {
    let (main, sub) = type_and_subtype(media_type);
    main.eq_ignore_ascii_case("text") && (sub.eq_ignore_ascii_case("plain") || sub == "*")
}
