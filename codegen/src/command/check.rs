//! `specwright check`: what is wrong with a document, and what becomes of it.

use super::input::Input;
use super::show::{Progress, name_settings, show};
use clap::{Args, ValueEnum};
use std::process::ExitCode;

#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    input: Input,
    /// How to say it.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Say nothing but errors.
    #[arg(long, short)]
    quiet: bool,
}

/// How `check` says what it found.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    /// For people, to stderr; the table to stdout.
    #[default]
    Text,
    /// For programs, to stdout: one object.
    Json,
}

/// Checks and reports.
pub fn run(Check { input, format, quiet }: Check) -> Result<ExitCode, specwright::Error> {
    let spec = input.spec.clone();
    let builder = input.builder();
    name_settings(&builder, quiet);
    let progress = Progress::begin(&spec);
    let result = builder.read();
    progress.end();
    match (format, result) {
        (Format::Json, Ok(read)) => {
            println!("{}", read.report.json(Some(&read.api)));
            Ok(ExitCode::SUCCESS)
        }
        (Format::Json, Err(specwright::Error::Document { report, .. })) => {
            println!("{}", report.json(None));
            Ok(ExitCode::FAILURE)
        }
        (Format::Text, Ok(read)) => {
            if !quiet {
                show(&read.report);
                print!("{}", read.report.summary(&read.api));
                let proposals = specwright::proposal::paginations(&read.api);
                if !proposals.is_empty() {
                    print!("\n{}", specwright::proposal::note(&proposals));
                }
            }
            Ok(ExitCode::SUCCESS)
        }
        (_, Err(error)) => Err(error),
    }
}
