//! What goes back.

use crate::runtime::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use crate::runtime::http::{Response, StatusCode};
use crate::runtime::{Bytes, Value};

/// A status and, unless it is 204, JSON.
#[derive(Debug)]
pub(in crate::testing) struct Answer {
    status: StatusCode,
    body: Option<Value>,
}

impl Answer {
    pub(in crate::testing) fn ok(body: Value) -> Self {
        Self { status: StatusCode::OK, body: Some(body) }
    }

    pub(in crate::testing) fn of(status: StatusCode, body: Value) -> Self {
        Self { status, body: Some(body) }
    }

    /// Nothing was found, which is no error.
    pub(in crate::testing) fn nothing() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: None }
    }

    /// With the headers that the service sends.
    pub(in crate::testing) fn into_response(self) -> Response<Bytes> {
        let body = self.body.map(|body| Bytes::from(body.to_string()));
        let is_empty = body.is_none();
        let mut response = Response::new(body.unwrap_or_default());
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store, no-cache, must-revalidate, private"));
        headers.insert("x-accesstoken-reset", HeaderValue::from_static("2030-01-01T00:00:00+05:30"));
        if !is_empty {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json;charset=UTF-8"));
            headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=response.json"));
        }
        response
    }
}
