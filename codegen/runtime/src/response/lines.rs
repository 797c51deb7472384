//! Streams of JSON values: JSON Lines, and JSON text sequences (RFC 7464).

use crate::json::decode;
use crate::response::records::{Delimiter, Records};
use crate::transport::stream::{ByteStream, StreamError};
use bytes::Bytes;
use futures_core::Stream;
use serde::de::DeserializeOwned;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A stream of JSON values, each read into a `T`: `application/jsonl`, `application/x-ndjson`, `application/json-seq`.
///
/// Empty lines are ignored. A value that does not match is an error in its place, and others follow.
///
/// ```no_run
/// # use specwright_runtime::{JsonLines, StreamError, Value};
/// # async fn print(mut lines: JsonLines<Value>) -> Result<(), StreamError> {
/// while let Some(line) = lines.next().await {
///     println!("{}", line?);
/// }
/// # Ok(())
/// # }
/// ```
pub struct JsonLines<T> {
    records: Records,
    item: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> JsonLines<T> {
    /// The lines of a response.
    #[must_use]
    pub fn new(stream: ByteStream) -> Self {
        Self { records: Records::new(stream, Delimiter::LineFeed), item: PhantomData }
    }

    /// The values of a response with the media type `application/json-seq`.
    #[must_use]
    pub fn sequence(stream: ByteStream) -> Self {
        Self { records: Records::new(stream, Delimiter::Separator), item: PhantomData }
    }

    /// Sets the largest size of a value, in bytes. Default: 16 MiB. A larger one ends the stream.
    #[must_use]
    pub const fn limit(mut self, bytes: usize) -> Self {
        self.records.limit = bytes;
        self
    }

    /// The next value; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T, StreamError>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<T: DeserializeOwned> Stream for JsonLines<T> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match self.records.poll_next(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(Some(Ok((text, _)))) if text.trim_ascii().is_empty() => {}
                Poll::Ready(Some(Ok((text, _)))) => return Poll::Ready(Some(read(&text))),
            }
        }
    }
}

fn read<T: DeserializeOwned>(text: &Bytes) -> Result<T, StreamError> {
    decode::slice(text).map_err(|mismatch| StreamError::mismatch(&String::from_utf8_lossy(text), mismatch))
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLines").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::stream::testing::{block_on, byte_stream};
    use serde_json::{Value, json};

    fn all(mut lines: JsonLines<Value>) -> Vec<Option<Value>> {
        let mut found = Vec::new();
        while let Some(item) = block_on(lines.next()) {
            found.push(item.ok());
        }
        found
    }

    #[test]
    fn lines_do_not_depend_on_chunk_boundaries() {
        let text = "{\"a\":\"\u{fc}\"}\r\n\n[1]\nx\n2";
        let expected = [Some(json!({ "a": "\u{fc}" })), Some(json!([1])), None, Some(json!(2))];
        for at in 0..=text.len() {
            let (first, second) = text.as_bytes().split_at(at);
            assert_eq!(all(JsonLines::new(byte_stream(&[first, second]))), expected, "split at {at}");
        }
    }

    #[test]
    fn values_of_a_json_sequence_may_span_lines() {
        let text = "\u{1e}{\n\"a\": 1\n}\n\u{1e}2\n";
        assert_eq!(all(JsonLines::sequence(byte_stream(&[text]))), [Some(json!({ "a": 1 })), Some(json!(2))]);
    }

    #[test]
    fn the_size_of_lines_is_limited() {
        let mut lines = JsonLines::<Value>::new(byte_stream(&["1\n", "22222222"])).limit(4);
        assert_eq!(block_on(lines.next()).unwrap().unwrap(), 1);
        assert!(matches!(block_on(lines.next()), Some(Err(StreamError::TooLarge { limit: 4 }))));
    }
}
