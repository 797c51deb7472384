//! specwright reads an OpenAPI document at build time and emits a typed Rust client.
//!
//! [`Builder`] runs the stages: load, swagger2, extensions, lower, check, customize, dedup, analysis, name, emit, output, write.
//! [`Builder::read`] stops before the analysis, [`Builder::output`] before anything is written, and [`Builder::generate`] writes
//! the files. [`Builder::build_script`] also prints cargo's instructions and the warnings; the `specwright` command calls
//! the same methods.
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
//!
//! The items on this page are public. Modules that it does not list are for the `specwright` command and for tests, and may change with
//! any version.

mod analysis;
mod build_script;
mod check;
mod customize;
mod dedup;
#[doc(hidden)]
pub mod diagnostics;
#[cfg(feature = "diff")]
pub mod diff;
mod emit;
mod extensions;
pub mod guide;
#[doc(hidden)]
pub mod ir;
pub mod load;
mod lower;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod mock;
mod name;
mod output;
#[doc(hidden)]
pub mod pointer;
pub mod report;
#[doc(hidden)]
pub mod resolve;
#[doc(hidden)]
pub mod sample;
pub mod settings;
#[cfg(feature = "diff")]
pub mod surface;
mod swagger2;
mod text;
#[doc(hidden)]
pub mod validate;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod vendor;

pub use build_script::Builder;
pub use diagnostics::{Code, Effect, Level};
#[doc(hidden)]
pub use emit::example::Example;
#[doc(hidden)]
pub use emit::tables::TestModule;
pub use output::format::{File, FormatError};
#[doc(hidden)]
pub use output::requirement::{Place, Requirement};
#[cfg(feature = "cli")]
#[doc(hidden)]
pub use output::starter::{Source, Starter};
pub use output::write::{Changes, WriteError, changes, files as write};
pub use settings::{CrateName, CrateNameError, Layout, Package, Runtime};

use analysis::Analysis;
use diagnostics::{Diagnostics, Rejected};
use emit::Emitter;
use load::Document;
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
    /// Warnings and notes; no errors.
    pub report: Report,
    /// Every file that was read, the document itself first.
    pub sources: Vec<PathBuf>,
    /// A first call, which the `specwright` command shows.
    #[doc(hidden)]
    pub first_call: Example,
    /// The crates that the modules use.
    #[doc(hidden)]
    pub requirements: Vec<Requirement>,
}

impl Output {
    fn new(emitter: &Emitter, files: Vec<File>, report: Report, sources: Vec<PathBuf>) -> Self {
        let requirements = output::requirement::requirements(emitter);
        Self { files, report, sources, first_call: Example::of(emitter), requirements }
    }
}

/// Generates the client of the document at `path`, as modules or as a crate.
fn generate(path: &Path, settings: &Settings, layout: &Layout) -> Result<Output, Error> {
    let (read, _) = read(path, settings)?;
    with_emitter(&read.api, settings, layout, |emitter| {
        let files = output::files(emitter, &source_name(path))?;
        Ok(Output::new(emitter, files, read.report, read.sources))
    })
}

/// The files of a crate whose build script generates the client.
#[cfg(feature = "cli")]
fn generate_starter(path: &Path, settings: &Settings, starter: &Starter) -> Result<Output, Error> {
    let (read, _) = read(path, settings)?;
    with_emitter(&read.api, settings, &Layout::Modules, |emitter| {
        let files = output::starter::files(emitter, starter, &source_name(path));
        Ok(Output::new(emitter, files, read.report, read.sources))
    })
}

/// A further file of a client, for tests of this generator.
fn generate_test_module(path: &Path, settings: &Settings, module: TestModule) -> Result<File, Error> {
    let (read, _) = read(path, settings)?;
    with_emitter(&read.api, settings, &Layout::Modules, |emitter| {
        Ok(output::file(module.emit(emitter), &source_name(path))?)
    })
}

/// A version of a document, for comparison with another.
#[cfg(feature = "diff")]
fn read_version(path: &Path, settings: &Settings) -> Result<diff::Version, Error> {
    let (Read { api, report, .. }, document) = read(path, settings)?;
    let mut surface = with_emitter(&api, settings, &Layout::Modules, emit::surface::of);
    diff::formats::add(&mut surface, &document);
    Ok(diff::Version { path: path.to_path_buf(), surface, report, document })
}

/// The stages `analysis` and `name`, and what `emit` makes of them.
fn with_emitter<T>(api: &ir::Api, settings: &Settings, layout: &Layout, emit: impl FnOnce(&Emitter) -> T) -> T {
    let analysis = Analysis::of(api);
    let names = name::assign(api, &analysis, &settings.names);
    emit(&Emitter::new(api, &analysis, &names, layout, settings))
}

/// The stages before `analysis`: reads and checks the document at `path`.
fn read(path: &Path, settings: &Settings) -> Result<(Read, Document), Error> {
    let mut diagnostics = Diagnostics::new(settings.strictness).allowing(settings::allowed(settings));
    settings::report_privileges(settings, &mut diagnostics);
    let mut document = load::document(path, &settings.options, &mut diagnostics);
    settings::point_at_names(settings, &mut diagnostics);
    if let Some(document) = &mut document {
        swagger2::translate(document, &mut diagnostics);
        extensions::apply(document, settings, &mut diagnostics);
    }
    let api = document.as_ref().ok_or(Rejected).and_then(|document| api_of(document, settings, &mut diagnostics));
    settings::demote_allowed(settings, &mut diagnostics);
    let report = Report::new(&diagnostics, document.as_ref());
    let sources = document.as_ref().map_or_else(|| vec![path.to_path_buf()], sources);
    match (api, document) {
        (Ok(api), Some(document)) => Ok((Read { api, report, sources }, document)),
        _ => Err(Error::Document { report, sources }),
    }
}

/// The API that a document describes, with the settings applied.
fn api_of(document: &Document, settings: &Settings, diagnostics: &mut Diagnostics) -> Result<ir::Api, Rejected> {
    diagnostics.propagate()?;
    let api = lower::api(Resolver::new(document), &incoming_filter(settings), diagnostics);
    extensions::reject_mistakes(document, diagnostics);
    diagnostics.propagate()?;
    check::api(&api, diagnostics);
    diagnostics.propagate()?;
    let api = customize::api(api, settings, document, diagnostics);
    name::report_collisions(&api, &settings.names, diagnostics);
    diagnostics.propagate()?;
    Ok(dedup::types(api, settings))
}

/// Which webhooks and callbacks the settings select.
fn incoming_filter(settings: &Settings) -> lower::IncomingFilter {
    let webhooks = &settings.webhooks;
    if webhooks.all {
        return lower::IncomingFilter::All;
    }
    // Settings from a file have valid patterns; those of a build script are checked if they match nothing.
    let patterns = webhooks.named.iter().filter_map(|entry| glob::Pattern::new(&entry.key).ok());
    if webhooks.is_on() { lower::IncomingFilter::Matching(patterns.collect()) } else { lower::IncomingFilter::None }
}

/// The document as named in the first line of each file: a relative path as given, or else the name of the file, so
/// that the output is the same on every machine.
fn source_name(path: &Path) -> String {
    let name = if path.has_root() { path.file_name().map_or(path, Path::new) } else { path };
    name.display().to_string().replace('\\', "/")
}

/// A document without errors.
#[derive(Debug)]
pub struct Read {
    /// The API, for the `specwright` command and for tests.
    #[doc(hidden)]
    pub api: ir::Api,
    /// Warnings and notes; no errors.
    pub report: Report,
    /// Every file that was read, the document itself first.
    pub sources: Vec<PathBuf>,
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
        /// The errors, warnings and notes.
        report: Report,
        /// Every file that was read.
        sources: Vec<PathBuf>,
    },
    /// The package of the build script lacks a dependency of the client, or a feature of one.
    Dependencies {
        /// The errors, about its `Cargo.toml`.
        report: Report,
    },
    /// The emitted code is not valid Rust: a bug in this crate.
    Format(FormatError),
    /// A file could not be written.
    Write(WriteError),
}

impl Error {
    /// The error, with a further file that was read.
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
            Self::Document { report, .. } | Self::Dependencies { report } => report.fmt(f),
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
