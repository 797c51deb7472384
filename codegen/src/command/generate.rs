//! `specwright generate`: writes a client.

use super::input::Input;
use super::paths::seen_from;
use super::show::{Progress, name_settings, note_workspace, show_brief};
use clap::Args;
use specwright::{Changes, CrateName, Layout, Output, Package, Runtime, Source};
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
    quiet: bool,
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
    let call = &output.first_call;
    let out = out.display();
    let module = name.map_or_else(|| module_name(&out.to_string()), CrateName::ident);
    let (crate_of_it, adding) = if name.is_some() {
        ("a crate that uses it", format!("cargo add --path {out}"))
    } else {
        let runtime = Source::known().map_or_else(|| "cargo add specwright-runtime".to_owned(), |it| it.add_runtime());
        let features = output.runtime_features.join(",");
        let features = if features.is_empty() { features } else { format!(" --features {features}") };
        ("the crate that contains it", format!("cargo add serde --features derive\n  {runtime}{features}"))
    };
    let (declared, import) = match name {
        Some(_) => (String::new(), call.import(&module)),
        None => (format!("  mod {module};\n"), call.import(&format!("crate::{module}"))),
    };
    let lines: Vec<String> = call.lines.iter().map(|line| format!("  {line}\n")).collect();
    let yours = call.placeholders().map(|words| format!(" with your {words}")).unwrap_or_default();
    format!(
        "The client is in `{out}`. In {crate_of_it}:\n\n  {adding}\n  cargo add tokio --features macros,rt-multi-thread\n\n\
         A first call, in an async function{yours}:\n\n{declared}  {import}\n\n{}",
        lines.concat()
    )
}

/// The module name of a folder.
fn module_name(folder: &str) -> String {
    let name = folder.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
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
