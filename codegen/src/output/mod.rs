//! Output: emitted modules become formatted files, a crate around them, and bytes on disk.
//!
//! Belongs here: everything between tokens and the file system. Uses [`emit`](crate::emit); the pipeline in [`crate`] uses it.

pub(crate) mod format;
pub(crate) mod krate;
pub(crate) mod parallel;
pub(crate) mod write;
