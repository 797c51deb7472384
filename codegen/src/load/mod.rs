//! Load: from a path to the raw tree of that file and of every file it refers to.

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Level, Place};
use crate::pointer::Origin;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The language a file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// YAML 1.2.
    Yaml,
    /// JSON.
    Json,
}

/// A file that was read.
#[derive(Debug, Clone)]
pub struct File {
    /// The path to show: relative when it was given relative.
    pub path: PathBuf,
    /// The text, without a byte order mark.
    pub text: String,
    /// The language it turned out to be written in.
    pub syntax: Syntax,
    /// The tree.
    pub root: Value,
}

/// A document: the file that was asked for, and every file that it refers to.
#[derive(Debug, Clone)]
pub struct Document {
    files: Vec<File>,
}

impl Document {
    /// Every file that was read, the one asked for first.
    #[must_use]
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// The node at a place.
    #[must_use]
    pub fn node(&self, origin: &Origin) -> Option<&Value> {
        self.files.get(origin.file.0)?.root.pointer(origin.pointer.as_str())
    }
}

/// Reads a document. `None` when it cannot be used at all; the reasons are in `diagnostics`.
pub fn document(path: &Path, diagnostics: &mut Diagnostics) -> Option<Document> {
    let read = std::fs::read_to_string(path).map_err(|error| error.to_string());
    let parsed = read.and_then(|text| match serde_json::from_str(&text) {
        Ok(root) => Ok(File { path: path.to_path_buf(), text, syntax: Syntax::Json, root }),
        Err(error) => Err(error.to_string()),
    });
    match parsed {
        Ok(file) => Some(Document { files: vec![file] }),
        Err(error) => {
            diagnostics.push(Diagnostic::new(Level::Error, Code::Syntax, Place::file(path), error));
            None
        }
    }
}
