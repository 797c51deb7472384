//! The transport over HTTP and HTTPS with ureq, for calls that block.

use crate::blocking::Iter;
use crate::{Body, BoxFuture, ByteStream, Timeouts, Transport, TransportError, TransportErrorKind};
use ::ureq::config::Config;
use ::ureq::{Agent, AsSendBody, BodyReader, Error, SendBody};
use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION, TRANSFER_ENCODING};
use http::{HeaderMap, Method, Request, Response, StatusCode, Uri};
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

/// How many redirects one request follows.
const MAX_REDIRECTS: usize = 10;

/// How much of an answer is read at once.
const PIECE: usize = 64 * 1024;

/// Sends with ureq, over rustls. Its futures block the thread that polls them, so it is for clients that block; with others it
/// would hold up the executor.
///
/// Redirects are followed within the same origin only (scheme, host and port), as by the other transport: one that leads
/// elsewhere is the answer, and no credential ever travels to another host.
#[derive(Debug, Clone)]
pub struct UreqTransport {
    agent: Agent,
}

impl UreqTransport {
    /// A transport of its own connections.
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

/// Sends with this agent: its proxies, certificates and connection pool. How it treats redirects, statuses and time is of
/// no account.
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
        let mut request = request;
        for _ in 0..=MAX_REDIRECTS {
            let again = request.body().is_replayable().then(|| request.clone());
            let answer = self.send_once(request)?;
            match again.and_then(|request| redirected(request, &answer)) {
                Some(next) => request = next,
                None => return Ok(answer),
            }
        }
        Err(TransportError::new(TransportErrorKind::Other, "too many redirects"))
    }

    fn send_once(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        let (mut parts, body) = request.into_parts();
        let timeouts = parts.extensions.remove::<Timeouts>().unwrap_or_default();
        // What was for layers is not for ureq.
        parts.extensions.clear();
        let takes_a_body = matches!(parts.method, Method::POST | Method::PUT | Method::PATCH);
        match body.as_bytes().cloned() {
            Some(bytes) if bytes.is_empty() && !takes_a_body => self.run(Request::from_parts(parts, ()), timeouts),
            Some(bytes) => self.run(Request::from_parts(parts, &bytes[..]), timeouts),
            None => {
                if let Some(length) = body.length() {
                    parts.headers.insert(CONTENT_LENGTH, length.into());
                }
                let body = SendBody::from_owned_reader(Outgoing::new(body.into_stream()));
                self.run(Request::from_parts(parts, body), timeouts)
            }
        }
    }

    fn run(&self, request: Request<impl AsSendBody>, timeouts: Timeouts) -> Result<Response<Body>, TransportError> {
        let left = timeouts.deadline.map(|end| end.saturating_duration_since(Instant::now()));
        if left.is_some_and(|left| left.is_zero()) {
            return Err(TransportError::timeout("no time was left to send it"));
        }
        // ureq's limit for all of it holds for the body too. Where only the head must be in time, each step to it must.
        let (all, step) = if timeouts.head_only { (None, left) } else { (left, None) };
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
        let answer = self.agent.run(request).map_err(transport_error)?;
        let (parts, body) = answer.into_parts();
        let length = body.content_length();
        let body = match length {
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

fn sooner(one: Option<Duration>, other: Option<Duration>) -> Option<Duration> {
    [one, other].into_iter().flatten().min()
}

/// A time that the clock can hold: ureq adds it to the present one. What is longer never comes.
fn lasting(timeout: Option<Duration>) -> Option<Duration> {
    timeout.filter(|timeout| Instant::now().checked_add(*timeout).is_some())
}

/// The request that a redirect asks for, when it is to the same origin. As browsers do, `POST` becomes `GET` unless the status
/// says that it must not.
fn redirected(mut request: Request<Body>, answer: &Response<Body>) -> Option<Request<Body>> {
    let keeps_method = match answer.status() {
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => *request.method() != Method::POST,
        StatusCode::SEE_OTHER => matches!(*request.method(), Method::GET | Method::HEAD),
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => true,
        _ => return None,
    };
    let location = answer.headers().get(LOCATION)?.to_str().ok()?;
    *request.uri_mut() = within_origin(request.uri(), location)?;
    if !keeps_method {
        *request.method_mut() = Method::GET;
        *request.body_mut() = Body::empty();
        forget_body(request.headers_mut());
    }
    Some(request)
}

fn forget_body(headers: &mut HeaderMap) {
    for name in [CONTENT_TYPE, CONTENT_LENGTH, TRANSFER_ENCODING] {
        headers.remove(name);
    }
}

/// Where a redirect leads from `uri`; none when it is to another origin, or written in a way that few servers use.
fn within_origin(uri: &Uri, location: &str) -> Option<Uri> {
    let location = location.split('#').next().unwrap_or_default();
    // A query may hold another URL.
    if location.split(['/', '?']).next().is_some_and(|start| start.contains(':')) {
        let target: Uri = location.parse().ok()?;
        return (origin(&target) == origin(uri)).then_some(target);
    }
    let path = match location {
        "" => return None,
        other if other.starts_with("//") || other.starts_with('.') => return None,
        absolute if absolute.starts_with('/') => absolute.to_owned(),
        query if query.starts_with('?') => format!("{}{query}", uri.path()),
        relative => format!("{}/{relative}", uri.path().rsplit_once('/').map_or("", |(folder, _)| folder)),
    };
    format!("{}://{}{path}", uri.scheme_str()?, uri.authority()?).parse().ok()
}

fn origin(uri: &Uri) -> (Option<&str>, Option<String>, Option<u16>) {
    let default = match uri.scheme_str() {
        Some("https") => Some(443),
        Some("http") => Some(80),
        _ => None,
    };
    (uri.scheme_str(), uri.host().map(str::to_ascii_lowercase), uri.port_u16().or(default))
}

/// A body on its way out.
struct Outgoing {
    pieces: Iter<ByteStream>,
    piece: Bytes,
}

impl Outgoing {
    fn new(stream: ByteStream) -> Self {
        Self { pieces: Iter::new(stream), piece: Bytes::new() }
    }
}

impl Read for Outgoing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            match self.pieces.next() {
                Some(piece) => self.piece = piece.map_err(io::Error::other)?,
                None => return Ok(0),
            }
        }
        let length = self.piece.len().min(buffer.len());
        buffer[..length].copy_from_slice(&self.piece.split_to(length));
        Ok(length)
    }
}

/// The body of an answer, as it comes.
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

/// A body that broke off. ureq wraps its own errors where a reader can give no others.
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
        // rustls reports what it does not accept as data that is not valid.
        io::ErrorKind::InvalidData => TransportErrorKind::Tls,
        io::ErrorKind::TimedOut => TransportErrorKind::Timeout,
        // The caller's stream for the request.
        io::ErrorKind::Other if error.get_ref().and_then(|inner| inner.downcast_ref::<TransportError>()).is_some() => {
            TransportErrorKind::Body
        }
        _ => TransportErrorKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_stay_within_the_origin() {
        let from = "https://api.example/v1/portals?page=1".parse().unwrap();
        let to = |location| within_origin(&from, location).map(|uri| uri.to_string());
        assert_eq!(to("/v2").as_deref(), Some("https://api.example/v2"));
        assert_eq!(to("users?page=2#top").as_deref(), Some("https://api.example/v1/users?page=2"));
        assert_eq!(to("?page=2").as_deref(), Some("https://api.example/v1/portals?page=2"));
        assert_eq!(
            to("/v2?next=https://evil.example/").as_deref(),
            Some("https://api.example/v2?next=https://evil.example/")
        );
        assert_eq!(to("https://API.example:443/x").as_deref(), Some("https://API.example:443/x"));
        for elsewhere in [
            "https://evil.example/",
            "//evil.example/",
            "http://api.example/",
            "https://api.example:444/",
            "mailto:x",
            "",
            "../x",
        ] {
            assert_eq!(to(elsewhere), None, "{elsewhere}");
        }
    }
}
