//! Client-side limits on concurrent calls, and on calls per time.

use crate::exec::time::{now, sleep};
use async_lock::{Semaphore, SemaphoreGuardArc};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Limits that a client keeps, so that the service need not refuse its calls. Clones of a client share them, and every
/// attempt of a call counts. Default: no limits.
///
/// Waiting callers are served in the order of their calls. The wait counts towards the timeout of the call.
///
/// ```
/// use specwright_runtime::Limits;
/// use std::time::Duration;
///
/// let limits = Limits::new().concurrency(10).rate(50_000, Duration::from_secs(24 * 60 * 60));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    concurrency: Option<usize>,
    rate: Option<(u32, Duration)>,
}

impl Limits {
    /// No limits.
    #[must_use]
    pub const fn new() -> Self {
        Self { concurrency: None, rate: None }
    }

    /// The largest number of concurrent calls, at least 1. A call ends when its response has been read or, if the
    /// response is a stream, when its headers have arrived.
    #[must_use]
    pub const fn concurrency(mut self, calls: usize) -> Self {
        self.concurrency = Some(if calls == 0 { 1 } else { calls });
        self
    }

    /// The largest number of calls, at least 1, in any period of length `per`. They may all be made at once; the next call
    /// then waits until the first of them is a period ago. Of more than 4096, the first 1024 may be made at once, and the
    /// others are spread evenly.
    #[must_use]
    pub const fn rate(mut self, calls: u32, per: Duration) -> Self {
        self.rate = Some((if calls == 0 { 1 } else { calls }, per));
        self
    }
}

/// Enforces the limits.
#[derive(Debug)]
pub(crate) struct Limiter {
    in_flight: Option<Arc<Semaphore>>,
    rate: Option<Rate>,
}

/// A permit for one of the concurrent calls.
pub(crate) struct Permit(#[expect(dead_code, reason = "given back when dropped")] Option<SemaphoreGuardArc>);

impl Limiter {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            in_flight: limits.concurrency.map(|calls| Arc::new(Semaphore::new(calls))),
            rate: limits.rate.map(|(calls, per)| Rate::new(calls, per)),
        }
    }

    /// Waits for a permit for one more call.
    pub(crate) async fn enter(&self) -> Permit {
        let permit = match &self.in_flight {
            Some(semaphore) => Some(semaphore.acquire_arc().await),
            None => None,
        };
        if let Some(rate) = &self.rate {
            rate.pass().await;
        }
        Permit(permit)
    }
}

/// The times at which the last calls began: a ring, the oldest at `next`.
#[derive(Debug)]
struct Rate {
    per: Duration,
    starts: Mutex<Starts>,
}

#[derive(Debug)]
struct Starts {
    times: Vec<Option<Instant>>,
    next: usize,
}

/// The largest number of calls that are counted one by one.
const EXACT: u32 = 4096;
/// Of larger numbers, this many calls may be made at once, and the others evenly over the period: a limit of millions
/// need not store millions of times.
const AT_ONCE: u32 = 1024;

impl Rate {
    fn new(calls: u32, per: Duration) -> Self {
        let (starts, per) = if calls <= EXACT {
            (calls, per)
        } else {
            (AT_ONCE, per.mul_f64(f64::from(AT_ONCE) / f64::from(calls - AT_ONCE)))
        };
        Self { per, starts: Mutex::new(Starts { times: vec![None; starts as usize], next: 0 }) }
    }

    async fn pass(&self) {
        let wait = self.take(now());
        if !wait.is_zero() {
            sleep(wait).await;
        }
    }

    /// Takes the next turn, and returns the time until then. A caller that is dropped leaves its turn unused.
    fn take(&self, now: Instant) -> Duration {
        let mut starts = self.starts.lock().unwrap_or_else(PoisonError::into_inner);
        let index = starts.next;
        let free = starts.times[index].map_or(Some(now), |oldest| oldest.checked_add(self.per));
        // A time beyond the range of the clock is never reached.
        let Some(turn) = free.map(|free| free.max(now)) else { return Duration::MAX };
        starts.times[index] = Some(turn);
        starts.next = (index + 1) % starts.times.len();
        turn - now
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::pin::pin;
    use std::task::{Context, Waker};

    #[test]
    fn rate_limit_allows_a_burst_and_then_one_call_per_expiry() {
        let rate = Rate::new(2, Duration::from_secs(10));
        let start = Instant::now();
        let at = |seconds| rate.take(start + Duration::from_secs(seconds)).as_secs();
        assert_eq!([at(0), at(3), at(4), at(4)], [0, 0, 6, 9]);
        assert_eq!(at(40), 0);
    }

    #[test]
    fn infinite_and_zero_rate_periods_do_not_overflow() {
        let rate = Rate::new(1, Duration::MAX);
        let start = Instant::now();
        assert_eq!(
            [rate.take(start), rate.take(start), rate.take(start)],
            [Duration::ZERO, Duration::MAX, Duration::MAX]
        );
        let rate = Rate::new(1, Duration::ZERO);
        assert_eq!([rate.take(start), rate.take(start)], [Duration::ZERO; 2]);
    }

    #[test]
    fn large_rate_limits_are_kept() {
        let day = Duration::from_secs(86_400);
        let rate = Rate::new(86_400, day);
        let start = Instant::now();
        let within_the_day = (0..100_000).filter(|_| rate.take(start) < day).count();
        assert!((84_000..=86_400).contains(&within_the_day), "{within_the_day}");
    }

    #[test]
    fn concurrency_permits_are_released_when_a_call_ends_or_is_dropped() {
        let limiter = Limiter::new(&Limits::new().concurrency(1));
        let mut cx = Context::from_waker(Waker::noop());
        let first = crate::exec::blocking::block_on(limiter.enter());
        {
            let mut waiting = pin!(limiter.enter());
            assert!(waiting.as_mut().poll(&mut cx).is_pending());
        }
        let mut second = pin!(limiter.enter());
        assert!(second.as_mut().poll(&mut cx).is_pending());
        drop(first);
        assert!(second.as_mut().poll(&mut cx).is_ready());
    }
}
