//! Reading a request: inputs from their locations, collecting the problems with them.

use super::found::{BODY, Found, REQUIRED, State, position_of_part};
use super::pairs::Pairs;
use super::shape::Shape;
use super::value::{self, Json};
use super::value_position::{Location, RequestViolation, ValuePosition, expectation, requirement};
use crate::json::decode;
use crate::response::header;
use crate::{InputProblem, Style};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, COOKIE, HeaderMap};
use serde::de::DeserializeOwned;

/// Reads the inputs of an operation: the counterpart of [`RequestWriter`](crate::RequestWriter).
///
/// Its methods have the names and defaults of those of the writer. They do not fail: problems are collected, so that all of them
/// are reported together.
#[derive(Debug)]
pub struct RequestReader {
    path: Vec<(&'static str, String)>,
    query: Pairs,
    headers: HeaderMap,
    cookies: Pairs,
    pub(super) body: Bytes,
    positions: Vec<ValuePosition>,
    violations: Vec<RequestViolation>,
    /// The media types that the operation accepts, if the body is in none of them.
    pub(super) unsupported: Option<String>,
    /// Whether the operation has a body.
    pub(super) takes_body: bool,
}

impl RequestReader {
    /// A request whose path has these values, as received, for the parameters of the template.
    pub(crate) fn new(parts: &http::request::Parts, path: Vec<(&'static str, String)>, body: Bytes) -> Self {
        let mut reader = Self {
            path,
            query: Pairs::default(),
            headers: parts.headers.clone(),
            cookies: Pairs::default(),
            body,
            positions: Vec::new(),
            violations: Vec::new(),
            unsupported: None,
            takes_body: false,
        };
        match Pairs::parse(parts.uri.query().unwrap_or_default()) {
            Ok(query) => reader.query = query,
            Err(reason) => reader.note(ValuePosition::of(Location::Query, ""), reason),
        }
        match Pairs::of(cookies(&parts.headers), value::as_it_is) {
            Ok(cookies) => reader.cookies = cookies,
            Err(reason) => reader.note(ValuePosition::of(Location::Cookie, ""), reason),
        }
        reader
    }

    /// A parameter in the path.
    pub fn path<T: DeserializeOwned>(&mut self, name: &'static str, shape: Shape) -> Found<T> {
        self.path_styled(name, shape, Style::Simple, false)
    }

    /// A parameter in the path, in another style than the default.
    pub fn path_styled<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
        shape: Shape,
        style: Style,
        explode: bool,
    ) -> Found<T> {
        let json = self.path_text(name).map(|text| value::path(name, &text, &shape, style, explode));
        self.found(Location::Path, name, json)
    }

    /// A parameter in the path that may span several segments. A slash within a segment stays percent-encoded.
    pub fn path_segments<T: DeserializeOwned>(&mut self, name: &'static str, shape: Shape) -> Found<T> {
        let json = self.path_text(name).map(|text| value::leaf(&shape, &value::segments(&text)?));
        self.found(Location::Path, name, json)
    }

    /// A parameter in the path that holds JSON text.
    pub fn path_json<T: DeserializeOwned>(&mut self, name: &'static str) -> Found<T> {
        let json = self.path_text(name).map(|text| value::decoded(&text).map(std::borrow::Cow::into_owned));
        self.found(Location::Path, name, json)
    }

    fn path_text(&self, name: &str) -> Option<String> {
        self.path.iter().find(|(known, _)| *known == name).map(|(_, text)| text.clone())
    }

    /// A parameter in the query.
    pub fn query<T: DeserializeOwned>(&mut self, name: &str, shape: Shape) -> Found<T> {
        self.query_styled(name, shape, Style::Form, true)
    }

    /// A parameter in the query, in another style than the default.
    pub fn query_styled<T: DeserializeOwned>(
        &mut self,
        name: &str,
        shape: Shape,
        style: Style,
        explode: bool,
    ) -> Found<T> {
        let json = self.query.take(name, &shape, style, explode);
        self.found(Location::Query, name, json)
    }

    /// A parameter in the query that holds JSON text.
    pub fn query_json<T: DeserializeOwned>(&mut self, name: &str) -> Found<T> {
        let json = self.query.take_text(name);
        self.found(Location::Query, name, json)
    }

    /// A parameter in a header.
    pub fn header<T: DeserializeOwned>(&mut self, name: &str, shape: Shape) -> Found<T> {
        self.header_styled(name, shape, Style::Simple, false)
    }

    /// A parameter in a header, in another style than the default.
    pub fn header_styled<T: DeserializeOwned>(
        &mut self,
        name: &str,
        shape: Shape,
        style: Style,
        explode: bool,
    ) -> Found<T> {
        let json = self.header_text(name).map(|text| value::header(&text?, &shape, style, explode));
        self.found(Location::Header, name, json)
    }

    /// A parameter in a header that holds JSON text.
    pub fn header_json<T: DeserializeOwned>(&mut self, name: &str) -> Found<T> {
        let json = self.header_text(name);
        self.found(Location::Header, name, json)
    }

    fn header_text(&self, name: &str) -> Option<Result<String, String>> {
        header::text(&self.headers, name).map_err(|_| "must be UTF-8".to_owned()).transpose()
    }

    /// A parameter in a cookie.
    pub fn cookie<T: DeserializeOwned>(&mut self, name: &str, shape: Shape) -> Found<T> {
        self.cookie_styled(name, shape, Style::Form, true)
    }

    /// A parameter in a cookie, exploded or not.
    pub fn cookie_styled<T: DeserializeOwned>(
        &mut self,
        name: &str,
        shape: Shape,
        _: Style,
        explode: bool,
    ) -> Found<T> {
        let values = self.cookies.values(name);
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        let json = match values.as_slice() {
            [] if explode => self.cookies.take_members(&shape),
            [] => None,
            values => Some(value::cookie(values, &shape, explode)),
        };
        self.found(Location::Cookie, name, json)
    }

    /// A parameter in a cookie that holds JSON text, percent-encoded.
    pub fn cookie_json<T: DeserializeOwned>(&mut self, name: &str) -> Found<T> {
        let text = self.cookies.take_text(name);
        let json = text.map(|text| Ok(value::decoded(&text?)?.into_owned()));
        self.found(Location::Cookie, name, json)
    }

    /// Checks an input that must have this value.
    pub fn constant(&mut self, location: Location, name: &'static str, text: &str, is_required: bool) {
        let found = match location {
            Location::Path => self.path_text(name).map(|text| value::decoded(&text).map(std::borrow::Cow::into_owned)),
            Location::Query => self.query.take_text(name),
            Location::Header => self.header_text(name),
            Location::Cookie => self.cookies.take_text(name),
            Location::Body => None,
        };
        let position = ValuePosition::of(location, name);
        match found {
            None if is_required => self.note(position, REQUIRED),
            Some(found) if found.as_deref() != Ok(text) => self.note(position, format!("must be `{text}`")),
            None | Some(_) => {}
        }
    }

    /// A required input.
    pub fn required<T>(&mut self, found: Found<T>) -> Option<T> {
        match found.value {
            State::Value(value) => Some(value),
            State::Refused => None,
            State::Absent => {
                self.note(found.position, REQUIRED);
                None
            }
        }
    }

    /// An optional input.
    pub fn optional<T>(&mut self, found: Found<T>) -> Option<Option<T>> {
        match found.value {
            State::Value(value) => Some(Some(value)),
            State::Absent => Some(None),
            State::Refused => None,
        }
    }

    /// Excludes a query parameter that is not an input from objects.
    pub(crate) fn set_aside_key(&mut self, name: &str) {
        self.query.set_aside(name);
    }

    /// The media types that the operation accepts, if the body is in none of them.
    pub(crate) fn unsupported(&self) -> Option<&str> {
        self.unsupported.as_deref()
    }

    /// Records the parts of the request that are not inputs: query parameters, a body, a media type.
    pub(crate) fn note_undocumented(&mut self) {
        for name in self.query.unread() {
            self.note(ValuePosition::of(Location::Query, &name), UNKNOWN);
        }
        if let Some(media_types) = self.unsupported.take() {
            let reason = format!("must be one of {media_types}");
            self.note(ValuePosition::of(Location::Header, CONTENT_TYPE.as_str()), reason);
        }
        if !self.takes_body && !self.body.is_empty() {
            self.note(ValuePosition::of(Location::Body, BODY), "must not be present: the operation has none");
        }
    }

    /// All problems.
    pub(crate) fn into_violations(self) -> Vec<RequestViolation> {
        self.violations
    }

    /// Records violated constraints of the inputs.
    pub(crate) fn note_problems(&mut self, problems: Vec<InputProblem>) {
        for InputProblem { input, reason } in problems {
            let (name, path) = input
                .split_once(" at $")
                .map_or((input.as_str(), String::new()), |(name, rest)| (name, format!("${rest}")));
            let known = self.positions.iter().find(|position| position.name == name).cloned();
            let position = known.unwrap_or_else(|| ValuePosition::of(Location::Body, name)).at(&path);
            self.note(position, requirement(&reason));
        }
    }

    pub(super) fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    pub(super) fn refused<T>(location: Location, name: &str) -> Found<T> {
        Found { position: ValuePosition::of(location, name), value: State::Refused }
    }

    /// An invalid part of the body.
    pub(crate) fn refused_part<T>(&mut self, part: &str, reason: &str) -> Found<T> {
        let position = position_of_part(part);
        self.note(position.clone(), reason);
        Found { position, value: State::Refused }
    }

    /// A part of the body.
    pub(crate) fn found_part<T: DeserializeOwned>(&mut self, part: &str, json: Option<Json>) -> Found<T> {
        self.found_at(position_of_part(part), json)
    }

    pub(super) fn found<T: DeserializeOwned>(
        &mut self,
        location: Location,
        name: &str,
        json: Option<Json>,
    ) -> Found<T> {
        let position = ValuePosition::of(location, name);
        self.positions.push(position.clone());
        self.found_at(position, json)
    }

    fn found_at<T: DeserializeOwned>(&mut self, position: ValuePosition, json: Option<Json>) -> Found<T> {
        let value = match json {
            None => State::Absent,
            Some(Err(reason)) => {
                self.note(position.clone(), reason);
                State::Refused
            }
            Some(Ok(json)) => match decode::slice(json.as_bytes()) {
                Ok(value) => State::Value(value),
                Err(mismatch) => {
                    self.note(position.at(&mismatch.path), expectation(&mismatch.message));
                    State::Refused
                }
            },
        };
        Found { position, value }
    }

    pub(super) fn note(&mut self, position: ValuePosition, reason: impl Into<String>) {
        self.violations.push(RequestViolation::new(position, reason));
    }
}

const UNKNOWN: &str = "must not be present: the operation has no such parameter";

fn cookies(headers: &HeaderMap) -> Vec<(String, String)> {
    let values = headers.get_all(COOKIE).iter().filter_map(|value| std::str::from_utf8(value.as_bytes()).ok());
    let pairs = values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
}
