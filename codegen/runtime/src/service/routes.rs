//! The operations of a service, and the check of credentials.

use super::caller::{self, Caller};
use super::error_bodies::ErrorBodies;
use super::problem::Problem;
use super::request_reader::RequestReader;
use super::route::Template;
use crate::{Api, Body, BoxFuture, OperationInfo};
use http::Response;
use http::request::Parts;
use std::sync::Arc;

pub(super) struct Routes {
    pub(super) api: &'static Api,
    /// The most special first.
    pub(super) routes: Vec<Arc<Route>>,
}

pub(super) struct Route {
    pub(super) operation: &'static OperationInfo,
    /// Its name in the document, if it has no path.
    pub(super) name: &'static str,
    pub(super) template: Template,
    pub(super) media_types: &'static [&'static str],
    pub(super) inspect: fn(RequestReader) -> Option<Problem>,
    pub(super) handler: Handler,
    pub(super) refuse: fn(&ErrorBodies, Problem) -> Response<Body>,
}

/// A request before its inputs are read.
pub(super) struct Received {
    pub(super) caller: Caller,
    pub(super) reader: RequestReader,
    /// Whether it is read strictly and its constraints are checked.
    pub(super) is_strict: bool,
    pub(super) bodies: Arc<ErrorBodies>,
}

pub(super) type Handler = Box<dyn Fn(Received) -> BoxFuture<'static, Response<Body>> + Send + Sync>;

impl Routes {
    pub(super) fn sort(&mut self) {
        self.routes.sort_by_key(|route| route.template.specificity());
    }

    /// The caller of an operation, if its credentials allow the call.
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
