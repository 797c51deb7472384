//! Responses as they came.

use crate::json::excerpt;
use crate::syntax::media_type;
use crate::transport::stream::ByteStream;
use crate::{Body, OperationInfo};
use bytes::Bytes;
use http::header::{CONTENT_LOCATION, CONTENT_TYPE, LOCATION, SET_COOKIE};
use http::{HeaderMap, StatusCode};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// How much is read of the body of a response whose status is no success.
const FAILURE_LIMIT: usize = 16 * 1024 * 1024;

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

    /// The same with a body that has been read.
    pub(super) fn holding(self, body: Bytes) -> Self {
        Self { body, ..self }
    }

    /// How much of the body is read, when `limit` is for what is asked for. That of an error is not.
    pub(crate) fn limit(&self, limit: usize) -> usize {
        if self.status.is_success() { limit } else { limit.min(FAILURE_LIMIT) }
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

    pub(super) fn take_stream(&self) -> ByteStream {
        match &self.stream {
            None => ByteStream::from(self.body.clone()),
            Some(stream) => {
                let stream = stream.lock().unwrap_or_else(PoisonError::into_inner).take();
                stream.unwrap_or_else(|| ByteStream::failing("the body of this response was taken already"))
            }
        }
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
