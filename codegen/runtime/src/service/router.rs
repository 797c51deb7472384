//! The router: from an HTTP request to the response of an operation.

use super::caller;
use super::error_bodies::ErrorBodies;
use super::inspection::Inspection;
use super::problem::Problem;
use super::request_reader::RequestReader;
use super::route::Captures;
use super::routes::{Received, Route, Routes};
use super::tower::impl_tower_service;
use super::whole_body::{BODY_LIMIT, whole};
use crate::Body;
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::request::Parts;
use http::{Method, Request, Response};
use http_body::Body as HttpBody;
use serde::Serialize;
use std::fmt;
use std::sync::Arc;

/// A `tower::Service` that serves an API, with requests of any HTTP library. In axum, nest it at the path of the
/// document's server; hyper accepts it directly.
///
/// A request that deviates from the document never reaches the service. The response is a [`Problem`]: 404 for an unknown path,
/// 405 for another method, 401 without credentials, 406 if the caller accepts no documented media type, 413 for a body that is
/// too large, 415 for a body in another media type, and 400 for all other problems, listing all of them.
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

    /// Sets the largest request body, in bytes. Default: 2 MiB.
    #[must_use]
    pub fn body_limit(self, bytes: usize) -> Self {
        Self { body_limit: bytes, ..self }
    }

    /// Adds the operations of another router of the same API. The limit on bodies of the other router is ignored. If both have an
    /// operation, this one responds.
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

    /// Converts a [`Problem`] into a documented error. If the document describes an error of this type for the status, by the
    /// status itself, its range or `default`, the response has the body that `body` returns, in the documented media type;
    /// otherwise it is `application/problem+json`. For an API with several error types, call this for each.
    ///
    /// ```ignore
    /// pets::service::router(shop).problems_as(|problem| models::Fault::new(problem.to_string()))
    /// ```
    ///
    /// Types with the members of problem details need no conversion.
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

    /// The operation of a request, and all its deviations from the document. The service is not called.
    #[must_use]
    pub fn inspect(&self, request: &Request<Bytes>) -> Inspection {
        let (parts, body) = request.clone().into_parts();
        match self.find(&parts) {
            Ok((route, captures)) => {
                let mut reader = RequestReader::new(&parts, captures, body);
                let others = caller::query_keys(self.routes.api).chain(route.template.query_names());
                others.for_each(|name| reader.set_aside_key(name));
                Inspection::of(route.operation, (route.inspect)(reader))
            }
            Err(problem) => Inspection::new(None).with_problem(problem),
        }
    }

    /// The ids of its operations.
    #[must_use]
    pub fn operations(&self) -> Vec<&'static str> {
        self.routes.routes.iter().map(|route| route.operation.id).collect()
    }

    /// The most specific route for this path and method, and the captured values. `HEAD` is routed like `GET`, and responds
    /// without the body.
    fn find(&self, parts: &Parts) -> Result<(&Route, Captures), Problem> {
        let (path, query) = (parts.uri.path(), parts.uri.query().unwrap_or_default());
        let length = path.strip_prefix('/').unwrap_or(path).split('/').count();
        let of_length = self.routes.routes.iter().filter(|route| route.template.has_length(length));
        let of_path = of_length.filter_map(|route| Some((&**route, route.template.captures(path, query)?)));
        let mut found: Vec<(&Route, Captures)> = of_path.collect();
        // A path without parameters is matched before those with parameters, for all methods (OpenAPI, Paths Object).
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

/// The response to `HEAD`: that to `GET`, with its length but without its body (RFC 9110, section 8.6). A stream is left to the
/// HTTP library, which does not send it; an empty body in its place would have a length of zero.
fn without_body(mut response: Response<Body>) -> Response<Body> {
    let Some(length) = response.body().as_bytes().map(Bytes::len) else { return response };
    if length > 0 {
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    response.map(|_| Body::empty())
}

impl_tower_service!(Router);

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
