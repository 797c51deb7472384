//! Waiting for jobs: polling an operation, at growing intervals, until a job is done.
//!
//! Uses: `client`, `exec`, `operation`, `response`. Used by: the crate root.

mod cancel;
mod error;
#[cfg(test)]
mod tests;

#[cfg(feature = "blocking")]
use crate::Blocking;
#[cfg(feature = "blocking")]
use crate::exec::blocking;
use crate::exec::time;
use crate::{Client, Error, Operation};
pub use cancel::Cancel;
pub use error::WaitError;
use std::time::{Duration, Instant};

/// The shortest pause, so that waiting does not flood the service with requests.
const SHORTEST: Duration = Duration::from_millis(10);

/// How to wait for a job: how often to poll, for how long, and how to cancel.
///
/// ```
/// use specwright_runtime::{Cancel, Wait};
/// use std::time::Duration;
///
/// let cancel = Cancel::new();
/// let wait = Wait::new().interval(Duration::from_secs(5)).deadline(Duration::from_secs(3600)).cancelled_by(&cancel);
/// # let _ = wait;
/// ```
#[derive(Debug, Clone)]
pub struct Wait {
    interval: Duration,
    growth: f64,
    longest_interval: Duration,
    deadline: Duration,
    patience: Duration,
    cancel: Option<Cancel>,
}

impl Default for Wait {
    fn default() -> Self {
        Self::new()
    }
}

impl Wait {
    /// Polls at once, again after two seconds, then after pauses that grow by half up to 30 seconds, for ten minutes.
    /// An unknown job may become known within ten seconds.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            interval: Duration::from_secs(2),
            growth: 1.5,
            longest_interval: Duration::from_secs(30),
            deadline: Duration::from_secs(600),
            patience: Duration::from_secs(10),
            cancel: None,
        }
    }

    /// Sets the first pause, at least ten milliseconds. Default: two seconds.
    #[must_use]
    pub const fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// Sets the factor by which each pause is longer than the previous one, at least 1. Default: 1.5.
    #[must_use]
    pub const fn growth(mut self, factor: f64) -> Self {
        self.growth = factor;
        self
    }

    /// Sets the longest pause, at least the first one. Default: 30 seconds.
    #[must_use]
    pub const fn longest_interval(mut self, interval: Duration) -> Self {
        self.longest_interval = interval;
        self
    }

    /// Sets the longest wait. Default: ten minutes. The last call is made at its end.
    #[must_use]
    pub const fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets how long a job may be unknown to the service, for example because another of its machines has just accepted
    /// it. Default: ten seconds.
    #[must_use]
    pub const fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Ends the wait when `cancel` is cancelled. Dropping the future ends it as well.
    #[must_use]
    pub fn cancelled_by(mut self, cancel: &Cancel) -> Self {
        self.cancel = Some(cancel.clone());
        self
    }

    /// Sends an operation until `read` finds in its response that the job is done.
    ///
    /// # Errors
    /// See [`WaitError`].
    pub async fn until<O: Operation, T, S>(
        self,
        client: &Client,
        operation: &O,
        read: impl FnMut(O::Output) -> Progress<T, S>,
    ) -> Result<T, WaitError<S, O::Failure>> {
        self.run(|| client.send(operation), read).await
    }

    /// Like [`until`](Self::until), for a blocking client. A call in progress is not cancelled.
    ///
    /// # Errors
    /// See [`WaitError`].
    #[cfg(feature = "blocking")]
    pub fn until_blocking<O: Operation, T, S>(
        self,
        client: &Client<Blocking>,
        operation: &O,
        read: impl FnMut(O::Output) -> Progress<T, S>,
    ) -> Result<T, WaitError<S, O::Failure>> {
        blocking::block_on(self.run(|| std::future::ready(client.send(operation)), read))
    }

    async fn run<A, E, T, S, F: Future<Output = Result<A, Error<E>>>>(
        self,
        mut ask: impl FnMut() -> F,
        mut read: impl FnMut(A) -> Progress<T, S>,
    ) -> Result<T, WaitError<S, E>> {
        let cancel = self.cancel.clone().unwrap_or_default();
        let mut waiting = Waiting { started: time::now(), pause: self.interval.max(SHORTEST), last: None, wait: self };
        loop {
            let Some(response) = cancel.or(ask()).await else { return Err(waiting.cancelled()) };
            let pause = match waiting.take(read(response.map_err(WaitError::Call)?), time::now())? {
                Polled::Done(done) => return Ok(done),
                Polled::Pause(pause) => pause,
            };
            if cancel.or(time::sleep(pause)).await.is_none() {
                return Err(waiting.cancelled());
            }
        }
    }
}

/// The progress of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress<T, S> {
    /// It is done, successfully or not.
    Done(T),
    /// It is still running.
    Running(S),
    /// The service does not know it.
    Unknown,
}

/// A wait in progress.
struct Waiting<S> {
    wait: Wait,
    started: Instant,
    pause: Duration,
    last: Option<S>,
}

enum Polled<T> {
    Done(T),
    Pause(Duration),
}

impl<S> Waiting<S> {
    /// Takes the progress: returns the end, or how long to wait before polling again.
    fn take<T, E>(&mut self, progress: Progress<T, S>, now: Instant) -> Result<Polled<T>, WaitError<S, E>> {
        let waited = now.saturating_duration_since(self.started);
        let is_unknown = matches!(progress, Progress::Unknown);
        match progress {
            Progress::Done(done) => return Ok(Polled::Done(done)),
            Progress::Running(state) => self.last = Some(state),
            Progress::Unknown => {}
        }
        let end = if is_unknown { self.wait.patience.min(self.wait.deadline) } else { self.wait.deadline };
        let remaining = end.saturating_sub(waited);
        if remaining.is_zero() {
            return Err(if is_unknown {
                WaitError::Unknown
            } else {
                WaitError::Deadline { waited, last: self.last.take() }
            });
        }
        let pause = self.pause.min(remaining);
        let longest = self.wait.longest_interval.max(self.wait.interval);
        let longer = self.pause.as_secs_f64() * self.wait.growth.max(1.0);
        self.pause = Duration::try_from_secs_f64(longer).unwrap_or(longest).min(longest);
        Ok(Polled::Pause(pause))
    }

    fn cancelled<E>(self) -> WaitError<S, E> {
        WaitError::Cancelled { last: self.last }
    }
}
