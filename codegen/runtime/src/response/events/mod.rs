//! Server-sent events, as the HTML standard describes them (section 9.2.6, "Interpreting an event stream"): `parser` parses
//! the lines of each event, `raw_event` reads it into its type.

mod event;
mod parser;
mod raw_event;

pub use event::{Event, EventId, EventShape};

use crate::transport::stream::{ByteStream, StreamError};
use futures_core::Stream;
use parser::Parser;
use raw_event::RawEvent;
use serde::de::DeserializeOwned;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// The data by which many services mark the end of the stream.
const DONE: &str = "[DONE]";

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
    parser: Parser,
    shape: EventShape,
    item: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> EventStream<T> {
    /// The events of a response.
    #[must_use]
    pub fn new(stream: ByteStream, shape: EventShape) -> Self {
        Self { parser: Parser::new(stream), shape, item: PhantomData }
    }

    /// Sets the largest size of an event, in bytes. Default: 16 MiB. A larger one ends the stream.
    #[must_use]
    pub const fn limit(mut self, bytes: usize) -> Self {
        self.parser.lines.limit = bytes;
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
        self.parser.id.as_deref()
    }

    /// How long to wait before reconnecting, if the service states it.
    #[must_use]
    pub const fn retry(&self) -> Option<Duration> {
        self.parser.retry
    }

    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Event<T>, StreamError>>> {
        self.parser.poll_next(cx).map(|event| match event? {
            Ok(RawEvent { data, .. }) if data == DONE => {
                self.parser.end();
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
        f.debug_struct("EventStream").field("last_event_id", &self.parser.id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::stream::testing::{block_on, byte_stream};
    use serde::Deserialize;
    use serde_json::{Value, json};

    fn events(pieces: &[&[u8]]) -> Vec<RawEvent> {
        let mut parser = Parser::new(byte_stream(pieces));
        let mut found = Vec::new();
        while let Some(event) = block_on(poll_fn(|cx| parser.poll_next(cx))) {
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
