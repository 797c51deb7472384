//! Reading to the letter: whether values that enums do not list are errors, and `null` for a property that may be absent only.
//!
//! Clients read on where a value is new, since it may be one of a later version, and so do receivers of webhooks. A service says what
//! it takes. Reading is synchronous, so what is true of a thread is true of what it reads.

use std::cell::Cell;

thread_local! {
    static IS_STRICT: Cell<bool> = const { Cell::new(false) };
}

/// What is said of a `null` that a property may not have.
pub(crate) const NOT_NULL: &str = "must not be null";

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
