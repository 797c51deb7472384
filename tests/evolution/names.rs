//! What becomes of the names of types from one published version of a document to the next.
//!
//! A name is kept if it is still one of the names of the schema at the same position; elements of an array are matched
//! by name, title, reference or keys. `names.tsv` has the numbers for the published versions of three documents
//! (discord/discord-api-spec and svix/svix-webhooks, MIT; qdrant/qdrant, Apache-2.0), which are too large for this
//! repository: the test reads them from the folder that `SPECWRIGHT_EVOLUTION` names, one folder for each document.

use serde_json::Value;
use specwright::{Builder, TestModule};
use specwright_tests::repository;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// The names of a version, by position: the key of a named schema, the pointer of another one.
type Names = BTreeMap<String, BTreeSet<String>>;

#[test]
#[ignore = "needs the published versions of documents, in the folder that SPECWRIGHT_EVOLUTION names"]
fn published_versions_keep_the_names_of_types() {
    let folder = std::env::var("SPECWRIGHT_EVOLUTION").expect("SPECWRIGHT_EVOLUTION names a folder");
    let mut table = "document\tfrom\tto\tnames of places in both\tkept\tlost\n".to_owned();
    for document in entries(Path::new(&folder)).iter().filter(|path| path.is_dir()) {
        let versions = entries(document);
        let names: Vec<Names> = versions.iter().map(|version| names(version)).collect();
        for (paths, names) in versions.windows(2).zip(names.windows(2)) {
            let ([from, to], [before, after]) = (paths, names) else { continue };
            let both = before.iter().filter_map(|(position, names)| Some((names, after.get(position)?)));
            let pairs: Vec<(&String, bool)> =
                both.flat_map(|(names, now)| names.iter().map(move |name| (name, now.contains(name)))).collect();
            let lost: Vec<&str> = pairs.iter().filter(|(_, kept)| !kept).map(|(name, _)| name.as_str()).collect();
            let (all, kept) = (pairs.len(), pairs.len() - lost.len());
            let row = [document, from, to].map(|path| path.file_stem().unwrap_or_default().to_string_lossy());
            writeln!(table, "{}\t{all}\t{kept}\t{}", row.join("\t"), lost.join(" ")).expect("a string takes all");
            assert!(kept * 100 >= all * 99, "{}: {lost:?} of {all}", row.join(" "));
        }
    }
    let path = repository().join("tests/evolution/names.tsv");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, &table).expect("the table can be written");
    }
    assert_eq!(fs::read_to_string(&path).expect("the table is there"), table);
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be read").map(|entry| entry.expect("an entry").path());
    let mut entries: Vec<PathBuf> = entries.collect();
    entries.sort();
    entries
}

fn names(document: &Path) -> Names {
    let builder = Builder::new(document).no_config();
    let output = builder.output().expect("the document has no errors");
    let models = output.files.iter().filter(|file| file.path.contains("models/"));
    let mut names = Names::new();
    let (mut aliases, mut positions): (BTreeMap<String, String>, Vec<(String, String)>) = (BTreeMap::new(), Vec::new());
    for file in models {
        let mut pointer = None;
        for line in file.text.lines() {
            if let Some(docs) = line.strip_prefix("///") {
                pointer = docs.split('`').find(|code| code.starts_with("#/")).map(str::to_owned).or(pointer);
            } else if let Some(name) = declared(line) {
                if let Some((_, target)) = line.split_once(" = ") {
                    aliases.insert(name.to_owned(), target.trim_end_matches(';').to_owned());
                }
                positions.extend(pointer.take().map(|pointer| (pointer, name.to_owned())));
            } else if !line.starts_with('#') {
                pointer = None;
            }
        }
    }
    let text = fs::read_to_string(document).expect("the document can be read");
    let json: Value = serde_json::from_str(&text).expect("the document is JSON");
    for (pointer, name) in positions {
        let target = aliases.get(&name).cloned();
        names.entry(position(&json, &pointer)).or_default().extend(target.into_iter().chain([name]));
    }
    let schemas = builder.test_module(TestModule::Schemas).expect("the document has no errors").text;
    for entry in schemas.split("schema::<").skip(1) {
        let (name, rest) = entry.split_once(">(").expect("a type, then its key");
        let key = rest.split('"').nth(1).expect("a key in quotes");
        names.entry(key.to_owned()).or_default().insert(name.to_owned());
    }
    names
}

/// The pointer with the identifying values of array elements in place of their indices.
fn position(document: &Value, pointer: &str) -> String {
    let (mut at, mut position) = (Some(document), String::new());
    for step in pointer.split('/').skip(1) {
        let is_element = at.is_some_and(Value::is_array);
        let key = step.replace("~1", "/").replace("~0", "~");
        at = at.and_then(|value| value.pointer(&format!("/{step}")));
        position.push('/');
        position.push_str(&if is_element { at.map(identity).unwrap_or_default() } else { key });
    }
    position
}

fn identity(element: &Value) -> String {
    let name_of_element = ["name", "title", "$ref"].iter().find_map(|key| element.get(key)?.as_str());
    name_of_element.map_or_else(
        || {
            let properties = element.get("properties").unwrap_or(element).as_object();
            properties
                .map(|properties| properties.keys().map(String::as_str).collect::<Vec<_>>().join(" "))
                .unwrap_or_default()
        },
        str::to_owned,
    )
}

/// The name of the type that a line declares.
fn declared(line: &str) -> Option<&str> {
    let rest = ["pub struct ", "pub enum ", "pub type "].iter().find_map(|start| line.strip_prefix(start))?;
    rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()
}
