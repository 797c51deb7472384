//! Who responds where no closure does.

use crate::service::{Examined, Problem, Router};
use crate::{Body, BoxFuture};
use bytes::Bytes;
use http::{Request, Response};

/// What a [`Fake`](super::Fake) asks where no closure expects a request: a [`Router`], or whatever stands around one.
pub trait Responder: Send + Sync + 'static {
    /// Says which operation a request is for, and what of it is not as documented. Called for each request, once, whatever becomes of it.
    fn examine(&self, request: &Request<Bytes>) -> Examined;

    /// Responds.
    fn respond(&self, request: Request<Bytes>) -> BoxFuture<'_, Response<Body>>;

    /// The ids of the operations that [`examine`](Self::examine) knows.
    fn operations(&self) -> Vec<&'static str>;

    /// The response to a request that cannot be read, as its body is too large or breaks off.
    fn refuse(&self, problem: Problem) -> Response<Body> {
        problem.into_response()
    }
}

impl Responder for Router {
    fn examine(&self, request: &Request<Bytes>) -> Examined {
        self.examine(request)
    }

    fn respond(&self, request: Request<Bytes>) -> BoxFuture<'_, Response<Body>> {
        Box::pin(self.clone().respond(request.map(Body::from).map(crate::service::ResponseBody::from)))
    }

    fn operations(&self) -> Vec<&'static str> {
        self.operations()
    }
}
