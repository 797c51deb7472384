//! The boundary to an HTTP library: a request goes out, a response comes back.

use super::error::TransportError;
use crate::Body;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A boxed future.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends requests. Everything else (URL, credentials, headers, reading the response) is done elsewhere.
///
/// An implementation gives every response that comes, whatever its status, redirects included, with its body as a stream of what comes, or
/// read whole: [`Body`] is made of either. It should keep to the [`Timeouts`] among the request's extensions, and must not
/// carry credentials to another host than the request is for. Its errors must hold no URL: a query may carry a
/// credential.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request, and returns when the head of the response is there.
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>>;

    /// Whether it looks at the extensions of requests, as one does that blocks or that is for tests. A client leaves them out
    /// where neither a layer nor the transport would see them.
    fn reads_extensions(&self) -> bool {
        true
    }
}

/// How long a request may take for what: an extension of the request.
///
/// A client gives up by itself when time has run out, and drops the future that the transport gave it. So what a transport
/// must keep to is what only it can see, `connect`; and all of it when its futures block the thread that polls them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Timeouts {
    /// Until a connection stands, TLS included.
    pub connect: Option<Duration>,
    /// Until the head of the response is there, and again until each further piece of its body is.
    pub read: Option<Duration>,
    /// When the call must be done altogether.
    pub deadline: Option<Instant>,
    /// Whether it is done when the head of the response is there: the caller may want the body piece by piece, however long
    /// it goes on.
    pub head_only: bool,
}

/// Asks for a part of a body as it is, where nothing else is asked for: a part of what is compressed cannot be decompressed.
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
