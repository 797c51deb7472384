//! Mock: serves the API of a document from the document alone.
//!
//! Requests are checked against the document: path, method, credentials, parameters, body. A request that does not
//! conform is rejected with all its violations, which never contain anything that was sent; the response to a valid one
//! is the document's own example, or a value generated from its schema. [`Mock::respond`] maps a request to a response,
//! without a network; the command serves it over HTTP.
//!
//! Uses: `ir`, `sample`, `validate`. Used by: the crate root.

mod body;
mod multipart;
mod negotiation;
mod parameter;
mod problem;
mod response;
mod route;
mod security;
mod source;

use crate::ir::{Api, Operation, Server};
use problem::{Problem, Violated};
use route::{Found, Routes};
use std::fmt;

/// How many bytes a body may have.
pub const BODY_LIMIT: usize = 2 * 1024 * 1024;

/// A request as received.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The method.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Names and values of the headers.
    pub headers: Vec<(String, String)>,
    /// The body; none where it has more than [`BODY_LIMIT`] bytes.
    pub body: Option<Vec<u8>>,
}

impl Request {
    fn path(&self) -> &str {
        self.target.split(['?', '#']).next().unwrap_or_default()
    }

    fn query(&self) -> &str {
        self.target.split_once('?').map(|(_, query)| query).unwrap_or_default()
    }

    /// The values of a header, joined by commas.
    fn header(&self, name: &str) -> Option<String> {
        let values = self.headers.iter().filter(|(header, _)| header.eq_ignore_ascii_case(name));
        let values: Vec<&str> = values.map(|(_, value)| value.as_str()).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }
}

/// A response to a request.
#[derive(Debug, Clone)]
pub struct Response {
    /// Its status.
    pub status: u16,
    /// Names and values of its headers.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: Vec<u8>,
    /// The operation that was called, and the violations of the request, for the log.
    pub log: RequestLog,
}

/// Log information about a request.
#[derive(Debug, Clone, Default)]
pub struct RequestLog {
    /// The id of the operation.
    pub operation: Option<String>,
    /// The violations, one line each.
    pub faults: Vec<String>,
}

/// A mock service of the API of a document.
pub struct Mock {
    api: Api,
    routes: Routes,
}

impl Mock {
    /// A service of an API.
    #[must_use]
    pub fn new(api: Api) -> Self {
        let routes = Routes::of(&api);
        Self { api, routes }
    }

    /// The path of the first server. Operations are served both with and without this prefix.
    #[must_use]
    pub fn base_path(&self) -> String {
        self.api.servers.first().map(|server| route::path_of(&Server::default_url(server))).unwrap_or_default()
    }

    /// The number of operations.
    #[must_use]
    pub fn operations(&self) -> usize {
        self.api.operations.len()
    }

    /// Responds to a request. The sender must omit the body of a response to `HEAD`.
    #[must_use]
    pub fn respond(&self, request: &Request) -> Response {
        let found = self.routes.find(&self.api, request);
        let operation = match &found {
            Found::Operation { operation, .. } => Some(*operation),
            Found::Methods(_) | Found::Nothing => None,
        };
        let mut response = match found {
            Found::Operation { operation, captures } => {
                self.call(operation, &captures, request).unwrap_or_else(Problem::into_response)
            }
            Found::Methods(methods) if request.method == "OPTIONS" => allowed(&methods),
            Found::Methods(methods) => Problem::method_not_allowed(&methods).into_response(),
            Found::Nothing => Problem::not_found().into_response(),
        };
        response.log.operation = operation.map(|operation| operation.id.clone());
        share_with_browsers(request, &mut response);
        response
    }

    /// Reports all violations of a request at once, except those that prevent further checks.
    fn call(&self, operation: &Operation, captures: &route::Captures, request: &Request) -> Result<Response, Problem> {
        security::check(&self.api, operation, request)?;
        let chosen = response::choose(operation, request)?;
        let mut violations: Vec<Violated> = parameter::check(&self.api.types, operation, captures, request);
        violations.extend(body::check(&self.api.types, operation, request)?);
        if !violations.is_empty() {
            return Err(Problem::invalid(operation, violations));
        }
        chosen.respond(&self.api)
    }
}

/// The response to `OPTIONS` where the document has no such operation.
fn allowed(methods: &[String]) -> Response {
    let headers = vec![("Allow".to_owned(), methods.join(", "))];
    Response { status: 204, headers, body: Vec::new(), log: RequestLog::default() }
}

/// Headers that let browsers show a response to a page of another origin.
fn share_with_browsers(request: &Request, response: &mut Response) {
    if request.header("Origin").is_none() {
        return;
    }
    let headers = [
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Allow-Headers", "*, Authorization"),
        ("Access-Control-Allow-Methods", "*"),
        ("Access-Control-Expose-Headers", "*"),
    ];
    response.headers.extend(headers.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock").field("title", &self.api.title).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
