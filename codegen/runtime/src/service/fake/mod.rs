//! A fake service for tests of its callers: typed closures in place of an implementation, faults on demand, and a record of
//! requests.
//!
//! `planted` and this file refer to each other: `Fake::fault` returns a `PlantedFault`, whose methods change its rule in that
//! fake.

mod authorization;
mod endpoint;
mod expectations;
mod fault;
#[cfg(feature = "loopback")]
mod loopback;
mod memory;
mod planted;
mod reaction;
mod recorded;
mod responder;
mod rule;
mod state;
mod violation;

pub use authorization::{FakeAuthorizationServer, TokenRefusal};
pub use fault::Fault;
#[cfg(feature = "loopback")]
pub use loopback::Loopback;
pub use planted::PlantedFault;
pub use recorded::RecordedRequest;
pub use responder::Responder;
pub use violation::Violation;

use super::inspection::Inspection;
use super::problem::Problem;
use super::receive::{self, Receive};
use super::request_reader::RequestReader;
use super::response_writer::ResponseWriter;
use super::serve::Serve;
use super::whole_body::BODY_LIMIT;
use crate::{Api, Body, TransportError, TransportErrorKind};
use authorization::TOKEN_OPERATION;
use bytes::Bytes;
use endpoint::{Endpoint, Match, path_of_url};
use fault::Wire;
use http::{Request, Response, Uri};
use reaction::{FakeResponse, Reaction};
use rule::Rule;
use state::{Expectation, Known, Respond, State};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A transport that responds by typed closures. Clones share one state.
///
/// The function `fake` in the module `service` of a client with a server side creates one:
///
/// ```ignore
/// let fake = pets::service::fake()
///     .once(|get: operations::GetPet| responses::GetPet::Ok(pet(get.pet_id)))
///     .on(|_: operations::DeletePet| responses::DeletePet::NoContent);
/// let client = pets::Client::builder().transport(fake.clone()).build()?;
/// // … the code under test …
/// assert_eq!(fake.requests::<operations::DeletePet>().len(), 2);
/// fake.verify();
/// ```
///
/// Operations may be called in any order. An expectation of [`once`](Self::once) takes precedence over
/// [`on`](Self::on), and both over [`otherwise`](Self::otherwise). A request that is unexpected, or that deviates from
/// the document, is a [`TransportError`] with the expected requests.
///
/// # Clients that block
///
/// Blocking clients work as well: `builder.transport(fake.clone()).build_blocking()`. A fake needs no executor.
///
/// # Faults
///
/// A [`Fault`] replaces the fake's response, or disturbs it on the wire. It applies to the next request, or to those that
/// [`on`](PlantedFault::on), [`nth`](PlantedFault::nth), [`times`](PlantedFault::times) and [`always`](PlantedFault::always)
/// select. A client that retries may recover from a single fault: both attempts are in [`recorded`](Self::recorded).
///
/// ```ignore
/// fake.fault(Fault::status(503).retry_after(1)).on("get_pet").times(2);
/// fake.fault(Fault::truncated());
/// ```
///
/// # Tokens
///
/// With an [`authorization`](Self::authorization) server, the fake issues, renews and revokes access tokens.
///
/// # On a connection
///
/// With the feature `loopback`, `fake.on_loopback()` serves the fake on a port of 127.0.0.1, to any program.
#[derive(Clone)]
pub struct Fake {
    api: &'static Api,
    /// The path of the server, which precedes that of each operation.
    server: String,
    body_limit: usize,
    responder: Option<Arc<dyn Responder>>,
    authorization: Option<FakeAuthorizationServer>,
    state: Arc<Mutex<State>>,
}

/// Responses.
impl Fake {
    /// Creates a fake of an API, at the path of the documented server. Operations with a server of their own are at the path
    /// of that one as well.
    #[must_use]
    pub fn new(api: &'static Api) -> Self {
        Self {
            api,
            server: path_of_url(api.server),
            body_limit: BODY_LIMIT,
            responder: None,
            authorization: None,
            state: Arc::default(),
        }
    }

    /// Sets the base path to that of another server.
    #[must_use]
    pub fn server(self, url: &str) -> Self {
        Self { server: path_of_url(url), ..self }
    }

    /// Sets the largest request body, in bytes. Default: 2 MiB. The response to a larger one is 413.
    #[must_use]
    pub fn body_limit(self, bytes: usize) -> Self {
        Self { body_limit: bytes, ..self }
    }

    /// Registers an operation of the API, so that requests for it are recognized and checked against the document.
    #[doc(hidden)]
    #[must_use]
    pub fn knows<O: Receive>(self) -> Self {
        self.state().known.push(Known { endpoint: Endpoint::of::<O>(), inspect: receive::inspect::<O> });
        self
    }

    /// Sets a responder, such as a router, for requests that no closure expects.
    ///
    /// ```ignore
    /// let fake = pets::service::fake().otherwise(pets::service::router(Shop::default()));
    /// ```
    #[must_use]
    pub fn otherwise(self, responder: impl Responder) -> Self {
        Self { responder: Some(Arc::new(responder)), ..self }
    }

    /// Adds an authorization server, which responds to requests for tokens, and rejects calls with an invalid `Bearer` token.
    ///
    /// ```ignore
    /// let authorization = FakeAuthorizationServer::new("/oauth/token");
    /// let fake = pets::service::fake().authorization(authorization.clone());
    /// ```
    #[must_use]
    pub fn authorization(self, server: FakeAuthorizationServer) -> Self {
        Self { authorization: Some(server), ..self }
    }

    /// Responds to every call of an operation.
    #[must_use]
    pub fn on<O: Serve>(self, mut respond: impl FnMut(O) -> O::Response + Send + 'static) -> Self {
        self.expect::<O>(None, move |operation| FakeResponse::Response(ResponseWriter::of(respond(operation))))
    }

    /// Expects one call of an operation.
    #[must_use]
    pub fn once<O: Serve>(self, respond: impl FnOnce(O) -> O::Response + Send + 'static) -> Self {
        let mut respond = Some(respond);
        self.expect::<O>(Some(1), move |operation| match respond.take() {
            Some(respond) => FakeResponse::Response(ResponseWriter::of(respond(operation))),
            None => FakeResponse::Failed(TransportError::new(TransportErrorKind::Other, "it was expected once")),
        })
    }

    /// Expects one call of an operation, and responds with a response that the document does not describe: another status,
    /// garbage, an incomplete body.
    #[must_use]
    pub fn once_with<O: Serve>(self, response: Response<impl Into<Body>>) -> Self {
        let mut response = Some(response.map(Into::into));
        self.expect::<O>(Some(1), move |_| FakeResponse::Response(response.take().unwrap_or_default()))
    }

    /// Expects one call of an operation, which fails with a transport error.
    #[must_use]
    pub fn once_failing<O: Serve>(self, kind: TransportErrorKind) -> Self {
        self.expect::<O>(Some(1), move |_| FakeResponse::Failed(TransportError::new(kind, "as the test has it")))
    }

    fn expect<O: Serve>(
        self,
        remaining: Option<usize>,
        mut respond: impl FnMut(O) -> FakeResponse + Send + 'static,
    ) -> Self {
        let respond: Respond = Arc::new(Mutex::new(move |reader| receive::read::<O>(reader).map(&mut respond)));
        self.state().expectations.push(Expectation { endpoint: Endpoint::of::<O>(), remaining, respond });
        self
    }
}

/// Recorded requests.
impl Fake {
    /// The calls of an operation so far, oldest first.
    #[must_use]
    pub fn requests<O: Receive>(&self) -> Vec<O> {
        let endpoint = Endpoint::of::<O>();
        let read = |recorded: &RecordedRequest| {
            let request = recorded.request();
            let Match { captures, .. } = endpoint.matched(&self.server, &request)?;
            let matches = endpoint.has_method(&request);
            let (parts, body) = request.into_parts();
            matches.then(|| receive::read::<O>(RequestReader::new(&parts, captures, body)).ok()).flatten()
        };
        self.state().requests.iter().filter_map(read).collect()
    }

    /// Every request so far, oldest first.
    #[must_use]
    pub fn recorded(&self) -> Vec<RecordedRequest> {
        self.state().requests.clone()
    }

    /// Clears the recorded requests.
    pub fn forget(&self) {
        self.state().requests.clear();
    }

    /// Asserts that every expected call was made, and no other.
    ///
    /// # Panics
    /// When that is not the case; the message lists all differences.
    #[track_caller]
    pub fn verify(&self) {
        let state = self.state();
        let missing = state
            .expectations
            .iter()
            .filter(|expectation| expectation.remaining.is_some_and(|remaining| remaining > 0));
        let missing =
            missing.map(|expectation| format!("{} was expected, and not called", expectation.endpoint.operation));
        let faults: Vec<String> = state.unexpected.iter().cloned().chain(missing).collect();
        drop(state);
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    /// All deviations of the requests so far from the document, oldest first, including parameters that a service would ignore.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        self.state().requests.iter().flat_map(Violation::of).collect()
    }

    /// Asserts that there are no [`violations`](Self::violations).
    ///
    /// # Panics
    /// When there are some; the message lists all.
    #[track_caller]
    pub fn assert_documented(&self) {
        let violations: Vec<String> = self.violations().iter().map(|violation| format!("\n  {violation}")).collect();
        assert!(violations.is_empty(), "requests violate the document:{}", violations.concat());
    }
}

/// Faults.
impl Fake {
    /// Plants a fault: it applies to the next request, or to those that the methods of the result select. If several apply, the
    /// first planted one is used first.
    pub fn fault(&self, fault: Fault) -> PlantedFault<'_> {
        let mut state = self.state();
        state.rules.push(Rule::new(fault));
        PlantedFault { fake: self, index: state.rules.len() - 1 }
    }

    /// Removes every fault.
    pub fn heal(&self) {
        self.state().rules.iter_mut().for_each(Rule::heal);
    }

    /// The number of requests to which faults still apply. Faults without end do not count.
    #[must_use]
    pub fn faults_left(&self) -> usize {
        self.state().rules.iter().map(Rule::remaining).sum()
    }
}

impl Fake {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The ids of the operations.
    fn operations(&self) -> Vec<&'static str> {
        let state = self.state();
        let known = state.known.iter().map(|known| known.endpoint.operation.id);
        let expected = state.expectations.iter().map(|each| each.endpoint.operation.id);
        let token = self.authorization.is_some().then_some(TOKEN_OPERATION);
        let of_responder = self.responder.iter().flat_map(|responder| responder.operations());
        of_responder.chain(known).chain(expected).chain(token).collect()
    }

    /// Records a request, and determines the reaction.
    async fn receive(&self, request: Request<Bytes>) -> Reaction {
        let inspection = self.inspect(&request);
        let (serial, fault) = self.state().record(&request, inspection);
        let Fault { response, delay, wire } = fault.unwrap_or(const { Fault::delay(Duration::ZERO) });
        let response = match (response, &wire) {
            (Some(response), _) => FakeResponse::Response(response.map(Body::from)),
            (None, Wire::Refused) => FakeResponse::Response(Response::default()),
            (None, _) => self.response(request).await,
        };
        if let FakeResponse::Response(response) = &response
            && wire.has_status()
        {
            self.state().responded(serial, response.status());
        }
        Reaction { response, delay, wire }
    }

    async fn response(&self, request: Request<Bytes>) -> FakeResponse {
        if let Some(response) = self.authorization.as_ref().and_then(|server| server.respond(&request)) {
            return FakeResponse::Response(response);
        }
        if let Some(response) = self.expected_response(&request) {
            return response;
        }
        match (&self.responder, self.relative(&request)) {
            (Some(responder), Some(request)) => FakeResponse::Response(responder.respond(request).await),
            (Some(responder), None) => FakeResponse::Response(responder.refuse(Problem::not_found())),
            (None, _) => self.unexpected(&request, None),
        }
    }

    fn inspect(&self, request: &Request<Bytes>) -> Inspection {
        if self.authorization.as_ref().is_some_and(|server| server.is_endpoint(request.uri())) {
            return Inspection::new(Some(TOKEN_OPERATION)).confidential();
        }
        match (&self.responder, self.relative(request)) {
            (Some(responder), Some(request)) => responder.inspect(&request),
            (Some(_), None) => Inspection::new(None).with_problem(Problem::not_found()),
            (None, _) => self.inspect_known(request),
        }
    }

    /// A request for the responder, without the base path of the server.
    fn relative(&self, request: &Request<Bytes>) -> Option<Request<Bytes>> {
        let state = self.state();
        let known = self.of_path(&state, request).min_by_key(|(known, _)| known.rank(request));
        let server = known.map_or(self.server.as_str(), |(_, matched)| matched.server);
        let path = request.uri().path().strip_prefix(server)?;
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        let slash = if path.starts_with('/') { "" } else { "/" };
        let mut relative = request.clone();
        *relative.uri_mut() = Uri::try_from(format!("{slash}{path}{query}")).ok()?;
        Some(relative)
    }

    fn inspect_known(&self, request: &Request<Bytes>) -> Inspection {
        let state = self.state();
        let known = self.of_path(&state, request).min_by_key(|(known, _)| known.rank(request));
        let known = known.filter(|(known, _)| known.endpoint.has_method(request));
        let Some((known, Match { captures, .. })) = known else {
            let methods = self.of_path(&state, request).map(|(known, _)| known.endpoint.operation.method);
            return Inspection::new(None).with_problem(match methods.collect::<Vec<_>>().as_slice() {
                [] => Problem::not_found(),
                methods => Problem::method_not_allowed(methods),
            });
        };
        known.inspect(self.api, request, captures)
    }

    /// The operations whose path a request has.
    fn of_path<'s>(
        &'s self,
        state: &'s State,
        request: &Request<Bytes>,
    ) -> impl Iterator<Item = (&'s Known, Match<'s>)> {
        state.known.iter().filter_map(|known| Some((known, known.endpoint.matched(&self.server, request)?)))
    }

    /// The response to a request that cannot be read.
    fn refuse(&self, problem: Problem) -> Response<Body> {
        match &self.responder {
            Some(responder) => responder.refuse(problem),
            None => problem.into_response(),
        }
    }
}

/// Shows counts and names only: requests contain credentials.
impl fmt::Debug for Fake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        let operations: Vec<&str> =
            state.expectations.iter().map(|expectation| expectation.endpoint.operation.id).collect();
        f.debug_struct("Fake")
            .field("operations", &operations)
            .field("faults", &state.rules)
            .field("requests", &state.requests.len())
            .finish_non_exhaustive()
    }
}
