//! The `specwright` command.

use clap::{Args, Parser, Subcommand, ValueEnum};
use specwright::load::{Mapping, Options};
use specwright::report::Report;
use specwright::vendor::Vendor;
use specwright::{Builder, Changes, CrateName, Layout, Package, Runtime};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
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
    /// Write a client: modules, or with `--crate` a whole crate.
    Generate(Generate),
    /// Say what is wrong with a document, and what becomes of it. Exit status 1 when it has errors.
    Check {
        #[command(flatten)]
        input: Input,
        /// How to say it.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
        /// Say nothing but errors.
        #[arg(long, short)]
        quiet: bool,
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
        /// Let files that were downloaded from the internet refer to this machine and to private networks.
        #[arg(long)]
        allow_local: bool,
        #[command(flatten)]
        reading: Reading,
    },
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

/// A document, and the settings that go with it.
#[derive(Debug, Args)]
struct Input {
    /// The OpenAPI document: YAML or JSON.
    spec: PathBuf,
    /// Further documents of the same API. All make one client; what they share by reference is shared.
    #[arg(value_name = "SPEC")]
    further: Vec<PathBuf>,
    /// The file of settings, in place of `specwright.toml` beside the document. Settings are code: they put attributes,
    /// derives, types and dependencies into the client, and let the document read further files.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Read no settings, also where `specwright.toml` lies beside the document. For documents of somebody else.
    #[arg(long, conflicts_with = "config")]
    no_config: bool,
    /// Apply this overlay to the document first. May be given several times; they are applied in that order.
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    /// Count mistakes in the document as errors, instead of leaving out what they concern.
    #[arg(long)]
    strict: bool,
    /// Only operations with this tag. Like the next two: may be given several times, `*` and `?` stand for other
    /// characters, and types that nothing needs are left out.
    #[arg(long, value_name = "PATTERN")]
    tag: Vec<String>,
    /// Only this operation: its id, or method and path, as in `GET /pets/*`.
    #[arg(long, value_name = "PATTERN")]
    operation: Vec<String>,
    /// No operation with this tag, id or path; a schema of this name becomes any JSON value.
    #[arg(long, value_name = "PATTERN")]
    exclude: Vec<String>,
    #[command(flatten)]
    reading: Reading,
}

impl Input {
    fn builder(self) -> Builder {
        let builder = Builder::new(self.spec).options(self.reading.into());
        let builder = if self.strict { builder.strict() } else { builder };
        let builder = self.config.into_iter().fold(builder, Builder::config);
        let builder = if self.no_config { builder.no_config() } else { builder };
        let builder = self.overlay.into_iter().fold(builder, Builder::overlay);
        let builder = self.tag.iter().fold(builder, |builder, tag| builder.tag_from("--tag", tag));
        let builder = self.operation.iter().fold(builder, |builder, name| builder.operation_from("--operation", name));
        let builder = self.exclude.iter().fold(builder, |builder, name| builder.exclude_from("--exclude", name));
        self.further.into_iter().fold(builder, Builder::further)
    }
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
        let mappings = reading.map.into_iter().collect();
        Self { mappings, folders: reading.read_from, ..Self::default() }
    }
}

#[derive(Debug, Args)]
struct Generate {
    #[command(flatten)]
    input: Input,
    /// The folder to write to.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Write a crate of this name: manifest, README and source.
    #[arg(long = "crate", value_name = "NAME")]
    name: Option<CrateName>,
    /// Write modules only, `mod.rs` the root of them. This is what is done without `--crate`.
    #[arg(long, conflicts_with = "name")]
    modules: bool,
    #[command(flatten)]
    runtime: RuntimePlace,
    /// Write nothing; exit with 1 and list the files when the folder does not hold what would be written.
    #[arg(long)]
    check: bool,
    /// Have a Cargo feature for each tag.
    #[arg(long)]
    features_by_tag: bool,
    /// Say nothing but errors.
    #[arg(long, short)]
    quiet: bool,
}

/// Where the crate finds specwright-runtime.
#[derive(Debug, Args)]
#[group(multiple = false, requires = "name")]
struct RuntimePlace {
    /// The crate depends on the specwright-runtime in this folder.
    #[arg(long, value_name = "DIR")]
    runtime_path: Option<PathBuf>,
    /// The crate depends on this version of specwright-runtime, as cargo takes it.
    #[arg(long, value_name = "VERSION")]
    runtime_version: Option<String>,
    /// The crate carries the source of specwright-runtime as `src/runtime/`.
    #[arg(long)]
    embed_runtime: bool,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Generate(arguments) => generate(arguments),
        Command::Check { input, format, quiet } => check(input, format, quiet),
        Command::Vendor { spec: document, out: folder, allow_local, reading } => {
            return download(&Vendor { document, folder, options: reading.into(), allow_local });
        }
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

fn check(input: Input, format: Format, quiet: bool) -> Result<ExitCode, specwright::Error> {
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

fn download(vendor: &Vendor) -> ExitCode {
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

fn generate(arguments: Generate) -> Result<ExitCode, specwright::Error> {
    let layout = arguments.name.clone().map_or(Layout::Modules, |name| {
        Layout::Crate(Package { name, runtime: arguments.runtime.place(&arguments.out) })
    });
    let spec = arguments.input.spec.clone();
    let builder = arguments.input.builder().layout(layout);
    let builder = if arguments.features_by_tag { builder.features_by_tag() } else { builder };
    name_settings(&builder, arguments.quiet);
    let progress = Progress::begin(&spec);
    let output = builder.output();
    progress.end();
    let output = output?;
    if !arguments.quiet {
        show(&output.report);
    }
    if arguments.check {
        let changes = specwright::changes(&output.files, &arguments.out)?;
        list(&changes, &arguments.out);
        return Ok(if changes.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let changes = specwright::write(&output.files, &arguments.out)?;
    for path in changes.kept.iter().filter(|_| !arguments.quiet) {
        let path = arguments.out.join(path);
        eprintln!("note: {} was kept: its first line is not that of a generated file", path.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// Says which file of settings is read that nobody named.
fn name_settings(builder: &Builder, quiet: bool) {
    if let Some(path) = builder.found_config().filter(|_| !quiet) {
        eprintln!("note: using the settings in `{}`; `--no-config` ignores them", path.display());
    }
}

/// A line that says what is going on, where somebody watches, and goes away when it is done.
struct Progress {
    shown: bool,
}

impl Progress {
    fn begin(spec: &Path) -> Self {
        let shown = std::io::stderr().is_terminal();
        if shown {
            eprint!("reading {} …", spec.display());
        }
        Self { shown }
    }

    fn end(self) {
        if self.shown {
            eprint!("\r\x1b[2K");
        }
    }
}

impl RuntimePlace {
    fn place(&self, out: &Path) -> Runtime {
        match self {
            Self { runtime_path: Some(path), .. } => Runtime::Path(seen_from(out, path)),
            Self { runtime_version: Some(version), .. } => Runtime::Version(version.clone()),
            Self { embed_runtime: true, .. } => Runtime::Embedded,
            _ => Runtime::default(),
        }
    }
}

/// A path that was given relative to the working directory, as a manifest in `folder` has to write it. An absolute one
/// stays.
fn seen_from(folder: &Path, path: &Path) -> PathBuf {
    let (true, Ok(folder), Ok(path)) =
        (path.is_relative(), std::path::absolute(folder), std::path::absolute(path).map(|path| tidy(&path)))
    else {
        return path.to_path_buf();
    };
    let folder = tidy(&folder);
    let common = folder.components().zip(path.components()).take_while(|(one, other)| one == other).count();
    let up = folder.components().skip(common).map(|_| "..");
    up.map(PathBuf::from).chain(path.components().skip(common).map(|step| PathBuf::from(step.as_os_str()))).collect()
}

/// The path without `.` and `..`, by its words alone.
fn tidy(path: &Path) -> PathBuf {
    let mut tidied = PathBuf::new();
    for step in path.components() {
        match step {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => {
                tidied.pop();
            }
            step => tidied.push(step),
        }
    }
    tidied
}

fn list(changes: &Changes, folder: &Path) {
    let kinds = [("missing", &changes.missing), ("stale", &changes.stale), ("superfluous", &changes.superfluous)];
    for (kind, paths) in kinds {
        for path in paths {
            eprintln!("{kind}: {}", folder.join(path).display());
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
    let counts = [(report.errors(), "error"), (report.warnings(), "warning"), (report.notes(), "note")];
    let counts: Vec<String> = counts.into_iter().filter_map(|(number, what)| count(number, what)).collect();
    (!counts.is_empty()).then(|| counts.join(", "))
}
