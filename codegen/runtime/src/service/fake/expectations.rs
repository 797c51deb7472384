//! Expectations of closures, and the message for an unexpected request.

use super::Fake;
use super::endpoint::Match;
use super::reaction::FakeResponse;
use super::state::{Expectation, State};
use crate::service::Problem;
use crate::service::request_reader::RequestReader;
use crate::service::route::Captures;
use bytes::Bytes;
use http::Request;
use std::fmt::Write as _;
use std::sync::{Arc, PoisonError};

impl Fake {
    /// The response of the first open expectation: one for a single call before one for any number, the most specific path first.
    /// `None` if there is none.
    pub(super) fn expected_response(&self, request: &Request<Bytes>) -> Option<FakeResponse> {
        let mut state = self.state();
        let (index, captures) = self.expected(&state, request)?;
        let expectation = &mut state.expectations[index];
        expectation.remaining = expectation.remaining.map(|remaining| remaining - 1);
        let respond = Arc::clone(&expectation.respond);
        // The closure may query the fake, so the lock is released.
        drop(state);
        let (parts, body) = request.clone().into_parts();
        let responded = {
            let mut respond = respond.lock().unwrap_or_else(PoisonError::into_inner);
            respond(RequestReader::new(&parts, captures, body))
        };
        Some(responded.unwrap_or_else(|problem| {
            let mut state = self.state();
            let expectation = &mut state.expectations[index];
            expectation.remaining = expectation.remaining.map(|remaining| remaining + 1);
            drop(state);
            self.unexpected(request, Some(&problem))
        }))
    }

    fn expected(&self, state: &State, request: &Request<Bytes>) -> Option<(usize, Captures)> {
        let matches =
            |expectation: &Expectation| expectation.remaining != Some(0) && expectation.endpoint.has_method(request);
        let candidates = state.expectations.iter().enumerate().filter(|(_, expectation)| matches(expectation));
        let candidates = candidates.filter_map(|(index, expectation)| {
            let Match { captures, .. } = expectation.endpoint.matched(&self.server, request)?;
            Some(((expectation.endpoint.specificity(), expectation.remaining.is_none()), index, captures))
        });
        let first = candidates.min_by(|one, other| one.0.cmp(&other.0));
        first.map(|(_, index, captures)| (index, captures))
    }

    /// The message for an unexpected request: what was received, what was expected, and how they differ.
    pub(super) fn unexpected(&self, request: &Request<Bytes>, problem: Option<&Problem>) -> FakeResponse {
        let mut state = self.state();
        let received = format!("{} {}", request.method(), request.uri().path());
        let mut message = format!("unexpected request: {received}");
        if let Some(problem) = problem {
            let _ = write!(message, "\n  it is not as documented: {problem}");
        } else if let Some(nearest) = self.nearest(&state, request) {
            let _ = write!(message, "\n  the nearest expectation is {}", nearest.endpoint.operation);
            for difference in self.differences(nearest, request) {
                let _ = write!(message, "\n  {difference}");
            }
        } else {
            message.push_str("\n  nothing is expected");
        }
        state.unexpected.push(message.clone());
        FakeResponse::Unexpected(message)
    }

    fn nearest<'s>(&self, state: &'s State, request: &Request<Bytes>) -> Option<&'s Expectation> {
        let distance = |expectation: &&Expectation| {
            let is_of_path = expectation.endpoint.matched(&self.server, request).is_some();
            let path = expectation.endpoint.path(&self.server);
            (!is_of_path, strsim::levenshtein(&path, request.uri().path()))
        };
        state.expectations.iter().min_by_key(distance)
    }

    fn differences(&self, expectation: &Expectation, request: &Request<Bytes>) -> Vec<String> {
        let endpoint = &expectation.endpoint;
        let method = endpoint.operation.method;
        let mut differences = Vec::new();
        if !endpoint.has_method(request) {
            differences.push(format!("the method is {}, not {method}", request.method()));
        }
        if endpoint.matched(&self.server, request).is_none() {
            differences.push(format!("the path is {}, not {}", request.uri().path(), endpoint.path(&self.server)));
        }
        if differences.is_empty() && expectation.remaining == Some(0) {
            differences.push("it was expected once, and has been called".to_owned());
        }
        differences
    }
}
