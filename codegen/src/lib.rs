//! specwright reads an OpenAPI document at build time and emits a typed Rust client.
//!
//! [`Builder`] is the whole of it: load, lower, check, gather facts, name, emit, format; [`Builder::read`] stops before
//! the names, [`Builder::output`] before anything is written. A build script lets it write the files and speak to cargo;
//! the `specwright` command does the same by hand.
//!
//! ```no_run
//! // build.rs
//! fn main() -> std::process::ExitCode {
//!     specwright::Builder::new("spec/petstore.yaml").build_script()
//! }
//! ```
//!
//! ```ignore
//! // src/lib.rs
//! include!(concat!(env!("OUT_DIR"), "/mod.rs"));
//! ```

mod build_script;
mod check;
mod customize;
pub mod diagnostics;
mod emit;
mod facts;
pub mod ir;
pub mod load;
mod lower;
mod name;
mod output;
pub mod pointer;
pub mod report;
pub mod resolve;
pub mod settings;
mod text;
#[cfg(feature = "cli")]
pub mod vendor;

pub use build_script::Builder;
pub use customize::proposal;
pub use output::format::{File, FormatError};
pub use output::krate::{CrateName, CrateNameError, Layout, Package, Runtime};
pub use output::write::{Changes, WriteError, changes, files as write};

use customize::{replace, select, unused};
use diagnostics::Diagnostics;
use emit::{Emitter, Gates};
use facts::Facts;
use load::Document;
use output::parallel::{self, Plan};
use output::{format, krate};
use report::Report;
use resolve::Resolver;
use settings::Settings;
use std::fmt;
use std::path::{Path, PathBuf};

/// A generated client.
#[derive(Debug)]
pub struct Output {
    /// Its files, none of them written yet.
    pub files: Vec<File>,
    /// What the document does that could not be honoured; no errors.
    pub report: Report,
    /// Every file that was read, the document itself first.
    pub sources: Vec<PathBuf>,
}

/// Generates the client of the document at `path`, as modules or as a crate.
fn generate_as(path: &Path, settings: &Settings, layout: &Layout) -> Result<Output, Error> {
    let Read { api, report, sources } = read_as(path, settings)?;
    let facts = Facts::of(&api);
    let source = source_name(path);
    let mut files = parallel::files(&Plan { api: &api, facts: &facts, layout, settings, source: &source })?;
    if let Layout::Crate(package) = layout {
        let names = name::assign(&api, &facts, &settings.names);
        let gates = Gates::of(&api, &names, settings);
        let emitter = Emitter { api: &api, facts: &facts, names: &names, layout, gates: &gates, settings };
        files.extend(krate::files(&emitter, package, &source));
    }
    Ok(Output { files, report, sources })
}

/// One file more for a client of modules, which tests of this generator need and no client has.
fn extra_as(path: &Path, settings: &Settings, module: fn(&Emitter) -> emit::Module) -> Result<File, Error> {
    let Read { api, .. } = read_as(path, settings)?;
    let facts = Facts::of(&api);
    let names = name::assign(&api, &facts, &settings.names);
    let (layout, gates) = (Layout::Modules, Gates::default());
    let emitter = Emitter { api: &api, facts: &facts, names: &names, layout: &layout, gates: &gates, settings };
    Ok(format::module(module(&emitter), &source_name(path))?)
}

/// The document as the first line of each file has it: a relative path as it was given, or else the name of the file,
/// so that the same document gives the same bytes on every machine.
fn source_name(path: &Path) -> String {
    let name = if path.has_root() { path.file_name().map_or(path, Path::new) } else { path };
    name.display().to_string().replace('\\', "/")
}

/// A document that was understood.
#[derive(Debug)]
pub struct Read {
    /// What it says.
    pub api: ir::Api,
    /// What it does that cannot be honoured; no errors.
    pub report: Report,
    /// Every file that was read, the document itself first.
    pub sources: Vec<PathBuf>,
}

/// Reads and checks the document at `path` without generating anything.
fn read_as(path: &Path, settings: &Settings) -> Result<Read, Error> {
    let mut diagnostics = Diagnostics::new(settings.strictness);
    settings::report_powers(settings, &mut diagnostics);
    let Some(document) = load::document(path, &settings.options, &mut diagnostics) else {
        return Err(Error::Document { report: Report::new(&diagnostics, None), sources: vec![path.to_path_buf()] });
    };
    let rejected = |diagnostics: &Diagnostics| {
        Err(Error::Document { report: Report::new(diagnostics, &document), sources: sources(&document) })
    };
    if diagnostics.has_errors() {
        return rejected(&diagnostics);
    }
    let api = lower::api(Resolver::new(&document), &mut diagnostics);
    if diagnostics.has_errors() {
        return rejected(&diagnostics);
    }
    check::api(&api, &mut diagnostics);
    if diagnostics.has_errors() {
        return rejected(&diagnostics);
    }
    unused::check(settings, &api, &mut diagnostics);
    let mut api = select::api(api, &settings.filter);
    replace::replace_types(&mut api, settings, &document, &mut diagnostics);
    replace::take_pages(&mut api, &mut diagnostics);
    name::report_collisions(&api, &settings.names, &mut diagnostics);
    if diagnostics.has_errors() {
        return rejected(&diagnostics);
    }
    Ok(Read { api, report: Report::new(&diagnostics, &document), sources: sources(&document) })
}

fn sources(document: &Document) -> Vec<PathBuf> {
    document.files().iter().map(|file| file.path.clone()).collect()
}

/// Why nothing was generated.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The document has errors.
    Document {
        /// Everything that was found, warnings included.
        report: Report,
        /// Every file that was read.
        sources: Vec<PathBuf>,
    },
    /// What was emitted is no Rust: a bug of this crate.
    Format(FormatError),
    /// A file could not be written.
    Write(WriteError),
}

impl Error {
    /// The error, one more file having been read.
    fn with_source(mut self, path: Option<&Path>) -> Self {
        if let Self::Document { sources, .. } = &mut self {
            sources.extend(path.map(Path::to_path_buf));
        }
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document { report, .. } => report.fmt(f),
            Self::Format(error) => error.fmt(f),
            Self::Write(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl From<FormatError> for Error {
    fn from(error: FormatError) -> Self {
        Self::Format(error)
    }
}

impl From<WriteError> for Error {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}
