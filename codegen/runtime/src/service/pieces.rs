//! Streamed response bodies, whose pieces have a documented type: JSON Lines, server-sent events, and multipart bodies.

use crate::json::{self, scan};
use crate::request::argument::Argument;
use crate::request::multipart::boundary;
use crate::syntax::media_type;
use crate::{Body, EventShape, Violation};
use futures_core::Stream;
use serde::Serialize;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A streamed body: events, JSON values, one per line, or parts of a multipart body.
///
/// ```
/// use specwright_runtime::service::Pieces;
///
/// let all_at_once: Pieces<i64> = Pieces::from(vec![1, 2, 3]);
/// let as_they_come = Pieces::new(futures_util::stream::iter(["a", "b"]));
/// # let _ = (all_at_once, as_they_come);
/// ```
pub struct Pieces<T>(Pin<Box<dyn Stream<Item = T> + Send>>);

impl<T> Pieces<T> {
    /// Creates a body from a stream of pieces.
    pub fn new(stream: impl Stream<Item = T> + Send + 'static) -> Self {
        Self(Box::pin(stream))
    }
}

impl<T: Send + Unpin + 'static> From<Vec<T>> for Pieces<T> {
    fn from(pieces: Vec<T>) -> Self {
        Self::new(futures_util::stream::iter(pieces))
    }
}

impl<T> fmt::Debug for Pieces<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pieces(..)")
    }
}

/// Each piece as it is sent.
struct Encoded<T> {
    pieces: Pieces<T>,
    encode: Encode<T>,
}

type Encode<T> = Box<dyn Fn(&T) -> Result<String, Violation> + Send>;

impl<T> Stream for Encoded<T> {
    type Item = Result<String, std::io::Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { pieces, encode } = self.get_mut();
        let encode = |piece: T| encode(&piece).map_err(|violation| std::io::Error::other(violation.reason));
        pieces.0.as_mut().poll_next(cx).map(|piece| piece.map(encode))
    }
}

impl<T: Serialize + 'static> Pieces<T> {
    /// JSON Lines or, by the media type, a JSON text sequence (RFC 7464).
    pub(crate) fn into_lines(self, media_type: &str) -> Body {
        let name = media_type::essence(media_type).to_ascii_lowercase();
        let is_sequence = name == "application/json-seq" || name.ends_with("+json-seq");
        let start = if is_sequence { "\u{1e}" } else { "" };
        self.into_body(move |piece| Ok(format!("{start}{}\n", json::text(piece)?)))
    }

    /// Server-sent events.
    pub(crate) fn into_events(self, shape: EventShape) -> Body {
        self.into_body(move |piece| event(piece, shape))
    }

    /// Parts without names, each of this media type. Returns the parameter of the `Content-Type` with the boundary too.
    pub(crate) fn into_parts(self, media_type: &'static str) -> (String, Body) {
        let boundary = boundary();
        let start = format!("--{boundary}\r\nContent-Type: {media_type}\r\n\r\n");
        let is_json = media_type::is_json(media_type);
        let parts = self.into_body(move |piece| {
            let json = json::text(piece)?;
            let content = if is_json { json } else { plain(&json)? };
            Ok(format!("{start}{content}\r\n"))
        });
        let end = Body::from(format!("--{boundary}--\r\n"));
        (format!("; boundary={boundary}"), Body::chain(vec![parts, end]))
    }

    fn into_body(self, encode: impl Fn(&T) -> Result<String, Violation> + Send + 'static) -> Body {
        Body::stream(Encoded { pieces: self, encode: Box::new(encode) })
    }
}

/// An event in the form that [`EventStream`](crate::EventStream) reads.
fn event<T: Serialize>(piece: &T, shape: EventShape) -> Result<String, Violation> {
    let json = json::text(piece)?;
    let mut text = String::new();
    match shape {
        EventShape::Json | EventShape::JsonOrText => push_field(&mut text, "data", &json),
        EventShape::Text => push_field(&mut text, "data", &plain(&json)?),
        EventShape::Event(_) | EventShape::EventWithText(_) | EventShape::EventWithTextOrJson(_) => {
            let members = scan::members(&json).map_err(|error| error.to_string())?;
            for (name, value) in members {
                let json = value.get();
                match name.as_str() {
                    "data" if matches!(shape, EventShape::Event(_)) => push_field(&mut text, "data", json),
                    "data" | "event" | "id" | "retry" if json != "null" => push_field(&mut text, &name, &plain(json)?),
                    _ => {}
                }
            }
        }
    }
    text.push('\n');
    Ok(text)
}

/// A string without its quotes; anything else as JSON.
fn plain(json: &str) -> Result<String, Violation> {
    let value = Argument::parse(json)?;
    Ok(value.as_text().map_or_else(|| json.to_owned(), std::borrow::Cow::into_owned))
}

/// A field for each line.
fn push_field(text: &mut String, name: &str, value: &str) {
    for line in value.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line).replace('\r', " ");
        text.extend([name, ": ", &line, "\n"]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::stream::testing::block_on;
    use crate::{EventId, EventStream, JsonLines, PartStream};
    use serde_json::{Value, json};

    fn text(body: Body) -> String {
        String::from_utf8(block_on(body.bytes()).unwrap().to_vec()).unwrap()
    }

    #[test]
    fn written_lines_are_read_back() {
        let pieces = vec![json!({ "a": "b\nc" }), json!(1)];
        let body = Pieces::from(pieces.clone()).into_lines("application/x-ndjson");
        let mut lines = JsonLines::<Value>::new(body.into_stream());
        let read = block_on(async { vec![lines.next().await.unwrap().unwrap(), lines.next().await.unwrap().unwrap()] });
        assert_eq!(read, pieces);
        assert_eq!(text(Pieces::from(vec![1]).into_lines("application/json-seq")), "\u{1e}1\n");
    }

    #[test]
    fn written_parts_are_read_back() {
        for (media_type, pieces) in [
            ("application/json", vec![json!({ "a": "\r\n--b" }), json!("text"), json!(1)]),
            ("text/plain", vec![json!("two\r\nlines"), json!("5"), json!("")]),
        ] {
            let (parameter, body) = Pieces::from(pieces.clone()).into_parts(media_type);
            let boundary = parameter.strip_prefix("; boundary=").unwrap().to_owned();
            let mut parts = PartStream::<Value>::new(body.into_stream(), &boundary, media_type);
            let mut read = Vec::new();
            while let Some(part) = block_on(parts.next()) {
                read.push(part.unwrap());
            }
            assert_eq!(read, pieces);
        }
    }

    #[test]
    fn written_events_are_read_back() {
        let event = EventShape::Event;
        for (shape, piece) in [
            (EventShape::Json, json!({ "a": [1, "two\nlines"] })),
            (EventShape::Text, json!("two\nlines")),
            (EventShape::JsonOrText, json!("5")),
            (event(EventId::Text), json!({ "data": { "a": 1 }, "event": "created", "id": "7", "retry": 10 })),
            (event(EventId::Integer), json!({ "data": { "a": 1 }, "id": 7 })),
            (EventShape::EventWithText(EventId::Text), json!({ "data": "5\n6", "event": "created" })),
            (EventShape::EventWithTextOrJson(EventId::Text), json!({ "data": { "a": 1 }, "event": "created" })),
        ] {
            let body = Pieces::from(vec![piece.clone()]).into_events(shape);
            let mut events = EventStream::<Value>::new(body.into_stream(), shape);
            let read = block_on(async { events.next().await.unwrap().unwrap() });
            assert_eq!(read, piece, "{shape:?}");
        }
    }
}
