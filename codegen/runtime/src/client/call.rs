//! One call: its attempts, and the waits between them.
//!
//! The futures in this module are pinned where they are created. Nested by value, they would add up to about 10 kB, which each
//! call would copy.

use super::options::Settings;
use super::{Core, Inner, IsStreamed, Target, read, redirect};
use crate::auth::{self, Selected};
use crate::client::layer::{self, Attempt, Next};
use crate::client::retry::{self, Repeat};
use crate::client::trace::{self, AttemptSpan, CallSpan};
use crate::exec::time::{Deadline, sleep};
use crate::response::read::Outcome;
use crate::{Body, BoxFuture, CredentialError, Error, RawResponse, SendError, Timeouts, TransportError};
use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;

/// A call whose request is complete except for credentials.
pub(super) struct Call<'a> {
    core: &'a Core,
    target: Target,
    request: http::Request<Body>,
    is_streamed: Option<IsStreamed>,
    deadline: Deadline,
}

/// The number of an attempt, and its deadline, which includes redirects.
#[derive(Clone, Copy)]
struct Try {
    number: u32,
    deadline: Deadline,
}

/// A request that has been sent.
struct Sent<'a> {
    span: AttemptSpan,
    head: Head<'a>,
    deadline: Deadline,
    /// The server that a token sends it to.
    moved_to: Option<Arc<str>>,
}

/// The pending response, whose body is not read yet.
type Head<'a> = BoxFuture<'a, layer::Outcome>;

impl<'a> Call<'a> {
    pub(super) fn new(
        core: &'a Core,
        target: Target,
        request: http::Request<Body>,
        is_streamed: Option<IsStreamed>,
    ) -> Self {
        Self { core, target, request, is_streamed, deadline: Deadline::after(core.settings.timeout) }
    }

    /// The response of the last attempt.
    ///
    /// Boxed, as the state of a call would make the future of every caller large.
    pub(super) fn response(&self) -> BoxFuture<'_, Result<RawResponse, Error<Infallible>>> {
        Box::pin(self.traced())
    }

    async fn traced(&self) -> Result<RawResponse, Error<Infallible>> {
        let span = CallSpan::new(self.target.operation, self.request.uri());
        let (outcome, attempts) = span.within(pin!(self.attempts())).await.inspect_err(|_| span.not_sent())?;
        span.ended(&outcome, attempts);
        outcome.map_err(Error::Transport)
    }

    /// The outcome of the last attempt, and the number of attempts.
    async fn attempts(&self) -> Result<(Outcome, u32), Error<Infallible>> {
        let mut attempt = 1;
        loop {
            let outcome = self.attempt(attempt).await?;
            let Some(wait) = self.wait_after(attempt, &outcome) else { return Ok((outcome, attempt)) };
            trace::waiting(wait, attempt);
            sleep(wait).await;
            attempt += 1;
        }
    }

    /// How long to wait before another attempt; `None` if there is none.
    fn wait_after(&self, attempt: u32, outcome: &Outcome) -> Option<std::time::Duration> {
        let Inner { budget, .. } = &*self.core.inner;
        if outcome.as_ref().is_ok_and(|response| retry::is_healthy(response.status())) {
            budget.refill();
        }
        if !self.request.body().is_replayable() {
            return None;
        }
        let wait = {
            let settings = &self.core.settings;
            let is_keyed = settings.overrides.as_ref().is_some_and(|overrides| overrides.is_keyed);
            settings.retry.wait_after(attempt, Repeat::of(self.request.method(), is_keyed), outcome)?
        };
        (self.deadline.allows(wait) && budget.take()).then_some(wait)
    }

    async fn attempt(&self, attempt: u32) -> Result<Outcome, Error<Infallible>> {
        let Some(_permit) = self.deadline.within(pin!(self.core.inner.limiter.enter())).await else {
            return Ok(Err(self.failed(TransportError::timeout("the limits of the client left no time to send it"))));
        };
        let Some(used) = self.deadline.within(pin!(self.core.credentials(&self.target, &self.request))).await else {
            return Ok(Err(self.failed(TransportError::timeout("no credential was available in time"))));
        };
        let used = used?;
        let attempt = self.beginning(attempt);
        let outcome = self.outcome(&mut self.send(self.authorized(&used)?, &used, attempt)).await;
        let is_final =
            |response: &RawResponse| !response.status().is_redirection() && !auth::is_refused_token(response);
        if outcome.as_ref().is_ok_and(|response| !is_final(response)) {
            // Boxed, as it is rare and would enlarge the future of every call.
            return Box::pin(self.continue_after(outcome, used, attempt)).await;
        }
        Ok(outcome)
    }

    /// Continues an attempt as the response requires: at another URL, or with another token.
    async fn continue_after(
        &self,
        outcome: Outcome,
        mut used: Selected<'_>,
        attempt: Try,
    ) -> Result<Outcome, Error<Infallible>> {
        let outcome = self.redirected(outcome, &used, attempt).await?;
        if !outcome.as_ref().is_ok_and(auth::is_refused_token) || !self.request.body().is_replayable() {
            return Ok(outcome);
        }
        // Sending again is safe for every method: the service did nothing.
        match self.deadline.within(pin!(used.renew())).await.transpose()? {
            Some(true) => {}
            Some(false) | None => return Ok(outcome),
        }
        trace::renewed();
        let attempt = self.beginning(attempt.number);
        let outcome = self.outcome(&mut self.send(self.authorized(&used)?, &used, attempt)).await;
        self.redirected(outcome, &used, attempt).await
    }

    /// Follows redirects. Each is a redirect of the request as it was sent, with its credentials.
    async fn redirected(
        &self,
        outcome: Outcome,
        used: &Selected<'_>,
        attempt: Try,
    ) -> Result<Outcome, Error<Infallible>> {
        let mut outcome = outcome;
        let mut request = self.authorized(used)?;
        for _ in 0..self.core.settings.max_redirects {
            let next = outcome.as_ref().ok().and_then(|response| redirect::followed(&request, response));
            let Some(next) = next else { break };
            request = next;
            outcome = self.outcome(&mut self.send(request.clone(), used, attempt)).await;
        }
        Ok(outcome)
    }

    fn beginning(&self, number: u32) -> Try {
        Try { number, deadline: self.deadline.or_after(self.core.settings.attempt_timeout) }
    }

    fn authorized(&self, used: &Selected<'_>) -> Result<http::Request<Body>, CredentialError> {
        let mut request = self.request.clone();
        self.core.authorize(&self.target, &mut request, used)?;
        Ok(request)
    }

    /// Sends a request through the layers and the transport.
    fn send(&self, mut request: http::Request<Body>, used: &Selected<'_>, attempt: Try) -> Sent<'_> {
        let Settings { connect_timeout, read_timeout, .. } = self.core.settings;
        let Try { number, deadline } = attempt;
        let Inner { layers, transport, .. } = &*self.core.inner;
        if !layers.is_empty() || transport.reads_extensions() {
            let extensions = request.extensions_mut();
            extensions.insert(Attempt { operation: self.target.operation, number });
            extensions.insert(Timeouts {
                connect: connect_timeout,
                read: read_timeout,
                deadline: deadline.instant(),
                head_only: self.is_streamed.is_some(),
            });
        }
        let span = AttemptSpan::new(self.target.operation, request.uri(), number);
        let head = span.in_scope(|| Next::new(layers, &**transport).send(request));
        Sent { span, head, deadline, moved_to: self.target.moved_by(used).cloned() }
    }

    async fn outcome(&self, sent: &mut Sent<'_>) -> Outcome {
        let outcome = sent.span.within(pin!(self.answered(&mut sent.head, sent.deadline))).await;
        sent.span.ended(&outcome);
        outcome.map(|response| response.after_move(sent.moved_to.take()))
    }

    /// Reads the response.
    async fn answered(&self, head: &mut Head<'_>, deadline: Deadline) -> Outcome {
        let sent = deadline.within(head).await;
        let (response, body) = match sent.unwrap_or_else(|| Err(TransportError::timeout("no response was received"))) {
            Ok(response) => {
                let (head, body) = RawResponse::head(self.target.operation, response);
                (head.strict(self.core.settings.strict_statuses), body)
            }
            Err(error) => return Err(self.failed(error)),
        };
        let Settings { read_timeout, max_response_size, .. } = self.core.settings;
        let body = body.into_stream();
        if response.status().is_success() && self.is_streamed.is_some_and(|is_streamed| is_streamed(&response)) {
            return Ok(response.streaming(read::patient(body, read_timeout)));
        }
        let limit = response.limit(max_response_size);
        let whole = read::whole(body, limit, read::ReadTimeouts { piece: read_timeout, deadline }).await;
        response.with_body(whole)
    }

    fn failed(&self, error: TransportError) -> Box<SendError> {
        Box::new(SendError { operation: self.target.operation, error, response: None })
    }
}
