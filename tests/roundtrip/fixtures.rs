//! What the fixtures describe, read into the expected clients and written back: samples made from the schemas, and
//! variations of them.

mod example;
mod sample;
mod variation;

use crate::fixtures::PAYLOADS;
use example::described;
use specwright_tests::{file_names, repository};
use std::collections::BTreeSet;

#[test]
fn fixture_payloads_round_trip() {
    let mut problems = BTreeSet::new();
    for (name, payloads) in PAYLOADS {
        let folder = repository().join("tests/fixtures").join(name);
        let document = file_names(&folder).into_iter().find(|name| name.starts_with("openapi.")).unwrap();
        let document = specwright::Builder::new(folder.join(document)).read().unwrap();
        for described in described(&document.api, payloads) {
            for sample in sample::of(&document.api, described.value) {
                let mut add = |problem: String| problems.insert(format!("{name}, {described}: {problem}: {sample}"));
                if let Some(change) = described.change(&sample) {
                    add(change);
                    continue;
                }
                for variation in variation::of(&document.api, described.value, &sample) {
                    if let Some(problem) = variation.problem(&described) {
                        add(problem);
                    }
                }
            }
        }
    }
    let problems: Vec<String> = problems.into_iter().collect();
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}
