//! Reading the body of a response within timeouts and a size limit.

use crate::exec::future::Sleep;
use crate::exec::time::{Deadline, sleeping};
use crate::{ByteStream, TransportError, TransportErrorKind};
use bytes::Bytes;
use futures_core::Stream;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// The timeouts for a body.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReadTimeouts {
    /// For each piece.
    pub(crate) piece: Option<Duration>,
    /// The deadline for the whole body.
    pub(crate) deadline: Deadline,
}

/// Reads a whole body of at most `limit` bytes; or returns what was received of it with the error.
pub(crate) const fn whole(stream: ByteStream, limit: usize, timeouts: ReadTimeouts) -> Whole {
    Whole { stream, limit, timeouts, bytes: Gathered::new(), sleep: None }
}

/// The future of [`whole`]. Written by hand because it is part of the future of every call, and an `async fn` would store
/// everything twice.
pub(crate) struct Whole {
    stream: ByteStream,
    limit: usize,
    timeouts: ReadTimeouts,
    bytes: Gathered,
    /// Until the next piece must be there.
    sleep: Option<Sleep>,
}

impl Future for Whole {
    type Output = Result<Bytes, (Bytes, TransportError)>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { stream, limit, timeouts, bytes, sleep } = &mut *self;
        let error = loop {
            match Pin::new(&mut *stream).poll_next(cx) {
                // A body whose pieces are always ready, such as that of a blocking transport, would never reach the
                // timer.
                Poll::Ready(Some(Ok(_))) if bytes.len() > 0 && timeouts.deadline.is_over() => break late(),
                Poll::Ready(Some(Ok(piece))) => bytes.push(piece),
                Poll::Ready(Some(Err(error))) => break error,
                Poll::Ready(None) => return Poll::Ready(Ok(bytes.take())),
                Poll::Pending => {
                    if sleep.is_none() {
                        *sleep = timeouts.remaining().map(sleeping);
                    }
                    let Some(sleep) = sleep else { return Poll::Pending };
                    ready!(sleep.as_mut().poll(cx));
                    break late();
                }
            }
            *sleep = None;
            if bytes.len() > *limit {
                let error = format!("the body of the response is larger than {limit} bytes");
                let error = TransportError::new(TransportErrorKind::BodyTooLarge, error);
                return Poll::Ready(Err((bytes.take().slice(..*limit), error)));
            }
        };
        Poll::Ready(Err((bytes.take(), error)))
    }
}

impl ReadTimeouts {
    /// How long to wait for a piece; `None` for no limit.
    fn remaining(self) -> Option<Duration> {
        [self.piece, self.deadline.remaining()].into_iter().flatten().min()
    }
}

fn late() -> TransportError {
    TransportError::timeout("no further piece of the response was received in time")
}

/// Pieces of a body. A single one is not copied.
struct Gathered {
    first: Bytes,
    all: Vec<u8>,
}

impl Gathered {
    const fn new() -> Self {
        Self { first: Bytes::new(), all: Vec::new() }
    }

    fn push(&mut self, piece: Bytes) {
        if self.len() == 0 {
            self.first = piece;
            return;
        }
        if self.all.is_empty() {
            self.all = std::mem::take(&mut self.first).into();
        }
        self.all.extend_from_slice(&piece);
    }

    fn len(&self) -> usize {
        self.first.len().max(self.all.len())
    }

    fn take(&mut self) -> Bytes {
        if self.all.is_empty() { std::mem::take(&mut self.first) } else { std::mem::take(&mut self.all).into() }
    }
}

/// A stream with a timeout for each piece.
pub(crate) fn patient(stream: ByteStream, timeout: Option<Duration>) -> ByteStream {
    let Some(timeout) = timeout else { return stream };
    ByteStream::new(Box::pin(Patient { stream, timeout, sleep: None }))
}

struct Patient {
    stream: ByteStream,
    timeout: Duration,
    sleep: Option<Sleep>,
}

impl Stream for Patient {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { stream, timeout, sleep } = &mut *self;
        if let Poll::Ready(piece) = Pin::new(stream).poll_next(cx) {
            *sleep = None;
            return Poll::Ready(piece);
        }
        let sleep = sleep.get_or_insert_with(|| sleeping(*timeout));
        sleep.as_mut().poll(cx).map(|()| Some(Err(late())))
    }
}
