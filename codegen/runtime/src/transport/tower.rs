//! Tower services as transports, and transports as tower services.

use crate::{Body, BoxError, BoxFuture, Transport, TransportError, TransportErrorKind};
use http::{Request, Response};
use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use tower_service::Service;

/// Sends through a tower service, such as one with layers of tower-http. Each request is sent by a clone of it.
///
/// ```
/// use specwright_runtime::{Body, MemoryTransport, TowerTransport, TransportService};
///
/// let service = TransportService::new(MemoryTransport::new().respond(204, ""));
/// // tower::ServiceBuilder::new().layer(…).service(service)
/// let transport = TowerTransport::new(service);
/// // Client::builder().transport(transport)…
/// ```
#[derive(Debug)]
pub struct TowerTransport<S> {
    /// Services need not be `Sync`, so they are cloned under a lock.
    service: Mutex<S>,
}

impl<S> TowerTransport<S> {
    /// Creates a transport from a service.
    pub const fn new(service: S) -> Self {
        Self { service: Mutex::new(service) }
    }
}

impl<S, B> Transport for TowerTransport<S>
where
    S: Service<Request<Body>, Response = Response<B>> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: Into<Body>,
{
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let mut service = self.service.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            poll_fn(|cx| service.poll_ready(cx)).await.map_err(transport_error)?;
            let response = service.call(request).await.map_err(transport_error)?;
            Ok(response.map(Into::into))
        })
    }
}

/// Errors of transports are passed through services unchanged.
fn transport_error(error: impl Into<BoxError>) -> TransportError {
    match error.into().downcast::<TransportError>() {
        Ok(error) => *error,
        Err(error) => TransportError::new(TransportErrorKind::Other, error),
    }
}

/// A transport as a service: the innermost of a stack of layers.
#[derive(Debug)]
pub struct TransportService<T> {
    transport: Arc<T>,
}

impl<T: Transport> TransportService<T> {
    /// Creates a service from a transport.
    pub fn new(transport: T) -> Self {
        Self { transport: Arc::new(transport) }
    }
}

impl<T> Clone for TransportService<T> {
    fn clone(&self) -> Self {
        Self { transport: Arc::clone(&self.transport) }
    }
}

impl<T: Transport> Service<Request<Body>> for TransportService<T> {
    type Response = Response<Body>;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<Response<Body>, TransportError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let transport = Arc::clone(&self.transport);
        Box::pin(async move { transport.send(request).await })
    }
}
