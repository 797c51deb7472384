//! The transport over HTTP and HTTPS with reqwest.

use crate::{Body, BoxFuture, ByteStream, Transport, TransportError, TransportErrorKind};
use ::reqwest::redirect::{Attempt, Policy};
use ::reqwest::{Client, Error, Request};
use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::{HeaderMap, Method};
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::error::Error as StdError;
use std::io;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// How many redirects one request follows.
const MAX_REDIRECTS: usize = 10;

/// Sends with reqwest, over rustls.
///
/// Redirects are followed within the same origin only (scheme, host and port). One that leads elsewhere is given to
/// the caller as the answer that it is: an operation may document it, and no credential ever travels to another
/// host. reqwest's own policy would drop `Authorization` and `Cookie` there, but not an API key in a header of its own;
/// a client given with [`from`](Self::from) keeps whatever policy it has.
#[derive(Debug, Clone)]
pub struct ReqwestTransport {
    client: Client,
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
        Ok(Self { client: client.build().map_err(transport_error)? })
    }
}

impl From<Client> for ReqwestTransport {
    fn from(client: Client) -> Self {
        Self { client }
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
        Box::pin(exchange(&self.client, request))
    }
}

async fn exchange(client: &Client, request: http::Request<Body>) -> Result<http::Response<Body>, TransportError> {
    let is_empty = request.body().is_empty();
    let mut request = Request::try_from(request.map(Outgoing::body)).map_err(transport_error)?;
    if is_empty {
        say_empty(&request.method().clone(), request.headers_mut());
    }
    let mut response = client.execute(request).await.map_err(transport_error)?;
    let mut answer = http::Response::new(Body::empty());
    *answer.status_mut() = response.status();
    *answer.version_mut() = response.version();
    *answer.headers_mut() = std::mem::take(response.headers_mut());
    *answer.body_mut() = Incoming::body(response);
    Ok(answer)
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

/// The body of an answer, as it comes.
struct Incoming(::reqwest::Body);

impl Incoming {
    fn body(response: ::reqwest::Response) -> Body {
        let body = ::reqwest::Body::from(response);
        match body.size_hint().exact() {
            Some(0) => Body::empty(),
            length => {
                let body = Body::from(ByteStream::new(Box::pin(Self(body))));
                length.map_or(body.clone(), |length| body.with_length(length))
            }
        }
    }
}

impl Stream for Incoming {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(Pin::new(&mut self.0).poll_frame(cx)).transpose() {
                // Trailers are no part of the body.
                Ok(frame) => match frame.map(Frame::into_data) {
                    Some(Ok(piece)) => return Poll::Ready(Some(Ok(piece))),
                    Some(Err(_)) => {}
                    None => return Poll::Ready(None),
                },
                Err(error) => return Poll::Ready(Some(Err(transport_error(error)))),
            }
        }
    }
}

/// Where a method calls for a body, a request without one says so (RFC 9110, section 8.6): some servers refuse it with
/// 411 otherwise, and hyper leaves the header out.
fn say_empty(method: &Method, headers: &mut HeaderMap) {
    if matches!(*method, Method::POST | Method::PUT | Method::PATCH) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
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
