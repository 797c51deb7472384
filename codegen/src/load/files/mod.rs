//! Which files may be read, where copies of what is on a network stand, and the text of a file.
//!
//! Nothing here knows what a file holds. Uses the limits of [`parse`](super::parse) and URLs
//! ([`location`](super::reference)); the loader uses it.

pub(crate) mod folder;
pub(crate) mod lock;
pub(crate) mod mapping;
pub(crate) mod read;
