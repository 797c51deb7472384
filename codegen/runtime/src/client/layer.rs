//! Layers: what a caller wants done around each attempt of a call.

use crate::{Body, BoxFuture, OperationInfo, Transport, TransportError};
use std::sync::Arc;

/// What a transport gives for a request.
pub type Outcome = Result<http::Response<Body>, TransportError>;

/// Something around each attempt of a call: adds headers, signs, counts, measures, refuses.
///
/// It sees the request as it goes out, credentials included, and the response as it comes in, its body not read yet. Among
/// the extensions of the request are the [`Attempt`] and its [`Timeouts`](crate::Timeouts).
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
/// For what needs no waiting there are [`before`] and [`after`].
pub trait Layer: Send + Sync + 'static {
    /// Sends a request with [`Next::send`], and does what it has to before and after. It may also respond by itself.
    fn attempt<'a>(&'a self, request: http::Request<Body>, next: Next<'a>) -> BoxFuture<'a, Outcome>;
}

/// Which request it is: an extension of the requests that a client sends, for layers and for transports that
/// [read extensions](Transport::reads_extensions).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// What the call is for.
    pub operation: &'static OperationInfo,
    /// Which attempt of the call it is, from 1.
    pub number: u32,
}

/// The layers that are further in, and the transport.
#[derive(Clone, Copy)]
pub struct Next<'a> {
    layers: &'a [Arc<dyn Layer>],
    transport: &'a dyn Transport,
}

impl<'a> Next<'a> {
    pub(crate) const fn new(layers: &'a [Arc<dyn Layer>], transport: &'a dyn Transport) -> Self {
        Self { layers, transport }
    }

    /// Sends the request on.
    #[must_use]
    pub fn send(self, request: http::Request<Body>) -> BoxFuture<'a, Outcome> {
        match self.layers {
            [] => self.transport.send(request),
            [layer, layers @ ..] => layer.attempt(request, Next { layers, transport: self.transport }),
        }
    }
}

/// A layer that changes each request before it goes out.
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

/// A layer that looks at what each attempt gave.
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
