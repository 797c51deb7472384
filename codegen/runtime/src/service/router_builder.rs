//! Collecting the operations of a router.

use super::caller::Caller;
use super::error_bodies::ErrorBodies;
use super::problem::Problem;
use super::receive;
use super::response_writer::ResponseWriter;
use super::route::Template;
use super::router::Router;
use super::routes::{Handler, Received, Route, Routes};
use super::serve::Serve;
use super::webhooks::{Webhook, WebhookRouter};
use crate::{Api, Body};
use http::Response;
use std::fmt;
use std::future::Future;
use std::sync::Arc;

/// Collects the operations of a [`Router`].
pub struct RouterBuilder<S> {
    service: Arc<S>,
    routes: Routes,
}

impl<S: Send + Sync + 'static> RouterBuilder<S> {
    /// Creates a router without operations.
    pub fn new(api: &'static Api, service: S) -> Self {
        Self { service: Arc::new(service), routes: Routes { api, routes: Vec::new() } }
    }

    /// Adds an operation and its handler.
    #[must_use]
    pub fn operation<O, F, R>(self, call: F) -> Self
    where
        O: Serve + Send + 'static,
        F: Fn(Arc<S>, O, Caller) -> R + Send + Sync + 'static,
        R: Future<Output = Result<O::Response, Problem>> + Send + 'static,
    {
        self.named(O::INFO.id, call)
    }

    /// Adds a webhook and its handler.
    #[must_use]
    pub fn webhook<W, F, R>(self, call: F) -> Self
    where
        W: Webhook + Send + 'static,
        F: Fn(Arc<S>, W, Caller) -> R + Send + Sync + 'static,
        R: Future<Output = Result<W::Response, Problem>> + Send + 'static,
    {
        self.named(W::NAME, call)
    }

    fn named<O, F, R>(self, name: &'static str, call: F) -> Self
    where
        O: Serve + Send + 'static,
        F: Fn(Arc<S>, O, Caller) -> R + Send + Sync + 'static,
        R: Future<Output = Result<O::Response, Problem>> + Send + 'static,
    {
        let (service, call) = (self.service.clone(), Arc::new(call));
        let handler: Handler = Box::new(move |Received { caller, reader, is_strict, bodies }| {
            let read = if is_strict { receive::read::<O>(reader) } else { receive::read_leniently::<O>(reader) };
            match read {
                Err(problem) => Box::pin(std::future::ready(bodies.respond::<O>(problem))),
                Ok(operation) => {
                    let response = call(Arc::clone(&service), operation, caller);
                    Box::pin(async move {
                        match response.await {
                            Ok(response) => ResponseWriter::of(response),
                            Err(problem) => bodies.respond::<O>(problem),
                        }
                    })
                }
            }
        });
        self.routed::<O>(name, handler)
    }

    /// Adds an operation that always responds alike.
    pub(super) fn fixed<O: Serve + Send + 'static>(
        self,
        respond: impl Fn() -> Response<Body> + Send + Sync + 'static,
    ) -> Self {
        let handler: Handler = Box::new(move |Received { reader, bodies, .. }| {
            let response =
                receive::read::<O>(reader).map_or_else(|problem| bodies.respond::<O>(problem), |_| respond());
            Box::pin(std::future::ready(response))
        });
        self.routed::<O>(O::INFO.id, handler)
    }

    fn routed<O: Serve + Send + 'static>(mut self, name: &'static str, handler: Handler) -> Self {
        self.routes.routes.push(Arc::new(Route {
            operation: &O::INFO,
            name,
            template: Template::new(O::INFO.path, O::SPANNING),
            media_types: O::MEDIA_TYPES,
            inspect: receive::inspect::<O>,
            handler,
            refuse: ErrorBodies::respond::<O>,
        }));
        self
    }

    /// The router of these operations.
    #[must_use]
    pub fn build(self) -> Router {
        Router::new(self.routes)
    }

    /// The router of these webhooks.
    #[must_use]
    pub fn build_webhooks(self) -> WebhookRouter {
        WebhookRouter::new(self.routes)
    }
}

impl<S> fmt::Debug for RouterBuilder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RouterBuilder").field("operations", &self.routes.routes.len()).finish_non_exhaustive()
    }
}
