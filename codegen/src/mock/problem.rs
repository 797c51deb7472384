//! Why a request is rejected: `application/problem+json` (RFC 9457).

use super::{RequestLog, Response};
use crate::ir::{Operation, ParameterLocation};
use crate::validate::Violation;
use serde_json::{Value, json};
use std::fmt;

/// A rejected request.
#[derive(Debug)]
pub(super) struct Problem {
    status: u16,
    detail: String,
    violations: Vec<Violated>,
    header: Option<(&'static str, String)>,
}

/// A position where a request is not as documented, and the requirement. Never the actual value.
#[derive(Debug)]
pub(super) struct Violated {
    /// The location of the value; `None` for the body.
    location: Option<ParameterLocation>,
    name: String,
    violation: Violation,
}

impl Violated {
    pub(super) fn parameter(location: ParameterLocation, name: &str, violation: Violation) -> Self {
        Self { location: Some(location), name: name.to_owned(), violation }
    }

    pub(super) fn body(violation: Violation) -> Self {
        Self { location: None, name: String::new(), violation }
    }

    /// A violation of the whole body.
    pub(super) fn whole_body(requirement: &str) -> Self {
        Self::body(Violation { pointer: String::new(), requirement: requirement.to_owned() })
    }

    fn to_json(&self) -> Value {
        let mut value = json!({
            "detail": self.violation.requirement,
            "in": self.location.map_or("body", ParameterLocation::as_str),
            "pointer": format!("#{}", self.violation.pointer),
        });
        if self.location.is_some() {
            value["name"] = json!(self.name);
        }
        value
    }
}

impl fmt::Display for Violated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.location {
            Some(location) => write!(f, "the {} parameter {:?}", location.as_str(), self.name)?,
            None => f.write_str("the body")?,
        }
        if !self.violation.pointer.is_empty() {
            write!(f, " at {:?}", self.violation.pointer)?;
        }
        write!(f, " {}", self.violation.requirement)
    }
}

impl Problem {
    fn new(status: u16, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), violations: Vec::new(), header: None }
    }

    pub(super) fn not_found() -> Self {
        Self::new(404, "no operation has this path")
    }

    pub(super) fn method_not_allowed(methods: &[String]) -> Self {
        let methods = methods.join(", ");
        Self {
            header: Some(("Allow", methods.clone())),
            ..Self::new(405, format!("this path has these methods: {methods}"))
        }
    }

    pub(super) fn unauthorized(operation: &Operation, challenge: String) -> Self {
        let detail = format!("`{}` requires credentials", operation.id);
        Self { header: Some(("WWW-Authenticate", challenge)), ..Self::new(401, detail) }
    }

    pub(super) fn not_acceptable(media_types: &str) -> Self {
        Self::new(406, format!("responses are available in these media types: {media_types}"))
    }

    pub(super) fn too_large() -> Self {
        Self::new(413, format!("the body must have at most {} bytes", super::BODY_LIMIT))
    }

    pub(super) fn unsupported_media_type(media_types: &str) -> Self {
        let detail = format!("the body must be in one of these media types: {media_types}");
        Self { header: Some(("Accept", media_types.to_owned())), ..Self::new(415, detail) }
    }

    pub(super) fn invalid(operation: &Operation, violations: Vec<Violated>) -> Self {
        let detail = format!("the request violates the description of `{}`", operation.id);
        Self { violations, ..Self::new(400, detail) }
    }

    /// `Prefer` asks for a response that the document does not have.
    pub(super) fn unknown_preference(detail: &str) -> Self {
        Self::new(400, detail)
    }

    /// The response is documented, but no sample of it can be made.
    pub(super) fn no_response(operation: &Operation) -> Self {
        let detail = format!(
            "no response can be generated from the schema of `{}`: add an example to the document",
            operation.id
        );
        Self::new(501, detail)
    }

    pub(super) fn into_response(self) -> Response {
        let faults = if self.violations.is_empty() {
            vec![self.detail.clone()]
        } else {
            self.violations.iter().map(ToString::to_string).collect()
        };
        let mut body = json!({ "title": title(self.status), "status": self.status, "detail": self.detail });
        if !self.violations.is_empty() {
            body["errors"] = self.violations.iter().map(Violated::to_json).collect();
        }
        let media_type = ("Content-Type".to_owned(), "application/problem+json".to_owned());
        let header = self.header.map(|(name, value)| (name.to_owned(), value));
        let headers = std::iter::once(media_type).chain(header).collect();
        let log = RequestLog { operation: None, faults };
        Response { status: self.status, headers, body: body.to_string().into_bytes(), log }
    }
}

fn title(status: u16) -> &'static str {
    match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        _ => "Not Implemented",
    }
}
