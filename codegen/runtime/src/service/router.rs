//! The service of all operations of an API: from any HTTP request to its response.

use super::caller::{self, Caller};
use super::documented_error::{DocumentedError, ErrorBodies};
use super::examined::Examined;
use super::problem::Problem;
use super::receive::{self, Receive};
use super::request_reader::RequestReader;
use super::response_body::ResponseBody;
use super::response_writer::{Respond, ResponseWriter};
use super::route::{Captures, Template};
use super::webhooks::{Webhook, WebhookRouter};
use crate::{Api, Body, BoxFuture, OperationInfo};
use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::request::Parts;
use http::{Method, Request, Response};
use http_body::Body as HttpBody;
use serde::Serialize;
use std::convert::Infallible;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// How many bytes of a body are read, unless the service has it otherwise.
pub(crate) const BODY_LIMIT: usize = 2 * 1024 * 1024;

/// An operation with the responses that the document has for it.
pub trait Serve: Receive {
    /// The response, by status.
    type Response: Respond + Send;
    /// The media types of its successes; none where the document has none.
    const MEDIA_TYPES: &'static [&'static str];
    /// What the document says of errors, where the body of any is JSON.
    const ERRORS: &'static [DocumentedError] = &[];
}

/// A `tower::Service` of an API: takes requests of any HTTP library and responds to each. In axum it is nested where the server of the document
/// has its path; hyper takes it as it is.
///
/// A request that is not as documented never reaches the service. The response to it is a [`Problem`]: 404 for a path that no operation
/// has, 405 for another method, 401 without credentials, 406 where nothing that the caller accepts is documented, 413 for a body that is too
/// large, 415 for one of another media type, and 400 for everything else, with all that is wrong.
#[derive(Clone)]
pub struct Router {
    routes: Arc<Routes>,
    body_limit: usize,
    bodies: Arc<ErrorBodies>,
}

pub(super) struct Routes {
    api: &'static Api,
    /// The most special first.
    pub(super) routes: Vec<Arc<Route>>,
}

pub(super) struct Route {
    pub(super) operation: &'static OperationInfo,
    /// What the document calls it, where it has no path.
    pub(super) name: &'static str,
    template: Template,
    media_types: &'static [&'static str],
    pub(super) examine: fn(RequestReader) -> Option<Problem>,
    pub(super) handler: Handler,
    pub(super) refuse: fn(&ErrorBodies, Problem) -> Response<Body>,
}

/// A request that is to be read.
pub(super) struct Received {
    pub(super) caller: Caller,
    pub(super) reader: RequestReader,
    /// Whether limits of the document are checked.
    pub(super) is_strict: bool,
    pub(super) bodies: Arc<ErrorBodies>,
}

type Handler = Box<dyn Fn(Received) -> BoxFuture<'static, Response<Body>> + Send + Sync>;

/// Collects the operations of a [`Router`].
pub struct RouterBuilder<S> {
    service: Arc<S>,
    routes: Routes,
}

impl<S: Send + Sync + 'static> RouterBuilder<S> {
    /// A router without operations yet.
    pub fn new(api: &'static Api, service: S) -> Self {
        Self { service: Arc::new(service), routes: Routes { api, routes: Vec::new() } }
    }

    /// Adds an operation, and what responds to it.
    #[must_use]
    pub fn operation<O, F, R>(self, call: F) -> Self
    where
        O: Serve + Send + 'static,
        F: Fn(Arc<S>, O, Caller) -> R + Send + Sync + 'static,
        R: Future<Output = Result<O::Response, Problem>> + Send + 'static,
    {
        self.named(O::INFO.id, call)
    }

    /// Adds a webhook, and what responds to it.
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

    /// Adds an operation to which the response is always the same.
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
            examine: receive::examine::<O>,
            handler,
            refuse: ErrorBodies::respond::<O>,
        }));
        self
    }

    /// The router of these operations.
    #[must_use]
    pub fn build(mut self) -> Router {
        self.routes.sort();
        Router { routes: Arc::new(self.routes), body_limit: BODY_LIMIT, bodies: Arc::default() }
    }

    /// The router of these webhooks.
    #[must_use]
    pub fn build_webhooks(self) -> WebhookRouter {
        WebhookRouter::new(self.routes)
    }
}

impl Routes {
    fn sort(&mut self) {
        self.routes.sort_by_key(|route| route.template.generality());
    }

    /// The caller of an operation, if it may call it.
    pub(super) fn admit(&self, route: &Route, parts: Parts) -> Result<Caller, Problem> {
        let caller = Caller::new(self.api, route.operation, parts);
        if !caller.is_allowed() {
            return Err(Problem::unauthorized(route.operation, &caller::challenge(self.api, route.operation)));
        }
        if !caller.accepts(route.media_types) {
            return Err(Problem::not_acceptable(&route.media_types.join(", ")));
        }
        Ok(caller)
    }
}

impl Router {
    /// How many bytes a body may have: 2 MiB unless this is called.
    #[must_use]
    pub fn body_limit(self, bytes: usize) -> Self {
        Self { body_limit: bytes, ..self }
    }

    /// Adds the operations of another router of the same API. Its limit on bodies does not count any more. What both have, this one
    /// responds to.
    ///
    /// ```ignore
    /// use pets::service;
    /// let router = service::pets::router(pets).merge(service::orders::router(orders));
    /// ```
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        let Self { routes: others, bodies: of_others, .. } = other;
        let mut routes = Routes { api: self.routes.api, routes: self.routes.routes.clone() };
        let is_new = |route: &&Arc<Route>| routes.routes.iter().all(|known| known.operation.id != route.operation.id);
        let new: Vec<Arc<Route>> = others.routes.iter().filter(is_new).cloned().collect();
        routes.routes.extend(new);
        routes.sort();
        let mut bodies = self.bodies;
        Arc::make_mut(&mut bodies).extend(&of_others);
        Self { routes: Arc::new(routes), bodies, ..self }
    }

    /// Makes the documented error of a [`Problem`]. Where the document describes an error of this type for the status, be it by the
    /// status itself, its range or `default`, the response has what `body` makes, in the documented media type; elsewhere it stays
    /// `application/problem+json`. For an API with several such types, call this for each.
    ///
    /// ```ignore
    /// pets::service::router(shop).problems_as(|problem| models::Fault::new(problem.to_string()))
    /// ```
    ///
    /// Nothing is needed for a type whose members are those of problem details.
    #[must_use]
    pub fn problems_as<T, F>(mut self, body: F) -> Self
    where
        T: Serialize + 'static,
        F: Fn(&Problem) -> T + Send + Sync + 'static,
    {
        Arc::make_mut(&mut self.bodies).add(body);
        self
    }

    /// Responds to a request.
    pub async fn respond<B>(self, request: Request<B>) -> Response<Body>
    where
        B: HttpBody + Send,
        B::Data: Send,
    {
        let (parts, body) = request.into_parts();
        let is_head = parts.method == Method::HEAD;
        let response = match self.find(&parts) {
            Ok((route, captures)) => {
                let response = self.call(route, captures, parts, body).await;
                response.unwrap_or_else(|problem| (route.refuse)(&self.bodies, problem))
            }
            Err(problem) => problem.into_response(),
        };
        if is_head { without_body(response) } else { response }
    }

    /// The operation that a request is for, and what of it is not as documented, to the letter. Nobody is called.
    #[must_use]
    pub fn examine(&self, request: &Request<Bytes>) -> Examined {
        let (parts, body) = request.clone().into_parts();
        match self.find(&parts) {
            Ok((route, captures)) => {
                let mut reader = RequestReader::new(&parts, captures, body);
                let others = caller::query_keys(self.routes.api).chain(route.template.query_names());
                others.for_each(|name| reader.set_aside_key(name));
                Examined::of(route.operation, (route.examine)(reader))
            }
            Err(problem) => Examined::new(None).with_problem(problem),
        }
    }

    /// The ids of its operations.
    #[must_use]
    pub fn operations(&self) -> Vec<&'static str> {
        self.routes.routes.iter().map(|route| route.operation.id).collect()
    }

    /// The most special route of this path that has the method, and what is captured. `HEAD` gets what `GET` does, without the body.
    fn find(&self, parts: &Parts) -> Result<(&Route, Captures), Problem> {
        let (path, query) = (parts.uri.path(), parts.uri.query().unwrap_or_default());
        let length = path.strip_prefix('/').unwrap_or(path).split('/').count();
        let of_length = self.routes.routes.iter().filter(|route| route.template.has_length(length));
        let of_path = of_length.filter_map(|route| Some((&**route, route.template.captures(path, query)?)));
        let mut found: Vec<(&Route, Captures)> = of_path.collect();
        // A path without parameters is matched before those with any, whatever the method (OpenAPI, Paths Object).
        if found.iter().any(|(route, _)| route.template.is_literal()) {
            found.retain(|(route, _)| route.template.is_literal());
        }
        let position = |method: &str| found.iter().position(|(route, _)| route.operation.method == method);
        let method = parts.method.as_str();
        let position = position(method).or_else(|| position("GET").filter(|_| method == "HEAD"));
        match position {
            Some(position) => Ok(found.swap_remove(position)),
            None if found.is_empty() => Err(Problem::not_found()),
            None => {
                let mut methods: Vec<&str> = found.iter().map(|(route, _)| route.operation.method).collect();
                methods.sort_unstable();
                methods.dedup();
                Err(Problem::method_not_allowed(&methods))
            }
        }
    }

    async fn call<B>(&self, route: &Route, captures: Captures, parts: Parts, body: B) -> Result<Response<Body>, Problem>
    where
        B: HttpBody + Send,
        B::Data: Send,
    {
        let caller = self.routes.admit(route, parts)?;
        let body = whole(body, self.body_limit).await?;
        let mut reader = RequestReader::new(caller.parts(), captures, body);
        for name in caller::query_keys(self.routes.api) {
            reader.set_aside_key(name);
        }
        let received = Received { caller, reader, is_strict: true, bodies: Arc::clone(&self.bodies) };
        Ok((route.handler)(received).await)
    }
}

/// The bytes of a body, unless there are more than `limit`.
pub(crate) async fn whole<B: HttpBody>(body: B, limit: usize) -> Result<Bytes, Problem> {
    let is_too_large = |length: usize| length > limit;
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if is_too_large(announced) {
        return Err(Problem::too_large(limit));
    }
    let (mut body, mut bytes) = (pin!(body), BytesMut::with_capacity(announced));
    while let Some(frame) = poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
        let frame = frame.map_err(|_| Problem::incomplete())?;
        // Trailers are no part of the body.
        let Ok(data) = frame.into_data() else { continue };
        if is_too_large(bytes.len() + bytes::Buf::remaining(&data)) {
            return Err(Problem::too_large(limit));
        }
        bytes::BufMut::put(&mut bytes, data);
    }
    Ok(bytes.freeze())
}

/// The response to `HEAD`: that to `GET`, with its length and without its body (RFC 9110, section 8.6). A stream is left to the HTTP
/// library, which would take no body for one of no length; it sends none either.
fn without_body(mut response: Response<Body>) -> Response<Body> {
    let Some(length) = response.body().as_bytes().map(Bytes::len) else { return response };
    if length > 0 {
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    response.map(|_| Body::empty())
}

impl<B> tower_service::Service<Request<B>> for Router
where
    B: HttpBody + Send + 'static,
    B::Data: Send,
{
    type Response = Response<ResponseBody>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response<ResponseBody>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let router = self.clone();
        Box::pin(async move { Ok(router.respond(request).await.map(ResponseBody::from)) })
    }
}

impl fmt::Debug for Router {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operations: Vec<&str> = self.routes.routes.iter().map(|route| route.operation.id).collect();
        f.debug_struct("Router")
            .field("operations", &operations)
            .field("body_limit", &self.body_limit)
            .field("errors", &self.bodies)
            .finish()
    }
}

impl<S> fmt::Debug for RouterBuilder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RouterBuilder").field("operations", &self.routes.routes.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_to_head_has_the_length_of_that_to_get() {
        let response = without_body(Response::new(Body::from("four")));
        assert_eq!(response.headers()[CONTENT_LENGTH], "4");
        assert!(response.body().as_bytes().is_some_and(Bytes::is_empty));
        assert!(!without_body(Response::new(Body::empty())).headers().contains_key(CONTENT_LENGTH));
    }
}
