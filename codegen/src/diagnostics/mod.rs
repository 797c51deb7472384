//! Diagnostics: problems of a document, their position, and a remedy.
//!
//! A stage reports its findings to one [`Diagnostics`] sink and continues. The pipeline stops if there are errors after `extensions`,
//! `lower`, `check` or `customize`, so `lower` and later stages never run on a document or an API with errors. A diagnostic has
//! its position as file and pointer; a [`Report`](crate::report::Report) looks up lines and columns for all of them together.

// Uses: `pointer`. Used by: `build_script`, `check`, `customize`, `extensions`, `load`, `lower`, `name`, `report`,
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
    /// Something is left out or read in an unexpected way; everything else is generated.
    Warning,
    /// Something of minor importance is left out: it is counted and listed, but not shown among the others.
    Note,
}

/// How mistakes in a document, violations of the specification, are treated.
///
/// For the author of a document mistakes are errors; other users cannot correct them, and need a client for
/// everything else.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Strictness {
    /// A mistake is a warning. The node is left out, or read in the most plausible way.
    #[default]
    Lenient,
    /// A mistake is an error.
    Strict,
}

/// The effect of a diagnostic on the client: something is missing or less exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Effect {
    /// Something is generated as a wider type than documented, such as any JSON value.
    Fallback,
    /// Something is not generated.
    Skipped,
}

/// The key or the value of an object member.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyOrValue {
    /// The key of the node.
    Key,
    /// The node itself.
    #[default]
    Value,
}

/// A position in a source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A node of the document: the usual case.
    Node(Origin, KeyOrValue),
    /// A byte range of a file, for problems found before parsing succeeds.
    Bytes(Arc<Source>, Range<usize>),
    /// A file as a whole, without an excerpt.
    File(PathBuf),
}

impl Location {
    /// The node of the document, if it is one.
    pub(crate) fn node(&self) -> Option<&Origin> {
        match self {
            Self::Node(origin, _) => Some(origin),
            Self::Bytes(..) | Self::File(_) => None,
        }
    }
}

/// The text of a file, with its path for display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path for display: relative if it was given as a relative path.
    pub path: PathBuf,
    /// The text, without a byte order mark.
    pub text: String,
}

/// A diagnostic about a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether it stops the generation.
    pub level: Level,
    /// Its kind.
    pub code: Code,
    /// Its effect on the client, if any.
    pub effect: Option<Effect>,
    /// The message: one sentence that begins in lower case and has no full stop.
    pub message: String,
    /// Its position.
    pub location: Location,
    /// The label of the underlined source.
    pub label: Option<String>,
    /// Related positions, with a label each.
    pub related: Vec<(Location, String)>,
    /// Remedies.
    pub help: Vec<String>,
    /// Changes that resolve it, if they are certain.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// A diagnostic without label, related locations or help.
    #[must_use]
    pub fn new(level: Level, code: Code, location: Location, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            level,
            code,
            effect: None,
            message,
            location,
            label: None,
            related: Vec::new(),
            help: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// Sets the effect: something is left out of the client.
    pub fn skipped(&mut self) -> &mut Self {
        self.effect = Some(Effect::Skipped);
        self
    }

    /// Sets the effect: something is generated as a wider type.
    pub fn fallback(&mut self) -> &mut Self {
        self.effect = Some(Effect::Fallback);
        self
    }

    /// Sets the label of the underlined source.
    pub fn label(&mut self, label: impl Into<String>) -> &mut Self {
        self.label = Some(label.into());
        self
    }

    /// Adds a remedy.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help.push(help.into());
        self
    }

    /// Adds how the mistake is read, in a clause such as "it is read as `string`". Not for errors, which stop the
    /// generation.
    pub(crate) fn read_as(&mut self, reading: impl fmt::Display) -> &mut Self {
        if self.level != Level::Error {
            self.message = format!("{}: {reading}", self.message);
        }
        self
    }

    /// Adds a change that resolves the diagnostic: these members are merged into the object at this position.
    pub(crate) fn fix(&mut self, at: &Origin, update: Value) -> &mut Self {
        self.fixes.push(Fix::new(at, update));
        self
    }

    /// Adds a related node with a label.
    pub fn also(&mut self, origin: &Origin, label: impl Into<String>) -> &mut Self {
        self.also_at(Location::Node(origin.clone(), KeyOrValue::Value), label)
    }

    /// Adds a related position with a label.
    pub fn also_at(&mut self, location: Location, label: impl Into<String>) -> &mut Self {
        self.related.push((location, label.into()));
        self
    }

    /// Underlines the key of the node instead of its value.
    pub fn at_key(&mut self) -> &mut Self {
        if let Location::Node(_, part) = &mut self.location {
            *part = KeyOrValue::Key;
        }
        self
    }
}

/// The sink for the diagnostics of all stages.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    strictness: Strictness,
    /// Mistakes that do not stop a strict generation.
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

    /// Creates a sink in which allowed mistakes are not errors, even if it is strict.
    #[must_use]
    pub(crate) fn allowing(mut self, allowed: impl IntoIterator<Item = Allow>) -> Self {
        self.allowed.extend(allowed);
        self
    }

    /// Adds a mistake at the value of the node, whose level depends on the [`Strictness`]: the caller continues with
    /// the most plausible reading. The returned handle takes effect, label, help and related positions.
    pub fn mistake(&mut self, code: Code, origin: &Origin, message: impl Into<String>) -> &mut Diagnostic {
        let location = Location::Node(origin.clone(), KeyOrValue::Value);
        self.push_mistake(Diagnostic::new(Level::Error, code, location, message))
    }

    /// Adds an existing diagnostic, at the level of a mistake.
    pub fn push_mistake(&mut self, diagnostic: Diagnostic) -> &mut Diagnostic {
        let is_allowed = || self.allowed.iter().any(|allow| allow.covers(diagnostic.code, &diagnostic.location));
        let level = match self.strictness {
            Strictness::Strict if !is_allowed() => Level::Error,
            Strictness::Strict | Strictness::Lenient => Level::Warning,
        };
        self.push(Diagnostic { level, ..diagnostic })
    }

    /// Adds an error at the value of the node, for problems that prevent generation: all others are
    /// [`mistake`](Self::mistake)s. The returned handle takes label, help and related positions.
    pub fn error(&mut self, code: Code, origin: &Origin, message: impl Into<String>) -> &mut Diagnostic {
        self.push(Diagnostic::new(Level::Error, code, Location::Node(origin.clone(), KeyOrValue::Value), message))
    }

    /// Adds a warning at the value of the node; the returned handle takes label, help and related positions.
    pub fn warning(&mut self, code: Code, origin: &Origin, message: impl Into<String>) -> &mut Diagnostic {
        self.push(Diagnostic::new(Level::Warning, code, Location::Node(origin.clone(), KeyOrValue::Value), message))
    }

    /// Adds a note at the value of the node; the returned handle takes the effect.
    pub fn note(&mut self, code: Code, origin: &Origin, message: impl Into<String>) -> &mut Diagnostic {
        self.push(Diagnostic::new(Level::Note, code, Location::Node(origin.clone(), KeyOrValue::Value), message))
    }

    /// Adds an existing diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) -> &mut Diagnostic {
        let last = self.list.len();
        self.list.push(diagnostic);
        &mut self.list[last]
    }

    /// Sets the effect of diagnostics after the first `count` that have none.
    pub(crate) fn cost(&mut self, count: usize, effect: Effect) {
        for diagnostic in self.list.iter_mut().skip(count) {
            diagnostic.effect.get_or_insert(effect);
        }
    }

    /// Ends the pipeline if a stage has reported errors.
    ///
    /// # Errors
    ///
    /// [`Rejected`] when an error was reported.
    pub(crate) fn propagate(&self) -> Result<(), Rejected> {
        if self.has_errors() { Err(Rejected) } else { Ok(()) }
    }

    /// Whether an error was reported.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.level == Level::Error)
    }

    /// The diagnostics so far, in order.
    #[must_use]
    pub fn list(&self) -> &[Diagnostic] {
        &self.list
    }

    /// The same, by mutable reference.
    pub(crate) fn list_mut(&mut self) -> &mut [Diagnostic] {
        &mut self.list
    }
}

/// The longest name for which a similar one is searched, in bytes: a comparison takes time in proportion to the product
/// of both lengths.
const MAX_NAME: usize = 100;

/// The most candidates for a similar name: documents may have thousands of names, and thousands of unresolved ones.
const MAX_CANDIDATES: usize = 2_000;

/// The candidate that is most similar to an unknown name, if it is similar enough.
pub(crate) fn similar<T: AsRef<str>>(name: &str, candidates: impl IntoIterator<Item = T>) -> Option<T> {
    if name.len() > MAX_NAME {
        return None;
    }
    let lower = name.to_lowercase();
    // A better candidate must be closer than the best so far.
    let (mut limit, mut nearest) = ((name.len() / 3).max(1), None);
    for candidate in candidates.into_iter().take(MAX_CANDIDATES) {
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

/// The strings without their common prefix and suffix, which do not affect the distance. Documents may have thousands of
/// names with a common prefix.
fn without_common_ends<'t>(one: &'t str, other: &'t str) -> (&'t str, &'t str) {
    let pairs = one.chars().zip(other.chars());
    let start: usize = pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (one, other) = (&one[start..], &other[start..]);
    let pairs = one.chars().rev().zip(other.chars().rev());
    let end: usize = pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    (&one[..one.len() - end], &other[..other.len() - end])
}

/// A lower bound of the distance between two strings: the number of characters of the longer one that the other lacks.
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
    fn similar_prefers_the_first_of_equally_similar_names() {
        let names = ["microsoft.graph.user", "microsoft.graph.users", "Petz", "pets", "größe", "grosse", "ab", "ba"];
        let similar = |name: &str| similar(name, names.map(str::to_owned));
        for (name, expected) in [
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
            assert_eq!(similar(name).as_deref(), expected, "{name}");
        }
    }
}
