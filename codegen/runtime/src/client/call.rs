//! One call: its attempts, and what is waited for between them.

use super::options::Settings;
use super::{Core, Inner, IsStreamed, Target, read};
use crate::credential::{self, Used};
use crate::layer::{Attempt, Next};
use crate::retry::{self, Outcome};
use crate::time::{Deadline, sleep};
use crate::trace::{self, AttemptSpan, CallSpan};
use crate::{Body, Error, RawResponse, SendError, Streamed, Timeouts, TransportError};

/// A call whose request is written, without credentials.
pub(super) struct Call<'a> {
    core: &'a Core,
    target: Target,
    request: http::Request<Body>,
    is_streamed: Option<IsStreamed>,
    deadline: Deadline,
}

impl<'a> Call<'a> {
    pub(super) fn new(
        core: &'a Core,
        target: Target,
        mut request: http::Request<Body>,
        is_streamed: Option<IsStreamed>,
    ) -> Self {
        if is_streamed.is_some() {
            request.extensions_mut().insert(Streamed);
        }
        Self { core, target, request, is_streamed, deadline: Deadline::after(core.settings.timeout) }
    }

    /// The answer of the last attempt.
    pub(super) async fn answer(self) -> Result<RawResponse, Error> {
        let span = CallSpan::new(&self.target.operation, self.request.uri());
        let (outcome, attempts) = span.within(self.attempts()).await.inspect_err(|_| span.not_sent())?;
        span.ended(&outcome, attempts);
        outcome.map_err(Error::Transport)
    }

    /// What the last attempt gave, and how many there were.
    async fn attempts(&self) -> Result<(Outcome, u32), Error> {
        let mut attempt = 1;
        loop {
            let outcome = self.attempt(attempt).await?;
            let Some(wait) = self.wait_after(attempt, &outcome) else { return Ok((outcome, attempt)) };
            trace::waiting(wait, attempt);
            sleep(wait).await;
            attempt += 1;
        }
    }

    /// How long to wait before another attempt; none when there is to be none.
    fn wait_after(&self, attempt: u32, outcome: &Outcome) -> Option<std::time::Duration> {
        let Inner { budget, .. } = &*self.core.inner;
        if outcome.as_ref().is_ok_and(|answer| retry::is_well(answer.status())) {
            budget.refill();
        }
        if !self.request.body().is_replayable() {
            return None;
        }
        let wait = self.core.settings.retry.wait_after(attempt, self.request.method(), outcome)?;
        (self.deadline.allows(wait) && budget.take()).then_some(wait)
    }

    async fn attempt(&self, attempt: u32) -> Result<Outcome, Error> {
        let Some(_place) = self.deadline.within(self.core.inner.limiter.enter()).await else {
            return Ok(Err(self.failed(TransportError::timeout("the limits of the client left no time for it"))));
        };
        let mut request = self.request.clone();
        request.extensions_mut().insert(Attempt(attempt));
        let mut used = match self.deadline.within(self.core.authorize(&self.target, &mut request)).await {
            Some(used) => used?,
            None => return Ok(Err(self.failed(TransportError::timeout("no credential came in time")))),
        };
        let outcome = self.traced(request, attempt).await;
        if !outcome.as_ref().is_ok_and(credential::is_refused_token) || !self.request.body().is_replayable() {
            return Ok(outcome);
        }
        match self.deadline.within(used.renew()).await.transpose()? {
            // Seldom, so it takes no room where it is not needed.
            Some(true) => Box::pin(self.renewed(&used, attempt)).await,
            Some(false) | None => Ok(outcome),
        }
    }

    /// The same attempt with other tokens. That is safe for every method: the service did nothing.
    async fn renewed(&self, used: &Used, attempt: u32) -> Result<Outcome, Error> {
        trace::renewed();
        let mut request = self.request.clone();
        request.extensions_mut().insert(Attempt(attempt));
        self.core.authorize(&self.target, &mut request).await?;
        used.apply(&mut request)?;
        self.target.follow(used, &mut request)?;
        Ok(self.traced(request, attempt).await)
    }

    async fn traced(&self, request: http::Request<Body>, attempt: u32) -> Outcome {
        let span = AttemptSpan::new(&self.target.operation, request.uri(), attempt);
        let outcome = span.within(self.exchange(request)).await;
        span.ended(&outcome);
        outcome
    }

    /// Sends the request over the layers and the transport, and reads the answer.
    async fn exchange(&self, mut request: http::Request<Body>) -> Outcome {
        let Settings { attempt_timeout, connect_timeout, read_timeout, max_response_size, .. } = *self.core.settings;
        let deadline = self.deadline.or_after(attempt_timeout);
        request.extensions_mut().insert(Timeouts {
            connect: connect_timeout,
            read: read_timeout,
            deadline: deadline.instant(),
        });
        let Inner { layers, transport, .. } = &*self.core.inner;
        let sent = deadline.within(Next::new(layers, &**transport).send(request)).await;
        let response = match sent.unwrap_or_else(|| Err(TransportError::timeout("no answer came"))) {
            Ok(response) => RawResponse::streamed(self.target.operation.clone(), response),
            Err(error) => return Err(self.failed(error)),
        };
        let patience = read::Patience { piece: read_timeout, deadline };
        match self.is_streamed {
            Some(is_streamed) if response.status().is_success() && is_streamed(&response) => {
                Ok(response.patient(read_timeout))
            }
            _ => response.read(max_response_size, patience).await,
        }
    }

    fn failed(&self, error: TransportError) -> Box<SendError> {
        Box::new(SendError { operation: self.target.operation.clone(), error, response: None })
    }
}
