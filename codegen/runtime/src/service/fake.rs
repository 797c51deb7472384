//! A service for the tests of what calls it: typed closures in place of an implementation, and no network.

use super::problem::Problem;
use super::receive::{self, Receive};
use super::request_reader::RequestReader;
use super::response_body::ResponseBody;
use super::response_writer::ResponseWriter;
use super::route::{Captures, Template};
use super::router::{Router, Serve};
use crate::transport::stream::StreamError;
use crate::{Api, Body, BoxFuture, OperationInfo, Transport, TransportError, TransportErrorKind};
use bytes::Bytes;
use http::{Request, Response};
use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

type Outcome = Result<Response<Body>, TransportError>;

/// A transport that responds as typed closures say. Clones are one fake.
///
/// The module `service` of a client with a service's half has `fake`, which makes one:
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
/// Operations may come in any order. What [`once`](Self::once) expects goes before what [`on`](Self::on) responds to. A request that
/// nothing expects, or that is not as documented, is a [`TransportError`] that says what was expected instead.
#[derive(Clone)]
pub struct Fake {
    /// What stands before the path of each operation.
    prefix: String,
    /// What responds to what no closure expects.
    router: Option<Router>,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    expectations: Vec<Expectation>,
    requests: Vec<Request<Bytes>>,
    unexpected: Vec<String>,
}

struct Expectation {
    operation: &'static OperationInfo,
    template: Template,
    /// How many more calls there may be; none for any number.
    left: Option<usize>,
    respond: Respond,
}

type Respond = Arc<Mutex<dyn FnMut(RequestReader) -> Result<Outcome, Problem> + Send>>;

impl Fake {
    /// A fake of an API, at the path of the server that its document names.
    #[must_use]
    pub fn new(api: &'static Api) -> Self {
        Self { prefix: prefix(api.server), router: None, state: Arc::default() }
    }

    /// The same at the path of another server.
    #[must_use]
    pub fn server(self, url: &str) -> Self {
        Self { prefix: prefix(url), ..self }
    }

    /// Has a router respond to what no closure expects.
    #[must_use]
    pub fn otherwise(self, router: Router) -> Self {
        Self { router: Some(router), ..self }
    }

    /// Responds to every call of an operation.
    #[must_use]
    pub fn on<O: Serve>(self, mut respond: impl FnMut(O) -> O::Response + Send + 'static) -> Self {
        self.expect::<O>(None, move |operation| Ok(ResponseWriter::of(respond(operation))))
    }

    /// Expects one call of an operation.
    #[must_use]
    pub fn once<O: Serve>(self, respond: impl FnOnce(O) -> O::Response + Send + 'static) -> Self {
        let mut respond = Some(respond);
        self.expect::<O>(Some(1), move |operation| match respond.take() {
            Some(respond) => Ok(ResponseWriter::of(respond(operation))),
            None => Err(TransportError::new(TransportErrorKind::Other, "it was expected once")),
        })
    }

    /// Expects one call of an operation, to which a response comes that the document does not describe: another status, garbage, a body that
    /// breaks off.
    #[must_use]
    pub fn once_with<O: Serve>(self, response: Response<impl Into<Body>>) -> Self {
        let mut response = Some(response.map(Into::into));
        self.expect::<O>(Some(1), move |_| Ok(response.take().unwrap_or_default()))
    }

    /// Expects one call of an operation, which fails on the way.
    #[must_use]
    pub fn once_failing<O: Serve>(self, kind: TransportErrorKind) -> Self {
        self.expect::<O>(Some(1), move |_| Err(TransportError::new(kind, "as the test has it")))
    }

    fn expect<O: Serve>(self, left: Option<usize>, mut respond: impl FnMut(O) -> Outcome + Send + 'static) -> Self {
        let respond: Respond = Arc::new(Mutex::new(move |reader| receive::read::<O>(reader).map(&mut respond)));
        let template = Template::new(O::INFO.path, O::SPANNING);
        self.state().expectations.push(Expectation { operation: &O::INFO, template, left, respond });
        self
    }

    /// The calls of an operation so far, oldest first.
    #[must_use]
    pub fn requests<O: Receive>(&self) -> Vec<O> {
        let template = Template::new(O::INFO.path, O::SPANNING);
        let read = |request: &Request<Bytes>| {
            let captures = self.captures(&template, request)?;
            let (parts, body) = request.clone().into_parts();
            let is_meant = parts.method.as_str() == O::INFO.method;
            is_meant.then(|| receive::read::<O>(RequestReader::new(&parts, captures, body)).ok()).flatten()
        };
        self.state().requests.iter().filter_map(read).collect()
    }

    /// Sees to it that everything that was expected once has been called, and nothing else.
    ///
    /// # Panics
    /// When that is not so; the message lists all.
    pub fn verify(&self) {
        let state = self.state();
        let missing = state.expectations.iter().filter(|expectation| expectation.left.is_some_and(|left| left > 0));
        let missing = missing.map(|expectation| format!("{} was expected, and not called", expectation.operation));
        let faults: Vec<String> = state.unexpected.iter().cloned().chain(missing).collect();
        drop(state);
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn captures(&self, template: &Template, request: &Request<Bytes>) -> Option<Captures> {
        let path = request.uri().path().strip_prefix(self.prefix.as_str())?;
        template.captures(path, request.uri().query().unwrap_or_default())
    }

    /// The response of the first expectation that is left: one of a single call before one of any number, the most special path first.
    fn respond(&self, request: &Request<Bytes>) -> Outcome {
        let mut state = self.state();
        state.requests.push(request.clone());
        let Some((index, captures)) = self.expected(&state, request) else {
            return Err(self.unexpected(&mut state, request, None));
        };
        let expectation = &mut state.expectations[index];
        expectation.left = expectation.left.map(|left| left - 1);
        let respond = Arc::clone(&expectation.respond);
        // The closure may ask the fake what came so far.
        drop(state);
        let (parts, body) = request.clone().into_parts();
        let responded = {
            let mut respond = respond.lock().unwrap_or_else(PoisonError::into_inner);
            respond(RequestReader::new(&parts, captures, body))
        };
        responded.unwrap_or_else(|problem| {
            let mut state = self.state();
            let expectation = &mut state.expectations[index];
            expectation.left = expectation.left.map(|left| left + 1);
            Err(self.unexpected(&mut state, request, Some(&problem)))
        })
    }

    /// A request that no closure expects, as the router gets it: below the path of the server.
    fn below(&self, request: &Request<Bytes>) -> Option<(Router, Request<Bytes>)> {
        let router = self.router.clone()?;
        let mut state = self.state();
        if self.expected(&state, request).is_some() {
            return None;
        }
        let path = request.uri().path().strip_prefix(self.prefix.as_str())?;
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        let slash = if path.starts_with('/') { "" } else { "/" };
        let mut below = request.clone();
        *below.uri_mut() = format!("{slash}{path}{query}").parse().ok()?;
        state.requests.push(request.clone());
        Some((router, below))
    }

    fn expected(&self, state: &State, request: &Request<Bytes>) -> Option<(usize, Captures)> {
        let is_meant = |expectation: &Expectation| {
            expectation.left != Some(0) && expectation.operation.method == request.method().as_str()
        };
        let candidates = state.expectations.iter().enumerate().filter(|(_, expectation)| is_meant(expectation));
        let candidates = candidates.filter_map(|(index, expectation)| {
            let captures = self.captures(&expectation.template, request)?;
            Some(((expectation.template.generality(), expectation.left.is_none()), index, captures))
        });
        let first = candidates.min_by(|one, other| one.0.cmp(&other.0));
        first.map(|(_, index, captures)| (index, captures))
    }

    /// What came, what was expected instead, and what differs.
    fn unexpected(&self, state: &mut State, request: &Request<Bytes>, problem: Option<&Problem>) -> TransportError {
        let came = format!("{} {}", request.method(), request.uri().path());
        let mut message = format!("unexpected request: {came}");
        if let Some(problem) = problem {
            let _ = write!(message, "\n  it is not as documented: {problem}");
        } else if let Some(nearest) = self.nearest(state, request) {
            let _ = write!(message, "\n  the nearest expectation is {}", nearest.operation);
            for difference in self.differences(nearest, request) {
                let _ = write!(message, "\n  {difference}");
            }
        } else {
            message.push_str("\n  nothing is expected");
        }
        state.unexpected.push(message.clone());
        TransportError::new(TransportErrorKind::Other, message)
    }

    fn nearest<'s>(&self, state: &'s State, request: &Request<Bytes>) -> Option<&'s Expectation> {
        let distance = |expectation: &&Expectation| {
            let is_of_path = self.captures(&expectation.template, request).is_some();
            let path = format!("{}{}", self.prefix, expectation.operation.path);
            (!is_of_path, strsim::levenshtein(&path, request.uri().path()))
        };
        state.expectations.iter().min_by_key(distance)
    }

    fn differences(&self, expectation: &Expectation, request: &Request<Bytes>) -> Vec<String> {
        let OperationInfo { method, path, .. } = expectation.operation;
        let mut differences = Vec::new();
        if *method != request.method().as_str() {
            differences.push(format!("the method is {}, not {method}", request.method()));
        }
        if self.captures(&expectation.template, request).is_none() {
            differences.push(format!("the path is {}, not {}{path}", request.uri().path(), self.prefix));
        }
        if differences.is_empty() && expectation.left == Some(0) {
            differences.push("it was expected once, and has been called".to_owned());
        }
        differences
    }
}

impl Transport for Fake {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Outcome> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.into_stream().bytes().await.map_err(|error| match error {
                StreamError::Transport(error) => error,
                error => TransportError::new(TransportErrorKind::Body, error),
            })?;
            let request = Request::from_parts(parts, body);
            match self.below(&request) {
                Some((router, request)) => {
                    Ok(router.respond(request.map(|body| ResponseBody::from(Body::from(body)))).await)
                }
                None => self.respond(&request),
            }
        })
    }
}

impl fmt::Debug for Fake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        let operations: Vec<&str> = state.expectations.iter().map(|expectation| expectation.operation.id).collect();
        f.debug_struct("Fake").field("operations", &operations).field("requests", &state.requests.len()).finish()
    }
}

/// The path of a URL, which may be one already, without a slash at its end.
fn prefix(url: &str) -> String {
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |at| &rest[at..]),
        None => url,
    };
    path.trim_end_matches('/').to_owned()
}
