//! The summary of a document and its diagnostics.

use super::{Entry, Report};
use crate::analysis;
use crate::diagnostics::{Code, Effect, Level};
use crate::ir::Api;
use crate::text::in_message;
use indexmap::IndexMap;
use std::fmt::Write as _;

/// The numbers of generated items.
pub(super) struct Counts {
    pub(super) operations: usize,
    /// Callbacks, too.
    pub(super) webhooks: usize,
    pub(super) models: usize,
    pub(super) tags: usize,
}

impl Counts {
    pub(super) fn of(api: &Api) -> Self {
        let mut tags: Vec<&Option<String>> = api.outgoing().map(|(_, operation)| &operation.tag).collect();
        tags.sort();
        tags.dedup();
        Self {
            operations: api.outgoing().count(),
            webhooks: api.incoming().count(),
            models: analysis::items(api).len(),
            tags: tags.len(),
        }
    }
}

impl Report {
    /// The table that ends a check: what is generated, what fell back to a wider form, what was left out and what else was noted,
    /// each with its location.
    #[doc(hidden)]
    #[must_use]
    pub fn summary(&self, api: &Api) -> String {
        let Counts { operations, webhooks, models, tags } = Counts::of(api);
        let with = |effect| self.entries.iter().filter(move |entry| entry.effect == Some(effect)).collect::<Vec<_>>();
        let (fallbacks, skips) = (with(Effect::Fallback), with(Effect::Skipped));
        let mut text = String::new();
        let counts = [(operations, "operation"), (tags, "module"), (models, "model"), (webhooks, "webhook")];
        let [operations, tags, models, received] =
            counts.map(|(count, what)| format!("{count} {what}{}", if count == 1 { "" } else { "s" }));
        let received = if webhooks > 0 { format!(", {received}") } else { String::new() };
        let _ = writeln!(text, "generated  {operations} in {tags}, {models}{received}");
        let notes: Vec<&Entry> =
            self.entries.iter().filter(|entry| entry.level == Level::Note && entry.effect.is_none()).collect();
        for (title, entries) in [("fell back", &fallbacks), ("skipped", &skips), ("noted", &notes)] {
            if !entries.is_empty() {
                section(&mut text, title, entries);
            }
        }
        text
    }
}

/// The number of further positions that are listed for a repeated message.
const MAX_LISTED: usize = 3;

/// One line for each message, with the number of its occurrences.
fn section(text: &mut String, title: &str, entries: &[&Entry]) {
    let _ = writeln!(text, "{title:9}  {}", entries.len());
    let mut alike: IndexMap<(&str, Code), Vec<&Entry>> = IndexMap::new();
    for entry in entries {
        alike.entry((&entry.message, entry.code)).or_default().push(entry);
    }
    let lines: Vec<_> = alike.iter().filter_map(|(message, alike)| Some((message, alike.split_first()?))).collect();
    let width = lines.iter().map(|(_, (first, _))| location(first).chars().count()).max().unwrap_or_default();
    for ((message, code), (first, others)) in lines {
        let _ = writeln!(text, "  {:width$}  {message} [{code}]{}", location(first), further(first, others));
    }
}

/// The other positions of the same message.
fn further(first: &Entry, others: &[&Entry]) -> String {
    let position = |other: &&Entry| {
        if other.path == first.path { format!("{}:{}", other.line, other.column) } else { location(other) }
    };
    let mut locations: Vec<String> = others.iter().take(MAX_LISTED).map(position).collect();
    if others.len() > MAX_LISTED {
        locations.push("…".to_owned());
    }
    if others.is_empty() { String::new() } else { format!(", {} more at {}", others.len(), locations.join(", ")) }
}

fn location(entry: &Entry) -> String {
    let path = in_message(&entry.path.display().to_string());
    if entry.line == 0 { path } else { format!("{path}:{}:{}", entry.line, entry.column) }
}
