//! Generates the client of every document of a folder, compiles each, and writes what came of it as a table.
//!
//! ```sh
//! cargo run --release -p specwright-tests --example corpus -- FOLDER [--table FILE] [--only WORD] [--no-check]
//! ```
//!
//! The exit status is 1 when a document is refused or what is generated does not compile without warnings.

mod crates;
mod list;
mod outcome;

use crates::{Said, Workspace};
use hmac_sha256::Hash;
use outcome::Outcome;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs, io};

struct Options {
    folder: PathBuf,
    table: Option<PathBuf>,
    only: Option<String>,
    check: bool,
}

fn main() -> io::Result<ExitCode> {
    let Some(options) = options() else {
        eprintln!("usage: corpus FOLDER [--table FILE] [--only WORD] [--no-check]");
        return Ok(ExitCode::from(2));
    };
    let documents = list::documents(&options.folder).into_iter();
    let wanted =
        documents.filter(|document| options.only.as_ref().is_none_or(|only| document.name.contains(only.as_str())));
    let outcomes: Vec<Outcome> = wanted.map(|document| Outcome::of(&document)).collect();
    let mut workspace = Workspace::new(&scratch());
    for outcome in outcomes.iter().filter(|outcome| outcome.refusal.is_none()) {
        workspace.add(outcome, None)?;
    }
    let said = if options.check { workspace.check()? } else { HashMap::new() };
    let table = table(&outcomes, options.check.then_some(&said));
    match options.table {
        Some(path) => fs::write(path, table)?,
        None => print!("{table}"),
    }
    Ok(summary(&outcomes, &said))
}

fn options() -> Option<Options> {
    let mut options = Options { folder: PathBuf::new(), table: None, only: None, check: true };
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--table" => options.table = Some(arguments.next()?.into()),
            "--only" => options.only = Some(arguments.next()?),
            "--no-check" => options.check = false,
            folder if !folder.starts_with('-') => options.folder = folder.into(),
            _ => return None,
        }
    }
    (!options.folder.as_os_str().is_empty()).then_some(options)
}

/// Everything that is compiled stays here, so that the next run compiles only what changed.
fn scratch() -> PathBuf {
    let target =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| specwright_tests::repository().join("target"), PathBuf::from);
    target.join("corpus")
}

fn table(outcomes: &[Outcome], said: Option<&HashMap<String, Said>>) -> String {
    let mut table = "name\tversion\toperations\tgenerated\tschemas\tskipped\tfallbacks\twarnings\tlines\tsha256\tcheck\terrors\tlints\n".to_owned();
    for outcome in outcomes {
        let Outcome { name, version, operations, generated, schemas, skipped, fallbacks, warnings, .. } = outcome;
        let compiled = said.map(|said| said.get(&crates::key(name)).cloned().unwrap_or_default());
        let check = match (&outcome.refusal, &compiled) {
            (Some(refusal), _) => format!("refused: {refusal}\t\t"),
            (None, None) => "\t\t".to_owned(),
            (None, Some(Said { errors, warnings, .. })) => {
                format!("{}\t{errors}\t{warnings}", if *errors == 0 { "ok" } else { "failed" })
            }
        };
        let lines: usize = outcome.files.iter().map(|file| file.text.lines().count()).sum();
        let hash = hash(outcome);
        let _ = writeln!(
            table,
            "{name}\t{version}\t{operations}\t{generated}\t{schemas}\t{skipped}\t{fallbacks}\t{warnings}\t{lines}\t{hash}\t{check}"
        );
    }
    table
}

/// The beginning of the SHA-256 of all files, each after its path. The first line of a file names the path of the document, which
/// differs from machine to machine.
fn hash(outcome: &Outcome) -> String {
    let mut hash = Hash::new();
    for file in &outcome.files {
        hash.update(&file.path);
        hash.update([0]);
        hash.update(file.text.split_once('\n').map_or("", |(_, text)| text));
        hash.update([0]);
    }
    let bytes = hash.finalize();
    bytes.iter().take(8).fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

fn summary(outcomes: &[Outcome], said: &HashMap<String, Said>) -> ExitCode {
    let mut sound = 0;
    for outcome in outcomes {
        let heard = said.get(&crates::key(&outcome.name));
        match (&outcome.refusal, heard) {
            (Some(refusal), _) => eprintln!("{}: refused: {refusal}", outcome.name),
            (None, Some(Said { first: Some(first), errors, warnings })) => {
                eprintln!("{}: {errors} errors, {warnings} warnings, such as\n{first}", outcome.name);
            }
            _ => sound += 1,
        }
    }
    eprintln!("{sound} of {} documents are sound", outcomes.len());
    if sound == outcomes.len() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
