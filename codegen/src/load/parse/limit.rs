//! Limits of reading: documents may be untrusted.

use super::problem::Problem;
use crate::diagnostics::Code;
use std::ops::Range;

/// How many bytes a document and the files that it refers to may have together: 64 MiB, several times the longest
/// documents that are published.
pub const MAX_BYTES: u64 = 64 << 20;

/// The maximal number of values in a document and the files that it refers to; an object counts as five. This limits
/// memory to about 1 GiB for any text.
pub const MAX_NODES: usize = 8_000_000;

/// How many files a document may refer to.
pub const MAX_FILES: usize = 10_000;

/// How deep arrays and objects may nest in a file: the limit of `serde_json`, also for YAML.
pub const MAX_DEPTH: usize = 127;

/// The additional count of an object, which takes more memory than other values.
pub(crate) const OBJECT_NODES: usize = 4;

/// The remaining budget.
#[derive(Debug, Clone)]
pub(crate) struct Budget {
    pub(crate) bytes: u64,
    nodes: usize,
    files: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { bytes: MAX_BYTES, nodes: MAX_NODES, files: MAX_FILES }
    }
}

impl Budget {
    /// Counts this many nodes; returns whether the limit allows them.
    pub(crate) fn nodes(&mut self, count: usize) -> bool {
        let remaining = self.nodes.checked_sub(count);
        self.nodes = remaining.unwrap_or_default();
        remaining.is_some()
    }

    /// Takes a file; whether one was left.
    pub(crate) fn file(&mut self) -> bool {
        let remaining = self.files.checked_sub(1);
        self.files = remaining.unwrap_or_default();
        remaining.is_some()
    }
}

/// Errors of our own readers, as strings.
pub(crate) const TOO_MANY_NODES: &str = "too many values";

pub(crate) fn too_many_nodes(at: Range<usize>) -> Problem {
    Problem::error(Code::TooLarge, at, "the document has too many values")
        .label(format!("more than {MAX_NODES} up to here; an object counts as five"))
        .help("split the document, or remove what the client does not use")
}

pub(crate) fn too_deep(at: Range<usize>) -> Problem {
    Problem::error(Code::TooDeep, at, "arrays and objects are nested too deeply")
        .label(format!("more than {MAX_DEPTH} levels here"))
        .help("move the inner part elsewhere and refer to it with `$ref`")
}
