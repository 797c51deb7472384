//! Reading to the letter: whether values that enums do not list are errors.
//!
//! Clients and services read on where a value is new, since it may be one of a later version. Whoever asks whether a request is as
//! documented wants to know. Reading is synchronous, so what is true of a thread is true of what it reads.

use std::cell::Cell;

thread_local! {
    static IS_STRICT: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread reads to the letter.
pub(crate) fn is_strict() -> bool {
    IS_STRICT.get()
}

#[cfg(feature = "service")]
pub(crate) use reading::strictly;

#[cfg(feature = "service")]
mod reading {
    use super::IS_STRICT;

    /// Reads to the letter.
    pub(crate) fn strictly<R>(read: impl FnOnce() -> R) -> R {
        let _before = Before(IS_STRICT.replace(true));
        read()
    }

    /// Puts back how the thread read before, whatever happens while it is strict.
    struct Before(bool);

    impl Drop for Before {
        fn drop(&mut self) {
            IS_STRICT.set(self.0);
        }
    }
}
