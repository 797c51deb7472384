//! What is done by tokio where the caller is within a runtime of it, and by the thread that waits elsewhere.

use crate::exec::future::{Sleep, Unblocked};
use std::io;
use std::time::{Duration, Instant};
use tokio::runtime::Handle;

/// Begins to wait.
#[must_use]
pub fn sleeping(duration: Duration) -> Sleep {
    if is_driven() { Box::pin(tokio::time::sleep(duration)) } else { Box::pin(futures_timer::Delay::new(duration)) }
}

/// The time by the clock that waits go by, which in a test may stand still.
pub(crate) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// Carries a future to its end even if nobody waits for it any more, where there is a runtime that does so.
pub(crate) fn drive(future: impl Future<Output = ()> + Send + 'static) {
    if let Some(runtime) = Handle::try_current().ok().filter(|_| !is_blocked()) {
        runtime.spawn(future);
    }
}

/// What `work` gives, which blocks: on a thread for such work where there is a runtime, elsewhere on the one that waits.
pub(crate) fn unblock<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Unblocked<T> {
    if is_driven() {
        let task = tokio::task::spawn_blocking(work);
        // A runtime that ends takes no more work.
        return Box::pin(async { task.await.unwrap_or_else(|error| Err(io::Error::other(error))) });
    }
    Box::pin(async { work() })
}

/// Whether this thread is within a runtime. A task is, and knows it without a count of the runtime's references, which
/// all threads would have to agree on.
pub(crate) fn is_within_tokio() -> bool {
    tokio::task::try_id().is_some() || Handle::try_current().is_ok()
}

/// Whether there is a runtime that drives what this thread waits for. One whose thread is blocked until then drives nothing.
fn is_driven() -> bool {
    !is_blocked() && is_within_tokio()
}

fn is_blocked() -> bool {
    #[cfg(any(feature = "blocking", test))]
    return crate::exec::blocking::is_blocked();
    #[cfg(not(any(feature = "blocking", test)))]
    false
}
