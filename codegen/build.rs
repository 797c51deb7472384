//! Lists the runtime's source, for crates that carry it within themselves.
//!
//! In the repository it is the folder of the package `specwright-runtime`; a published package carries its own copy, to
//! which the link `runtime-source` leads. Where a checkout has no symbolic links, it is found by its real path.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let package = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let folders = ["runtime-source", "runtime/src"];
    let folder =
        folders.into_iter().find(|folder| package.join(folder).is_dir()).ok_or("the runtime's source is gone")?;
    println!("cargo::rerun-if-changed={folder}");
    let mut names = Vec::new();
    list(&package.join(folder), "", &mut names)?;
    names.sort();
    let mut text = String::from("&[\n");
    for name in names {
        // Two checkouts that share a target folder share what this writes, so it names no folder of either.
        let path = format!("/{folder}/{name}");
        writeln!(text, "    ({name:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?}))),")?;
    }
    text.push(']');
    fs::write(Path::new(&env::var("OUT_DIR")?).join("runtime_source.rs"), text)?;
    Ok(())
}

/// Every file under `folder`, with `/` between the steps of its path there.
fn list(folder: &Path, prefix: &str, names: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            list(&entry.path(), &format!("{name}/"), names)?;
        } else if entry.path().extension().is_some_and(|extension| extension == "rs" || extension == "md") {
            names.push(name);
        }
    }
    Ok(())
}
