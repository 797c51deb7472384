//! What the clones of a fake share.

use super::answer::Answer;
use super::fault::Fault;
use super::recorded::RecordedRequest;
use super::rule::Rule;
use crate::OperationInfo;
use crate::service::request_reader::RequestReader;
use crate::service::route::Template;
use crate::service::{Examined, Problem};
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
    /// How many there have been, whether they are forgotten or not.
    received: u64,
    pub(super) unexpected: Vec<String>,
}

/// An operation, and what says whether a request for it is as documented.
pub(super) struct Known {
    pub(super) operation: &'static OperationInfo,
    pub(super) template: Template,
    pub(super) examine: fn(RequestReader) -> Option<Problem>,
}

pub(super) struct Expectation {
    pub(super) operation: &'static OperationInfo,
    pub(super) template: Template,
    /// How many more calls there may be; none for any number.
    pub(super) left: Option<usize>,
    pub(super) respond: Respond,
}

pub(super) type Respond = Arc<Mutex<dyn FnMut(RequestReader) -> Result<Answer, Problem> + Send>>;

impl State {
    /// Keeps a request. Gives its number, and the fault that applies to it.
    pub(super) fn record(&mut self, request: &Request<Bytes>, examined: Examined) -> (u64, Option<Fault>) {
        let fault = self.rules.iter_mut().find_map(|rule| rule.apply(examined.operation()));
        self.received += 1;
        self.requests.push(RecordedRequest::new(self.received, request, examined));
        (self.received, fault)
    }

    /// Keeps what the response to a request is, unless the request is forgotten.
    pub(super) fn responded(&mut self, serial: u64, status: StatusCode) {
        if let Some(request) = self.requests.iter_mut().rev().find(|request| request.serial == serial) {
            request.status = Some(status);
        }
    }
}
