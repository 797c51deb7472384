//! Request bodies, with a method for each kind of media type.

use super::RequestWriter;
use crate::json;
use crate::request::JSON;
use crate::request::argument::Argument;
use crate::request::form;
use crate::request::header_value::header_value;
use crate::syntax::charset;
use crate::syntax::media_type;
use crate::{Body, FormEncoding, Multipart, MultipartForm, TypedBody, Violation};
use http::header::{CONTENT_TYPE, HeaderValue};
use serde::Serialize;

impl RequestWriter {
    /// A body of JSON: `application/json`. `None` is sent as `null`.
    pub fn json<T: Serialize + ?Sized>(&mut self, body: &T) {
        self.json_as(JSON, body);
    }

    /// A body of JSON of another media type, such as `application/merge-patch+json`.
    pub fn json_as<T: Serialize + ?Sized>(&mut self, media_type: &str, body: &T) {
        if self.is_check {
            return;
        }
        match json::text(body) {
            Ok(json) => self.put_body(media_type, json),
            Err(violation) => self.note("body", [violation]),
        }
    }

    /// A body of JSON values, one per line, such as `application/x-ndjson`.
    pub fn json_lines<'a, T: Serialize + 'a>(&mut self, media_type: &str, body: impl IntoIterator<Item = &'a T>) {
        if self.is_check {
            return;
        }
        let lines = body.into_iter().map(|item| json::text(item).map(|json| json + "\n"));
        match lines.collect::<Result<String, Violation>>() {
            Ok(lines) => self.put_body(media_type, lines),
            Err(violation) => self.note("body", [violation]),
        }
    }

    /// A form: `application/x-www-form-urlencoded`. Properties without an encoding are encoded by the type of their
    /// value.
    pub fn form<T: Serialize + ?Sized>(&mut self, body: &T, encodings: &[FormEncoding]) {
        if self.is_check {
            return;
        }
        let json = match json::text(body) {
            Ok(json) => json,
            Err(violation) => return self.note("body", [violation]),
        };
        match form::encode(&json, encodings) {
            Ok(form) => self.put_body("application/x-www-form-urlencoded", form),
            Err(problems) => {
                for (name, reason) in problems {
                    self.problem(if name.is_empty() { "body".to_owned() } else { format!("body at {name}") }, reason);
                }
            }
        }
    }

    /// A body of several parts: `multipart/form-data` or another multipart media type, without a boundary.
    pub fn multipart<T: MultipartForm + ?Sized>(&mut self, media_type: &str, body: &T) {
        let mut parts = Multipart::new();
        body.write(&mut parts);
        match parts.finish(media_type) {
            Ok((content_type, body)) => self.put_body(&content_type, body),
            Err(problems) => {
                for (path, reason) in problems {
                    self.problem(format!("body at {path}"), reason);
                }
            }
        }
    }

    /// A body of text: a string, a number, or another scalar.
    pub fn text<T: Serialize + ?Sized>(&mut self, media_type: &str, body: &T) {
        if self.is_check {
            return;
        }
        match Argument::of(body) {
            Ok(Argument::Nothing) => {}
            Ok(Argument::Text(text) | Argument::Literal(text)) => match charset::encode(text, media_type) {
                Ok(bytes) => self.put_body(media_type, bytes),
                Err(reason) => self.problem("body", reason),
            },
            Ok(Argument::List(_) | Argument::Object(_)) => {
                self.problem("body", "must be text, not a list or an object");
            }
            Err(violation) => self.note("body", [violation]),
        }
    }

    /// A body of bytes, which may be a stream.
    pub fn bytes(&mut self, media_type: &str, body: &Body) {
        self.put_body(media_type, body.clone());
    }

    /// A body in a media type that the caller chooses, which must be within a range such as `image/*` or `*/*`.
    pub fn bytes_within(&mut self, range: &str, body: &TypedBody) {
        if self.is_check {
            return;
        }
        if !media_type::is_concrete(body.media_type()) {
            let problem = format!("must name its media type, such as `image/png`, not `{}`", body.media_type());
            self.problem("body", problem);
        } else if media_type::is_within(body.media_type(), range) {
            self.put_body(body.media_type(), body.body().clone());
        } else {
            self.problem("body", format!("must be of a media type in `{range}`, not `{}`", body.media_type()));
        }
    }

    fn put_body(&mut self, media_type: &str, body: impl Into<Body>) {
        self.body = body.into();
        let value = if media_type == JSON { Ok(HeaderValue::from_static(JSON)) } else { header_value(media_type) };
        match value {
            Ok(value) => {
                self.headers.insert(CONTENT_TYPE, value);
            }
            Err(reason) => self.problem(CONTENT_TYPE.as_str(), reason),
        }
    }
}
