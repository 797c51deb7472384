//! Streamed response bodies.

use crate::json::decode::Mismatch;
use crate::json::excerpt;
use crate::{BoxError, TransportError, TransportErrorKind};
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A boxed stream of bytes.
pub(crate) type BoxStream = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// A stream of bytes. A `Stream`, which can also be used without extension traits:
///
/// ```no_run
/// # use specwright_runtime::{ByteStream, StreamError};
/// # async fn save(mut download: ByteStream) -> Result<(), StreamError> {
/// while let Some(piece) = download.next().await {
///     println!("{} bytes", piece?.len());
/// }
/// # Ok(())
/// # }
/// ```
pub struct ByteStream {
    pieces: Option<BoxStream>,
}

impl ByteStream {
    pub(crate) fn new(pieces: BoxStream) -> Self {
        Self { pieces: Some(pieces) }
    }

    pub(crate) fn failing(reason: &'static str) -> Self {
        let error = TransportError::new(TransportErrorKind::Other, reason);
        Self::new(Box::pin(Ready(Some(Err(error)))))
    }

    /// The next bytes, never empty; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes, TransportError>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Collects all remaining bytes, without a limit.
    ///
    /// # Errors
    /// [`StreamError::Transport`] when the stream fails.
    pub async fn bytes(self) -> Result<Bytes, StreamError> {
        self.bytes_up_to(usize::MAX).await
    }

    /// Collects all remaining bytes, at most `limit`.
    ///
    /// # Errors
    /// [`StreamError::Transport`] when the stream fails, [`StreamError::TooLarge`] when there are more bytes.
    pub async fn bytes_up_to(self, limit: usize) -> Result<Bytes, StreamError> {
        let (bytes, rest) = self.split_at(limit).await?;
        if rest { Err(StreamError::TooLarge { limit }) } else { Ok(bytes) }
    }

    /// The first `limit` bytes, and whether there are more.
    pub(crate) async fn split_at(mut self, limit: usize) -> Result<(Bytes, bool), TransportError> {
        let Some(first) = self.next().await.transpose()? else { return Ok((Bytes::new(), false)) };
        let Some(second) = self.next().await.transpose()? else {
            let more = first.len() > limit;
            return Ok((first.slice(..first.len().min(limit)), more));
        };
        let mut bytes = BytesMut::from(first);
        bytes.extend_from_slice(&second);
        while bytes.len() <= limit {
            let Some(piece) = self.next().await.transpose()? else { return Ok((bytes.freeze(), false)) };
            bytes.extend_from_slice(&piece);
        }
        bytes.truncate(limit);
        Ok((bytes.freeze(), true))
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let Some(pieces) = &mut self.pieces else { return Poll::Ready(None) };
            match pieces.as_mut().poll_next(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(piece))) if piece.is_empty() => {}
                Poll::Ready(Some(Ok(piece))) => return Poll::Ready(Some(Ok(piece))),
                // A stream ends after an error: many streams must not be polled again.
                Poll::Ready(last) => {
                    self.pieces = None;
                    return Poll::Ready(last);
                }
            }
        }
    }
}

/// Makes a stream a request body for libraries based on hyper.
impl http_body::Body for ByteStream {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, TransportError>>> {
        self.poll_next(cx).map(|piece| piece.map(|piece| piece.map(http_body::Frame::data)))
    }
}

impl From<Bytes> for ByteStream {
    fn from(bytes: Bytes) -> Self {
        Self::new(Box::pin(Ready(Some(Ok(bytes)))))
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").finish_non_exhaustive()
    }
}

/// A stream of one item.
struct Ready(Option<Result<Bytes, TransportError>>);

impl Stream for Ready {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take())
    }
}

/// Converts a caller's stream.
pub(crate) fn from_fallible<S, B, E>(stream: S) -> BoxStream
where
    S: Stream<Item = Result<B, E>> + Send + 'static,
    B: Into<Bytes>,
    E: Into<BoxError>,
{
    Box::pin(Fallible(Box::pin(stream)))
}

struct Fallible<S>(Pin<Box<S>>);

impl<S, B, E> Stream for Fallible<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let convert = |item: Result<B, E>| match item {
            Ok(piece) => Ok(piece.into()),
            Err(error) => Err(TransportError::new(TransportErrorKind::Body, error)),
        };
        self.0.as_mut().poll_next(cx).map(|item| item.map(convert))
    }
}

/// Why a streamed response failed, or why one of its pieces cannot be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// The transport failed. This ends the stream.
    Transport(TransportError),
    /// A piece does not match the document. Others may follow.
    Decode(Box<ItemError>),
    /// The destination cannot be written to. This ends the stream.
    Write(std::io::Error),
    /// A piece, or the whole stream, is larger than allowed. This ends the stream.
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
}

/// A piece of a response that does not match the document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ItemError {
    /// The JSON path of the mismatch, such as `$.choices[0].delta`; `$` for the whole piece.
    pub path: String,
    /// What was expected.
    pub message: String,
    /// The actual value: an excerpt of at most 80 characters. `None` if the piece is empty.
    pub found: Option<String>,
    /// The piece as received.
    pub text: String,
}

impl StreamError {
    pub(crate) fn mismatch(text: &str, Mismatch { path, message }: Mismatch) -> Self {
        let found = excerpt::at(text.as_bytes(), &path);
        Self::Decode(Box::new(ItemError { path, message, found, text: text.to_owned() }))
    }
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::Write(error) => write!(f, "the response cannot be written: {error}"),
            Self::TooLarge { limit } => write!(f, "larger than {limit} bytes"),
        }
    }
}

impl fmt::Display for ItemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [path, message] = [&self.path, &self.message].map(|text| excerpt::line(text, excerpt::BODY));
        write!(f, "a piece of the response is not as documented: at {path}: {message}")?;
        self.found.as_ref().map_or(Ok(()), |found| write!(f, "; found {found}"))
    }
}

impl StdError for StreamError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::Write(error) => Some(error),
            Self::Decode(_) | Self::TooLarge { .. } => None,
        }
    }
}

impl StdError for ItemError {}

impl From<TransportError> for StreamError {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use super::*;
    use std::collections::VecDeque;
    use std::convert::Infallible;
    use std::pin::pin;
    use std::task::Waker;

    /// A stream of these pieces, pending before each.
    pub(crate) struct Pieces(VecDeque<Bytes>, bool);

    pub(crate) fn pieces<T: AsRef<[u8]> + ?Sized>(pieces: &[&T]) -> Pieces {
        Pieces(pieces.iter().map(|piece| Bytes::copy_from_slice(piece.as_ref())).collect(), false)
    }

    impl Stream for Pieces {
        type Item = Result<Bytes, Infallible>;

        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            self.1 = !self.1;
            if self.1 { Poll::Pending } else { Poll::Ready(self.0.pop_front().map(Ok)) }
        }
    }

    /// For futures that need no external events.
    pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
        let mut future = pin!(future);
        let mut cx = Context::from_waker(Waker::noop());
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
                return output;
            }
        }
    }

    pub(crate) fn byte_stream<T: AsRef<[u8]> + ?Sized>(all: &[&T]) -> ByteStream {
        ByteStream::new(from_fallible(pieces(all)))
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{block_on, byte_stream};
    use super::*;

    #[test]
    fn bytes_are_collected_up_to_a_limit() {
        let up_to = |limit| block_on(byte_stream(&["ab", "", "c", "de"]).bytes_up_to(limit));
        assert_eq!(up_to(5).unwrap(), "abcde");
        assert!(matches!(up_to(4), Err(StreamError::TooLarge { limit: 4 })));
        assert!(matches!(up_to(0), Err(StreamError::TooLarge { limit: 0 })));
        let one = |limit| block_on(byte_stream(&["abc"]).bytes_up_to(limit));
        assert_eq!(one(3).unwrap(), "abc");
        assert!(one(2).is_err());
        assert_eq!(block_on(byte_stream::<str>(&[]).bytes()).unwrap(), "");
    }

    #[test]
    fn the_beginning_of_an_oversized_body_is_kept() {
        let (start, more) = block_on(byte_stream(&["ab", "cd", "ef"]).split_at(3)).unwrap();
        assert_eq!((&start[..], more), (&b"abc"[..], true));
    }
}
