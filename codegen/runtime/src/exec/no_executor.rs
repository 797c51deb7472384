//! Timers and blocking work without an executor.

use crate::exec::future::{Sleep, Unblocked};
use std::io;
use std::time::{Duration, Instant};

/// Begins to wait.
#[must_use]
pub fn sleeping(duration: Duration) -> Sleep {
    Box::pin(futures_timer::Delay::new(duration))
}

/// The time of the clock of the timers.
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// Runs blocking `work`; the caller may block.
pub(crate) fn unblock<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Unblocked<T> {
    Box::pin(async { work() })
}

/// Does nothing: without an executor, a future that is not awaited is not driven.
pub(crate) fn drive(future: impl Future<Output = ()> + Send + 'static) {
    drop(future);
}
