//! The documents that are mutated.

use serde_json::Value;
use specwright::diagnostics::{Diagnostics, Strictness};
use specwright::load::Options;
use specwright_tests::{files_under, repository};
use std::fs;
use std::path::Path;

/// The longest text that is taken, in bytes: many small runs find more than few large ones.
const MAX_LENGTH: u64 = 20_000;

/// A document of this repository.
pub struct Seed {
    pub text: String,
    /// Its tree, when it has one.
    pub tree: Option<Value>,
}

/// Every fixture and every small document of the corpus and of Swagger 2.0, in alphabetical order.
pub fn all() -> Vec<Seed> {
    let tests = repository().join("tests");
    let in_folder = |name: &str| {
        let folder = tests.join(name);
        files_under(&folder).into_iter().map(move |path| folder.join(path)).collect::<Vec<_>>()
    };
    let folders = ["fixtures", "corpus/documents", "swagger2/documents"];
    let documents = folders.into_iter().flat_map(in_folder);
    documents.filter(|path| is_document(path)).filter_map(|path| seed(&path)).collect()
}

fn is_document(path: &Path) -> bool {
    let named =
        path.extension().is_some_and(|extension| ["yaml", "yml", "json"].iter().any(|known| extension == *known));
    named && fs::metadata(path).is_ok_and(|file| file.len() <= MAX_LENGTH)
}

fn seed(path: &Path) -> Option<Seed> {
    let text = fs::read_to_string(path).ok()?;
    Some(Seed { tree: tree(path), text })
}

/// The tree of a file. None when its syntax is wrong.
pub fn tree(path: &Path) -> Option<Value> {
    let document = specwright::load::document(path, &Options::default(), &mut Diagnostics::new(Strictness::Lenient))?;
    document.files().first().map(|file| file.root.clone())
}
