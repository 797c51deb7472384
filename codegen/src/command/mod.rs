//! The commands: a file for each, with its arguments and its implementation.
//!
//! `input` has the arguments for reading a document, `show` prints diagnostics and progress, `paths` computes relative paths. The
//! commands use these, and not one another.

pub mod check;
pub mod diff;
pub mod generate;
pub mod init;
mod input;
pub mod mock;
mod paths;
pub mod show;
pub mod vendor;
