//! The service of all operations of an API: from any HTTP request to its response.

use super::caller;
use super::error_bodies::ErrorBodies;
use super::examined::Examined;
use super::problem::Problem;
use super::request_reader::RequestReader;
use super::response_body::ResponseBody;
use super::route::Captures;
use super::routes::{Received, Route, Routes};
use super::whole_body::{BODY_LIMIT, whole};
use crate::{Body, BoxFuture};
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::request::Parts;
use http::{Method, Request, Response};
use http_body::Body as HttpBody;
use serde::Serialize;
use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll};

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

impl Router {
    /// The router of these operations.
    pub(super) fn new(mut routes: Routes) -> Self {
        routes.sort();
        Self { routes: Arc::new(routes), body_limit: BODY_LIMIT, bodies: Arc::default() }
    }

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
