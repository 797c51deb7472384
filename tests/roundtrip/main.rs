//! Every example of the portals document is read into the client's types and written back: the same JSON, with every
//! number exact. Then variations of it: what a newer service may send, what an older one may leave out.
//!
//! Examples are found through the document, so an example that is added there is a test at once.

mod example;
mod sample;
mod variation;

use example::{Described, described, rewritten};
use specwright_runtime::payload::{self, Direction};
use specwright_tests::json::Json;
use specwright_tests::repository;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;
use zoho_crm_portals::payloads::PAYLOADS;

static DOCUMENT: LazyLock<specwright::Read> =
    LazyLock::new(|| specwright::Builder::new(repository().join("spec/portals.yaml")).strict().read().unwrap());

#[test]
fn examples_round_trip() {
    let mut count = 0;
    let mut changes = Vec::new();
    for described in described(&DOCUMENT.api, PAYLOADS) {
        for example in described.examples() {
            count += 1;
            changes.extend(
                described.change(&example.json).map(|change| format!("{described}, {}: {change}", example.name)),
            );
        }
    }
    assert!(changes.is_empty(), "{}", changes.join("\n"));
    assert!(count >= 150, "only {count} examples");
}

#[test]
fn unknown_keys_round_trip_and_missing_ones_are_named() {
    let mut counts = [0; 6];
    let mut problems = Vec::new();
    for described in described(&DOCUMENT.api, PAYLOADS) {
        for example in described.examples() {
            for variation in variation::of(&DOCUMENT.api, described.value, &example.json) {
                counts[variation.kind as usize] += 1;
                let problem = variation.problem(&described);
                problems.extend(problem.map(|problem| format!("{described}, {}: {problem}", example.name)));
            }
        }
    }
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
    assert!(counts.iter().all(|count| *count > 100), "a kind of variation is hardly there: {counts:?}");
}

/// Some payloads have no example, and no example shows everything.
#[test]
fn generated_payloads_round_trip() {
    for described in described(&DOCUMENT.api, PAYLOADS) {
        for sample in sample::of(&DOCUMENT.api, described.value) {
            assert_eq!(described.change(&sample), None, "{described}");
        }
    }
}

#[test]
fn every_sample_is_an_example() {
    let payloads = described(&DOCUMENT.api, PAYLOADS);
    let examples = payloads.iter().flat_map(Described::examples);
    let reached: BTreeSet<PathBuf> = examples.filter_map(|example| example.file).collect();
    let forgotten: Vec<PathBuf> = files("samples").into_iter().filter(|file| !reached.contains(file)).collect();
    assert!(forgotten.is_empty(), "the document does not refer to {forgotten:#?}");
}

/// They are presumably wrong, so they are not examples, but they may be received.
#[test]
fn suspect_samples_round_trip() {
    let files = files("samples/suspect");
    assert_eq!(files.len(), 2);
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap();
        let mut parts = name.split('.');
        let (operation, status) = (parts.next().unwrap(), parts.nth(1).unwrap());
        let payload = payload::find(PAYLOADS, operation, Direction::Response, status.parse().ok()).unwrap();
        let before = Json::parse(&fs::read_to_string(&file).unwrap());
        assert_eq!(before.differences(&rewritten(payload, &before).unwrap()), [""; 0], "{name}");
    }
}

/// The JSON files in a folder next to the document.
fn files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(repository().join("spec").join(folder)).unwrap();
    let files = entries.map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "json")).collect()
}
