//! A documented success.

use super::raw::RawResponse;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use std::ops::Deref;

/// A documented success, and the response that it was read from.
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

    /// The body; empty if it is a stream.
    #[must_use]
    pub const fn body(&self) -> &Bytes {
        self.raw.body()
    }

    /// The response as received.
    #[must_use]
    pub const fn raw(&self) -> &RawResponse {
        &self.raw
    }

    /// The value.
    #[must_use]
    pub const fn value(&self) -> &T {
        &self.value
    }

    /// Takes the value.
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
