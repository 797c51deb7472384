//! Bodies: what requests and responses hold, and how bytes become a value.

use super::{Example, ParameterEncoding, Style, TypeRef};
use crate::pointer::Origin;

/// A request's body.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// The Request Body Object.
    pub origin: Origin,
    /// The description in the document.
    pub description: Option<String>,
    /// Whether a request without it is invalid.
    pub required: bool,
    /// Its content, in each representation that the client supports. Never empty; the preferred one is first.
    pub contents: Vec<Content>,
}

/// A body in one of the representations that the document offers.
#[derive(Debug, Clone)]
pub struct Content {
    /// The Media Type Object.
    pub origin: Origin,
    /// The media types as written in the document, such as `application/json`. Never empty: the first one is sent, or
    /// preferred in `Accept`; the others have the same value in the same format.
    pub media_types: Vec<String>,
    /// Its format.
    pub format: BodyFormat,
    /// The value's type.
    pub value: TypeRef,
    /// `example` and `examples`.
    pub examples: Vec<Example>,
}

impl Content {
    /// The media type that is sent, or preferred in `Accept`.
    #[must_use]
    pub fn media_type(&self) -> &str {
        self.media_types.first().map_or("", String::as_str)
    }
}

/// The format of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BodyFormat {
    /// JSON text: `application/json` or any `+json`.
    Json,
    /// JSON values, one on each line. The value is one of them.
    JsonLines,
    /// Server-sent events. The value is the type of each event.
    Events(EventShape),
    /// Text.
    Text,
    /// Bytes.
    Binary,
    /// Bytes of a media type that the caller names, within a range such as `image/*`; of requests alone.
    Range,
    /// `application/x-www-form-urlencoded`: the properties whose encoding is not what their values have by themselves.
    Form(Vec<FormEncoding>),
    /// Parts, such as `multipart/form-data`. Of a request, `None` if the document does not describe them; of a response always,
    /// since its parts are passed on as received.
    Multipart(Option<Vec<Part>>),
    /// Parts of one type as they come; of responses alone. The value is one of them.
    Parts {
        /// The media type of each in the document.
        media_type: String,
        /// Whether that is JSON. Otherwise each is a scalar as text.
        is_json: bool,
    },
}

impl BodyFormat {
    /// Whether a body consists of several values, each of the value's type.
    #[must_use]
    pub fn is_sequence(&self) -> bool {
        matches!(self, Self::JsonLines | Self::Events(_) | Self::Parts { .. })
    }
}

/// The shape of a server-sent event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventShape {
    /// Its data, which is JSON.
    Json,
    /// Its data, which is text.
    Text,
    /// Its data, of which nothing is described: JSON, or else text.
    JsonOrText,
    /// The event as an object with `data`, `event`, `id` and `retry`. Its data is JSON, or else text.
    Event(EventId),
    /// The same; its data is text.
    EventWithText(EventId),
    /// The same; its data is text or JSON by the type of the event.
    EventWithTextOrJson(EventId),
}

/// The JSON type of the `id` of a server-sent event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventId {
    /// A string.
    Text,
    /// An integer.
    Integer,
    /// A string in some events, and an integer in others.
    TextOrInteger,
}

/// The encoding of a property in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormEncoding {
    /// The property's wire name.
    pub property: String,
    /// Its encoding as text.
    pub encoding: ParameterEncoding,
}

impl FormEncoding {
    /// Its style, unless it is JSON.
    #[must_use]
    pub fn style(&self) -> Option<Style> {
        match self.encoding {
            ParameterEncoding::Style { style, .. } => Some(style),
            ParameterEncoding::Json => None,
        }
    }

    /// The styles of the arrays within an array, if there are any.
    #[must_use]
    pub fn nested(&self) -> Option<&[Style]> {
        match &self.encoding {
            ParameterEncoding::Style { nested, .. } if !nested.is_empty() => Some(nested),
            ParameterEncoding::Style { .. } | ParameterEncoding::Json => None,
        }
    }
}

/// A part of a multipart body: a property of its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The name of the property.
    pub property: String,
    /// How a reader finds it.
    pub identity: PartIdentity,
    /// Its contents.
    pub content: PartContent,
}

/// How the readers of a multipart body find a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartIdentity {
    /// By its name, which is that of the property.
    Name,
    /// By its index: the part has no name, and that of the property is for callers alone.
    Index(usize),
    /// The same, for the part at this index and all after it: the elements of an array.
    From(usize),
}

/// The content of a part of a multipart body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartContent {
    /// A file.
    File {
        /// Whether there may be several, each a part.
        many: bool,
        /// The media type of a file that states none itself.
        media_type: String,
    },
    /// A string in an encoding such as `base64`, which a header names.
    Encoded {
        /// The media type of the encoded content.
        media_type: String,
        /// The encoding.
        encoding: String,
    },
    /// An array in a style (Swagger 2.0 alone).
    Array {
        /// The style, whose delimiter is between its elements.
        style: Style,
        /// Whether each element is a part.
        explode: bool,
        /// The styles of the arrays within it, as those of a parameter.
        nested: Vec<Style>,
    },
    /// The value of the property: a scalar as text, an object as JSON, a list as several parts.
    Value {
        /// Its media type in the document.
        media_type: Option<String>,
    },
}
