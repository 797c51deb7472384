//! The report: diagnostics with their lines and columns looked up, for people and for programs.

// Uses: `analysis`, `customize`, `diagnostics`, `ir`, `load`, `pointer`, `text`. Used by: `build_script`, `diff`,
// `vendor`.

mod action;
mod brief;
mod excerpt;
mod json;
mod render;
mod sources;
mod summary;

#[doc(hidden)]
pub use action::{Action, overlay, proposed};

use crate::diagnostics::{Code, Diagnostic, Diagnostics, Effect, Level, Location};
use crate::load::Document;
use crate::pointer::FileId;
use crate::text::in_message;
use excerpt::{Excerpt, Mark};
use indexmap::IndexMap;
use sources::{Found, Sources};
use std::cmp::Reverse;
use std::collections::HashSet;
use std::fmt;
use std::path::{Path, PathBuf};

/// Everything that was reported, free of the document.
///
/// Notes come first, then warnings, and errors last, where a terminal shows them; each in the order of the document. Shown with
/// `{}`, a report is plain text for a person.
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
    /// Its effect on the client, if any.
    pub effect: Option<Effect>,
    /// The message, on one line, with invisible and control characters escaped.
    pub message: String,
    /// The path of the file for display: relative if it was given as a relative path.
    pub path: PathBuf,
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// The column in characters, from 1; 0 for the file as a whole.
    pub column: usize,
    /// Remedies.
    pub help: Vec<String>,
    snippets: Vec<Snippet>,
    /// The help: how to correct the document.
    actions: Vec<Action>,
}

/// Text of one file to show, or a file as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Snippet {
    path: String,
    excerpt: Option<Excerpt>,
}

impl Report {
    /// Looks up the locations of everything that was reported. Takes `&document`, or `None` when loading gave none.
    #[doc(hidden)]
    #[must_use]
    pub fn new<'d>(diagnostics: &Diagnostics, document: impl Into<Option<&'d Document>>) -> Self {
        let document = document.into();
        let mut sources = Sources::new(document);
        let list = diagnostics.list().iter();
        let mut entries: Vec<_> =
            list.map(|diagnostic| (file(diagnostic, document), entry(diagnostic, &mut sources, document))).collect();
        entries.sort_by_key(|(file, entry)| (Reverse(entry.level), *file, entry.line, entry.column));
        let mut seen = HashSet::new();
        entries.retain(|(_, entry)| seen.insert(identity(entry)));
        Self { entries: entries.into_iter().map(|(_, entry)| entry).collect() }
    }

    /// The errors alone.
    #[doc(hidden)]
    #[must_use]
    pub fn only_errors(&self) -> Self {
        let errors = self.entries.iter().filter(|entry| entry.level == Level::Error);
        Self { entries: errors.cloned().collect() }
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

    /// How many notes there are. They are among the [`entries`](Self::entries), and not in the text of the
    /// report.
    #[must_use]
    pub fn notes(&self) -> usize {
        self.count(Level::Note)
    }

    /// Everything that was reported.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The text for a person, with the colours of a terminal or without.
    #[must_use]
    pub fn render(&self, color: bool) -> String {
        render::entries(&self.entries, color)
    }

    /// The same if it fits on a screen; otherwise the first warning of each kind, and the number of the others. For
    /// builds, which show the warnings each time. `document` is the path as given.
    #[must_use]
    pub fn brief(&self, color: bool, document: &Path) -> String {
        let whole = self.render(color);
        if self.errors() > 0 || whole.lines().count() <= brief::SCREEN {
            return whole;
        }
        brief::warnings(&self.entries, color, document)
    }

    /// How many warnings there are of each kind, the most frequent first.
    #[doc(hidden)]
    #[must_use]
    pub fn kinds(&self) -> Vec<(Code, usize)> {
        let mut kinds: IndexMap<Code, usize> = IndexMap::new();
        for entry in self.entries.iter().filter(|entry| entry.level == Level::Warning) {
            *kinds.entry(entry.code).or_default() += 1;
        }
        kinds.sort_by(|_, one, _, other| other.cmp(one));
        kinds.into_iter().collect()
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

/// Lines and columns of a document's nodes.
#[cfg(feature = "diff")]
pub(crate) struct Positions<'d>(Sources<'d>);

#[cfg(feature = "diff")]
impl<'d> Positions<'d> {
    pub(crate) fn new(document: &'d Document) -> Self {
        Self(Sources::new(Some(document)))
    }

    /// The file of a node, and the line and column of its key; 0 for a file as a whole.
    pub(crate) fn find(&mut self, origin: &crate::pointer::Origin) -> (PathBuf, usize, usize) {
        self.0.position(origin)
    }
}

/// The file to sort by. Files that could not be used have no number, and come last.
fn file(diagnostic: &Diagnostic, document: Option<&Document>) -> FileId {
    match &diagnostic.location {
        Location::Node(origin, _) => document.map_or(origin.file, |document| document.written_at(origin).file),
        Location::Bytes(..) | Location::File(_) => FileId(usize::MAX),
    }
}

/// The key of an entry: a stage may find one mistake several times.
fn identity(entry: &Entry) -> (Level, Code, PathBuf, usize, usize, String) {
    let Entry { level, code, path, line, column, message, .. } = entry;
    (*level, *code, path.clone(), *line, *column, message.clone())
}

fn entry<'d>(diagnostic: &'d Diagnostic, sources: &mut Sources<'d>, document: Option<&'d Document>) -> Entry {
    // Diagnostics about settings point into the settings.
    let location = match (&diagnostic.location, document) {
        (Location::Node(origin, part), Some(document)) => {
            document.setting_of(origin, *part).unwrap_or(&diagnostic.location)
        }
        (location, _) => location,
    };
    let found = sources.find(location);
    let path = found.path.to_path_buf();
    let position = found.text.as_ref().map(|(lines, range)| lines.position(range.start));
    // All text of the document in reports passes through this function.
    let label = diagnostic.label.as_deref().map(in_message);
    let mut locations = vec![LabeledLocation { found, label, primary: true }];
    locations.extend(diagnostic.related.iter().map(|(location, label)| {
        let label = Some(in_message(label));
        LabeledLocation { found: sources.find(location), label, primary: false }
    }));
    let fixes = diagnostic.fixes.iter();
    Entry {
        level: diagnostic.level,
        code: diagnostic.code,
        effect: diagnostic.effect,
        message: in_message(&diagnostic.message),
        path,
        line: position.map_or(0, |position| position.line),
        column: position.map_or(0, |position| position.column),
        help: diagnostic.help.iter().map(|help| in_message(help)).collect(),
        snippets: snippets(locations),
        actions: fixes.filter_map(|fix| Action::of(fix, &diagnostic.message, document?)).collect(),
    }
}

/// One snippet for the locations in the file of the diagnostic, when they fit into one; and one for each other location.
fn snippets(locations: Vec<LabeledLocation<'_>>) -> Vec<Snippet> {
    let path = locations.first().map(|location| location.found.path);
    let (same_file, other_files): (Vec<_>, Vec<_>) =
        locations.into_iter().partition(|location| Some(location.found.path) == path);
    let together = together(&same_file);
    let apart = if together.is_some() { Vec::new() } else { same_file };
    let apart = apart.iter().chain(&other_files).map(LabeledLocation::alone);
    together.into_iter().chain(apart).collect()
}

fn together(locations: &[LabeledLocation<'_>]) -> Option<Snippet> {
    let first = locations.first()?;
    let (lines, _) = first.found.text.as_ref()?;
    let marks: Option<Vec<_>> = locations.iter().map(LabeledLocation::mark).collect();
    let excerpt = Some(lines.together(&marks?)?);
    Some(Snippet { path: first.path(), excerpt })
}

/// A location to show.
struct LabeledLocation<'d> {
    found: Found<'d>,
    label: Option<String>,
    primary: bool,
}

impl LabeledLocation<'_> {
    fn path(&self) -> String {
        in_message(&self.found.path.display().to_string())
    }

    fn mark(&self) -> Option<Mark> {
        let (_, span) = self.found.text.as_ref()?;
        Some(Mark { span: span.clone(), label: self.label.clone(), primary: self.primary })
    }

    fn alone(&self) -> Snippet {
        let text = self.found.text.as_ref().zip(self.mark());
        let excerpt = text.map(|((lines, _), mark)| lines.alone(&mark));
        Snippet { path: self.path(), excerpt }
    }
}
