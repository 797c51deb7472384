//! Writing a response: its status, headers and body.

use super::pieces::Pieces;
use super::problem::Problem;
use crate::json;
use crate::request::argument::Argument;
use crate::request::style;
use crate::syntax::charset;
use crate::{Body, EventShape, Multipart, Style, TypedBody};
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use serde::Serialize;

/// A typed response of an operation.
pub trait Respond {
    /// Writes the response.
    fn respond(self, response: &mut ResponseWriter);
}

/// Collects the response of an operation: the counterpart of [`RawResponse`](crate::RawResponse).
///
/// Methods do not fail: a response that cannot be written becomes one with status 500.
#[derive(Debug, Default)]
pub struct ResponseWriter {
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
    is_broken: bool,
}

impl ResponseWriter {
    /// Sets a documented status.
    pub fn status(&mut self, status: u16) {
        match StatusCode::from_u16(status) {
            Ok(status) => self.status = status,
            Err(_) => self.is_broken = true,
        }
    }

    /// Sets a status in a range: `4` for `4XX`, `0` for `default`. A status outside the range is an error in the
    /// service.
    pub fn status_in(&mut self, status: StatusCode, class: u16) {
        self.status = status;
        self.is_broken |= class > 0 && status.as_u16() / 100 != class;
    }

    /// A body of JSON.
    pub fn json<T: Serialize + ?Sized>(&mut self, media_type: &'static str, body: &T) {
        match json::text(body) {
            Ok(json) => self.put_body(concrete(media_type, "application/json"), json),
            Err(_) => self.is_broken = true,
        }
    }

    /// A body of text: a string, a number, or another scalar.
    pub fn text<T: Serialize + ?Sized>(&mut self, media_type: &'static str, body: &T) {
        let media_type = concrete(media_type, "text/plain; charset=utf-8");
        let text = match Argument::of(body) {
            Ok(Argument::Text(text) | Argument::Literal(text)) => charset::encode(text, media_type).ok(),
            _ => None,
        };
        match text {
            Some(bytes) => self.put_body(media_type, bytes),
            None => self.is_broken = true,
        }
    }

    /// A streamed body of JSON values.
    pub fn json_lines<T: Serialize + 'static>(&mut self, media_type: &'static str, body: Pieces<T>) {
        let media_type = concrete(media_type, "application/x-ndjson");
        self.put_body(media_type, body.into_lines(media_type));
    }

    /// A streamed body of server-sent events.
    pub fn events<T: Serialize + 'static>(&mut self, media_type: &'static str, shape: EventShape, body: Pieces<T>) {
        self.put_body(concrete(media_type, "text/event-stream"), body.into_events(shape));
    }

    /// A streamed multipart body, whose parts have this media type and no names.
    pub fn parts<T: Serialize + 'static>(&mut self, media_type: &'static str, part: &'static str, body: Pieces<T>) {
        let (boundary, body) = body.into_parts(part);
        self.put_body(&format!("{}{boundary}", concrete(media_type, "multipart/mixed")), body);
    }

    /// A multipart body.
    pub fn multipart(&mut self, media_type: &'static str, body: Multipart) {
        match body.finish(media_type) {
            Ok((media_type, body)) => self.put_body(&media_type, body),
            Err(_) => self.is_broken = true,
        }
    }

    /// A body of bytes, which may be a stream.
    pub fn bytes(&mut self, media_type: &str, body: Body) {
        self.put_body(media_type, body);
    }

    /// A body with its own media type.
    pub fn bytes_within(&mut self, body: &TypedBody) {
        self.put_body(body.media_type(), body.body().clone());
    }

    /// Adds a header; a value that is `None` is left out, and so is an empty list.
    pub fn header<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.header_styled(name, value, Style::Simple, false);
    }

    /// Adds a header in another style than the default.
    pub fn header_styled<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T, style: Style, explode: bool) {
        let text = Argument::of(value).and_then(|value| Ok(style::header(&value, style, explode)?));
        match text {
            Ok(Some(text)) => self.put_header(name, &text),
            Ok(None) => {}
            Err(_) => self.is_broken = true,
        }
    }

    /// A header that holds JSON text.
    pub fn header_json<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        match json::text(value) {
            Ok(json) if json == "null" => {}
            Ok(json) => self.put_header(name, &json),
            Err(_) => self.is_broken = true,
        }
    }

    /// Uses an HTTP response that the service has made.
    pub fn response(&mut self, response: Response<Body>) {
        let (parts, body) = response.into_parts();
        (self.status, self.headers, self.body) = (parts.status, parts.headers, body);
    }

    /// The response of an operation.
    pub(crate) fn of(response: impl Respond) -> Response<Body> {
        let mut writer = Self::default();
        response.respond(&mut writer);
        if writer.is_broken {
            return Problem::internal().into_response();
        }
        let mut response = Response::new(writer.body);
        *response.status_mut() = writer.status;
        *response.headers_mut() = writer.headers;
        response
    }

    fn put_body(&mut self, media_type: &str, body: impl Into<Body>) {
        self.body = body.into();
        self.put_header(CONTENT_TYPE.as_str(), media_type);
    }

    fn put_header(&mut self, name: &str, text: &str) {
        match (HeaderName::try_from(name), HeaderValue::from_str(text)) {
            (Ok(name), Ok(value)) => drop(self.headers.insert(name, value)),
            _ => self.is_broken = true,
        }
    }
}

/// The media type of a body whose documented media type is a range.
fn concrete(media_type: &'static str, otherwise: &'static str) -> &'static str {
    if media_type.contains('*') { otherwise } else { media_type }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut ResponseWriter)) -> Response<Body> {
        struct By<F>(F);

        impl<F: FnOnce(&mut ResponseWriter)> Respond for By<F> {
            fn respond(self, response: &mut ResponseWriter) {
                (self.0)(response);
            }
        }

        ResponseWriter::of(By(write))
    }

    #[test]
    fn unserializable_responses_are_internal_errors() {
        for broken in [
            written(|response| response.status_in(StatusCode::OK, 4)),
            written(|response| response.header("X", "a\nb")),
            written(|response| response.text("text/plain", &[1])),
        ] {
            assert_eq!(broken.status(), StatusCode::INTERNAL_SERVER_ERROR);
        }
    }

    #[test]
    fn responses_are_written_as_clients_read_them() {
        let response = written(|response| {
            response.status(201);
            response.header("X-Tags", &["a", "b"]);
            response.header("X-None", &None::<i64>);
            response.json("*/*", &[1]);
        });
        assert_eq!(response.status(), StatusCode::CREATED);
        assert_eq!(response.headers()["x-tags"], "a,b");
        assert!(!response.headers().contains_key("x-none"));
        assert_eq!(response.headers()["content-type"], "application/json");
        assert_eq!(response.body().as_bytes().unwrap(), "[1]");
    }
}
