//! Driving futures and streams on the current thread.

use std::cell::Cell;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

/// Returns the output of a future; the thread sleeps while it is pending.
#[cfg(any(feature = "blocking", test))]
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let _blocked = Blocked::begin();
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut cx = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut cx) {
            Poll::Ready(output) => return output,
            // A wake-up before `park` is not lost.
            Poll::Pending => thread::park(),
        }
    }
}

thread_local! {
    static IS_BLOCKED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is blocked on a future.
#[cfg_attr(
    not(any(feature = "hyper", feature = "reqwest")),
    expect(dead_code, reason = "of concern where there may be a runtime")
)]
pub(crate) fn is_blocked() -> bool {
    IS_BLOCKED.get()
}

/// Marks the thread as blocked until dropped. Calls may be nested, for example while a body is read that is being sent.
struct Blocked {
    before: bool,
}

impl Blocked {
    fn begin() -> Self {
        Self { before: IS_BLOCKED.replace(true) }
    }
}

impl Drop for Blocked {
    fn drop(&mut self) {
        IS_BLOCKED.set(self.before);
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.unpark();
    }
}

/// A stream as an iterator, which blocks the thread until the next item is there. For the responses of blocking clients:
/// in an async task it would block the executor.
#[cfg(feature = "blocking")]
pub struct Iter<S> {
    stream: std::pin::Pin<Box<S>>,
}

#[cfg(feature = "blocking")]
impl<S: futures_core::Stream> Iter<S> {
    /// The items of a stream.
    pub fn new(stream: S) -> Self {
        Self { stream: Box::pin(stream) }
    }
}

#[cfg(feature = "blocking")]
impl<S: futures_core::Stream> Iterator for Iter<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        block_on(std::future::poll_fn(|cx| self.stream.as_mut().poll_next(cx)))
    }
}

#[cfg(feature = "blocking")]
impl<S> std::fmt::Debug for Iter<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Iter").finish_non_exhaustive()
    }
}
