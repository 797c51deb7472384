//! Assembling the request from the inputs: URL, headers and body, or a list of everything that is wrong.

use super::RequestWriter;
use crate::Body;
use crate::request::header_value::{copied, header_value};
use crate::request::input_error::InputError;
use crate::request::{JSON, template};
use crate::url::reference;
use crate::url::server;
use http::header::{ACCEPT, COOKIE, HeaderMap, HeaderValue};
use std::borrow::Cow;

/// The capacity to reserve for path and query, in bytes: few are longer.
const URL: usize = 128;

impl RequestWriter {
    /// Sends the request to the URL of a reference in a response: absolute and of the same origin, or relative to the
    /// URL of the operation.
    pub(crate) fn follow(&mut self, reference: &str) {
        self.reference = Some(reference.to_owned());
    }

    /// The request to the server at `base_url`, an absolute `http` or `https` URL without query.
    ///
    /// # Errors
    /// Lists everything that is wrong with the inputs, or with the URL.
    pub fn finish(self, base_url: &str) -> Result<http::Request<Body>, InputError> {
        self.finish_with(server::checked(base_url).map(Cow::Owned), &HeaderMap::new())
    }

    /// Like [`finish`](Self::finish), with a base URL that has been checked, and headers for those that the operation
    /// does not set itself.
    pub(crate) fn finish_with(
        mut self,
        base_url: Result<Cow<'_, str>, String>,
        headers: &HeaderMap,
    ) -> Result<http::Request<Body>, InputError> {
        self.put_defaults(headers);
        let url = self.url(base_url);
        self.put_cookies();
        let mut request = http::Request::new(std::mem::take(&mut self.body));
        match http::Method::from_bytes(self.operation.method.as_bytes()) {
            Ok(method) => *request.method_mut() = method,
            Err(reason) => self.problem("method", reason.to_string()),
        }
        *request.headers_mut() = std::mem::take(&mut self.headers);
        match http::Uri::try_from(url) {
            Ok(uri) => *request.uri_mut() = uri,
            Err(reason) => self.problem("URL", reason.to_string()),
        }
        if self.problems.is_empty() {
            return Ok(request);
        }
        Err(InputError { operation: self.operation, problems: self.problems })
    }

    fn url(&mut self, base_url: Result<Cow<'_, str>, String>) -> String {
        let mut problems = Vec::new();
        let base_url = base_url.unwrap_or_else(|reason| {
            self.problem("server", reason);
            Cow::Borrowed("")
        });
        let mut url = String::with_capacity(base_url.len() + URL);
        url.push_str(&base_url);
        template::fill(&mut url, self.operation.path, &self.path, &mut problems);
        for (name, reason) in problems {
            // A value that could not be laid out has been reported already.
            if !self.has_problem(&name) {
                self.problem(name, reason);
            }
        }
        // Some documents put fixed parameters into the path.
        let mut delimiter = if url.contains('?') { '&' } else { '?' };
        for pair in &self.query {
            url.push(delimiter);
            url.push_str(pair);
            delimiter = '&';
        }
        match self.reference.take() {
            Some(reference) => self.followed(&url, &reference),
            None => url,
        }
    }

    /// The URL of a reference. Credentials must not be sent to another origin, regardless of the response.
    fn followed(&mut self, url: &str, reference: &str) -> String {
        let target = reference::resolve(url, reference);
        if !reference::is_same_origin(url, &target) {
            let server = reference::server_in_message(&target);
            let reason = format!("is at {server}, which has a different origin than the request: it is not followed");
            self.problem("the next page", reason);
        }
        target
    }

    /// Headers of the operation take precedence over those that the caller sets for all operations, and these over the
    /// defaults.
    fn put_defaults(&mut self, headers: &HeaderMap) {
        for name in headers.keys() {
            if self.headers.contains_key(name) {
                continue;
            }
            for value in headers.get_all(name) {
                self.headers.append(name, copied(value));
            }
        }
        self.headers.entry(ACCEPT).or_insert(HeaderValue::from_static(JSON));
    }

    fn put_cookies(&mut self) {
        if self.cookies.is_empty() {
            return;
        }
        match header_value(&self.cookies.join("; ")) {
            Ok(mut value) => {
                value.set_sensitive(true);
                self.headers.insert(COOKIE, value);
            }
            Err(reason) => self.problem("cookies", reason),
        }
    }
}
