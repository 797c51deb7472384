//! A request, taken apart.

use super::refusal::Refusal;
use crate::runtime::http::header::AUTHORIZATION;
use crate::runtime::http::{Method, Request};
use crate::runtime::{Bytes, Value, serde_json};
use percent_encoding::percent_decode_str;

/// A request: method, path segments and query decoded, body as it came.
#[derive(Debug)]
pub(in crate::testing) struct Call {
    pub(super) method: Method,
    pub(super) path: Vec<String>,
    authorization: Option<Vec<u8>>,
    query: Vec<(String, String)>,
    body: Bytes,
}

impl Call {
    pub(in crate::testing) fn new(request: &Request<Bytes>) -> Result<Self, Refusal> {
        let segments = request.uri().path().split('/').skip(1);
        let path: Result<Vec<String>, _> =
            segments.map(|segment| percent_decode_str(segment).decode_utf8().map(Into::into)).collect();
        let query = form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes());
        Ok(Self {
            method: request.method().clone(),
            path: path.map_err(|_| Refusal::no_such_path())?,
            authorization: request.headers().get(AUTHORIZATION).map(|value| value.as_bytes().to_vec()),
            query: query.into_owned().collect(),
            body: request.body().clone(),
        })
    }

    /// The token of the `Authorization` header, if the header has the form that the service wants.
    pub(super) fn token(&self) -> Option<&str> {
        let header = str::from_utf8(self.authorization.as_deref()?).ok()?;
        header.strip_prefix("Zoho-oauthtoken ")
    }

    /// A query parameter, unless it is absent or empty.
    pub(super) fn query(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// A query parameter that has to be there.
    pub(super) fn required_query(&self, name: &str) -> Result<&str, Refusal> {
        self.query(name).ok_or_else(|| Refusal::parameter_missing(name))
    }

    /// A query parameter that is a list with commas.
    pub(super) fn query_list(&self, name: &str) -> Option<Vec<&str>> {
        Some(self.query(name)?.split(',').map(str::trim).filter(|item| !item.is_empty()).collect())
    }

    /// A query parameter that is a positive number.
    pub(super) fn query_number(&self, name: &str) -> Result<Option<usize>, Refusal> {
        let number = |text: &str| text.parse().ok().filter(|number| *number > 0);
        let read = |text: &str| number(text).ok_or_else(|| Refusal::parameter_invalid(name));
        self.query(name).map(read).transpose()
    }

    /// The body, which has to be a JSON object.
    pub(super) fn json(&self) -> Result<Value, Refusal> {
        let value: Value = serde_json::from_slice(&self.body).map_err(|_| Refusal::not_json())?;
        if value.is_object() { Ok(value) } else { Err(Refusal::body_not_an_object()) }
    }

    /// A parameter of the form in the body or, as old clients send it, of the query.
    pub(super) fn form(&self, name: &str) -> Option<String> {
        let body = form_urlencoded::parse(&self.body);
        let mut found = body.filter(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        found.next().or_else(|| self.query(name).map(str::to_owned))
    }
}
