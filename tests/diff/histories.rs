//! Published versions of real documents: the report for each step, verified with the compiler.
//!
//! The documents are large, and may not be copied here. `histories.tsv` has the numbers of every step: the changes of
//! each impact, the probes of the old client, and the probes that the new one breaks, which are those of the report.
//! The folder contains a folder for each document, with its versions in the order of their names:
//!
//! ```sh
//! HISTORIES=FOLDER cargo test -p specwright-tests --test diff -- --ignored
//! ```

use crate::{assert_same, broken, cargo, folder, probes, version};
use specwright::Builder;
use specwright::diff::{Impact, compare};
use specwright_tests::Expectations;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The files or folders of a folder, by name.
fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The line of the table for one step; fails if the compiler disagrees.
fn step(document: &str, old_path: &Path, new_path: &Path) -> String {
    let (old, new) = (version(old_path), version(new_path));
    let difference = compare(&old, &new);
    let probes = probes::of(&old.surface);
    let module = "client";
    let mut before = cargo::Crate::new("before");
    before.add_client(module, &Builder::new(old_path));
    before.add_probes(module, &old.surface.imports, &probes);
    assert_same(&before.failing(), &BTreeSet::new());
    let mut after = cargo::Crate::new("after");
    after.add_client(module, &Builder::new(new_path));
    after.add_probes(module, &old.surface.imports, &probes);
    let expected = broken(&difference, &old, &new, &probes);
    let failing = after.failing();
    assert_same(&failing, &expected.into_iter().map(|key| format!("{module}: {key}")).collect());
    let [breaking, additions, behavior] =
        [Impact::Breaking, Impact::Addition, Impact::Behavior].map(|impact| difference.count(impact));
    let bump = difference.bump().as_str();
    let (old, new) = (name(old_path), name(new_path));
    let (all, failed) = (probes.len(), failing.len());
    format!("{document}\t{old}\t{new}\t{bump}\t{breaking}\t{additions}\t{behavior}\t{all}\t{failed}\n")
}

#[test]
#[ignore = "needs published versions of documents, and ten minutes: HISTORIES=FOLDER"]
fn histories() {
    let root = std::env::var_os("HISTORIES").expect("HISTORIES is the folder of the documents");
    let mut table =
        "document\told\tnew\tbump\tbreaking\tadditions\tbehavior\tprobes\tprobes that the new client breaks\n"
            .to_owned();
    for document in sorted(Path::new(&root)).into_iter().filter(|path| path.is_dir()) {
        let versions = sorted(&document);
        for pair in versions.windows(2) {
            let _ = write!(table, "{}", step(&name(&document), &pair[0], &pair[1]));
        }
    }
    let mut expectations = Expectations::of("diff");
    expectations.file(&folder().join("histories.tsv"), Some(&table));
    expectations.finish();
}
