//! A request as it is compared with another: what an operation itself sends.

use crate::outcome::collected;
use specwright_runtime::{Body, Operation, http};
use std::fmt;

/// Headers that the client adds to those of the operation, or that state the length of the body.
const OF_THE_CLIENT: [&str; 4] = ["accept", "authorization", "content-length", "user-agent"];

/// A request; boundaries are all the same.
#[derive(PartialEq, Eq)]
pub(super) struct Written {
    line: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Written {
    /// What an operation sends.
    pub(super) fn of(operation: &impl Operation) -> Result<Self, String> {
        Self::of_request(operation.to_request(super::SERVER).map_err(|error| error.to_string())?)
    }

    pub(super) fn of_request(request: http::Request<Body>) -> Result<Self, String> {
        let (head, body) = request.into_parts();
        let body = collected(body.into_stream())?.concat();
        let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let boundary = head.headers.get("content-type").map(text).and_then(|value| {
            let (_, boundary) = value.split_once("boundary=")?;
            Some(boundary.trim_matches('"').to_owned())
        });
        let without = |bytes: Vec<u8>| match &boundary {
            Some(boundary) => replaced(&bytes, boundary.as_bytes()),
            None => bytes,
        };
        let headers = head.headers.iter().filter(|(name, _)| !OF_THE_CLIENT.contains(&name.as_str()));
        let mut headers: Vec<(String, String)> = headers
            .map(|(name, value)| {
                (name.to_string(), String::from_utf8_lossy(&without(text(value).into_bytes())).into_owned())
            })
            .collect();
        headers.sort();
        Ok(Self { line: format!("{} {}", head.method, head.uri), headers, body: without(body) })
    }
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?} {}", self.line, self.headers, String::from_utf8_lossy(&self.body))
    }
}

/// The bytes with `B` in place of a boundary.
fn replaced(bytes: &[u8], boundary: &[u8]) -> Vec<u8> {
    let (mut rest, mut found) = (bytes, Vec::new());
    while let Some(at) = rest.windows(boundary.len().max(1)).position(|window| window == boundary) {
        found.extend_from_slice(&rest[..at]);
        found.push(b'B');
        rest = &rest[at + boundary.len()..];
    }
    found.extend_from_slice(rest);
    found
}
