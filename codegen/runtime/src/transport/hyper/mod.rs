//! The transport over HTTP and HTTPS with hyper.

mod connect;
mod route;

pub use connect::HyperConnector;

use crate::transport::Outgoing;
use crate::transport::cause::{is_of_caller, is_of_tls, is_refusal};
use crate::transport::frames::{incoming, say_empty};
use crate::transport::{runtime, tls};
use crate::{Body, BoxError, BoxFuture, Transport, TransportError, TransportErrorKind};
use ::hyper_util::client::legacy::connect::Connect;
use ::hyper_util::client::legacy::{Client, Error};
use ::hyper_util::rt::{TokioExecutor, TokioTimer};
use http::{Request, Response};
use std::fmt;
use std::time::Duration;

/// Sends with hyper: HTTP/1.1, or HTTP/2 if the server offers it with TLS. Calls must be made within a tokio runtime.
///
/// Connections are kept open for further requests, for at most 90 seconds. Each is driven by the runtime in which it was made. If
/// that runtime has ended, a new connection is made; but if it exists and is not being driven, such as a current-thread runtime
/// outside `block_on`, calls from other runtimes time out. Proxies in the environment (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`,
/// `NO_PROXY`) are used as by curl. TLS is that of rustls, with the system's root certificates.
///
/// For other settings, such as other certificates, pass your own connector to [`over`](Self::over).
pub struct HyperTransport<C = HyperConnector> {
    client: Client<C, Outgoing>,
    /// The credentials for proxies that forward requests.
    proxies: route::Proxies,
}

impl HyperTransport {
    /// Creates a transport with its own connection pool.
    ///
    /// # Errors
    /// When TLS cannot be set up, for example because the system's certificates cannot be read.
    pub fn new() -> Result<Self, TransportError> {
        Self::connecting_within(None)
    }

    /// Like [`new`](Self::new), with a timeout for connecting.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn connecting_within(timeout: impl Into<Option<Duration>>) -> Result<Self, TransportError> {
        let proxies = route::Proxies::of_the_environment();
        let connector = HyperConnector::new(timeout.into(), proxies.clone()).map_err(|error| {
            tls::unavailable(&error, "a connector with other certificates to `HyperTransport::over`")
        })?;
        Ok(Self { client: client(connector), proxies })
    }
}

impl<C: Connect + Clone> HyperTransport<C> {
    /// Uses a connector, for example one of hyper-rustls: with its TLS, name resolution, timeouts and proxies.
    pub fn over(connector: C) -> Self {
        Self { client: client(connector), proxies: route::Proxies::none() }
    }
}

fn client<C: Connect + Clone>(connector: C) -> Client<C, Outgoing> {
    // With a timer, idle connections are closed on time, and not only when another one is requested.
    Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).timer(TokioTimer::new()).build(connector)
}

impl<C: Connect + Clone + Send + Sync + 'static> Transport for HyperTransport<C> {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        if let Err(error) = runtime::needed_by("hyper") {
            return Box::pin(std::future::ready(Err(error)));
        }
        // The request is dropped before its response is awaited.
        let response = self.exchange(self.outgoing(request));
        Box::pin(async move {
            match response.await {
                Ok(response) => Ok(response.map(|body| incoming(body, body_error))),
                Err(error) => Err(transport_error(error)),
            }
        })
    }

    /// Connections have their own timeout, and the futures can be dropped at any time.
    fn reads_extensions(&self) -> bool {
        false
    }
}

impl<C: Connect + Clone + Send + Sync + 'static> HyperTransport<C> {
    fn outgoing(&self, request: Request<Body>) -> Request<Outgoing> {
        let (mut parts, body) = request.into_parts();
        if body.is_empty() {
            say_empty(&parts.method, &mut parts.headers);
        }
        #[cfg(feature = "compression")]
        crate::transport::ask_for_parts_as_they_are(&mut parts.headers);
        // Extensions are for layers, not for hyper.
        parts.extensions.clear();
        self.proxies.authorize(&parts.uri, &mut parts.headers);
        Request::from_parts(parts, Outgoing::from(body))
    }

    #[cfg(not(feature = "compression"))]
    fn exchange(
        &self,
        request: Request<Outgoing>,
    ) -> impl Future<Output = Result<Response<::hyper::body::Incoming>, Error>> + use<C> {
        self.client.request(request)
    }

    #[cfg(feature = "compression")]
    fn exchange(
        &self,
        request: Request<Outgoing>,
    ) -> impl Future<
        Output = Result<Response<tower_http::decompression::DecompressionBody<::hyper::body::Incoming>>, Error>,
    > + use<C> {
        use tower_service::Service;
        tower_http::decompression::Decompression::new(self.client.clone()).call(request)
    }
}

fn body_error(error: impl Into<BoxError>) -> TransportError {
    TransportError::new(TransportErrorKind::Body, error)
}

/// hyper's errors hold no URL.
fn transport_error(error: Error) -> TransportError {
    let kind = match () {
        () if error.is_connect() && is_of_tls(&error) => TransportErrorKind::Tls,
        () if error.is_connect() => TransportErrorKind::Connect,
        () if is_refusal(&error) => TransportErrorKind::Refused,
        () if is_of_caller(&error) => TransportErrorKind::Body,
        () => TransportErrorKind::Other,
    };
    TransportError::new(kind, error)
}

impl<C> fmt::Debug for HyperTransport<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperTransport").finish_non_exhaustive()
    }
}

impl<C: Clone> Clone for HyperTransport<C> {
    fn clone(&self) -> Self {
        Self { client: self.client.clone(), proxies: self.proxies.clone() }
    }
}
