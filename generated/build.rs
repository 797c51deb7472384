//! Generates the client of `spec/portals.yaml`, and writes the document as JSON for the feature `testing`, which checks
//! requests against it.
//!
//! In the repository `spec` is the folder beside this package; a published package carries its own copy. Where a
//! checkout has no symbolic links, the one in the repository is found by its real path.

use specwright::diagnostics::{Diagnostics, Strictness};
use specwright::load;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

fn main() -> ExitCode {
    let places = ["spec/portals.yaml", "../spec/portals.yaml"];
    let document = places.into_iter().find(|place| Path::new(place).exists()).unwrap_or(places[0]);
    if env::var_os("CARGO_FEATURE_TESTING").is_some()
        && let Err(error) = write_json(Path::new(document))
    {
        eprintln!("{document}: {error}");
        return ExitCode::FAILURE;
    }
    specwright::Builder::new(document).strict().build_script()
}

/// What is wrong with a document, the client's generation says better.
fn write_json(document: &Path) -> io::Result<()> {
    let read = load::document(document, &load::Options::default(), &mut Diagnostics::new(Strictness::default()));
    let json = read.and_then(|read| Some(read.files().first()?.root.to_string())).unwrap_or_default();
    let folder = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("`OUT_DIR` is not set"))?;
    fs::write(Path::new(&folder).join("document.json"), json)
}
