//! The service behind either door: requests in, answers out, and a record of both.

use super::credits::Allowance;
use super::document::{Kind, Violation, document};
use super::fault::{Fault, Rule, Wire};
use super::recorded::RecordedRequest;
use super::service::{self, Answer, Call, Refusal, State, TOKEN_OPERATION};
use crate::runtime::Bytes;
use crate::runtime::http::{Request, Response, StatusCode};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The state, held by the service and by every connection.
#[derive(Clone)]
pub(super) struct Core(Arc<Mutex<Inner>>);

pub(super) struct Inner {
    pub(super) state: State,
    pub(super) requests: Vec<RecordedRequest>,
    pub(super) violations: Vec<Violation>,
    pub(super) rules: Vec<Rule>,
    /// None where there is no end of them.
    pub(super) credits: Option<Allowance>,
}

/// What becomes of a request: an answer, how late it is, and what happens to it on its way.
#[derive(Debug)]
pub(super) struct Reaction {
    pub(super) answer: Response<Bytes>,
    pub(super) delay: Duration,
    pub(super) wire: Wire,
}

impl Core {
    pub(super) fn new(state: State) -> Self {
        let inner = Inner { state, requests: Vec::new(), violations: Vec::new(), rules: Vec::new(), credits: None };
        Self(Arc::new(Mutex::new(inner)))
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Inner> {
        // No request may panic; should one do so all the same, the others go on.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn receive(&self, request: &Request<Bytes>) -> Reaction {
        let is_for_token = service::is_token_path(request.uri().path());
        let (operation, violations) = if is_for_token {
            (Some(TOKEN_OPERATION), Vec::new())
        } else {
            let judgement = document().judge(request);
            (judgement.operation, judgement.violations)
        };
        let mut inner = self.lock();
        inner.violations.extend(violations.iter().cloned());
        let reaction = match inner.rules.iter_mut().find_map(|rule| rule.meet(operation)) {
            Some(Fault { answer: Some(answer), delay, wire }) => Reaction { answer, delay, wire },
            Some(Fault { answer: None, delay, wire: Wire::Refused }) => {
                Reaction { answer: Response::default(), delay, wire: Wire::Refused }
            }
            Some(Fault { answer: None, delay, wire }) => {
                Reaction { answer: inner.answer(request, &violations), delay, wire }
            }
            None => {
                let answer = inner.answer(request, &violations);
                Reaction { answer, delay: Duration::ZERO, wire: Wire::Whole }
            }
        };
        inner.requests.push(RecordedRequest::new(request, operation, reaction.status()));
        reaction
    }
}

/// Counts only: the state holds credentials.
impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = self.lock();
        f.debug_struct("Core")
            .field("requests", &inner.requests.len())
            .field("violations", &inner.violations.len())
            .field("rules", &inner.rules)
            .finish_non_exhaustive()
    }
}

impl Reaction {
    /// The status that goes out, unless the connection ends before.
    fn status(&self) -> Option<StatusCode> {
        match self.wire {
            Wire::Refused | Wire::Lost | Wire::ResetInHeaders | Wire::Garbage(_) => None,
            _ => Some(self.answer.status()),
        }
    }
}

impl Inner {
    /// What the service answers. The accounts host takes no credits.
    fn answer(&mut self, request: &Request<Bytes>, violations: &[Violation]) -> Response<Bytes> {
        let Some(credits) = self.credits.filter(|_| !service::is_token_path(request.uri().path())) else {
            return self.served(request, violations);
        };
        let mut answer = match credits.left {
            0 => Refusal::no_credits().into_answer().into_response(),
            _ => self.served(request, violations),
        };
        self.credits.insert(credits).charge(&mut answer);
        answer
    }

    fn served(&mut self, request: &Request<Bytes>, violations: &[Violation]) -> Response<Bytes> {
        let answer = Call::new(request).and_then(|call| match violations.iter().find_map(refusal) {
            None => service::answer(&mut self.state, &call),
            // The service may have a reason of its own, which goes before. Nothing is done.
            Some(refusal) => service::answer(&mut self.state.clone(), &call).and(Err(refusal)),
        });
        answer.unwrap_or_else(Refusal::into_answer).into_response()
    }
}

/// What the service says to a request that is not as the document has it, unless it does not mind.
fn refusal(violation: &Violation) -> Option<Refusal> {
    match violation.kind() {
        Kind::Undocumented => None,
        Kind::MissingParameter(name) => Some(Refusal::parameter_missing(name)),
        Kind::InvalidParameter(name) => Some(Refusal::parameter_invalid(name)),
        Kind::Body(path) => Some(Refusal::body_invalid(path)),
    }
}

/// The answer to a request that could not be read.
pub(super) fn unreadable() -> Response<Bytes> {
    let answer: Answer = Refusal::body_too_large().into_answer();
    answer.into_response()
}
