//! For build scripts: generates and writes the client, and prints the files to watch and the warnings for cargo. `manifest`
//! compares the dependencies of the package with what the client uses.
//!
//! Uses: `diagnostics`, `diff`, `emit`, `load`, `output`, `report`, `settings`. Used by: the crate root.

mod manifest;
mod settings;
#[cfg(test)]
mod tests;

use crate::diagnostics::{Diagnostics, Location};
use crate::output::write;
use crate::report::Report;
use crate::settings::Layout;
use crate::settings::{NamedFile, Settings, here};
use crate::{Error, File, Output, Read, TestModule};
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
    layout: Layout,
    file: SettingsFile,
    settings: Settings,
}

/// The settings file.
#[derive(Debug, Clone)]
enum SettingsFile {
    /// The one next to the document, if there is one.
    Beside,
    /// This one.
    At(PathBuf),
    /// None.
    Nowhere,
}

impl Builder {
    /// Creates a builder for the document at this path; in a build script, relative to the package's folder.
    pub fn new(document: impl Into<PathBuf>) -> Self {
        Self {
            document: document.into(),
            out_dir: None,
            layout: Layout::Modules,
            file: SettingsFile::Beside,
            settings: Settings::default(),
        }
    }

    /// Sets the folder to write to. Default in a build script: `OUT_DIR`.
    #[must_use]
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Sets the file of [`settings`](crate::settings), in place of `specwright.toml` next to the document.
    ///
    /// Settings are code. A file that is named here is trusted. A file next to the document that is not named is used
    /// as well, but with a warning for each setting that is code, or that lets the document read more files.
    #[must_use]
    #[track_caller]
    pub fn config(self, path: impl Into<PathBuf>) -> Self {
        self.config_named(NamedFile { path: path.into(), location: here() })
    }

    /// As [`config`](Self::config), with a `location` for diagnostics, such as the option of a command.
    #[doc(hidden)]
    #[must_use]
    pub fn config_from(self, location: &str, path: impl Into<PathBuf>) -> Self {
        self.config_named(NamedFile { path: path.into(), location: Location::File(location.into()) })
    }

    fn config_named(mut self, file: NamedFile) -> Self {
        self.file = SettingsFile::At(file.path.clone());
        self.settings.named_files.push(file);
        self
    }

    /// Ignores `specwright.toml` next to the document. For documents in a folder that is not trusted.
    #[must_use]
    pub fn no_config(mut self) -> Self {
        self.file = SettingsFile::Nowhere;
        self
    }

    /// The settings file next to the document, which is used because none was named or excluded.
    #[must_use]
    pub fn found_config(&self) -> Option<PathBuf> {
        match self.file {
            SettingsFile::Beside => {
                Some(self.document.with_file_name(crate::settings::FILE)).filter(|path| path.is_file())
            }
            SettingsFile::At(_) | SettingsFile::Nowhere => None,
        }
    }

    /// Sets whether to generate modules or a crate. A build script always generates modules.
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
        self.output_as(&self.layout)
    }

    /// Reads and checks the document, with the settings, without generating anything.
    ///
    /// # Errors
    ///
    /// [`Error::Document`] when the document or the settings have errors.
    pub fn read(&self) -> Result<Read, Error> {
        let (settings, file) = self.all_settings()?;
        let (mut read, _) =
            crate::read(&self.document, &settings).map_err(|error| error.with_source(file.as_deref()))?;
        read.sources.extend(file);
        Ok(read)
    }

    /// Like [`read`](Self::read), with every schema as documented, since your own types do not describe the values that they
    /// read.
    ///
    /// # Errors
    ///
    /// [`Error::Document`] when the document or the settings have errors.
    #[cfg(feature = "cli")]
    #[doc(hidden)]
    pub fn read_as_documented(&self) -> Result<Read, Error> {
        let (mut settings, file) = self.all_settings()?;
        (settings.types, settings.formats, settings.date_time) = Default::default();
        let (mut read, _) =
            crate::read(&self.document, &settings).map_err(|error| error.with_source(file.as_deref()))?;
        read.sources.extend(file);
        Ok(read)
    }

    /// Reads the document, with the settings, for [comparison](crate::diff::compare) with another version of it.
    ///
    /// # Errors
    ///
    /// [`Error::Document`] when the document or the settings have errors.
    #[cfg(feature = "diff")]
    pub fn version(&self) -> Result<crate::diff::Version, Error> {
        let (settings, file) = self.all_settings()?;
        crate::read_version(&self.document, &settings).map_err(|error| error.with_source(file.as_deref()))
    }

    /// The files of a crate whose build script generates the client, and the settings file.
    ///
    /// # Errors
    ///
    /// As [`output`](Self::output).
    #[cfg(feature = "cli")]
    #[doc(hidden)]
    pub fn starter(&self, starter: &crate::Starter) -> Result<Output, Error> {
        let (settings, _) = self.all_settings()?;
        crate::generate_starter(&self.document, &settings, starter)
    }

    /// A further file of the client, for tests of this generator.
    ///
    /// # Errors
    ///
    /// As [`output`](Self::output).
    #[doc(hidden)]
    pub fn test_module(&self, module: TestModule) -> Result<File, Error> {
        let (settings, _) = self.all_settings()?;
        crate::generate_test_module(&self.document, &settings, module)
    }

    pub(crate) fn settings_mut(&mut self) -> &mut Settings {
        &mut self.settings
    }

    fn output_as(&self, layout: &Layout) -> Result<Output, Error> {
        let (settings, file) = self.all_settings()?;
        let output = crate::generate(&self.document, &settings, layout);
        let mut output = output.map_err(|error| error.with_source(file.as_deref()))?;
        output.sources.extend(file);
        Ok(output)
    }

    /// The settings of the file and those of the program, and the file.
    fn all_settings(&self) -> Result<(Settings, Option<PathBuf>), Error> {
        let file = match &self.file {
            SettingsFile::At(path) => Some(path.clone()),
            SettingsFile::Beside | SettingsFile::Nowhere => self.found_config(),
        };
        let mut diagnostics = Diagnostics::default();
        let mut settings = file.as_ref().map(|path| crate::settings::read(path, &mut diagnostics)).unwrap_or_default();
        crate::settings::point_at_names(&self.settings, &mut diagnostics);
        crate::settings::check_values(&self.settings, &mut diagnostics);
        if diagnostics.has_errors() {
            let sources = file.into_iter().chain([self.document.clone()]).collect();
            return Err(Error::Document { report: Report::new(&diagnostics, None), sources });
        }
        if let SettingsFile::At(_) = self.file {
            settings.privileges.clear();
        }
        settings.extend(self.settings.clone());
        Ok((settings, file))
    }

    /// Generates and writes the client; only files whose bytes have changed are written. Returns the warnings.
    ///
    /// # Errors
    ///
    /// [`Error`] when the document has errors, in which case nothing is written, or a file cannot be written.
    pub fn generate(&self, folder: &Path) -> Result<Report, Error> {
        let output = self.output()?;
        write::files(&output.files, folder)?;
        Ok(output.report)
    }

    /// Runs the build script: generates into `OUT_DIR`, tells cargo to rerun only when the document or a file that it refers to
    /// changes, shows at most a screenful of warnings as cargo warnings, and on errors prints them in the style of rustc and
    /// fails.
    #[must_use = "return it from `main`, so that cargo sees the failure"]
    pub fn build_script(&self) -> ExitCode {
        let folder = self.out_dir.clone().or_else(|| std::env::var_os("OUT_DIR").map(PathBuf::from));
        let Some(folder) = folder else {
            eprintln!("error: `OUT_DIR` is not set: call `build_script` from a build script, or set `out_dir`");
            return ExitCode::FAILURE;
        };
        let written = self.output_as(&Layout::Modules).and_then(|output| {
            watch(&output.sources);
            if self.out_dir.is_none() {
                check_manifest(&output)?;
            }
            write::files(&output.files, &folder)?;
            Ok(output.report)
        });
        match written {
            Ok(report) => {
                warn(&report, &self.document);
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

/// Rejects a package that lacks a dependency of its client.
fn check_manifest(output: &Output) -> Result<(), Error> {
    let Some(package) = std::env::var_os("CARGO_MANIFEST_DIR") else { return Ok(()) };
    let diagnostics = manifest::check(output, Path::new(&package));
    if !diagnostics.has_errors() {
        return Ok(());
    }
    Err(Error::Dependencies { report: Report::new(&diagnostics, None) })
}

fn watch(sources: &[PathBuf]) {
    for instruction in sources.iter().filter_map(|path| instruction("rerun-if-changed", &path.display().to_string())) {
        println!("{instruction}");
    }
}

/// An instruction to cargo; `None` if the value contains a line break, since instructions are single lines.
fn instruction(name: &str, value: &str) -> Option<String> {
    (!value.contains(['\n', '\r'])).then(|| format!("cargo::{name}={value}"))
}

/// Cargo shows the messages of a build script line by line.
fn warn(report: &Report, document: &Path) {
    for line in report.brief(false, document).lines() {
        if let Some(instruction) = instruction("warning", &line.replace('\r', " ")) {
            println!("{instruction}");
        }
    }
}
