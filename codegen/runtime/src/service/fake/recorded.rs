//! Recorded requests.

use crate::service::value::decoded_pair;
use crate::service::{Inspection, Problem};
use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE, HeaderMap};
use http::{Method, Request, StatusCode, Uri};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;

/// A request that a [`Fake`](super::Fake) received.
///
/// `Debug` shows no credentials: neither the values of `Authorization` and `Cookie`, nor any part of a
/// [confidential](Inspection::confidential) request.
#[derive(Clone)]
pub struct RecordedRequest {
    pub(super) serial: u64,
    pub(super) status: Option<StatusCode>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
    query: Vec<(String, String)>,
    inspection: Inspection,
}

impl RecordedRequest {
    pub(super) fn new(serial: u64, request: &Request<Bytes>, inspection: Inspection) -> Self {
        let mut headers = request.headers().clone();
        for name in [AUTHORIZATION, COOKIE] {
            if let Some(value) = headers.get_mut(name) {
                value.set_sensitive(true);
            }
        }
        let pairs = request.uri().query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let query = pairs.map(|(name, value)| (decoded(name), decoded(value))).collect();
        let (method, uri, body) = (request.method().clone(), request.uri().clone(), request.body().clone());
        Self { serial, status: None, method, uri, headers, body, query, inspection }
    }

    pub(super) fn request(&self) -> Request<Bytes> {
        let mut request = Request::new(self.body.clone());
        (*request.method_mut(), *request.uri_mut()) = (self.method.clone(), self.uri.clone());
        *request.headers_mut() = self.headers.clone();
        request
    }

    /// The method.
    #[must_use]
    pub const fn method(&self) -> &Method {
        &self.method
    }

    /// The URI.
    #[must_use]
    pub const fn uri(&self) -> &Uri {
        &self.uri
    }

    /// The path as received, percent-encoded.
    #[must_use]
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// The id of the operation; `None` if the request is for an unknown one.
    #[must_use]
    pub const fn operation(&self) -> Option<&'static str> {
        self.inspection.operation()
    }

    /// How the request deviates from the document.
    #[must_use]
    pub const fn problem(&self) -> Option<&Problem> {
        self.inspection.problem()
    }

    /// The decoded parameters of the query, in order.
    #[must_use]
    pub fn query(&self) -> &[(String, String)] {
        &self.query
    }

    /// The first parameter in the query with this name, decoded.
    #[must_use]
    pub fn query_value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The headers.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The first header with this name, if it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers().get(name)?.to_str().ok()
    }

    /// The status of the response; `None` if a fault ended the connection before, or nothing responded.
    #[must_use]
    pub const fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// The body as received.
    #[must_use]
    pub const fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body as JSON; `null` if it is not JSON or empty.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(self.body()).unwrap_or_default()
    }
}

/// Text that cannot be decoded is kept as it is.
fn decoded(text: &str) -> String {
    decoded_pair(text).unwrap_or(Cow::Borrowed(text)).into_owned()
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("RecordedRequest");
        debug.field("method", self.method()).field("path", &self.path()).field("operation", &self.operation());
        debug.field("status", &self.status);
        if self.inspection.is_confidential() {
            return debug.finish_non_exhaustive();
        }
        let body = String::from_utf8_lossy(self.body());
        debug.field("query", &self.query).field("headers", self.headers()).field("body", &body).finish()
    }
}
