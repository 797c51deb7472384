//! For build scripts: generate, write, and tell cargo what to watch and what was found.
//!
//! Uses: `diagnostics`, `diff`, `emit`, `load`, `output`, `report`, `settings`. Used by: the root.

mod settings;

use crate::diagnostics::Diagnostics;
use crate::output::write;
use crate::report::Report;
use crate::settings::Layout;
use crate::settings::Settings;
use crate::{Error, File, Output, Read, emit, extra_as, generate_as, read_as};
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

/// Which file of settings is read.
#[derive(Debug, Clone)]
enum SettingsFile {
    /// The one beside the document, if it is there.
    Beside,
    /// This one.
    At(PathBuf),
    /// None.
    Nowhere,
}

impl Builder {
    /// A builder for the document at this path; in a build script, relative to the package's folder.
    pub fn new(document: impl Into<PathBuf>) -> Self {
        Self {
            document: document.into(),
            out_dir: None,
            layout: Layout::Modules,
            file: SettingsFile::Beside,
            settings: Settings::default(),
        }
    }

    /// The folder to write to. In a build script `OUT_DIR` unless set.
    #[must_use]
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// The file of [`settings`](crate::settings), in place of the `specwright.toml` beside the document.
    ///
    /// Settings are code. What is named here may do all that settings can; a file that is only found beside the document
    /// may, too, and each setting in it that is code, or that lets the document read more, is a warning.
    #[must_use]
    pub fn config(mut self, path: impl Into<PathBuf>) -> Self {
        self.file = SettingsFile::At(path.into());
        self
    }

    /// No file of settings, also where one lies beside the document. For documents that come from somebody else, with
    /// all that is around them.
    #[must_use]
    pub fn no_config(mut self) -> Self {
        self.file = SettingsFile::Nowhere;
        self
    }

    /// The file of settings that lies beside the document and is read because nobody named one or wanted none.
    #[must_use]
    pub fn found_config(&self) -> Option<PathBuf> {
        match self.file {
            SettingsFile::Beside => {
                Some(self.document.with_file_name(crate::settings::FILE)).filter(|path| path.is_file())
            }
            SettingsFile::At(_) | SettingsFile::Nowhere => None,
        }
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
        self.output_as(&self.layout)
    }

    /// Reads and checks the document, with the settings, without generating anything.
    ///
    /// # Errors
    ///
    /// [`Error::Document`] when the document or the settings have errors.
    pub fn read(&self) -> Result<Read, Error> {
        let (settings, file) = self.all_settings()?;
        let mut read = read_as(&self.document, &settings).map_err(|error| error.with_source(file.as_deref()))?;
        read.sources.extend(file);
        Ok(read)
    }

    /// The same as [`read`](Self::read) with every schema as the document has it: types of your own say nothing of what they read.
    ///
    /// # Errors
    ///
    /// [`Error::Document`] when the document or the settings have errors.
    #[cfg(feature = "cli")]
    #[doc(hidden)]
    pub fn read_as_documented(&self) -> Result<Read, Error> {
        let (mut settings, file) = self.all_settings()?;
        (settings.types, settings.formats, settings.date_time) = Default::default();
        let mut read = read_as(&self.document, &settings).map_err(|error| error.with_source(file.as_deref()))?;
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
        crate::version_as(&self.document, &settings).map_err(|error| error.with_source(file.as_deref()))
    }

    /// The files of a crate whose build script makes the client, the settings last.
    ///
    /// # Errors
    ///
    /// As [`output`](Self::output).
    #[cfg(feature = "cli")]
    #[doc(hidden)]
    pub fn starter(&self, starter: &crate::Starter) -> Result<Output, Error> {
        let (settings, _) = self.all_settings()?;
        crate::starter_as(&self.document, &settings, starter)
    }

    /// A file more for the client, with the type of every named schema. Tests of this generator read and write values of
    /// schemas with it.
    ///
    /// # Errors
    ///
    /// As [`output`](Self::output).
    #[doc(hidden)]
    pub fn schemas(&self) -> Result<File, Error> {
        let (settings, _) = self.all_settings()?;
        extra_as(&self.document, &settings, emit::schemas)
    }

    /// A file more for the client, with every operation made from JSON and read into JSON. Programs that validate requests and
    /// responses call the client with it, in tests of this generator.
    ///
    /// # Errors
    ///
    /// As [`output`](Self::output).
    #[doc(hidden)]
    pub fn harness(&self) -> Result<File, Error> {
        let (settings, _) = self.all_settings()?;
        extra_as(&self.document, &settings, emit::harness)
    }

    /// A file more for the client, with the call that the documentation of each operation shows. Tests of this generator compile it.
    ///
    /// # Errors
    ///
    /// As [`output`](Self::output).
    #[doc(hidden)]
    pub fn calls(&self) -> Result<File, Error> {
        let (settings, _) = self.all_settings()?;
        extra_as(&self.document, &settings, emit::calls)
    }

    /// A file more for the client, with every union read and written variant by variant. Tests of this generator hold
    /// against the document what it reads as which variant.
    ///
    /// # Errors
    ///
    /// As [`output`](Self::output).
    #[doc(hidden)]
    pub fn unions(&self) -> Result<File, Error> {
        let (settings, _) = self.all_settings()?;
        extra_as(&self.document, &settings, emit::unions)
    }

    /// A file more for the client with a server side, with every operation and every response made from JSON. Tests of this generator
    /// compare what one side sends with what the other reads.
    ///
    /// # Errors
    ///
    /// As [`output`](Self::output).
    #[doc(hidden)]
    pub fn wire(&self) -> Result<File, Error> {
        let (settings, _) = self.all_settings()?;
        extra_as(&self.document, &settings, emit::wire)
    }

    pub(crate) fn settings_mut(&mut self) -> &mut Settings {
        &mut self.settings
    }

    fn output_as(&self, layout: &Layout) -> Result<Output, Error> {
        let (settings, file) = self.all_settings()?;
        let output = generate_as(&self.document, &settings, layout);
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
        crate::settings::check_values(&self.settings, &mut diagnostics);
        if diagnostics.has_errors() {
            let sources = file.into_iter().chain([self.document.clone()]).collect();
            return Err(Error::Document { report: Report::new(&diagnostics, None), sources });
        }
        if let SettingsFile::At(_) = self.file {
            settings.powers.clear();
        }
        settings.extend(self.settings.clone());
        Ok((settings, file))
    }

    /// Generates and writes; only files whose bytes changed are touched. Gives the warnings.
    ///
    /// # Errors
    ///
    /// [`Error`] when the document has errors or a file cannot be written. Nothing is written on the former.
    pub fn generate(&self, folder: &Path) -> Result<Report, Error> {
        let output = self.output()?;
        write::files(&output.files, folder)?;
        Ok(output.report)
    }

    /// All that a build script does: generates into `OUT_DIR`, tells cargo to run again only when the document or a
    /// file it refers to changes, shows warnings as cargo's, a screen of them at most, and on errors prints them as rustc does and fails.
    #[must_use = "return it from `main`, so that cargo sees the failure"]
    pub fn build_script(&self) -> ExitCode {
        let folder = self.out_dir.clone().or_else(|| std::env::var_os("OUT_DIR").map(PathBuf::from));
        let Some(folder) = folder else {
            eprintln!("error: `OUT_DIR` is not set: call `build_script` from a build script, or set `out_dir`");
            return ExitCode::FAILURE;
        };
        let written = self.output_as(&Layout::Modules).and_then(|output| {
            watch(&output.sources);
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

fn watch(sources: &[PathBuf]) {
    for instruction in sources.iter().filter_map(|path| instruction("rerun-if-changed", &path.display().to_string())) {
        println!("{instruction}");
    }
}

/// An instruction to cargo, which is one line: with a line break in its value there is none.
fn instruction(name: &str, value: &str) -> Option<String> {
    (!value.contains(['\n', '\r'])).then(|| format!("cargo::{name}={value}"))
}

/// Cargo shows what a build script says line by line.
fn warn(report: &Report, document: &Path) {
    for line in report.brief(false, document).lines() {
        if let Some(instruction) = instruction("warning", &line.replace('\r', " ")) {
            println!("{instruction}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::instruction;

    #[test]
    fn an_instruction_to_cargo_is_one_line() {
        assert_eq!(instruction("warning", "a b").as_deref(), Some("cargo::warning=a b"));
        for value in ["a\ncargo::rustc-link-arg=-fuse-ld=x", "a\rb", "\n"] {
            assert_eq!(instruction("rerun-if-changed", value), None, "{value:?}");
        }
    }
}
