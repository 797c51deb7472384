//! Expected strings: compared, or written.

use crate::folder::files_under;
use similar::TextDiff;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// How many lines of a new or missing file are shown.
const SHOWN: usize = 40;

/// What a test expects to find in files.
#[derive(Debug)]
#[must_use = "differences are reported by `finish`"]
pub struct Expectations {
    /// The test target, for the command that updates.
    target: &'static str,
    update: bool,
    differences: Vec<String>,
}

impl Expectations {
    /// Expectations of the test target of this name.
    pub fn of(target: &'static str) -> Self {
        let update = std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1");
        Self { target, update, differences: Vec::new() }
    }

    /// Expects a file to hold this text; without a text, not to be there.
    pub fn file(&mut self, path: &Path, text: Option<&str>) {
        let expected = fs::read_to_string(path).ok();
        if expected.as_deref() == text {
            return;
        }
        if self.update {
            write(path, text);
        } else {
            self.differences.push(difference(path, expected.as_deref(), text));
        }
    }

    /// Expects a folder to hold these files and no others. Paths are relative to the folder, with `/` between steps.
    pub fn folder(&mut self, folder: &Path, files: &BTreeMap<String, String>) {
        let mut paths: Vec<String> = files_under(folder);
        paths.extend(files.keys().filter(|path| !folder.join(path).exists()).cloned());
        paths.sort();
        for path in paths {
            self.file(&folder.join(&path), files.get(&path).map(String::as_str));
        }
    }

    /// Reports what differs.
    ///
    /// # Panics
    ///
    /// When anything differs: that is how a test fails.
    pub fn finish(self) {
        let Self { target, differences, .. } = self;
        assert!(
            differences.is_empty(),
            "{} of the expected files differ.\n\n{}\nIf this is what it should be now, accept it and read the diff:\n\n    \
             UPDATE_EXPECT=1 cargo test -p specwright-tests --test {target}\n",
            differences.len(),
            differences.join("\n"),
        );
    }
}

fn write(path: &Path, text: Option<&str>) {
    let folder = path.parent().map(PathBuf::from).unwrap_or_default();
    let written = match text {
        Some(text) => fs::create_dir_all(folder).and_then(|()| fs::write(path, text)),
        None => fs::remove_file(path).map(|()| remove_empty(&folder)),
    };
    if let Err(error) = written {
        panic!("cannot update {}: {error}", path.display());
    }
}

/// Git keeps no empty folders, and neither do goldens.
fn remove_empty(folder: &Path) {
    // Fails when the folder is not empty, which is well.
    let _ = fs::remove_dir(folder);
}

fn difference(path: &Path, expected: Option<&str>, found: Option<&str>) -> String {
    let path = path.display();
    match (expected, found) {
        (Some(expected), Some(found)) => unified(&path.to_string(), expected, found),
        (None, Some(found)) => excerpt(&format!("{path} is new:"), '+', found),
        (Some(expected), None) => excerpt(&format!("{path} is expected no more:"), '-', expected),
        (None, None) => String::new(),
    }
}

fn unified(path: &str, expected: &str, found: &str) -> String {
    let diff = TextDiff::from_lines(expected, found);
    diff.unified_diff().context_radius(3).header(&format!("{path} (expected)"), "found").to_string()
}

fn excerpt(heading: &str, sign: char, text: &str) -> String {
    let mut shown = format!("{heading}\n");
    for line in text.lines().take(SHOWN) {
        let _ = writeln!(shown, "{sign}{line}");
    }
    let rest = text.lines().count().saturating_sub(SHOWN);
    if rest > 0 {
        let _ = writeln!(shown, "{sign} … and {rest} more lines");
    }
    shown
}
