//! Diagnostics: what is wrong with a document, where, and what to do about it.
//!
//! A stage reports everything it finds to one [`Diagnostics`] sink and goes on; the pipeline drains the sink between
//! stages, so that no stage runs on what an earlier one rejected. A diagnostic names its place by file and pointer;
//! a [`Report`](crate::report::Report) looks up lines and columns, once, for all of them.

// Uses: `pointer`. Used by: `amend`, `build_script`, `check`, `customize`, `load`, `lower`, `name`, `report`,
// `resolve`, `settings`, `swagger2`, `vendor`.

mod allow;
mod code;
mod fix;

pub(crate) use allow::Allow;
pub use code::Code;
#[doc(hidden)]
pub use fix::Fix;

use crate::pointer::Origin;
use serde_json::Value;
use std::fmt;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// Whether a diagnostic stops the generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Nothing is generated.
    Error,
    /// Something is left out or read in a way that may surprise; the rest is generated.
    Warning,
    /// Something is left out that nobody misses: it is counted and listed, and not shown among the others.
    Note,
}

/// What becomes of a mistake in a document: a node that breaks the specification.
///
/// Whoever writes a document wants to be stopped by a mistake; whoever was given one cannot mend it, and wants a client
/// of all the rest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Strictness {
    /// A mistake is a warning. The node is left out, or read in the nearest way that makes sense.
    #[default]
    Lenient,
    /// A mistake is an error.
    Strict,
}

/// What a diagnostic costs: something that the client cannot do, or does less exactly, because of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Effect {
    /// Something is generated in a wider form than the document gives it, such as any JSON value.
    Fallback,
    /// Something is not generated.
    Skipped,
}

/// Which half of an entry of an object is meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The key that leads to the node.
    Key,
    /// The node itself.
    #[default]
    Value,
}

/// A place in a source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A node of the document: the usual case.
    Node(Origin, Part),
    /// Bytes of a file, for what is found before there is a tree.
    Bytes(Arc<Source>, Range<usize>),
    /// A file as a whole, when there is no text to show.
    File(PathBuf),
}

/// The text of a file under the path that people know it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path to show: relative when it was given relative.
    pub path: PathBuf,
    /// The text, without a byte order mark.
    pub text: String,
}

/// One thing to say about a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether it stops the generation.
    pub level: Level,
    /// Its kind.
    pub code: Code,
    /// What it costs, if anything.
    pub effect: Option<Effect>,
    /// What is wrong, in one sentence that begins in lower case and has no full stop.
    pub message: String,
    /// Where.
    pub place: Place,
    /// A few words beside the underlined source.
    pub label: Option<String>,
    /// Other places that matter, with a few words each.
    pub related: Vec<(Place, String)>,
    /// What to do about it.
    pub help: Vec<String>,
    /// What to change so that it goes away, where that is certain.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// A diagnostic without label, related places or help.
    #[must_use]
    pub fn new(level: Level, code: Code, place: Place, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            level,
            code,
            effect: None,
            message,
            place,
            label: None,
            related: Vec::new(),
            help: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// Says that something is left out of the client.
    pub fn skipped(&mut self) -> &mut Self {
        self.effect = Some(Effect::Skipped);
        self
    }

    /// Says that something is generated in a wider form.
    pub fn fallback(&mut self) -> &mut Self {
        self.effect = Some(Effect::Fallback);
        self
    }

    /// Sets the words beside the underlined source.
    pub fn label(&mut self, label: impl Into<String>) -> &mut Self {
        self.label = Some(label.into());
        self
    }

    /// Adds a remedy.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help.push(help.into());
        self
    }

    /// Adds how the mistake is read, in a clause such as "it is read as `string`". An error stops the generation, and is
    /// not read as anything.
    pub(crate) fn read_as(&mut self, reading: impl fmt::Display) -> &mut Self {
        if self.level != Level::Error {
            self.message = format!("{}: {reading}", self.message);
        }
        self
    }

    /// Adds a change that takes the diagnostic away: these members are merged into the object at this place.
    pub(crate) fn fix(&mut self, at: &Origin, update: Value) -> &mut Self {
        self.fixes.push(Fix::new(at, update));
        self
    }

    /// Adds another node that matters, with a few words about it.
    pub fn also(&mut self, origin: &Origin, label: impl Into<String>) -> &mut Self {
        self.also_at(Place::Node(origin.clone(), Part::Value), label)
    }

    /// Adds any other place that matters, with a few words about it.
    pub fn also_at(&mut self, place: Place, label: impl Into<String>) -> &mut Self {
        self.related.push((place, label.into()));
        self
    }

    /// Underlines the key that leads to the node in place of the node.
    pub fn at_key(&mut self) -> &mut Self {
        if let Place::Node(_, part) = &mut self.place {
            *part = Part::Key;
        }
        self
    }
}

/// The sink that every stage writes to.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    strictness: Strictness,
    /// What does not stop the generation although it is strict.
    allowed: Vec<Allow>,
}

/// A stage reported errors, so the next one is not run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rejected;

impl Diagnostics {
    /// An empty sink.
    #[must_use]
    pub fn new(strictness: Strictness) -> Self {
        Self { list: Vec::new(), strictness, allowed: Vec::new() }
    }

    /// The sink, where mistakes of these kinds are no errors, however strict it is.
    #[must_use]
    pub(crate) fn allowing(mut self, allowed: impl IntoIterator<Item = Allow>) -> Self {
        self.allowed.extend(allowed);
        self
    }

    /// Adds a mistake at the value of the node, whose level the [`Strictness`] decides: whoever reports it goes on with
    /// the nearest reading that makes sense. The returned handle takes effect, label, help and related places.
    pub fn mistake(&mut self, code: Code, origin: &Origin, message: impl Into<String>) -> &mut Diagnostic {
        let place = Place::Node(origin.clone(), Part::Value);
        self.push_mistake(Diagnostic::new(Level::Error, code, place, message))
    }

    /// Adds a diagnostic that was made elsewhere, at the level of a mistake.
    pub fn push_mistake(&mut self, diagnostic: Diagnostic) -> &mut Diagnostic {
        let is_allowed = || self.allowed.iter().any(|allow| allow.covers(diagnostic.code, &diagnostic.place));
        let level = match self.strictness {
            Strictness::Strict if !is_allowed() => Level::Error,
            Strictness::Strict | Strictness::Lenient => Level::Warning,
        };
        self.push(Diagnostic { level, ..diagnostic })
    }

    /// Adds an error at the value of the node, for what leaves nothing to generate: anything less is a
    /// [`mistake`](Self::mistake). The returned handle takes label, help and related places.
    pub fn error(&mut self, code: Code, origin: &Origin, message: impl Into<String>) -> &mut Diagnostic {
        self.push(Diagnostic::new(Level::Error, code, Place::Node(origin.clone(), Part::Value), message))
    }

    /// Adds a warning at the value of the node; the returned handle takes label, help and related places.
    pub fn warning(&mut self, code: Code, origin: &Origin, message: impl Into<String>) -> &mut Diagnostic {
        self.push(Diagnostic::new(Level::Warning, code, Place::Node(origin.clone(), Part::Value), message))
    }

    /// Adds a note at the value of the node; the returned handle takes what it costs.
    pub fn note(&mut self, code: Code, origin: &Origin, message: impl Into<String>) -> &mut Diagnostic {
        self.push(Diagnostic::new(Level::Note, code, Place::Node(origin.clone(), Part::Value), message))
    }

    /// Adds a diagnostic that was made elsewhere.
    pub fn push(&mut self, diagnostic: Diagnostic) -> &mut Diagnostic {
        let last = self.list.len();
        self.list.push(diagnostic);
        &mut self.list[last]
    }

    /// Says what the diagnostics cost that were reported after the first `count`, where they do not say so themselves.
    pub(crate) fn cost(&mut self, count: usize, effect: Effect) {
        for diagnostic in self.list.iter_mut().skip(count) {
            diagnostic.effect.get_or_insert(effect);
        }
    }

    /// Ends the pipeline where a stage found errors.
    ///
    /// # Errors
    ///
    /// [`Rejected`] when an error was reported.
    pub(crate) fn propagate(&self) -> Result<(), Rejected> {
        if self.has_errors() { Err(Rejected) } else { Ok(()) }
    }

    /// Whether anything was reported that stops the generation.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.level == Level::Error)
    }

    /// What was reported so far, in the order it was.
    #[must_use]
    pub fn list(&self) -> &[Diagnostic] {
        &self.list
    }

    /// The same, to be changed.
    pub(crate) fn list_mut(&mut self) -> &mut [Diagnostic] {
        &mut self.list
    }
}

/// The longest name that another is looked for, in bytes: the comparison takes time in proportion to both lengths.
const MAX_NAME: usize = 100;

/// Among how many candidates a similar name is looked for: documents may have thousands of names, and miss as many.
const MOST_CANDIDATES: usize = 2_000;

/// The candidate that is nearest to a name that does not exist, when one is near enough to have been meant.
pub(crate) fn similar<T: AsRef<str>>(name: &str, candidates: impl IntoIterator<Item = T>) -> Option<T> {
    if name.len() > MAX_NAME {
        return None;
    }
    let lower = name.to_lowercase();
    // A nearer one must be nearer than the nearest so far.
    let (mut limit, mut nearest) = ((name.len() / 3).max(1), None);
    for candidate in candidates.into_iter().take(MOST_CANDIDATES) {
        let text = candidate.as_ref();
        if text.len().abs_diff(name.len()) > limit || text == name {
            continue;
        }
        let other = text.to_lowercase();
        let (one, other) = without_common_ends(&lower, &other);
        if least_distance(one, other) > limit {
            continue;
        }
        match strsim::osa_distance(one, other) {
            distance if distance > limit => {}
            0 => return Some(candidate),
            distance => (limit, nearest) = (distance - 1, Some(candidate)),
        }
    }
    nearest
}

/// The texts without what both begin and end with, which no change between them concerns. Documents may have thousands of
/// names that begin alike, and miss as many.
fn without_common_ends<'t>(one: &'t str, other: &'t str) -> (&'t str, &'t str) {
    let pairs = one.chars().zip(other.chars());
    let start: usize = pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (one, other) = (&one[start..], &other[start..]);
    let pairs = one.chars().rev().zip(other.chars().rev());
    let end: usize = pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    (&one[..one.len() - end], &other[..other.len() - end])
}

/// What the distance between two strings is at least: the letters of the longer one that the other does not have, too.
fn least_distance(one: &str, other: &str) -> usize {
    let mut counts = [0_u16; 64];
    let bucket = |c: char| c as usize % 64;
    let (mut letters, mut others, mut shared) = (0, 0, 0);
    for c in one.chars() {
        counts[bucket(c)] += 1;
        letters += 1;
    }
    for c in other.chars() {
        others += 1;
        let count = &mut counts[bucket(c)];
        if *count > 0 {
            *count -= 1;
            shared += 1;
        }
    }
    letters.max(others) - shared
}

#[cfg(test)]
mod tests {
    use super::similar;

    #[test]
    fn the_nearest_name_is_the_first_of_those_that_are_equally_near() {
        let names = ["microsoft.graph.user", "microsoft.graph.users", "Petz", "pets", "größe", "grosse", "ab", "ba"];
        let similar = |name: &str| similar(name, names.map(str::to_owned));
        for (name, meant) in [
            ("microsoft.graph.usr", Some("microsoft.graph.user")),
            ("microsoft.graph.User", Some("microsoft.graph.user")),
            ("pet", Some("Petz")),
            ("PETS", Some("pets")),
            ("grösse", Some("grosse")),
            ("größ", Some("größe")),
            ("bba", Some("ba")),
            ("ba", Some("ab")),
            ("nothing", None),
            ("", None),
        ] {
            assert_eq!(similar(name).as_deref(), meant, "{name}");
        }
    }
}
