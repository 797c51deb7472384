//! `specwright diff`: the effect of a new version of a document on code that uses the client.

use super::input::{Reading, Selection};
use super::show::{Progress, show_error};
use clap::{Args, ValueEnum};
use specwright::diff::{Difference, Impact, Version, compare};
use specwright::{Builder, Error};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The exit status where a document cannot be read.
const FAILURE: u8 = 2;

#[derive(Debug, Args)]
pub struct Diff {
    /// The old version of the document.
    old: PathBuf,
    /// The new version of the document.
    new: PathBuf,
    /// The format of the report.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The changes that cause exit status 1.
    #[arg(long, value_enum, default_value_t, value_name = "CHANGES")]
    fail_on: FailOn,
    /// The settings file of both documents, in place of the `specwright.toml` next to each. Settings are code.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The settings file of the old document, if it differs.
    #[arg(long, value_name = "FILE")]
    old_config: Option<PathBuf>,
    /// Ignore settings files.
    #[arg(long, conflicts_with_all = ["config", "old_config"])]
    no_config: bool,
    /// Apply this overlay to both documents first. Can be repeated; overlays are applied in this order.
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    reading: Reading,
    /// Print the report and errors only.
    #[arg(long, short)]
    quiet: bool,
}

/// How the report is written.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    /// Text.
    #[default]
    Text,
    /// Markdown, for a review or a changelog.
    Markdown,
    /// One JSON object.
    Json,
}

/// The changes that cause a failure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Breaking changes.
    #[default]
    Breaking,
    /// Breaking changes and additions.
    Addition,
    /// Every change.
    Any,
    /// None.
    Never,
}

impl FailOn {
    fn fails(self, difference: &Difference) -> bool {
        let some = |impact| difference.count(impact) > 0;
        match self {
            Self::Breaking => some(Impact::Breaking),
            Self::Addition => some(Impact::Breaking) || some(Impact::Addition),
            Self::Any => !difference.changes.is_empty(),
            Self::Never => false,
        }
    }
}

/// Compares and reports.
pub fn run(arguments: &Diff) -> ExitCode {
    match versions(arguments) {
        Ok((old, new)) => {
            let difference = compare(&old, &new);
            match arguments.format {
                Format::Text => print!("{}", difference.text()),
                Format::Markdown => print!("{}", difference.markdown()),
                Format::Json => println!("{}", difference.json()),
            }
            if arguments.fail_on.fails(&difference) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
        }
        Err(error) => {
            show_error(&error, arguments.quiet);
            ExitCode::from(FAILURE)
        }
    }
}

fn versions(arguments: &Diff) -> Result<(Version, Version), Error> {
    let new = builder(arguments, &arguments.new, arguments.config.as_ref());
    let old = builder(arguments, &arguments.old, arguments.old_config.as_ref().or(arguments.config.as_ref()));
    // The old version is often a copy in another folder: without its own settings, it gets those of the new one.
    let borrowed = new.found_config().filter(|_| arguments.old_config.is_none() && old.found_config().is_none());
    let old = match &borrowed {
        Some(path) => old.config(path),
        None => old,
    };
    if !arguments.quiet {
        name_settings(&old, &new, borrowed.as_deref());
    }
    let progress = Progress::begin(&arguments.old);
    let old = old.version();
    progress.end();
    let progress = Progress::begin(&arguments.new);
    let new = new.version();
    progress.end();
    Ok((old?, new?))
}

fn builder(arguments: &Diff, document: &Path, config: Option<&PathBuf>) -> Builder {
    let builder = Builder::new(document).options(arguments.reading.clone().into());
    let builder = config.into_iter().fold(builder, |builder, path| builder.config_from("--config", path));
    let builder = if arguments.no_config { builder.no_config() } else { builder };
    let builder = arguments.overlay.iter().fold(builder, |builder, path| builder.overlay_from("--overlay", path));
    arguments.selection.select(builder)
}

/// Prints the paths of settings files that were found and not named.
fn name_settings(old: &Builder, new: &Builder, borrowed: Option<&Path>) {
    if let Some(path) = borrowed {
        eprintln!("note: using the settings in `{}` for both; `--no-config` ignores them", path.display());
        return;
    }
    let mut paths: Vec<PathBuf> = [old, new].into_iter().filter_map(Builder::found_config).collect();
    paths.dedup();
    for path in paths {
        eprintln!("note: using the settings in `{}`; `--no-config` ignores them", path.display());
    }
}
