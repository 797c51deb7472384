//! `specwright check`: diagnostics, a summary of what is generated, and proposed changes.

use super::input::Input;
use super::show::{Progress, name_settings, show};
use clap::{Args, ValueEnum};
use specwright::report::{Action, overlay, proposed};
use specwright::{Error, Read};
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    input: Input,
    /// Write an overlay with all proposed changes, to be reviewed and then applied with `--overlay`.
    #[arg(long, value_name = "FILE")]
    fix: Option<PathBuf>,
    /// The format of the report.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Print errors only.
    #[arg(long, short)]
    pub quiet: bool,
}

/// The format of the report of `check`.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    /// Text, to stderr; the summary to stdout.
    #[default]
    Text,
    /// One JSON object, to stdout.
    Json,
}

/// Checks and reports.
pub fn run(Check { input, fix, format, quiet }: Check) -> Result<ExitCode, Error> {
    let spec = input.spec.clone();
    let builder = input.builder();
    name_settings(&builder, quiet);
    let progress = Progress::begin(&spec);
    let result = builder.read();
    progress.end();
    let (report, api) = match &result {
        Ok(Read { report, api, .. }) => (report, Some(api)),
        Err(Error::Document { report, .. }) => (report, None),
        Err(_) => return result.map(|_| ExitCode::FAILURE),
    };
    let actions = report.actions(api);
    match (format, api) {
        (Format::Json, _) => println!("{}", report.json(api)),
        (Format::Text, None) if quiet => show(&report.only_errors()),
        (Format::Text, None) => show(report),
        (Format::Text, Some(api)) if !quiet => {
            show(report);
            print!("{}", report.summary(api));
            if fix.is_none() {
                print!("{}", proposed(&actions));
            }
        }
        (Format::Text, Some(_)) => {}
    }
    let written = fix.is_none_or(|path| write(&path, &actions, &spec, quiet));
    Ok(if written && api.is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Writes the overlay, and returns whether this succeeded. An existing one is kept, since it may have been edited.
fn write(path: &Path, actions: &[Action], spec: &Path, quiet: bool) -> bool {
    if actions.is_empty() {
        eprintln!("note: no changes are proposed, so `{}` was not written", path.display());
        return true;
    }
    let title = spec.file_name().unwrap_or_default().to_string_lossy();
    let written = File::create_new(path).and_then(|mut file| file.write_all(overlay(actions, &title).as_bytes()));
    match written {
        Ok(()) if quiet => true,
        Ok(()) => {
            let changes = if actions.len() == 1 { "change" } else { "changes" };
            eprintln!(
                "note: wrote {} {changes} to `{}`: review them, and apply them with `--overlay`",
                actions.len(),
                path.display()
            );
            true
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            eprintln!("error: `{}` exists already, and is not overwritten", path.display());
            false
        }
        Err(error) => {
            eprintln!("error: cannot write {}: {error}", path.display());
            false
        }
    }
}
