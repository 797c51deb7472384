//! JSON Pointers (RFC 6901), and the [`Origin`] of a node: a file and a pointer into it.

// Uses: no other module. Used by: `customize`, `dedup`, `diagnostics`, `diff`, `emit`, `extensions`, `ir`, `load`,
// `lower`, `report`, `resolve`, `surface`, `swagger2`.

use std::fmt;
use std::sync::Arc;

/// A JSON Pointer: `""` is the whole document, `/paths/~1pets/get` a node inside it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(Arc<str>);

impl Pointer {
    /// The whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads the text of a pointer, as after the `#` of a reference, percent-decoded. `None` when it is neither empty
    /// nor begins with a slash.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        (text.is_empty() || text.starts_with('/')).then(|| Self(text.into()))
    }

    /// The pointer to the value under `key` of this object.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + 1 + key.len());
        text.extend([&*self.0, "/"]);
        if key.contains(['~', '/']) {
            text.push_str(&key.replace('~', "~0").replace('/', "~1"));
        } else {
            text.push_str(key);
        }
        Self(text.into())
    }

    /// The pointer to the element `index` of this array.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0).into())
    }

    /// The unescaped steps from the root to the node.
    pub fn steps(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"))
    }

    /// The last step, unescaped: the key or index of the node in its parent.
    #[must_use]
    pub fn last(&self) -> Option<String> {
        self.steps().last()
    }

    /// The pointer to the parent of this node; the root is its own parent.
    #[must_use]
    pub fn parent(&self) -> Self {
        Self(self.0.rsplit_once('/').map_or("", |(parent, _)| parent).into())
    }

    /// The escaped text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A file of the document: an index into the files that were loaded, the first is the document itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub usize);

/// The position of a node: its file and its pointer there. Every node of the IR has one, so that every later stage can
/// refer to the source.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The file.
    pub file: FileId,
    /// The position in that file.
    pub pointer: Pointer,
}

impl Origin {
    /// The position of the value under `key` of this object.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        Self { file: self.file, pointer: self.pointer.key(key) }
    }

    /// The position of element `index` of this array.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self { file: self.file, pointer: self.pointer.index(index) }
    }

    /// The position of the parent of this node.
    #[must_use]
    pub fn parent(&self) -> Self {
        Self { file: self.file, pointer: self.pointer.parent() }
    }
}
