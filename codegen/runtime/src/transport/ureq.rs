//! The transport over HTTP and HTTPS with ureq, for calls that block.

use crate::exec::blocking::Iter;
use crate::transport::body::Remaining;
use crate::{Body, BoxFuture, ByteStream, Timeouts, Transport, TransportError, TransportErrorKind};
use ::ureq::config::Config;
use ::ureq::{Agent, AsSendBody, BodyReader, Error, SendBody};
use bytes::Bytes;
use futures_core::Stream;
use http::header::CONTENT_LENGTH;
use http::{Method, Request, Response, StatusCode};
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

/// How much of a response is read at once.
const PIECE: usize = 64 * 1024;

/// Sends with ureq, over rustls. Its futures block the thread that polls them, so it is for blocking clients; with others it
/// would block the executor.
#[derive(Debug, Clone)]
pub struct UreqTransport {
    agent: Agent,
}

impl UreqTransport {
    /// Creates a transport with its own connection pool.
    #[must_use]
    pub fn new() -> Self {
        Self::from(Agent::new_with_config(Config::default()))
    }
}

impl Default for UreqTransport {
    fn default() -> Self {
        Self::new()
    }
}

/// Uses this agent, with its proxies, certificates and connection pool. Its settings for redirects, statuses and timeouts
/// are ignored.
impl From<Agent> for UreqTransport {
    fn from(agent: Agent) -> Self {
        Self { agent }
    }
}

impl Transport for UreqTransport {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move { self.exchange(request) })
    }
}

impl UreqTransport {
    fn exchange(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        let (mut parts, body) = request.into_parts();
        let timeouts = parts.extensions.remove::<Timeouts>().unwrap_or_default();
        #[cfg(feature = "compression")]
        crate::transport::ask_for_parts_as_they_are(&mut parts.headers);
        // Extensions are for layers, not for ureq.
        parts.extensions.clear();
        let takes_a_body = matches!(parts.method, Method::POST | Method::PUT | Method::PATCH);
        match body.as_bytes().cloned() {
            Some(bytes) if bytes.is_empty() && !takes_a_body => self.run(Request::from_parts(parts, ()), timeouts),
            Some(bytes) => self.run(Request::from_parts(parts, &bytes[..]), timeouts),
            None => {
                if let Some(length) = body.length() {
                    parts.headers.insert(CONTENT_LENGTH, length.into());
                }
                let body = SendBody::from_owned_reader(Outgoing::from(body));
                self.run(Request::from_parts(parts, body), timeouts)
            }
        }
    }

    fn run(&self, request: Request<impl AsSendBody>, timeouts: Timeouts) -> Result<Response<Body>, TransportError> {
        let is_head = request.method() == Method::HEAD;
        let remaining = timeouts.deadline.map(|end| end.saturating_duration_since(Instant::now()));
        if remaining.is_some_and(|remaining| remaining.is_zero()) {
            return Err(TransportError::timeout("no time was left to send it"));
        }
        // ureq's global timeout includes the body. If the deadline only applies to the headers, each step up to them
        // gets its own timeout.
        let (all, step) = if timeouts.head_only { (None, remaining) } else { (remaining, None) };
        let request = self
            .agent
            .configure_request(request)
            .timeout_global(all)
            .timeout_resolve(step)
            .timeout_connect(sooner(step, lasting(timeouts.connect)))
            .timeout_send_request(step)
            .timeout_send_body(step)
            .timeout_recv_response(step)
            .timeout_per_read(lasting(timeouts.read))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .allow_non_standard_methods(true)
            .build();
        let response = self.agent.run(request).map_err(transport_error)?;
        let (parts, body) = response.into_parts();
        let body = match body.content_length() {
            _ if is_head || has_no_body(parts.status) => Body::empty(),
            Some(0) => Body::empty(),
            length => {
                let body = Body::from(ByteStream::new(Box::pin(Incoming { reader: body.into_reader() })));
                match length {
                    Some(length) => body.with_length(length),
                    None => body,
                }
            }
        };
        Ok(Response::from_parts(parts, body))
    }
}

/// Whether a response with this status has no body, regardless of its headers (RFC 9112, section 6.3). ureq would
/// otherwise try to decompress it.
fn has_no_body(status: StatusCode) -> bool {
    status.is_informational() || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
}

fn sooner(one: Option<Duration>, other: Option<Duration>) -> Option<Duration> {
    [one, other].into_iter().flatten().min()
}

/// A duration within the range of the clock, since ureq adds it to the present time. A longer one is not a limit.
fn lasting(timeout: Option<Duration>) -> Option<Duration> {
    timeout.filter(|timeout| Instant::now().checked_add(*timeout).is_some())
}

/// An outgoing body.
struct Outgoing {
    pieces: Iter<ByteStream>,
    piece: Bytes,
    remaining: Remaining,
}

impl From<Body> for Outgoing {
    fn from(body: Body) -> Self {
        let remaining = Remaining(body.length());
        Self { pieces: Iter::new(body.into_stream()), piece: Bytes::new(), remaining }
    }
}

impl Read for Outgoing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            let piece = if self.remaining == Remaining(Some(0)) { None } else { self.pieces.next() };
            match self.remaining.after(piece) {
                Some(piece) => self.piece = piece.map_err(io::Error::other)?,
                None => return Ok(0),
            }
        }
        let length = self.piece.len().min(buffer.len());
        buffer[..length].copy_from_slice(&self.piece.split_to(length));
        Ok(length)
    }
}

/// The body of an incoming response.
struct Incoming {
    reader: BodyReader<'static>,
}

impl Stream for Incoming {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut piece = vec![0; PIECE];
        Poll::Ready(match self.reader.read(&mut piece) {
            Ok(0) => None,
            Ok(length) => {
                piece.truncate(length);
                Some(Ok(Bytes::from(piece)))
            }
            Err(error) => Some(Err(broken(error))),
        })
    }
}

/// The error of an incomplete body. ureq wraps its own errors in those of the reader.
fn broken(error: io::Error) -> TransportError {
    let is_late = error.kind() == io::ErrorKind::TimedOut
        || error
            .get_ref()
            .and_then(|inner| inner.downcast_ref())
            .is_some_and(|error| matches!(error, Error::Timeout(_)));
    TransportError::new(if is_late { TransportErrorKind::Timeout } else { TransportErrorKind::Body }, error)
}

fn transport_error(error: Error) -> TransportError {
    let kind = match &error {
        Error::Timeout(::ureq::Timeout::Connect | ::ureq::Timeout::Resolve)
        | Error::HostNotFound
        | Error::ConnectionFailed
        | Error::ConnectProxyFailed(_) => TransportErrorKind::Connect,
        Error::Timeout(_) => TransportErrorKind::Timeout,
        Error::Rustls(_) | Error::Tls(_) | Error::Pem(_) | Error::TlsRequired => TransportErrorKind::Tls,
        Error::Io(error) => of_io(error),
        _ => TransportErrorKind::Other,
    };
    TransportError::new(kind, error)
}

fn of_io(error: &io::Error) -> TransportErrorKind {
    match error.kind() {
        io::ErrorKind::ConnectionRefused | io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => {
            TransportErrorKind::Connect
        }
        // rustls reports rejected certificates as invalid data.
        io::ErrorKind::InvalidData => TransportErrorKind::Tls,
        io::ErrorKind::TimedOut => TransportErrorKind::Timeout,
        // The caller's stream for the request.
        io::ErrorKind::Other if error.get_ref().and_then(|inner| inner.downcast_ref::<TransportError>()).is_some() => {
            TransportErrorKind::Body
        }
        _ => TransportErrorKind::Other,
    }
}
