//! A service that records each operation as read, and returns prepared responses.

use super::written::Written;
use super::{SERVER, Wire};
use specwright_runtime::service::{Caller, Problem, Router, RouterBuilder, Serve};
use specwright_runtime::{Body, BoxFuture, Operation, Transport, TransportError, TransportErrorKind, http};
use std::any::Any;
use std::collections::HashMap;
use std::fmt::Debug;
use std::future::ready;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The operations of the service.
pub type Routes = RouterBuilder<Recorder>;

/// Notes what is read. Clones are one.
#[derive(Clone, Default)]
pub struct Recorder(Arc<Mutex<State>>);

#[derive(Default)]
pub(super) struct State {
    /// What was sent.
    pub(super) sent: Option<http::Request<Body>>,
    /// What was read of it.
    pub(super) read: Option<Noted>,
    /// The responses to the next calls of each operation.
    pub(super) responses: HashMap<&'static str, Vec<Box<dyn Any + Send>>>,
}

/// An operation as the service read it.
pub(super) struct Noted {
    pub(super) id: &'static str,
    /// Every field.
    pub(super) inputs: String,
    /// The request that it becomes again.
    pub(super) again: Result<Written, String>,
}

impl Recorder {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The service of these operations.
    pub(super) fn router(&self, wire: &Wire) -> Router {
        let routes = RouterBuilder::new(wire.api, self.clone());
        wire.operations.iter().fold(routes, |routes, operation| (operation.route)(routes)).build()
    }

    /// How many responses of an operation are ready.
    #[cfg(feature = "served")]
    pub(super) fn ready(&self, operation: &str) -> usize {
        self.state().responses.get(operation).map_or(0, Vec::len)
    }

    /// A transport that passes requests to the service.
    pub(super) fn transport(&self, router: Router) -> Memory {
        Memory { recorder: self.clone(), router }
    }
}

/// Adds an operation to those of the service.
#[must_use]
pub fn route<O>(routes: Routes) -> Routes
where
    O: Serve + Debug + Send + 'static,
    O::Response: 'static,
{
    routes.operation(|recorder: Arc<Recorder>, operation: O, _: Caller| {
        let again = Written::of(&operation);
        let noted = Noted { id: O::INFO.id, inputs: format!("{operation:?}"), again };
        let mut state = recorder.state();
        state.read = Some(noted);
        let response = state.responses.get_mut(O::INFO.id).and_then(Vec::pop);
        let response = response.and_then(|response| response.downcast::<O::Response>().ok());
        ready(response.map(|response| *response).ok_or_else(|| Problem::not_implemented(&<O as Operation>::INFO)))
    })
}

/// Passes requests to the service.
pub struct Memory {
    recorder: Recorder,
    router: Router,
}

impl Transport for Memory {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        self.recorder.state().sent = Some(request.clone());
        let router = self.router.clone();
        Box::pin(async move {
            let (mut parts, body) = request.into_parts();
            let path =
                SERVER.trim_start_matches("https://").find('/').map_or("", |at| &SERVER["https://".len() + at..]);
            let uri = parts.uri.path_and_query().map_or("", |uri| uri.as_str());
            // As servers do that are mounted below a path.
            let uri = uri.strip_prefix(path).unwrap_or(uri);
            let uri = if uri.starts_with('/') { uri.to_owned() } else { format!("/{uri}") };
            parts.uri = uri.parse().map_err(|_| TransportError::new(TransportErrorKind::Other, "no URI"))?;
            let body = specwright_runtime::service::ResponseBody::from(body);
            Ok(router.respond(http::Request::from_parts(parts, body)).await)
        })
    }
}
