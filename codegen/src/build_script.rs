//! For build scripts: generate, write, and tell cargo what to watch and what was found.

use crate::diagnostics::Strictness;
use crate::krate::Layout;
use crate::load::{Mapping, Options};
use crate::report::Report;
use crate::{Error, Output, generate_as, write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Generates a client into a folder.
///
/// ```no_run
/// // build.rs
/// fn main() -> std::process::ExitCode {
///     specwright::Builder::new("spec/petstore.yaml").build_script()
/// }
/// ```
#[derive(Debug, Clone)]
pub struct Builder {
    document: PathBuf,
    out_dir: Option<PathBuf>,
    strictness: Strictness,
    options: Options,
    layout: Layout,
}

impl Builder {
    /// A builder for the document at this path; in a build script, relative to the package's folder.
    pub fn new(document: impl Into<PathBuf>) -> Self {
        Self {
            document: document.into(),
            out_dir: None,
            strictness: Strictness::Lenient,
            options: Options::default(),
            layout: Layout::Modules,
        }
    }

    /// The folder to write to. In a build script `OUT_DIR` unless set.
    #[must_use]
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Makes every mistake in the document an error, for a document that you write yourself. Otherwise a mistake is a
    /// warning, and all the rest is generated.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.strictness = Strictness::Strict;
        self
    }

    /// Where else the document may read, all at once.
    #[must_use]
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// A folder of local copies in place of all URLs that begin with `prefix`; see [`Mappings`](crate::load::Mappings).
    #[must_use]
    pub fn map(mut self, prefix: impl Into<String>, folder: impl Into<PathBuf>) -> Self {
        self.options.mappings.add(Mapping { prefix: prefix.into(), folder: folder.into() });
        self
    }

    /// A folder whose files the document may refer to, beside those that [`load`](crate::load) reads in any case.
    #[must_use]
    pub fn read_from(mut self, folder: impl Into<PathBuf>) -> Self {
        self.options.folders.push(folder.into());
        self
    }

    /// Modules or a crate. In a build script always modules.
    #[must_use]
    pub fn layout(mut self, layout: Layout) -> Self {
        self.layout = layout;
        self
    }

    /// Generates without writing.
    ///
    /// # Errors
    ///
    /// [`Error`] when the document has errors.
    pub fn output(&self) -> Result<Output, Error> {
        generate_as(&self.document, self.strictness, &self.options, &self.layout)
    }

    /// Generates and writes; only files whose bytes changed are touched. Gives the warnings.
    ///
    /// # Errors
    ///
    /// [`Error`] when the document has errors or a file cannot be written. Nothing is written on the former.
    pub fn generate(&self, folder: &Path) -> Result<Report, Error> {
        let output = self.output()?;
        write(&output.files, folder)?;
        Ok(output.report)
    }

    /// All that a build script does: generates into `OUT_DIR`, tells cargo to run again only when the document or a
    /// file it refers to changes, shows warnings as cargo's, and on errors prints them as rustc does and fails.
    #[must_use = "return it from `main`, so that cargo sees the failure"]
    pub fn build_script(&self) -> ExitCode {
        let folder = self.out_dir.clone().or_else(|| std::env::var_os("OUT_DIR").map(PathBuf::from));
        let Some(folder) = folder else {
            eprintln!("error: `OUT_DIR` is not set: call `build_script` from a build script, or set `out_dir`");
            return ExitCode::FAILURE;
        };
        let written =
            generate_as(&self.document, self.strictness, &self.options, &Layout::Modules).and_then(|output| {
                watch(&output.sources);
                write(&output.files, &folder)?;
                Ok(output.report)
            });
        match written {
            Ok(report) => {
                warn(&report);
                ExitCode::SUCCESS
            }
            Err(error) => {
                if let Error::Document { sources, .. } = &error {
                    watch(sources);
                }
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        }
    }
}

fn watch(sources: &[PathBuf]) {
    for path in sources {
        println!("cargo::rerun-if-changed={}", path.display());
    }
}

/// Cargo shows what a build script says line by line.
fn warn(report: &Report) {
    for line in report.render(false).lines() {
        println!("cargo::warning={line}");
    }
}
