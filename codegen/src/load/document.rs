//! A document: its files, and the targets of the references in them.
//!
//! Uses [`reference`](super::reference), [`files`](super::files) and [`overlay`](super::overlay) for its parts; the
//! loader fills it.

use super::failure::Failure;
use super::files::folder::Folders;
use super::files::mapping::Mappings;
use super::parse::Syntax;
use super::parse::position::Index;
use super::provenance::Provenance;
use super::reference::Target;
use super::reference::location::FileLocation;
use super::reference::path;
use super::reference::scan::Identifiers;
use crate::diagnostics::{KeyOrValue, Location};
use crate::pointer::{FileId, Origin, Pointer};
use serde_json::Value;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

/// A file that was read.
#[derive(Debug, Clone)]
pub struct File {
    /// The path for display: relative if it was given as a relative path.
    pub path: PathBuf,
    /// The text, without a byte order mark.
    pub text: String,
    /// The detected language, regardless of its name.
    pub syntax: Syntax,
    /// The tree. Keys are in the order of the text.
    pub root: Value,
    /// The base of its references: where it was found first.
    pub(crate) location: FileLocation,
    /// The identifiers and anchors in it.
    pub(crate) identifiers: Identifiers,
}

/// The locations of the key and the value of a setting, or of a member of its value.
#[derive(Debug, Clone)]
pub(crate) struct SettingLocation {
    pub(crate) key: Location,
    pub(crate) value: Location,
}

/// A document: the given file, and every file that it refers to.
#[derive(Debug, Clone)]
pub struct Document {
    pub(super) files: Vec<File>,
    /// The files that were given.
    pub(super) roots: Vec<FileId>,
    /// The targets of locations that are referred to.
    pub(super) links: HashMap<FileLocation, Link>,
    /// The nodes with their own location, by `$id` or `$self`.
    pub(super) named: HashMap<FileLocation, Origin>,
    /// The origins of nodes in files that were changed after reading.
    pub(super) provenance: HashMap<FileId, Provenance>,
    /// References that were created and are in no file, with their targets.
    pub(super) made_references: HashMap<Origin, Origin>,
    /// Nodes that settings have set, with the locations of these.
    pub(super) settings: HashMap<Origin, SettingLocation>,
    /// The URLs without a local copy, each with the file that refers to it first.
    #[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "only downloading asks for it"))]
    pub(super) missing_copies: Vec<(String, FileId)>,
    /// The folders that may be read.
    pub(super) folders: Folders,
    /// Folders with local copies of URLs.
    pub(super) mappings: Mappings,
}

/// The target of a location.
#[derive(Debug, Clone)]
pub(crate) enum Link {
    /// A file that was read.
    File(FileId),
    /// A file that cannot be used.
    Failure(Arc<Failure>),
}

/// The target of the part of a reference before `#`.
#[derive(Debug, Clone)]
pub(crate) enum Found {
    /// A file, or a node with an `$id`.
    Node(Origin),
    /// A file that cannot be used.
    Failure(Arc<Failure>),
}

impl Document {
    /// Every file that was read, the given one first.
    #[must_use]
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// The given files, each a document.
    #[must_use]
    pub fn roots(&self) -> &[FileId] {
        &self.roots
    }

    /// A file of the document.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&File> {
        self.files.get(id.0)
    }

    /// The node of an origin.
    #[must_use]
    pub fn node(&self, origin: &Origin) -> Option<&Value> {
        self.file(origin.file)?.root.pointer(origin.pointer.as_str())
    }

    /// The source text of a node, if it is written in YAML.
    pub(crate) fn yaml_text(&self, origin: &Origin) -> Option<&str> {
        let written = self.written_at(origin);
        let file = self.file(written.file).filter(|file| file.syntax == Syntax::Yaml)?;
        file.text.get(Index::new(file.syntax, &file.text).locate(&written.pointer, KeyOrValue::Value)?)
    }

    /// The original position of a node, which differs if an overlay added or moved it.
    pub(crate) fn written_at(&self, origin: &Origin) -> Origin {
        let provenance = self.provenance.get(&origin.file);
        provenance.map_or_else(|| origin.clone(), |provenance| provenance.locate(&origin.pointer))
    }

    /// The referenced URLs that are not vendored, each with the location of the first reference.
    #[cfg(feature = "cli")]
    pub(crate) fn missing_copies(&self) -> impl Iterator<Item = (&str, &FileLocation)> {
        self.missing_copies.iter().filter_map(|(url, from)| Some((url.as_str(), &self.file(*from)?.location)))
    }

    /// Finds the target of a reference at `origin`: the node that its fragment is relative to. `None` if it was not
    /// recognized as a reference when the files were read.
    pub(crate) fn find(&self, origin: &Origin, target: &Target) -> Option<Found> {
        let file = self.file(origin.file)?;
        let base = file.identifiers.base(&origin.pointer);
        if *target == Target::SameFile {
            let pointer = base.map(|(pointer, _)| pointer.clone()).unwrap_or_default();
            return Some(Found::Node(Origin { file: origin.file, pointer }));
        }
        let candidates = candidates(file, base.map(|(_, location)| location), target);
        let node = candidates.iter().find_map(|location| {
            let root = |file| Origin { file, pointer: Pointer::root() };
            self.named.get(location).cloned().or_else(|| Some(root(self.links.get(location)?.file()?)))
        });
        let failure = || self.links.get(&file.location.join(target))?.failure().map(Found::Failure);
        node.map(Found::Node).or_else(failure)
    }
}

impl Link {
    pub(super) fn file(&self) -> Option<FileId> {
        match self {
            Self::File(id) => Some(*id),
            Self::Failure(_) => None,
        }
    }

    fn failure(&self) -> Option<Arc<Failure>> {
        match self {
            Self::File(_) => None,
            Self::Failure(failure) => Some(Arc::clone(failure)),
        }
    }
}

/// The possible locations of a reference, the likeliest first. An `$id` often states where a schema is published, and
/// not the location of related files, and URLs are often mapped too narrowly.
pub(super) fn candidates(file: &File, base: Option<&FileLocation>, target: &Target) -> Vec<FileLocation> {
    let path = FileLocation::Path(file.path.clone());
    let mut candidates: Vec<FileLocation> =
        base.into_iter().chain([&file.location, &path]).map(|base| base.join(target)).collect();
    if let Target::Relative(text) = target {
        // A file name may contain a `%` that does not begin a percent-encoded byte.
        candidates.push(FileLocation::Path(path::join(&file.path, text)));
    }
    candidates.dedup();
    candidates
}
