//! `specwright vendor`: downloads files that a document refers to.

use super::input::Reading;
use super::show::show;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub struct Vendor {
    /// The OpenAPI document: YAML or JSON.
    spec: PathBuf,
    /// The folder to write to. Default: `vendor` next to the document.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Allow downloaded files to refer to this machine and to private networks.
    #[arg(long)]
    allow_local: bool,
    #[command(flatten)]
    reading: Reading,
}

/// Downloads and reports.
pub fn run(Vendor { spec: document, out: folder, allow_local, reading }: Vendor) -> ExitCode {
    let vendor = specwright::vendor::Vendor { document, folder, options: reading.into(), allow_local };
    match vendor.run(&mut |url| eprintln!("downloading {url}")) {
        Ok(vendored) => {
            show(&vendored.report);
            for failure in &vendored.failures {
                eprintln!("error: {failure}");
            }
            match vendored.copies.len() {
                0 if vendored.failures.is_empty() => {
                    eprintln!("nothing to download: every reference refers to a local file");
                }
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
