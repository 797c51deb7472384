//! What a new version of a document does to the Rust code that uses its client.
//!
//! Two surfaces are compared, not two documents: what callers name and call decides whether their code compiles.
//!
//! Rooms: `pair` finds for each item the one that it is now, under its name or another; `compare` says what differs in two
//! items, each difference a `delta`; `formats` adds what documents say of strings and no type shows; `semver` decides whether
//! a difference breaks callers; `words` says it, with what callers do about it; `report` writes all of it. Each uses
//! those before it.

// Uses: `load`, `pointer`, `report`, `surface`, `text`. Used by: `build_script`.

mod compare;
mod delta;
pub(crate) mod formats;
mod pair;
mod report;
mod semver;
mod words;

pub use delta::{Delta, Noun, Verb};
pub use semver::{Bump, Impact};

use crate::load::Document;
use crate::pointer::Origin;
use crate::report::{Positions, Report};
use crate::surface::{Item, Surface};
use crate::text::in_message;
use pair::{Pairs, Renames};
use std::path::PathBuf;

/// A version of a document, and what is emitted of it.
#[derive(Debug)]
pub struct Version {
    /// The document as it was named.
    pub path: PathBuf,
    /// The surface of its client.
    pub surface: Surface,
    /// What the document does that could not be honoured; no errors.
    pub report: Report,
    pub(crate) document: Document,
}

/// What differs between two versions.
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
    /// What changed.
    pub delta: Delta,
    /// The item: its path in the old client, or in the new one where the old has none.
    pub item: String,
    /// The operation that the item belongs to, or the item.
    pub owner: String,
    is_of_owner: bool,
    /// What the item is in the document.
    pub label: String,
    /// What changed, in a sentence without a full stop.
    pub message: String,
    /// What callers do about it; empty where nothing is to be done.
    pub advice: String,
    /// What of the old client nobody can use any more as it was: paths of items, each with `#` and the key of an
    /// [entry](crate::surface::Entry::key).
    pub broken: Vec<String>,
    /// The place in the old document.
    pub old: Option<Location>,
    /// The place in the new one.
    pub new: Option<Location>,
}

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The file, as people know it.
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
    for item in &pairs.gone {
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
    for item in &pairs.come {
        writer.add(item, None, delta::added(item), renames);
    }
    let mut changes = with_owners(writer.changes);
    changes.sort_by_key(|change| change.impact);
    Difference { old: old.path.clone(), new: new.path.clone(), changes }
}

/// Writes changes down, with their places.
struct Writer<'d> {
    old: Positions<'d>,
    new: Positions<'d>,
    changes: Vec<Change>,
}

impl Writer<'_> {
    fn add(&mut self, item: &Item, now: Option<&Item>, delta: Delta, renames: &Renames) {
        let (message, advice) = words::of(item, now, &delta);
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

/// The changes without those that a type of an operation shares with the operation itself: with a request, the enum of
/// its responses comes, goes, moves and gets another name.
fn with_owners(changes: Vec<Change>) -> Vec<Change> {
    let (mut kept, mut open) = (Vec::new(), Vec::new());
    for change in changes {
        let is_shared = matches!(
            (change.delta.verb, change.delta.nouns.as_slice()),
            (Verb::Removed | Verb::Added, [Noun::Item]) | (Verb::Renamed, [Noun::Item | Noun::Path])
        );
        if is_shared && !change.is_of_owner { open.push(change) } else { kept.push(change) }
    }
    for change in open {
        let same = |owner: &&mut Change| {
            owner.is_of_owner
                && owner.owner == change.owner
                && (owner.delta.verb, &owner.delta.nouns) == (change.delta.verb, &change.delta.nouns)
        };
        match kept.iter_mut().find(same) {
            Some(owner) => owner.broken.extend(change.broken),
            None => kept.push(change),
        }
    }
    kept
}

fn location(positions: &mut Positions, origin: &Origin) -> Location {
    let (path, line, column) = positions.find(origin);
    Location { path: in_message(&path.display().to_string()), line, column }
}

impl Difference {
    /// The version bump that follows.
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
