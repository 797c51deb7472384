//! Support for the tests: comparing strings and folders with the expected ones, which can be updated.
//!
//! A test collects its [`Expectations`] and [finishes](Expectations::finish) them: every difference is shown at once,
//! with the command that accepts them. With `UPDATE_EXPECT=1` in the environment the expected files are written
//! instead, and those that are no longer expected are removed.

mod expect;
mod folder;
pub mod json;
pub mod keep_alive;
mod threads;

pub use expect::Expectations;
pub use folder::{copy_folder, file_names, files_under, subfolders};
pub use threads::on_all_processors;

use std::path::PathBuf;
use std::time::Duration;

/// The folder of the repository.
///
/// # Panics
///
/// When this package lies in no folder, which cannot be.
#[must_use]
pub fn repository() -> PathBuf {
    let package = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    package.parent().expect("the package lies in the repository").to_path_buf()
}

/// Makes the folder of the repository the current one, so that paths in what is generated and reported are the same on
/// every machine. Every test of a process that calls it wants the same folder.
///
/// # Panics
///
/// If the folder does not exist.
pub fn enter_repository() {
    std::env::set_current_dir(repository()).expect("the repository can be entered");
}

/// The examples of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// What the process has worked so far, on all processors.
///
/// # Panics
/// Never.
#[cfg(target_os = "linux")]
#[must_use]
pub fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::try_from(time).expect("a process's time is not negative")
}

/// Not known, and always the same.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub const fn processor_time() -> Duration {
    Duration::ZERO
}
