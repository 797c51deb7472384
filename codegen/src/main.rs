//! The `specwright` command.

use clap::{Parser, Subcommand};
use specwright::diagnostics::Strictness;
use specwright::report::Report;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

/// Generates typed Rust clients from OpenAPI documents.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the modules of a client.
    Generate {
        /// The OpenAPI document: YAML or JSON.
        spec: PathBuf,
        /// The folder to write to. Its `mod.rs` is the root module.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Stop at mistakes in the document instead of leaving out what they concern.
        #[arg(long)]
        strict: bool,
    },
    /// Say what is wrong with a document. Exit status 1 when it has errors.
    Check {
        /// The OpenAPI document: YAML or JSON.
        spec: PathBuf,
        /// Count mistakes as errors.
        #[arg(long)]
        strict: bool,
    },
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Generate { spec, out, strict } => {
            let builder = specwright::Builder::new(spec);
            if strict { builder.strict().generate(&out) } else { builder.generate(&out) }
        }
        Command::Check { spec, strict } => {
            let strictness = if strict { Strictness::Strict } else { Strictness::Lenient };
            specwright::read(&spec, strictness).map(|read| read.report)
        }
    };
    match result {
        Ok(report) => {
            show(&report);
            ExitCode::SUCCESS
        }
        Err(specwright::Error::Document { report, .. }) => {
            show(&report);
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn show(report: &Report) {
    eprint!("{}", report.render(std::io::stderr().is_terminal()));
    if let Some(summary) = summary(report) {
        eprintln!("\n{summary}");
    }
}

fn summary(report: &Report) -> Option<String> {
    let count = |number: usize, what: &str| match number {
        0 => None,
        1 => Some(format!("1 {what}")),
        number => Some(format!("{number} {what}s")),
    };
    let counts: Vec<String> =
        [count(report.errors(), "error"), count(report.warnings(), "warning")].into_iter().flatten().collect();
    (!counts.is_empty()).then(|| counts.join(", "))
}
