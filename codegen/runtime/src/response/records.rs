//! Records in a stream of bytes: lines, or text between separators, independent of how the stream is split into pieces.

use crate::transport::stream::{ByteStream, StreamError};
use bytes::{Buf, Bytes, BytesMut};
use futures_core::Stream;
use std::pin::Pin;
use std::task::{Context, Poll};

/// The default of the largest size of a record: 16 MiB.
pub(crate) const LIMIT: usize = 16 * 1024 * 1024;

/// The delimiter of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delimiter {
    /// CR, LF or both: lines of server-sent events.
    LineEnd,
    /// LF: JSON Lines.
    LineFeed,
    /// RS, before each: JSON text sequences (RFC 7464).
    Separator,
}

impl Delimiter {
    const fn is(self, byte: u8) -> bool {
        match self {
            Self::LineEnd => matches!(byte, b'\r' | b'\n'),
            Self::LineFeed => byte == b'\n',
            Self::Separator => byte == 0x1E,
        }
    }
}

/// The records of a stream.
#[derive(Debug)]
pub(crate) struct Records {
    stream: ByteStream,
    delimiter: Delimiter,
    buffer: BytesMut,
    /// How much of the buffer is known to contain no delimiter.
    scanned: usize,
    /// Whether a CR ended the last line: a following LF belongs to it.
    after_cr: bool,
    ended: bool,
    pub(crate) limit: usize,
}

impl Records {
    pub(crate) fn new(stream: ByteStream, delimiter: Delimiter) -> Self {
        let buffer = BytesMut::new();
        Self { stream, delimiter, buffer, scanned: 0, after_cr: false, ended: false, limit: LIMIT }
    }

    /// The next record without its delimiter, and whether a delimiter ended it.
    pub(crate) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<(Bytes, bool), StreamError>>> {
        loop {
            if let Some(record) = self.take() {
                return Poll::Ready(Some(Ok((record, true))));
            }
            if self.buffer.len() > self.limit {
                self.end();
                return Poll::Ready(Some(Err(StreamError::TooLarge { limit: self.limit })));
            }
            if self.ended {
                let rest = self.buffer.split().freeze();
                return Poll::Ready((!rest.is_empty()).then_some(Ok((rest, false))));
            }
            match Pin::new(&mut self.stream).poll_next(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(piece))) => self.buffer.extend_from_slice(&piece),
                Poll::Ready(Some(Err(error))) => {
                    self.end();
                    return Poll::Ready(Some(Err(error.into())));
                }
                Poll::Ready(None) => self.ended = true,
            }
        }
    }

    /// Ends the stream.
    pub(crate) fn end(&mut self) {
        self.stream = ByteStream::from(Bytes::new());
        self.buffer.clear();
        self.ended = true;
    }

    fn take(&mut self) -> Option<Bytes> {
        if self.after_cr && !self.buffer.is_empty() {
            self.after_cr = false;
            if self.buffer[0] == b'\n' {
                self.buffer.advance(1);
            }
        }
        let unscanned = self.buffer.get(self.scanned..).unwrap_or_default();
        let Some(offset) = unscanned.iter().position(|byte| self.delimiter.is(*byte)) else {
            self.scanned = self.buffer.len();
            return None;
        };
        let record = self.buffer.split_to(self.scanned + offset).freeze();
        self.after_cr = self.buffer[0] == b'\r';
        self.buffer.advance(1);
        self.scanned = 0;
        Some(record)
    }
}
