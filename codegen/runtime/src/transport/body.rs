//! Bodies: bytes in memory, or a stream of bytes.

use crate::BoxError;
use crate::transport::stream::{ByteStream, StreamError, from_fallible};
#[cfg(any(feature = "hyper", feature = "reqwest", feature = "blocking", feature = "service"))]
use crate::{TransportError, TransportErrorKind};
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

/// Shorter parts of a body are concatenated rather than sent one by one.
const SHORT: usize = 64 * 1024;

/// The body of a request, or of a response before it is read.
///
/// Created from bytes, or from a stream that is never in memory as a whole. Cheap to clone. Clones of a body made from a
/// stream share it: the first that is sent consumes it.
///
/// ```
/// use specwright_runtime::Body;
///
/// let body = Body::from("hello");
/// assert_eq!(body.length(), Some(5));
/// assert!(body.is_replayable());
/// ```
#[derive(Clone)]
pub struct Body {
    inner: Inner,
}

#[derive(Clone)]
enum Inner {
    Whole(Bytes),
    /// Concatenated bodies.
    Chain(Arc<[Body]>),
    Once(Arc<Mutex<Option<ByteStream>>>, Option<u64>),
    Anew(Arc<dyn Fn() -> ByteStream + Send + Sync>, Option<u64>),
}

impl Body {
    /// No bytes.
    #[must_use]
    pub const fn empty() -> Self {
        Self { inner: Inner::Whole(Bytes::new()) }
    }

    /// Creates a body from a stream, which can be sent once. See also [`from_file`](Self::from_file) and
    /// [`from_reader`](Self::from_reader).
    pub fn stream<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        let stream = ByteStream::new(from_fallible(stream));
        Self { inner: Inner::Once(Arc::new(Mutex::new(Some(stream))), None) }
    }

    /// Creates a body from a function that makes a new stream each time that the body is sent, for example by opening a
    /// file again.
    pub fn streams<F, S, B, E>(make: F) -> Self
    where
        F: Fn() -> S + Send + Sync + 'static,
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        Self { inner: Inner::Anew(Arc::new(move || ByteStream::new(from_fallible(make()))), None) }
    }

    /// Sets the length of a stream, for `Content-Length`: a request fails if its stream has another length. The lengths of
    /// other bodies are known.
    #[must_use]
    pub fn with_length(mut self, bytes: u64) -> Self {
        if let Inner::Once(_, length) | Inner::Anew(_, length) = &mut self.inner {
            *length = Some(bytes);
        }
        self
    }

    /// Concatenates several bodies.
    #[must_use]
    pub fn chain(bodies: impl IntoIterator<Item = Self>) -> Self {
        let mut chain = Chain::default();
        bodies.into_iter().for_each(|body| chain.push(body));
        chain.finish()
    }

    /// The length in bytes, if it is known before sending.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.inner {
            Inner::Whole(bytes) => Some(bytes.len() as u64),
            Inner::Chain(bodies) => bodies.iter().map(Self::length).sum(),
            Inner::Once(_, length) | Inner::Anew(_, length) => *length,
        }
    }

    /// Whether it is known to be empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length() == Some(0)
    }

    /// Whether it can be sent again, for a retry or a redirect.
    #[must_use]
    pub fn is_replayable(&self) -> bool {
        match &self.inner {
            Inner::Whole(_) | Inner::Anew(..) => true,
            Inner::Chain(bodies) => bodies.iter().all(Self::is_replayable),
            Inner::Once(..) => false,
        }
    }

    /// The bytes, if they are in memory in one piece.
    #[must_use]
    pub const fn as_bytes(&self) -> Option<&Bytes> {
        match &self.inner {
            Inner::Whole(bytes) => Some(bytes),
            Inner::Chain(_) | Inner::Once(..) | Inner::Anew(..) => None,
        }
    }

    /// Converts to a stream of bytes. If the stream was consumed already, it returns an error.
    #[must_use]
    pub fn into_stream(self) -> ByteStream {
        match self.inner {
            Inner::Whole(bytes) => ByteStream::from(bytes),
            Inner::Chain(bodies) => {
                ByteStream::new(Box::pin(Chained { bodies: bodies.to_vec().into(), current: None }))
            }
            Inner::Once(stream, _) => {
                let stream = stream.lock().unwrap_or_else(PoisonError::into_inner).take();
                stream.unwrap_or_else(|| ByteStream::failing("the stream of this body was sent already"))
            }
            Inner::Anew(make, _) => make(),
        }
    }

    /// All bytes.
    ///
    /// # Errors
    /// When the stream fails.
    pub async fn bytes(self) -> Result<Bytes, StreamError> {
        self.into_stream().bytes().await
    }
}

/// The rest of the length of an outgoing body, if it is stated.
#[cfg(any(feature = "hyper", feature = "reqwest", feature = "blocking", feature = "service"))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Remaining(pub(crate) Option<u64>);

#[cfg(any(feature = "hyper", feature = "reqwest", feature = "blocking", feature = "service"))]
impl Remaining {
    /// Checks the next piece, or the end, against the stated length, which has been sent already: with too few bytes a server
    /// would wait, and with too many it would take the truncated body for the whole.
    pub(crate) fn after(
        &mut self,
        piece: Option<Result<Bytes, TransportError>>,
    ) -> Option<Result<Bytes, TransportError>> {
        let broken = |what| Some(Err(TransportError::new(TransportErrorKind::Body, what)));
        match (&mut self.0, piece) {
            (Some(1..), None) => broken("the stream for the request is shorter than its stated length"),
            (Some(remaining), Some(Ok(piece))) => match remaining.checked_sub(piece.len() as u64) {
                Some(rest) => {
                    *remaining = rest;
                    Some(Ok(piece))
                }
                None => broken("the stream for the request is longer than its stated length"),
            },
            (_, piece) => piece,
        }
    }
}

#[derive(Default)]
struct Chain {
    bodies: Vec<Body>,
    short: BytesMut,
}

impl Chain {
    fn push(&mut self, body: Body) {
        match body.inner {
            Inner::Whole(bytes) if bytes.len() < SHORT => self.short.extend_from_slice(&bytes),
            _ => {
                self.flush();
                self.bodies.push(body);
            }
        }
    }

    fn flush(&mut self) {
        if !self.short.is_empty() {
            self.bodies.push(Body::from(self.short.split().freeze()));
        }
    }

    fn finish(mut self) -> Body {
        self.flush();
        match <[Body; 1]>::try_from(self.bodies) {
            Ok([body]) => body,
            Err(bodies) if bodies.is_empty() => Body::empty(),
            Err(bodies) => Body { inner: Inner::Chain(bodies.into()) },
        }
    }
}

/// The concatenated streams of several bodies.
struct Chained {
    bodies: VecDeque<Body>,
    current: Option<ByteStream>,
}

impl Stream for Chained {
    type Item = <ByteStream as Stream>::Item;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if self.current.is_none() {
                self.current = self.bodies.pop_front().map(Body::into_stream);
            }
            let Some(current) = &mut self.current else { return Poll::Ready(None) };
            match Pin::new(current).poll_next(cx) {
                Poll::Ready(None) => self.current = None,
                other => return other,
            }
        }
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::empty()
    }
}

/// Shows only the length: a request may contain secrets.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length() {
            Some(length) => write!(f, "Body({length} bytes)"),
            None => f.write_str("Body(a stream)"),
        }
    }
}

/// Compares bytes in memory. A stream is never equal.
impl PartialEq<str> for Body {
    fn eq(&self, other: &str) -> bool {
        self.as_bytes().is_some_and(|bytes| bytes == other)
    }
}

/// Compares bytes in memory. A stream is never equal.
impl PartialEq<&str> for Body {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self { inner: Inner::Whole(bytes) }
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(Bytes::from(bytes))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self::from(Bytes::from(text))
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Self::from(Bytes::from_static(text.as_bytes()))
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Self {
        Self::from(Bytes::from_static(bytes))
    }
}

impl<const N: usize> From<&'static [u8; N]> for Body {
    fn from(bytes: &'static [u8; N]) -> Self {
        Self::from(Bytes::from_static(bytes))
    }
}

/// The stream of a response can be sent in a request.
impl From<ByteStream> for Body {
    fn from(stream: ByteStream) -> Self {
        Self { inner: Inner::Once(Arc::new(Mutex::new(Some(stream))), None) }
    }
}

/// A body with its media type, for operations with a range of media types such as `image/*`.
///
/// ```
/// use specwright_runtime::TypedBody;
///
/// let picture = TypedBody::new("image/png", b"\x89PNG");
/// assert_eq!(picture.media_type(), "image/png");
/// ```
#[derive(Debug, Clone)]
pub struct TypedBody {
    media_type: String,
    body: Body,
}

impl TypedBody {
    /// Creates a body with a media type, such as `image/png`.
    pub fn new(media_type: impl Into<String>, body: impl Into<Body>) -> Self {
        Self { media_type: media_type.into(), body: body.into() }
    }

    /// The media type.
    #[must_use]
    pub fn media_type(&self) -> &str {
        &self.media_type
    }

    /// The body.
    #[must_use]
    pub const fn body(&self) -> &Body {
        &self.body
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::stream::testing::{block_on, pieces};

    fn collected(body: Body) -> Result<Bytes, String> {
        block_on(body.bytes()).map_err(|error| error.to_string())
    }

    #[test]
    fn short_body_parts_are_joined() {
        let body = Body::chain([Body::from("a"), Body::empty(), Body::from("bc")]);
        assert_eq!(body, "abc");
        assert!(Body::chain([]).is_empty());
    }

    #[test]
    fn streams_are_sent_only_once() {
        let body = Body::chain([Body::from("a"), Body::stream(pieces(&["b", "c"])).with_length(2), Body::from("d")]);
        assert_eq!((body.length(), body.is_replayable()), (Some(4), false));
        assert_eq!(collected(body.clone()).unwrap(), "abcd");
        assert!(collected(body).unwrap_err().contains("sent already"));
    }

    #[test]
    fn restartable_streams_are_resent() {
        let body = Body::streams(|| pieces(&["b", "c"]));
        assert_eq!((body.length(), body.is_replayable()), (None, true));
        assert_eq!(collected(body.clone()).unwrap(), "bc");
        assert_eq!(collected(body).unwrap(), "bc");
    }

    #[test]
    fn long_body_parts_are_not_copied() {
        let long = Bytes::from(vec![0; SHORT]);
        let body = Body::chain([Body::from("a"), Body::from(long), Body::from("b")]);
        assert_eq!((body.length(), body.as_bytes()), (Some(SHORT as u64 + 2), None));
        assert!(body.is_replayable());
    }
}
