//! Generates the client of every document of a folder, compiles each, and writes the results as a table.
//!
//! ```sh
//! cargo run --profile corpus -p specwright-tests --example corpus -- FOLDER \
//!     [--table FILE] [--only WORD] [--max-bytes N] [--map PREFIX=DIR]… [--no-check | --harness DIR | --round-trips [--failures FILE] [--known FILE] | --unions | --emitted-unions | --wire | --serve DIR]
//! ```
//!
//! With `--round-trips`, the clients are built, and read and write back values of every named schema; schemas with a
//! value that is not read, or changed when written back, are listed with the first such value. Those in `--known`
//! (default: `KNOWN.tsv` in the folder), by document and schema or example, are expected to fail.
//!
//! With `--unions`, nothing is compiled: the selected variant of each value of a union is compared with the document
//! and a JSON Schema validator.
//!
//! With `--emitted-unions`, the clients are built, and the emitted types are compared in the same way, and also write
//! each variant. Differences at the positions in `--known` (default: `tests/corpus/UNIONS-KNOWN.tsv`) are expected.
//!
//! With `--wire`, the clients are built with their services: requests and responses of every operation are created from
//! values, and the values that one side writes are compared with those that the other reads. The results are a table,
//! in the file `--table` if it is set.
//!
//! With `--serve`, the same clients are built as programs that serve their API on loopback: DIR gets a program for each
//! document, and a file with its responses.
//!
//! With `--harness`, the clients are built with a table of their operations, and DIR gets a file for each document: its
//! operations, values for each input, and the program that creates requests and reads responses, for
//! `tests/judges/run`.
//!
//! The exit status is 1 when a document is refused, what is generated does not compile without warnings, or a value is
//! not the same afterwards.

mod crates;
mod dialect;
mod emitted_unions;
mod harness;
mod instances;
mod list;
mod merged;
mod outcome;
mod pattern;
mod program;
mod round_trips;
mod unions;
mod wire;

use crates::{Messages, Workspace};
use emitted_unions::Emitted;
use hmac_sha256::Hash;
use list::Published;
use outcome::Outcome;
use round_trips::RoundTrips;
use specwright::TestModule;
use specwright::ir::TypeKind;
use specwright::load;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

const HEAD: &str = "name\tversion\toperations\tgenerated\tschemas\tskipped\tfallbacks\twarnings\tlines\tsha256\tcheck\terrors\tlints\n";

#[derive(Default)]
struct Options {
    folder: PathBuf,
    table: Option<PathBuf>,
    only: Option<String>,
    max_bytes: Option<u64>,
    no_check: bool,
    harness: Option<PathBuf>,
    round_trips: bool,
    unions: bool,
    emitted_unions: bool,
    wire: bool,
    serve: Option<PathBuf>,
    failures: Option<PathBuf>,
    known: Option<PathBuf>,
    load: load::Options,
}

fn main() -> io::Result<ExitCode> {
    let Some(options) = options() else {
        eprintln!(
            "usage: corpus FOLDER [--table FILE] [--only WORD] [--max-bytes N] [--map PREFIX=DIR]… [--no-check | --harness DIR | --round-trips [--failures FILE] [--known FILE] | --unions | --emitted-unions | --wire | --serve DIR]"
        );
        return Ok(ExitCode::from(2));
    };
    let mut documents = list::documents(&options.folder);
    documents.retain(|document| {
        let length = fs::metadata(&document.path).map_or(0, |file| file.len());
        let named = options.only.as_ref().is_none_or(|only| document.name.contains(only.as_str()));
        named && options.max_bytes.is_none_or(|most| length <= most)
    });
    if options.unions {
        return unions(&options, &documents, |_| Ok(None));
    }
    if options.emitted_unions {
        return emitted_unions(&options, documents);
    }
    if options.wire || options.serve.is_some() {
        return both_halves(&options, documents);
    }
    let outcomes: Vec<Outcome> = documents.iter().map(|document| Outcome::of(document, &options.load)).collect();
    if options.round_trips {
        return round_trips(&options, &documents, outcomes);
    }
    if let Some(folder) = &options.harness {
        return harness(&options, folder, &documents, outcomes);
    }
    let mut workspace = Workspace::new(&scratch("corpus"));
    for (document, outcome) in documents.iter().zip(&outcomes) {
        let calls =
            specwright::Builder::new(&document.path).options(options.load.clone()).test_module(TestModule::Calls);
        if let (Ok(file), None) = (calls, &outcome.refusal) {
            workspace.add(outcome, &file)?;
        }
    }
    let messages = if options.no_check { HashMap::new() } else { workspace.check()? };
    let table = table(&outcomes, (!options.no_check).then_some(&messages));
    match options.table {
        Some(path) => fs::write(path, table)?,
        None => print!("{table}"),
    }
    Ok(summary(&outcomes, &messages))
}

/// The table of unions, and the values that are read as another variant than is meant.
fn unions(
    options: &Options,
    documents: &[Published],
    program: impl Fn(&Published) -> io::Result<Option<Emitted>>,
) -> io::Result<ExitCode> {
    println!("{}", unions::HEAD);
    let known =
        options.known.clone().unwrap_or_else(|| specwright_tests::repository().join("tests/corpus/UNIONS-KNOWN.tsv"));
    let known = fs::read_to_string(known).unwrap_or_default();
    let known: HashSet<_> = known.lines().map(subject).collect();
    let mut differences = 0;
    for published in documents {
        let mut program = program(published)?;
        let unions =
            unions::of(published, &options.load, program.as_mut().map(|program| program as &mut dyn unions::Types))?;
        println!("{}\t{unions}", published.name);
        let lines = unions.differences.iter().map(|difference| format!("{}\t{difference}", published.name));
        for line in lines.filter(|line| !known.contains(&subject(line))) {
            differences += 1;
            eprintln!("{line}");
        }
    }
    Ok(ExitCode::from(u8::from(differences > 0)))
}

/// The same of the emitted types. Documents without a union are left out.
fn emitted_unions(options: &Options, mut documents: Vec<Published>) -> io::Result<ExitCode> {
    let mut workspace = Workspace::new(&scratch("unions"));
    documents.retain_mut(|document| {
        document.name = unions::name_of(document);
        let read = specwright::Builder::new(&document.path).options(options.load.clone()).read();
        read.is_ok_and(|read| read.api.types.iter().any(|(_, def)| matches!(def.kind, TypeKind::Union(_))))
    });
    for document in &documents {
        let outcome = Outcome::of(document, &options.load);
        let table =
            specwright::Builder::new(&document.path).options(options.load.clone()).test_module(TestModule::Unions);
        if let (Ok(file), None) = (table, &outcome.refusal) {
            workspace.add_program(&outcome, &file, &emitted_unions::PROGRAM)?;
        }
    }
    for (document, messages) in workspace.build()? {
        if let Messages { errors: 1.., first: Some(first), .. } = messages {
            return Err(io::Error::other(format!("{document} does not compile: {first}")));
        }
    }
    unions(options, &documents, |document| Emitted::start(&workspace.program(&document.name)).map(Some))
}

/// What the two halves of each document make of one another. Documents without an operation are left out.
fn both_halves(options: &Options, mut documents: Vec<Published>) -> io::Result<ExitCode> {
    let (folder, program) = if options.wire { ("wire", &wire::PROGRAM) } else { ("served", &wire::SERVED) };
    let mut workspace = Workspace::new(&scratch(folder));
    documents.retain_mut(|document| {
        document.name = unions::name_of(document);
        let read = specwright::Builder::new(&document.path).options(options.load.clone()).read();
        read.is_ok_and(|read| !read.api.operations.is_empty())
    });
    for document in &documents {
        let outcome = Outcome::by(document, &options.load, specwright::Builder::service);
        let table = specwright::Builder::new(&document.path)
            .options(options.load.clone())
            .service()
            .test_module(TestModule::Wire);
        if let (Ok(file), None) = (table, &outcome.refusal) {
            workspace.add_program(&outcome, &file, program)?;
        }
    }
    let messages = workspace.build()?;
    let mut table = format!("{}\n", wire::HEAD);
    let mut is_sound = true;
    for document in &documents {
        if let Some(Messages { errors: 1.., first: Some(first), .. }) = messages.get(&crates::key(&document.name)) {
            eprintln!("{} does not compile: {first}", document.name);
            is_sound = false;
            continue;
        }
        let program = workspace.program(&document.name);
        if let Some(folder) = &options.serve {
            fs::create_dir_all(folder)?;
            fs::copy(program, folder.join(&document.name))?;
            let responses = wire::successes(document, &options.load)?;
            fs::write(folder.join(format!("{}.json", document.name)), responses.to_string())?;
            continue;
        }
        let halves = wire::of(document, &options.load, &program)?;
        let _ = writeln!(table, "{}\t{halves}", document.name);
        is_sound &= halves.unexplained.is_empty();
        halves.unexplained.iter().for_each(|line| eprintln!("{}\t{line}", document.name));
    }
    match &options.table {
        Some(path) => fs::write(path, table)?,
        None => print!("{table}"),
    }
    Ok(if is_sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn options() -> Option<Options> {
    let mut options = Options::default();
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--table" => options.table = Some(arguments.next()?.into()),
            "--max-bytes" => options.max_bytes = Some(arguments.next()?.parse().ok()?),
            "--only" => options.only = Some(arguments.next()?),
            "--map" => options.load.mappings.add(arguments.next()?.parse().ok()?),
            "--no-check" => options.no_check = true,
            "--harness" => options.harness = Some(arguments.next()?.into()),
            "--round-trips" => options.round_trips = true,
            "--unions" => options.unions = true,
            "--emitted-unions" => options.emitted_unions = true,
            "--wire" => options.wire = true,
            "--serve" => options.serve = Some(arguments.next()?.into()),
            "--failures" => options.failures = Some(arguments.next()?.into()),
            "--known" => options.known = Some(arguments.next()?.into()),
            folder if !folder.starts_with('-') => options.folder = folder.into(),
            _ => return None,
        }
    }
    (!options.folder.as_os_str().is_empty()).then_some(options)
}

/// Everything that is compiled stays here, so that the next run compiles only what changed.
fn scratch(name: &str) -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR");
    target.map_or_else(|| specwright_tests::repository().join("target"), PathBuf::from).join(name)
}

fn table(outcomes: &[Outcome], messages: Option<&HashMap<String, Messages>>) -> String {
    let mut table = HEAD.to_owned();
    for outcome in outcomes {
        let Outcome { name, version, operations, generated, schemas, skipped, fallbacks, warnings, .. } = outcome;
        let compiled = messages.map(|messages| messages.get(&crates::key(name)).cloned().unwrap_or_default());
        let check = match (&outcome.refusal, &compiled) {
            (Some(refusal), _) => format!("refused: {refusal}\t\t"),
            (None, None) => "\t\t".to_owned(),
            (None, Some(Messages { errors, warnings, .. })) => {
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

/// The beginning of the SHA-256 of all files, each after its path. The first line of a file names the path of the
/// document, which differs from machine to machine.
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

fn summary(outcomes: &[Outcome], messages: &HashMap<String, Messages>) -> ExitCode {
    let mut sound = 0;
    for outcome in outcomes {
        match (&outcome.refusal, messages.get(&crates::key(&outcome.name))) {
            (Some(refusal), _) => eprintln!("{}: refused: {refusal}", outcome.name),
            (None, Some(Messages { first: Some(first), errors, warnings })) => {
                eprintln!("{}: {errors} errors, {warnings} warnings, such as\n{first}", outcome.name);
            }
            _ => sound += 1,
        }
    }
    eprintln!("{sound} of {} documents are sound", outcomes.len());
    if sound == outcomes.len() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn round_trips(options: &Options, documents: &[Published], outcomes: Vec<Outcome>) -> io::Result<ExitCode> {
    let mut workspace = Workspace::new(&scratch("round-trips"));
    for (document, outcome) in documents.iter().zip(outcomes) {
        let schemas =
            specwright::Builder::new(&document.path).options(options.load.clone()).test_module(TestModule::Schemas);
        if let (Ok(file), None) = (schemas, &outcome.refusal) {
            workspace.add_program(&outcome, &file, &round_trips::PROGRAM)?;
        }
    }
    let messages = workspace.build()?;
    let mut all = RoundTrips::default();
    println!("name\tschemas\tsound\tvalues\texamples\tsound");
    for document in documents {
        let errors = messages.get(&crates::key(&document.name)).map_or(0, |messages| messages.errors);
        let program = workspace.program(&document.name);
        if errors > 0 || !program.exists() {
            println!("{}\t\t\tdoes not compile", document.name);
            continue;
        }
        let one = round_trips::of(document, &options.load, &program)?;
        println!("{}\t{one}", document.name);
        all.add(one);
    }
    println!("all\t{all}");
    let failures = all.failures;
    let listed = failures.iter().fold(String::new(), |text, failure| text + failure + "\n");
    match &options.failures {
        Some(path) => fs::write(path, listed)?,
        None => eprint!("{listed}"),
    }
    let known = options.known.clone().unwrap_or_else(|| options.folder.join("KNOWN.tsv"));
    let known = fs::read_to_string(known).unwrap_or_default();
    let known: HashSet<_> = known.lines().map(subject).collect();
    let new: Vec<_> = failures.iter().filter(|failure| !known.contains(&subject(failure))).collect();
    eprintln!("{} of {} failures are not known", new.len(), failures.len());
    Ok(if new.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn harness(options: &Options, folder: &Path, documents: &[Published], outcomes: Vec<Outcome>) -> io::Result<ExitCode> {
    let mut workspace = Workspace::new(&scratch("harness"));
    for (document, outcome) in documents.iter().zip(outcomes) {
        let table =
            specwright::Builder::new(&document.path).options(options.load.clone()).test_module(TestModule::Harness);
        if let (Ok(file), None) = (table, &outcome.refusal) {
            workspace.add_program(&outcome, &file, &harness::PROGRAM)?;
        }
    }
    let messages = workspace.build()?;
    fs::create_dir_all(folder)?;
    let mut status = ExitCode::SUCCESS;
    for document in documents {
        let program = workspace.program(&document.name);
        match messages.get(&crates::key(&document.name)) {
            Some(Messages { errors, first: Some(first), .. }) if *errors > 0 => {
                eprintln!("{}: {errors} errors, such as\n{first}", document.name);
                status = ExitCode::FAILURE;
            }
            _ => fs::write(
                folder.join(format!("{}.json", document.name)),
                harness::of(document, &options.load, &program)?.to_string(),
            )?,
        }
    }
    Ok(status)
}

/// The first two columns: the document, and the schema or example.
fn subject(line: &str) -> Vec<&str> {
    line.split('\t').take(2).collect()
}
