//! Load: from a path to the raw tree of that file and of every file it refers to.
//!
//! Every file is read once, whatever the spellings of its path or URL. A file that a reference names in vain is no error
//! here: the [resolver](crate::resolve) reports it when the reference is used.
//!
//! # Which files may be read
//!
//! A document may come from anybody, so a reference does not get at the whole disk. Read are, wherever links lead:
//!
//! - files in the document's own folder and the folders in it;
//! - files that end in `.yaml`, `.yml` or `.json`, in the repository that the document stands in (the nearest folder with
//!   `.git`, `.hg`, `.jj` or `.svn`), or without one in the three folders above the document's and all that is in them.
//!   The user's home, the folder for temporary files and what holds them are never taken for such a folder;
//! - any file in the folders that the caller adds or maps: see [`Options`].
//!
//! Hidden files and folders, whose names begin with a dot, are not read unless they are, or are in, one of these folders.
//! The text of a file that cannot be parsed is shown only when it is named as documents are.
//!
//! # Web addresses
//!
//! Nothing is ever fetched. What has a URL is read from the folder that the longest fitting prefix of
//! [`Options::mappings`] names, or else from the copy that the lock file `specwright.lock` beside the document names,
//! which `specwright vendor` writes; a copy that has changed since is an error. A schema with an `$id`, and a document
//! with `$self`, is found by that URL too.
//!
//! # Limits
//!
//! A document and all that it refers to has at most [`MAX_BYTES`], [`MAX_NODES`] and [`MAX_FILES`]; arrays and objects
//! nest at most [`MAX_DEPTH`] deep; the aliases of a YAML file copy at most two million nodes. Text is UTF-8 or UTF-16.
//! Only regular files are read.

mod files;
mod overlay;
pub(crate) mod parse;
mod reference;
mod version;

use files::lock;
pub use files::lock::LOCK_FILE;
pub(crate) use files::lock::Lock;
#[cfg(feature = "cli")]
pub(crate) use files::lock::{Copy, digest};
pub use files::mapping::{Mapping, Mappings, NotAMapping, Options};
pub use parse::limit::{MAX_BYTES, MAX_FILES, MAX_NODES};
pub(crate) use reference::example_files::Absence;
pub(crate) use reference::location::Location;
pub(crate) use reference::scan::Identifiers;
pub(crate) use reference::{Fragment, Reference};

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Level, Place, Source};
use crate::pointer::{FileId, Origin, Pointer};
use files::folder::{self, Folders};
use files::read::{self, Kind, Unreadable};
use indexmap::IndexMap;
use overlay::{Overlay, Provenance, Tree};
use parse::limit::Budget;
use parse::problem::Problem;
use reference::Target;
use reference::duplicate_id::Namesake;
use reference::scan::{self, Mention};
use reference::unvendored::{self, Absent};
use serde_json::Value;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How deep arrays and objects may nest in a file: as `serde_json` has it, and the same for YAML.
pub const MAX_DEPTH: usize = 127;

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
    files: Vec<File>,
    /// The files that were asked for.
    roots: Vec<FileId>,
    /// What the locations lead to that are referred to.
    links: HashMap<Location, Link>,
    /// The nodes that have a location of their own.
    named: HashMap<Location, Origin>,
    /// Where the nodes of files were written that overlays changed.
    overlaid: HashMap<FileId, Provenance>,
    /// The URLs that are referred to and that there is no copy of, each with what refers to it first.
    #[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "only downloading asks for it"))]
    absent: Vec<(String, FileId)>,
    /// What may be read.
    folders: Folders,
    /// Where copies of what is on a network stand.
    mappings: Mappings,
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

/// Why a file cannot be used.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It was not even opened, or gave no text.
    Unread { code: Code, message: String, help: Vec<String> },
    /// There is no copy of it and of others: one error for all of them, at the first reference.
    Absent { origin: Origin, message: String, help: Vec<String> },
    /// It is a copy that has changed.
    Stale { message: String, help: Vec<String> },
    /// Its text is wrong.
    Broken(Vec<Diagnostic>),
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

    /// Where the node was written that stands at this place: elsewhere when an overlay brought or moved it.
    pub(crate) fn written_at(&self, origin: &Origin) -> Origin {
        let provenance = self.overlaid.get(&origin.file);
        provenance.map_or_else(|| origin.clone(), |provenance| provenance.locate(&origin.pointer))
    }

    /// The URLs that are referred to and that there is no copy of, each with the location of what refers to it first.
    #[cfg(feature = "cli")]
    pub(crate) fn absent(&self) -> impl Iterator<Item = (&str, &Location)> {
        self.absent.iter().filter_map(|(url, from)| Some((url.as_str(), &self.file(*from)?.location)))
    }

    /// What the target of a reference leads to that stands at `origin`: the node that its fragment is relative to. `None`
    /// when nobody took it for a reference when the files were read.
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
    fn file(&self) -> Option<FileId> {
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

/// The locations that a reference may mean, the likeliest first. An `$id` often says where a schema is published and not
/// where the files around it are, and a URL is as often mapped too narrowly.
fn candidates(file: &File, base: Option<&Location>, target: &Target) -> Vec<Location> {
    let path = Location::Path(file.path.clone());
    let mut candidates: Vec<Location> =
        base.into_iter().chain([&file.location, &path]).map(|base| base.join(target)).collect();
    if let Target::Relative(text) = target {
        // The name of a file may have a `%` that is none of a URL's.
        candidates.push(Location::Path(folder::join(&file.path, text)));
    }
    candidates.dedup();
    candidates
}

/// Reads a document. `None` when it cannot be read at all; the reasons are in `diagnostics`. What is wrong with what was
/// read, such as another kind of document, is there too.
pub fn document(path: &Path, options: &Options, diagnostics: &mut Diagnostics) -> Option<Document> {
    let lock = Lock::beside(path).unwrap_or_else(|reason| {
        let place = Place::File(Lock::path(path));
        let message = format!("the lock file cannot be used: {reason}");
        let diagnostic = diagnostics.push(Diagnostic::new(Level::Error, Code::StaleLock, place, message));
        diagnostic.help(format!("write it anew: `specwright vendor {}`", path.display()));
        Lock::empty(path)
    });
    document_with(path, options, lock, diagnostics)
}

/// Reads a document as [`document`] does, with these copies of what is on a network.
pub(crate) fn document_with(
    path: &Path,
    options: &Options,
    lock: Lock,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let mut loader = Loader::new(path, options, lock);
    let mut roots = Vec::new();
    for path in std::iter::once(path).chain(options.further.iter().map(PathBuf::as_path)) {
        let id = loader.root(path).map_err(|failure| report(failure, path, diagnostics)).ok()?;
        if !roots.contains(&id) {
            roots.push(id);
        }
    }
    let mut overlays = Vec::new();
    for path in &options.overlays {
        let id = loader.overlay(path).map_err(|failure| report(failure, path, diagnostics)).ok()?;
        overlays.push(id);
    }
    loader.apply(&overlays, &roots, diagnostics);
    for id in &roots {
        loader.survey(*id);
    }
    loader.follow_references();
    for warning in std::mem::take(&mut loader.warnings) {
        diagnostics.push(warning);
    }
    for namesake in &loader.namesakes {
        namesake.report(&loader.files, diagnostics);
    }
    let document = loader.finish(roots);
    version::check(&document, diagnostics);
    Some(document)
}

/// Whether a file is one that a document may refer to.
#[cfg(feature = "cli")]
pub(crate) fn may_read(document: &Path, options: &Options, path: &Path) -> bool {
    folders(document, options).allow(path)
}

fn folders(document: &Path, options: &Options) -> Folders {
    let documents = std::iter::once(document).chain(options.further.iter().map(PathBuf::as_path));
    Folders::around(documents, options.folders.iter().chain(options.mappings.folders()))
}

/// Reports why the document itself cannot be used.
fn report(failure: Failure, path: &Path, diagnostics: &mut Diagnostics) {
    match failure {
        Failure::Unread { code, message, help } => {
            let place = Place::File(path.to_path_buf());
            let code = if code == Code::MissingReference { Code::UnreadableFile } else { code };
            let diagnostic = Diagnostic::new(Level::Error, code, place, message);
            let diagnostic = diagnostics.push(diagnostic);
            diagnostic.help = help;
            if diagnostic.help.is_empty() {
                diagnostic.help("check the path, which begins at the folder that the generator runs in");
            }
        }
        Failure::Broken(problems) => {
            for problem in problems {
                diagnostics.push(problem);
            }
        }
        // Only what is referred to can be so.
        Failure::Absent { .. } | Failure::Stale { .. } => {}
    }
}

/// Reads files, each once.
struct Loader<'o> {
    document: &'o Path,
    folders: Folders,
    mappings: &'o Mappings,
    lock: Lock,
    budget: Budget,
    files: Vec<File>,
    links: HashMap<Location, Link>,
    named: HashMap<Location, Origin>,
    /// What was read or tried, by its one true path.
    known: HashMap<PathBuf, Link>,
    /// The URLs that nothing says where copies of are.
    unmapped: HashSet<String>,
    /// What there is no copy of, by URL, and where it is referred to first.
    absent: IndexMap<String, Origin>,
    warnings: Vec<Diagnostic>,
    /// The names that are given again.
    namesakes: Vec<Namesake>,
    /// What each file refers to, and where.
    mentions: Vec<IndexMap<Mention, Pointer>>,
    overlaid: HashMap<FileId, Provenance>,
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
            absent: IndexMap::new(),
            warnings: Vec::new(),
            namesakes: Vec::new(),
            mentions: Vec::new(),
            overlaid: HashMap::new(),
        }
    }

    /// Reads a file that was asked for, and leaves what it refers to for later: overlays may change that.
    fn root(&mut self, path: &Path) -> Result<FileId, Failure> {
        if let Some(failure) = unprintable(path) {
            return Err(failure);
        }
        let identity = folder::canonical(path);
        if let Some(id) = self.known.get(&identity).and_then(Link::file) {
            return Ok(id);
        }
        let location = Location::Path(folder::join(Path::new(""), &path.to_string_lossy()));
        let id = self.file(path, location.clone(), None)?;
        self.known.insert(identity, Link::File(id));
        self.links.insert(location, Link::File(id));
        Ok(id)
    }

    /// Reads what the files read so far refer to, until nothing new comes.
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

    /// Reads what a reference may mean, up to the first that can be read.
    fn follow(&mut self, from: FileId, mention: &Mention, pointer: Pointer) {
        let Some(file) = self.files.get(from.0) else { return };
        let base = mention.base.as_ref().and_then(|base| file.identifiers.bases.get(base));
        let mut candidates = candidates(file, base, &mention.target);
        if mention.data {
            candidates.retain(|candidate| matches!(candidate, Location::Path(_)));
        }
        let read = candidates.iter().any(|candidate| self.reach(candidate).file().is_some());
        let url = candidates.into_iter().find_map(|candidate| match candidate {
            Location::Url(url) if !read && self.unmapped.contains(&url) => Some(url),
            Location::Url(_) | Location::Path(_) => None,
        });
        if let Some(url) = url {
            self.absent.entry(url).or_insert(Origin { file: from, pointer });
        }
    }

    /// What a location leads to.
    fn reach(&mut self, location: &Location) -> Link {
        if let Some(link) = self.links.get(location) {
            return link.clone();
        }
        let link = match location {
            Location::Path(path) => self.read(path, location.clone(), None),
            Location::Url(url) => self.copy(url),
        };
        self.links.insert(location.clone(), link.clone());
        link
    }

    /// What is on a network is read from a copy.
    fn copy(&mut self, url: &str) -> Link {
        if let Some(path) = self.mappings.find(url) {
            return self.read(&path, Location::Url(url.to_owned()), None);
        }
        let Some(copy) = self.lock.find(url).cloned() else {
            self.unmapped.insert(url.to_owned());
            return Link::Failure(Arc::new(unvendored::alone(url)));
        };
        let location = Location::Url(copy.redirected_to.clone().unwrap_or(copy.url.clone()));
        self.read(&self.lock.file(&copy), location, Some(&copy.sha256))
    }

    /// Reads a file unless that was done before.
    fn read(&mut self, path: &Path, location: Location, digest: Option<&str>) -> Link {
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
                self.survey(id);
                Link::File(id)
            }
            Err(failure) => Link::Failure(Arc::new(failure)),
        };
        self.known.insert(identity, link.clone());
        link
    }

    /// Reads an overlay. It refers to nothing by itself: what it brings is part of the document.
    fn overlay(&mut self, path: &Path) -> Result<FileId, Failure> {
        self.file(path, Location::Path(folder::join(Path::new(""), &path.to_string_lossy())), None)
    }

    /// Applies overlays in their order, each to the document that it extends, or else to the first.
    fn apply(&mut self, overlays: &[FileId], roots: &[FileId], diagnostics: &mut Diagnostics) {
        let read: Vec<(FileId, Overlay)> = overlays
            .iter()
            .map(|id| {
                let origin = Origin { file: *id, pointer: Pointer::root() };
                (*id, overlay::overlay(&self.files[id.0].root, &origin, diagnostics))
            })
            .collect();
        for root in roots {
            let fitting: Vec<&Overlay> = read
                .iter()
                .filter(|(id, overlay)| self.target(*id, overlay, roots) == *root)
                .map(|(_, it)| it)
                .collect();
            if fitting.is_empty() {
                continue;
            }
            let mut tree = Tree::new(*root, &mut self.files[root.0].root, &mut self.budget, diagnostics);
            for overlay in fitting {
                tree.apply(overlay);
            }
            let provenance = tree.into_provenance();
            self.overlaid.insert(*root, provenance);
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
    fn file(&mut self, path: &Path, location: Location, digest: Option<&str>) -> Result<FileId, Failure> {
        if !self.budget.file() {
            return Err(too_many_files());
        }
        let bytes = read::bytes(path, &mut self.budget);
        if let Some(digest) = digest
            && bytes.as_deref().map(lock::digest).ok().as_deref() != Some(digest)
        {
            return Err(self.stale(path, bytes.err()));
        }
        let text = bytes.and_then(read::text).map_err(|reason| unread(path, reason))?;
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

    /// Gathers the names that a file gives to its parts, and what it refers to.
    fn survey(&mut self, id: FileId) {
        let Some(file) = self.files.get_mut(id.0) else { return };
        let survey = scan::survey(&file.root, &file.location);
        for (pointer, name) in &survey.identifiers.bases {
            let origin = Origin { file: id, pointer: pointer.clone() };
            match self.named.entry(name.clone()) {
                Entry::Vacant(entry) => {
                    entry.insert(origin);
                }
                Entry::Occupied(entry) => {
                    self.namesakes.push(Namesake::by_id(name.to_string(), entry.get().clone(), origin));
                }
            }
        }
        self.namesakes.extend(survey.namesakes.into_iter().map(|found| Namesake::by_anchor(id, found)));
        file.identifiers = survey.identifiers;
        self.mentions[id.0] = survey.mentions;
    }

    fn stale(&self, path: &Path, unreadable: Option<Unreadable>) -> Failure {
        let path = path.display();
        let message = match unreadable {
            Some(reason) => format!("the copy `{path}` cannot be read: {}", reason.reason),
            None => format!("`{path}` has changed since it was downloaded"),
        };
        let renew = format!("restore it, or download it anew: `specwright vendor {}`", self.document.display());
        Failure::Stale { message, help: vec![renew] }
    }

    /// The document, now that all was read that can be.
    fn finish(mut self, roots: Vec<FileId>) -> Document {
        self.absent.retain(|url, _| !self.named.contains_key(&Location::Url(url.clone())));
        let absent = Absent { document: self.document, urls: &self.absent };
        for (url, failure) in absent.failures() {
            self.links.insert(Location::Url(url), Link::Failure(failure));
        }
        let absent = self.absent.into_iter().map(|(url, origin)| (url, origin.file)).collect();
        Document {
            files: self.files,
            roots,
            links: self.links,
            named: self.named,
            overlaid: self.overlaid,
            absent,
            folders: self.folders,
            mappings: self.mappings.clone(),
        }
    }
}

fn placed(problems: Vec<Problem>, path: &Path, text: String) -> Vec<Diagnostic> {
    let source = Arc::new(Source { path: path.to_path_buf(), text });
    problems.into_iter().map(|problem| problem.into_diagnostic(&source)).collect()
}

fn unread(path: &Path, reason: Unreadable) -> Failure {
    let mut help: Vec<_> = reason.help.into_iter().collect();
    if reason.kind == Kind::Missing
        && let Some(similar) = similar_file(path)
    {
        help.push(format!("there is a file `{similar}` in that folder"));
    }
    Failure::Unread {
        code: match reason.kind {
            Kind::Missing => Code::MissingReference,
            Kind::TooLarge => Code::TooLarge,
            Kind::Other => Code::UnreadableFile,
        },
        message: format!("cannot read `{}`: {}", path.display(), reason.reason),
        help,
    }
}

/// The name in the same folder that was probably meant.
fn similar_file(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = folder.unwrap_or(Path::new(".")).read_dir().ok()?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    crate::diagnostics::similar(name, names)
}

/// The path of a file is printed to cargo, line by line, and stands in the first line of what is generated. A line break in
/// it would begin a line of its own: an instruction to cargo, or a line of a manifest.
fn unprintable(path: &Path) -> Option<Failure> {
    let shown = path.to_string_lossy();
    shown.contains(char::is_control).then(|| Failure::Unread {
        code: Code::UnreadableFile,
        message: format!("cannot read `{}`: a control character is in its path", shown.escape_debug()),
        help: vec!["rename the file or folder: line breaks, tabs and the like may not be in its name".into()],
    })
}

fn outside(path: &Path) -> Failure {
    Failure::Unread {
        code: Code::OutsideRoots,
        message: format!("`{}` is outside the folders that may be read", path.display()),
        help: vec![
            "read are the document's folder, and files of YAML or JSON in the repository or the three folders above it"
                .into(),
            "move the file there, or add its folder where the generator is called".into(),
        ],
    }
}

fn no_document(path: &Path) -> Failure {
    Failure::Unread {
        code: Code::UnreadableFile,
        message: format!("cannot read `{}`: it is neither YAML nor JSON", path.display()),
        help: vec!["give it a name that ends in `.yaml` or `.json` to see what is wrong with it".into()],
    }
}

fn too_many_files() -> Failure {
    let message = format!("the document refers to more than {MAX_FILES} files");
    Failure::Unread { code: Code::TooLarge, message, help: vec!["put several of them into one file".into()] }
}
