//! Documents that organisations published, and what comes of each.
//!
//! `documents/` holds some that may be copied, each under the licence that `INDEX.tsv` names; `subset.tsv` is what comes of them. A
//! line that changes there is a regression or an improvement, and is shown in review either way. What is generated is
//! compiled by another command, which also takes other folders: see `run.rs`.

mod list;
mod outcome;

use outcome::Outcome;
use specwright::load::Options;
use specwright_tests::{Expectations, enter_repository};
use std::fmt::Write as _;
use std::path::Path;

#[test]
fn every_document_gives_what_is_expected() {
    enter_repository();
    let mut table = "name\tversion\toperations\tgenerated\tschemas\tskipped\tfallbacks\twarnings\n".to_owned();
    for published in list::documents(Path::new("tests/corpus/documents")) {
        let outcome = Outcome::of(&published, &Options::default());
        let Outcome { name, version, operations, generated, schemas, skipped, fallbacks, warnings, .. } = &outcome;
        assert_eq!(outcome.refusal, None, "{name}");
        for file in &outcome.files {
            let parsed = syn::parse_file(&file.text);
            assert!(
                parsed.is_ok(),
                "{name}, {}: {}",
                file.path,
                parsed.err().map_or_else(String::new, |e| e.to_string())
            );
        }
        let _ = writeln!(
            table,
            "{name}\t{version}\t{operations}\t{generated}\t{schemas}\t{skipped}\t{fallbacks}\t{warnings}"
        );
    }
    let mut expectations = Expectations::of("corpus");
    expectations.file(Path::new("tests/corpus/subset.tsv"), Some(&table));
    expectations.finish();
}

/// What is left out is said: no operation is lost without a word.
#[test]
fn nothing_is_left_out_in_silence() {
    enter_repository();
    for published in list::documents(Path::new("tests/corpus/documents")) {
        let outcome = Outcome::of(&published, &Options::default());
        let lost = outcome.operations.saturating_sub(outcome.generated);
        assert!(lost <= outcome.skipped, "{}: {lost} operations are lost, {} said", outcome.name, outcome.skipped);
    }
}
