//! Requests as they came.

use super::service::is_token_path;
use crate::runtime::http::header::{AUTHORIZATION, COOKIE};
use crate::runtime::http::{HeaderMap, Method, Request, StatusCode};
use crate::runtime::{Bytes, Value, serde_json};
use std::fmt;

/// A request that the service received.
///
/// It prints without credentials: neither the `Authorization` header nor anything sent to the token URL is shown.
#[derive(Clone)]
pub struct RecordedRequest {
    method: Method,
    path: String,
    operation: Option<&'static str>,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
    status: Option<StatusCode>,
}

impl RecordedRequest {
    pub(super) fn new(request: &Request<Bytes>, operation: Option<&'static str>, status: Option<StatusCode>) -> Self {
        let query = form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes());
        let mut headers = request.headers().clone();
        for name in [AUTHORIZATION, COOKIE] {
            if let Some(value) = headers.get_mut(name) {
                value.set_sensitive(true);
            }
        }
        Self {
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            operation,
            query: query.into_owned().collect(),
            headers,
            body: request.body().clone(),
            status,
        }
    }

    /// The method.
    #[must_use]
    pub const fn method(&self) -> &Method {
        &self.method
    }

    /// The path as it came, with `/crm/v8` and percent-encoded.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The id of the operation that it is for, `oauth_token` when it is for a token. `None` when it is for none.
    #[must_use]
    pub const fn operation(&self) -> Option<&'static str> {
        self.operation
    }

    /// The parameters of the query in their order, decoded.
    #[must_use]
    pub fn query(&self) -> &[(String, String)] {
        &self.query
    }

    /// The first parameter of this name in the query, decoded.
    #[must_use]
    pub fn query_value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The headers.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The first header of this name, where it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The status that it was answered with; `None` when a fault ended the connection before.
    #[must_use]
    pub const fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// The body as it came.
    #[must_use]
    pub const fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body as JSON; null when it is not JSON, or there is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("RecordedRequest");
        debug.field("method", &self.method).field("path", &self.path).field("operation", &self.operation);
        debug.field("status", &self.status);
        if is_token_path(&self.path) {
            return debug.finish_non_exhaustive();
        }
        let body = String::from_utf8_lossy(&self.body);
        debug.field("query", &self.query).field("headers", &self.headers).field("body", &body).finish()
    }
}
