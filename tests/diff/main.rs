//! The effect of a new version of a document on Rust code: the report for each kind of change, verified with the
//! compiler.
//!
//! `clinic.yaml` is the old document of a client, `desk.yaml` that of a service that also receives webhooks.
//! `clinic.txt` and `desk.txt` have a new version for each kind of change: it begins with `== ` and a name; lines that
//! begin with `-` are replaced with the lines that begin with `+` after them, once or several times. The reports are in
//! `expected`, and the last one also in Markdown and JSON.
//!
//! For each entry of the old client's surface, there is a program that uses it ([`probes`]). Each compiles with the old
//! client. With the new one, those without a reported breaking change compile, and the others do not.

mod cargo;
mod complete;
mod histories;
mod probes;

use probes::Probe;
use specwright::Builder;
use specwright::diff::{Difference, Impact, Version, compare};
use specwright_tests::{Expectations, repository};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// A kind of change.
struct Case<'t> {
    name: &'t str,
    /// What is replaced by what.
    replacements: Vec<(String, String)>,
}

impl<'t> Case<'t> {
    fn parse(text: &'t str) -> Self {
        let (name, lines) = text.split_once('\n').unwrap_or((text, ""));
        let mut replacements: Vec<(String, String)> = Vec::new();
        for line in lines.lines() {
            let opens = replacements.last().is_none_or(|(_, added)| !added.is_empty());
            if let Some(removed) = line.strip_prefix('-') {
                if opens {
                    replacements.push(Default::default());
                }
                replacements.last_mut().expect("one was just added").0.extend([removed, "\n"]);
            } else if let Some(added) = line.strip_prefix('+') {
                let (_, text) = replacements.last_mut().expect("`-` comes before `+`");
                text.extend([added, "\n"]);
            }
        }
        Self { name, replacements }
    }

    /// The new version.
    fn document(&self, old: &str) -> String {
        self.replacements.iter().fold(old.to_owned(), |text, (removed, added)| {
            let count = text.matches(removed.as_str()).count();
            assert!(count == 1, "{}: {count} places have these lines:\n{removed}", self.name);
            text.replacen(removed, added, 1)
        })
    }

    /// The name as that of a module.
    fn module(&self) -> String {
        self.name.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "_")
    }
}

fn folder() -> PathBuf {
    repository().join("tests/diff")
}

/// The folder in which all of this runs: paths in reports are relative to it.
fn enter(name: &str) -> PathBuf {
    let all = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&all).expect("the build's own folder takes files");
    all
}

fn version(document: &Path) -> Version {
    Builder::new(document).no_config().version().unwrap_or_else(|error| panic!("{}: {error}", document.display()))
}

/// A document whose changes are looked at.
struct Subject {
    /// The stem of its file, and of its changes.
    name: &'static str,
    /// What is generated of it.
    set: fn(Builder) -> Builder,
}

const SUBJECTS: [Subject; 2] = [
    Subject { name: "desk", set: |builder| builder.service_by_tag().webhooks() },
    Subject { name: "clinic", set: |builder| builder },
];

impl Subject {
    fn builder(&self, document: &str) -> Builder {
        (self.set)(Builder::new(document)).no_config()
    }

    fn version(&self, document: &str) -> Version {
        self.builder(document).version().unwrap_or_else(|error| panic!("{}, {document}: {error}", self.name))
    }
}

/// Both in one test, since both need the versions and the working directory.
#[test]
#[ignore = "builds crates from scratch: run with --ignored"]
fn reported_changes_are_verified_with_the_compiler() {
    let all = enter("diff");
    std::env::set_current_dir(&all).expect("the folder was just made");
    let (mut old_crate, mut new_crate) = (cargo::Crate::new("old"), cargo::Crate::new("new"));
    let mut expectations = Expectations::of("diff");
    let expected_files = folder().join("expected");
    let mut expected = BTreeSet::new();
    let mut last = None;
    for subject in &SUBJECTS {
        let name = subject.name;
        let text = fs::read_to_string(folder().join(format!("{name}.txt"))).expect("the changes are there");
        let cases: Vec<Case> = text.split("\n== ").skip(1).map(Case::parse).collect();
        let base = fs::read_to_string(folder().join(format!("{name}.yaml"))).expect("the document is there");
        fs::write("old.yaml", &base).expect("the folder takes files");
        let old = subject.version("old.yaml");
        old_crate.add_client(name, &subject.builder("old.yaml"));
        old_crate.add_probes(name, &old.surface.imports, &probes::of(&old.surface));
        let mut report = String::new();
        for case in &cases {
            fs::write("new.yaml", case.document(&base)).expect("the folder takes files");
            let new = subject.version("new.yaml");
            let difference = compare(&old, &new);
            let _ = write!(report, "== {}\n\n{}\n", case.name, difference.text());
            let module = format!("{name}_{}", case.module());
            new_crate.add_client(&module, &subject.builder("new.yaml"));
            let all = probes::of(&old.surface);
            expected.extend(broken(&difference, &old, &new, &all).into_iter().map(|key| format!("{module}: {key}")));
            new_crate.add_probes(&module, &old.surface.imports, &all);
            last = Some(difference);
        }
        expectations.file(&expected_files.join(format!("{name}.txt")), Some(&report));
    }
    let last = last.expect("there are changes");
    expectations.file(&expected_files.join("last.md"), Some(&last.markdown()));
    let json: serde_json::Value = serde_json::from_str(&last.json()).expect("a report is JSON");
    let json = serde_json::to_string_pretty(&json).expect("JSON can be written") + "\n";
    expectations.file(&expected_files.join("last.json"), Some(&json));
    expectations.finish();
    assert_same(&old_crate.failing(), &BTreeSet::new());
    assert_same(&new_crate.failing(), &expected);
}

/// The probes that do not compile with the new client, if the report is correct: those that it reports as broken, and
/// those with a removed path.
fn broken(difference: &Difference, old: &Version, new: &Version, probes: &[Probe]) -> BTreeSet<String> {
    let paths: Vec<&str> = old.surface.items.iter().map(|item| item.path.as_str()).collect();
    let removed: Vec<&str> = paths.into_iter().filter(|path| new.surface.item(path).is_none()).collect();
    let breaking = difference.changes.iter().filter(|change| change.impact == Impact::Breaking);
    let mut broken: BTreeSet<String> = breaking.flat_map(|change| change.broken.clone()).collect();
    let names = |probe: &&Probe| removed.iter().any(|path| probes::mentions(&probe.code, path));
    broken.extend(probes.iter().filter(names).map(|probe| probe.key.clone()));
    broken
}

/// Fails with the differences of the two.
#[track_caller]
fn assert_same(found: &BTreeSet<String>, expected: &BTreeSet<String>) {
    let compiles: Vec<&String> = expected.difference(found).collect();
    let fails: Vec<&String> = found.difference(expected).collect();
    assert!(
        compiles.is_empty() && fails.is_empty(),
        "said to be broken, and compiles: {compiles:#?}\nsaid to be sound, and does not compile: {fails:#?}"
    );
}
