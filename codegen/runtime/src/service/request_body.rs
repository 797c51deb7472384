//! Reading the body of a request, in one of the media types that the operation takes.

use super::found::{BODY, Found, State};
use super::pairs::Pairs;
use super::parts::{PartsReader, ReceiveForm};
use super::request_reader::RequestReader;
use super::shape::Shape;
use super::value::{self, Json};
use super::value_position::{Location, ValuePosition};
use crate::request::form::{FormEncoding, Way};
use crate::syntax::{charset, media_type, multipart};
use crate::{Body, TypedBody};
use bytes::Bytes;
use serde::de::DeserializeOwned;

/// Media types, and a function that reads a body in one of them.
pub type Representation<T> = (&'static str, fn(&mut RequestReader) -> Found<T>);

impl RequestReader {
    /// Reads a body of JSON, in one of these media types.
    pub fn json<T: DeserializeOwned>(&mut self, media_types: &str) -> Found<T> {
        let json = match self.body(media_types) {
            State::Absent => None,
            State::Refused => return Self::refused(Location::Body, BODY),
            State::Value(body) if body.trim_ascii().is_empty() => None,
            State::Value(body) => Some(String::from_utf8(body.to_vec()).map_err(|_| "must be UTF-8".to_owned())),
        };
        self.found(Location::Body, BODY, json)
    }

    /// Reads a body of JSON values, one per line.
    pub fn json_lines<T: DeserializeOwned>(&mut self, media_types: &str) -> Found<Vec<T>> {
        let json = match self.body(media_types) {
            State::Absent => None,
            State::Refused => return Self::refused(Location::Body, BODY),
            State::Value(body) => {
                Some(std::str::from_utf8(&body).map_err(|_| "must be UTF-8".to_owned()).map(|text| {
                    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
                    format!("[{}]", lines.join(","))
                }))
            }
        };
        self.found(Location::Body, BODY, json)
    }

    /// Reads a body of text with one scalar.
    pub fn text<T: DeserializeOwned>(&mut self, media_types: &str, shape: Shape) -> Found<T> {
        let json = match self.body(media_types) {
            State::Absent => None,
            State::Refused => return Self::refused(Location::Body, BODY),
            State::Value(body) => Some(
                charset::decode(&body, self.content_type())
                    .map_err(|_| "must be text in its charset".to_owned())
                    .and_then(|text| value::leaf(&shape, if shape.scalars().string { &text } else { text.trim() })),
            ),
        };
        self.found(Location::Body, BODY, json)
    }

    /// Reads a form: `application/x-www-form-urlencoded`, with the given encodings.
    pub fn form<T: DeserializeOwned>(&mut self, shape: Shape, encodings: &[FormEncoding]) -> Found<T> {
        let json = match self.body("application/x-www-form-urlencoded") {
            State::Absent => None,
            State::Refused => return Self::refused(Location::Body, BODY),
            State::Value(body) => Some(form_json(&body, &shape, encodings)),
        };
        self.found(Location::Body, BODY, json)
    }

    /// Reads a multipart body.
    pub fn multipart<T: ReceiveForm>(&mut self, media_types: &str) -> Found<T> {
        let body = match self.body(media_types) {
            State::Absent => return Found::absent(BODY),
            State::Refused => return Self::refused(Location::Body, BODY),
            State::Value(body) => body,
        };
        let boundary = self.content_type().and_then(multipart::boundary).map(str::to_owned);
        match PartsReader::new(&mut *self, &body, boundary.as_deref()) {
            Ok(mut parts) => match T::receive(&mut parts) {
                Some(form) => Found::present(BODY, form),
                None => Self::refused(Location::Body, BODY),
            },
            Err(reason) => {
                self.note(ValuePosition::of(Location::Body, BODY), reason);
                Self::refused(Location::Body, BODY)
            }
        }
    }

    /// A body of bytes.
    pub fn bytes(&mut self, media_types: &str) -> Found<Body> {
        match self.body(media_types) {
            State::Absent => Found::absent(BODY),
            State::Refused => Self::refused(Location::Body, BODY),
            State::Value(body) => Found::present(BODY, Body::from(body)),
        }
    }

    /// Reads a body in a media type within a range such as `image/*`.
    pub fn bytes_within(&mut self, range: &str) -> Found<TypedBody> {
        let media_type = self.content_type().unwrap_or("application/octet-stream").to_owned();
        self.bytes(range).map(|body| TypedBody::new(media_type, body))
    }

    /// Reads a body in one of several representations.
    pub fn body_by<T>(&mut self, representations: &[Representation<T>]) -> Found<T> {
        let groups: Vec<&str> = representations.iter().map(|(media_types, _)| *media_types).collect();
        match self.body(&groups.join(", ")) {
            State::Absent => Found::absent(BODY),
            State::Refused => Self::refused(Location::Body, BODY),
            State::Value(_) => match representations.get(media_type::choose(&groups, self.content_type())) {
                Some((_, read)) => read(self),
                None => Self::refused(Location::Body, BODY),
            },
        }
    }

    /// The bytes of the body, if it is in one of these media types or states none.
    fn body(&mut self, media_types: &str) -> State<Bytes> {
        self.takes_body = true;
        match self.content_type() {
            None if self.body.is_empty() => State::Absent,
            Some(found) if !media_types.split(',').any(|one| media_type::is_within(found, one)) => {
                self.unsupported = Some(media_types.to_owned());
                State::Refused
            }
            None | Some(_) => State::Value(self.body.clone()),
        }
    }
}

/// The form as JSON.
fn form_json(body: &[u8], shape: &Shape, encodings: &[FormEncoding]) -> Json {
    let text = std::str::from_utf8(body).map_err(|_| "must be UTF-8")?;
    let (mut pairs, mut members) = (Pairs::parse(text)?, Vec::new());
    let shape = shape.as_object().unwrap_or(&Shape::Any);
    for (name, shape) in shape.members() {
        let json = match FormEncoding::way(encodings, name) {
            Some(Way::Style(style, explode, ..)) => pairs.take(name, shape, style, explode),
            Some(Way::Json) => pairs.take_text(name),
            None => {
                let values = pairs.values(name);
                let values: Vec<&str> = values.iter().map(String::as_str).collect();
                (!values.is_empty()).then(|| value::member(&values, shape, value::decoded_pair))
            }
        };
        if let Some(json) = json {
            members.push(((*name).to_owned(), json.map_err(|reason| format!("at `{name}` {reason}"))?));
        }
    }
    let others = pairs.take_others(shape)?;
    members.extend(others);
    Ok(value::object(&members))
}
