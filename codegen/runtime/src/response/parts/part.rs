//! A received part, and its value.

use crate::json::decode::{self, Mismatch};
use crate::response::header_value;
use crate::syntax::{charset, media_type, multipart};
use crate::transport::stream::StreamError;
use bytes::Bytes;
use serde::de::DeserializeOwned;

/// The content of a part that states no media type (RFC 2046, section 5.1).
const TEXT: &str = "text/plain";

/// A part of a multipart response, as received: its headers and its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedPart(multipart::Part);

impl ReceivedPart {
    pub(super) const fn new(part: multipart::Part) -> Self {
        Self(part)
    }

    /// The name in its `Content-Disposition`, which the parts of forms have.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        multipart::parameter(self.header("Content-Disposition")?, "name")
    }

    /// The file name in its `Content-Disposition`, as the server sends it: do not use it as a path without checking it.
    #[must_use]
    pub fn file_name(&self) -> Option<String> {
        multipart::parameter(self.header("Content-Disposition")?, "filename")
    }

    /// The `Content-Type`, if it states one.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.header("Content-Type")
    }

    /// The value of a header, whose name is in any case; of several, the first.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.header(name)
    }

    /// All headers, in their order.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The content.
    #[must_use]
    pub const fn bytes(&self) -> &Bytes {
        &self.0.body
    }

    /// The content as text.
    ///
    /// # Errors
    /// [`StreamError::Decode`] when it is not in the charset of its `Content-Type`, or of UTF-8 where none is stated.
    pub fn text(&self) -> Result<String, StreamError> {
        self.read_text().map_err(|mismatch| self.mismatch(mismatch))
    }

    /// The content read as JSON.
    ///
    /// # Errors
    /// [`StreamError::Decode`] when it does not match.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, StreamError> {
        decode::slice(self.bytes()).map_err(|mismatch| self.mismatch(mismatch))
    }

    /// The value by its own media type or, where that is not JSON, by the documented one.
    fn value<T: DeserializeOwned>(&self, documented: &str) -> Result<T, StreamError> {
        let own = self.media_type().unwrap_or(TEXT);
        match decode::slice(self.bytes()) {
            Ok(value) if media_type::is_json(own) || media_type::is_json(documented) => Ok(value),
            Err(mismatch) if media_type::is_json(documented) => Err(self.mismatch(mismatch)),
            Ok(_) | Err(_) => {
                let scalar = self.read_text().and_then(|text| header_value::scalar(&text).map_err(Mismatch::whole));
                scalar.map_err(|mismatch| self.mismatch(mismatch))
            }
        }
    }

    fn read_text(&self) -> Result<String, Mismatch> {
        charset::decode(self.bytes(), self.media_type()).map_err(Mismatch::whole)
    }

    fn mismatch(&self, mismatch: Mismatch) -> StreamError {
        StreamError::mismatch(&String::from_utf8_lossy(self.bytes()), mismatch)
    }
}

/// What a part can be read into: any documented type, or the [`ReceivedPart`] itself.
pub trait FromPart: Sized {
    /// Reads a part. `documented` is the media type that the document states for it.
    ///
    /// # Errors
    /// [`StreamError::Decode`] when it does not match.
    fn from_part(part: ReceivedPart, documented: &str) -> Result<Self, StreamError>;
}

impl<T: DeserializeOwned> FromPart for T {
    fn from_part(part: ReceivedPart, documented: &str) -> Result<Self, StreamError> {
        part.value(documented)
    }
}

impl FromPart for ReceivedPart {
    fn from_part(part: ReceivedPart, _: &str) -> Result<Self, StreamError> {
        Ok(part)
    }
}
