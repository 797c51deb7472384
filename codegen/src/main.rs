//! The `specwright` command.

use clap::{Parser, Subcommand};
use specwright::diagnostics::Strictness;
use specwright::load::{Mapping, Options};
use specwright::report::Report;
use specwright::vendor::Vendor;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
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
        #[command(flatten)]
        reading: Reading,
    },
    /// Say what is wrong with a document. Exit status 1 when it has errors.
    Check {
        /// The OpenAPI document: YAML or JSON.
        spec: PathBuf,
        /// Count mistakes as errors.
        #[arg(long)]
        strict: bool,
        #[command(flatten)]
        reading: Reading,
    },
    /// Download what a document refers to by URL, for builds to read in place of the network.
    ///
    /// Each file is written below `vendor/<host>/` beside the document, and listed in `specwright.lock` there with its
    /// SHA-256. Keep both under version control: a build never fetches anything.
    Vendor {
        /// The OpenAPI document: YAML or JSON.
        spec: PathBuf,
        /// The folder to write to, in place of `vendor` beside the document.
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        #[command(flatten)]
        reading: Reading,
    },
}

/// Where else a document may read.
#[derive(Debug, clap::Args)]
struct Reading {
    /// Read what has a URL that begins with PREFIX from a folder. May be given several times; the longest prefix counts.
    #[arg(long, value_name = "PREFIX=DIR")]
    map: Vec<Mapping>,
    /// Let the document refer to the files of one more folder. May be given several times.
    #[arg(long, value_name = "DIR")]
    read_from: Vec<PathBuf>,
}

impl From<Reading> for Options {
    fn from(reading: Reading) -> Self {
        Self { mappings: reading.map.into_iter().collect(), folders: reading.read_from }
    }
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Generate { spec, out, strict, reading } => generate(&spec, &out, strictness(strict), reading),
        Command::Check { spec, strict, reading } => {
            specwright::read_with(&spec, strictness(strict), &reading.into()).map(|read| read.report)
        }
        Command::Vendor { spec, out, reading } => return download(&spec, out.as_deref(), reading),
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

fn strictness(strict: bool) -> Strictness {
    if strict { Strictness::Strict } else { Strictness::Lenient }
}

fn generate(
    spec: &Path,
    out: &Path,
    strictness: Strictness,
    reading: Reading,
) -> Result<Report, specwright::Error> {
    let output = specwright::generate_with(spec, strictness, &reading.into())?;
    specwright::write(&output.files, out)?;
    Ok(output.report)
}

fn download(spec: &Path, out: Option<&Path>, reading: Reading) -> ExitCode {
    let vendor = Vendor { document: spec.to_path_buf(), folder: out.map(Path::to_path_buf), options: reading.into() };
    match vendor.run(&mut |url| eprintln!("downloading {url}")) {
        Ok(vendored) => {
            show(&vendored.report);
            for failure in &vendored.failures {
                eprintln!("error: {failure}");
            }
            match vendored.copies.len() {
                0 if vendored.failures.is_empty() => eprintln!("nothing to download: every reference leads to a file"),
                1 => eprintln!("1 file in `{}`", vendored.lock.display()),
                count => eprintln!("{count} files in `{}`", vendored.lock.display()),
            }
            if vendored.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
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
