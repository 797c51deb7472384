//! The loader, which reads each file once, and follows references until all files are read.

use super::document::{Document, File, Link, candidates};
use super::duplicate_id::DuplicateId;
use super::failure::{self, Failure, no_document, outside, too_many_files, unprintable, unreadable};
use super::files::folder::{self, Folders};
use super::files::lock::{self, Lock};
use super::files::mapping::{Mappings, Options};
use super::files::read::{self, Unreadable};
use super::missing_copies::{self, MissingCopies};
use super::overlay::{self, Overlay};
use super::parse::{self, limit::Budget, problem::Problem};
use super::provenance::Provenance;
use super::reference::Reference;
use super::reference::location::FileLocation;
use super::reference::path;
use super::reference::scan::{self, Identifiers, Mention};
use super::version;
use crate::diagnostics::{Diagnostic, Diagnostics, Source};
use crate::pointer::{FileId, Origin, Pointer};
use indexmap::IndexMap;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Reads a document like [`document`](super::document()), with these copies of remote files.
pub(crate) fn document_with(
    path: &Path,
    options: &Options,
    lock: Lock,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let mut loader = Loader::new(path, options, lock);
    let mut roots = Vec::new();
    for path in std::iter::once(path).chain(options.further.iter().map(PathBuf::as_path)) {
        let id = loader.root(path).map_err(|failure| failure::report(failure, path, diagnostics)).ok()?;
        if !roots.contains(&id) {
            roots.push(id);
        }
    }
    let mut overlays = Vec::new();
    for path in &options.overlays {
        let id = loader.overlay(path).map_err(|failure| failure::report(failure, path, diagnostics)).ok()?;
        overlays.push(id);
    }
    loader.apply(&overlays, &roots, diagnostics);
    for id in &roots {
        loader.scan(*id);
    }
    loader.follow_references();
    for warning in std::mem::take(&mut loader.warnings) {
        diagnostics.push(warning);
    }
    for duplicate_id in &loader.duplicate_ids {
        duplicate_id.report(&loader.files, diagnostics);
    }
    let document = loader.finish(roots);
    version::check(&document, diagnostics);
    Some(document)
}

/// Reads files, each once.
struct Loader<'o> {
    document: &'o Path,
    folders: Folders,
    mappings: &'o Mappings,
    lock: Lock,
    budget: Budget,
    files: Vec<File>,
    links: HashMap<FileLocation, Link>,
    named: HashMap<FileLocation, Origin>,
    /// The files read so far, by canonical path.
    known: HashMap<PathBuf, Link>,
    /// URLs without a mapping.
    unmapped: HashSet<String>,
    /// URLs without a local copy, with the first reference.
    missing_copies: IndexMap<String, Origin>,
    warnings: Vec<Diagnostic>,
    /// Duplicate identifiers.
    duplicate_ids: Vec<DuplicateId>,
    /// The references of each file.
    mentions: Vec<IndexMap<Mention, Pointer>>,
    provenance: HashMap<FileId, Provenance>,
}

impl<'o> Loader<'o> {
    fn new(document: &'o Path, options: &'o Options, lock: Lock) -> Self {
        Self {
            document,
            folders: folders(document, options),
            mappings: &options.mappings,
            lock,
            budget: Budget::default(),
            files: Vec::new(),
            links: HashMap::new(),
            named: HashMap::new(),
            known: HashMap::new(),
            unmapped: HashSet::new(),
            missing_copies: IndexMap::new(),
            warnings: Vec::new(),
            duplicate_ids: Vec::new(),
            mentions: Vec::new(),
            provenance: HashMap::new(),
        }
    }

    /// Reads a given file without following references, which overlays may change.
    fn root(&mut self, path: &Path) -> Result<FileId, Failure> {
        if let Some(failure) = unprintable(path) {
            return Err(failure);
        }
        let identity = folder::canonical(path);
        if let Some(id) = self.known.get(&identity).and_then(Link::file) {
            return Ok(id);
        }
        let location = FileLocation::Path(path::join(Path::new(""), &path.to_string_lossy()));
        let id = self.file(path, location.clone(), None)?;
        self.known.insert(identity, Link::File(id));
        self.links.insert(location, Link::File(id));
        Ok(id)
    }

    /// Follows references until all files are read.
    fn follow_references(&mut self) {
        let mut next = 0;
        while let Some(mentions) = self.mentions.get_mut(next).map(std::mem::take) {
            let id = FileId(next);
            for (mention, pointer) in mentions {
                self.follow(id, &mention, pointer);
            }
            next += 1;
        }
    }

    /// Reads the first of the possible targets of a reference that can be read.
    fn follow(&mut self, from: FileId, mention: &Mention, pointer: Pointer) {
        let Some(file) = self.files.get(from.0) else { return };
        let base = mention.base.as_ref().and_then(|base| file.identifiers.bases.get(base));
        let mut candidates = candidates(file, base, &mention.target);
        if mention.data {
            candidates.retain(|candidate| matches!(candidate, FileLocation::Path(_)));
        }
        let read = candidates.iter().any(|candidate| self.reach(candidate).file().is_some());
        let url = candidates.into_iter().find_map(|candidate| match candidate {
            FileLocation::Url(url) if !read && self.unmapped.contains(&url) => Some(url),
            FileLocation::Url(_) | FileLocation::Path(_) => None,
        });
        if let Some(url) = url {
            self.missing_copies.entry(url).or_insert(Origin { file: from, pointer });
        }
    }

    /// The target of a location.
    fn reach(&mut self, location: &FileLocation) -> Link {
        if let Some(link) = self.links.get(location) {
            return link.clone();
        }
        let link = match location {
            FileLocation::Path(path) => self.read(path, location.clone(), None),
            FileLocation::Url(url) => self.copy(url),
        };
        self.links.insert(location.clone(), link.clone());
        link
    }

    /// Reads a URL from its local copy.
    fn copy(&mut self, url: &str) -> Link {
        if let Some(path) = self.mappings.find(url) {
            return self.read(&path, FileLocation::Url(url.to_owned()), None);
        }
        let Some(copy) = self.lock.find(url).cloned() else {
            self.unmapped.insert(url.to_owned());
            return Link::Failure(Arc::new(missing_copies::alone(url)));
        };
        let location = FileLocation::Url(copy.redirected_to.clone().unwrap_or(copy.url.clone()));
        self.read(&self.lock.file(&copy), location, Some(&copy.sha256))
    }

    /// Reads a file unless it was read before.
    fn read(&mut self, path: &Path, location: FileLocation, digest: Option<&str>) -> Link {
        if let Some(failure) = unprintable(path) {
            return Link::Failure(Arc::new(failure));
        }
        if !self.folders.allow(path) {
            return Link::Failure(Arc::new(outside(path)));
        }
        let identity = folder::canonical(path);
        if let Some(link) = self.known.get(&identity) {
            return link.clone();
        }
        let link = match self.file(path, location, digest) {
            Ok(id) => {
                self.scan(id);
                Link::File(id)
            }
            Err(failure) => Link::Failure(Arc::new(failure)),
        };
        self.known.insert(identity, link.clone());
        link
    }

    /// Reads an overlay. Its references are followed as part of the document.
    fn overlay(&mut self, path: &Path) -> Result<FileId, Failure> {
        self.file(path, FileLocation::Path(path::join(Path::new(""), &path.to_string_lossy())), None)
    }

    /// Applies overlays in their order, each to the document that it extends, or else to the first.
    fn apply(&mut self, overlays: &[FileId], roots: &[FileId], diagnostics: &mut Diagnostics) {
        let read: Vec<(FileId, Overlay)> = overlays
            .iter()
            .map(|id| {
                let origin = Origin { file: *id, pointer: Pointer::root() };
                (*id, overlay::read(&self.files[id.0].root, &origin, diagnostics))
            })
            .collect();
        for root in roots {
            let fitting: Vec<&Overlay> = read
                .iter()
                .filter(|(id, overlay)| self.target(*id, overlay, roots) == *root)
                .map(|(_, it)| it)
                .collect();
            if !fitting.is_empty() {
                let tree = &mut self.files[root.0].root;
                let provenance = overlay::apply(&fitting, *root, tree, &mut self.budget, diagnostics);
                self.provenance.insert(*root, provenance);
            }
        }
    }

    /// The document that an overlay is for.
    fn target(&self, id: FileId, overlay: &Overlay, roots: &[FileId]) -> FileId {
        let extended = overlay.extends.as_deref().and_then(|extends| {
            let target = self.files[id.0].location.join(&Reference::parse(extends).target);
            self.links.get(&target).and_then(Link::file)
        });
        extended.filter(|file| roots.contains(file)).or(roots.first().copied()).unwrap_or_default()
    }

    /// Reads one file and keeps it.
    fn file(&mut self, path: &Path, location: FileLocation, digest: Option<&str>) -> Result<FileId, Failure> {
        if !self.budget.file() {
            return Err(too_many_files());
        }
        let bytes = read::bytes(path, &mut self.budget);
        if let Some(digest) = digest
            && bytes.as_deref().map(lock::digest).ok().as_deref() != Some(digest)
        {
            return Err(self.stale(path, bytes.err()));
        }
        let text = bytes.and_then(read::text).map_err(|reason| unreadable(path, reason))?;
        let parsed = match parse::parse(path, &text, &mut self.budget) {
            Ok(parsed) => parsed,
            Err(problems) if self.files.is_empty() || folder::named_as_document(path) => {
                return Err(Failure::Broken(placed(problems, path, text)));
            }
            Err(_) => return Err(no_document(path)),
        };
        if !parsed.warnings.is_empty() {
            self.warnings.extend(placed(parsed.warnings, path, text.clone()));
        }
        let id = FileId(self.files.len());
        let (syntax, root, identifiers) = (parsed.syntax, parsed.root, Identifiers::default());
        self.files.push(File { path: path.to_path_buf(), text, syntax, root, location, identifiers });
        self.mentions.push(IndexMap::new());
        Ok(id)
    }

    /// Collects the identifiers and the references of a file.
    fn scan(&mut self, id: FileId) {
        let Some(file) = self.files.get_mut(id.0) else { return };
        let scan = scan::scan(&file.root, &file.location);
        for (pointer, name) in &scan.identifiers.bases {
            let origin = Origin { file: id, pointer: pointer.clone() };
            match self.named.entry(name.clone()) {
                Entry::Vacant(entry) => {
                    entry.insert(origin);
                }
                Entry::Occupied(entry) => {
                    self.duplicate_ids.push(DuplicateId::by_id(name.to_string(), entry.get().clone(), origin));
                }
            }
        }
        self.duplicate_ids.extend(scan.repeated_anchors.into_iter().map(|found| DuplicateId::by_anchor(id, found)));
        file.identifiers = scan.identifiers;
        self.mentions[id.0] = scan.mentions;
    }

    fn stale(&self, path: &Path, unreadable: Option<Unreadable>) -> Failure {
        let path = path.display();
        let message = match unreadable {
            Some(reason) => format!("the copy `{path}` cannot be read: {}", reason.reason),
            None => format!("`{path}` has changed since it was downloaded"),
        };
        let renew = format!("restore it, or download it again: `specwright vendor {}`", self.document.display());
        Failure::Stale { message, help: vec![renew] }
    }

    /// The document, after all files were read.
    fn finish(mut self, roots: Vec<FileId>) -> Document {
        self.missing_copies.retain(|url, _| !self.named.contains_key(&FileLocation::Url(url.clone())));
        let missing_copies = MissingCopies { document: self.document, urls: &self.missing_copies };
        for (url, failure) in missing_copies.failures() {
            self.links.insert(FileLocation::Url(url), Link::Failure(failure));
        }
        let missing_copies = self.missing_copies.into_iter().map(|(url, origin)| (url, origin.file)).collect();
        Document {
            files: self.files,
            roots,
            links: self.links,
            named: self.named,
            provenance: self.provenance,
            made_references: HashMap::new(),
            settings: HashMap::new(),
            missing_copies,
            folders: self.folders,
            mappings: self.mappings.clone(),
        }
    }
}

fn placed(problems: Vec<Problem>, path: &Path, text: String) -> Vec<Diagnostic> {
    let source = Arc::new(Source { path: path.to_path_buf(), text });
    problems.into_iter().map(|problem| problem.into_diagnostic(&source)).collect()
}

pub(crate) fn folders(document: &Path, options: &Options) -> Folders {
    let documents = std::iter::once(document).chain(options.further.iter().map(PathBuf::as_path));
    Folders::around(documents, options.folders.iter().chain(options.mappings.folders()))
}
