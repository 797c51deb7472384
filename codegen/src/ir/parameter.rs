//! Parameters: the location of each, and how its value is serialized.

use super::{Example, KnownValue, Scalar, TypeRef};
use crate::pointer::Origin;

/// An input of an operation outside its body.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The Parameter Object.
    pub origin: Origin,
    /// Its wire name.
    pub name: String,
    /// Its location.
    pub location: ParameterLocation,
    /// Whether a request without it is invalid.
    pub required: bool,
    /// The description in the document.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// Its value's type.
    pub value: TypeRef,
    /// The only value that the document allows, so that callers do not pass it.
    pub known: Option<KnownValue>,
    /// The value to send if the caller sets none: the schema's `default`, if the parameter is required or has
    /// `x-specwright-send-default`. Otherwise nothing is sent, and the service applies its documented default.
    pub sent_default: Option<Scalar>,
    /// Its encoding as text.
    pub encoding: ParameterEncoding,
    /// `example` and `examples` of the parameter or of its content.
    pub examples: Vec<Example>,
}

impl Parameter {
    /// Whether its value may be several segments of the path.
    #[must_use]
    pub fn spans_segments(&self) -> bool {
        let is_reserved = matches!(self.encoding, ParameterEncoding::Style { allow_reserved: true, .. });
        self.location == ParameterLocation::Path && is_reserved
    }
}

/// The location of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParameterLocation {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// A header.
    Header,
    /// In the `Cookie` header.
    Cookie,
}

impl ParameterLocation {
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
        /// Whether elements and members are serialized separately.
        explode: bool,
        /// Whether reserved characters stay as they are: in the query, or in a path of which the value may be several segments.
        allow_reserved: bool,
        /// The styles of the arrays within an array, from the outside in (Swagger 2.0 alone). Each is one string, in
        /// which commas are `simple`; arrays within the last are JSON.
        nested: Vec<Style>,
    },
    /// As JSON text (`content` with a JSON media type).
    Json,
}

/// A parameter style. Each has the name of the runtime's `Style` that is emitted for it.
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
    /// `name=value` unencoded (cookie, since 3.2).
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

    /// The character between the elements of an array that is one string.
    #[must_use]
    pub fn delimiter(self) -> char {
        match self {
            Self::SpaceDelimited => ' ',
            Self::PipeDelimited => '|',
            Self::TabDelimited => '\t',
            Self::Matrix | Self::Label | Self::Simple | Self::Form | Self::DeepObject | Self::Cookie => ',',
        }
    }

    /// Whether it writes `name=value`, and explodes by default.
    #[must_use]
    pub fn is_form(self) -> bool {
        matches!(self, Self::Form | Self::Cookie)
    }
}
