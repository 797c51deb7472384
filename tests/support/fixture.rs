//! A fixture's document and settings, for the tests, and for the build script that generates the clients of the target
//! `compile`.

use specwright::Builder;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of fixtures, from the repository.
pub const FIXTURES: &str = "tests/fixtures";

/// The folders of all fixtures, in alphabetical order.
///
/// # Panics
///
/// When the repository is not the current folder.
#[must_use]
pub fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir(FIXTURES).expect("the repository is the current folder");
    let mut folders: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// The document of a fixture: `openapi.yaml` or `openapi.json`.
///
/// # Panics
///
/// When it has none or both.
#[must_use]
pub fn document(folder: &Path) -> PathBuf {
    let found: Vec<PathBuf> =
        ["openapi.yaml", "openapi.json"].iter().map(|name| folder.join(name)).filter(|path| path.exists()).collect();
    let [document] = &found[..] else {
        panic!("{} must have one of `openapi.yaml` and `openapi.json`, not {found:?}", folder.display())
    };
    document.clone()
}

/// The builder of a fixture's client: settings next to the document are read, `further.yaml` is a second document.
#[must_use]
pub fn builder(document: &Path) -> Builder {
    let builder = Builder::new(document);
    let further = document.with_file_name("further.yaml");
    if further.exists() { builder.further(further) } else { builder }
}
