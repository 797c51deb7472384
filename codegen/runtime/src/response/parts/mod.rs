//! Multipart responses (RFC 2046, section 5.1), part by part: `splitter` finds the parts, and `part` reads them.

mod part;
mod splitter;

pub use part::{FromPart, ReceivedPart};

use crate::transport::stream::{ByteStream, StreamError};
use futures_core::Stream;
use splitter::Splitter;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

/// The parts of a multipart response as they come, each read into a `T`; without a documented type, a [`ReceivedPart`].
///
/// A part that does not match is an error in its place, and others follow. A response that ends before its last boundary is
/// an error at its end.
///
/// ```no_run
/// # use specwright_runtime::{PartStream, StreamError};
/// # async fn print(mut parts: PartStream) -> Result<(), StreamError> {
/// while let Some(part) = parts.next().await {
///     let part = part?;
///     println!("{:?}: {} bytes", part.media_type(), part.bytes().len());
/// }
/// # Ok(())
/// # }
/// ```
pub struct PartStream<T = ReceivedPart> {
    splitter: Splitter,
    documented: &'static str,
    item: PhantomData<fn() -> T>,
}

impl<T: FromPart> PartStream<T> {
    /// The parts between lines of a boundary. `documented` is the media type of a part according to the document.
    #[must_use]
    pub fn new(stream: ByteStream, boundary: &str, documented: &'static str) -> Self {
        Self { splitter: Splitter::new(stream, boundary), documented, item: PhantomData }
    }

    /// Sets the largest size of a part, in bytes. Default: 16 MiB. A larger one ends the stream.
    #[must_use]
    pub const fn limit(mut self, bytes: usize) -> Self {
        self.splitter.limit = bytes;
        self
    }

    /// The next part; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<T, StreamError>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<T: FromPart> Stream for PartStream<T> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let part = self.splitter.poll_next(cx);
        part.map(|part| part.map(|part| T::from_part(ReceivedPart::new(part?), self.documented)))
    }
}

impl<T> fmt::Debug for PartStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PartStream").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TransportErrorKind;
    use crate::transport::stream::testing::{block_on, byte_stream};
    use serde_json::{Value, json};

    const BODY: &str = "preamble\r\n--b \r\nContent-Type: application/json\r\n\r\n{ \"a\": [1] }\r\n--b\r\n\
                        content-disposition: form-data; name=\"n\"; filename=\"f.txt\"\r\nX: 1\r\n\r\n\r\n--c\r\n\r\n--b\r\n\r\n7\r\n--b--\r\nepilogue";

    fn all<T: FromPart>(mut parts: PartStream<T>) -> Vec<Result<T, StreamError>> {
        let mut found = Vec::new();
        while let Some(part) = block_on(parts.next()) {
            found.push(part);
        }
        found
    }

    fn stream<T: FromPart>(text: &str, documented: &'static str) -> PartStream<T> {
        PartStream::new(byte_stream(&[text]), "b", documented)
    }

    #[test]
    fn parts_do_not_depend_on_chunk_boundaries() {
        let whole: Vec<ReceivedPart> = all(stream(BODY, "")).into_iter().map(Result::unwrap).collect();
        assert_eq!(whole.len(), 3);
        assert_eq!(whole[0].json::<Value>().unwrap(), json!({ "a": [1] }));
        assert_eq!((whole[1].name().as_deref(), whole[1].file_name().as_deref()), (Some("n"), Some("f.txt")));
        assert_eq!((whole[1].header("x"), whole[1].text().unwrap().as_str()), (Some("1"), "\r\n--c\r\n"));
        assert_eq!((whole[2].media_type(), whole[2].headers().count(), &whole[2].bytes()[..]), (None, 0, &b"7"[..]));
        for at in 0..=BODY.len() {
            let (first, second) = BODY.as_bytes().split_at(at);
            let split = all(PartStream::new(byte_stream(&[first, second]), "b", ""));
            assert_eq!(split.into_iter().map(Result::unwrap).collect::<Vec<ReceivedPart>>(), whole, "split at {at}");
        }
        let each: Vec<&[u8]> = BODY.as_bytes().chunks(1).collect();
        assert_eq!(all(PartStream::<ReceivedPart>::new(byte_stream(&each), "b", "")).len(), 3);
    }

    #[test]
    fn parts_are_read_by_their_media_type_or_the_documented_one() {
        let read = |media_type: &str, text: &str, documented| {
            let head = if media_type.is_empty() { String::new() } else { format!("Content-Type: {media_type}\r\n") };
            let body = format!("--b\r\n{head}\r\n{text}\r\n--b--");
            all::<Value>(stream(&body, documented)).pop().unwrap()
        };
        let json = "application/json";
        assert_eq!(read(json, "[1]", "text/plain").unwrap(), json!([1]));
        assert_eq!(read("", "[1]", json).unwrap(), json!([1]));
        assert_eq!(read("text/plain", "[1]", json).unwrap(), json!([1]));
        assert_eq!(read("", "[1]", "text/plain").unwrap(), json!("[1]"));
        let error = read(json, "[1", json).unwrap_err().to_string();
        assert!(error.starts_with("a piece of the response is not as documented: at $"), "{error}");
        let text =
            |text: &str| all::<String>(stream(&format!("--b\r\n\r\n{text}\r\n--b--"), "text/plain")).pop().unwrap();
        assert_eq!(text("\"a\"").unwrap(), "\"a\"");
    }

    #[test]
    fn a_mismatch_does_not_end_the_stream() {
        let body = "--b\r\n\r\nx\r\n--b\r\n\r\n2\r\n--b--";
        let found: Vec<Option<i64>> = all(stream(body, "application/json")).into_iter().map(Result::ok).collect();
        assert_eq!(found, [None, Some(2)]);
    }

    #[test]
    fn an_incomplete_response_is_an_error_at_its_end() {
        for (body, complete) in [("--b\r\n\r\n1\r\n--b\r\n\r\n2", 1), ("--b\r\n\r\n1\r\n--b", 1), ("", 0), ("--c--", 0)]
        {
            let mut found = all(stream::<i64>(body, "application/json"));
            let error = found.pop().unwrap().unwrap_err();
            assert!(matches!(error, StreamError::Transport(error) if error.kind() == TransportErrorKind::Body));
            assert_eq!(found.into_iter().filter_map(Result::ok).count(), complete, "{body:?}");
        }
        assert_eq!(all(stream::<i64>("--b--", "application/json")).len(), 0);
    }

    #[test]
    fn the_size_of_parts_is_limited() {
        let mut parts = stream::<i64>("--b\r\n\r\n1\r\n--b\r\n\r\n2222222222222222222", "application/json").limit(16);
        assert_eq!(block_on(parts.next()).unwrap().unwrap(), 1);
        assert!(matches!(block_on(parts.next()), Some(Err(StreamError::TooLarge { limit: 16 }))));
        assert!(block_on(parts.next()).is_none());
    }
}
