//! Bodies from files and readers, and writing streams to files and writers.

use crate::exec::executor::unblock;
use crate::exec::future::Unblocked;
use crate::{Body, ByteStream, StreamError};
use bytes::Bytes;
use futures_core::Stream;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};

/// How much of a file is read at once.
const PIECE: usize = 64 * 1024;

impl Body {
    /// Creates a body from the file at `path`, which is opened and read each time that the body is sent, so a call can be
    /// retried. Its length is the present one: bytes that are appended later are not sent.
    ///
    /// Reading does not block an executor: within tokio, it happens on other threads.
    ///
    /// ```no_run
    /// use specwright_runtime::Body;
    ///
    /// let backup = Body::from_file("backup.tar.gz")?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// When there is no file at the path, or it is a folder.
    pub fn from_file(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let about = std::fs::metadata(&path)?;
        if about.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, format!("{} is a folder", path.display())));
        }
        // A file that is not a regular one, such as a pipe, has no length.
        let length = about.is_file().then_some(about.len());
        let make = move || {
            let path = path.clone();
            Reading::new(move || Ok(File::open(path)?.take(length.unwrap_or(u64::MAX))))
        };
        let body = Self::streams(make);
        Ok(match length {
            Some(length) => body.with_length(length),
            None => body,
        })
    }

    /// Creates a body from a reader, which can be sent once. Within tokio, it is read on other threads; see also
    /// [`from_async_reader`](Self::from_async_reader).
    pub fn from_reader(reader: impl Read + Send + 'static) -> Self {
        Self::stream(Reading::new(move || Ok(reader)))
    }

    /// Creates a body from an asynchronous reader, which can be sent once.
    ///
    /// ```
    /// use specwright_runtime::Body;
    ///
    /// let (from, to) = tokio::io::duplex(1024);
    /// let body = Body::from_async_reader(from);
    /// # drop((body, to));
    /// ```
    #[cfg(any(feature = "hyper", feature = "reqwest"))]
    pub fn from_async_reader(reader: impl tokio::io::AsyncRead + Send + 'static) -> Self {
        Self::stream(asynchronous::Reading(Box::pin(reader)))
    }
}

impl ByteStream {
    /// Writes all remaining bytes to the file at `path`, which is created or truncated. Returns their number.
    ///
    /// Writing does not block an executor: within tokio, it happens on other threads. For blocking clients, there is
    /// `Iter::new(stream).save_to(path)`.
    ///
    /// ```no_run
    /// # use specwright_runtime::{ByteStream, StreamError};
    /// # async fn save(download: ByteStream) -> Result<(), StreamError> {
    /// let length = download.save_to("backup.tar.gz").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When the file cannot be written, or the stream fails. The bytes received until then are in the file.
    pub async fn save_to(mut self, path: impl Into<PathBuf>) -> Result<u64, StreamError> {
        let path = path.into();
        let mut file = unblock(move || File::create(path)).await.map_err(StreamError::Write)?;
        let mut written = 0;
        while let Some(piece) = self.next().await {
            let piece = piece?;
            written += piece.len() as u64;
            let write = move || {
                file.write_all(&piece)?;
                Ok(file)
            };
            file = unblock(write).await.map_err(StreamError::Write)?;
        }
        Ok(written)
    }

    /// Writes all remaining bytes to an asynchronous writer, and flushes it. Returns their number.
    ///
    /// # Errors
    /// When they cannot be written, or the stream fails.
    #[cfg(any(feature = "hyper", feature = "reqwest"))]
    pub async fn copy_to(mut self, writer: impl tokio::io::AsyncWrite) -> Result<u64, StreamError> {
        let mut writer = std::pin::pin!(writer);
        let mut written = 0;
        while let Some(piece) = self.next().await {
            let piece = piece?;
            written += piece.len() as u64;
            asynchronous::write_all(writer.as_mut(), &piece).await.map_err(StreamError::Write)?;
        }
        let flushed = std::future::poll_fn(|cx| writer.as_mut().poll_flush(cx)).await;
        flushed.map_err(StreamError::Write)?;
        Ok(written)
    }
}

#[cfg(feature = "blocking")]
impl crate::Iter<ByteStream> {
    /// Writes all remaining bytes to the file at `path`, which is created or truncated. Returns their number.
    ///
    /// # Errors
    /// As for [`ByteStream::save_to`].
    pub fn save_to(self, path: impl Into<PathBuf>) -> Result<u64, StreamError> {
        let file = File::create(path.into()).map_err(StreamError::Write)?;
        self.copy_to(file)
    }

    /// Writes all remaining bytes to a writer, and flushes it. Returns their number.
    ///
    /// # Errors
    /// As for [`ByteStream::copy_to`].
    pub fn copy_to(self, mut writer: impl Write) -> Result<u64, StreamError> {
        let mut written = 0;
        for piece in self {
            let piece = piece?;
            written += piece.len() as u64;
            writer.write_all(&piece).map_err(StreamError::Write)?;
        }
        writer.flush().map_err(StreamError::Write)?;
        Ok(written)
    }
}

/// A reader as a stream of bytes.
struct Reading<R> {
    step: Step<R>,
}

enum Step<R> {
    /// Nothing is read yet.
    Opening(Box<dyn FnOnce() -> io::Result<R> + Send>),
    Between(R),
    /// The reader, and the bytes that it read: none at its end.
    Reading(Unblocked<(R, Bytes)>),
    Over,
}

impl<R: Read + Send + 'static> Reading<R> {
    fn new(open: impl FnOnce() -> io::Result<R> + Send + 'static) -> Self {
        Self { step: Step::Opening(Box::new(open)) }
    }
}

// The reader itself is never pinned.
impl<R> Unpin for Reading<R> {}

impl<R: Read + Send + 'static> Stream for Reading<R> {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut reading = match std::mem::replace(&mut self.step, Step::Over) {
            Step::Opening(open) => unblock(move || piece(open()?)),
            Step::Between(reader) => unblock(move || piece(reader)),
            Step::Reading(reading) => reading,
            Step::Over => return Poll::Ready(None),
        };
        match reading.as_mut().poll(cx) {
            Poll::Pending => {
                self.step = Step::Reading(reading);
                Poll::Pending
            }
            Poll::Ready(Ok((_, piece))) if piece.is_empty() => Poll::Ready(None),
            Poll::Ready(Ok((reader, piece))) => {
                self.step = Step::Between(reader);
                Poll::Ready(Some(Ok(piece)))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Some(Err(error))),
        }
    }
}

/// The next bytes; `None` at the end.
fn piece<R: Read>(mut reader: R) -> io::Result<(R, Bytes)> {
    let mut piece = vec![0; PIECE];
    let length = loop {
        match reader.read(&mut piece) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => break read?,
        }
    };
    piece.truncate(length);
    Ok((reader, piece.into()))
}

#[cfg(any(feature = "hyper", feature = "reqwest"))]
mod asynchronous {
    use super::{Bytes, Context, PIECE, Pin, Poll, Stream, io};
    use std::task::ready;
    use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

    /// A reader as a stream of bytes.
    pub(super) struct Reading<R>(pub(super) Pin<Box<R>>);

    impl<R: AsyncRead> Stream for Reading<R> {
        type Item = io::Result<Bytes>;

        fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            let mut piece = vec![0; PIECE];
            let mut buffer = ReadBuf::new(&mut piece);
            if let Err(error) = ready!(self.0.as_mut().poll_read(cx, &mut buffer)) {
                return Poll::Ready(Some(Err(error)));
            }
            let length = buffer.filled().len();
            piece.truncate(length);
            Poll::Ready((length > 0).then(|| Ok(piece.into())))
        }
    }

    pub(super) async fn write_all<W: AsyncWrite>(mut writer: Pin<&mut W>, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let written = std::future::poll_fn(|cx| writer.as_mut().poll_write(cx, bytes)).await?;
            if written == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            bytes = &bytes[written..];
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::stream::testing::{block_on, byte_stream};

    fn file(name: &str, bytes: &[u8]) -> PathBuf {
        let path = std::env::temp_dir().join(format!("specwright-{name}-{}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        path
    }

    #[test]
    fn files_are_resent_on_retry() {
        let bytes: Vec<u8> = (0..200_000_u32).map(|index| index.to_le_bytes()[0]).collect();
        let path = file("body", &bytes);
        let body = Body::from_file(&path).unwrap();
        assert_eq!((body.length(), body.is_replayable()), (Some(200_000), true));
        for _ in 0..2 {
            assert_eq!(block_on(body.clone().bytes()).unwrap(), bytes);
        }
        // Bytes that are appended later are beyond the stated length.
        std::fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(b"more").unwrap();
        assert_eq!(block_on(body.clone().bytes()).unwrap(), bytes);
        std::fs::remove_file(&path).unwrap();
        let error = block_on(body.bytes()).unwrap_err().to_string();
        assert!(error.contains("No such file") || error.contains("cannot find"), "{error}");
    }

    #[test]
    fn missing_files_are_an_early_error() {
        assert_eq!(Body::from_file(std::env::temp_dir()).unwrap_err().kind(), io::ErrorKind::IsADirectory);
        assert_eq!(Body::from_file("/nothing/here").unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn a_reader_is_sent_once() {
        let body = Body::from_reader(io::Cursor::new("read"));
        assert_eq!((body.length(), body.is_replayable()), (None, false));
        assert_eq!(block_on(body.clone().bytes()).unwrap(), "read");
        assert!(block_on(body.bytes()).is_err());
    }

    #[test]
    fn streams_are_saved_to_files() {
        let path = file("saved", b"something longer that was there");
        assert_eq!(block_on(byte_stream(&["ab", "cd"]).save_to(&path)).unwrap(), 4);
        assert_eq!(std::fs::read(&path).unwrap(), b"abcd");
        std::fs::remove_file(&path).unwrap();
        let error = block_on(byte_stream(&["ab"]).save_to("/nothing/here")).unwrap_err();
        assert!(matches!(error, StreamError::Write(_)), "{error:?}");
    }

    #[cfg(any(feature = "hyper", feature = "reqwest"))]
    #[tokio::test]
    async fn async_readers_and_writers_are_supported() {
        let (from, to) = tokio::io::duplex(3);
        let writing = tokio::spawn(ByteStream::from(Bytes::from("abcdef")).copy_to(to));
        assert_eq!(Body::from_async_reader(from).bytes().await.unwrap(), "abcdef");
        assert_eq!(writing.await.unwrap().unwrap(), 6);
        let (from, to) = tokio::io::duplex(1);
        drop(from);
        let error = ByteStream::from(Bytes::from("abcd")).copy_to(to).await.unwrap_err();
        assert!(matches!(error, StreamError::Write(_)), "{error:?}");
    }
}
