//! Which documents there are.

use specwright_tests::files_under;
use std::fs;
use std::path::{Path, PathBuf};

/// A published document.
#[derive(Debug, Clone)]
pub struct Published {
    pub name: String,
    pub path: PathBuf,
}

/// The documents of a folder, by name: those in the columns `name` and `file` of its `INDEX.tsv`, or without one every
/// OpenAPI file.
pub fn documents(folder: &Path) -> Vec<Published> {
    let mut documents = match fs::read_to_string(folder.join("INDEX.tsv")) {
        Ok(index) => listed(folder, &index),
        Err(_) => found(folder),
    };
    documents.sort_by(|a, b| a.name.cmp(&b.name));
    documents
}

fn listed(folder: &Path, index: &str) -> Vec<Published> {
    let mut lines = index.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let head = lines.next().unwrap_or_default();
    let column = |name| head.iter().position(|title| *title == name).unwrap_or_else(|| panic!("no column `{name}`"));
    let (name, file) = (column("name"), column("file"));
    let published = |line: Vec<&str>| Published { name: line[name].to_owned(), path: folder.join(line[file]) };
    lines.map(published).collect()
}

fn found(folder: &Path) -> Vec<Published> {
    let paths = files_under(folder).into_iter().map(|path| folder.join(path));
    let published = |path: PathBuf| {
        let name = path.file_stem()?.to_str()?.to_owned();
        let text = fs::read_to_string(&path).ok()?;
        is_openapi(&text).then_some(Published { name, path })
    };
    paths.filter_map(published).collect()
}

/// Whether a document has its version near its beginning, or at the start of a line: keys may be sorted.
fn is_openapi(text: &str) -> bool {
    let head: String = text.chars().take(2000).collect();
    let mut lines = text.lines().map(str::trim_start);
    head.contains("openapi:") || head.contains("\"openapi\"") || lines.any(|line| line.starts_with("\"openapi\":"))
}
