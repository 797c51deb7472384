//! Server-sent events, as the HTML standard describes them (section 9.2.6, "Interpreting an event stream").

use crate::json::decode::{self, Mismatch};
use crate::response::records::{Delimiter, Records};
use crate::transport::stream::{ByteStream, StreamError};
use futures_core::Stream;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// The data by which many services mark the end of the stream.
const DONE: &str = "[DONE]";

/// What the schema of an event describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventShape {
    /// Its data, which is JSON.
    Json,
    /// Its data, which is text.
    Text,
    /// Its data, without a schema: JSON, or else a string.
    JsonOrText,
    /// The event: an object with the properties `data`, `event`, `id` and `retry`, if they are sent. `data` is JSON, or
    /// else a string.
    Event(EventId),
    /// Like `Event`, but `data` is a string: the text as received.
    EventWithText(EventId),
    /// Like `Event`, but `data` is a string in some events, as received, and JSON in others: the type decides.
    EventWithTextOrJson(EventId),
}

/// The JSON type of the `id` of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventId {
    /// A string, as in the stream.
    Text,
    /// An integer. An id that is not an integer is a string.
    Integer,
    /// A string in some events, and an integer in others: the type decides. A type that accepts both has an integer.
    TextOrInteger,
}

/// A stream of server-sent events, each read into a `T`.
///
/// Ends with the response, or with an event whose data is `[DONE]`. An event that does not match is an error in its
/// place, and others follow. As in the standard, data after the last empty line is ignored.
///
/// ```no_run
/// # use specwright_runtime::{EventStream, StreamError};
/// # async fn print(mut events: EventStream<String>) -> Result<(), StreamError> {
/// while let Some(event) = events.next().await {
///     println!("{}", event?);
/// }
/// # Ok(())
/// # }
/// ```
pub struct EventStream<T> {
    events: Events,
    shape: EventShape,
    item: PhantomData<fn() -> T>,
}

/// A server-sent event with its type and id.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The value that was read from it.
    pub value: T,
    /// Its type; `None` if it was sent without one, which means `message`.
    pub event: Option<String>,
    /// The last id that was sent, with this event or an earlier one.
    pub id: Option<String>,
}

impl<T: DeserializeOwned> EventStream<T> {
    /// The events of a response.
    #[must_use]
    pub fn new(stream: ByteStream, shape: EventShape) -> Self {
        Self { events: Events::new(stream), shape, item: PhantomData }
    }

    /// Sets the largest size of an event, in bytes. Default: 16 MiB. A larger one ends the stream.
    #[must_use]
    pub const fn limit(mut self, bytes: usize) -> Self {
        self.events.lines.limit = bytes;
        self
    }

    /// The next event; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T, StreamError>> {
        self.next_event().await.map(|event| event.map(|event| event.value))
    }

    /// The next event with its type and id; `None` at the end.
    pub async fn next_event(&mut self) -> Option<Result<Event<T>, StreamError>> {
        poll_fn(|cx| self.poll_event(cx)).await
    }

    /// The last id that the service sent. To continue from there, send it as `Last-Event-ID`.
    #[must_use]
    pub fn last_event_id(&self) -> Option<&str> {
        self.events.id.as_deref()
    }

    /// How long to wait before reconnecting, if the service states it.
    #[must_use]
    pub const fn retry(&self) -> Option<Duration> {
        self.events.retry
    }

    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Event<T>, StreamError>>> {
        self.events.poll_next(cx).map(|event| match event? {
            Ok(RawEvent { data, .. }) if data == DONE => {
                self.events.end();
                None
            }
            Ok(raw) => Some(raw.read(self.shape)),
            Err(error) => Some(Err(error)),
        })
    }
}

impl<T: DeserializeOwned> Stream for EventStream<T> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_event(cx).map(|event| event.map(|event| event.map(|event| event.value)))
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").field("last_event_id", &self.events.id).finish_non_exhaustive()
    }
}

/// An event before its data is read.
#[derive(Debug, PartialEq, Eq)]
struct RawEvent {
    data: String,
    event: Option<String>,
    id: Option<String>,
    retry: Option<Duration>,
}

impl RawEvent {
    fn read<T: DeserializeOwned>(self, shape: EventShape) -> Result<Event<T>, StreamError> {
        let value = match shape {
            EventShape::Json => decode::slice(self.data.as_bytes()),
            EventShape::Text => read_text(&self.data),
            EventShape::JsonOrText => {
                decode::slice(self.data.as_bytes()).or_else(|mismatch| read_text(&self.data).map_err(|_| mismatch))
            }
            EventShape::Event(id) => self.read_whole(id),
            EventShape::EventWithText(id) => self.read_object(id, &json_text(&self.data)),
            EventShape::EventWithTextOrJson(id) => self.read_either(id),
        };
        match value {
            Ok(value) => Ok(Event { value, event: self.event, id: self.id }),
            Err(mismatch) => Err(StreamError::mismatch(&self.data, mismatch)),
        }
    }

    /// Data that is valid JSON may still be meant as text: the type decides.
    fn read_whole<T: DeserializeOwned>(&self, id: EventId) -> Result<T, Mismatch> {
        let text = json_text(&self.data);
        if serde_json::from_str::<&RawValue>(&self.data).is_err() {
            return self.read_object(id, &text);
        }
        self.read_object(id, &self.data).or_else(|mismatch| self.read_object(id, &text).map_err(|_| mismatch))
    }

    /// If the type is a string, it is the text as received, including quotes.
    fn read_either<T: DeserializeOwned>(&self, id: EventId) -> Result<T, Mismatch> {
        if self.data.starts_with('"')
            && let Ok(value) = self.read_object(id, &json_text(&self.data))
        {
            return Ok(value);
        }
        self.read_whole(id)
    }

    fn read_object<T: DeserializeOwned>(&self, id: EventId, data: &str) -> Result<T, Mismatch> {
        let text = self.id.as_deref().map(json_text);
        match (id, self.id.as_deref().filter(|id| is_integer(id))) {
            (EventId::Integer, number @ Some(_)) => self.read_with_id(number, data),
            (EventId::TextOrInteger, number @ Some(_)) => {
                let read = self.read_with_id(number, data);
                read.or_else(|mismatch| self.read_with_id(text.as_deref(), data).map_err(|_| mismatch))
            }
            (EventId::Text, _) | (EventId::Integer | EventId::TextOrInteger, None) => {
                self.read_with_id(text.as_deref(), data)
            }
        }
    }

    fn read_with_id<T: DeserializeOwned>(&self, id: Option<&str>, data: &str) -> Result<T, Mismatch> {
        let event = self.event.as_deref().map(|event| format!(r#""event":{}"#, json_text(event)));
        let members = event.into_iter().chain(id.map(|id| format!(r#""id":{id}"#)));
        let retry = self.retry.map(|retry| format!(r#""retry":{}"#, retry.as_millis()));
        let data = format!(r#""data":{data}"#);
        let members: Vec<String> = members.chain(retry).chain([data]).collect();
        decode::slice(format!("{{{}}}", members.join(",")).as_bytes())
    }
}

fn read_text<T: DeserializeOwned>(text: &str) -> Result<T, Mismatch> {
    decode::slice(json_text(text).as_bytes())
}

/// Whether text is an integer as JSON writes it, of any number of digits.
fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_canonical = digits == "0" || !digits.starts_with('0');
    !digits.is_empty() && is_canonical && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn json_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The events of a stream of lines.
#[derive(Debug)]
struct Events {
    lines: Records,
    first: bool,
    data: Option<String>,
    event: Option<String>,
    id: Option<String>,
    retry: Option<Duration>,
    /// The `retry` of the event that is being read.
    own_retry: Option<Duration>,
}

impl Events {
    fn new(stream: ByteStream) -> Self {
        Self {
            lines: Records::new(stream, Delimiter::LineEnd),
            first: true,
            data: None,
            event: None,
            id: None,
            retry: None,
            own_retry: None,
        }
    }

    fn end(&mut self) {
        self.lines.end();
    }

    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<RawEvent, StreamError>>> {
        loop {
            let line = match self.lines.poll_next(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok((line, true)))) => line,
                // An event that does not end with an empty line is ignored.
                Poll::Ready(Some(Ok((_, false))) | None) => return Poll::Ready(None),
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
            };
            let text = if std::mem::take(&mut self.first) { line.strip_prefix(b"\xEF\xBB\xBF") } else { None };
            let text = String::from_utf8_lossy(text.unwrap_or(&line));
            if text.is_empty() {
                if let Some(event) = self.dispatch() {
                    return Poll::Ready(Some(Ok(event)));
                }
            } else {
                self.field(&text);
            }
            let limit = self.lines.limit;
            if self.data.as_ref().is_some_and(|data| data.len() > limit) {
                self.end();
                return Poll::Ready(Some(Err(StreamError::TooLarge { limit })));
            }
        }
    }

    fn field(&mut self, line: &str) {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "data" => {
                let data = self.data.get_or_insert_default();
                data.push_str(value);
                data.push('\n');
            }
            "event" => self.event = Some(value.to_owned()).filter(|event| !event.is_empty()),
            "id" if !value.contains('\0') => self.id = Some(value.to_owned()).filter(|id| !id.is_empty()),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.own_retry = value.parse().ok().map(Duration::from_millis);
                self.retry = self.own_retry.or(self.retry);
            }
            // A comment begins with a colon. Unknown fields are ignored, according to the standard.
            _ => {}
        }
    }

    /// Ends an event at an empty line; `None` if it has no data.
    fn dispatch(&mut self) -> Option<RawEvent> {
        let (event, retry) = (self.event.take(), self.own_retry.take());
        let mut data = self.data.take()?;
        data.pop();
        Some(RawEvent { data, event, id: self.id.clone(), retry })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::stream::testing::{block_on, byte_stream};
    use serde::Deserialize;
    use serde_json::{Value, json};

    fn events(pieces: &[&[u8]]) -> Vec<RawEvent> {
        let mut events = Events::new(byte_stream(pieces));
        let mut found = Vec::new();
        while let Some(event) = block_on(poll_fn(|cx| events.poll_next(cx))) {
            found.push(event.unwrap());
        }
        found
    }

    fn event(data: &str, event: Option<&str>, id: Option<&str>) -> RawEvent {
        RawEvent { data: data.to_owned(), event: event.map(str::to_owned), id: id.map(str::to_owned), retry: None }
    }

    #[test]
    fn events_do_not_depend_on_chunk_boundaries() {
        let text = "\u{FEFF}: hello\r\ndata: gr\u{fc}n \u{1F600}\r\rdata\ndata\n\nid: 1\r\nevent:add\r\ndata:a\r\ndata:  b\r\n\r\n\
                    event: none\n\nid\ndata: c\n\ndata: lost";
        let expected = [
            event("gr\u{fc}n \u{1F600}", None, None),
            event("\n", None, None),
            event("a\n b", Some("add"), Some("1")),
            event("c", None, None),
        ];
        assert_eq!(events(&[text.as_bytes()]), expected);
        for at in 0..=text.len() {
            let (first, second) = text.as_bytes().split_at(at);
            assert_eq!(events(&[first, second]), expected, "split at {at}");
        }
        let each: Vec<&[u8]> = text.as_bytes().chunks(1).collect();
        assert_eq!(events(&each), expected);
    }

    fn stream<T: DeserializeOwned>(text: &str, shape: EventShape) -> EventStream<T> {
        EventStream::new(byte_stream(&[text]), shape)
    }

    fn all<T: DeserializeOwned>(mut stream: EventStream<T>) -> Vec<Result<T, String>> {
        let mut found = Vec::new();
        while let Some(item) = block_on(stream.next()) {
            found.push(item.map_err(|error| error.to_string()));
        }
        found
    }

    #[test]
    fn invalid_events_are_errors_at_their_position() {
        let text = "data: 1\n\ndata: x\n\ndata: 2\n\ndata: [DONE]\n\ndata: 3\n\n";
        let found = all(stream::<u8>(text, EventShape::Json));
        assert_eq!(found.len(), 3);
        assert_eq!((&found[0], &found[2]), (&Ok(1), &Ok(2)));
        assert!(found[1].as_ref().unwrap_err().contains("found x"), "{found:?}");
    }

    #[test]
    fn data_may_be_text() {
        assert_eq!(all(stream::<String>("data: \"a\ndata: b\n\n", EventShape::Text)), [Ok("\"a\nb".to_owned())]);
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Described {
        data: String,
    }

    #[test]
    fn a_whole_event_is_an_object() {
        let text = "event: a\ndata: {\"x\":1}\nid: 7\nretry: 20\n\ndata: plain\n\n";
        let expected = [
            Ok(json!({ "event": "a", "data": { "x": 1 }, "id": "7", "retry": 20 })),
            Ok(json!({ "data": "plain", "id": "7" })),
        ];
        assert_eq!(all(stream::<Value>(text, EventShape::Event(EventId::Text))), expected);
        let text = "data: 12\n\n";
        assert_eq!(
            all(stream::<Described>(text, EventShape::Event(EventId::Text))),
            [Ok(Described { data: "12".into() })]
        );
    }

    #[test]
    fn string_data_of_events_is_unchanged() {
        for data in ["s", "\"s\"", "{\"n\":1}", "null", "12"] {
            let shape = EventShape::EventWithText(EventId::Text);
            let found = all(stream::<Described>(&format!("id: 1\ndata: {data}\n\n"), shape));
            assert_eq!(found, [Ok(Described { data: data.to_owned() })]);
        }
        let shape = EventShape::EventWithTextOrJson(EventId::Text);
        let either = |data: &str| all(stream::<Value>(&format!("data: {data}\n\n"), shape));
        assert_eq!(either("\"s\""), [Ok(json!({ "data": "\"s\"" }))]);
        assert_eq!(either("{\"n\":1}"), [Ok(json!({ "data": { "n": 1 } }))]);
    }

    #[test]
    fn an_id_has_the_described_type() {
        #[derive(serde::Deserialize, Debug, PartialEq)]
        struct Numbered<T> {
            id: T,
        }
        let text = "id: 42\ndata: 1\n\nid: x\ndata: 1\n\n";
        for id in [EventId::Integer, EventId::TextOrInteger] {
            let numbered = all(stream::<Numbered<i64>>(text, EventShape::Event(id)));
            assert_eq!(numbered.first(), Some(&Ok(Numbered { id: 42 })));
            assert!(numbered.last().is_some_and(Result::is_err));
        }
        for id in [EventId::Text, EventId::TextOrInteger] {
            let named = all(stream::<Numbered<String>>("id: 42\ndata: 1\n\n", EventShape::Event(id)));
            assert_eq!(named, [Ok(Numbered { id: "42".to_owned() })]);
        }
        // A type that accepts both does not decide.
        for (id, expected) in
            [(EventId::Text, json!("42")), (EventId::Integer, json!(42)), (EventId::TextOrInteger, json!(42))]
        {
            let events = all(stream::<Value>("id: 42\ndata: 1\n\n", EventShape::Event(id)));
            assert_eq!(events, [Ok(json!({ "id": expected, "data": 1 }))]);
        }
        for id in ["007", "-", "1.0", "", "-01"] {
            assert!(!is_integer(id), "{id}");
        }
        assert!(is_integer("0") && is_integer("-7") && is_integer("18446744073709551616"));
    }

    #[test]
    fn id_and_retry_are_kept() {
        let mut stream = stream::<u8>("retry: 1500\nid: a\n\nretry: 1x\nid: b\0\ndata: 1\n\n", EventShape::Json);
        let event = block_on(stream.next_event()).unwrap().unwrap();
        assert_eq!((event.id.as_deref(), stream.last_event_id()), (Some("a"), Some("a")));
        assert_eq!(stream.retry(), Some(Duration::from_millis(1500)));
    }

    #[test]
    fn the_size_of_events_is_limited() {
        let endless = "data: aaaa\n".repeat(4);
        let mut one = stream::<String>(&endless, EventShape::Text).limit(12);
        assert!(matches!(block_on(one.next()), Some(Err(StreamError::TooLarge { limit: 12 }))));
        assert!(block_on(one.next()).is_none());
        let line = format!("data: {}", "a".repeat(100));
        let mut one = stream::<String>(&line, EventShape::Text).limit(12);
        assert!(matches!(block_on(one.next()), Some(Err(StreamError::TooLarge { limit: 12 }))));
    }
}
