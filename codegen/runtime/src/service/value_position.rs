//! The position of a value in a request, and the requirement that it does not meet, but not the value that was sent.

use crate::json::json_path;
use crate::json::scan::Step;
use crate::model::strict::NOT_NULL;
use std::fmt;

/// The location of a value in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Location {
    /// The path.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
    /// The body.
    Body,
}

impl Location {
    /// The value of the `in` keyword; `body` for the body.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Body => "body",
        }
    }
}

/// The position of a value in a request.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct ValuePosition {
    /// The location of the value.
    pub location: Location,
    /// The parameter's name; `body` for the body.
    pub name: String,
    /// The JSON Pointer (RFC 6901) within the value; empty for the value as a whole.
    pub pointer: String,
}

impl ValuePosition {
    pub(crate) fn of(location: Location, name: &str) -> Self {
        Self { location, name: name.to_owned(), pointer: String::new() }
    }

    /// A position within this one, by a JSON path.
    pub(crate) fn at(&self, path: &str) -> Self {
        Self { pointer: format!("{}{}", self.pointer, pointer(path)), ..self.clone() }
    }

    /// A member of this one.
    pub(crate) fn at_key(&self, key: &str) -> Self {
        let mut path = json_path::ROOT.to_owned();
        json_path::push_key(&mut path, key);
        self.at(&path)
    }
}

/// A JSON path as a JSON Pointer (RFC 6901): empty for the whole text.
fn pointer(path: &str) -> String {
    let token = |step: &Step| match step {
        Step::Key(key) => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
        Step::Index(index) => format!("/{index}"),
    };
    json_path::steps(path).unwrap_or_default().iter().map(token).collect()
}

/// `the query parameter "limit"`, `the body at "/name"`.
impl fmt::Display for ValuePosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.location {
            Location::Body => f.write_str("the body")?,
            location => write!(f, "the {} parameter {:?}", location.as_str(), self.name)?,
        }
        if self.pointer.is_empty() { Ok(()) } else { write!(f, " at {:?}", self.pointer) }
    }
}

/// A deviation of a request from the document, without the value that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestViolation {
    /// The position of the value.
    pub position: ValuePosition,
    /// The requirement, such as `must be a number`. It does not contain the value.
    pub reason: String,
}

impl RequestViolation {
    pub(crate) fn new(position: ValuePosition, reason: impl Into<String>) -> Self {
        Self { position, reason: reason.into() }
    }
}

impl fmt::Display for RequestViolation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.position, self.reason)
    }
}

/// The message of a mismatch without the value. Messages of `serde` quote the value, except at their end, which has the
/// expectation.
pub(crate) fn expectation(message: &str) -> String {
    if message == NOT_NULL {
        return message.to_owned();
    }
    // The expected next token is of no help if the text is not JSON.
    if message.starts_with("not readable as JSON") {
        return "must be JSON".to_owned();
    }
    if let Some((_, expected)) = message.rsplit_once("expected ") {
        return format!("must be {}", in_words(expected));
    }
    let is_of_the_document = |message: &&str| {
        ["missing field ", "duplicate field "].iter().any(|start| message.starts_with(start))
            || message.starts_with("nested more than ")
    };
    match Some(message).filter(is_of_the_document) {
        Some(message) => format!("must fit its schema: {message}"),
        None => "must fit its schema".to_owned(),
    }
}

/// The JSON name of a Rust type.
fn in_words(expected: &str) -> &str {
    match expected {
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => "an integer in its range",
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" => "an integer in its range, from 0 on",
        "f32" | "f64" => "a number",
        "JSON, the body is empty" => "JSON",
        expected => expected,
    }
}

/// The message of a violated constraint without the value.
pub(crate) fn requirement(reason: &str) -> String {
    reason.rsplit_once(", is ").map_or(reason, |(requirement, _)| requirement).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn violations_do_not_contain_request_values() {
        for (message, expected) in [
            (r#"invalid type: string "hunter2, expected x", expected i64"#, "must be an integer in its range"),
            ("invalid value: integer `-5`, expected u8", "must be an integer in its range, from 0 on"),
            ("missing field `name`", "must fit its schema: missing field `name`"),
            ("not readable as JSON: hunter2", "must be JSON"),
            ("not readable as JSON: expected value at line 1 column 1", "must be JSON"),
            ("no such thing as hunter2", "must fit its schema"),
            ("must not be null", "must not be null"),
            ("unknown variant `hunter2`, expected one of `a`, `b`", "must be one of `a`, `b`"),
        ] {
            assert_eq!(expectation(message), expected);
        }
        assert_eq!(requirement("must be at most 5, is 17"), "must be at most 5");
        assert_eq!(requirement("must be at most 5 characters, has 17"), "must be at most 5 characters, has 17");
    }

    #[test]
    fn violations_name_parameters_and_json_pointers() {
        let body = ValuePosition::of(Location::Body, "body").at(r#"$.a["b/c~"][0]"#);
        assert_eq!((body.pointer.as_str(), body.to_string().as_str()), ("/a/b~1c~0/0", r#"the body at "/a/b~1c~0/0""#));
        assert_eq!(ValuePosition::of(Location::Query, "limit").to_string(), r#"the query parameter "limit""#);
    }
}
