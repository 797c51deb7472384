//! Operations: what goes into a request and what comes back.

use super::{Incoming, KnownValue, Pages, Scalar, SecurityRequirement, Server, TypeRef};
use crate::pointer::Origin;
use serde_json::Value;
use std::path::PathBuf;

/// The place of an operation in [`Api::operations`](super::Api::operations).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationId(pub usize);

/// One method on one path.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The Operation Object.
    pub origin: Origin,
    /// `operationId`, or one made of method and path.
    pub id: String,
    /// What it is called: its id, without what a framework adds to all of them.
    pub name: String,
    /// The HTTP method.
    pub method: Method,
    /// The path under the server's URL.
    pub path: PathTemplate,
    /// The tag the operation is filed under: its first.
    pub tag: Option<String>,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// The path item's parameters, overridden by the operation's own.
    pub parameters: Vec<Parameter>,
    /// `requestBody`.
    pub body: Option<RequestBody>,
    /// `responses`, in the document's order.
    pub responses: Vec<Response>,
    /// Alternatives; empty when nothing is said of security.
    pub security: Vec<SecurityRequirement>,
    /// The first of its own `servers`, or of its path item's; without any, that of the document serves.
    pub server: Option<Server>,
    /// The pages of its list, where it responds with one: by `x-specwright-pagination`.
    pub pages: Option<Pages>,
    /// Where the document describes it, if the API is what calls it. It has no path then: who receives it decides on the URL.
    pub incoming: Option<Incoming>,
}

impl Operation {
    /// The responses that describe successes. A `default` describes errors, as its name hides but every document means;
    /// when no other response describes a success, it describes that too.
    #[must_use]
    pub fn successes(&self) -> Vec<&Response> {
        let successes: Vec<&Response> = self.responses.iter().filter(|one| one.status.is_success()).collect();
        if successes.is_empty() {
            return self.responses.iter().filter(|one| one.status == StatusRange::Default).collect();
        }
        successes
    }

    /// Whether a success may have a body, and the document describes none for any of them: many libraries write no
    /// `content` for a handler whose type they do not see, whatever it responds with.
    #[must_use]
    pub fn leaves_body_open(&self) -> bool {
        let successes = self.successes();
        self.method != Method::Head
            && successes.iter().all(|one| one.contents.is_empty())
            && successes.iter().any(|one| one.status.allows_body())
    }

    /// Whether its successes are described, and have no body.
    #[must_use]
    pub fn has_no_content(&self) -> bool {
        let successes = self.successes();
        !successes.is_empty() && successes.iter().all(|one| one.contents.is_empty()) && !self.leaves_body_open()
    }
}

/// An HTTP method that a Path Item Object can hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// GET.
    Get,
    /// PUT.
    Put,
    /// POST.
    Post,
    /// DELETE.
    Delete,
    /// OPTIONS.
    Options,
    /// HEAD.
    Head,
    /// PATCH.
    Patch,
    /// TRACE.
    Trace,
    /// QUERY, since 3.2.
    Query,
    /// Any other, of `additionalOperations` (since 3.2), as it stands in a request.
    Other(String),
}

impl Method {
    /// Every method with a key of its own, in the order in which a Path Item Object lists them.
    pub const ALL: [Self; 9] = [
        Self::Get,
        Self::Put,
        Self::Post,
        Self::Delete,
        Self::Options,
        Self::Head,
        Self::Patch,
        Self::Trace,
        Self::Query,
    ];

    /// The key in a Path Item Object, or in its `additionalOperations`.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
            Self::Options => "options",
            Self::Head => "head",
            Self::Patch => "patch",
            Self::Trace => "trace",
            Self::Query => "query",
            Self::Other(method) => method,
        }
    }

    /// The word in a request.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Query => "QUERY",
            Self::Other(method) => method,
        }
    }
}

/// A path with the places of its parameters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PathTemplate {
    /// Literal text (slashes included) and parameter names, in order.
    pub parts: Vec<PathPart>,
}

/// A piece of a path template.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PathPart {
    /// Text as it stands.
    Literal(String),
    /// The value of the path parameter of this name.
    Parameter(String),
}

impl PathTemplate {
    /// The template as the document writes it.
    #[must_use]
    pub fn text(&self) -> String {
        let part = |part: &PathPart| match part {
            PathPart::Literal(text) => text.clone(),
            PathPart::Parameter(name) => format!("{{{name}}}"),
        };
        self.parts.iter().map(part).collect()
    }

    /// The names of the query parameters that it sends by itself, for documents that write a query into a path.
    #[must_use]
    pub fn fixed_query(&self) -> Vec<String> {
        let text = self.text();
        let query = text.split_once('?').map(|(_, query)| query).unwrap_or_default();
        let names = query.split('&').map(|pair| pair.split('=').next().unwrap_or_default());
        names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
    }

    /// The names of its parameters, in order.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            PathPart::Literal(_) => None,
            PathPart::Parameter(name) => Some(name.as_str()),
        })
    }
}

/// An input of an operation outside its body.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The Parameter Object.
    pub origin: Origin,
    /// Its wire name.
    pub name: String,
    /// Where it goes.
    pub location: Location,
    /// Whether a request without it is invalid.
    pub required: bool,
    /// What the document says of it.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// Its value's type.
    pub value: TypeRef,
    /// The value that the document leaves no choice of, so that no caller is asked for it.
    pub known: Option<KnownValue>,
    /// The value to send when the caller gives none: the schema's `default`, where the parameter is required or
    /// `x-specwright-send-default` asks for it. Otherwise nothing is sent, and the service applies the default that it documents.
    pub sent_default: Option<Scalar>,
    /// How its value becomes text.
    pub encoding: ParameterEncoding,
    /// `example` and `examples` of the parameter or of its content.
    pub examples: Vec<Example>,
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// A header.
    Header,
    /// In the `Cookie` header.
    Cookie,
}

impl Location {
    /// The word of the `in` keyword.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }

    /// The styles that a parameter may have here by OpenAPI 3, the default first.
    #[must_use]
    pub fn styles(self) -> &'static [Style] {
        match self {
            Self::Path => &[Style::Simple, Style::Label, Style::Matrix],
            Self::Query => &[Style::Form, Style::SpaceDelimited, Style::PipeDelimited, Style::DeepObject],
            Self::Header => &[Style::Simple],
            Self::Cookie => &[Style::Form, Style::Cookie],
        }
    }

    /// The style of a parameter that states none.
    #[must_use]
    pub fn default_style(self) -> Style {
        match self {
            Self::Path | Self::Header => Style::Simple,
            Self::Query | Self::Cookie => Style::Form,
        }
    }
}

/// How a parameter's value becomes text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParameterEncoding {
    /// By `style` and `explode`.
    Style {
        /// The style, allowed for the parameter's location.
        style: Style,
        /// Whether elements and members stand apart.
        explode: bool,
        /// Whether reserved characters stay as they are: in the query, or in a path of which the value may be several segments.
        allow_reserved: bool,
    },
    /// As JSON text (`content` with a JSON media type).
    Json,
}

/// A parameter style. Each has the name of a `Style` of the runtime, which is what is emitted for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// `;name=value` (path).
    Matrix,
    /// `.value` (path).
    Label,
    /// `value` (path, header).
    Simple,
    /// `name=value` (query, cookie).
    Form,
    /// `a%20b` (query; in Swagger 2.0 path and header, too).
    SpaceDelimited,
    /// `a|b` (query; in Swagger 2.0 path and header, too).
    PipeDelimited,
    /// `a`, a tab, `b` (Swagger 2.0 alone).
    TabDelimited,
    /// `name[key]=value` (query).
    DeepObject,
    /// `name=value` as it is (cookie, since 3.2).
    Cookie,
}

impl Style {
    /// The word of the `style` keyword.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Matrix => "matrix",
            Self::Label => "label",
            Self::Simple => "simple",
            Self::Form => "form",
            Self::SpaceDelimited => "spaceDelimited",
            Self::PipeDelimited => "pipeDelimited",
            Self::TabDelimited => "tabDelimited",
            Self::DeepObject => "deepObject",
            Self::Cookie => "cookie",
        }
    }

    /// Whether it writes `name=value`, and each element apart unless told otherwise.
    #[must_use]
    pub fn is_form(self) -> bool {
        matches!(self, Self::Form | Self::Cookie)
    }
}

/// A request's body.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// The Request Body Object.
    pub origin: Origin,
    /// What the document says of it.
    pub description: Option<String>,
    /// Whether a request without it is invalid.
    pub required: bool,
    /// What it holds, in each representation that the client knows. Never empty; the one that it prefers is the first.
    pub contents: Vec<Content>,
}

/// What a response with one status, or one range of them, holds.
#[derive(Debug, Clone)]
pub struct Response {
    /// The Response Object.
    pub origin: Origin,
    /// Which statuses it describes.
    pub status: StatusRange,
    /// What the document says of it.
    pub description: Option<String>,
    /// Its body in each representation that the client reads, the one that it prefers first. Empty when the document
    /// gives no `content`.
    pub contents: Vec<Content>,
    /// `headers`, without `Content-Type`.
    pub headers: Vec<Header>,
}

/// A header of a response.
#[derive(Debug, Clone)]
pub struct Header {
    /// The Header Object.
    pub origin: Origin,
    /// Its name as the document writes it.
    pub name: String,
    /// What the document says of it.
    pub description: Option<String>,
    /// Whether every such response has it.
    pub required: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// Its value's type.
    pub value: TypeRef,
    /// How its text stands for the value.
    pub encoding: HeaderEncoding,
}

/// How the text of a header stands for its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HeaderEncoding {
    /// Style `simple`.
    Simple {
        /// Whether the members of an object are `key=value`.
        explode: bool,
    },
    /// A list whose elements a style of Swagger 2.0 delimits by something else than commas.
    Delimited(Style),
    /// JSON text (`content` with a JSON media type).
    Json,
}

/// A response under `components.responses`.
#[derive(Debug, Clone)]
pub struct SharedResponse {
    /// The Response Object.
    pub origin: Origin,
    /// Its key.
    pub name: String,
    /// Its body, as in [`Response::contents`].
    pub contents: Vec<Content>,
}

/// The statuses that a response describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusRange {
    /// One status, such as `404`.
    Exact(u16),
    /// `4XX` is 4: every status from 400 to 499 that no exact response describes.
    Class(u8),
    /// `default`: every status that nothing else describes.
    Default,
}

impl StatusRange {
    /// Whether HTTP allows a body in a response with one of these statuses.
    #[must_use]
    pub fn allows_body(self) -> bool {
        !matches!(self, Self::Exact(100..=199 | 204 | 205 | 304) | Self::Class(1))
    }

    /// Whether every status it describes is a success.
    #[must_use]
    pub fn is_success(self) -> bool {
        match self {
            Self::Exact(code) => (200..300).contains(&code),
            Self::Class(class) => class == 2,
            Self::Default => false,
        }
    }
}

/// A body in one of the representations that the document offers.
#[derive(Debug, Clone)]
pub struct Content {
    /// The Media Type Object.
    pub origin: Origin,
    /// The media types as the document writes them, such as `application/json`. Never empty: the first is what is sent,
    /// or asked for before the others, which hold the same value in the same format.
    pub media_types: Vec<String>,
    /// How the bytes become a value.
    pub format: BodyFormat,
    /// The value's type.
    pub value: TypeRef,
    /// `example` and `examples`.
    pub examples: Vec<Example>,
}

impl Content {
    /// The media type that is sent, or asked for before others.
    #[must_use]
    pub fn media_type(&self) -> &str {
        self.media_types.first().map_or("", String::as_str)
    }
}

/// How a body's bytes become a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BodyFormat {
    /// JSON text: `application/json` or any `+json`.
    Json,
    /// JSON texts, each on a line of its own. The value is one of them.
    JsonLines,
    /// Server-sent events. The value is what each of them gives.
    Events(EventShape),
    /// Text.
    Text,
    /// Bytes as they are.
    Binary,
    /// Bytes of a media type that the caller names, within a range such as `image/*`; of requests alone.
    Range,
    /// `application/x-www-form-urlencoded`: the properties whose encoding is not what their values have by themselves.
    Form(Vec<FormEncoding>),
    /// Parts, such as `multipart/form-data`; none when the document does not say which.
    Multipart(Option<Vec<Part>>),
}

/// What a document describes of a server-sent event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventShape {
    /// Its data, which is JSON.
    Json,
    /// Its data, which is text.
    Text,
    /// Its data, of which nothing is described: JSON, or else text.
    JsonOrText,
    /// The event as an object with `data`, `event`, `id` and `retry`. Its data is JSON, or else text.
    Event,
    /// The same; its data is text.
    EventWithText,
    /// The same; its data is text or JSON by the type of the event.
    EventWithTextOrJson,
}

/// How a property of a form is encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormEncoding {
    /// The property's wire name.
    pub property: String,
    /// How its value becomes text.
    pub encoding: ParameterEncoding,
}

/// A part of a multipart body: a property of its schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The property's wire name.
    pub property: String,
    /// What it holds.
    pub content: PartContent,
}

/// What a part of a multipart body holds.
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
        /// The media type of what is encoded.
        media_type: String,
        /// The encoding.
        encoding: String,
    },
    /// A list as one text, with what the style puts between its elements.
    Joined(Style),
    /// The value of the property: a scalar as text, an object as JSON, a list as several parts.
    Value {
        /// The media type that the document gives it.
        media_type: Option<String>,
    },
}

/// An example of a payload.
#[derive(Debug, Clone)]
pub struct Example {
    /// The Example Object, or the value of `example`.
    pub origin: Origin,
    /// Its key in `examples`; `example` for the single form.
    pub name: String,
    /// The payload.
    pub source: ExampleSource,
}

/// Where an example's payload is.
#[derive(Debug, Clone)]
pub enum ExampleSource {
    /// In the document.
    Inline(Value),
    /// In a file, which `externalValue` names: where it is, relative when the document's path is.
    External(PathBuf),
}
