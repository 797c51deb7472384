//! Splits a multipart body at its boundary, independent of how the stream is split into pieces.

use crate::response::records::LIMIT;
use crate::syntax::multipart::{self, Part};
use crate::transport::stream::{ByteStream, StreamError};
use crate::{TransportError, TransportErrorKind};
use bytes::{Buf, Bytes, BytesMut};
use futures_core::Stream;
use std::pin::Pin;
use std::task::{Context, Poll};

/// The parts of a stream.
#[derive(Debug)]
pub(super) struct Splitter {
    stream: ByteStream,
    /// The line end before a boundary, and the boundary.
    delimiter: Vec<u8>,
    /// What is received and not yet part of a part. Begins with a line end, which the first delimiter needs, too.
    buffer: BytesMut,
    /// How much of the buffer is known to contain no delimiter.
    scanned: usize,
    state: State,
    pub(super) limit: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first delimiter: what is there is not part of the body.
    Preamble,
    /// After a delimiter.
    Part,
    /// After the last delimiter.
    Ended,
}

/// What the buffer has.
enum Taken {
    Part(Bytes),
    Incomplete,
    End,
}

impl Splitter {
    pub(super) fn new(stream: ByteStream, boundary: &str) -> Self {
        let delimiter = format!("\r\n--{boundary}").into_bytes();
        Self { stream, delimiter, buffer: BytesMut::from("\r\n"), scanned: 0, state: State::Preamble, limit: LIMIT }
    }

    /// The next part; `None` after the last.
    pub(super) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Part, StreamError>>> {
        loop {
            match self.take() {
                Taken::Part(text) => return Poll::Ready(Some(self.part(&text))),
                Taken::End => return Poll::Ready(None),
                Taken::Incomplete if self.buffer.len() > self.limit => {
                    return self.fail(StreamError::TooLarge { limit: self.limit });
                }
                Taken::Incomplete => {}
            }
            match Pin::new(&mut self.stream).poll_next(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(piece))) => self.buffer.extend_from_slice(&piece),
                Poll::Ready(Some(Err(error))) => return self.fail(error.into()),
                Poll::Ready(None) => return self.fail(incomplete().into()),
            }
        }
    }

    fn take(&mut self) -> Taken {
        loop {
            match self.state {
                State::Ended => return Taken::End,
                State::Part if self.buffer.starts_with(b"--") => {
                    self.end();
                    return Taken::End;
                }
                State::Preamble | State::Part => {}
            }
            let Some(at) = multipart::find(&self.buffer, &self.delimiter, self.scanned) else {
                self.scanned = (self.buffer.len() + 1).saturating_sub(self.delimiter.len());
                if self.state == State::Preamble {
                    self.buffer.advance(self.scanned);
                    self.scanned = 0;
                }
                return Taken::Incomplete;
            };
            let text = self.buffer.split_to(at).freeze();
            self.buffer.advance(self.delimiter.len());
            self.scanned = 0;
            if std::mem::replace(&mut self.state, State::Part) == State::Part {
                return Taken::Part(text);
            }
        }
    }

    fn part(&mut self, text: &Bytes) -> Result<Part, StreamError> {
        Part::parse(text).map_err(|reason| {
            self.end();
            TransportError::new(TransportErrorKind::Body, format!("the response {reason}")).into()
        })
    }

    fn fail(&mut self, error: StreamError) -> Poll<Option<Result<Part, StreamError>>> {
        self.end();
        Poll::Ready(Some(Err(error)))
    }

    /// What follows the last delimiter is not part of the body. Reading it would keep the connection, but it may never end.
    fn end(&mut self) {
        self.stream = ByteStream::from(Bytes::new());
        self.buffer.clear();
        self.state = State::Ended;
    }
}

fn incomplete() -> TransportError {
    TransportError::new(TransportErrorKind::Body, "the response ends before the last boundary of its parts")
}
