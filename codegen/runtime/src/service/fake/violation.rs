//! Deviations of requests from the document, with messages for tests of the sender.

use super::recorded::RecordedRequest;
use crate::json::json_path;
use crate::service::{Location, RequestViolation};
use http::StatusCode;
use serde_json::Value;
use std::fmt;

/// A deviation of a request from the document.
///
/// A [`RequestViolation`] is for the sender of the request, and does not contain the value that was sent. This one is for tests
/// of the sender, and does.
///
/// ```text
/// get_pets: query `sort`: "Everything" is not one of "name", "age"
/// create_pet: body at $.tags[0]: 7 is not a string
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    operation: Option<&'static str>,
    position: String,
    reason: String,
}

impl Violation {
    /// The operation's id, if the request is for a known one.
    #[must_use]
    pub const fn operation(&self) -> Option<&'static str> {
        self.operation
    }

    /// The part of the request, such as ``query `type` `` or `body at $.portals[0]`.
    #[must_use]
    pub fn position(&self) -> &str {
        &self.position
    }

    /// What is wrong.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// All deviations of a request.
    pub(super) fn of(request: &RecordedRequest) -> Vec<Self> {
        let Some(problem) = request.problem() else { return Vec::new() };
        let described =
            |position, reason: &str| Self { operation: request.operation(), position, reason: reason.to_owned() };
        match problem.status() {
            StatusCode::NOT_FOUND => {
                vec![described(format!("path `{}`", request.path()), "the document has no such path")]
            }
            StatusCode::METHOD_NOT_ALLOWED => {
                let reason = format!("the document has no such method for the path `{}`", request.path());
                vec![described(format!("method {}", request.method()), &reason)]
            }
            _ => problem.violations().iter().map(|found| Self::of_input(request, found)).collect(),
        }
    }

    fn of_input(request: &RecordedRequest, found: &RequestViolation) -> Self {
        let RequestViolation { position, reason } = found;
        let (position_text, value) = match position.location {
            Location::Body => {
                let body = request.json();
                let path = path_of(&position.pointer, &body);
                let position_text = if path == json_path::ROOT { "body".to_owned() } else { format!("body at {path}") };
                (position_text, body.pointer(&position.pointer).cloned().filter(|value| !value.is_null()))
            }
            location => {
                let text = (location == Location::Query).then(|| request.query_value(&position.name)).flatten();
                (format!("{} `{}`", location.as_str(), position.name), text.map(|text| value_of(text, reason)))
            }
        };
        Self {
            operation: request.operation(),
            position: position_text,
            reason: words(position.location, reason, value.as_ref()),
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation {
            write!(f, "{operation}: ")?;
        }
        write!(f, "{}: {}", self.position, self.reason)
    }
}

/// The message, including the value if there is one.
fn words(location: Location, reason: &str, value: Option<&Value>) -> String {
    let no_such = if location == Location::Body { "body for this operation" } else { "such parameter" };
    for (start, words) in [
        ("must be present", "is missing"),
        ("must be given once", "is given more than once"),
        ("must be JSON", "is not JSON"),
    ] {
        if reason.starts_with(start) {
            return words.to_owned();
        }
    }
    let Some(value) = value.filter(|_| !reason.starts_with("must not be present")) else {
        let is_unknown = reason.starts_with("must not be present");
        return if is_unknown { format!("the document has no {no_such}") } else { reason.to_owned() };
    };
    match (reason.strip_prefix("must be at least "), reason.strip_prefix("must be ")) {
        _ if reason.contains(", has ") => format!("{value} {reason}"),
        (Some(least), _) => format!("{value} is less than the minimum of {least}"),
        (_, Some(expected)) if expected.starts_with("an integer in its range") && value.is_number() => {
            format!("{value} is greater or smaller than its type holds, or no integer")
        }
        (_, Some(expected)) if expected.starts_with("an integer") => format!("{value} is not of type \"integer\""),
        // The text of a parameter does not have the type.
        (_, Some("a number")) => format!("{value} is not of type \"integer\" or \"number\""),
        (_, Some(expected)) => format!("{value} is not {expected}"),
        (_, None) => format!("{value} {reason}"),
    }
}

/// The value of the text of a parameter.
fn value_of(text: &str, reason: &str) -> Value {
    let literal = || serde_json::from_str(text).ok().filter(|value: &Value| !value.is_string());
    let items = || text.split(',').filter(|_| !text.is_empty()).collect();
    if reason.contains(" item") { items() } else { literal().unwrap_or_else(|| text.into()) }
}

/// A JSON Pointer into a value as a JSON path.
fn path_of(pointer: &str, value: &Value) -> String {
    let (mut path, mut here) = (json_path::ROOT.to_owned(), Some(value));
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        match (here, token.parse::<usize>()) {
            (Some(Value::Array(items)), Ok(index)) => {
                json_path::push_index(&mut path, index);
                here = items.get(index);
            }
            (other, _) => {
                json_path::push_key(&mut path, &token);
                here = other.and_then(|object| object.get(&token));
            }
        }
    }
    path
}
