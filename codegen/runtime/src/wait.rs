//! Waiting until something is done that the service does later: asking again and again, less and less often.
//!
//! Uses: `client`, `exec`, `operation`, `response`. Used by: the root.

#[cfg(feature = "blocking")]
use crate::Blocking;
#[cfg(feature = "blocking")]
use crate::exec::blocking;
use crate::exec::time;
use crate::{Client, Error, Operation};
use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

/// Without pauses, whoever waits would be a storm of requests.
const SHORTEST: Duration = Duration::from_millis(10);

/// How to wait for something: how often to ask, how long, and who may call it off.
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
    /// Asks at once, again after two seconds, then after pauses that grow by half up to 30 seconds, for ten minutes.
    /// What the service does not know of may turn up within ten seconds.
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

    /// The first pause, at least ten milliseconds. Default: two seconds.
    #[must_use]
    pub const fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// The factor by which each pause is longer than the one before, at least 1. Default: 1.5.
    #[must_use]
    pub const fn growth(mut self, factor: f64) -> Self {
        self.growth = factor;
        self
    }

    /// The longest pause, at least the first one. Default: 30 seconds.
    #[must_use]
    pub const fn longest_interval(mut self, interval: Duration) -> Self {
        self.longest_interval = interval;
        self
    }

    /// How long to wait altogether. Default: ten minutes. The last call is made when it is over.
    #[must_use]
    pub const fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// For how long the service may not know yet what is waited for, such as a job that another of its machines has just
    /// accepted. Default: ten seconds.
    #[must_use]
    pub const fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Ends when `cancel` is called off. Dropping the future ends it too.
    #[must_use]
    pub fn cancelled_by(mut self, cancel: &Cancel) -> Self {
        self.cancel = Some(cancel.clone());
        self
    }

    /// Sends an operation until `read` finds in its response that what it asks about is done.
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

    /// The same with calls that block. A call that is under way is not called off.
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
            let Some(answer) = cancel.or(ask()).await else { return Err(waiting.cancelled()) };
            let pause = match waiting.take(read(answer.map_err(WaitError::Call)?), time::now())? {
                Turn::Done(done) => return Ok(done),
                Turn::Pause(pause) => pause,
            };
            if cancel.or(time::sleep(pause)).await.is_none() {
                return Err(waiting.cancelled());
            }
        }
    }
}

/// How far something is that is waited for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress<T, S> {
    /// It is done, well or not.
    Done(T),
    /// It goes on.
    Running(S),
    /// The service does not know of it.
    Unknown,
}

/// A wait that is under way.
struct Waiting<S> {
    wait: Wait,
    started: Instant,
    pause: Duration,
    last: Option<S>,
}

enum Turn<T> {
    Done(T),
    Pause(Duration),
}

impl<S> Waiting<S> {
    /// Takes what was found out: the end, or how long to wait before it is asked again.
    fn take<T, E>(&mut self, progress: Progress<T, S>, now: Instant) -> Result<Turn<T>, WaitError<S, E>> {
        let waited = now.saturating_duration_since(self.started);
        let is_unknown = matches!(progress, Progress::Unknown);
        match progress {
            Progress::Done(done) => return Ok(Turn::Done(done)),
            Progress::Running(state) => self.last = Some(state),
            Progress::Unknown => {}
        }
        let end = if is_unknown { self.wait.patience.min(self.wait.deadline) } else { self.wait.deadline };
        let left = end.saturating_sub(waited);
        if left.is_zero() {
            return Err(if is_unknown {
                WaitError::Unknown
            } else {
                WaitError::Deadline { waited, last: self.last.take() }
            });
        }
        let pause = self.pause.min(left);
        let longest = self.wait.longest_interval.max(self.wait.interval);
        let longer = self.pause.as_secs_f64() * self.wait.growth.max(1.0);
        self.pause = Duration::try_from_secs_f64(longer).unwrap_or(longest).min(longest);
        Ok(Turn::Pause(pause))
    }

    fn cancelled<E>(self) -> WaitError<S, E> {
        WaitError::Cancelled { last: self.last }
    }
}

/// Calls a wait off, from anywhere. Clones are one and the same.
#[derive(Clone, Default)]
pub struct Cancel {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    is_cancelled: bool,
    wakers: Vec<Waker>,
}

impl Cancel {
    /// One that calls nothing off yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Calls off every wait that has this, for good.
    pub fn cancel(&self) {
        let wakers = {
            let mut state = self.state();
            state.is_cancelled = true;
            std::mem::take(&mut state.wakers)
        };
        wakers.into_iter().for_each(Waker::wake);
    }

    /// Whether it was called off.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.state().is_cancelled
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a future gives; None when it is called off first.
    async fn or<T>(&self, future: impl Future<Output = T>) -> Option<T> {
        let mut future = pin!(future);
        poll_fn(|cx| {
            {
                let mut state = self.state();
                if state.is_cancelled {
                    return Poll::Ready(None);
                }
                if !state.wakers.iter().any(|waker| waker.will_wake(cx.waker())) {
                    state.wakers.push(cx.waker().clone());
                }
            }
            future.as_mut().poll(cx).map(Some)
        })
        .await
    }
}

impl fmt::Debug for Cancel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cancel").field("is_cancelled", &self.is_cancelled()).finish_non_exhaustive()
    }
}

/// Why a wait came to nothing. `S` is the state of what is not done, `E` the documented error of the call that asks.
#[derive(Debug)]
#[non_exhaustive]
pub enum WaitError<S, E> {
    /// A call failed. What was waited for may go on.
    Call(Error<E>),
    /// The service does not know of what was waited for.
    Unknown,
    /// It was not done in time.
    Deadline {
        /// How long it was waited for.
        waited: Duration,
        /// How far it was when it was last asked for.
        last: Option<S>,
    },
    /// The wait was called off.
    Cancelled {
        /// How far it was when it was last asked for.
        last: Option<S>,
    },
}

impl<S, E> WaitError<S, E> {
    /// How far it was when it was last asked for.
    #[must_use]
    pub const fn last(&self) -> Option<&S> {
        match self {
            Self::Call(_) | Self::Unknown => None,
            Self::Deadline { last, .. } | Self::Cancelled { last } => last.as_ref(),
        }
    }
}

impl<S, E> fmt::Display for WaitError<S, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => error.fmt(f),
            Self::Unknown => f.write_str("the service does not know of what was waited for"),
            Self::Deadline { waited, .. } => write!(f, "not done after {} seconds", waited.as_secs()),
            Self::Cancelled { .. } => f.write_str("the wait was called off"),
        }
    }
}

impl<S: fmt::Debug, E: fmt::Debug> StdError for WaitError<S, E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Call(error) => error.source(),
            Self::Unknown | Self::Deadline { .. } | Self::Cancelled { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::VecDeque;
    use std::convert::Infallible;
    use std::sync::atomic::{AtomicUsize, Ordering};

    type Found = Progress<&'static str, u32>;
    type Outcome = Result<&'static str, WaitError<u32, Infallible>>;

    /// Waits for what gives these responses, the last of them for ever; and how long after the beginning each was asked.
    async fn wait(wait: Wait, answers: &[Found]) -> (Outcome, Vec<u64>) {
        let (mut answers, mut asked) = (VecDeque::from(answers.to_vec()), Vec::new());
        let started = time::now();
        let ask = || {
            asked.push(time::now().saturating_duration_since(started).as_secs());
            let answer = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
            std::future::ready(Ok(answer.unwrap()))
        };
        let outcome = wait.run(ask, |found| found).await;
        (outcome, asked)
    }

    #[tokio::test(start_paused = true)]
    async fn pauses_grow_up_to_the_longest() {
        let answers: Vec<Found> = (0..8).map(Progress::Running).chain([Progress::Done("done")]).collect();
        let (outcome, asked) = wait(Wait::new().growth(2.0).longest_interval(Duration::from_secs(8)), &answers).await;
        assert_eq!(outcome.unwrap(), "done");
        assert_eq!(asked, [0, 2, 6, 14, 22, 30, 38, 46, 54]);
    }

    #[tokio::test(start_paused = true)]
    async fn at_the_deadline_it_is_asked_once_more() {
        let (outcome, asked) = wait(
            Wait::new().growth(0.0).deadline(Duration::from_secs(5)),
            &[Progress::Running(1), Progress::Running(2)],
        )
        .await;
        let error = outcome.unwrap_err();
        assert_eq!((error.last(), asked), (Some(&2), vec![0, 2, 4, 5]));
        assert_eq!(error.to_string(), "not done after 5 seconds");
    }

    #[tokio::test(start_paused = true)]
    async fn without_pauses_there_is_no_storm() {
        let wait_with = |interval| Wait::new().interval(interval).growth(1.0).deadline(Duration::from_secs(1));
        let (outcome, asked) = wait(wait_with(Duration::ZERO), &[Progress::Running(1)]).await;
        assert!(matches!(outcome, Err(WaitError::Deadline { .. })));
        assert!(asked.len() <= 101, "{}", asked.len());
        let (outcome, asked) = wait(wait_with(Duration::MAX), &[Progress::Running(1)]).await;
        assert!(matches!(outcome, Err(WaitError::Deadline { .. })) && asked == [0, 1], "{asked:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_not_known_may_turn_up() {
        let late = [Progress::Unknown, Progress::Unknown, Progress::Running(1), Progress::Done("done")];
        assert_eq!(wait(Wait::new(), &late).await.0.unwrap(), "done");
        let (outcome, asked) = wait(Wait::new().growth(1.0), &[Progress::Unknown]).await;
        assert!(matches!(outcome, Err(WaitError::Unknown)));
        assert_eq!(asked, [0, 2, 4, 6, 8, 10]);
        let (outcome, asked) = wait(Wait::new().patience(Duration::ZERO), &[Progress::Unknown]).await;
        assert!(matches!(outcome, Err(WaitError::Unknown)) && asked.len() == 1);
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_known_and_is_no_more_is_not_waited_for() {
        let (outcome, asked) = wait(Wait::new().growth(1.0), &[Progress::Running(7), Progress::Unknown]).await;
        assert!(matches!(outcome, Err(WaitError::Unknown)), "{outcome:?}");
        assert_eq!(asked.last(), Some(&10));
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_can_be_called_off_between_two_questions_and_within_one() {
        let cancel = Cancel::new();
        let waiting = tokio::spawn({
            let wait = Wait::new().cancelled_by(&cancel);
            async move { wait.run(|| std::future::ready(Ok(())), |()| Found::Running(3)).await }
        });
        time::sleep(Duration::from_secs(3)).await;
        cancel.cancel();
        let outcome: Outcome = waiting.await.unwrap();
        assert!(matches!(outcome, Err(WaitError::Cancelled { last: Some(3) })));

        let asked = AtomicUsize::new(0);
        let ask = || {
            asked.fetch_add(1, Ordering::Relaxed);
            std::future::pending::<Result<(), Error<Infallible>>>()
        };
        let outcome: Outcome = Wait::new().cancelled_by(&cancel).run(ask, |()| Found::Unknown).await;
        assert!(matches!(outcome, Err(WaitError::Cancelled { last: None })));
        let other = Cancel::new();
        let mut wait = pin!(Wait::new().cancelled_by(&other).run(ask, |()| Found::Unknown));
        assert!(time::within(Duration::from_secs(900), wait.as_mut()).await.is_none());
        other.cancel();
        assert!(matches!(wait.await, Err(WaitError::Cancelled { .. })));
    }

    #[tokio::test]
    async fn an_error_of_a_call_ends_it() {
        let input =
            crate::RequestWriter::new(&crate::OperationInfo { id: "get_job", method: "GET", path: "/", security: &[] });
        let error = input.finish("").unwrap_err();
        let outcome: Outcome =
            Wait::new().run(|| std::future::ready(Err::<(), _>(error.clone().into())), |()| Found::Unknown).await;
        assert!(outcome.unwrap_err().to_string().starts_with("get_job (GET /): not sent"));
    }
}
