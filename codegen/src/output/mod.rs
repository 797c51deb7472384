//! Output: emitted modules become formatted files, a crate around them, and bytes on disk.
//!
//! Belongs here: everything between tokens and the file system, including threads. `starter` and `requirement` use
//! `krate`; `krate` and `parallel` use `format`.
//!
//! Uses: `emit`, `ir`, `name`, `settings`. Used by: `build_script`.

pub(crate) mod format;
pub(crate) mod krate;
mod parallel;
pub(crate) mod requirement;
#[cfg(feature = "cli")]
pub(crate) mod starter;
pub(crate) mod write;

use crate::emit::{Emitter, Module};
use crate::settings::Layout;
use format::{File, FormatError};

/// Every file of the client. `source` is the document, for the first line of each.
///
/// # Errors
///
/// [`FormatError`] if the emitted code is not valid Rust.
pub(crate) fn files(emitter: &Emitter, source: &str) -> Result<Vec<File>, FormatError> {
    let mut files = parallel::modules(emitter, source)?;
    if let Layout::Crate(package) = emitter.layout {
        files.extend(krate::files(emitter, package, source));
    }
    Ok(files)
}

/// The file of one module.
///
/// # Errors
///
/// [`FormatError`] if the emitted code is not valid Rust.
pub(crate) fn file(module: Module, source: &str) -> Result<File, FormatError> {
    format::module(module, source)
}
