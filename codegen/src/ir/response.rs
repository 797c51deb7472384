//! Responses, by status.

use super::{Content, StatusRange, Style, TypeRef};
use crate::pointer::Origin;

/// A response to one status, or a range of statuses.
#[derive(Debug, Clone)]
pub struct Response {
    /// The Response Object.
    pub origin: Origin,
    /// The statuses that it describes.
    pub status: StatusRange,
    /// The description in the document.
    pub description: Option<String>,
    /// Its body in each representation that the client reads, the preferred one first. Empty if the document has no
    /// `content`.
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
    /// The description in the document.
    pub description: Option<String>,
    /// Whether every such response contains it.
    pub required: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// Its value's type.
    pub value: TypeRef,
    /// Its encoding.
    pub encoding: HeaderEncoding,
}

/// The encoding of a header's value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HeaderEncoding {
    /// Style `simple`.
    Simple {
        /// Whether the members of an object are `key=value`.
        explode: bool,
    },
    /// A scalar of several types, which are distinguished by its text.
    Scalars {
        /// Whether it may be a number.
        number: bool,
        /// Whether it may be a boolean.
        boolean: bool,
    },
    /// An array that a style of Swagger 2.0 delimits by another character than commas.
    Delimited(Style),
    /// An array of arrays (Swagger 2.0 alone): the style of each level, from the outside in.
    Nested(Vec<Style>),
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
