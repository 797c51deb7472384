//! The commands: a file for each, with its options and what it does.
//!
//! `input` says which document is read, `show` what is said beside results, `paths` how one file names another; the commands use both, and not one another.

pub mod check;
pub mod diff;
pub mod generate;
pub mod init;
mod input;
pub mod mock;
mod paths;
pub mod show;
pub mod vendor;
