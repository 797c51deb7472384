//! The service behind either door: what comes before an operation, and what is said with every response.

use super::service::{Form, Refusal, State};
use crate::runtime::http::header::{
    ACCEPT, AUTHORIZATION, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue,
};
use crate::runtime::http::{Method, Request, Response, Uri};
use crate::runtime::service::{Examined, Location, Problem, RequestViolation, Responder, ResponseBody, Router};
use crate::runtime::{Body, BoxFuture, Bytes, StatusCode, Value, serde_json};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The versions of the CRM API that have portals.
const VERSIONS: [&str; 5] = ["v4", "v5", "v6", "v7", "v8"];

/// What the requests for tokens go by, as if they were an operation.
const TOKEN_OPERATION: &str = "oauth_token";

/// The state, held by the service and by whoever asks how it is.
#[derive(Clone)]
pub(super) struct Backend(Arc<Mutex<Inner>>);

pub(super) struct Inner {
    pub(super) state: State,
    /// None where there is no end of them.
    pub(super) credits: Option<Allowance>,
}

impl Backend {
    pub(super) fn new(state: State) -> Self {
        Self(Arc::new(Mutex::new(Inner { state, credits: None })))
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Inner> {
        // No request may panic; should one do so all the same, the others go on.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many credits are left, and of how many.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowance {
    pub(super) left: u32,
    pub(super) of: u32,
}

impl Allowance {
    /// Takes a credit for a response, unless nobody is known whose it is, and says what is left once half of all are used.
    pub(super) fn charge(&mut self, response: &mut Response<Body>) {
        if response.status() != StatusCode::UNAUTHORIZED {
            self.left = self.left.saturating_sub(1);
        }
        if self.left <= self.of / 2 {
            response.headers_mut().insert("x-api-credits-remaining", HeaderValue::from(self.left));
        }
    }
}

/// Both hosts: that of the API and that of its tokens.
#[derive(Clone)]
pub(super) struct Hosts {
    pub(super) backend: Backend,
    router: Router,
}

impl Hosts {
    pub(super) fn new(backend: Backend) -> Self {
        Self { router: crate::service::router(backend.clone()), backend }
    }

    /// The accounts host takes no credits.
    async fn answer(&self, request: Request<Bytes>) -> Response<Body> {
        if is_token_path(request.uri()) {
            return dressed(self.token(&request).unwrap_or_else(|refusal| refused(&refusal)));
        }
        let is_out_of_credits = self.backend.lock().credits.is_some_and(|credits| credits.left == 0);
        let admitted = if is_out_of_credits { Err(Refusal::no_credits()) } else { self.admitted(&request) };
        let mut response = dressed(match admitted {
            Ok(request) => self.router.clone().respond(request.map(Body::from).map(ResponseBody::from)).await,
            Err(refusal) => refused(&refusal),
        });
        if let Some(credits) = &mut self.backend.lock().credits {
            credits.charge(&mut response);
        }
        response
    }

    /// The request as the router takes it, once version and token are found good, and all of it as documented.
    fn admitted(&self, request: &Request<Bytes>) -> Result<Request<Bytes>, Refusal> {
        let version = request.uri().path().strip_prefix("/crm/").and_then(|path| path.split('/').next());
        let number = version.and_then(|version| version.strip_prefix('v')).ok_or_else(Refusal::no_such_path)?;
        let relative = relative(request);
        if relative.is_none() {
            let is_version = number.parse::<f32>().is_ok();
            return Err(if is_version { Refusal::unsupported_version() } else { Refusal::no_such_path() });
        }
        let token = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        match token.and_then(|value| value.strip_prefix("Zoho-oauthtoken ")) {
            Some(token) if self.backend.lock().state.tokens.is_good(token) => {}
            Some(_) => return Err(Refusal::wrong_token()),
            None => return Err(Refusal::not_authenticated()),
        }
        let examined = self.examine(request);
        match examined.problem().map(Problem::status) {
            Some(StatusCode::NOT_FOUND) => return Err(Refusal::no_such_path()),
            Some(StatusCode::METHOD_NOT_ALLOWED) => return Err(Refusal::wrong_method()),
            _ => {}
        }
        let mut violations = examined.problem().into_iter().flat_map(Problem::violations);
        match violations.find_map(|violation| minded(violation, request.body())) {
            Some(refusal) => Err(refusal),
            None => relative.ok_or_else(Refusal::no_such_path),
        }
    }

    fn token(&self, request: &Request<Bytes>) -> Result<Response<Body>, Refusal> {
        let query = form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes());
        let form: Form = form_urlencoded::parse(request.body())
            .chain(query)
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        let tokens = &mut self.backend.lock().state.tokens;
        let (status, body) = match (request.method(), request.uri().path()) {
            (&Method::POST, "/oauth/v2/token") => tokens.exchange(&form),
            (&Method::POST, "/oauth/v2/token/revoke") => tokens.revoke(&form),
            _ => return Err(Refusal::no_such_path()),
        };
        Ok(json(status, body.to_string()))
    }
}

impl Responder for Hosts {
    fn examine(&self, request: &Request<Bytes>) -> Examined {
        if is_token_path(request.uri()) {
            return Examined::new(Some(TOKEN_OPERATION)).confidential();
        }
        let Some(relative) = relative(request) else {
            return Examined::new(None).with_problem(Problem::new(StatusCode::NOT_FOUND));
        };
        let examined = self.router.examine(&relative);
        if examined.operation().is_none() {
            return examined;
        }
        let mut problem = examined.problem().cloned().unwrap_or(Problem::new(StatusCode::BAD_REQUEST));
        // A body is read as JSON whatever its header says, where the operation takes one.
        let media_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let is_json =
            media_type.split(';').next().is_some_and(|name| name.trim().eq_ignore_ascii_case("application/json"));
        let is_unknown = |found: &RequestViolation| found.place.location == Location::Body && is_undocumented(found);
        if !is_json && !request.body().is_empty() && !problem.violations().iter().any(is_unknown) {
            problem = problem.violation(Location::Header, CONTENT_TYPE.as_str(), "must be `application/json`");
        }
        // A list without elements has the same text as that of an empty string, which it is to the server side.
        if relative.uri().query().is_some_and(|query| query.split('&').any(|pair| pair == "personality_ids=")) {
            problem = problem.violation(Location::Query, "personality_ids", "must be at least 1 item, has 0");
        }
        if problem.violations().is_empty() { examined } else { examined.with_problem(problem) }
    }

    fn respond(&self, request: Request<Bytes>) -> BoxFuture<'_, Response<Body>> {
        Box::pin(self.answer(request))
    }

    fn operations(&self) -> Vec<&'static str> {
        self.router.operations().into_iter().chain([TOKEN_OPERATION]).collect()
    }

    fn refuse(&self, _: Problem) -> Response<Body> {
        dressed(refused(&Refusal::body_too_large()))
    }
}

/// What the service says to an input that is not as documented, unless it does not mind.
fn minded(violation: &RequestViolation, body: &Bytes) -> Option<Refusal> {
    let RequestViolation { place, reason, .. } = violation;
    let is_json = || body.is_empty() || serde_json::from_slice::<Value>(body).is_ok();
    match place.location {
        _ if is_undocumented(violation) => None,
        Location::Header => None,
        Location::Body if is_json() => Some(Refusal::body_invalid(&place.pointer)),
        Location::Body => Some(Refusal::not_json()),
        _ if reason.starts_with("must be present") => Some(Refusal::parameter_missing(&place.name)),
        _ => Some(Refusal::parameter_invalid(&place.name)),
    }
}

/// Whether the document has nothing of the kind.
fn is_undocumented(violation: &RequestViolation) -> bool {
    violation.reason.starts_with("must not be present")
}

/// A request as the router takes it: below the version, and of JSON, whatever its headers say.
fn relative(request: &Request<Bytes>) -> Option<Request<Bytes>> {
    let target = request.uri().path_and_query()?.as_str().strip_prefix("/crm/")?;
    let (version, target) = target.split_at(target.find('/')?);
    let mut relative = request.clone();
    *relative.uri_mut() = target.parse().ok().filter(|_| VERSIONS.contains(&version))?;
    relative.headers_mut().remove(ACCEPT);
    relative.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Some(relative)
}

/// Whether a request is for the accounts host.
fn is_token_path(uri: &Uri) -> bool {
    uri.path().starts_with("/oauth/")
}

/// What is said before there is an operation, flat.
fn refused(refusal: &Refusal) -> Response<Body> {
    json(refusal.status, refusal.items.first().and_then(|item| serde_json::to_string(item).ok()).unwrap_or_default())
}

fn json(status: StatusCode, body: String) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response
}

/// With the headers that the service sends.
fn dressed(mut response: Response<Body>) -> Response<Body> {
    let has_body = !response.body().is_empty();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store, no-cache, must-revalidate, private"));
    headers.insert("x-accesstoken-reset", HeaderValue::from_static("2030-01-01T00:00:00+05:30"));
    if has_body {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json;charset=UTF-8"));
        headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=response.json"));
    }
    response
}
