//! Generates the client of every fixture, each as a module that the target `compile` holds: what a fixture does not
//! check in is compiled, too.

#[path = "support/fixture.rs"]
mod fixture;

use specwright::Error;
use std::error::Error as StdError;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn StdError>> {
    println!("cargo::rerun-if-changed=fixtures");
    let clients = PathBuf::from(env::var("OUT_DIR")?).join("fixtures");
    // First lines name the document as it is seen from the repository.
    env::set_current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))?;
    let (mut modules, mut payloads) = (String::new(), String::new());
    for folder in fixture::folders() {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        if let Some(module) = module(&folder, &name, &clients)? {
            write!(modules, "\n/// What `{name}` gives.\n{module}\n")?;
            writeln!(payloads, "    (\"{name}\", {name}::payloads::PAYLOADS),")?;
        }
    }
    let list = format!(
        "/// The payloads of each.\n\
         pub static PAYLOADS: &[(&str, &[specwright_runtime::Payload])] = &[\n{payloads}];\n{modules}"
    );
    Ok(fs::write(clients.join("mod.rs"), list)?)
}

/// The module of a fixture, whose files this writes; none for a document with errors, of which `golden` has the report.
/// What keeps one fixture from being generated must not keep `golden` from saying so.
fn module(folder: &Path, name: &str, clients: &Path) -> Result<Option<String>, Box<dyn StdError>> {
    match fixture::builder(&fixture::document(folder)).output() {
        Ok(output) => {
            specwright::write(&output.files, &clients.join(name))?;
            Ok(Some(format!("#[path = \"{name}/mod.rs\"]\npub mod {name};")))
        }
        Err(Error::Document { .. }) => Ok(None),
        Err(error) => Ok(Some(format!("pub mod {name} {{ compile_error!({:?}); }}", error.to_string()))),
    }
}
