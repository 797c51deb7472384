//! The state that the clones of a fake share.

use super::endpoint::Endpoint;
use super::fault::Fault;
use super::reaction::FakeResponse;
use super::recorded::RecordedRequest;
use super::rule::Rule;
use crate::Api;
use crate::service::request_reader::RequestReader;
use crate::service::route::Captures;
use crate::service::{Inspection, Problem, caller};
use bytes::Bytes;
use http::{Request, StatusCode};
use std::sync::{Arc, Mutex};

#[derive(Default)]
pub(super) struct State {
    /// The operations of the API.
    pub(super) known: Vec<Known>,
    pub(super) expectations: Vec<Expectation>,
    pub(super) rules: Vec<Rule>,
    pub(super) requests: Vec<RecordedRequest>,
    /// The number of requests so far, including cleared ones.
    received: u64,
    pub(super) unexpected: Vec<String>,
}

/// An operation, with a function that checks requests for it.
pub(super) struct Known {
    pub(super) endpoint: Endpoint,
    pub(super) inspect: fn(RequestReader) -> Option<Problem>,
}

pub(super) struct Expectation {
    pub(super) endpoint: Endpoint,
    /// The number of further calls; `None` for any number.
    pub(super) remaining: Option<usize>,
    pub(super) respond: Respond,
}

pub(super) type Respond = Arc<Mutex<dyn FnMut(RequestReader) -> Result<FakeResponse, Problem> + Send>>;

impl Known {
    /// Orders operations of a request's path: one of its method first, then the most special path.
    pub(super) fn rank(&self, request: &Request<Bytes>) -> impl Ord + use<> {
        (!self.endpoint.has_method(request), self.endpoint.specificity())
    }

    /// The deviations of a request for it from the document.
    pub(super) fn inspect(&self, api: &'static Api, request: &Request<Bytes>, captures: Captures) -> Inspection {
        let (parts, body) = request.clone().into_parts();
        let mut reader = RequestReader::new(&parts, captures, body);
        let others = caller::query_keys(api).chain(self.endpoint.query_names());
        others.for_each(|name| reader.set_aside_key(name));
        Inspection::of(self.endpoint.operation, (self.inspect)(reader))
    }
}

impl State {
    /// Records a request. Returns its number, and the fault that applies to it.
    pub(super) fn record(&mut self, request: &Request<Bytes>, inspection: Inspection) -> (u64, Option<Fault>) {
        let fault = self.rules.iter_mut().find_map(|rule| rule.apply(inspection.operation()));
        self.received += 1;
        self.requests.push(RecordedRequest::new(self.received, request, inspection));
        (self.received, fault)
    }

    /// Records the response to a request, unless the request has been cleared.
    pub(super) fn responded(&mut self, serial: u64, status: StatusCode) {
        if let Some(request) = self.requests.iter_mut().rev().find(|request| request.serial == serial) {
            request.status = Some(status);
        }
    }
}
