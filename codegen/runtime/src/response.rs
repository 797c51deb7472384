//! Answers: what came back, and reading it.

use crate::decode::{self, Misfit};
use crate::error::{DecodeError, Error, Failure};
use crate::{OperationInfo, excerpt};
use bytes::Bytes;
use http::header::SET_COOKIE;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use std::fmt;
use std::ops::Deref;

/// An answer as it came: status, headers and the whole body. Cheap to clone.
#[derive(Clone)]
pub struct RawResponse {
    operation: OperationInfo,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl RawResponse {
    /// The answer to an operation.
    #[must_use]
    pub fn new(operation: OperationInfo, response: http::Response<Bytes>) -> Self {
        let (mut parts, body) = response.into_parts();
        if let http::header::Entry::Occupied(mut cookies) = parts.headers.entry(SET_COOKIE) {
            cookies.iter_mut().for_each(|cookie| cookie.set_sensitive(true));
        }
        Self { operation, status: parts.status, headers: parts.headers, body }
    }

    /// The operation that this answers.
    #[must_use]
    pub const fn operation(&self) -> &OperationInfo {
        &self.operation
    }

    /// The status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body, byte for byte.
    #[must_use]
    pub const fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body read as JSON.
    ///
    /// # Errors
    /// [`Error::Decode`] when it does not fit, which an empty body never does.
    pub fn json<T: DeserializeOwned, E>(&self) -> Result<T, Error<E>> {
        self.read_json().map_err(|misfit| self.misfit(misfit))
    }

    /// The body as text.
    ///
    /// # Errors
    /// [`Error::Decode`] when it is not UTF-8.
    pub fn text<E>(&self) -> Result<String, Error<E>> {
        self.read_text().map_err(|misfit| self.misfit(misfit))
    }

    /// The body as it is.
    ///
    /// # Errors
    /// Never; it returns what [`json`](Self::json) and [`text`](Self::text) return.
    pub fn bytes<E>(&self) -> Result<Bytes, Error<E>> {
        Ok(self.body.clone())
    }

    /// The documented error that the body holds as JSON; `wrap` says which of several.
    ///
    /// # Errors
    /// Always: [`Error::Failure`], or [`Error::Decode`] when the body does not fit.
    pub fn failure<A, B: DeserializeOwned, E>(&self, wrap: impl FnOnce(B) -> E) -> Result<A, Error<E>> {
        Err(match self.read_json() {
            Ok(body) => self.failed(wrap(body)),
            Err(misfit) => self.misfit(misfit),
        })
    }

    /// The documented error that the body holds as text.
    ///
    /// # Errors
    /// Always: [`Error::Failure`], or [`Error::Decode`] when the body is not UTF-8.
    pub fn failure_text<A, E>(&self, wrap: impl FnOnce(String) -> E) -> Result<A, Error<E>> {
        Err(match self.read_text() {
            Ok(body) => self.failed(wrap(body)),
            Err(misfit) => self.misfit(misfit),
        })
    }

    /// The documented error that the body holds as bytes.
    ///
    /// # Errors
    /// Always [`Error::Failure`].
    pub fn failure_bytes<A, E>(&self, wrap: impl FnOnce(Bytes) -> E) -> Result<A, Error<E>> {
        Err(self.failed(wrap(self.body.clone())))
    }

    /// The documented error of this answer.
    #[must_use]
    pub fn failed<E>(&self, value: E) -> Error<E> {
        Error::Failure(Box::new(Failure { response: self.clone(), value }))
    }

    /// The error of an answer whose status the document does not describe.
    #[must_use]
    pub fn undocumented<E>(&self) -> Error<E> {
        Error::Undocumented(Box::new(self.clone()))
    }

    fn read_json<T: DeserializeOwned>(&self) -> Result<T, Misfit> {
        // RFC 8259 lets readers ignore a byte order mark, which some servers send.
        let json = self.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.body);
        if json.trim_ascii().is_empty() {
            return Err(Misfit::whole("expected JSON, the body is empty"));
        }
        decode::slice(json)
    }

    fn read_text(&self) -> Result<String, Misfit> {
        std::str::from_utf8(&self.body)
            .map(str::to_owned)
            .map_err(|error| Misfit::whole(format!("expected text: {error}")))
    }

    fn misfit<E>(&self, Misfit { path, message }: Misfit) -> Error<E> {
        Error::Decode(Box::new(DecodeError {
            found: excerpt::at(&self.body, &path),
            response: self.clone(),
            path,
            message,
        }))
    }
}

/// The body only as an excerpt, cookies not at all.
impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("operation", &self.operation.id)
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &excerpt::of(&self.body, excerpt::BODY))
            .finish()
    }
}

/// A documented success, and the answer it was read from.
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
    /// A value and the answer that it was read from.
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

    /// The body, byte for byte.
    #[must_use]
    pub const fn body(&self) -> &Bytes {
        self.raw.body()
    }

    /// The answer as it came.
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
