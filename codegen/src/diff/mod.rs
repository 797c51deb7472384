//! Diff: the effect of a new version of a document on code that uses its client.
//!
//! It compares two surfaces, not two documents: the public API of the client decides whether code compiles.
//!
//! Modules: `pair` matches old and new items; `compare` finds the differences between two items, each a `delta`; `formats`
//! adds the formats of strings; `semver` decides whether a difference breaks callers; `message` describes it, with advice to
//! callers; `report` writes the report. Each uses those before it.

// Uses: `load`, `pointer`, `report`, `surface`, `text`. Used by: `build_script`.

mod compare;
mod delta;
pub(crate) mod formats;
mod message;
mod pair;
mod report;
mod semver;

pub use delta::{Delta, Noun, Verb};
pub use semver::{Bump, Impact};

use crate::load::Document;
use crate::pointer::Origin;
use crate::report::{Positions, Report};
use crate::surface::{Item, Surface};
use crate::text::in_message;
use pair::{Pairs, Renames};
use std::path::PathBuf;

/// A version of a document, and its client.
#[derive(Debug)]
pub struct Version {
    /// The path of the document, as given.
    pub path: PathBuf,
    /// The surface of its client.
    pub surface: Surface,
    /// Warnings and notes; no errors.
    pub report: Report,
    pub(crate) document: Document,
}

/// The differences between two versions.
#[derive(Debug)]
pub struct Difference {
    /// The old document.
    pub old: PathBuf,
    /// The new one.
    pub new: PathBuf,
    /// The changes: those that break callers first, each kind in the order of the documents.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Debug, Clone)]
pub struct Change {
    /// Whether it breaks callers.
    pub impact: Impact,
    /// The changes.
    pub delta: Delta,
    /// The path of the item in the old client, or in the new one if it was added.
    pub item: String,
    /// The operation that the item belongs to, or the item.
    pub owner: String,
    is_of_owner: bool,
    /// The item in the document.
    pub label: String,
    /// The change, in a sentence without a full stop.
    pub message: String,
    /// Advice to callers; empty if they need not do anything.
    pub advice: String,
    /// The parts of the old client that callers can no longer use: paths of items, each with `#` and the key of an
    /// [entry](crate::surface::Entry::key).
    pub broken: Vec<String>,
    /// The location in the old document.
    pub old: Option<Location>,
    /// The location in the new one.
    pub new: Option<Location>,
}

/// A location in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The path of the file, for display.
    pub path: String,
    /// The line, from 1; 0 for a file as a whole.
    pub line: usize,
    /// The column in characters, from 1; 0 for a file as a whole.
    pub column: usize,
}

/// Compares two versions.
#[must_use]
pub fn compare(old: &Version, new: &Version) -> Difference {
    let pairs = Pairs::of(&old.surface, &new.surface);
    let mut writer =
        Writer { old: Positions::new(&old.document), new: Positions::new(&new.document), changes: Vec::new() };
    let renames = &pairs.renames;
    for item in &pairs.removed {
        writer.add(item, None, delta::removed(item), renames);
    }
    for (before, after) in &pairs.both {
        for delta in compare::items(before, after, renames, &new.surface) {
            writer.add(before, Some(after), delta, renames);
        }
    }
    for owner in compare::unexplained(&pairs.both, renames, &writer.changes) {
        writer.add(owner.0, Some(owner.1), compare::other(owner.0, owner.1), renames);
    }
    for item in &pairs.added {
        writer.add(item, None, delta::added(item), renames);
    }
    let mut changes = with_owners(writer.changes);
    changes.sort_by_key(|change| change.impact);
    Difference { old: old.path.clone(), new: new.path.clone(), changes }
}

/// Converts changes to messages with positions.
struct Writer<'d> {
    old: Positions<'d>,
    new: Positions<'d>,
    changes: Vec<Change>,
}

impl Writer<'_> {
    fn add(&mut self, item: &Item, now: Option<&Item>, delta: Delta, renames: &Renames) {
        let (message, advice) = message::of(item, now, &delta);
        let broken = delta.broken.iter().map(|key| format!("{}#{key}", item.path));
        self.changes.push(Change {
            broken: broken.collect(),
            impact: semver::impact(&delta, item),
            item: item.path.clone(),
            owner: renames.path(&item.owner),
            is_of_owner: item.path == item.owner,
            label: now.unwrap_or(item).label.clone(),
            message,
            advice,
            old: delta.old.as_ref().map(|origin| location(&mut self.old, origin)),
            new: delta.new.as_ref().map(|origin| location(&mut self.new, origin)),
            delta,
        });
    }
}

/// Removes changes of an operation's types that follow from the operation: the enum of its responses is added, removed,
/// moved and renamed with the request.
fn with_owners(changes: Vec<Change>) -> Vec<Change> {
    let (mut merged, mut open) = (Vec::new(), Vec::new());
    for change in changes {
        let is_shared = matches!(
            (change.delta.verb, change.delta.nouns.as_slice()),
            (Verb::Removed | Verb::Added, [Noun::Item]) | (Verb::Renamed, [Noun::Item | Noun::Path])
        );
        if is_shared && !change.is_of_owner { open.push(change) } else { merged.push(change) }
    }
    for change in open {
        let same = |owner: &&mut Change| {
            owner.is_of_owner
                && owner.owner == change.owner
                && (owner.delta.verb, &owner.delta.nouns) == (change.delta.verb, &change.delta.nouns)
        };
        match merged.iter_mut().find(same) {
            Some(owner) => owner.broken.extend(change.broken),
            None => merged.push(change),
        }
    }
    merged
}

fn location(positions: &mut Positions, origin: &Origin) -> Location {
    let (path, line, column) = positions.find(origin);
    Location { path: in_message(&path.display().to_string()), line, column }
}

impl Difference {
    /// The required version bump.
    #[must_use]
    pub fn bump(&self) -> Bump {
        Bump::of(self.changes.iter().map(|change| change.impact))
    }

    /// How many changes of a kind there are.
    #[must_use]
    pub fn count(&self, impact: Impact) -> usize {
        self.changes.iter().filter(|change| change.impact == impact).count()
    }
}
