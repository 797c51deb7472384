//! A service for the tests of what calls it: typed closures in place of an implementation, faults on demand, and a record of what came.
//!
//! `planted` and this file refer to one another: `Fake::fault` gives a `PlantedFault`, whose methods change its rule in that fake.

mod answer;
mod endpoint;
mod expectations;
mod fault;
#[cfg(feature = "loopback")]
mod loopback;
mod memory;
mod planted;
mod recorded;
mod responder;
mod rule;
mod state;
mod violation;

pub use fault::Fault;
#[cfg(feature = "loopback")]
pub use loopback::Loopback;
pub use planted::PlantedFault;
pub use recorded::RecordedRequest;
pub use responder::Responder;
pub use violation::Violation;

use super::examined::Examined;
use super::problem::Problem;
use super::receive::{self, Receive};
use super::request_reader::RequestReader;
use super::response_writer::ResponseWriter;
use super::serve::Serve;
use super::whole_body::BODY_LIMIT;
use crate::{Api, Body, TransportError, TransportErrorKind};
use answer::{Answer, Reaction};
use bytes::Bytes;
use endpoint::{Endpoint, Match, path_of_url};
use fault::Wire;
use http::{Request, Response, Uri};
use rule::Rule;
use state::{Expectation, Known, Respond, State};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A transport that responds as typed closures say. Clones are one fake.
///
/// The module `service` of a client with a server side has `fake`, which makes one:
///
/// ```ignore
/// let fake = pets::service::fake()
///     .once(|get: operations::GetPet| responses::GetPet::Ok(pet(get.pet_id)))
///     .on(|_: operations::DeletePet| responses::DeletePet::NoContent);
/// let client = pets::Client::builder().transport(fake.clone()).build()?;
/// // … what is tested …
/// assert_eq!(fake.requests::<operations::DeletePet>().len(), 2);
/// fake.verify();
/// ```
///
/// Operations may come in any order. What [`once`](Self::once) expects goes before what [`on`](Self::on) responds to, and both before
/// what responds [`otherwise`](Self::otherwise). A request that nothing expects, or that is not as documented, is a [`TransportError`]
/// that says what was expected instead.
///
/// # Clients that block
///
/// They need nothing else: `builder.transport(fake.clone()).build_blocking()`. Nothing here needs an executor.
///
/// # Faults
///
/// A [`Fault`] is a response in place of the fake's, or something that happens to its response on the way. It applies to the next request,
/// or those that [`on`](PlantedFault::on), [`nth`](PlantedFault::nth), [`times`](PlantedFault::times) and
/// [`always`](PlantedFault::always) say. A client that tries again may never notice a fault that comes once: look at
/// [`recorded`](Self::recorded) to see both tries.
///
/// ```ignore
/// fake.fault(Fault::status(503).retry_after(1)).on("get_pet").times(2);
/// fake.fault(Fault::truncated());
/// ```
///
/// # On a connection
///
/// With the feature `loopback`, `fake.on_loopback()` serves the same on a port of 127.0.0.1, to any program.
#[derive(Clone)]
pub struct Fake {
    api: &'static Api,
    /// The path of the server, which stands before that of each operation.
    server: String,
    body_limit: usize,
    responder: Option<Arc<dyn Responder>>,
    state: Arc<Mutex<State>>,
}

/// What it responds.
impl Fake {
    /// A fake of an API, at the path of the server that its document names. Operations with a server of their own are at the
    /// path of that one as well.
    #[must_use]
    pub fn new(api: &'static Api) -> Self {
        Self { api, server: path_of_url(api.server), body_limit: BODY_LIMIT, responder: None, state: Arc::default() }
    }

    /// The same at the path of another server.
    #[must_use]
    pub fn server(self, url: &str) -> Self {
        Self { server: path_of_url(url), ..self }
    }

    /// The same whose requests may have bodies of so many bytes: 2 MiB unless this is called. The response to others is 413.
    #[must_use]
    pub fn body_limit(self, bytes: usize) -> Self {
        Self { body_limit: bytes, ..self }
    }

    /// The same that knows an operation of the API, so that requests for it are told from others and checked against the document.
    #[doc(hidden)]
    #[must_use]
    pub fn knows<O: Receive>(self) -> Self {
        self.state().known.push(Known { endpoint: Endpoint::of::<O>(), examine: receive::examine::<O> });
        self
    }

    /// Has a router, or whatever stands around one, respond to what no closure expects.
    ///
    /// ```ignore
    /// let fake = pets::service::fake().otherwise(pets::service::router(Shop::default()));
    /// ```
    #[must_use]
    pub fn otherwise(self, responder: impl Responder) -> Self {
        Self { responder: Some(Arc::new(responder)), ..self }
    }

    /// Responds to every call of an operation.
    #[must_use]
    pub fn on<O: Serve>(self, mut respond: impl FnMut(O) -> O::Response + Send + 'static) -> Self {
        self.expect::<O>(None, move |operation| Answer::Response(ResponseWriter::of(respond(operation))))
    }

    /// Expects one call of an operation.
    #[must_use]
    pub fn once<O: Serve>(self, respond: impl FnOnce(O) -> O::Response + Send + 'static) -> Self {
        let mut respond = Some(respond);
        self.expect::<O>(Some(1), move |operation| match respond.take() {
            Some(respond) => Answer::Response(ResponseWriter::of(respond(operation))),
            None => Answer::Failed(TransportError::new(TransportErrorKind::Other, "it was expected once")),
        })
    }

    /// Expects one call of an operation, to which a response comes that the document does not describe: another status, garbage, a body that
    /// breaks off.
    #[must_use]
    pub fn once_with<O: Serve>(self, response: Response<impl Into<Body>>) -> Self {
        let mut response = Some(response.map(Into::into));
        self.expect::<O>(Some(1), move |_| Answer::Response(response.take().unwrap_or_default()))
    }

    /// Expects one call of an operation, which fails on the way.
    #[must_use]
    pub fn once_failing<O: Serve>(self, kind: TransportErrorKind) -> Self {
        self.expect::<O>(Some(1), move |_| Answer::Failed(TransportError::new(kind, "as the test has it")))
    }

    fn expect<O: Serve>(self, left: Option<usize>, mut respond: impl FnMut(O) -> Answer + Send + 'static) -> Self {
        let respond: Respond = Arc::new(Mutex::new(move |reader| receive::read::<O>(reader).map(&mut respond)));
        self.state().expectations.push(Expectation { endpoint: Endpoint::of::<O>(), left, respond });
        self
    }
}

/// What came.
impl Fake {
    /// The calls of an operation so far, oldest first.
    #[must_use]
    pub fn requests<O: Receive>(&self) -> Vec<O> {
        let endpoint = Endpoint::of::<O>();
        let read = |recorded: &RecordedRequest| {
            let request = recorded.request();
            let Match { captures, .. } = endpoint.matched(&self.server, &request)?;
            let is_meant = endpoint.has_method(&request);
            let (parts, body) = request.into_parts();
            is_meant.then(|| receive::read::<O>(RequestReader::new(&parts, captures, body)).ok()).flatten()
        };
        self.state().requests.iter().filter_map(read).collect()
    }

    /// Every request so far, oldest first.
    #[must_use]
    pub fn recorded(&self) -> Vec<RecordedRequest> {
        self.state().requests.clone()
    }

    /// Forgets every request so far.
    pub fn forget(&self) {
        self.state().requests.clear();
    }

    /// Sees to it that everything that was expected once has been called, and nothing else.
    ///
    /// # Panics
    /// When that is not so; the message lists all.
    #[track_caller]
    pub fn verify(&self) {
        let state = self.state();
        let missing = state.expectations.iter().filter(|expectation| expectation.left.is_some_and(|left| left > 0));
        let missing =
            missing.map(|expectation| format!("{} was expected, and not called", expectation.endpoint.operation));
        let faults: Vec<String> = state.unexpected.iter().cloned().chain(missing).collect();
        drop(state);
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    /// Whatever of the requests so far is not as documented, to the letter, oldest first: parameters that a service would not mind
    /// are among it.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        self.state().requests.iter().flat_map(Violation::of).collect()
    }

    /// Sees to it that there are no [`violations`](Self::violations).
    ///
    /// # Panics
    /// When there are; the message lists all.
    #[track_caller]
    pub fn assert_documented(&self) {
        let violations: Vec<String> = self.violations().iter().map(|violation| format!("\n  {violation}")).collect();
        assert!(violations.is_empty(), "requests are not as the document says:{}", violations.concat());
    }
}

/// What goes wrong.
impl Fake {
    /// Plants a fault: it applies to the next request, or to those that the result is told. Where several fit, the one that was planted first
    /// goes first.
    pub fn fault(&self, fault: Fault) -> PlantedFault<'_> {
        let mut state = self.state();
        state.rules.push(Rule::new(fault));
        PlantedFault { fake: self, index: state.rules.len() - 1 }
    }

    /// Takes away every fault.
    pub fn heal(&self) {
        self.state().rules.iter_mut().for_each(Rule::heal);
    }

    /// To how many requests the faults still apply. Those that are for ever do not count.
    #[must_use]
    pub fn faults_left(&self) -> usize {
        self.state().rules.iter().map(Rule::left).sum()
    }
}

impl Fake {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn has_operation(&self, id: &str) -> bool {
        let of_responder = self.responder.iter().any(|responder| responder.operations().contains(&id));
        let state = self.state();
        let known = state.known.iter().map(|known| known.endpoint.operation.id);
        of_responder
            || known.chain(state.expectations.iter().map(|each| each.endpoint.operation.id)).any(|known| known == id)
    }

    /// Keeps a request, and finds what becomes of it.
    async fn receive(&self, request: Request<Bytes>) -> Reaction {
        let examined = self.examine(&request);
        let (serial, fault) = self.state().record(&request, examined);
        let Fault { response, delay, wire } = fault.unwrap_or(const { Fault::delay(Duration::ZERO) });
        let answer = match (response, &wire) {
            (Some(response), _) => Answer::Response(response.map(Body::from)),
            (None, Wire::Refused) => Answer::Response(Response::default()),
            (None, _) => self.answer(request).await,
        };
        if let Answer::Response(response) = &answer
            && wire.has_status()
        {
            self.state().responded(serial, response.status());
        }
        Reaction { answer, delay, wire }
    }

    async fn answer(&self, request: Request<Bytes>) -> Answer {
        if let Some(answer) = self.expected_answer(&request) {
            return answer;
        }
        match (&self.responder, self.relative(&request)) {
            (Some(responder), Some(request)) => Answer::Response(responder.respond(request).await),
            (Some(responder), None) => Answer::Response(responder.refuse(Problem::not_found())),
            (None, _) => self.unexpected(&request, None),
        }
    }

    fn examine(&self, request: &Request<Bytes>) -> Examined {
        match (&self.responder, self.relative(request)) {
            (Some(responder), Some(request)) => responder.examine(&request),
            (Some(_), None) => Examined::new(None).with_problem(Problem::not_found()),
            (None, _) => self.examine_known(request),
        }
    }

    /// A request as the responder gets it: below the path of the server.
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

    fn examine_known(&self, request: &Request<Bytes>) -> Examined {
        let state = self.state();
        let known = self.of_path(&state, request).min_by_key(|(known, _)| known.rank(request));
        match known.filter(|(known, _)| known.endpoint.has_method(request)) {
            Some((known, Match { captures, .. })) => known.examined(self.api, request, captures),
            None => {
                let methods = self.of_path(&state, request).map(|(known, _)| known.endpoint.operation.method);
                Examined::new(None).with_problem(match methods.collect::<Vec<_>>().as_slice() {
                    [] => Problem::not_found(),
                    methods => Problem::method_not_allowed(methods),
                })
            }
        }
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

/// Counts and names only: requests hold credentials.
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
