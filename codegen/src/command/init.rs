//! `specwright init`: creates a crate whose build script generates the client, or the settings file of a document.

use super::paths::seen_from;
use super::show::{Progress, note_workspace, show_brief, show_error};
use clap::Args;
use specwright::{Builder, CrateName, Error, Output, Source, Starter, settings};
use std::fmt::Write as _;
use std::fs::{File, create_dir_all};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, Args)]
pub struct Init {
    /// The OpenAPI document: YAML or JSON.
    spec: PathBuf,
    /// The folder of the crate. Default: the folder of the document.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The name of the crate. Default: the name of its folder.
    #[arg(long, value_name = "NAME")]
    name: Option<CrateName>,
    /// Write only the settings file, next to the document.
    #[arg(long, conflicts_with_all = ["out", "name", "path", "git"])]
    settings: bool,
    /// The clone of specwright's repository that the crate depends on. Default: the one that this command was built from.
    #[arg(long, value_name = "DIR")]
    path: Option<PathBuf>,
    /// The URL of specwright's repository that the crate depends on.
    #[arg(long, value_name = "URL", conflicts_with = "path")]
    git: Option<String>,
    /// Print errors only.
    #[arg(long, short)]
    quiet: bool,
}

/// Writes files that do not exist yet.
pub fn run(arguments: &Init) -> ExitCode {
    match write(arguments) {
        Ok(written) if written.files.is_empty() => {
            let kept: Vec<String> = written.kept.iter().map(|path| format!("`{}`", path.display())).collect();
            eprintln!("error: nothing to write: these files exist already: {}", kept.join(", "));
            ExitCode::FAILURE
        }
        Ok(written) => {
            if !arguments.quiet {
                show_brief(&written.output.report, &arguments.spec);
                print!("{}", written.text(arguments));
                if let Some(manifest) = written.files.iter().find(|path| path.ends_with("Cargo.toml")) {
                    note_workspace(manifest.parent().unwrap_or(Path::new(".")));
                }
            }
            ExitCode::SUCCESS
        }
        Err(InitError::Document(error)) => {
            show_error(&error, arguments.quiet);
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The files that were written or kept.
struct Written {
    files: Vec<PathBuf>,
    /// Files that existed already.
    kept: Vec<PathBuf>,
    output: Output,
}

/// Why the command stops.
enum InitError {
    Document(Error),
    Name(String),
    Source,
    File(PathBuf, io::Error),
}

impl std::fmt::Display for InitError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Document(error) => error.fmt(f),
            Self::Name(reason) => write!(f, "{reason}: give the crate a name with `--name`"),
            Self::Source => f.write_str(
                "specwright is not published, and the sources of this command no longer exist: pass the path or URL of its repository with `--path` or `--git`",
            ),
            Self::File(path, error) => write!(f, "cannot write {}: {error}", path.display()),
        }
    }
}

fn write(arguments: &Init) -> Result<Written, InitError> {
    let spec_folder = arguments.spec.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = arguments.out.as_deref().unwrap_or(spec_folder);
    let starter = Starter {
        name: name(arguments, folder)?,
        source: source(arguments)?,
        document: seen_from(folder, &arguments.spec),
        settings: seen_from(folder, &spec_folder.join(settings::FILE)),
    };
    let progress = Progress::begin(&arguments.spec);
    let output = Builder::new(&arguments.spec).starter(&starter);
    progress.end();
    let mut written = Written { files: Vec::new(), kept: Vec::new(), output: output.map_err(InitError::Document)? };
    for file in &written.output.files {
        let is_settings = file.path == settings::FILE;
        if arguments.settings && !is_settings {
            continue;
        }
        let path = if is_settings { spec_folder.join(&file.path) } else { folder.join(&file.path) };
        let path = path.strip_prefix(".").map(Path::to_path_buf).unwrap_or(path);
        match create(&path, &file.text) {
            Ok(()) => written.files.push(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => written.kept.push(path),
            Err(error) => return Err(InitError::File(path, error)),
        }
    }
    Ok(written)
}

/// Writes a file that does not exist.
fn create(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        create_dir_all(folder)?;
    }
    File::create_new(path)?.write_all(text.as_bytes())
}

fn name(arguments: &Init, folder: &Path) -> Result<CrateName, InitError> {
    if let Some(name) = &arguments.name {
        return Ok(name.clone());
    }
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    // Only a crate needs a name.
    let name = if arguments.settings { "client" } else { name.as_str() };
    name.parse::<CrateName>().map_err(|error| InitError::Name(error.to_string()))
}

fn source(arguments: &Init) -> Result<Source, InitError> {
    match (&arguments.git, &arguments.path) {
        (Some(url), _) => Ok(Source::Git(url.clone())),
        (None, Some(path)) => Ok(Source::Clone(std::path::absolute(path).unwrap_or_else(|_| path.clone()))),
        (None, None) => {
            Source::known().or_else(|| arguments.settings.then_some(Source::Published)).ok_or(InitError::Source)
        }
    }
}

impl Written {
    /// The result, and the next steps.
    fn text(&self, arguments: &Init) -> String {
        let list = |paths: &[PathBuf]| -> String {
            let names: Vec<String> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
            names.join(", ")
        };
        let mut text = format!("wrote {}\n", list(&self.files));
        if !self.kept.is_empty() {
            let _ = writeln!(text, "kept unchanged: {}", list(&self.kept));
        }
        if arguments.settings {
            return text;
        }
        text.push_str(&self.missing_lines());
        let folder = arguments.out.as_deref().or_else(|| arguments.spec.parent());
        let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
        let entering = folder.map(|folder| format!("  cd {}\n", folder.display())).unwrap_or_default();
        let running = if self.has("examples/first_call.rs") { self.running() } else { String::new() };
        text + &format!("\nnext:\n\n{entering}  cargo doc --open\n{running}")
    }

    /// How to run the first call.
    fn running(&self) -> String {
        let placeholders = self.output.first_call.placeholders();
        let hint = placeholders.map(|words| format!("    # after inserting your {words}")).unwrap_or_default();
        format!("  cargo run --example first_call{hint}\n")
    }

    fn has(&self, path: &str) -> bool {
        self.files.iter().any(|file| file.ends_with(path))
    }

    /// What existing files of the crate lack.
    fn missing_lines(&self) -> String {
        let mut text = String::new();
        for file in self.output.files.iter().filter(|file| self.kept.iter().any(|path| path.ends_with(&file.path))) {
            let lines = match file.path.as_str() {
                "Cargo.toml" => file.text.find("[dependencies]").map(|start| &file.text[start..]),
                "build.rs" | "src/lib.rs" => file.text.split_once("\n\n").map(|(_, code)| code),
                _ => None,
            };
            let Some(lines) = lines else { continue };
            let _ = writeln!(text, "\nadd to `{}`:\n\n{}", file.path, lines.trim_end());
        }
        text
    }
}
