//! Published documents, and the result of generating each.
//!
//! `documents/` contains some that may be copied, each under the licence in `INDEX.tsv`; `subset.tsv` has the results.
//! A changed line there is a regression or an improvement, and is reviewed in both cases. Another command, which also
//! accepts other folders, compiles the clients: see `run.rs`.

mod dialect;
#[expect(dead_code, reason = "the values for the wire are those of the example")]
mod instances;
mod list;
mod merged;
mod outcome;
mod pattern;
mod samples;
mod unions;

use outcome::Outcome;
use specwright::load::Options;
use specwright_tests::{Expectations, enter_repository};
use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

#[test]
fn corpus_documents_generate_the_expected_clients() {
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

/// Everything that is skipped is reported: no operation is lost silently.
#[test]
fn corpus_documents_report_everything_that_is_skipped() {
    enter_repository();
    for published in list::documents(Path::new("tests/corpus/documents")) {
        let outcome = Outcome::of(&published, &Options::default());
        let lost = outcome.operations.saturating_sub(outcome.generated);
        assert!(lost <= outcome.skipped, "{}: {lost} operations are lost, {} said", outcome.name, outcome.skipped);
    }
}

/// A value of each variant is read as the variant according to the document and a JSON Schema validator.
#[test]
fn corpus_unions_read_the_valid_variant() {
    enter_repository();
    let known = fs::read_to_string("tests/corpus/UNIONS-KNOWN.tsv").expect("a list of known differences");
    let known: HashSet<(&str, &str)> = known
        .lines()
        .filter_map(|line| {
            let mut columns = line.split('\t');
            Some((columns.next()?, columns.next()?))
        })
        .collect();
    let mut table = format!("{}\n", unions::HEAD);
    let mut unknown = Vec::new();
    for published in
        ["tests/corpus/documents", "tests/fixtures"].into_iter().flat_map(|folder| list::documents(Path::new(folder)))
    {
        let name = unions::name_of(&published);
        let unions = unions::of(&published, &Options::default(), None).expect("no program is asked");
        if unions.unions > 0 {
            let _ = writeln!(table, "{name}\t{unions}");
        }
        let is_known = |line: &&String| known.contains(&(name.as_str(), line.split('\t').next().unwrap_or_default()));
        unknown.extend(unions.differences.iter().filter(|line| !is_known(line)).map(|line| format!("{name}\t{line}")));
    }
    let mut expectations = Expectations::of("corpus");
    expectations.file(Path::new("tests/corpus/UNIONS.tsv"), Some(&table));
    assert!(unknown.is_empty(), "values are read as another variant:\n{}", unknown.join("\n"));
    expectations.finish();
}

/// Values generated from a schema are valid according to a JSON Schema validator.
#[test]
fn sampled_values_are_valid() {
    enter_repository();
    let known = fs::read_to_string("tests/corpus/SAMPLES-KNOWN.tsv").expect("a list of known differences");
    let known: HashSet<(&str, &str)> = known
        .lines()
        .filter_map(|line| {
            let mut columns = line.split('\t');
            Some((columns.next()?, columns.next()?))
        })
        .collect();
    let mut table = format!("{}\n", samples::HEAD);
    let mut unknown = Vec::new();
    for published in
        ["tests/corpus/documents", "tests/fixtures"].into_iter().flat_map(|folder| list::documents(Path::new(folder)))
    {
        let name = unions::name_of(&published);
        let samples = samples::of(&published);
        if samples.schemas > 0 && published.path.starts_with("tests/corpus/documents") {
            let _ = writeln!(table, "{name}\t{samples}");
        }
        let faults = samples.invalid.iter().chain(&samples.not_made);
        let is_known = |line: &&String| known.contains(&(name.as_str(), line.split('\t').next().unwrap_or_default()));
        unknown.extend(faults.filter(|line| !is_known(line)).map(|line| format!("{name}\t{line}")));
    }
    let mut expectations = Expectations::of("corpus");
    expectations.file(Path::new("tests/corpus/SAMPLES.tsv"), Some(&table));
    assert!(unknown.is_empty(), "values that are not of their schemas:\n{}", unknown.join("\n"));
    expectations.finish();
}
