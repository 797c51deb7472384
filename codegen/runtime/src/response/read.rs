//! Reading a response: its body as the documented type, or an [`Error`].

use super::error::{DecodeError, Error, Failure, SendError};
use super::raw::RawResponse;
use super::{header_value, nothing};
use crate::json::decode::{self, Mismatch};
use crate::json::excerpt;
use crate::syntax::{charset, media_type, multipart};
use crate::transport::stream::ByteStream;
use crate::{EventShape, EventStream, FromPart, JsonLines, PartStream, TransportError, TransportErrorKind};
use bytes::Bytes;
use serde::de::DeserializeOwned;

/// The outcome of an attempt.
pub(crate) type Outcome = Result<RawResponse, Box<SendError>>;

/// How much of an incomplete body is kept.
const KEPT: usize = 64 * 1024;

impl RawResponse {
    /// The response with its body. Of an error response that is too large, the beginning is kept.
    pub(crate) fn with_body(self, read: Result<Bytes, (Bytes, TransportError)>) -> Outcome {
        match read {
            Ok(body) => Ok(self.holding(body)),
            Err((body, error)) if !self.status().is_success() && error.kind() == TransportErrorKind::BodyTooLarge => {
                Ok(self.holding(body))
            }
            Err((body, error)) => {
                let body = Bytes::copy_from_slice(&body[..body.len().min(KEPT)]);
                let operation = self.operation();
                Err(Box::new(SendError { operation, error, response: Some(self.holding(body)) }))
            }
        }
    }

    /// The body as a stream.
    ///
    /// # Errors
    /// Never fails; the return type is that of [`json`](Self::json) and [`text`](Self::text).
    pub fn stream<E>(&self) -> Result<ByteStream, Error<E>> {
        Ok(self.take_stream())
    }

    /// The body as server-sent events.
    ///
    /// # Errors
    /// Never fails; the return type is that of [`json`](Self::json) and [`text`](Self::text).
    pub fn events<T: DeserializeOwned, E>(&self, shape: EventShape) -> Result<EventStream<T>, Error<E>> {
        Ok(EventStream::new(self.take_stream(), shape))
    }

    /// The body as JSON Lines or, by its `Content-Type`, as a JSON text sequence.
    ///
    /// # Errors
    /// Never fails; the return type is that of [`json`](Self::json) and [`text`](Self::text).
    pub fn json_lines<T: DeserializeOwned, E>(&self) -> Result<JsonLines<T>, Error<E>> {
        let media_type = self.media_type().map(|media_type| media_type::essence(media_type).to_ascii_lowercase());
        let is_sequence = media_type.is_some_and(|name| name == "application/json-seq" || name.ends_with("+json-seq"));
        let stream = self.take_stream();
        Ok(if is_sequence { JsonLines::sequence(stream) } else { JsonLines::new(stream) })
    }

    /// The parts of a multipart body. `documented` is the media type of a part according to the document.
    ///
    /// # Errors
    /// [`Error::Decode`] when its `Content-Type` has no boundary.
    pub fn parts<T: FromPart, E>(&self, documented: &'static str) -> Result<PartStream<T>, Error<E>> {
        match self.media_type().and_then(multipart::boundary) {
            Some(boundary) => Ok(PartStream::new(self.take_stream(), boundary, documented)),
            None => Err(self.mismatch(Mismatch::whole("expected a `Content-Type` with a boundary between the parts"))),
        }
    }

    /// The parts of a multipart body as received.
    ///
    /// # Errors
    /// [`Error::Decode`] when its `Content-Type` has no boundary.
    pub fn received_parts<E>(&self) -> Result<PartStream, Error<E>> {
        self.parts("")
    }

    /// Reads the body as JSON into a type of the caller's choice, if the document describes none.
    ///
    /// ```
    /// # use specwright_runtime::{Error, RawResponse, Value};
    /// fn name(response: &RawResponse) -> Result<Option<String>, Error> {
    ///     let user: Value = response.body_as()?;
    ///     Ok(user["name"].as_str().map(str::to_owned))
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error::Decode`] when it does not match.
    pub fn body_as<T: DeserializeOwned>(&self) -> Result<T, Error> {
        self.json()
    }

    /// The body read as JSON.
    ///
    /// # Errors
    /// [`Error::Decode`] when it does not match. An empty body matches a nullable type, and no other.
    pub fn json<T: DeserializeOwned, E>(&self) -> Result<T, Error<E>> {
        self.read_json().map_err(|mismatch| self.mismatch(mismatch))
    }

    /// The body as text.
    ///
    /// # Errors
    /// [`Error::Decode`] when it is not in the charset of its `Content-Type`, or of UTF-8 where none is stated.
    pub fn text<E>(&self) -> Result<String, Error<E>> {
        self.read_text().map_err(|mismatch| self.mismatch(mismatch))
    }

    /// Reads the body as a scalar: JSON if that is the `Content-Type` and it is valid, or else the text itself.
    ///
    /// # Errors
    /// [`Error::Decode`] when it does not match.
    pub fn scalar<T: DeserializeOwned, E>(&self) -> Result<T, Error<E>> {
        self.read_scalar().map_err(|mismatch| self.mismatch(mismatch))
    }

    /// The body as it is.
    ///
    /// # Errors
    /// Never fails; the return type is that of [`json`](Self::json) and [`text`](Self::text).
    pub fn bytes<E>(&self) -> Result<Bytes, Error<E>> {
        Ok(self.body().clone())
    }

    /// The documented error that the body is, as JSON.
    ///
    /// # Errors
    /// Always: see [`failure`](Self::failure).
    pub fn failed_json<A, E: DeserializeOwned>(&self) -> Result<A, Error<E>> {
        self.failure(std::convert::identity)
    }

    /// The documented error that the body is, as text.
    ///
    /// # Errors
    /// Always: see [`failure`](Self::failure).
    pub fn failed_text<A>(&self) -> Result<A, Error<String>> {
        self.failure_text(std::convert::identity)
    }

    /// The documented error that the body is, as a scalar.
    ///
    /// # Errors
    /// Always: see [`failure`](Self::failure).
    pub fn failed_scalar<A, E: DeserializeOwned>(&self) -> Result<A, Error<E>> {
        self.failure_scalar(std::convert::identity)
    }

    /// The documented error that the body is, as bytes.
    ///
    /// # Errors
    /// Always: see [`failure`](Self::failure).
    pub fn failed_bytes<A>(&self) -> Result<A, Error<Bytes>> {
        self.failure_bytes(std::convert::identity)
    }

    /// The documented error in the body, as JSON; `wrap` makes it one of several.
    ///
    /// # Errors
    /// Always: [`Error::Failure`], or [`Error::Decode`] when the body does not match. [`Error::Undocumented`] for a
    /// success if the document describes only a `default` for errors.
    pub fn failure<A, B: DeserializeOwned, E>(&self, wrap: impl FnOnce(B) -> E) -> Result<A, Error<E>> {
        self.fail(Self::read_json, wrap)
    }

    /// The documented error in the body, as text.
    ///
    /// # Errors
    /// Always: see [`failure`](Self::failure); the body does not match when it is not in its charset.
    pub fn failure_text<A, E>(&self, wrap: impl FnOnce(String) -> E) -> Result<A, Error<E>> {
        self.fail(Self::read_text, wrap)
    }

    /// The documented error in the body, as a scalar.
    ///
    /// # Errors
    /// Always: see [`failure`](Self::failure).
    pub fn failure_scalar<A, B: DeserializeOwned, E>(&self, wrap: impl FnOnce(B) -> E) -> Result<A, Error<E>> {
        self.fail(Self::read_scalar, wrap)
    }

    /// The documented error in the body, as bytes.
    ///
    /// # Errors
    /// Always: see [`failure`](Self::failure); the body always matches.
    pub fn failure_bytes<A, E>(&self, wrap: impl FnOnce(Bytes) -> E) -> Result<A, Error<E>> {
        self.fail(|response| Ok(response.body().clone()), wrap)
    }

    fn fail<A, B, E>(
        &self,
        read: impl FnOnce(&Self) -> Result<B, Mismatch>,
        wrap: impl FnOnce(B) -> E,
    ) -> Result<A, Error<E>> {
        if self.status().is_success() {
            return Err(self.undocumented());
        }
        Err(match read(self) {
            Ok(body) => self.failed(wrap(body)),
            Err(mismatch) => self.mismatch(mismatch),
        })
    }

    /// The documented error of this response; of a success, see [`failure`](Self::failure).
    #[must_use]
    pub fn failed<E>(&self, value: E) -> Error<E> {
        if self.status().is_success() {
            return self.undocumented();
        }
        Error::Failure(Box::new(Failure { response: self.clone(), value }))
    }

    /// The error of a response whose status the document does not describe.
    #[must_use]
    pub fn undocumented<E>(&self) -> Error<E> {
        Error::Undocumented(Box::new(self.clone()))
    }

    fn read_json<T: DeserializeOwned>(&self) -> Result<T, Mismatch> {
        // RFC 8259 allows parsers to ignore a byte order mark, which some servers send.
        let json = self.body().strip_prefix(b"\xEF\xBB\xBF").unwrap_or(self.body());
        if json.trim_ascii().is_empty() {
            return nothing::read().ok_or_else(|| Mismatch::whole("expected JSON, the body is empty"));
        }
        decode::slice(json)
    }

    fn read_text(&self) -> Result<String, Mismatch> {
        charset::decode(self.body(), self.media_type()).map_err(Mismatch::whole)
    }

    /// Some servers label text as JSON, such as those of Spring if the request accepts JSON: a body that is not JSON is
    /// read as text.
    fn read_scalar<T: DeserializeOwned>(&self) -> Result<T, Mismatch> {
        if self.media_type().is_some_and(media_type::is_json)
            && let Ok(value) = self.read_json()
        {
            return Ok(value);
        }
        header_value::scalar(&self.read_text()?).map_err(Mismatch::whole)
    }

    pub(crate) fn mismatch<E>(&self, Mismatch { path, message }: Mismatch) -> Error<E> {
        Error::Decode(Box::new(DecodeError {
            found: excerpt::at(self.body(), &path),
            response: self.clone(),
            path,
            message,
        }))
    }
}
