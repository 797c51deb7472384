//! The `specwright` command.

mod command;

use clap::{Parser, Subcommand};
use command::show::show;
use command::{check, diff, generate, init, mock, vendor};
use std::process::ExitCode;

/// A third of generating was spent in the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Generates typed Rust clients from OpenAPI documents.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a crate whose build script generates the client: manifest, build script, root module, a first call, and a
    /// settings file. Files that are there are left as they are.
    Init(init::Init),
    /// Write a client: modules, or with `--crate` a whole crate.
    Generate(generate::Generate),
    /// Say what is wrong with a document, and what becomes of it. Exit status 1 when it has errors.
    Check(check::Check),
    /// Say what a new version of a document does to the Rust code: which changes break callers, which add something, and
    /// which compile and behave differently.
    ///
    /// The clients of both documents are compared, with the settings beside each; where the old one has none, those of the
    /// new one apply to both. Exit status 0 when nothing breaks callers, 1 when something does (see `--fail-on`), 2 when a
    /// document cannot be read.
    Diff(Box<diff::Diff>),
    /// Serve the API of a document on this machine, with its own examples or with values made from its schemas.
    ///
    /// The first line printed is the address. Requests that are not as documented are refused, and each is a line of the log with
    /// what is wrong with it. `Prefer: code=404` and `Prefer: example=name` ask for another response.
    Mock(Box<mock::Serve>),
    /// Download what a document refers to by URL, for builds to read in place of the network.
    ///
    /// Each file is written below `vendor/<host>/` beside the document, and listed in `specwright.lock` there with its
    /// SHA-256. Keep both under version control: a build never fetches anything.
    Vendor(vendor::Vendor),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Generate(arguments) => generate::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Init(arguments) => return init::run(&arguments),
        Command::Mock(arguments) => mock::run(*arguments),
        Command::Diff(arguments) => return diff::run(&arguments),
        Command::Vendor(arguments) => return vendor::run(arguments),
    };
    match result {
        Ok(code) => code,
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
