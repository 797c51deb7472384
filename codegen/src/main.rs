//! The `specwright` command.

mod command;

use clap::{Parser, Subcommand};
use command::show::show_error;
use command::{check, diff, generate, init, mock, vendor};
use std::process::ExitCode;

/// The system's allocator took a third of the time of generating.
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
    /// Create a crate with a build script that generates the client: manifest, build script, root module, a first call, and a
    /// settings file. Existing files are not changed.
    Init(init::Init),
    /// Generate a client: modules, or with `--crate` a whole crate.
    Generate(generate::Generate),
    /// Check a document, and summarize the client. Exit status 1 if it has errors.
    Check(check::Check),
    /// Show how a new version of a document changes the client: which changes break callers, which are additions, and
    /// which compile but change the behavior.
    ///
    /// The clients of both documents are compared, each with the settings next to it; if the old one has none, those of the
    /// new one apply to both. Exit status 0 if nothing breaks callers, 1 if something does (see `--fail-on`), 2 if a
    /// document cannot be read.
    Diff(Box<diff::Diff>),
    /// Serve a mock of the API locally: it responds with the examples of the document, or with values made from its schemas.
    ///
    /// The first line of the output is the address. Requests that do not conform to the document are rejected, and logged
    /// with their violations. `Prefer: code=404` and `Prefer: example=name` select another response.
    Mock(Box<mock::Serve>),
    /// Download what a document refers to by URL, so that builds need no network.
    ///
    /// Each file is written below `vendor/<host>/` next to the document, and listed in `specwright.lock` there with its
    /// SHA-256. Keep both under version control: builds never download anything.
    Vendor(vendor::Vendor),
}

fn main() -> ExitCode {
    let (quiet, result) = match Arguments::parse().command {
        Command::Generate(arguments) => (arguments.quiet, generate::run(arguments)),
        Command::Check(arguments) => (arguments.quiet, check::run(arguments)),
        Command::Init(arguments) => return init::run(&arguments),
        Command::Mock(arguments) => (arguments.quiet, mock::run(*arguments)),
        Command::Diff(arguments) => return diff::run(&arguments),
        Command::Vendor(arguments) => return vendor::run(arguments),
    };
    result.unwrap_or_else(|error| {
        show_error(&error, quiet);
        ExitCode::FAILURE
    })
}
