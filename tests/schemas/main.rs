//! What models implement with the runtime's features `schemars` and `arbitrary`, judged by the documents that they were made from.
//!
//! The schema of a type and that of the document accept the same values: those that `specwright::sample` makes of every schema of
//! the fixture, and each of these with one thing in it changed. Limits (`maxLength`, `minimum`, `pattern`) are not compared,
//! since types have none.

#![deny(warnings)]
#![allow(dead_code, reason = "what these clients call is not called here")]

#[path = "../corpus/dialect.rs"]
mod dialect;
mod different;
mod document;
#[path = "../support/fixture.rs"]
mod fixture;
pub mod models;
mod values;

use different::DIFFERENT;
use document::Document;
use models::{MODELS, Model};
use serde_json::Value;
use specwright_tests::enter_repository;
use std::collections::BTreeSet;
use std::fmt::Write as _;

#[test]
fn schemas_accept_what_the_document_accepts() {
    enter_repository();
    let (mut judged, mut unexpected) = (0, String::new());
    for (fixture, models) in MODELS {
        let document = Document::of(fixture);
        let values = document.values();
        for model in *models {
            let schema = (model.schema)();
            let type_schema = jsonschema::draft202012::new(&document::without_limits(schema.clone())).unwrap();
            let document_schema = document.validator(model.component);
            let verdicts = values
                .iter()
                .map(|(value, change)| (document_schema.is_valid(value), type_schema.is_valid(value), value, change));
            let different: Vec<_> =
                verdicts.filter(|(document_schema, type_schema, ..)| document_schema != type_schema).collect();
            let by_document = different.iter().filter(|(by_document, ..)| *by_document).count();
            let found = (by_document, different.len() - by_document);
            judged += values.len();
            if found != known(fixture, model.component) {
                let _ = writeln!(unexpected, "{fixture}, {}: {found:?}\n  {schema}", model.component);
                for (by_document, _, value, change) in different {
                    let who = if by_document { "document" } else { "type" };
                    let _ = writeln!(unexpected, "  accepted by the {who} alone ({change}): {value}");
                }
            }
        }
    }
    assert!(judged > 10_000, "only {judged} values were judged");
    assert!(unexpected.is_empty(), "{unexpected}");
}

/// How many values the document and the type are known to accept alone.
fn known(fixture: &str, component: &str) -> (usize, usize) {
    let listed = DIFFERENT.iter().find(|(at, name, ..)| (*at, *name) == (fixture, component));
    listed.map_or((0, 0), |(_, _, counts, _)| *counts)
}

#[test]
fn every_named_schema_is_compared() {
    enter_repository();
    for (fixture, models) in MODELS {
        let judged: BTreeSet<&str> = models.iter().map(|model| model.component).collect();
        let named = Document::of(fixture).components();
        let without_type = models::WITHOUT_TYPE.iter().filter(|(at, _)| at == fixture).flat_map(|(_, names)| *names);
        let known: BTreeSet<&str> = judged.iter().copied().chain(without_type.copied()).collect();
        assert_eq!(known, named.iter().map(String::as_str).collect(), "{fixture}");
    }
}

/// Data of which values are made: much and little, all alike and by chance.
fn data() -> Vec<Vec<u8>> {
    let mut chance = fastrand::Rng::with_seed(7);
    let alike = [0, 1, 0x7f, 0xff].into_iter().flat_map(|byte| [vec![byte; 8], vec![byte; 4000]]);
    let lengths = (0..400).map(|index| index * 2);
    std::iter::once(Vec::new())
        .chain(alike)
        .chain(lengths.map(|length| std::iter::repeat_with(|| chance.u8(..)).take(length).collect()))
        .collect()
}

#[test]
fn arbitrary_values_round_trip() {
    let data = data();
    for (fixture, models) in MODELS {
        for Model { component, keeps, .. } in *models {
            let arbitrary_value = data.iter().filter(|data| {
                keeps(data).unwrap_or_else(|json| panic!("{fixture}, {component}: not read as it was written: {json}"))
            });
            assert!(arbitrary_value.count() * 10 > data.len() * 9, "{fixture}, {component}: hardly any value is made");
        }
    }
}

/// What a type is made as over all data: different values, with optional fields there and not.
#[test]
fn arbitrary_values_differ() {
    let data = data();
    for (fixture, models) in MODELS {
        for Model { component, written, .. } in *models {
            let values: BTreeSet<String> =
                data.iter().filter_map(|data| written(data)).map(|json| json.to_string()).collect();
            let has_one = models::OF_ONE_VALUE.contains(&(*fixture, *component));
            assert!(has_one || values.len() > 1, "{fixture}, {component}: only {values:?}");
        }
    }
}

/// Names are those of Rust, and types of the same name in two modules are two.
#[test]
fn schemas_have_the_names_of_types() {
    use models::{any_of, recursion_direct};
    use schemars::JsonSchema;
    assert_eq!(any_of::models::Shop::schema_name(), "Shop");
    assert!(any_of::models::Shop::schema_id().ends_with("any_of::models::shop::Shop"));
    let folder: Value = schemars::schema_for!(recursion_direct::models::Folder).to_value();
    assert_eq!(folder["title"], "Folder");
}

/// A type of the user's own that implements neither trait: its schema is any value, and its values are those that it
/// reads.
#[test]
fn types_of_other_crates_need_no_traits() {
    use models::settings_formats_rich::models::Invoice;
    let schema = schemars::schema_for!(Invoice).to_value();
    assert_eq!(schema["properties"]["page"], Value::Bool(true), "{schema}");
    let arbitrary_value = data().iter().filter(|data| models::written::<Invoice>(data).is_some()).count();
    assert!(arbitrary_value > 300, "{arbitrary_value}");
}
