//! Overlays: the sets that the Overlay Specification publishes, and where diagnostics point when an overlay changed the
//! document.

use serde_json::{Map, Value};
use specwright::diagnostics::{Code, Diagnostics, Level, Strictness};
use specwright::load::{self, Options};
use specwright::report::{Entry, Report};
use specwright_tests::{enter_repository, file_names, subfolders};
use std::path::{Path, PathBuf};

mod positions;

const FOLDER: &str = "tests/overlays";

/// The tree of a document with overlays applied, and the diagnostics.
fn applied(document: &Path, overlays: &[PathBuf]) -> (Option<Value>, Vec<Entry>) {
    let mut diagnostics = Diagnostics::new(Strictness::Lenient);
    let options = Options { overlays: overlays.to_vec(), ..Options::default() };
    let document = load::document(document, &options, &mut diagnostics);
    let entries = Report::new(&diagnostics, document.as_ref()).entries().to_vec();
    (document.map(|document| document.files()[0].root.clone()), entries)
}

fn plain(path: &Path) -> Value {
    applied(path, &[]).0.unwrap_or_else(|| panic!("{} cannot be read", path.display()))
}

#[test]
fn overlay_examples_of_the_specification() {
    enter_repository();
    let sets = Path::new(FOLDER).join("compliant-sets");
    let names = subfolders(&sets);
    assert_eq!(names.len(), 8);
    for name in names {
        let set = sets.join(&name);
        let (root, entries) = applied(&set.join("openapi.yaml"), &[set.join("overlay.yaml")]);
        assert_eq!(entries.iter().map(|entry| &entry.message).collect::<Vec<_>>(), Vec::<&String>::new(), "{name}");
        assert_eq!(root, Some(plain(&set.join("output.yaml"))), "{name}");
    }
}

#[test]
fn overlay_validity_matches_the_specification() {
    enter_repository();
    for version in ["v1.0", "v1.1"] {
        for (outcome, is_sound) in [("pass", true), ("fail", false)] {
            let folder = Path::new(FOLDER).join("documents").join(version).join(outcome);
            let names = file_names(&folder);
            assert!(names.len() > 8, "{}", folder.display());
            for name in names {
                let overlay = folder.join(name);
                let errors = errors_of(&overlay);
                assert_eq!(errors.is_empty(), is_sound, "{}: {errors:?}", overlay.display());
                let with_help = errors.iter().all(|error| !error.help.is_empty() && error.line > 0);
                assert!(with_help, "{}: {errors:?}", overlay.display());
            }
        }
    }
}

/// What makes an overlay one that cannot be used. It is applied to a document in which its targets select what they are
/// about, or nothing.
fn errors_of(overlay: &Path) -> Vec<Entry> {
    let document = Path::new(FOLDER).join("base.yaml");
    let (_, entries) = applied(&document, &[overlay.to_path_buf()]);
    entries.into_iter().filter(|entry| entry.level == Level::Error && entry.code == Code::InvalidOverlay).collect()
}

/// Writes an overlay of these actions, in YAML, and applies it to a document.
fn overlaid(name: &str, document: &str, actions: &str) -> (Value, Vec<Entry>) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("overlays").join(name);
    std::fs::create_dir_all(&folder).unwrap();
    let (document_path, overlay_path) = (folder.join("openapi.yaml"), folder.join("overlay.yaml"));
    let actions = actions.replace('\n', "\n  ");
    let overlay = format!("overlay: 1.1.0\ninfo: {{ title: t, version: '1' }}\nactions:\n  {actions}\n");
    std::fs::write(&document_path, document).unwrap();
    std::fs::write(&overlay_path, overlay).unwrap();
    let (root, entries) = applied(&document_path, &[overlay_path]);
    (root.unwrap_or_else(|| panic!("{name}: {entries:?}")), entries)
}

const PETS: &str = "\
openapi: 3.1.0
info: { title: Pets, version: '1' }
x-list: [a, b, c, d]
paths:
  /pets:
    get: { tags: [a, dummy], responses: { '200': { description: Pets, content: { text/plain: { schema: { type: string } } } } } }
    put: { tags: [dummy], responses: { '204': { description: Done } } }
";

#[test]
fn overlay_removes_selected_elements() {
    let (root, entries) = overlaid(
        "remove",
        PETS,
        "- { target: \"$..tags[?@ == 'dummy']\", remove: true }\n- { target: \"$['x-list'][0,2]\", remove: true }",
    );
    assert!(entries.is_empty(), "{entries:?}");
    assert_eq!(root["x-list"], serde_json::json!(["b", "d"]));
    assert_eq!(root["paths"]["/pets"]["get"]["tags"], serde_json::json!(["a"]));
    assert_eq!(root["paths"]["/pets"]["put"]["tags"], serde_json::json!([]));
}

#[test]
fn overlay_copies_are_merged() {
    let (root, entries) =
        overlaid("copy", PETS, "- { target: '$.paths[\"/pets\"].put', copy: '$.paths[\"/pets\"].get' }");
    assert!(entries.is_empty(), "{entries:?}");
    let put = &root["paths"]["/pets"]["put"];
    assert_eq!(put["tags"], serde_json::json!(["dummy", "a", "dummy"]));
    let statuses: Vec<&String> = put["responses"].as_object().map(Map::keys).into_iter().flatten().collect();
    assert_eq!(statuses, ["204", "200"]);
}

#[test]
fn overlay_updates_replace_primitives_and_append_to_arrays() {
    let actions = "- { target: $.info.title, update: Animals }\n- { target: \"$['x-list']\", update: e }\n- { target: \
         \"$['x-list']\", update: [f] }";
    let (root, entries) = overlaid("primitive", PETS, actions);
    assert!(entries.is_empty(), "{entries:?}");
    assert_eq!(root["info"]["title"], "Animals");
    assert_eq!(root["x-list"], serde_json::json!(["a", "b", "c", "d", "e", "f"]));
}

#[test]
fn overlay_merge_conflicts_are_reported_at_both_positions() {
    let (_, entries) = overlaid("mismatch", PETS, "- { target: $, update: { info: [] } }");
    let [error] = &entries[..] else { panic!("{entries:?}") };
    assert_eq!(error.message, "an array cannot be merged into an object");
    assert_eq!((error.level, error.line), (Level::Error, 4));
}

#[test]
fn overlay_targets_of_several_kinds_are_an_error() {
    let (_, entries) = overlaid("kinds", PETS, "- { target: '$.*', update: {} }");
    let [error] = &entries[..] else { panic!("{entries:?}") };
    assert_eq!(error.message, "the target selects nodes of several kinds");
}

#[test]
fn overlay_cannot_remove_the_document() {
    let (root, entries) = overlaid("whole", PETS, "- { target: $, remove: true }");
    assert_eq!(entries.len(), 1);
    assert!(root.is_object());
}

#[test]
fn overlay_targets_without_matches_name_the_nearest_node() {
    let (_, entries) = overlaid("nothing", PETS, "- { target: \"$.paths['/pet'].get\", remove: true }");
    let [warning] = &entries[..] else { panic!("{entries:?}") };
    assert_eq!((warning.level, warning.code, warning.line), (Level::Warning, Code::UnusedAction, 4));
    assert_eq!(warning.message, "the target `$.paths['/pet'].get` selects nothing");
    assert_eq!(warning.help, ["did you mean `/pets`?"]);
}

#[test]
fn overlay_growth_is_limited() {
    let deeper = |n| format!("- {{ target: $.info.x, copy: $.info, description: '{n}' }}\n");
    let actions = "- { target: $.info, update: { x: {} } }\n".to_owned() + &(0..200).map(deeper).collect::<String>();
    let (_, entries) = overlaid("bounded", PETS, actions.trim_end());
    let [error] = &entries[..] else { panic!("{entries:?}") };
    assert_eq!(error.message, "with this action the document is nested more than 127 levels deep");
}
