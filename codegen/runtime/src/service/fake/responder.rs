//! Responding to requests that no closure expects.

use crate::service::{Inspection, Problem, Router};
use crate::{Body, BoxFuture};
use bytes::Bytes;
use http::{Request, Response};

/// Responds to the requests of a [`Fake`](super::Fake) that no closure expects: a [`Router`], or a wrapper around one.
pub trait Responder: Send + Sync + 'static {
    /// Identifies the operation of a request, and how the request deviates from the document. Called once for each
    /// request, regardless of the response.
    fn inspect(&self, request: &Request<Bytes>) -> Inspection;

    /// Responds to a request.
    fn respond(&self, request: Request<Bytes>) -> BoxFuture<'_, Response<Body>>;

    /// The ids of the operations that [`inspect`](Self::inspect) knows.
    fn operations(&self) -> Vec<&'static str>;

    /// The response to a request that cannot be read because its body is too large or incomplete.
    fn refuse(&self, problem: Problem) -> Response<Body> {
        problem.into_response()
    }
}

impl Responder for Router {
    fn inspect(&self, request: &Request<Bytes>) -> Inspection {
        self.inspect(request)
    }

    fn respond(&self, request: Request<Bytes>) -> BoxFuture<'_, Response<Body>> {
        Box::pin(self.clone().respond(request.map(Body::from).map(crate::service::ResponseBody::from)))
    }

    fn operations(&self) -> Vec<&'static str> {
        self.operations()
    }
}
