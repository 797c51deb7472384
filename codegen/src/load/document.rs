//! A document as it was read: its files, and what the references in them lead to.
//!
//! Uses [`reference`](super::reference), [`files`](super::files) and [`overlay`](super::overlay) for what it keeps; the
//! loader fills it.

use super::failure::Failure;
use super::files::folder::Folders;
use super::files::mapping::Mappings;
use super::parse::Syntax;
use super::parse::position::Index;
use super::provenance::Provenance;
use super::reference::Target;
use super::reference::location::Location;
use super::reference::path;
use super::reference::scan::Identifiers;
use crate::diagnostics::{Part, Place};
use crate::pointer::{FileId, Origin, Pointer};
use serde_json::Value;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

/// A file that was read.
#[derive(Debug, Clone)]
pub struct File {
    /// The path to show: relative when it was given relative.
    pub path: PathBuf,
    /// The text, without a byte order mark.
    pub text: String,
    /// The language it turned out to be written in, whatever its name.
    pub syntax: Syntax,
    /// The tree. Keys are in the order of the text.
    pub root: Value,
    /// What its references are relative to: where it was found first.
    pub(crate) location: Location,
    /// The names that parts of it have.
    pub(crate) identifiers: Identifiers,
}

/// A document: the file that was asked for, and every file that it refers to.
#[derive(Debug, Clone)]
pub struct Document {
    pub(super) files: Vec<File>,
    /// The files that were asked for.
    pub(super) roots: Vec<FileId>,
    /// What the locations lead to that are referred to.
    pub(super) links: HashMap<Location, Link>,
    /// The nodes that have a location of their own.
    pub(super) named: HashMap<Location, Origin>,
    /// Where the nodes of files were written that were changed after they were read.
    pub(super) provenance: HashMap<FileId, Provenance>,
    /// The references that stand in no file, and the nodes that they lead to.
    pub(super) made_references: HashMap<Origin, Origin>,
    /// The nodes that something outside of the document says, and where it does.
    pub(super) amended: HashMap<Origin, Place>,
    /// The URLs that are referred to and that there is no copy of, each with what refers to it first.
    #[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "only downloading asks for it"))]
    pub(super) unvendored: Vec<(String, FileId)>,
    /// What may be read.
    pub(super) folders: Folders,
    /// Where copies of what is on a network stand.
    pub(super) mappings: Mappings,
}

/// What a location leads to.
#[derive(Debug, Clone)]
pub(crate) enum Link {
    /// A file that was read.
    File(FileId),
    /// A file that cannot be used.
    Failure(Arc<Failure>),
}

/// What the part of a reference before `#` leads to.
#[derive(Debug, Clone)]
pub(crate) enum Found {
    /// A file, or a node with a name of its own.
    Node(Origin),
    /// A file that cannot be used.
    Failure(Arc<Failure>),
}

impl Document {
    /// Every file that was read, the one asked for first.
    #[must_use]
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// The files that were asked for, each a document of its own.
    #[must_use]
    pub fn roots(&self) -> &[FileId] {
        &self.roots
    }

    /// The file that a place is in.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&File> {
        self.files.get(id.0)
    }

    /// The node at a place.
    #[must_use]
    pub fn node(&self, origin: &Origin) -> Option<&Value> {
        self.file(origin.file)?.root.pointer(origin.pointer.as_str())
    }

    /// The text of a node as it is written, if it is written in YAML.
    pub(crate) fn yaml_text(&self, origin: &Origin) -> Option<&str> {
        let written = self.written_at(origin);
        let file = self.file(written.file).filter(|file| file.syntax == Syntax::Yaml)?;
        file.text.get(Index::new(file.syntax, &file.text).locate(&written.pointer, Part::Value)?)
    }

    /// Where the node was written that stands at this place: elsewhere when it was brought there or moved.
    pub(crate) fn written_at(&self, origin: &Origin) -> Origin {
        let provenance = self.provenance.get(&origin.file);
        provenance.map_or_else(|| origin.clone(), |provenance| provenance.locate(&origin.pointer))
    }

    /// The URLs that are referred to and that there is no copy of, each with the location of what refers to it first.
    #[cfg(feature = "cli")]
    pub(crate) fn unvendored(&self) -> impl Iterator<Item = (&str, &Location)> {
        self.unvendored.iter().filter_map(|(url, from)| Some((url.as_str(), &self.file(*from)?.location)))
    }

    /// What the target of a reference leads to that stands at `origin`: the node that its fragment is relative to.
    /// `None` when nobody took it for a reference when the files were read.
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

/// The locations that a reference may mean, the likeliest first. An `$id` often says where a schema is published and
/// not where the files around it are, and a URL is as often mapped too narrowly.
pub(super) fn candidates(file: &File, base: Option<&Location>, target: &Target) -> Vec<Location> {
    let path = Location::Path(file.path.clone());
    let mut candidates: Vec<Location> =
        base.into_iter().chain([&file.location, &path]).map(|base| base.join(target)).collect();
    if let Target::Relative(text) = target {
        // The name of a file may have a `%` that is none of a URL's.
        candidates.push(Location::Path(path::join(&file.path, text)));
    }
    candidates.dedup();
    candidates
}
