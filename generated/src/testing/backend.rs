//! The checks before an operation, and the headers of every response.

use super::service::{Allowance, Refusal, State};
use crate::runtime::http::header::{
    ACCEPT, AUTHORIZATION, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue,
};
use crate::runtime::http::{Request, Response};
use crate::runtime::service::{
    FakeAuthorizationServer, Inspection, Location, Problem, RequestViolation, Responder, ResponseBody, Router,
};
use crate::runtime::{Body, BoxFuture, Bytes, StatusCode, Value, serde_json};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The versions of the CRM API that have portals.
const VERSIONS: [&str; 5] = ["v4", "v5", "v6", "v7", "v8"];

/// The state of the service, which its clones share.
#[derive(Clone, Default)]
pub(super) struct Backend(Arc<Mutex<State>>);

impl Backend {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The host of the API.
#[derive(Clone)]
pub(super) struct ApiHost {
    backend: Backend,
    accounts_host: FakeAuthorizationServer,
    router: Router,
}

impl ApiHost {
    pub(super) fn new(backend: Backend, accounts_host: FakeAuthorizationServer) -> Self {
        Self { router: crate::service::router(backend.clone()), backend, accounts_host }
    }

    async fn response(&self, request: Request<Bytes>) -> Response<Body> {
        let is_out_of_credits = self.backend.lock().credits.is_some_and(|credits| credits.remaining == 0);
        let admitted = if is_out_of_credits { Err(Refusal::no_credits()) } else { self.admitted(&request) };
        let mut response = with_headers(match admitted {
            Ok(request) => self.router.clone().respond(request.map(Body::from).map(ResponseBody::from)).await,
            Err(refusal) => refused(&refusal),
        });
        if let Some(credits) = &mut self.backend.lock().credits {
            charge(credits, &mut response);
        }
        response
    }

    /// The request for the router, if its version, token and all inputs are valid.
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
            Some(token) if self.accounts_host.accepts(token) => {}
            Some(_) => return Err(Refusal::wrong_token()),
            None => return Err(Refusal::not_authenticated()),
        }
        let inspection = self.inspect(request);
        match inspection.problem().map(Problem::status) {
            Some(StatusCode::NOT_FOUND) => return Err(Refusal::no_such_path()),
            Some(StatusCode::METHOD_NOT_ALLOWED) => return Err(Refusal::wrong_method()),
            _ => {}
        }
        let mut violations = inspection.problem().into_iter().flat_map(Problem::violations);
        match violations.find_map(|violation| rejected(violation, request.body())) {
            Some(refusal) => Err(refusal),
            None => relative.ok_or_else(Refusal::no_such_path),
        }
    }
}

impl Responder for ApiHost {
    fn inspect(&self, request: &Request<Bytes>) -> Inspection {
        let Some(relative) = relative(request) else {
            return Inspection::new(None).with_problem(Problem::new(StatusCode::NOT_FOUND));
        };
        let inspection = self.router.inspect(&relative);
        if inspection.operation().is_none() {
            return inspection;
        }
        let mut problem = inspection.problem().cloned().unwrap_or(Problem::new(StatusCode::BAD_REQUEST));
        // The router ignores the media type, since the service reads every body as JSON.
        let media_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let is_json =
            media_type.split(';').next().is_some_and(|name| name.trim().eq_ignore_ascii_case("application/json"));
        let is_unknown = |found: &RequestViolation| found.position.location == Location::Body && is_undocumented(found);
        if !is_json && !request.body().is_empty() && !problem.violations().iter().any(is_unknown) {
            problem = problem.violation(Location::Header, CONTENT_TYPE.as_str(), "must be `application/json`");
        }
        // The router reads an empty list as a list of one empty string.
        if relative.uri().query().is_some_and(|query| query.split('&').any(|pair| pair == "personality_ids=")) {
            problem = problem.violation(Location::Query, "personality_ids", "must be at least 1 item, has 0");
        }
        if problem.violations().is_empty() { inspection } else { inspection.with_problem(problem) }
    }

    fn respond(&self, request: Request<Bytes>) -> BoxFuture<'_, Response<Body>> {
        Box::pin(self.response(request))
    }

    fn operations(&self) -> Vec<&'static str> {
        self.router.operations()
    }

    fn refuse(&self, _: Problem) -> Response<Body> {
        with_headers(refused(&Refusal::body_too_large()))
    }
}

/// Takes a credit for a response to an authenticated request. From half of the total on, adds the header.
fn charge(credits: &mut Allowance, response: &mut Response<Body>) {
    if response.status() != StatusCode::UNAUTHORIZED {
        credits.remaining = credits.remaining.saturating_sub(1);
    }
    if credits.remaining <= credits.total / 2 {
        response.headers_mut().insert("x-api-credits-remaining", HeaderValue::from(credits.remaining));
    }
}

/// The error for an invalid input, unless the service ignores it.
fn rejected(violation: &RequestViolation, body: &Bytes) -> Option<Refusal> {
    let RequestViolation { position, reason, .. } = violation;
    let is_json = || body.is_empty() || serde_json::from_slice::<Value>(body).is_ok();
    match position.location {
        _ if is_undocumented(violation) => None,
        Location::Header => None,
        Location::Body if is_json() => Some(Refusal::body_invalid(&position.pointer)),
        Location::Body => Some(Refusal::not_json()),
        _ if reason.starts_with("must be present") => Some(Refusal::parameter_missing(&position.name)),
        _ => Some(Refusal::parameter_invalid(&position.name)),
    }
}

/// Whether the document has no such input.
fn is_undocumented(violation: &RequestViolation) -> bool {
    violation.reason.starts_with("must not be present")
}

/// The request for the router: without the version, and with the media type of JSON.
fn relative(request: &Request<Bytes>) -> Option<Request<Bytes>> {
    let target = request.uri().path_and_query()?.as_str().strip_prefix("/crm/")?;
    let (version, target) = target.split_at(target.find('/')?);
    let mut relative = request.clone();
    *relative.uri_mut() = target.parse().ok().filter(|_| VERSIONS.contains(&version))?;
    relative.headers_mut().remove(ACCEPT);
    relative.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Some(relative)
}

/// An error before an operation is called: one flat result item.
fn refused(refusal: &Refusal) -> Response<Body> {
    let item = refusal.items.first().and_then(|item| serde_json::to_string(item).ok());
    let mut response = Response::new(Body::from(item.unwrap_or_default()));
    *response.status_mut() = refusal.status;
    response
}

/// Adds the headers that every response has.
fn with_headers(mut response: Response<Body>) -> Response<Body> {
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
