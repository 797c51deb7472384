//! From the lines of a stream to its events.

use super::raw_event::RawEvent;
use crate::response::records::{Delimiter, Records};
use crate::transport::stream::{ByteStream, StreamError};
use std::task::{Context, Poll};
use std::time::Duration;

/// Parses the lines of a stream into events.
#[derive(Debug)]
pub(super) struct Parser {
    pub(super) lines: Records,
    first: bool,
    data: Option<String>,
    event: Option<String>,
    /// The last id that was sent.
    pub(super) id: Option<String>,
    /// The last `retry` that was sent.
    pub(super) retry: Option<Duration>,
    /// The `retry` of the event that is being read.
    own_retry: Option<Duration>,
}

impl Parser {
    pub(super) fn new(stream: ByteStream) -> Self {
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

    pub(super) fn end(&mut self) {
        self.lines.end();
    }

    pub(super) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<RawEvent, StreamError>>> {
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
