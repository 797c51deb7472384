//! Published Swagger 2.0 documents: their clients compile, and Docker's API is called.
//!
//! The build script generates the clients. The script `run` compares them with the clients of the same documents,
//! converted to OpenAPI 3.0 by another program.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "most of what these clients have is not called: that it compiles is the test"
)]

/// The client of each document.
pub mod clients {
    include!(concat!(env!("OUT_DIR"), "/swagger2/mod.rs"));
}

mod docker;

use serde_json::Value;
use specwright::diagnostics::{Diagnostics, Level, Strictness};
use specwright::load::{self, Options};
use specwright::{Builder, Error};
use specwright_tests::{Expectations, enter_repository};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const FOLDER: &str = "tests/swagger2/documents";

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// The documents, by name.
fn documents() -> Vec<(String, PathBuf)> {
    let index = std::fs::read_to_string(Path::new(FOLDER).join("INDEX.tsv")).expect("the index is there");
    let columns = index.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    columns.map(|columns| (columns[0].to_owned(), Path::new(FOLDER).join(columns[1]))).collect()
}

/// The operations that a document has in its first file, and its definitions.
fn counts(path: &Path) -> (usize, usize) {
    let mut diagnostics = Diagnostics::new(Strictness::Lenient);
    let document = load::document(path, &Options::default(), &mut diagnostics).expect("the document can be read");
    let root = &document.files()[0].root;
    let members = |value: Option<&Value>| value.and_then(Value::as_object).cloned().unwrap_or_default();
    let items = members(root.get("paths"));
    let methods = items.values().flat_map(|item| members(Some(item)).into_iter());
    let operations = methods.filter(|(key, _)| METHODS.contains(&key.as_str())).count();
    (operations, members(root.get("definitions")).len())
}

/// Every operation is generated; the diagnostics are the known ones.
#[test]
fn every_operation_of_every_document_is_generated() {
    enter_repository();
    let mut table = "document\toperations\tdefinitions\twarnings\tnotes\n".to_owned();
    for (name, path) in documents() {
        let read = match Builder::new(&path).read() {
            Ok(read) => read,
            Err(Error::Document { report, .. }) => panic!("{name}: {report}"),
            Err(error) => panic!("{name}: {error}"),
        };
        let (operations, definitions) = counts(&path);
        assert_eq!(read.api.operations.len(), operations, "{name}");
        let of = |level: Level| read.report.entries().iter().filter(|entry| entry.level == level).count();
        let _ = writeln!(table, "{name}\t{operations}\t{definitions}\t{}\t{}", of(Level::Warning), of(Level::Note));
    }
    let mut expectations = Expectations::of("swagger2");
    expectations.file(Path::new("tests/swagger2/documents.tsv"), Some(&table));
    expectations.finish();
}

/// Diagnostics about a document have positions in it, and use its own keywords and pointers.
#[test]
fn swagger_2_diagnostics_do_not_use_terms_of_openapi_3() {
    enter_repository();
    for (name, path) in documents() {
        let report = Builder::new(&path).read().expect("the document is read").report;
        for entry in report.entries() {
            assert!(entry.line > 0 && entry.path.starts_with(FOLDER), "{name}: {}", entry.message);
            let lines = std::iter::once(&entry.message).chain(&entry.help);
            for text in lines {
                let foreign = ["components", "requestBody", "servers", "openapi:", "`content"];
                let found = foreign.into_iter().find(|word| text.contains(word));
                assert_eq!(found, None, "{name}:{}: {text}", entry.line);
            }
        }
    }
}
