//! The transport over HTTP and HTTPS with reqwest.

use crate::time::is_within_tokio;
use crate::{Body, BoxFuture, ByteStream, Transport, TransportError, TransportErrorKind};
use ::reqwest::redirect::{Attempt, Policy};
use ::reqwest::{Client, Error, Request, Response, Url};
use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::uri::{Authority, Scheme};
use http::{Method, Uri};
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::error::Error as StdError;
use std::io;
use std::pin::Pin;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// How many redirects one request follows.
const MAX_REDIRECTS: usize = 10;

const NO_RUNTIME: &str = "reqwest needs a tokio runtime, and the call was made outside of one: make it within \
    `#[tokio::main]`, or build the client with `build_blocking` (feature `blocking`)";

/// Sends with reqwest, over rustls. Calls must be made within a tokio runtime.
///
/// Redirects are followed within the same origin only (scheme, host and port). One that leads elsewhere is given to
/// the caller as the answer that it is: an operation may document it, and no credential ever travels to another
/// host. reqwest's own policy would drop `Authorization` and `Cookie` there, but not an API key in a header of its own;
/// a client given with [`from`](Self::from) keeps whatever policy it has.
#[derive(Debug, Clone)]
pub struct ReqwestTransport {
    client: Client,
    /// Where the first request went, and so most will go.
    origin: OnceLock<Origin>,
}

/// A server whose URL is read already: of a whole URL, that is more than half of the work.
#[derive(Debug, Clone)]
struct Origin {
    scheme: Scheme,
    authority: Authority,
    url: Url,
}

impl Origin {
    fn of(uri: &Uri) -> Option<Self> {
        let (scheme, authority) = (uri.scheme()?.clone(), uri.authority()?.clone());
        let url = Url::parse(&format!("{scheme}://{authority}/")).ok()?;
        Some(Self { scheme, authority, url })
    }

    /// A URL of this server. None for one of another, and for a path that could be taken for an authority.
    fn url(&self, uri: &Uri) -> Option<Url> {
        let is_here = uri.scheme() == Some(&self.scheme)
            && uri.authority().map(Authority::as_str) == Some(self.authority.as_str());
        let path = uri.path_and_query()?.as_str();
        if !is_here || !path.starts_with('/') || path[1..].starts_with(['/', '\\']) {
            return None;
        }
        self.url.join(path).ok()
    }
}

impl ReqwestTransport {
    /// A transport of its own connections.
    ///
    /// # Errors
    /// When TLS cannot be set up, as when the system's certificates cannot be read.
    pub fn new() -> Result<Self, TransportError> {
        Self::connecting_within(None)
    }

    /// The same, which gives up when a connection does not stand after some time.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn connecting_within(timeout: impl Into<Option<Duration>>) -> Result<Self, TransportError> {
        let mut client = Client::builder().redirect(Policy::custom(within_origin));
        if let Some(timeout) = timeout.into() {
            client = client.connect_timeout(timeout);
        }
        client.build().map(Self::from).map_err(transport_error)
    }
}

impl From<Client> for ReqwestTransport {
    fn from(client: Client) -> Self {
        Self { client, origin: OnceLock::new() }
    }
}

fn within_origin(attempt: Attempt<'_>) -> ::reqwest::redirect::Action {
    if attempt.previous().len() > MAX_REDIRECTS {
        return attempt.error("too many redirects");
    }
    match attempt.previous().last() {
        Some(previous) if previous.origin() != attempt.url().origin() => attempt.stop(),
        _ => attempt.follow(),
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        // reqwest would panic.
        if !is_within_tokio() {
            return Box::pin(std::future::ready(Err(TransportError::new(TransportErrorKind::Other, NO_RUNTIME))));
        }
        // Nothing of the request is held while its answer is waited for.
        match self.outgoing(request) {
            Ok(request) => {
                let answer = self.client.execute(request);
                Box::pin(async move { answer.await.map(incoming).map_err(transport_error) })
            }
            Err(error) => Box::pin(std::future::ready(Err(transport_error(error)))),
        }
    }

    /// The client of reqwest knows its own timeout of connections, and the futures can be dropped at any time.
    fn reads_extensions(&self) -> bool {
        false
    }
}

impl ReqwestTransport {
    fn outgoing(&self, request: http::Request<Body>) -> Result<Request, Error> {
        let is_empty = request.body().is_empty();
        let mut request = match self.url(request.uri()) {
            Some(url) => to_url(url, request),
            None => Request::try_from(request.map(Outgoing::body))?,
        };
        if is_empty {
            say_empty(&mut request);
        }
        Ok(request)
    }

    fn url(&self, uri: &Uri) -> Option<Url> {
        if self.origin.get().is_none() {
            // Somebody else may be first, which is as well.
            let _ = self.origin.set(Origin::of(uri)?);
        }
        self.origin.get()?.url(uri)
    }
}

/// What `Request::try_from` does with a URL that is not read yet.
fn to_url(url: Url, request: http::Request<Body>) -> Request {
    let (parts, body) = request.into_parts();
    let mut request = Request::new(parts.method, url);
    *request.headers_mut() = parts.headers;
    *request.version_mut() = parts.version;
    *request.body_mut() = Some(Outgoing::body(body));
    request
}

fn incoming(mut response: Response) -> http::Response<Body> {
    let mut answer = http::Response::new(Body::empty());
    *answer.status_mut() = response.status();
    *answer.version_mut() = response.version();
    *answer.headers_mut() = std::mem::take(response.headers_mut());
    *answer.body_mut() = Incoming::body(response);
    answer
}

/// A stream on its way out. The mutex is never locked: it makes a value that one thread at a time uses one that threads
/// may share, as reqwest asks for.
struct Outgoing {
    stream: Mutex<ByteStream>,
    length: Option<u64>,
}

impl Outgoing {
    /// Bytes that are all there can be sent again by reqwest, as after a redirect.
    fn body(body: Body) -> ::reqwest::Body {
        match body.as_bytes() {
            Some(bytes) => bytes.clone().into(),
            None => ::reqwest::Body::wrap(Self { length: body.length(), stream: Mutex::new(body.into_stream()) }),
        }
    }
}

impl HttpBody for Outgoing {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let stream = self.get_mut().stream.get_mut().unwrap_or_else(PoisonError::into_inner);
        Pin::new(stream).poll_next(cx).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// The body of an answer, as it comes; none when it is over.
struct Incoming(Option<::reqwest::Body>);

impl Incoming {
    fn body(response: Response) -> Body {
        let body = ::reqwest::Body::from(response);
        match body.size_hint().exact() {
            Some(0) => Body::empty(),
            length => {
                let body = Body::from(ByteStream::new(Box::pin(Self(Some(body)))));
                match length {
                    Some(length) => body.with_length(length),
                    None => body,
                }
            }
        }
    }
}

impl Stream for Incoming {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(body) = &mut self.0 {
            match ready!(Pin::new(&mut *body).poll_frame(cx)).transpose() {
                // Trailers are no part of the body.
                Ok(frame) => match frame.map(Frame::into_data) {
                    Some(Ok(piece)) => {
                        // Where its length is known, it needs not be asked once more.
                        if body.is_end_stream() {
                            self.0 = None;
                        }
                        return Poll::Ready(Some(Ok(piece)));
                    }
                    Some(Err(_)) => {}
                    None => break,
                },
                Err(error) => return Poll::Ready(Some(Err(transport_error(error)))),
            }
        }
        Poll::Ready(None)
    }
}

/// Where a method calls for a body, a request without one says so (RFC 9110, section 8.6): some servers refuse it with
/// 411 otherwise, and hyper leaves the header out.
fn say_empty(request: &mut Request) {
    if matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH) {
        request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}

/// Without the URL, whose query may carry a credential.
fn transport_error(error: Error) -> TransportError {
    let kind = match () {
        () if error.is_timeout() && !error.is_connect() => TransportErrorKind::Timeout,
        () if error.is_connect() && is_of_tls(&error) => TransportErrorKind::Tls,
        () if error.is_connect() => TransportErrorKind::Connect,
        () if error.is_body() || error.is_decode() => TransportErrorKind::Body,
        () => TransportErrorKind::Other,
    };
    TransportError::new(kind, error.without_url())
}

/// rustls reports what it does not accept as data that is not valid.
fn is_of_tls(error: &Error) -> bool {
    let mut cause: Option<&(dyn StdError + 'static)> = error.source();
    while let Some(error) = cause {
        let io = error.downcast_ref::<io::Error>();
        if io.is_some_and(|error| error.kind() == io::ErrorKind::InvalidData) {
            return true;
        }
        // The source of such an error is that of the error within, which is passed over.
        let within = io.and_then(io::Error::get_ref).map(|within| within as &(dyn StdError + 'static));
        cause = within.or_else(|| error.source());
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_the_same_whichever_way_it_is_read() {
        let origin = Origin::of(&Uri::from_static("https://api.example:8443/crm/v8")).unwrap();
        for path in [
            "/",
            "/crm/v8/settings?a=%2F&b=c+d",
            "/a%20b/./c/../d",
            "/a;b=c:d@e",
            "/?",
            "/?x",
            "/a//b",
            "/a\\b",
            "/%",
            "/a|b",
            "/\u{e9}",
            "/~a'b",
            "/..",
            "/.%2e/a",
            "/C:/x",
            "/a?b=\"c\"",
        ] {
            let text = format!("https://api.example:8443{path}");
            let Ok(uri) = text.parse::<Uri>() else { continue };
            assert_eq!(origin.url(&uri).unwrap(), Url::parse(&uri.to_string()).unwrap(), "{path}");
        }
    }

    #[test]
    fn no_path_leads_to_another_server() {
        let origin = Origin::of(&Uri::from_static("http://api.example")).unwrap();
        for path in ["//evil.example/a", "/\\evil.example/a"] {
            let Ok(uri) = format!("http://api.example{path}").parse::<Uri>() else { continue };
            assert_eq!(origin.url(&uri), None, "{path}");
        }
        for other in ["https://api.example/", "http://evil.example/", "http://api.example:81/", "/a"] {
            assert_eq!(origin.url(&Uri::from_static(other)), None, "{other}");
        }
        assert!(Origin::of(&Uri::from_static("/a")).is_none());
    }

    #[test]
    fn a_request_is_the_same_whichever_way_it_is_made() {
        let transport = ReqwestTransport::new().unwrap();
        let request = || {
            let request =
                http::Request::put("http://api.example/a?b").header("x-a", "1").version(http::Version::HTTP_10);
            request.body(Body::from("body")).unwrap()
        };
        let (made, expected) =
            (transport.outgoing(request()).unwrap(), Request::try_from(request().map(Outgoing::body)).unwrap());
        assert_eq!(
            (made.method(), made.url(), made.headers(), made.version()),
            (expected.method(), expected.url(), expected.headers(), expected.version())
        );
        assert_eq!(made.body().unwrap().as_bytes(), Some(&b"body"[..]));
        let request = http::Request::post("http://api.example//a").body(Body::empty()).unwrap();
        assert_eq!(transport.outgoing(request).unwrap().url().as_str(), "http://api.example//a");
    }
}
