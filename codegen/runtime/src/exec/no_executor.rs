//! What is done without an executor, where no transport needs one.

use crate::exec::future::{Sleep, Unblocked};
use std::io;
use std::time::{Duration, Instant};

/// Begins to wait.
#[must_use]
pub fn sleeping(duration: Duration) -> Sleep {
    Box::pin(futures_timer::Delay::new(duration))
}

/// The time by the clock that waits go by.
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// What `work` gives, which blocks as its caller may.
pub(crate) fn unblock<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Unblocked<T> {
    Box::pin(async { work() })
}

/// Nobody carries on what nobody waits for.
pub(crate) fn drive(future: impl Future<Output = ()> + Send + 'static) {
    drop(future);
}
