//! The door on the loopback interface: HTTP/1.1 over TCP.

use super::core::{self, Core, Reaction};
use super::fault::Wire;
use crate::runtime::Bytes;
use crate::runtime::http::{Request, Response};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// A larger body is refused.
const LARGEST_BODY: usize = 4 * 1024 * 1024;

/// How long the other side has to read what came before a reset, which throws away what it has not read.
const BEFORE_RESET: Duration = Duration::from_millis(20);

/// Takes connections until the task is aborted, which ends them too.
pub(super) async fn serve(listener: TcpListener, core: Core) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => _ = connections.spawn(converse(stream, core.clone())),
                Err(_) => tokio::task::yield_now().await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn converse(stream: TcpStream, core: Core) {
    let wire = Connection(Arc::new(stream));
    let service = service_fn(|request| respond(request, &core, &wire));
    // A client that hangs up or does not speak HTTP ends its own connection and nothing else.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(wire.clone()), service).await;
}

/// An error ends the connection as it is.
async fn respond(
    request: Request<Incoming>,
    core: &Core,
    connection: &Connection,
) -> io::Result<Response<Full<Bytes>>> {
    let (head, body) = request.into_parts();
    let Ok(body) = Limited::new(body, LARGEST_BODY).collect().await else {
        return Ok(core::unreadable().map(Full::new));
    };
    let Reaction { answer, delay, wire } = core.receive(&Request::from_parts(head, body.to_bytes()));
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    match wire {
        Wire::Whole => Ok(answer.map(Full::new)),
        wire => Err(connection.misbehave(wire, &answer).await),
    }
}

/// A connection that is written to by HTTP and, past it, by faults.
#[derive(Clone)]
struct Connection(Arc<TcpStream>);

impl Connection {
    /// Sends what is left of an answer, and gives what is to end the connection.
    async fn misbehave(&self, wire: Wire, answer: &Response<Bytes>) -> io::Error {
        let body = answer.body();
        let length = |length: u64| format!("content-length: {length}\r\n");
        let whole = length(body.len() as u64);
        let half = &body[..body.len() / 2];
        let sent = match wire {
            Wire::Whole => self.send(&[head(answer, &whole).as_bytes(), body]).await,
            Wire::Refused | Wire::Lost => self.reset().await,
            Wire::ResetInHeaders => {
                let head = head(answer, &whole);
                self.send_and_reset(&[&head.as_bytes()[..head.len() / 2]]).await
            }
            Wire::ResetInBody => self.send_and_reset(&[head(answer, &whole).as_bytes(), half]).await,
            Wire::Truncated => self.send(&[head(answer, &whole).as_bytes(), half]).await,
            Wire::TruncatedChunk => {
                let head = head(answer, "transfer-encoding: chunked\r\n");
                self.send(&[head.as_bytes(), format!("{:x}\r\n", body.len() + 1).as_bytes(), half]).await
            }
            Wire::Length(stated) => self.send(&[head(answer, &length(stated)).as_bytes(), body]).await,
            Wire::Garbage(bytes) => self.send(&[&bytes]).await,
            Wire::Drip(bytes, pause) => {
                let answer = [head(answer, &whole).as_bytes(), body].concat();
                self.drip(&answer, bytes.max(1), pause).await
            }
        };
        sent.err().unwrap_or_else(|| io::Error::other("a fault that a test planted"))
    }

    async fn drip(&self, answer: &[u8], bytes: usize, pause: Duration) -> io::Result<()> {
        for piece in answer.chunks(bytes) {
            tokio::time::sleep(pause).await;
            self.send(&[piece]).await?;
        }
        Ok(())
    }

    async fn send_and_reset(&self, pieces: &[&[u8]]) -> io::Result<()> {
        self.send(pieces).await?;
        tokio::time::sleep(BEFORE_RESET).await;
        self.reset().await
    }

    /// Closing resets from now on.
    async fn reset(&self) -> io::Result<()> {
        self.0.writable().await?;
        self.0.set_zero_linger()
    }

    async fn send(&self, pieces: &[&[u8]]) -> io::Result<()> {
        for piece in pieces {
            let mut rest = *piece;
            while !rest.is_empty() {
                self.0.writable().await?;
                match self.0.try_write(rest) {
                    Ok(written) => rest = &rest[written..],
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(())
    }
}

/// Status line and headers, with how the body is delimited.
fn head(answer: &Response<Bytes>, delimited: &str) -> String {
    let mut head = format!("HTTP/1.1 {}\r\n", answer.status());
    for (name, value) in answer.headers() {
        head.extend([name.as_str(), ": ", &String::from_utf8_lossy(value.as_bytes()), "\r\n"]);
    }
    head + delimited + "connection: close\r\n\r\n"
}

impl AsyncRead for Connection {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        loop {
            ready!(self.0.poll_read_ready(context))?;
            match self.0.try_read(buffer.initialize_unfilled()) {
                Ok(read) => {
                    buffer.advance(read);
                    return Poll::Ready(Ok(()));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }
}

impl AsyncWrite for Connection {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        loop {
            ready!(self.0.poll_write_ready(context))?;
            match self.0.try_write(bytes) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                written => return Poll::Ready(written),
            }
        }
    }

    /// There is nothing between this and the socket.
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    /// Dropping closes.
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
