//! Generates the client of every fixture, each as a module that the target `compile` contains: what a fixture does not
//! check in is compiled, too. For the target `client_only`, the same without the server side. For the target `swagger2`, those of
//! published Swagger 2.0 documents.

#[path = "support/fixture.rs"]
mod fixture;

use specwright::{Builder, Error, File, Output, TestModule};
use std::error::Error as StdError;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn StdError>> {
    println!("cargo::rerun-if-changed=fixtures");
    let folder = PathBuf::from(env::var("OUT_DIR")?);
    // First lines name the document as it is seen from the repository.
    env::set_current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))?;
    of_fixtures(&folder.join("served"), Builder::service)?;
    if env::var_os("CARGO_FEATURE_CLIENT_ONLY").is_some() {
        of_fixtures(&folder.join("fixtures"), |builder| builder)?;
    }
    published(&folder.join("swagger2"))
}

/// The clients of all fixtures, each generated as `set` has it.
fn of_fixtures(clients: &Path, set: fn(Builder) -> Builder) -> Result<(), Box<dyn StdError>> {
    let (mut modules, mut payloads, mut examples) = (String::new(), String::new(), String::new());
    for folder in fixture::folders() {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        if let Some(module) = module(&folder, &name, clients, set)? {
            write!(modules, "\n/// What `{name}` gives.\n{module}\n")?;
            writeln!(payloads, "    (\"{name}\", {name}::payloads::PAYLOADS),")?;
            if clients.join(&*name).join("service.rs").exists() {
                writeln!(examples, "    examples!({name}),")?;
            }
        }
    }
    let list = format!(
        "/// The payloads of each.\n\
         pub static PAYLOADS: &[(&str, &[specwright_runtime::Payload])] = &[\n{payloads}];\n{modules}"
    );
    fs::write(clients.join("examples.rs"), format!("[\n{examples}]"))?;
    Ok(fs::write(clients.join("mod.rs"), list)?)
}

/// What of Docker's API is called; the rest takes long to compile.
const OF_DOCKER: [&str; 11] = [
    "ContainerList",
    "ContainerCreate",
    "ContainerStart",
    "ContainerAttach",
    "ContainerLogs",
    "ContainerWait",
    "ContainerExport",
    "ContainerDelete",
    "PutContainerArchive",
    "ImageCreate",
    "SystemPing",
];

/// The clients of the documents that `swagger2/documents/INDEX.tsv` lists.
fn published(clients: &Path) -> Result<(), Box<dyn StdError>> {
    println!("cargo::rerun-if-changed=swagger2/documents");
    let folder = Path::new("tests/swagger2/documents");
    let mut modules = String::new();
    for line in fs::read_to_string(folder.join("INDEX.tsv"))?.lines().skip(1) {
        let mut columns = line.split('\t');
        let (name, file) = (columns.next().unwrap_or_default(), columns.next().unwrap_or_default());
        let mut builder = Builder::new(folder.join(file));
        if name.starts_with("docker") {
            builder = OF_DOCKER.into_iter().fold(builder, Builder::operation);
        }
        let name = name.replace(['-', '.'], "_");
        let output = builder.output().map_err(|error| format!("{name}: {error}"))?;
        specwright::write(&output.files, &clients.join(&name))?;
        writeln!(modules, "/// What `{file}` gives.\n#[path = \"{name}/mod.rs\"]\npub mod {name};")?;
    }
    Ok(fs::write(clients.join("mod.rs"), modules)?)
}

/// A module that the client has not.
fn add_module(output: &mut Output, module: File) {
    for file in output.files.iter_mut().filter(|file| file.path == "mod.rs") {
        file.text.extend(["pub mod ", module.path.trim_end_matches(".rs"), ";\n"]);
    }
    output.files.push(module);
}

/// Writes the files of a fixture, and returns its module; `None` for a document with errors, which `golden` reports. A
/// fixture that cannot be generated must not prevent `golden` from running.
fn module(
    folder: &Path,
    name: &str,
    clients: &Path,
    set: fn(Builder) -> Builder,
) -> Result<Option<String>, Box<dyn StdError>> {
    match set(fixture::builder(&fixture::document(folder))).output() {
        Ok(mut output) => {
            add_module(&mut output, set(fixture::builder(&fixture::document(folder))).test_module(TestModule::Calls)?);
            specwright::write(&output.files, &clients.join(name))?;
            Ok(Some(format!("#[path = \"{name}/mod.rs\"]\npub mod {name};")))
        }
        Err(Error::Document { .. }) => Ok(None),
        Err(error) => Ok(Some(format!("pub mod {name} {{ compile_error!({:?}); }}", error.to_string()))),
    }
}
