//! `specwright generate`: writes a client.

use super::input::Input;
use super::show::{Progress, name_settings, show};
use clap::Args;
use specwright::{Changes, CrateName, Layout, Package, Runtime};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, Args)]
pub struct Generate {
    #[command(flatten)]
    input: Input,
    /// The folder to write to.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Write a crate of this name: manifest, README and source.
    #[arg(long = "crate", value_name = "NAME")]
    name: Option<CrateName>,
    /// Write modules only, `mod.rs` the root of them. This is what is done without `--crate`.
    #[arg(long, conflicts_with = "name")]
    modules: bool,
    #[command(flatten)]
    runtime: RuntimePlace,
    /// Write nothing; exit with 1 and list the files when the folder does not hold what would be written.
    #[arg(long)]
    check: bool,
    /// Have a Cargo feature for each tag.
    #[arg(long)]
    features_by_tag: bool,
    /// Write the service's half, too: operations are read from requests, and a trait has a method for each.
    #[arg(long)]
    service: bool,
    /// Say nothing but errors.
    #[arg(long, short)]
    quiet: bool,
}

/// Where the crate finds specwright-runtime.
#[derive(Debug, Args)]
#[group(multiple = false, requires = "name")]
struct RuntimePlace {
    /// The crate depends on the specwright-runtime in this folder.
    #[arg(long, value_name = "DIR")]
    runtime_path: Option<PathBuf>,
    /// The crate depends on this version of specwright-runtime, as cargo takes it.
    #[arg(long, value_name = "VERSION")]
    runtime_version: Option<String>,
    /// The crate carries the source of specwright-runtime as `src/runtime/`.
    #[arg(long)]
    embed_runtime: bool,
}

/// Generates and writes.
pub fn run(arguments: Generate) -> Result<ExitCode, specwright::Error> {
    let layout = arguments.name.clone().map_or(Layout::Modules, |name| {
        Layout::Crate(Package { name, runtime: arguments.runtime.place(&arguments.out) })
    });
    let spec = arguments.input.spec.clone();
    let builder = arguments.input.builder().layout(layout);
    let builder = if arguments.features_by_tag { builder.features_by_tag() } else { builder };
    let builder = if arguments.service { builder.service() } else { builder };
    name_settings(&builder, arguments.quiet);
    let progress = Progress::begin(&spec);
    let output = builder.output();
    progress.end();
    let output = output?;
    if !arguments.quiet {
        show(&output.report);
    }
    if arguments.check {
        let changes = specwright::changes(&output.files, &arguments.out)?;
        list(&changes, &arguments.out);
        return Ok(if changes.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let changes = specwright::write(&output.files, &arguments.out)?;
    for path in changes.kept.iter().filter(|_| !arguments.quiet) {
        let path = arguments.out.join(path);
        eprintln!("note: {} was kept: its first line is not that of a generated file", path.display());
    }
    Ok(ExitCode::SUCCESS)
}

impl RuntimePlace {
    fn place(&self, out: &Path) -> Runtime {
        match self {
            Self { runtime_path: Some(path), .. } => Runtime::Path(seen_from(out, path)),
            Self { runtime_version: Some(version), .. } => Runtime::Version(version.clone()),
            Self { embed_runtime: true, .. } => Runtime::Embedded,
            _ => Runtime::default(),
        }
    }
}

/// A path that was given relative to the working directory, as a manifest in `folder` has to write it. An absolute one
/// stays.
fn seen_from(folder: &Path, path: &Path) -> PathBuf {
    let (true, Ok(folder), Ok(path)) =
        (path.is_relative(), std::path::absolute(folder), std::path::absolute(path).map(|path| tidy(&path)))
    else {
        return path.to_path_buf();
    };
    let folder = tidy(&folder);
    let common = folder.components().zip(path.components()).take_while(|(one, other)| one == other).count();
    let up = folder.components().skip(common).map(|_| "..");
    up.map(PathBuf::from).chain(path.components().skip(common).map(|step| PathBuf::from(step.as_os_str()))).collect()
}

/// The path without `.` and `..`, by its words alone.
fn tidy(path: &Path) -> PathBuf {
    let mut tidied = PathBuf::new();
    for step in path.components() {
        match step {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => {
                tidied.pop();
            }
            step => tidied.push(step),
        }
    }
    tidied
}

fn list(changes: &Changes, folder: &Path) {
    let kinds = [("missing", &changes.missing), ("stale", &changes.stale), ("superfluous", &changes.superfluous)];
    for (kind, paths) in kinds {
        for path in paths {
            eprintln!("{kind}: {}", folder.join(path).display());
        }
    }
}
