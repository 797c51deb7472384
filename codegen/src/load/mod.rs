//! Load: reads a file, and every file that it refers to, into raw trees.
//!
//! Every file is read once, however its path or URL is written. A missing file is not an error here: the
//! [resolver](crate::resolve) reports it when the reference is used.
//!
//! # Which files may be read
//!
//! A document may be untrusted, so references cannot reach every file. With symbolic links resolved, these files may be
//! read:
//!
//! - files in the document's own folder and the folders in it;
//! - files that end in `.yaml`, `.yml` or `.json`, in the repository that contains the document (the nearest folder
//!   with `.git`, `.hg`, `.jj` or `.svn`), or without one in the three folders above the document's and all that is in them.
//!   The home folder of the user, the folder for temporary files and their parents never count as such a folder;
//! - any file in the folders that the caller adds or maps: see [`Options`].
//!
//! Hidden files and folders, whose names begin with a dot, are not read unless they are, or are in, one of these folders.
//! Excerpts of a file that cannot be parsed are only shown if its extension is that of a document.
//!
//! # Web addresses
//!
//! The network is never accessed. A URL is read from the folder of the longest matching prefix in
//! [`Options::mappings`], or else from the copy in the lock file `specwright.lock` next to the document, which
//! `specwright vendor` writes; a copy that has changed since is an error. A schema with an `$id`, and a document with
//! `$self`, are also found by that URL.
//!
//! # Limits
//!
//! A document and all files that it refers to have at most [`MAX_BYTES`], [`MAX_NODES`] and [`MAX_FILES`]; arrays and
//! objects nest at most [`MAX_DEPTH`] deep; the aliases of a YAML file copy at most two million nodes. Text is UTF-8 or
//! UTF-16. Only regular files are read.
//!
//! # Modules
//!
//! From the bottom up: `parse` parses text into a tree; `reference` finds the references in a tree and resolves their locations;
//! `files` decides which files may be read, and reads them; `provenance` records the origins of nodes in a changed tree;
//! `overlay` applies overlays to a tree. With these, `loader` fills the `document`, and `rewrite` changes one. The
//! [resolver](crate::resolve), reports and vendoring use the result.

// Uses: `diagnostics`, `pointer`, `text`. Used by: `build_script`, `customize`, `diff`, `extensions`, `lower`,
// `report`, `resolve`, `settings`, `swagger2`, `vendor`.

mod document;
mod duplicate_id;
mod example_files;
mod failure;
mod files;
mod loader;
mod missing_copies;
mod overlay;
pub(crate) mod parse;
mod provenance;
mod reference;
mod rewrite;
pub(crate) mod version;

#[doc(hidden)]
pub use document::{Document, File};
pub(crate) use document::{Found, SettingLocation};
pub(crate) use example_files::Absence;
pub(crate) use failure::Failure;
pub use files::lock::LOCK_FILE;
pub(crate) use files::lock::Lock;
#[cfg(feature = "cli")]
pub(crate) use files::lock::{Copy, digest};
pub use files::mapping::{Mapping, Mappings, NotAMapping, Options};
pub(crate) use loader::document_with;
#[doc(hidden)]
pub use parse::Syntax;
pub use parse::limit::{MAX_BYTES, MAX_DEPTH, MAX_FILES, MAX_NODES};
#[cfg(feature = "cli")]
pub(crate) use reference::location::FileLocation;
pub(crate) use reference::{Fragment, Reference};
pub(crate) use rewrite::Made;

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Level, Location};
use std::path::Path;

/// Reads a document. `None` if it cannot be read; the reasons are in `diagnostics`, which also has problems of readable
/// files, such as another kind of document.
#[doc(hidden)]
pub fn document(path: &Path, options: &Options, diagnostics: &mut Diagnostics) -> Option<Document> {
    let lock = Lock::beside(path).unwrap_or_else(|reason| {
        let location = Location::File(Lock::path(path));
        let message = format!("the lock file cannot be used: {reason}");
        let diagnostic = diagnostics.push(Diagnostic::new(Level::Error, Code::StaleLock, location, message));
        diagnostic.help(format!("write it again: `specwright vendor {}`", path.display()));
        Lock::empty(path)
    });
    document_with(path, options, lock, diagnostics)
}

/// Whether a file is one that a document may refer to.
#[cfg(feature = "cli")]
pub(crate) fn may_read(document: &Path, options: &Options, path: &Path) -> bool {
    loader::folders(document, options).allow(path)
}
