//! Timers and blocking work on tokio's runtime if the caller is within one, and else on the waiting thread.

use crate::exec::future::{Sleep, Unblocked};
use std::io;
use std::time::{Duration, Instant};
use tokio::runtime::Handle;

/// Begins to wait.
#[must_use]
pub fn sleeping(duration: Duration) -> Sleep {
    if is_driven() { Box::pin(tokio::time::sleep(duration)) } else { Box::pin(futures_timer::Delay::new(duration)) }
}

/// The time of the clock of the timers, which a test may pause.
pub(crate) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// Drives a future to completion even if it is no longer awaited, if there is a runtime.
pub(crate) fn drive(future: impl Future<Output = ()> + Send + 'static) {
    if let Some(runtime) = Handle::try_current().ok().filter(|_| !is_blocked()) {
        runtime.spawn(future);
    }
}

/// Runs blocking `work`: on a thread for such work if there is a runtime, and else on the waiting thread.
pub(crate) fn unblock<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Unblocked<T> {
    if is_driven() {
        let task = tokio::task::spawn_blocking(work);
        // A runtime that is shutting down does not accept work.
        return Box::pin(async { task.await.unwrap_or_else(|error| Err(io::Error::other(error))) });
    }
    Box::pin(async { work() })
}

/// Whether this thread is within a runtime. Avoids cloning a handle, whose reference count all threads would contend
/// for.
pub(crate) fn is_within_tokio() -> bool {
    tokio::task::try_id().is_some() || Handle::try_current().is_ok()
}

/// Whether there is a runtime that drives what this thread waits for. A runtime whose thread is blocked drives nothing.
fn is_driven() -> bool {
    !is_blocked() && is_within_tokio()
}

fn is_blocked() -> bool {
    #[cfg(any(feature = "blocking", test))]
    return crate::exec::blocking::is_blocked();
    #[cfg(not(any(feature = "blocking", test)))]
    false
}
