//! Reading the body of an answer, in time and not without end.

use crate::time::{Deadline, Sleep, sleeping, within};
use crate::{ByteStream, TransportError, TransportErrorKind};
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// How long to wait for a body.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// For each piece.
    pub(crate) piece: Option<Duration>,
    /// For all of it.
    pub(crate) deadline: Deadline,
}

/// A whole body of at most `limit` bytes; or what came of it, and why not the rest.
pub(crate) async fn whole(
    mut stream: ByteStream,
    limit: usize,
    patience: Patience,
) -> Result<Bytes, (Bytes, TransportError)> {
    let mut bytes = Gathered::default();
    loop {
        match patience.next(&mut stream).await {
            Ok(Some(piece)) => bytes.push(piece),
            Ok(None) => return Ok(bytes.finish()),
            Err(error) => return Err((bytes.finish(), error)),
        }
        if bytes.len() > limit {
            let error = format!("the body of the answer is longer than {limit} bytes");
            return Err((bytes.finish().slice(..limit), TransportError::new(TransportErrorKind::TooLong, error)));
        }
    }
}

impl Patience {
    async fn next(self, stream: &mut ByteStream) -> Result<Option<Bytes>, TransportError> {
        let piece = match [self.piece, self.deadline.left()].into_iter().flatten().min() {
            Some(timeout) => within(timeout, stream.next()).await,
            None => Some(stream.next().await),
        };
        piece.map_or_else(|| Err(late()), Option::transpose)
    }
}

fn late() -> TransportError {
    TransportError::timeout("no further piece of the answer came in time")
}

/// Pieces of a body. A single one is not copied.
#[derive(Default)]
struct Gathered {
    first: Bytes,
    all: BytesMut,
}

impl Gathered {
    fn push(&mut self, piece: Bytes) {
        if self.len() == 0 {
            self.first = piece;
            return;
        }
        if self.all.is_empty() {
            self.all = BytesMut::from(std::mem::take(&mut self.first));
        }
        self.all.extend_from_slice(&piece);
    }

    fn len(&self) -> usize {
        self.first.len().max(self.all.len())
    }

    fn finish(self) -> Bytes {
        if self.all.is_empty() { self.first } else { self.all.freeze() }
    }
}

/// A stream of which each piece must come in time.
pub(crate) fn patient(stream: ByteStream, timeout: Duration) -> ByteStream {
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
