//! Incoming bodies of HTTP libraries.

use crate::{Body, ByteStream, TransportError};
use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::{HeaderMap, Method};
use http_body::{Body as HttpBody, Frame};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// Adds `Content-Length: 0` to a request without a body if its method expects one (RFC 9110, section 8.6): some servers
/// otherwise respond with 411, and hyper omits the header.
pub(crate) fn say_empty(method: &Method, headers: &mut HeaderMap) {
    if matches!(*method, Method::POST | Method::PUT | Method::PATCH) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}

/// The body of a response. `error` converts errors of its library.
pub(crate) fn incoming<B>(body: B, error: fn(B::Error) -> TransportError) -> Body
where
    B: HttpBody<Data = Bytes> + Send + Unpin + 'static,
    B::Error: 'static,
{
    match body.size_hint().exact() {
        Some(0) => Body::empty(),
        length => {
            let body = Body::from(ByteStream::new(Box::pin(Incoming { body: Some(body), error })));
            match length {
                Some(length) => body.with_length(length),
                None => body,
            }
        }
    }
}

/// The body of an incoming response; `None` at its end.
struct Incoming<B: HttpBody> {
    body: Option<B>,
    error: fn(B::Error) -> TransportError,
}

impl<B: HttpBody<Data = Bytes> + Unpin> Stream for Incoming<B> {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(body) = &mut self.body {
            match ready!(Pin::new(&mut *body).poll_frame(cx)).transpose() {
                // Trailers are not part of the body.
                Ok(frame) => match frame.map(Frame::into_data) {
                    Some(Ok(piece)) => {
                        // If its length is known, it need not be polled again.
                        if body.is_end_stream() {
                            self.body = None;
                        }
                        return Poll::Ready(Some(Ok(piece)));
                    }
                    Some(Err(_)) => {}
                    None => break,
                },
                Err(error) => return Poll::Ready(Some(Err((self.error)(error)))),
            }
        }
        Poll::Ready(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::outgoing::Outgoing;
    use crate::transport::stream::testing::{block_on, pieces};

    #[test]
    fn frames_round_trip() {
        let through = |body: Body| incoming(Outgoing::from(body), |error| error);
        assert_eq!(through(Body::empty()), "");
        let body = through(Body::stream(pieces(&["a", "bc"])).with_length(3));
        assert_eq!(body.length(), Some(3));
        assert_eq!(block_on(body.bytes()).unwrap(), "abc");
    }
}
