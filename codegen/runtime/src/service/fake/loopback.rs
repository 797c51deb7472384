//! The fake on the loopback interface: HTTP/1.1 over TCP, on its own thread.

use super::Fake;
use super::fault::Wire;
use super::reaction::{FakeResponse, Reaction};
use crate::Body;
use crate::exec::time::sleeping;
use crate::service::whole_body::whole;
use crate::service::{Problem, ResponseBody};
use bytes::Bytes;
use futures_util::future::{AbortHandle, abortable};
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::thread::{self, JoinHandle};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// How long to wait before a reset, so that the client can read what was sent: a reset discards unread data.
const BEFORE_RESET: Duration = Duration::from_millis(20);

/// A [`Fake`] on a TCP port. Dropping it closes the port and every connection.
#[must_use = "it stops when it is dropped"]
pub struct Loopback {
    address: SocketAddr,
    server: String,
    serving: AbortHandle,
    thread: Option<JoinHandle<()>>,
}

impl Fake {
    /// Serves on a free port of 127.0.0.1, to any client, on its own thread: the caller needs no executor, and may block.
    ///
    /// ```ignore
    /// let server = fake.on_loopback()?;
    /// let client = pets::Client::builder().server(server.url()).build_blocking()?;
    /// ```
    ///
    /// # Errors
    /// When no port is free, or the thread cannot be started.
    pub fn on_loopback(&self) -> io::Result<Loopback> {
        self.on_address((Ipv4Addr::LOCALHOST, 0).into())
    }

    /// Serves at this address, for programs that must know it in advance.
    ///
    /// # Errors
    /// When the address is not available, or the thread cannot be started.
    pub fn on_address(&self, address: SocketAddr) -> io::Result<Loopback> {
        let listener = std::net::TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (serving, handle) = abortable(serve(listener, self.clone()));
        let run = move || {
            // Ends when it is aborted, which is expected.
            let _ = runtime.block_on(serving);
        };
        let thread = thread::Builder::new().name(format!("fake at {address}")).spawn(run)?;
        Ok(Loopback { address, server: self.server.clone(), serving: handle, thread: Some(thread) })
    }
}

impl Loopback {
    /// The URL of the server, including the base path of its operations.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.server)
    }

    /// The address.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        self.serving.abort();
        // A closure may own this handle, in which case it is dropped on its own thread.
        let other = self.thread.take().filter(|thread| thread.thread().id() != thread::current().id());
        drop(other.map(JoinHandle::join));
    }
}

impl fmt::Debug for Loopback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loopback").field("url", &self.url()).finish_non_exhaustive()
    }
}

/// Accepts connections until it is aborted, which ends them as well.
async fn serve(listener: std::net::TcpListener, fake: Fake) {
    let Ok(listener) = TcpListener::from_std(listener) else { return };
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(connections.spawn(serve_connection(stream, fake.clone()))),
            Err(_) => tokio::task::yield_now().await,
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn serve_connection(stream: TcpStream, fake: Fake) {
    let wire = Connection(Arc::new(stream));
    let service = service_fn(|request| respond(request, &fake, &wire));
    // A client that disconnects or does not speak HTTP only ends its own connection.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(wire.clone()), service).await;
}

/// An error ends the connection.
async fn respond(
    request: Request<Incoming>,
    fake: &Fake,
    connection: &Connection,
) -> io::Result<Response<ResponseBody>> {
    let (head, body) = request.into_parts();
    let body = match whole(body, fake.body_limit).await {
        Ok(body) => body,
        Err(problem) => return Ok(fake.refuse(problem).map(ResponseBody::from)),
    };
    let Reaction { response, delay, wire } = fake.receive(Request::from_parts(head, body)).await;
    if !delay.is_zero() {
        sleeping(delay).await;
    }
    let (response, wire) = match response {
        FakeResponse::Response(response) => (response, wire),
        FakeResponse::Unexpected(message) => (unexpected(message), wire),
        FakeResponse::Failed(_) => (Response::default(), Wire::Lost),
    };
    match wire {
        Wire::Whole => Ok(response.map(ResponseBody::from)),
        wire => Err(connection.apply_fault(wire, response).await),
    }
}

/// The response to an unexpected request, which explains it in the client's error.
fn unexpected(message: String) -> Response<Body> {
    let mut response = Response::new(Body::from(message));
    *response.status_mut() = StatusCode::NOT_IMPLEMENTED;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

/// A connection to which hyper writes and, bypassing it, faults.
#[derive(Clone)]
struct Connection(Arc<TcpStream>);

impl Connection {
    /// Sends the rest of a response, and returns the error that ends the connection.
    async fn apply_fault(&self, wire: Wire, response: Response<Body>) -> io::Error {
        let (parts, body) = response.into_parts();
        let sent = match whole(ResponseBody::from(body), usize::MAX).await {
            Ok(body) => self.send_as(wire, &Response::from_parts(parts, body)).await,
            Err(problem) => Err(io::Error::other(Problem::to_string(&problem))),
        };
        sent.err().unwrap_or_else(|| io::Error::other("a fault that a test planted"))
    }

    async fn send_as(&self, wire: Wire, response: &Response<Bytes>) -> io::Result<()> {
        let body = response.body();
        let length = |length: u64| format!("content-length: {length}\r\n");
        let whole = head(response, &length(body.len() as u64));
        let half = &body[..body.len() / 2];
        match wire {
            Wire::Whole => self.send(&[whole.as_bytes(), body]).await,
            Wire::Refused | Wire::Lost => self.reset().await,
            Wire::ResetInHeaders => self.send_and_reset(&[&whole.as_bytes()[..whole.len() / 2]]).await,
            Wire::ResetInBody => self.send_and_reset(&[whole.as_bytes(), half]).await,
            Wire::Truncated => self.send(&[whole.as_bytes(), half]).await,
            Wire::TruncatedChunk => {
                let head = head(response, "transfer-encoding: chunked\r\n");
                self.send(&[head.as_bytes(), format!("{:x}\r\n", body.len() + 1).as_bytes(), half]).await
            }
            Wire::Length(stated) => self.send(&[head(response, &length(stated)).as_bytes(), body]).await,
            Wire::Garbage(bytes) => self.send(&[&bytes]).await,
            Wire::Drip(bytes, pause) => self.drip(&[whole.as_bytes(), body].concat(), bytes.max(1), pause).await,
        }
    }

    async fn drip(&self, response: &[u8], bytes: usize, pause: Duration) -> io::Result<()> {
        for piece in response.chunks(bytes) {
            sleeping(pause).await;
            self.send(&[piece]).await?;
        }
        Ok(())
    }

    async fn send_and_reset(&self, pieces: &[&[u8]]) -> io::Result<()> {
        self.send(pieces).await?;
        sleeping(BEFORE_RESET).await;
        self.reset().await
    }

    /// Makes closing the connection reset it.
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

/// The status line and headers, including the one that delimits the body.
fn head(response: &Response<Bytes>, delimited: &str) -> String {
    let mut head = format!("HTTP/1.1 {}\r\n", response.status());
    for (name, value) in response.headers() {
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

    /// Writes are not buffered.
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    /// Dropping closes.
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
