//! Waiting, on whatever executor the caller has.

pub use crate::exec::executor::sleeping;
pub(crate) use crate::exec::executor::{drive, now};

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::{Duration, Instant};

/// Sleeps: within a tokio runtime with tokio's timer, elsewhere with one that needs no executor.
pub(crate) async fn sleep(duration: Duration) {
    sleeping(duration).await;
}

/// The output of a future, or `None` if it takes longer. The future is polled before the timer, so that an output at
/// the last moment counts. The timer is created when the future is first pending, so that ready futures need none.
///
/// The future is `Unpin`: nested by value, futures of a few hundred bytes would double in size at every level.
pub(crate) fn within<F: Future + Unpin>(timeout: Duration, future: F) -> impl Future<Output = Option<F::Output>> {
    until(move || Some(timeout), future)
}

/// Like [`within`], with the deadline computed when the future is first pending. `None` for no limit.
fn until<F: Future + Unpin>(
    remaining: impl Fn() -> Option<Duration>,
    mut future: F,
) -> impl Future<Output = Option<F::Output>> {
    let mut sleep = None;
    poll_fn(move |cx| {
        if let Poll::Ready(output) = Pin::new(&mut future).poll(cx) {
            return Poll::Ready(Some(output));
        }
        if sleep.is_none() {
            sleep = remaining().map(sleeping);
        }
        let Some(sleep) = &mut sleep else { return Poll::Pending };
        sleep.as_mut().poll(cx).map(|()| None)
    })
}

/// A deadline; `None` for no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Deadline(Option<Instant>);

impl Deadline {
    /// A deadline after this duration. One beyond the range of the clock is not a limit.
    pub(crate) fn after(timeout: Option<Duration>) -> Self {
        Self(timeout.and_then(|timeout| now().checked_add(timeout)))
    }

    /// The sooner of this deadline and one some time from now.
    pub(crate) fn or_after(self, timeout: Option<Duration>) -> Self {
        let other = Self::after(timeout).0;
        Self([self.0, other].into_iter().flatten().min())
    }

    pub(crate) const fn instant(self) -> Option<Instant> {
        self.0
    }

    /// The time left; `None` for no limit.
    pub(crate) fn remaining(self) -> Option<Duration> {
        self.0.map(|end| end.saturating_duration_since(now()))
    }

    /// Whether it has passed.
    pub(crate) fn is_over(self) -> bool {
        self.remaining().is_some_and(|remaining| remaining.is_zero())
    }

    /// Whether there is more time left than this wait.
    pub(crate) fn allows(self, wait: Duration) -> bool {
        self.remaining().is_none_or(|remaining| wait < remaining)
    }

    /// The output of a future, or `None` if the deadline passes first.
    pub(crate) fn within<F: Future + Unpin>(self, future: F) -> impl Future<Output = Option<F::Output>> {
        until(move || self.remaining(), future)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn timeout_ends_a_future() {
        let slow = || sleeping(Duration::from_secs(5));
        assert_eq!(within(Duration::from_secs(4), slow()).await, None);
        assert_eq!(within(Duration::from_secs(6), slow()).await, Some(()));
        assert_eq!(within(Duration::ZERO, std::future::ready(1)).await, Some(1));
        assert_eq!(Deadline::after(Some(Duration::from_secs(4))).within(slow()).await, None);
        assert_eq!(Deadline::after(None).within(slow()).await, Some(()));
    }

    #[test]
    fn timeout_works_without_an_executor() {
        let start = Instant::now();
        crate::exec::blocking::block_on(sleep(Duration::from_millis(5)));
        assert!(start.elapsed() >= Duration::from_millis(5));
    }
}
