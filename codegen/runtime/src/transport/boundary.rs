//! The interface to an HTTP library.

use super::error::TransportError;
use crate::Body;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A boxed future.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends requests. Everything else (URL, credentials, headers, reading the response) is done by the client.
///
/// An implementation returns every response, with any status, including redirects, with its body as a stream or as
/// bytes. It should observe the [`Timeouts`] in the request's extensions, and must not send credentials to another host
/// than that of the request. Its errors must not contain a URL, whose query may contain a credential.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request, and returns when the headers of the response have arrived.
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>>;

    /// Whether it reads the extensions of requests, as blocking transports and those for tests do. A client omits them if
    /// neither a layer nor the transport reads them.
    fn reads_extensions(&self) -> bool {
        true
    }
}

/// The timeouts of a request: an extension of the request.
///
/// A client enforces timeouts by dropping the future of the transport. So a transport must only enforce `connect`, which
/// the client cannot see, and all of them if its futures block the thread that polls them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Timeouts {
    /// Until a connection is established, including TLS.
    pub connect: Option<Duration>,
    /// Until the headers of the response arrive, and again for each piece of its body.
    pub read: Option<Duration>,
    /// The deadline of the call.
    pub deadline: Option<Instant>,
    /// Whether the deadline only applies to the headers of the response, because the body is streamed.
    pub head_only: bool,
}

/// Requests an uncompressed response for a range request, unless the caller sets `Accept-Encoding`: a part of a compressed
/// body cannot be decompressed.
#[cfg(feature = "compression")]
#[cfg(any(feature = "hyper", feature = "reqwest", feature = "blocking"))]
pub(crate) fn ask_for_parts_as_they_are(headers: &mut http::HeaderMap) {
    use http::header::{ACCEPT_ENCODING, HeaderValue, RANGE};
    if headers.contains_key(RANGE) {
        headers.entry(ACCEPT_ENCODING).or_insert(HeaderValue::from_static("identity"));
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        (**self).send(request)
    }

    fn reads_extensions(&self) -> bool {
        (**self).reads_extensions()
    }
}
