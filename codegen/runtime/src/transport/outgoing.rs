//! Outgoing bodies as frames: those of client requests and of service responses.

use crate::transport::body::Remaining;
use crate::{Body, ByteStream, TransportError};
use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

/// An outgoing body.
pub(crate) enum Outgoing {
    /// `None` if it was sent, or was empty.
    Whole(Option<Bytes>),
    /// The mutex is never locked: it only makes the stream `Sync`, as some libraries require.
    Stream(Mutex<ByteStream>, Remaining),
}

impl From<Body> for Outgoing {
    fn from(body: Body) -> Self {
        if let Some(bytes) = body.as_bytes() {
            return Self::Whole(Some(bytes.clone()).filter(|bytes| !bytes.is_empty()));
        }
        let length = body.length();
        Self::Stream(Mutex::new(body.into_stream()), Remaining(length))
    }
}

impl HttpBody for Outgoing {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        match self.get_mut() {
            Self::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Stream(stream, remaining) => {
                let stream = stream.get_mut().unwrap_or_else(PoisonError::into_inner);
                let piece = ready!(Pin::new(stream).poll_next(cx));
                Poll::Ready(remaining.after(piece).map(|piece| piece.map(Frame::data)))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None) | Self::Stream(_, Remaining(Some(0))))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            Self::Stream(_, Remaining(length)) => length.map_or_else(SizeHint::default, SizeHint::with_exact),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::stream::testing::{block_on, pieces};
    use std::future::poll_fn;

    fn frames(body: Body) -> (Option<u64>, bool, Vec<Bytes>) {
        let mut body = Outgoing::from(body);
        let (length, is_over) = (body.size_hint().exact(), body.is_end_stream());
        let mut frames = Vec::new();
        while let Some(frame) = block_on(poll_fn(|cx| Pin::new(&mut body).poll_frame(cx))) {
            frames.push(frame.unwrap().into_data().unwrap());
        }
        (length, is_over, frames)
    }

    #[test]
    fn outgoing_bodies_have_a_content_length() {
        assert_eq!(frames(Body::empty()), (Some(0), true, vec![]));
        assert_eq!(frames(Body::from("ab")), (Some(2), false, vec!["ab".into()]));
        let stream = || Body::stream(pieces(&["a", "bc"]));
        assert_eq!(frames(stream()), (None, false, vec!["a".into(), "bc".into()]));
        assert_eq!(frames(stream().with_length(3)), (Some(3), false, vec!["a".into(), "bc".into()]));
    }

    #[test]
    fn streams_must_match_their_length() {
        let sent = |length| {
            let mut body = Outgoing::from(Body::stream(pieces(&["a", "bc"])).with_length(length));
            let mut sent = String::new();
            while !body.is_end_stream() {
                match block_on(poll_fn(|cx| Pin::new(&mut body).poll_frame(cx))).unwrap() {
                    Ok(frame) => sent.push_str(std::str::from_utf8(&frame.into_data().unwrap()).unwrap()),
                    Err(error) => return Err((sent, error.to_string())),
                }
            }
            Ok(sent)
        };
        let broken = |what| format!("broke off: the stream for the request is {what} than its stated length");
        assert_eq!(sent(3), Ok("abc".to_owned()));
        assert_eq!(sent(2), Err(("a".to_owned(), broken("longer"))));
        assert_eq!(sent(4), Err(("abc".to_owned(), broken("shorter"))));
        // The stream is not polled beyond the stated length, since it may stay pending.
        assert_eq!(sent(1), Ok("a".to_owned()));
    }
}
