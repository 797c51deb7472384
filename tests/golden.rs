//! The exact output for each document.
//!
//! Each folder in `fixtures/` shows one behavior of the generator, after which it is named. `expected/` contains the
//! generated files that show the behavior; `expected/items.txt` lists the public items of the others, which the build
//! script writes for the target `compile`. Warnings are in `expected/warnings.txt`. The errors that stop a strict
//! generation of a document with mistakes are in `expected.txt`. A `specwright.toml` contains settings, and a
//! `further.yaml` is a second document of the same API. `golden/portals/` is the whole client of the portals API.
//!
//! To add one: a folder with the document, `UPDATE_EXPECT=1 cargo test -p specwright-tests --test golden`, and reading
//! what that wrote as a reviewer would. It writes every file; delete those that do not show the behavior, and run it
//! again. To have a file that is only listed, create it empty and run it again.

#[path = "support/fixture.rs"]
mod fixture;
#[path = "golden/items.rs"]
mod items;

use fixture::{FIXTURES, builder, document, folders};
use specwright::Error;
use specwright::diagnostics::{Effect, Level, Strictness};
use specwright::report::Report;
use specwright_tests::{Expectations, enter_repository, files_under, on_all_processors};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The output of each fixture, by its folder.
static OUTPUTS: LazyLock<BTreeMap<PathBuf, Outputs>> = LazyLock::new(|| {
    enter_repository();
    let outputs = |_, folder: PathBuf| {
        let document = document(&folder);
        let [lenient, strict] = [Strictness::Lenient, Strictness::Strict].map(|mode| Outcome::of(&document, mode));
        (folder, Outputs { document, lenient, strict })
    };
    on_all_processors(folders(), outputs).into_iter().collect()
});

/// The output for the document of a fixture in both modes.
struct Outputs {
    document: PathBuf,
    lenient: Outcome,
    strict: Outcome,
}

/// The output for a document.
struct Outcome {
    /// The files of the client by path. None if the document is rejected.
    files: Option<BTreeMap<String, String>>,
    report: Report,
}

impl Outcome {
    fn of(document: &Path, strictness: Strictness) -> Self {
        let builder = builder(document);
        let builder = if strictness == Strictness::Strict { builder.strict() } else { builder };
        match builder.output() {
            Ok(output) => {
                let files = output.files.into_iter().map(|file| (file.path, file.text)).collect();
                Self { files: Some(files), report: output.report }
            }
            Err(Error::Document { report, .. }) => Self { files: None, report },
            Err(error) => panic!("{}: {error}", document.display()),
        }
    }

    /// The files of the client, and the warnings as one more file.
    fn with_warnings(&self) -> Option<BTreeMap<String, String>> {
        let mut files = self.files.clone()?;
        files.extend(warnings(&self.report).map(|text| ("warnings.txt".to_owned(), text)));
        Some(files)
    }

    /// The errors of a document that is rejected.
    fn errors(&self) -> Option<String> {
        self.files.is_none().then(|| self.report.render(false))
    }
}

/// The warnings as people see them, and the notes, which are only listed.
fn warnings(report: &Report) -> Option<String> {
    let mut text = report.render(false);
    for note in report.entries().iter().filter(|entry| entry.level == Level::Note) {
        let _ = writeln!(text, "note: {}:{}: {}", note.line, note.column, note.message);
    }
    (!text.is_empty()).then_some(text)
}

/// The files of a client that a fixture checks in: those that show its behavior, and the list of the others' items. A
/// new fixture has all files.
fn shown(expected: &Path, files: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let chosen: BTreeSet<String> = files_under(expected).into_iter().filter(|path| is_rust(path)).collect();
    if chosen.is_empty() {
        return files;
    }
    let (listed, mut shown): (BTreeMap<_, _>, BTreeMap<_, _>) =
        files.into_iter().partition(|(path, _)| is_rust(path) && !chosen.contains(path));
    let list: String = listed.iter().map(|(path, text)| items::list(path, text)).collect();
    shown.extend((!list.is_empty()).then(|| ("items.txt".to_owned(), list)));
    shown
}

fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "rs")
}

#[test]
fn every_fixture_generates_the_expected_files() {
    let mut expectations = Expectations::of("golden");
    for (folder, Outputs { lenient, strict, .. }) in &*OUTPUTS {
        let expected = folder.join("expected");
        let files = lenient.with_warnings().unwrap_or_default();
        expectations.folder(&expected, &shown(&expected, files));
        expectations.file(&folder.join("expected.txt"), strict.errors().as_deref());
    }
    expectations.finish();
}

/// Every error and warning has help on what to write instead.
#[test]
fn every_diagnostic_has_a_remedy() {
    let mut without = String::new();
    for outcome in OUTPUTS.values().flat_map(|outputs| [&outputs.lenient, &outputs.strict]) {
        let shown = outcome.report.entries().iter().filter(|entry| entry.level != Level::Note);
        for entry in shown.filter(|entry| entry.help.is_empty()) {
            let _ = writeln!(without, "{}:{}: {}", entry.path.display(), entry.line, entry.message);
        }
    }
    assert!(without.is_empty(), "without `help`:\n{without}");
}

/// The client of the portal API as a whole: a review of a change to the document shows the Rust that it makes.
#[test]
fn the_portals_client_is_as_expected() {
    enter_repository();
    let outcome = Outcome::of(Path::new("spec/portals.yaml"), Strictness::Strict);
    let files = outcome.with_warnings();
    let files = files.expect("the document has errors: run `cargo run -p specwright -- check spec/portals.yaml`");
    let mut expectations = Expectations::of("golden");
    expectations.folder(Path::new("tests/golden/portals"), &files);
    expectations.finish();
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let differs = |_, Outputs { document, lenient, .. }: &Outputs| {
        let again = Outcome::of(document, Strictness::Lenient);
        let is_same = again.files == lenient.files && again.report.entries() == lenient.report.entries();
        (!is_same).then(|| document.clone())
    };
    let different: Vec<_> = on_all_processors(OUTPUTS.values(), differs).into_iter().flatten().collect();
    assert_eq!(different, Vec::<PathBuf>::new());
}

/// A row of the table of features: what the state promises of the fixtures.
fn broken_promise(state: &str, Outputs { lenient, strict, .. }: &Outputs) -> Option<String> {
    let strict_fails = strict.files.is_none();
    let report = &lenient.report;
    let has = |effect: Effect| report.entries().iter().any(|entry| entry.effect == Some(effect));
    let kept = match state {
        "supported" => !strict_fails && !has(Effect::Skipped) && !has(Effect::Fallback),
        "in part" => has(Effect::Skipped) || has(Effect::Fallback),
        "left out" => has(Effect::Skipped),
        "reported" => strict_fails || !report.entries().is_empty(),
        other => return Some(format!("`{other}` is no state")),
    };
    (!kept).then(|| format!("is not `{state}`:\n{}", report.render(false)))
}

/// The feature table matches the fixtures, and every fixture is in it.
#[test]
fn every_fixture_is_in_the_feature_table() {
    let outputs = &*OUTPUTS;
    let table = std::fs::read_to_string("codegen/FEATURES.md").expect("the table of features is there");
    let (mut features, mut shown) = (BTreeSet::new(), BTreeSet::new());
    let mut problems = Vec::new();
    for row in table.lines().filter(|line| line.starts_with("| ") && line.contains('`')) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [feature, state, fixtures] = cells[..] else { panic!("three cells, not: {row}") };
        if !features.insert(feature.to_owned()) {
            problems.push(format!("{feature}: is in two rows"));
        }
        for name in fixtures.split(", ").map(|name| name.trim_matches('`')) {
            shown.insert(name.to_owned());
            let Some(outputs) = outputs.get(&Path::new(FIXTURES).join(name)) else {
                problems.push(format!("{feature}: there is no fixture `{name}`"));
                continue;
            };
            let problem = broken_promise(state, outputs);
            problems.extend(problem.map(|problem| format!("{feature}: `{name}` {problem}")));
        }
    }
    let names = outputs.keys().filter_map(|folder| Some(folder.file_name()?.to_string_lossy().into_owned()));
    let silent = names.filter(|name| !shown.contains(name));
    problems.extend(silent.map(|name| format!("the fixture `{name}` is in no row")));
    assert!(problems.is_empty(), "codegen/FEATURES.md:\n{}", problems.join("\n"));
}

/// Settings that change the manifest, or need a file outside of the document's folder or a feature of the generator.
const SETTINGS_WITHOUT_FIXTURE: [&str; 3] = ["dependencies", "overlays", "read-from"];

#[test]
fn every_setting_has_a_fixture() {
    enter_repository();
    let documentation = std::fs::read_to_string("codegen/SETTINGS.md").expect("the documentation of settings is there");
    let rows = documentation.lines().filter(|line| line.contains("](crate::Builder::"));
    let keys: BTreeSet<&str> = rows.filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    assert!(keys.contains("strict") && keys.contains("names.types"), "{keys:?}");
    let settings =
        folders().into_iter().filter_map(|folder| std::fs::read_to_string(folder.join("specwright.toml")).ok());
    let tables: Vec<toml::Table> = settings.filter_map(|text| text.parse().ok()).collect();
    let has = |key: &str| tables.iter().any(|table| value_at(table, key).is_some());
    let without: Vec<&str> = keys.into_iter().filter(|key| !has(key)).collect();
    assert_eq!(without, SETTINGS_WITHOUT_FIXTURE, "settings without a fixture");
    let tests = std::fs::read_to_string("codegen/tests/settings.rs").expect("the tests of settings are there");
    let untested = SETTINGS_WITHOUT_FIXTURE
        .iter()
        .find(|key| !tests.contains(&format!("{key} = [")) && !tests.contains(&format!("[{key}]")));
    assert_eq!(untested, None, "settings without a fixture and without a test");
}

/// The value of a key; that of a key within a table has a dot.
fn value_at<'t>(table: &'t toml::Table, key: &str) -> Option<&'t toml::Value> {
    match key.split_once('.') {
        Some((group, key)) => table.get(group)?.as_table()?.get(key),
        None => table.get(key),
    }
}

/// The folders that paths in the contributor documentation are relative to: the sources of both libraries, too.
const BASES: [&str; 4] = [".", "codegen", "codegen/src", "codegen/runtime/src"];

/// The folder of each fixture with the expected files.
const OF_EACH_FIXTURE: &str = "expected/";

/// The paths in the contributor documentation exist.
#[test]
fn paths_in_the_guides_for_contributors_exist() {
    enter_repository();
    let mut missing = Vec::new();
    for guide in ["CONTRIBUTING.md", "codegen/ARCHITECTURE.md", "tests/README.md"] {
        let text = std::fs::read_to_string(guide).expect("the guide is there");
        let paths: Vec<&str> = text.split('`').skip(1).step_by(2).filter(|code| is_path(code)).collect();
        assert!(!paths.is_empty(), "{guide} names no path");
        let absent = paths.into_iter().filter(|path| !BASES.iter().any(|base| exists_in(Path::new(base), path)));
        missing.extend(absent.map(|path| format!("{guide}: `{path}`")));
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// Whether a piece of code in a text is a path, and not a command, a Rust path or a pattern.
fn is_path(code: &str) -> bool {
    code.contains('/')
        && code != OF_EACH_FIXTURE
        && code.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c))
}

/// Whether a file or module of this path is there.
fn exists_in(base: &Path, path: &str) -> bool {
    base.join(path).exists() || base.join(format!("{path}.rs")).exists()
}
