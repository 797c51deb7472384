//! Diagnostics point to the source of a node: the overlay or the document.

use super::PETS;
use specwright::report::Entry;
use specwright::{Builder, Error};
use std::path::PathBuf;

/// The diagnostics of a document with an overlay of these actions.
fn entries_of(name: &str, document: &str, actions: &str) -> Vec<Entry> {
    let _ = super::overlaid(name, document, actions);
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("overlays").join(name);
    match Builder::new(folder.join("openapi.yaml")).overlay(folder.join("overlay.yaml")).output() {
        Ok(output) => output.report.entries().to_vec(),
        Err(Error::Document { report, .. }) => report.entries().to_vec(),
        Err(error) => panic!("{error}"),
    }
}

/// File name, line and text of each.
fn locations(entries: &[Entry]) -> Vec<(String, usize, &str)> {
    let name = |entry: &Entry| entry.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    entries.iter().map(|entry| (name(entry), entry.line, entry.message.as_str())).collect()
}

#[test]
fn diagnostics_about_overlay_values_point_into_the_overlay() {
    let actions = "\
- target: $.paths['/pets'].get
  update:
    parameters:
      - { name: limit, in: qery, schema: { type: integer } }
";
    let entries = entries_of("position-added", PETS, actions);
    let locations = locations(&entries);
    assert_eq!(locations.len(), 1, "{locations:?}");
    assert_eq!((locations[0].0.as_str(), locations[0].1), ("overlay.yaml", 7), "{locations:?}");
}

#[test]
fn diagnostics_about_moved_values_point_into_the_document() {
    let document = "\
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      parameters:
        - { name: a, in: query, schema: { type: string } }
        - { name: b, in: query, schema: { type: string } }
        - { name: c, in: qery, schema: { type: string } }
      responses: { '204': { description: Done } }
";
    let actions = "- { target: \"$.paths['/pets'].get.parameters[0]\", remove: true }";
    let entries = entries_of("position-moved", document, actions);
    let locations = locations(&entries);
    assert_eq!(locations.len(), 1, "{locations:?}");
    assert_eq!((locations[0].0.as_str(), locations[0].1), ("openapi.yaml", 9), "{locations:?}");
}

#[test]
fn diagnostics_about_copied_values_point_to_the_source() {
    let document = "\
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      responses: { '204': { description: Done } }
x-common:
  parameters:
    - { name: c, in: qery, schema: { type: string } }
";
    let actions = "- { target: \"$.paths['/pets'].get\", copy: $.x-common }";
    let entries = entries_of("position-copied", document, actions);
    let locations = locations(&entries);
    let [parameter, quotes] = &locations[..] else { panic!("{locations:?}") };
    assert_eq!((quotes.0.as_str(), quotes.1), ("overlay.yaml", 4));
    assert!(quotes.2.ends_with("a name with a hyphen must be in quotes"), "{}", quotes.2);
    assert_eq!((parameter.0.as_str(), parameter.1), ("openapi.yaml", 9));
}

#[test]
fn an_overlay_may_refer_to_files_next_to_the_document() {
    let actions = "- { target: $.paths, update: { /more: { $ref: more.yaml } } }";
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("overlays/references");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("more.yaml"), "get: { operationId: more, responses: { '204': { description: d } } }\n")
        .unwrap();
    assert_eq!(entries_of("references", PETS, actions), []);
    let read = Builder::new(folder.join("openapi.yaml")).overlay(folder.join("overlay.yaml")).read().unwrap();
    assert!(read.api.operations.iter().any(|operation| operation.id == "more"));
    let names: Vec<_> = read.sources.iter().filter_map(|path| path.file_name()?.to_str()).collect();
    assert_eq!(names, ["openapi.yaml", "overlay.yaml", "more.yaml"]);
}
