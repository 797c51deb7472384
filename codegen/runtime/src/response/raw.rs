//! Responses as received.

use crate::json::excerpt;
use crate::syntax::media_type;
use crate::transport::stream::ByteStream;
use crate::{Body, OperationInfo};
use bytes::Bytes;
use http::header::{CONTENT_LOCATION, CONTENT_TYPE, LOCATION, SET_COOKIE};
use http::{HeaderMap, StatusCode};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// The largest body that is read of a response whose status is not a success.
const FAILURE_LIMIT: usize = 16 * 1024 * 1024;

/// A response as received: status, headers, and the whole body or a stream of it. Cheap to clone.
#[derive(Clone)]
pub struct RawResponse {
    operation: &'static OperationInfo,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// The body, if it is a stream: the first caller takes it.
    stream: Option<Arc<Mutex<Option<ByteStream>>>>,
    /// The server that a token moved the request to, in place of that of the client.
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

    /// Splits a response into its head and its body.
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

    /// The response with a streamed body.
    pub(crate) fn streaming(self, stream: ByteStream) -> Self {
        Self { stream: Some(Arc::new(Mutex::new(Some(stream)))), ..self }
    }

    /// The response of the server that a token moved the request to.
    pub(crate) fn after_move(self, moved_to: Option<Arc<str>>) -> Self {
        Self { moved_to, ..self }
    }

    /// The response for a client that accepts only documented statuses.
    pub(crate) fn strict(self, is_strict: bool) -> Self {
        Self { is_strict, ..self }
    }

    /// The server that a token moved the request to, in place of that of the client.
    pub(crate) fn moved_to(&self) -> Option<&str> {
        self.moved_to.as_deref()
    }

    /// The response with a body that has been read.
    pub(super) fn holding(self, body: Bytes) -> Self {
        Self { body, ..self }
    }

    /// The limit for the body: `limit` for a success, and a fixed one for an error.
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

    /// The status code, or `documented` for every success: for an operation with only one documented success, such as 200, a
    /// 201 means the same. [`strict_statuses`](crate::ClientBuilder::strict_statuses) turns that off.
    #[must_use]
    pub fn status_or(&self, documented: u16) -> u16 {
        if self.status.is_success() && !self.is_strict { documented } else { self.status.as_u16() }
    }

    /// The headers.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body; empty if it is a stream.
    #[must_use]
    pub const fn body(&self) -> &Bytes {
        &self.body
    }

    /// The `Content-Type`, if there is one and it is text.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// The index of the group of media types that matches the `Content-Type` best, or the first if none does. Each group
    /// is a comma-separated list, as in `Accept`.
    #[must_use]
    pub fn choose(&self, groups: &[&str]) -> usize {
        media_type::choose(groups, self.media_type())
    }

    pub(super) fn take_stream(&self) -> ByteStream {
        match &self.stream {
            None => ByteStream::from(self.body.clone()),
            Some(stream) => {
                let stream = stream.lock().unwrap_or_else(PoisonError::into_inner).take();
                stream.unwrap_or_else(|| ByteStream::failing("the body of this response has been taken already"))
            }
        }
    }
}

/// Shows an excerpt of the body, and neither cookies nor the target of a redirect, which may contain a credential.
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
