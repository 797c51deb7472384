//! The response to a request that a service cannot serve: `application/problem+json` (RFC 9457).

use super::value_position::{Location, RequestViolation, ValuePosition};
use crate::{Body, OperationInfo};
use http::header::{ACCEPT, ALLOW, CONTENT_TYPE, HeaderName, HeaderValue, WWW_AUTHENTICATE};
use http::{Response, StatusCode};
use serde::Serialize;
use std::fmt;

/// The media type of problem details.
const PROBLEM: &str = "application/problem+json";

/// Why a request is not served.
///
/// It contains facts of the document and requirements of the request, but never sent values, nor internals of the
/// service.
///
/// ```
/// use specwright_runtime::StatusCode;
/// use specwright_runtime::service::Problem;
///
/// let problem = Problem::new(StatusCode::CONFLICT).detail("there is a portal of this name");
/// assert_eq!(problem.to_string(), "409 Conflict: there is a portal of this name");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    status: StatusCode,
    detail: Option<String>,
    violations: Vec<RequestViolation>,
    header: Option<(HeaderName, HeaderValue)>,
}

impl Problem {
    /// Creates a problem with a status.
    #[must_use]
    pub fn new(status: StatusCode) -> Self {
        Self(Box::new(Inner { status, detail: None, violations: Vec::new(), header: None }))
    }

    /// Sets the detail, which is shown to the caller.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// Adds a violation by an input, for checks of the service itself.
    ///
    /// ```
    /// use specwright_runtime::StatusCode;
    /// use specwright_runtime::service::{Location, Problem};
    ///
    /// let problem = Problem::new(StatusCode::BAD_REQUEST).violation(Location::Query, "until", "must be later than `from`");
    /// assert_eq!(problem.to_string(), "400 Bad Request: the query parameter \"until\" must be later than `from`");
    /// ```
    #[must_use]
    pub fn violation(mut self, location: Location, name: &str, reason: impl Into<String>) -> Self {
        self.0.violations.push(RequestViolation::new(ValuePosition::of(location, name), reason));
        self
    }

    /// Its status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The detail; problems with single inputs are in [`violations`](Self::violations).
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }

    /// Deviations of the request from the document.
    #[must_use]
    pub fn violations(&self) -> &[RequestViolation] {
        &self.0.violations
    }

    /// 501: an operation that the service does not implement yet.
    #[must_use]
    pub fn not_implemented(operation: &OperationInfo) -> Self {
        Self::new(StatusCode::NOT_IMPLEMENTED).detail(format!("{operation} is not implemented"))
    }

    /// 500: an error in the service, which is not disclosed.
    #[must_use]
    pub fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR)
    }

    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND).detail("no operation has this path")
    }

    pub(crate) fn invalid(operation: &OperationInfo, violations: Vec<RequestViolation>) -> Self {
        let detail = format!("the request violates the description of {operation}");
        let mut problem = Self::new(StatusCode::BAD_REQUEST).detail(detail);
        problem.0.violations = violations;
        problem
    }

    pub(crate) fn unsupported_media_type(media_types: &str) -> Self {
        let detail = format!("the body must be in one of these media types: {media_types}");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE).detail(detail).header(ACCEPT, media_types)
    }

    pub(crate) fn not_acceptable(media_types: &str) -> Self {
        let detail = format!("responses are available in these media types: {media_types}");
        Self::new(StatusCode::NOT_ACCEPTABLE).detail(detail)
    }

    pub(crate) fn method_not_allowed(methods: &[&str]) -> Self {
        let methods = methods.join(", ");
        let detail = format!("this path has these methods: {methods}");
        Self::new(StatusCode::METHOD_NOT_ALLOWED).detail(detail).header(ALLOW, &methods)
    }

    pub(crate) fn too_large(limit: usize) -> Self {
        let detail = format!("the body must have at most {limit} bytes");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE).detail(detail)
    }

    pub(crate) fn incomplete() -> Self {
        Self::new(StatusCode::BAD_REQUEST).detail("the body is incomplete")
    }

    pub(crate) fn unauthorized(operation: &OperationInfo, challenge: &str) -> Self {
        let detail = format!("{operation} requires credentials");
        Self::new(StatusCode::UNAUTHORIZED).detail(detail).header(WWW_AUTHENTICATE, challenge)
    }

    fn header(mut self, name: HeaderName, value: &str) -> Self {
        self.0.header = HeaderValue::from_str(value).ok().map(|value| (name, value));
        self
    }

    /// The response.
    #[must_use]
    pub fn into_response(self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.to_json()));
        *response.status_mut() = self.0.status;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM));
        if let Some((name, value)) = self.0.header {
            response.headers_mut().insert(name, value);
        }
        response
    }

    /// The members including `type`, which documents often require.
    pub(crate) fn to_documented_json(&self) -> String {
        self.json(Some("about:blank"))
    }

    fn to_json(&self) -> String {
        self.json(None)
    }

    fn json(&self, kind: Option<&str>) -> String {
        let details = Details {
            kind,
            title: self.0.status.canonical_reason().unwrap_or("Error"),
            status: self.0.status.as_u16(),
            detail: self.0.detail.as_deref(),
            errors: self.0.violations.iter().map(Violated::from).collect(),
        };
        serde_json::to_string(&details).unwrap_or_default()
    }
}

/// The members of a problem.
#[derive(Serialize)]
struct Details<'a> {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    title: &'a str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Violated<'a>>,
}

/// An element of `errors`, as in the example of RFC 9457, section 3: the requirement, and the location.
#[derive(Serialize)]
struct Violated<'a> {
    detail: &'a str,
    #[serde(rename = "in")]
    location: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    pointer: String,
}

impl<'a> From<&'a RequestViolation> for Violated<'a> {
    fn from(violation: &'a RequestViolation) -> Self {
        let position = &violation.position;
        let is_named = position.location != Location::Body && !position.name.is_empty();
        Self {
            detail: &violation.reason,
            location: position.location.as_str(),
            name: is_named.then_some(&position.name),
            pointer: format!("#{}", position.pointer),
        }
    }
}

/// `400 Bad Request: …; the query parameter "limit" must be a number`
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.status)?;
        let details = self.0.detail.iter().cloned().chain(self.0.violations.iter().map(ToString::to_string));
        for (index, detail) in details.enumerate() {
            write!(f, "{} {detail}", if index == 0 { ":" } else { ";" })?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
