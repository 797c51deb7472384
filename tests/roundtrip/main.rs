//! Every example of the document is read into the client's types and written back: the same JSON, with every number
//! exact. Then variations of it: what a newer service may send, what an older one may leave out.
//!
//! Examples are found through the document, so an example that is added there is a test at once.

mod example;
mod variation;

use example::{Example, examples, rewritten, sample_files};
use specwright_runtime::payload::{self, Direction};
use specwright_tests::json::{Json, path};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;
use variation::{Outcome, Variation};
use zoho_crm_portals::payloads::PAYLOADS;

/// The portals document.
const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/portals.yaml");

static READ: LazyLock<specwright::Read> = LazyLock::new(|| specwright::read(Path::new(DOCUMENT)).unwrap());

#[test]
fn every_example_is_written_back_the_same() {
    let examples = examples(&READ);
    let changes: Vec<String> = examples.iter().filter_map(|example| change(example, &example.json)).collect();
    assert!(changes.is_empty(), "{}", changes.join("\n"));
    assert!(examples.len() >= 150, "only {} examples", examples.len());
}

#[test]
fn every_sample_is_an_example() {
    let reached: BTreeSet<_> = examples(&READ).into_iter().filter_map(|example| example.file).collect();
    let forgotten: Vec<_> = sample_files("").into_iter().filter(|file| !reached.contains(file)).collect();
    assert!(forgotten.is_empty(), "the document does not refer to {forgotten:#?}");
}

/// They are no examples, since they are presumably wrong, and yet they may arrive.
#[test]
fn suspect_samples_are_written_back_the_same_too() {
    let files = sample_files("suspect");
    assert_eq!(files.len(), 2);
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap();
        let mut parts = name.split('.');
        let (operation, status) = (parts.next().unwrap(), parts.nth(1).unwrap());
        let payload = payload::find(PAYLOADS, operation, Direction::Response, status.parse().ok()).unwrap();
        let before = Json::parse(&std::fs::read_to_string(&file).unwrap());
        assert_eq!(before.differences(&rewritten(payload, &before).unwrap()), [""; 0], "{name}");
    }
}

#[test]
fn what_is_new_or_missing_is_kept_or_named() {
    let mut counts = [0; 6];
    let mut problems = Vec::new();
    for example in examples(&READ) {
        for variation in variation::of(&READ.api, example.value, &example.json) {
            counts[variation.kind as usize] += 1;
            problems.extend(problem(&example, &variation));
        }
    }
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
    assert!(counts.iter().all(|count| *count > 20), "a kind of variation is hardly there: {counts:?}");
}

/// What is wrong with how a variation of an example is read.
fn problem(example: &Example<'_>, variation: &Variation) -> Option<String> {
    let what = format!("{} at {}", variation.kind, path(&variation.path));
    match &variation.outcome {
        Outcome::Same => change(example, &variation.json).map(|change| format!("{what}: {change}")),
        Outcome::Refused { at, naming } => match rewritten(example.payload, &variation.json) {
            Err(error) if error.path == path(at) && error.message.contains(naming.as_str()) => None,
            Err(error) => Some(format!("{what}: {example}: not refused at {} for {naming:?}: {error}", path(at))),
            Ok(_) => Some(format!("{what}: {example}: was read")),
        },
    }
}

/// How reading and writing changes a payload.
fn change(example: &Example<'_>, before: &Json) -> Option<String> {
    match rewritten(example.payload, before) {
        Ok(after) => {
            let differences = before.differences(&after);
            (!differences.is_empty()).then(|| format!("{example}: {}", differences.join("; ")))
        }
        Err(error) => Some(format!("{example}: {error}")),
    }
}
