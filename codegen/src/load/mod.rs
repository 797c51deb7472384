//! Load: from a path to the raw tree of that file and of every file it refers to.
//!
//! Every file is read once, whatever the spellings of its path, and only from the folder of the document, the folder
//! above it, and those the caller adds. Nothing is ever fetched from a network: for `https://example.org/a.yaml` a copy
//! is read from `vendor/example.org/a.yaml` beside the document. A file that a reference names in vain is no error here:
//! the [resolver](crate::resolve) reports it when the reference is used.
//!
//! Limits: arrays and objects nest at most [`MAX_DEPTH`] deep; the aliases of a YAML file copy at most two million
//! nodes; text is UTF-8.

mod folder;
mod json;
mod parse;
mod problem;
mod read;
mod reference;
mod version;
pub(crate) mod yaml;

pub(crate) use reference::{Fragment, Reference, Target};

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Level, Place, Source};
use crate::pointer::{FileId, Origin};
use folder::Folders;
use problem::Problem;
use read::Unreadable;
use serde_json::Value;
use std::collections::HashMap;
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
}

/// A document: the file that was asked for, and every file that it refers to.
#[derive(Debug, Clone)]
pub struct Document {
    files: Vec<File>,
    /// What the references of each file lead to.
    links: HashMap<(FileId, Target), Link>,
}

/// What the first part of a reference leads to.
#[derive(Debug, Clone)]
pub(crate) enum Link {
    /// A file that was read.
    File(FileId),
    /// A file that cannot be used.
    Failure(Arc<Failure>),
}

/// Why a file cannot be used.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It was not even opened, or gave no text.
    Unread { code: Code, message: String, help: Vec<String> },
    /// Its text is wrong.
    Broken(Vec<Diagnostic>),
}

impl Document {
    /// Every file that was read, the one asked for first.
    #[must_use]
    pub fn files(&self) -> &[File] {
        &self.files
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

    /// What the target of a reference in a file leads to.
    pub(crate) fn link(&self, file: FileId, target: Target) -> Option<Link> {
        match target {
            Target::SameFile => Some(Link::File(file)),
            Target::Path(_) | Target::Remote(_) => self.links.get(&(file, target)).cloned(),
        }
    }
}

/// Reads a document. `None` when it cannot be read at all; the reasons are in `diagnostics`. What is wrong with what was
/// read, such as another kind of document, is there too.
///
/// Files that it refers to are read from its own folder and the one above.
pub fn document(path: &Path, diagnostics: &mut Diagnostics) -> Option<Document> {
    document_within(path, &[], diagnostics)
}

/// Reads a document as [`document`] does, and the files that it refers to from these folders, too.
pub fn document_within(path: &Path, folders: &[PathBuf], diagnostics: &mut Diagnostics) -> Option<Document> {
    let mut loader = Loader::new(path, folders);
    match loader.file(path) {
        Ok(id) => loader.known.insert(identity(path), Link::File(id)),
        Err(failure) => {
            report(failure, path, diagnostics);
            return None;
        }
    };
    loader.follow_references();
    for warning in loader.warnings {
        diagnostics.push(warning);
    }
    let document = Document { files: loader.files, links: loader.links };
    version::check(&document, diagnostics);
    Some(document)
}

/// Reports why the document itself cannot be used.
fn report(failure: Failure, path: &Path, diagnostics: &mut Diagnostics) {
    match failure {
        Failure::Unread { message, help, .. } => {
            let place = Place::File(path.to_path_buf());
            let diagnostic = Diagnostic::new(Level::Error, Code::UnreadableFile, place, message);
            diagnostics.push(diagnostic).help = help;
        }
        Failure::Broken(problems) => {
            for problem in problems {
                diagnostics.push(problem);
            }
        }
    }
}

/// Reads files, each once.
struct Loader {
    folders: Folders,
    files: Vec<File>,
    links: HashMap<(FileId, Target), Link>,
    /// What was read or tried, by its one true path.
    known: HashMap<PathBuf, Link>,
    warnings: Vec<Diagnostic>,
}

impl Loader {
    fn new(document: &Path, folders: &[PathBuf]) -> Self {
        Self {
            folders: Folders::around(document, folders),
            files: Vec::new(),
            links: HashMap::new(),
            known: HashMap::new(),
            warnings: Vec::new(),
        }
    }

    /// Reads what the files read so far refer to, until nothing new comes.
    fn follow_references(&mut self) {
        let mut next = 0;
        while let Some(file) = self.files.get(next) {
            let id = FileId(next);
            for target in targets(&file.root) {
                let link = self.link(id, &target);
                self.links.insert((id, target), link);
            }
            next += 1;
        }
    }

    fn link(&mut self, from: FileId, target: &Target) -> Link {
        match target {
            Target::SameFile => Link::File(from),
            Target::Path(path) => {
                let file = self.files.get(from.0).map_or(Path::new(""), |file| &file.path);
                self.read(&folder::join(file, path))
            }
            Target::Remote(url) => self.copy(url),
        }
    }

    /// What is on a network is read from a copy.
    fn copy(&mut self, url: &str) -> Link {
        let document = self.files.first().map_or(Path::new(""), |file| &file.path);
        match Folders::vendored(document, url) {
            Some(copy) if copy.exists() => self.read(&copy),
            copy => Link::Failure(Arc::new(remote(url, copy))),
        }
    }

    /// Reads a file unless that was done before.
    fn read(&mut self, path: &Path) -> Link {
        if !self.folders.allow(path) {
            return Link::Failure(Arc::new(outside(path)));
        }
        let identity = identity(path);
        if let Some(link) = self.known.get(&identity) {
            return link.clone();
        }
        let link = match self.file(path) {
            Ok(id) => Link::File(id),
            Err(failure) => Link::Failure(Arc::new(failure)),
        };
        self.known.insert(identity, link.clone());
        link
    }

    /// Reads one file and keeps it.
    fn file(&mut self, path: &Path) -> Result<FileId, Failure> {
        let text = read::text(path).map_err(|reason| unread(path, reason))?;
        let parsed = match parse::parse(path, &text) {
            Ok(parsed) => parsed,
            Err(problems) => return Err(Failure::Broken(placed(problems, path, text))),
        };
        if !parsed.warnings.is_empty() {
            self.warnings.extend(placed(parsed.warnings, path, text.clone()));
        }
        let id = FileId(self.files.len());
        let (syntax, root) = (parsed.syntax, parsed.root);
        self.files.push(File { path: path.to_path_buf(), text, syntax, root });
        Ok(id)
    }
}

/// Two spellings of a path, and links, lead to one identity.
fn identity(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| folder::absolute(path))
}

fn placed(problems: Vec<Problem>, path: &Path, text: String) -> Vec<Diagnostic> {
    let source = Arc::new(Source { path: path.to_path_buf(), text });
    problems.into_iter().map(|problem| problem.into_diagnostic(&source)).collect()
}

fn unread(path: &Path, reason: Unreadable) -> Failure {
    let mut help: Vec<_> = reason.help.into_iter().collect();
    if reason.missing
        && let Some(similar) = similar_file(path)
    {
        help.push(format!("there is a file `{similar}` in that folder"));
    }
    Failure::Unread {
        code: if reason.missing { Code::MissingReference } else { Code::UnreadableFile },
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

fn outside(path: &Path) -> Failure {
    Failure::Unread {
        code: Code::OutsideRoots,
        message: format!("`{}` is outside the folders that may be read", path.display()),
        help: vec![
            "only the folder of the document, the folder above it and folders that were added are read".into(),
            "move the file there, or add its folder where the generator is called".into(),
        ],
    }
}

fn remote(url: &str, copy: Option<PathBuf>) -> Failure {
    let (message, help) = match copy {
        Some(copy) => (
            format!("`{url}` is on a network, and nothing is fetched while building"),
            format!("save a copy as `{}`: it is read in place of the network", copy.display()),
        ),
        None => (
            format!("`{url}` is neither a file nor a web address"),
            "refer to a file by its path, relative to this file".to_owned(),
        ),
    };
    Failure::Unread { code: Code::MissingReference, message, help: vec![help] }
}

/// The targets outside of a file that its references name, each once, in the order of the tree.
fn targets(root: &Value) -> Vec<Target> {
    let mut targets = indexmap::IndexSet::new();
    let mut waiting = vec![root];
    while let Some(node) = waiting.pop() {
        match node {
            Value::Array(items) => waiting.extend(items.iter().rev()),
            Value::Object(entries) => {
                targets.extend(references(entries).filter_map(outer_target));
                waiting.extend(entries.values().rev());
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    targets.into_iter().collect()
}

/// The references in an object: `$ref`, and the schemas that a discriminator's `mapping` names.
fn references(object: &serde_json::Map<String, Value>) -> impl Iterator<Item = &str> {
    let mapping = object.get("discriminator").and_then(|node| node.get("mapping"));
    let mapped = mapping.and_then(Value::as_object).into_iter().flat_map(|map| map.values());
    object.get("$ref").into_iter().chain(mapped).filter_map(Value::as_str)
}

fn outer_target(reference: &str) -> Option<Target> {
    if reference.starts_with('#') {
        return None;
    }
    Some(Reference::parse(reference).target).filter(|target| *target != Target::SameFile)
}
