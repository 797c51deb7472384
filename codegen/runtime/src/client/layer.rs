//! Layers, which wrap each attempt of a call.

use crate::{Body, BoxFuture, OperationInfo, Transport, TransportError};
use std::sync::Arc;

/// The result of sending a request.
pub type Outcome = Result<http::Response<Body>, TransportError>;

/// A wrapper around each attempt of a call, for example to add headers, sign, count, measure or reject requests.
///
/// It sees the request as it is sent, including credentials, and the response before its body is read. The extensions of
/// the request contain the [`Attempt`] and its [`Timeouts`](crate::Timeouts).
///
/// ```
/// use specwright_runtime::{Attempt, Body, BoxFuture, Layer, Next, Outcome, http};
/// use std::time::Instant;
///
/// struct Measured;
///
/// impl Layer for Measured {
///     fn attempt<'a>(&'a self, request: http::Request<Body>, next: Next<'a>) -> BoxFuture<'a, Outcome> {
///         Box::pin(async move {
///             let attempt = request.extensions().get::<Attempt>().cloned();
///             let start = Instant::now();
///             let outcome = next.send(request).await;
///             let status = outcome.as_ref().map(|answer| answer.status());
///             if let Some(Attempt { operation, number, .. }) = attempt {
///                 println!("{}, attempt {number}: {status:?} after {:?}", operation.id, start.elapsed());
///             }
///             outcome
///         })
///     }
/// }
/// ```
///
/// For layers that need not wait, see [`before`] and [`after`].
pub trait Layer: Send + Sync + 'static {
    /// Sends a request with [`Next::send`], doing its work before and after. It may also return a response without
    /// sending.
    fn attempt<'a>(&'a self, request: http::Request<Body>, next: Next<'a>) -> BoxFuture<'a, Outcome>;
}

/// Identifies a request: an extension of the requests that a client sends, for layers and for transports that [read
/// extensions](Transport::reads_extensions).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// The operation of the call.
    pub operation: &'static OperationInfo,
    /// The number of the attempt, from 1.
    pub number: u32,
}

/// The inner layers and the transport.
#[derive(Clone, Copy)]
pub struct Next<'a> {
    layers: &'a [Arc<dyn Layer>],
    transport: &'a dyn Transport,
}

impl<'a> Next<'a> {
    pub(crate) const fn new(layers: &'a [Arc<dyn Layer>], transport: &'a dyn Transport) -> Self {
        Self { layers, transport }
    }

    /// Passes the request to the next layer, or to the transport.
    #[must_use]
    pub fn send(self, request: http::Request<Body>) -> BoxFuture<'a, Outcome> {
        match self.layers {
            [] => self.transport.send(request),
            [layer, layers @ ..] => layer.attempt(request, Next { layers, transport: self.transport }),
        }
    }
}

/// A layer that changes each request before it is sent.
///
/// ```
/// use specwright_runtime::{http::HeaderValue, layer};
///
/// let tenant = layer::before(|request| {
///     request.headers_mut().insert("x-tenant", HeaderValue::from_static("zylker"));
/// });
/// # let _: Box<dyn specwright_runtime::Layer> = Box::new(tenant);
/// ```
pub fn before(change: impl Fn(&mut http::Request<Body>) + Send + Sync + 'static) -> impl Layer {
    Before(change)
}

/// A layer that inspects the outcome of each attempt.
///
/// ```
/// use specwright_runtime::layer;
///
/// let counted = layer::after(|outcome| match outcome {
///     Ok(answer) => println!("{}", answer.status()),
///     Err(error) => println!("{error}"),
/// });
/// # let _: Box<dyn specwright_runtime::Layer> = Box::new(counted);
/// ```
pub fn after(look: impl Fn(&Outcome) + Send + Sync + 'static) -> impl Layer {
    After(look)
}

struct Before<F>(F);

impl<F: Fn(&mut http::Request<Body>) + Send + Sync + 'static> Layer for Before<F> {
    fn attempt<'a>(&'a self, mut request: http::Request<Body>, next: Next<'a>) -> BoxFuture<'a, Outcome> {
        (self.0)(&mut request);
        next.send(request)
    }
}

struct After<F>(F);

impl<F: Fn(&Outcome) + Send + Sync + 'static> Layer for After<F> {
    fn attempt<'a>(&'a self, request: http::Request<Body>, next: Next<'a>) -> BoxFuture<'a, Outcome> {
        Box::pin(async move {
            let outcome = next.send(request).await;
            (self.0)(&outcome);
            outcome
        })
    }
}
