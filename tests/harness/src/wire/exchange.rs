//! One call: from the inputs to the values that the service reads, and from its response to the value that the client
//! reads.

use super::given::{Expected, Given};
use super::recorder::Noted;
use super::written::Written;
use super::{Only, Recorder};
use crate::{Inputs, Value};
use serde::Serialize;
use specwright_runtime::service::Serve;
use specwright_runtime::{Client, Error, Operation, StatusCode, http};
use std::fmt::Debug;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// How often something is polled that waits for nothing but itself.
const POLLS: usize = 10_000;

/// A call that is to be made.
pub struct Exchange<'a> {
    pub(super) client: &'a Client,
    pub(super) recorder: &'a Recorder,
    pub(super) inputs: Inputs,
    pub(super) response: Option<Given>,
    pub(super) only: Only,
}

/// Whether a response is read as a success or as an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A success.
    Success,
    /// A documented error.
    Failure,
}

/// A response of the document.
#[derive(Debug)]
pub struct Response<R> {
    /// The kind that it is read as, with the variant of its enum if the status decides.
    pub reads: &'static [(Kind, Option<&'static str>)],
    /// Makes it.
    pub make: fn(&mut Given) -> Result<R, String>,
}

/// The outcome of a call.
#[derive(Debug, Serialize)]
#[serde(tag = "answer", rename_all = "lowercase")]
pub enum Answer {
    /// Both sides agree.
    Equal,
    /// The inputs as the client holds them.
    Shown {
        /// Every field.
        inputs: String,
    },
    /// The client's types do not take the inputs, or the service's do not take the response.
    Unmade {
        /// Why.
        reason: String,
    },
    /// The client does not send the inputs.
    Refused {
        /// Why.
        reason: String,
    },
    /// The service does not take the request.
    Unread {
        /// The request.
        sent: String,
        /// What the service responds.
        problem: String,
    },
    /// They do not agree on this.
    Different {
        /// What differs.
        what: &'static str,
        /// The request, where that is it.
        sent: String,
        /// What was written.
        expected: String,
        /// What was read.
        found: String,
    },
}

/// A response of the service, and the expected kind.
struct Prepared {
    reads: Option<(Kind, Option<&'static str>)>,
    status: u16,
    expected: Expected,
}

/// What the client made of the response.
struct Reading {
    kind: Kind,
    status: StatusCode,
    headers: http::HeaderMap,
    value: Value,
}

impl Exchange<'_> {
    /// Has the client call the service.
    pub fn run<O>(
        &mut self,
        make: impl FnOnce(&Inputs) -> Result<O, String>,
        responses: &[Response<O::Response>],
        success: impl FnOnce(O::Output) -> Value,
        failure: impl FnOnce(O::Failure) -> Value,
    ) -> Answer
    where
        O: Serve + Debug,
        O::Response: 'static,
    {
        if self.only == Only::Respond {
            return self.prepared::<O>(responses).map_or_else(|response| response, |_| Answer::Equal);
        }
        let operation = match make(&self.inputs) {
            Ok(operation) if self.only == Only::Show => return Answer::Shown { inputs: format!("{operation:?}") },
            Ok(operation) => operation,
            Err(reason) => return Answer::Unmade { reason },
        };
        match self.called(&operation, responses, success, failure) {
            Ok(()) => Answer::Equal,
            Err(response) => response,
        }
    }

    fn called<O>(
        &mut self,
        operation: &O,
        responses: &[Response<O::Response>],
        success: impl FnOnce(O::Output) -> Value,
        failure: impl FnOnce(O::Failure) -> Value,
    ) -> Result<(), Answer>
    where
        O: Serve + Debug,
        O::Response: 'static,
    {
        self.recorder.state().responses.clear();
        let expected = self.prepared::<O>(responses)?;
        let first = Written::of(operation).map_err(|reason| Answer::Refused { reason })?;
        let outcome = ready(self.client.send_for_response(operation)).map_err(unmade)?;
        self.read(operation, &first, &outcome)?;
        match expected {
            None => Ok(()),
            Some(Prepared { reads, status, expected }) => {
                let reading = Reading::of::<O>(outcome, success, failure)?;
                reading.compare(reads, status, expected)
            }
        }
    }

    /// Creates the response for the service, if one is requested.
    fn prepared<O: Serve>(&mut self, responses: &[Response<O::Response>]) -> Result<Option<Prepared>, Answer>
    where
        O::Response: 'static,
    {
        let Some(given) = &mut self.response else { return Ok(None) };
        let response = responses.get(given.index).ok_or_else(|| unmade("no such response"))?;
        let made = (response.make)(given).map_err(unmade)?;
        self.recorder.state().responses.entry(O::INFO.id).or_default().push(Box::new(made));
        let is_success = (200..300).contains(&given.status);
        let of_status = if is_success { Kind::Success } else { Kind::Failure };
        let reads = response.reads.iter().find(|(kind, _)| response.reads.len() == 1 || *kind == of_status).copied();
        Ok(Some(Prepared { reads, status: given.status, expected: std::mem::take(&mut given.expected) }))
    }

    /// Compares what the service read with what the client sent.
    fn read<O: Operation + Debug, T, E>(
        &self,
        operation: &O,
        first: &Written,
        outcome: &Result<specwright_runtime::Response<T>, Error<E>>,
    ) -> Result<(), Answer> {
        let noted = self.recorder.state().read.take();
        let Some(Noted { id, inputs, again }) = noted else {
            return Err(self.unread(outcome));
        };
        let different = |what, expected, found| Answer::Different { what, sent: first.to_string(), expected, found };
        let made = format!("{operation:?}");
        if id != O::INFO.id {
            return Err(different("operation", O::INFO.id.to_owned(), id.to_owned()));
        }
        if inputs != made {
            return Err(different("inputs", made, inputs));
        }
        match again {
            Ok(again) if again == *first => Ok(()),
            Ok(again) => Err(different("again", first.to_string(), again.to_string())),
            Err(reason) => Err(different("again", first.to_string(), reason)),
        }
    }

    /// Why the service did not read the operation.
    fn unread<T, E>(&self, outcome: &Result<specwright_runtime::Response<T>, Error<E>>) -> Answer {
        let Some(sent) = self.recorder.state().sent.take() else {
            let reason = match outcome {
                Err(Error::Input(error)) => error.to_string(),
                Err(Error::Credential(error)) => error.to_string(),
                Err(_) | Ok(_) => "nothing was sent".to_owned(),
            };
            return Answer::Refused { reason };
        };
        let sent = Written::of_request(sent).map_or_else(|reason| reason, |sent| sent.to_string());
        let problem = match outcome {
            Ok(response) => format!("{}", response.status()),
            Err(Error::Transport(error)) => error.to_string(),
            Err(error) => {
                let body = error.body().map(|body| String::from_utf8_lossy(body).into_owned());
                format!("{:?} {}", error.status(), body.unwrap_or_default())
            }
        };
        Answer::Unread { sent, problem }
    }
}

impl Reading {
    fn of<O: Operation>(
        outcome: Result<specwright_runtime::Response<O::Output>, Error<O::Failure>>,
        success: impl FnOnce(O::Output) -> Value,
        failure: impl FnOnce(O::Failure) -> Value,
    ) -> Result<Self, Answer> {
        let unread = |reason: String| different("response", "a documented response".to_owned(), reason);
        match outcome {
            Ok(response) => {
                let (status, headers) = (response.status(), response.headers().clone());
                Ok(Self { kind: Kind::Success, status, headers, value: success(response.into_value()) })
            }
            Err(error) => {
                let (status, headers) = (error.status(), error.headers().cloned());
                let (Some(status), Some(headers)) = (status, headers) else {
                    return Err(unread("no response".to_owned()));
                };
                match error {
                    Error::Failure(found) => {
                        Ok(Self { kind: Kind::Failure, status, headers, value: failure(found.value) })
                    }
                    Error::Decode(error) => Err(unread(format!("{}: {}", error.path, error.message))),
                    _ => Err(unread(format!("an undocumented status, {status}"))),
                }
            }
        }
    }

    fn compare(
        &self,
        reads: Option<(Kind, Option<&'static str>)>,
        status: u16,
        expected: Expected,
    ) -> Result<(), Answer> {
        if self.status.as_u16() != status {
            return Err(different("status", status.to_string(), self.status.to_string()));
        }
        let (kind, variant) = reads.ok_or_else(|| unmade("the document has no such status"))?;
        if (kind, variant) != (self.kind, self.value.variant()) {
            let found = format!("{:?} {:?}", self.kind, self.value.variant());
            return Err(different("variant", format!("{kind:?} {variant:?}"), found));
        }
        for (name, compare) in expected.headers {
            compare(&self.headers).map_err(|reason| different("header", name.to_owned(), reason))?;
        }
        let body = expected.body.unwrap_or_else(Value::nothing);
        if self.value.has_content_of(&body) {
            return Ok(());
        }
        Err(different("value", format!("{body:?}"), format!("{:?}", self.value)))
    }
}

fn different(what: &'static str, expected: String, found: String) -> Answer {
    Answer::Different { what, sent: String::new(), expected, found }
}

fn unmade(reason: impl Into<String>) -> Answer {
    Answer::Unmade { reason: reason.into() }
}

/// The output of a future that waits for nothing.
fn ready<T>(future: impl Future<Output = T>) -> Result<T, String> {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..POLLS {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return Ok(output);
        }
    }
    Err("the call waits for something".to_owned())
}
