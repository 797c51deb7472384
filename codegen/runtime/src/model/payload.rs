//! The table of an API's JSON payloads, with the type of each in the client.
//!
//! With it, a payload from a document, a log or a test can be read and written back without a network, by the name of
//! its operation.

use crate::Violation;
use crate::json::decode::{self, Mismatch};
use crate::json::{self, excerpt};
use crate::syntax::nearest;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;

/// The statuses that a response describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusRange {
    /// One status.
    Exact(u16),
    /// `Class(4)`: every status from 400 to 499 without a response of its own.
    Class(u8),
    /// Every status without another response.
    Default,
}

impl StatusRange {
    /// Whether a status is in the range.
    #[must_use]
    pub const fn contains(self, status: u16) -> bool {
        match self {
            Self::Exact(exact) => exact == status,
            Self::Class(class) => status / 100 == class as u16,
            Self::Default => true,
        }
    }
}

impl fmt::Display for StatusRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(status) => write!(f, "{status}"),
            Self::Class(class) => write!(f, "{class}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// Which part of an operation a payload is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// The request's body.
    Body,
    /// The parameter with this name, which contains JSON text.
    Parameter(&'static str),
    /// The body of a response.
    Response(StatusRange),
    /// The body of a shared response, under any status.
    SharedResponse,
    /// A named schema, without an operation.
    Schema,
}

/// `body`, ``parameter `filters` ``, `response 200`
impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body => f.write_str("body"),
            Self::Parameter(name) => write!(f, "parameter `{name}`"),
            Self::Response(status) => write!(f, "response {status}"),
            Self::SharedResponse => f.write_str("response"),
            Self::Schema => f.write_str("schema"),
        }
    }
}

/// Whether a payload is sent or received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Sent by the client.
    Request,
    /// Received by the client.
    Response,
}

/// A payload of an operation and its type in the client.
#[derive(Debug, Clone, Copy)]
pub struct Payload {
    operation: &'static str,
    part: Part,
    rewrite: fn(&[u8]) -> Result<Vec<u8>, PayloadError>,
}

impl Payload {
    /// The request's body.
    #[must_use]
    pub const fn body<T: Serialize + DeserializeOwned>(operation: &'static str) -> Self {
        Self { operation, part: Part::Body, rewrite: rewrite::<T> }
    }

    /// A parameter with JSON text.
    #[must_use]
    pub const fn parameter<T: Serialize + DeserializeOwned>(operation: &'static str, name: &'static str) -> Self {
        Self { operation, part: Part::Parameter(name), rewrite: rewrite::<T> }
    }

    /// The body of a response.
    #[must_use]
    pub const fn response<T: Serialize + DeserializeOwned>(operation: &'static str, status: StatusRange) -> Self {
        Self { operation, part: Part::Response(status), rewrite: rewrite::<T> }
    }

    /// A response without a body.
    #[must_use]
    pub const fn empty_response(operation: &'static str, status: StatusRange) -> Self {
        Self { operation, part: Part::Response(status), rewrite: rewrite_nothing }
    }

    /// A shared response, under its own name.
    #[must_use]
    pub const fn shared_response<T: Serialize + DeserializeOwned>(name: &'static str) -> Self {
        Self { operation: name, part: Part::SharedResponse, rewrite: rewrite::<T> }
    }

    /// A named schema, under its own name.
    #[must_use]
    pub const fn schema<T: Serialize + DeserializeOwned>(name: &'static str) -> Self {
        Self { operation: name, part: Part::Schema, rewrite: rewrite::<T> }
    }

    /// The operation's name in the document, or that of the shared response or schema.
    #[must_use]
    pub const fn operation(&self) -> &'static str {
        self.operation
    }

    /// Which part of the operation it is.
    #[must_use]
    pub const fn part(&self) -> Part {
        self.part
    }

    /// Reads JSON text into the type, and writes it back as indented JSON. For a response without a body, both are
    /// empty.
    ///
    /// # Errors
    /// When the text does not match the type.
    pub fn rewrite(&self, input: &[u8]) -> Result<Vec<u8>, PayloadError> {
        (self.rewrite)(input)
    }

    /// The status of a response, for choosing between those that fit.
    const fn status(&self) -> Option<StatusRange> {
        match self.part {
            Part::Response(status) => Some(status),
            Part::SharedResponse => Some(StatusRange::Default),
            Part::Body | Part::Parameter(_) | Part::Schema => None,
        }
    }
}

/// The table of an API's payloads, as `PAYLOADS`: by operation, `body`, `parameter("name")`, a status, `class(4)` for
/// `4XX` or `default`, each with its type, or without one if there is no body. `shared` is the body of a shared
/// response under its own name.
///
/// ```
/// # use specwright_runtime::Value;
/// specwright_runtime::__private::payloads! {
///     "put_note" => body: Value, 204, default: Value;
///     "Problem" => shared: Value;
/// }
/// assert_eq!(PAYLOADS.len(), 4);
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __payloads {
    ($($operation:literal => $($part:tt $(($argument:literal))? $(: $value:ty)?),+;)*) => {
        /// Every payload, in the document's order.
        pub static PAYLOADS: &[$crate::Payload] = &[
            $($($crate::__private::payload!($operation, $part $(($argument))? $(: $value)?),)+)*
        ];
    };
}

/// One payload of [`payloads!`].
#[doc(hidden)]
#[macro_export]
macro_rules! __payload {
    ($operation:literal, body: $value:ty) => {
        $crate::Payload::body::<$value>($operation)
    };
    ($operation:literal, parameter($name:literal): $value:ty) => {
        $crate::Payload::parameter::<$value>($operation, $name)
    };
    ($operation:literal, shared: $value:ty) => {
        $crate::Payload::shared_response::<$value>($operation)
    };
    ($operation:literal, $status:tt $(($class:literal))? : $value:ty) => {
        $crate::Payload::response::<$value>($operation, $crate::__private::status_range!($status $($class)?))
    };
    ($operation:literal, $status:tt $(($class:literal))?) => {
        $crate::Payload::empty_response($operation, $crate::__private::status_range!($status $($class)?))
    };
}

/// The status of one payload of [`payloads!`].
#[doc(hidden)]
#[macro_export]
macro_rules! __status_range {
    (class $class:literal) => {
        $crate::StatusRange::Class($class)
    };
    (default) => {
        $crate::StatusRange::Default
    };
    ($status:literal) => {
        $crate::StatusRange::Exact($status)
    };
}

fn rewrite<T: Serialize + DeserializeOwned>(input: &[u8]) -> Result<Vec<u8>, PayloadError> {
    let value: T = decode::slice(input).map_err(|Mismatch { path, message }| PayloadError { path, message })?;
    json::pretty(&value).map_err(|Violation { path, reason }| PayloadError { path, message: reason })
}

fn rewrite_nothing(input: &[u8]) -> Result<Vec<u8>, PayloadError> {
    if input.trim_ascii().is_empty() {
        return Ok(Vec::new());
    }
    let message = format!("documented without a body, but has one: {}", excerpt::of(input, 80));
    Err(PayloadError { path: "$".to_owned(), message })
}

/// The error for JSON text that does not match its type.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PayloadError {
    /// The JSON path of the mismatch.
    pub path: String,
    /// What was expected.
    pub message: String,
}

impl fmt::Display for PayloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at {}: {}", self.path, self.message)
    }
}

impl std::error::Error for PayloadError {}

/// Finds a payload of an operation, or of a shared response, by its name.
///
/// For a request, it is the body or, without one, the only parameter with JSON text. For a response, it is the most
/// specific one for the status; without a status, the first documented success, or else the first response.
///
/// # Errors
/// When the name, the direction or the status is not documented; the message lists what is.
pub fn find<'a>(
    table: &'a [Payload],
    operation: &str,
    direction: Direction,
    status: Option<u16>,
) -> Result<&'a Payload, FindError> {
    let payloads: Vec<&Payload> = table.iter().filter(|payload| payload.operation == operation).collect();
    if payloads.is_empty() {
        return Err(unknown_operation(table, operation));
    }
    match direction {
        Direction::Request => find_request(operation, &payloads),
        Direction::Response => find_response(operation, &payloads, status),
    }
}

fn find_request<'a>(operation: &str, payloads: &[&'a Payload]) -> Result<&'a Payload, FindError> {
    if let Some(body) = payloads.iter().find(|payload| payload.part == Part::Body) {
        return Ok(body);
    }
    let parameters: Vec<_> = payloads.iter().filter(|payload| matches!(payload.part, Part::Parameter(_))).collect();
    match parameters[..] {
        [parameter] => Ok(parameter),
        [] => Err(FindError(format!("{operation} documents neither a JSON request body nor a JSON parameter"))),
        _ => Err(FindError(format!(
            "{operation} documents no request body, but several JSON parameters: {}",
            list(&parameters)
        ))),
    }
}

fn find_response<'a>(operation: &str, payloads: &[&'a Payload], status: Option<u16>) -> Result<&'a Payload, FindError> {
    let responses: Vec<_> =
        payloads.iter().filter_map(|payload| payload.status().map(|status| (status, *payload))).collect();
    let found = match status {
        // The variants are declared from the most to the least specific.
        Some(status) => responses.iter().filter(|(range, _)| range.contains(status)).min_by_key(|(range, _)| *range),
        None => responses.iter().find(|(range, _)| is_success(*range)).or(responses.first()),
    };
    if let Some((_, payload)) = found {
        return Ok(payload);
    }
    let documented: Vec<String> = responses.iter().map(|(range, _)| range.to_string()).collect();
    Err(FindError(match status {
        Some(status) if !documented.is_empty() => {
            format!("{operation} documents {}; {status} is not among them", documented.join(", "))
        }
        _ => format!("{operation} documents no JSON response"),
    }))
}

fn is_success(range: StatusRange) -> bool {
    matches!(range, StatusRange::Exact(200..=299) | StatusRange::Class(2))
}

fn list(payloads: &[&&Payload]) -> String {
    payloads.iter().map(|payload| payload.part.to_string()).collect::<Vec<_>>().join(", ")
}

fn unknown_operation(table: &[Payload], operation: &str) -> FindError {
    let mut names: Vec<&str> = table.iter().map(Payload::operation).collect();
    names.dedup();
    let similar = nearest::names(operation, &names);
    let hint = if similar.is_empty() {
        format!("there are {}", names.join(", "))
    } else {
        format!("did you mean {}?", similar.join(", "))
    };
    FindError(format!("there is no operation `{operation}` with a JSON payload; {hint}"))
}

/// The error for an undocumented payload; the message lists the documented ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindError(String);

impl fmt::Display for FindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FindError {}
