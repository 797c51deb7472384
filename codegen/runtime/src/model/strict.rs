//! Strict reading, in which unlisted enum values are errors, and so is `null` for a property that is optional but not
//! nullable.
//!
//! Clients accept unlisted values, which may be those of a later version, and so do receivers of webhooks. A service reads
//! strictly. Reading is synchronous, so the mode is a property of the thread.

use std::cell::Cell;

thread_local! {
    static IS_STRICT: Cell<bool> = const { Cell::new(false) };
}

/// The error for a `null` that a property may not have.
pub(crate) const NOT_NULL: &str = "must not be null";

/// The message for a value that is none of those that the document lists.
pub(crate) fn expected(listed: &[String]) -> String {
    let one_of = if listed.len() > 1 { "one of " } else { "" };
    format!("expected {one_of}{}", listed.join(", "))
}

/// Whether this thread reads strictly.
pub(crate) fn is_strict() -> bool {
    IS_STRICT.get()
}

#[cfg(feature = "service")]
pub(crate) use reading::strictly;

#[cfg(feature = "service")]
mod reading {
    use super::IS_STRICT;

    /// Reads strictly.
    pub(crate) fn strictly<R>(read: impl FnOnce() -> R) -> R {
        let _before = Before(IS_STRICT.replace(true));
        read()
    }

    /// Restores the mode of the thread on drop, also on a panic.
    struct Before(bool);

    impl Drop for Before {
        fn drop(&mut self) {
            IS_STRICT.set(self.0);
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_message_lists_the_values() {
        assert_eq!(super::expected(&["\"a\"".to_owned()]), "expected \"a\"");
        assert_eq!(super::expected(&["1".to_owned(), "2".to_owned()]), "expected one of 1, 2");
    }
}
