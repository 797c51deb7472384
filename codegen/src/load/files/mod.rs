//! Which files may be read, local copies of URLs, and reading text.
//!
//! This module does not parse files. Uses the limits of [`parse`](super::parse) and URLs
//! ([`location`](super::reference)); the loader uses it.

pub(crate) mod folder;
pub(crate) mod lock;
pub(crate) mod mapping;
pub(crate) mod read;
