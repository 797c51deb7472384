//! Responses: what came back, and reading it.

use crate::json::decode::{self, Mismatch};
use crate::json::excerpt;
use crate::response::error::{DecodeError, Error, Failure, SendError};
use crate::response::{header, nothing};
use crate::syntax::{charset, media_type};
use crate::transport::stream::ByteStream;
use crate::{Body, EventShape, EventStream, JsonLines, OperationInfo, TransportError, TransportErrorKind};
use bytes::Bytes;
use http::header::{CONTENT_LOCATION, CONTENT_TYPE, LOCATION, SET_COOKIE};
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

/// How much is read of the body of a response whose status is no success.
const FAILURE_LIMIT: usize = 16 * 1024 * 1024;
/// How much is kept of a body that broke off.
const KEPT: usize = 64 * 1024;

/// What an attempt gave.
pub(crate) type Outcome = Result<RawResponse, Box<SendError>>;

/// A response as it came: status, headers and the whole body, or a body that is still to come. Cheap to clone.
#[derive(Clone)]
pub struct RawResponse {
    operation: &'static OperationInfo,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// The body, when it is not read whole: whoever takes it first has it.
    stream: Option<Arc<Mutex<Option<ByteStream>>>>,
    /// The server that a token sent the request to, in place of that of the client.
    moved_to: Option<Arc<str>>,
    /// Whether a success with an undocumented status is an error.
    is_strict: bool,
}

impl RawResponse {
    /// The response to an operation.
    #[must_use]
    pub fn new(operation: &'static OperationInfo, response: http::Response<Bytes>) -> Self {
        let (head, body) = Self::head(operation, response);
        Self { body, ..head }
    }

    /// The response to an operation, its body not read yet.
    #[must_use]
    pub fn streamed(operation: &'static OperationInfo, response: http::Response<Body>) -> Self {
        let (head, body) = Self::head(operation, response);
        head.streaming(body.into_stream())
    }

    /// The response without its body, and that.
    pub(crate) fn head<B>(operation: &'static OperationInfo, response: http::Response<B>) -> (Self, B) {
        let (mut parts, body) = response.into_parts();
        for name in [SET_COOKIE, LOCATION, CONTENT_LOCATION] {
            if let http::header::Entry::Occupied(mut values) = parts.headers.entry(name) {
                values.iter_mut().for_each(|value| value.set_sensitive(true));
            }
        }
        (
            Self {
                operation,
                status: parts.status,
                headers: parts.headers,
                body: Bytes::new(),
                stream: None,
                moved_to: None,
                is_strict: false,
            },
            body,
        )
    }

    /// The same with a body that is still to come.
    pub(crate) fn streaming(self, stream: ByteStream) -> Self {
        Self { stream: Some(Arc::new(Mutex::new(Some(stream)))), ..self }
    }

    /// The same of the server that a token sent the request to.
    pub(crate) fn after_move(self, moved_to: Option<Arc<str>>) -> Self {
        Self { moved_to, ..self }
    }

    /// The same, for a client that takes documented statuses alone.
    pub(crate) fn strict(self, is_strict: bool) -> Self {
        Self { is_strict, ..self }
    }

    /// The server that a token sent the request to, in place of that of the client.
    pub(crate) fn moved_to(&self) -> Option<&str> {
        self.moved_to.as_deref()
    }

    /// How much of the body is read, when `limit` is for what is asked for. That of an error is not.
    pub(crate) fn limit(&self, limit: usize) -> usize {
        if self.status.is_success() { limit } else { limit.min(FAILURE_LIMIT) }
    }

    /// The same with its body, read whole. An error that says more than may be read is known by its beginning.
    pub(crate) fn with_body(self, read: Result<Bytes, (Bytes, TransportError)>) -> Outcome {
        match read {
            Ok(body) => Ok(Self { body, ..self }),
            Err((body, error)) if !self.status.is_success() && error.kind() == TransportErrorKind::BodyTooLarge => {
                Ok(Self { body, ..self })
            }
            Err((body, error)) => {
                let body = Bytes::copy_from_slice(&body[..body.len().min(KEPT)]);
                let operation = self.operation;
                Err(Box::new(SendError { operation, error, response: Some(Self { body, ..self }) }))
            }
        }
    }

    /// The operation that this is the response to.
    #[must_use]
    pub const fn operation(&self) -> &'static OperationInfo {
        self.operation
    }

    /// The status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The status code, or `documented` for every success: for an operation of which the document describes one success alone,
    /// 201 in place of 200 means the same. [`strict_statuses`](crate::ClientBuilder::strict_statuses) turns that off.
    #[must_use]
    pub fn status_or(&self, documented: u16) -> u16 {
        if self.status.is_success() && !self.is_strict { documented } else { self.status.as_u16() }
    }

    /// The headers.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body, byte for byte; empty when it is given as a stream.
    #[must_use]
    pub const fn body(&self) -> &Bytes {
        &self.body
    }

    /// The `Content-Type`, when it is there and text.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// The index of the group of media types that the body is in: the best fit by the `Content-Type`, or the first where
    /// it fits none. Each group is written as `Accept` is, with commas.
    #[must_use]
    pub fn choose(&self, groups: &[&str]) -> usize {
        media_type::choose(groups, self.media_type())
    }

    /// The body as it comes.
    ///
    /// # Errors
    /// Never; it returns what [`json`](Self::json) and [`text`](Self::text) return.
    pub fn stream<E>(&self) -> Result<ByteStream, Error<E>> {
        Ok(self.take_stream())
    }

    /// The body as server-sent events.
    ///
    /// # Errors
    /// Never; it returns what [`json`](Self::json) and [`text`](Self::text) return.
    pub fn events<T: DeserializeOwned, E>(&self, shape: EventShape) -> Result<EventStream<T>, Error<E>> {
        Ok(EventStream::new(self.take_stream(), shape))
    }

    /// The body as JSON Lines or, by its `Content-Type`, as a JSON text sequence.
    ///
    /// # Errors
    /// Never; it returns what [`json`](Self::json) and [`text`](Self::text) return.
    pub fn json_lines<T: DeserializeOwned, E>(&self) -> Result<JsonLines<T>, Error<E>> {
        let media_type = self.media_type().map(|media_type| media_type::essence(media_type).to_ascii_lowercase());
        let is_sequence = media_type.is_some_and(|name| name == "application/json-seq" || name.ends_with("+json-seq"));
        let stream = self.take_stream();
        Ok(if is_sequence { JsonLines::sequence(stream) } else { JsonLines::new(stream) })
    }

    fn take_stream(&self) -> ByteStream {
        match &self.stream {
            None => ByteStream::from(self.body.clone()),
            Some(stream) => {
                let stream = stream.lock().unwrap_or_else(PoisonError::into_inner).take();
                stream.unwrap_or_else(|| ByteStream::failing("the body of this response was taken already"))
            }
        }
    }

    /// The body read as JSON of a type of the caller's, where the document describes none.
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
    /// [`Error::Decode`] when it does not fit.
    pub fn body_as<T: DeserializeOwned>(&self) -> Result<T, Error> {
        self.json()
    }

    /// The body read as JSON.
    ///
    /// # Errors
    /// [`Error::Decode`] when it does not fit. An empty body fits what may be `null`, and nothing else.
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

    /// The body as a scalar that is text: JSON where the `Content-Type` says so and it is, or else the text itself.
    ///
    /// # Errors
    /// [`Error::Decode`] when it does not fit.
    pub fn scalar<T: DeserializeOwned, E>(&self) -> Result<T, Error<E>> {
        self.read_scalar().map_err(|mismatch| self.mismatch(mismatch))
    }

    /// The body as it is.
    ///
    /// # Errors
    /// Never; it returns what [`json`](Self::json) and [`text`](Self::text) return.
    pub fn bytes<E>(&self) -> Result<Bytes, Error<E>> {
        Ok(self.body.clone())
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

    /// The documented error that the body holds as JSON; `wrap` says which of several.
    ///
    /// # Errors
    /// Always: [`Error::Failure`], or [`Error::Decode`] when the body does not fit. A success that is described by nothing
    /// but a `default` for errors is none: [`Error::Undocumented`].
    pub fn failure<A, B: DeserializeOwned, E>(&self, wrap: impl FnOnce(B) -> E) -> Result<A, Error<E>> {
        self.fail(Self::read_json, wrap)
    }

    /// The documented error that the body holds as text.
    ///
    /// # Errors
    /// Always: see [`failure`](Self::failure); the body does not fit when it is not in its charset.
    pub fn failure_text<A, E>(&self, wrap: impl FnOnce(String) -> E) -> Result<A, Error<E>> {
        self.fail(Self::read_text, wrap)
    }

    /// The documented error that the body holds as a scalar.
    ///
    /// # Errors
    /// Always: see [`failure`](Self::failure).
    pub fn failure_scalar<A, B: DeserializeOwned, E>(&self, wrap: impl FnOnce(B) -> E) -> Result<A, Error<E>> {
        self.fail(Self::read_scalar, wrap)
    }

    /// The documented error that the body holds as bytes.
    ///
    /// # Errors
    /// Always: see [`failure`](Self::failure); the body always fits.
    pub fn failure_bytes<A, E>(&self, wrap: impl FnOnce(Bytes) -> E) -> Result<A, Error<E>> {
        self.fail(|response| Ok(response.body.clone()), wrap)
    }

    fn fail<A, B, E>(
        &self,
        read: impl FnOnce(&Self) -> Result<B, Mismatch>,
        wrap: impl FnOnce(B) -> E,
    ) -> Result<A, Error<E>> {
        if self.status.is_success() {
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
        if self.status.is_success() {
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
        // RFC 8259 lets readers ignore a byte order mark, which some servers send.
        let json = self.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.body);
        if json.trim_ascii().is_empty() {
            return nothing::read().ok_or_else(|| Mismatch::whole("expected JSON, the body is empty"));
        }
        decode::slice(json)
    }

    fn read_text(&self) -> Result<String, Mismatch> {
        charset::decode(&self.body, self.media_type()).map_err(Mismatch::whole)
    }

    /// Some servers label text as JSON, such as those of Spring that are asked for it: what is no JSON is text.
    fn read_scalar<T: DeserializeOwned>(&self) -> Result<T, Mismatch> {
        if self.media_type().is_some_and(media_type::is_json)
            && let Ok(value) = self.read_json()
        {
            return Ok(value);
        }
        header::scalar(&self.read_text()?).map_err(Mismatch::whole)
    }

    pub(crate) fn mismatch<E>(&self, Mismatch { path, message }: Mismatch) -> Error<E> {
        Error::Decode(Box::new(DecodeError {
            found: excerpt::at(&self.body, &path),
            response: self.clone(),
            path,
            message,
        }))
    }
}

/// The body only as an excerpt, cookies and where a redirect leads, which may hold a credential, not at all.
impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("operation", &self.operation.id)
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &excerpt::of(&self.body, excerpt::BODY))
            .field("streamed", &self.stream.is_some())
            .field("moved_to", &self.moved_to)
            .finish_non_exhaustive()
    }
}

/// A documented success, and the response it was read from.
///
/// ```
/// # use specwright_runtime::Response;
/// fn credits(response: &Response<Vec<String>>) -> Option<&str> {
///     println!("{} portals", response.len());
///     response.headers().get("x-api-credits-remaining")?.to_str().ok()
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Response<T> {
    value: T,
    raw: RawResponse,
}

impl<T> Response<T> {
    /// A value and the response that it was read from.
    #[must_use]
    pub const fn new(value: T, raw: RawResponse) -> Self {
        Self { value, raw }
    }

    /// The status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.raw.status()
    }

    /// The headers.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        self.raw.headers()
    }

    /// The body, byte for byte; empty when it is given as a stream.
    #[must_use]
    pub const fn body(&self) -> &Bytes {
        self.raw.body()
    }

    /// The response as it came.
    #[must_use]
    pub const fn raw(&self) -> &RawResponse {
        &self.raw
    }

    /// What was read.
    #[must_use]
    pub const fn value(&self) -> &T {
        &self.value
    }

    /// What was read, by value.
    #[must_use]
    pub fn into_value(self) -> T {
        self.value
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
