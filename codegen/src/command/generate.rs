//! `specwright generate`: writes a client.

use super::input::Input;
use super::paths::seen_from;
use super::show::{Progress, name_settings, note_workspace, show_brief};
use clap::Args;
use specwright::{Changes, CrateName, Layout, Output, Package, Requirement, Runtime, Source};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, Args)]
pub struct Generate {
    #[command(flatten)]
    input: Input,
    /// The folder to write to.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Generate a crate with this name: manifest, README and source.
    #[arg(long = "crate", value_name = "NAME")]
    name: Option<CrateName>,
    /// Generate modules only, with the root `mod.rs`. This is the default without `--crate`.
    #[arg(long, conflicts_with = "name")]
    modules: bool,
    #[command(flatten)]
    runtime: RuntimeSource,
    /// Write nothing; exit with 1 and list the files if the folder is not up to date.
    #[arg(long)]
    check: bool,
    /// Generate a Cargo feature for each tag.
    #[arg(long)]
    features_by_tag: bool,
    /// Also generate the server side: operations are read from requests, and a trait has a method for each.
    #[arg(long)]
    service: bool,
    /// Also generate receivers of webhooks and callbacks.
    #[arg(long)]
    webhooks: bool,
    /// Print errors only.
    #[arg(long, short)]
    pub quiet: bool,
}

/// The source of specwright-runtime.
#[derive(Debug, Args)]
#[group(multiple = false, requires = "name")]
struct RuntimeSource {
    /// Depend on the specwright-runtime in this folder.
    #[arg(long, value_name = "DIR")]
    runtime_path: Option<PathBuf>,
    /// Depend on this version of specwright-runtime, in the syntax of cargo.
    #[arg(long, value_name = "VERSION")]
    runtime_version: Option<String>,
    /// Include the source of specwright-runtime as `src/runtime/`.
    #[arg(long)]
    embed_runtime: bool,
}

/// Generates and writes.
pub fn run(arguments: Generate) -> Result<ExitCode, specwright::Error> {
    let layout = arguments.name.clone().map_or(Layout::Modules, |name| {
        Layout::Crate(Package { name, runtime: arguments.runtime.source(&arguments.out) })
    });
    let spec = arguments.input.spec.clone();
    let builder = arguments.input.builder().layout(layout);
    let builder = if arguments.features_by_tag { builder.features_by_tag() } else { builder };
    let builder = if arguments.service { builder.service() } else { builder };
    let builder = if arguments.webhooks { builder.webhooks() } else { builder };
    name_settings(&builder, arguments.quiet);
    let progress = Progress::begin(&spec);
    let output = builder.output();
    progress.end();
    let output = output?;
    if !arguments.quiet {
        show_brief(&output.report, &spec);
    }
    if arguments.check {
        let changes = specwright::changes(&output.files, &arguments.out)?;
        list(&changes, &arguments.out);
        return Ok(if changes.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let changes = specwright::write(&output.files, &arguments.out)?;
    if !arguments.quiet && changes.missing.len() == output.files.len() {
        print!("{}", next_steps(&arguments.out, arguments.name.as_ref(), &output));
        if arguments.name.is_some() {
            note_workspace(&arguments.out);
        }
    }
    for path in changes.kept.iter().filter(|_| !arguments.quiet) {
        let path = arguments.out.join(path);
        eprintln!("note: {} was kept: its first line is not that of a generated file", path.display());
    }
    Ok(ExitCode::SUCCESS)
}

impl RuntimeSource {
    fn source(&self, out: &Path) -> Runtime {
        match self {
            Self { runtime_path: Some(path), .. } => Runtime::Path(seen_from(out, path)),
            Self { runtime_version: Some(version), .. } => Runtime::Version(version.clone()),
            Self { embed_runtime: true, .. } => Runtime::Embedded,
            _ => Runtime::default(),
        }
    }
}

/// The next steps for a new client: how to use it in a crate, and a first call.
fn next_steps(out: &Path, name: Option<&CrateName>, output: &Output) -> String {
    let adding = name.map_or_else(|| adding_modules(out, output), |_| adding_crate(out));
    let call = &output.first_call;
    let import = match name {
        Some(name) => call.import(&name.ident()),
        None => call.import(&format!("crate::{}", module_name(out))),
    };
    let lines: Vec<String> = call.lines.iter().map(|line| format!("  {line}\n")).collect();
    let yours = call.placeholders().map(|words| format!(" with your {words}")).unwrap_or_default();
    format!(
        "The client is in `{}`. {adding}\nA first call, in an async function{yours}:\n\n  {import}\n\n{}",
        out.display(),
        lines.concat()
    )
}

/// The user's crate is in another folder, so the path is absolute.
fn adding_crate(out: &Path) -> String {
    let path = std::path::absolute(out).unwrap_or_else(|_| out.to_path_buf());
    format!("In a crate that uses it:\n\n  cargo add --path {}\n  {TOKIO}\n", path.display())
}

fn adding_modules(out: &Path, output: &Output) -> String {
    let commands: Vec<String> = requirements(output).iter().map(|it| format!("  {}\n", it.cargo_add())).collect();
    let commands = commands.concat();
    format!(
        "In the crate that contains it:\n\n{commands}  {TOKIO}\n\nIn the parent module, such as `src/main.rs`:\n\n  mod {};\n",
        module_name(out)
    )
}

/// For a caller without another executor.
const TOKIO: &str = "cargo add tokio --features macros,rt-multi-thread";

/// The crates that the modules use, with the source of the runtime as far as this command knows it.
fn requirements(output: &Output) -> Vec<Requirement> {
    let mut requirements = output.requirements.clone();
    for requirement in &mut requirements {
        if requirement.name == Requirement::RUNTIME {
            requirement.source = Source::known().and_then(|source| source.runtime());
        }
    }
    requirements
}

/// The module name of a folder.
fn module_name(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    name.parse::<CrateName>().map_or_else(|_| "api".to_owned(), |name| name.ident())
}

fn list(changes: &Changes, folder: &Path) {
    let kinds = [("missing", &changes.missing), ("stale", &changes.stale), ("superfluous", &changes.superfluous)];
    for (kind, paths) in kinds {
        for path in paths {
            eprintln!("{kind}: {}", folder.join(path).display());
        }
    }
}
