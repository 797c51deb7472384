//! The service of all operations of an API: from any HTTP request to its response.

use super::caller::{self, Caller};
use super::problem::Problem;
use super::receive::{self, Receive};
use super::request_reader::RequestReader;
use super::response_body::ResponseBody;
use super::response_writer::{Respond, ResponseWriter};
use super::route::{Captures, Template};
use crate::{Api, Body, BoxFuture, OperationInfo};
use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::request::Parts;
use http::{Method, Request, Response};
use http_body::Body as HttpBody;
use std::convert::Infallible;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// How many bytes of a body are read, unless the service has it otherwise.
const BODY_LIMIT: usize = 2 * 1024 * 1024;

/// An operation with the responses that the document has for it.
pub trait Serve: Receive {
    /// The response, by status.
    type Response: Respond + Send;
    /// The media types of its successes; none where the document has none.
    const MEDIA_TYPES: &'static [&'static str];
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
}

struct Routes {
    api: &'static Api,
    /// The most special first.
    routes: Vec<Route>,
}

struct Route {
    operation: &'static OperationInfo,
    template: Template,
    media_types: &'static [&'static str],
    handler: Handler,
}

type Handler = Box<dyn Fn(Caller, RequestReader) -> BoxFuture<'static, Response<Body>> + Send + Sync>;

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
    pub fn operation<O, F, R>(mut self, call: F) -> Self
    where
        O: Serve + Send + 'static,
        F: Fn(Arc<S>, O, Caller) -> R + Send + Sync + 'static,
        R: Future<Output = Result<O::Response, Problem>> + Send + 'static,
    {
        let (service, call) = (self.service.clone(), Arc::new(call));
        let handler: Handler = Box::new(move |caller, reader| match receive::read::<O>(reader) {
            Err(problem) => Box::pin(std::future::ready(problem.into_response())),
            Ok(operation) => {
                let response = call(Arc::clone(&service), operation, caller);
                Box::pin(async move {
                    match response.await {
                        Ok(response) => ResponseWriter::of(response),
                        Err(problem) => problem.into_response(),
                    }
                })
            }
        });
        let template = Template::new(O::INFO.path, O::SPANNING);
        self.routes.routes.push(Route { operation: &O::INFO, template, media_types: O::MEDIA_TYPES, handler });
        self
    }

    /// The router of these operations.
    #[must_use]
    pub fn build(mut self) -> Router {
        self.routes.routes.sort_by_key(|route| route.template.generality());
        Router { routes: Arc::new(self.routes), body_limit: BODY_LIMIT }
    }
}

impl Router {
    /// How many bytes a body may have: 2 MiB unless this is called.
    #[must_use]
    pub fn body_limit(self, bytes: usize) -> Self {
        Self { body_limit: bytes, ..self }
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
            Ok((route, captures)) => self.call(route, captures, parts, body).await,
            Err(problem) => Err(problem),
        };
        let response = response.unwrap_or_else(Problem::into_response);
        if is_head { without_body(response) } else { response }
    }

    /// The most special route of this path that has the method, and what is captured. `HEAD` gets what `GET` does, without the body.
    fn find(&self, parts: &Parts) -> Result<(&Route, Captures), Problem> {
        let (path, query) = (parts.uri.path(), parts.uri.query().unwrap_or_default());
        let length = path.strip_prefix('/').unwrap_or(path).split('/').count();
        let of_length = self.routes.routes.iter().filter(|route| route.template.has_length(length));
        let of_path = of_length.filter_map(|route| Some((route, route.template.captures(path, query)?)));
        let mut found: Vec<(&Route, Captures)> = of_path.collect();
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
        let api = self.routes.api;
        let caller = Caller::new(api, route.operation, parts);
        if !caller.is_allowed() {
            return Err(Problem::unauthorized(route.operation, &caller::challenge(api, route.operation)));
        }
        if !caller.accepts(route.media_types) {
            return Err(Problem::not_acceptable(&route.media_types.join(", ")));
        }
        let body = whole(body, self.body_limit).await?;
        let mut reader = RequestReader::new(caller.parts(), captures, body);
        for name in caller::query_keys(api) {
            reader.set_aside_key(name);
        }
        Ok((route.handler)(caller, reader).await)
    }
}

/// The bytes of a body, unless there are more than `limit`.
async fn whole<B: HttpBody>(body: B, limit: usize) -> Result<Bytes, Problem> {
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
        f.debug_struct("Router").field("operations", &operations).field("body_limit", &self.body_limit).finish()
    }
}

impl<S> fmt::Debug for RouterBuilder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RouterBuilder").field("operations", &self.routes.routes.len()).finish_non_exhaustive()
    }
}

/// A trait with a method for each operation, and the router that calls them. Takes the trait with its documentation, the API, and each
/// operation with its method; the modules `operations` and `responses` are in scope.
#[doc(hidden)]
#[macro_export]
macro_rules! __service {
    ($(#[$meta:meta])* $name:ident of $api:path {
        $($(#[$said:meta])* $method:ident($item:ident) $(if #[$gate:meta])?;)*
    }) => {
        $(#[$meta])*
        #[allow(deprecated)]
        pub trait $name: Send + Sync + 'static {
            $(
                $(#[$gate])?
                $(#[$said])*
                fn $method(
                    &self,
                    request: operations::$item,
                    caller: $crate::service::Caller,
                ) -> impl ::core::future::Future<
                    Output = ::core::result::Result<responses::$item, $crate::service::Problem>,
                > + Send {
                    let _ = (request, caller);
                    ::core::future::ready(::core::result::Result::Err($crate::service::Problem::not_implemented(
                        &<operations::$item as $crate::Operation>::INFO,
                    )))
                }
            )*
        }

        /// The service as a [`Router`]($crate::service::Router): a `tower::Service` that mounts in axum and hyper.
        #[allow(deprecated)]
        pub fn router<S: $name>(service: S) -> $crate::service::Router {
            let router = $crate::service::RouterBuilder::new(&$api, service);
            $(
                $(#[$gate])?
                let router = router.operation(
                    |service: ::std::sync::Arc<S>, request: operations::$item, caller| async move {
                        service.$method(request, caller).await
                    },
                );
            )*
            router.build()
        }

        /// A transport for the tests of what calls this API: closures respond in place of a service.
        #[must_use]
        pub fn fake() -> $crate::service::Fake {
            $crate::service::Fake::new(&$api)
        }
    };
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
