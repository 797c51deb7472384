//! What became of a document, summed up.

use super::{Entry, Report};
use crate::diagnostics::{Effect, Level};
use crate::facts;
use crate::ir::Api;
use crate::text::in_message;
use std::fmt::Write as _;

/// What is generated of a document.
pub(super) struct Counts {
    pub(super) operations: usize,
    /// Callbacks, too.
    pub(super) webhooks: usize,
    pub(super) models: usize,
    pub(super) tags: usize,
}

impl Counts {
    pub(super) fn of(api: &Api) -> Self {
        let mut tags: Vec<&Option<String>> = api.called().map(|(_, operation)| &operation.tag).collect();
        tags.sort();
        tags.dedup();
        Self {
            operations: api.called().count(),
            webhooks: api.incoming().count(),
            models: facts::items(api).len(),
            tags: tags.len(),
        }
    }
}

impl Report {
    /// The table that ends a check: what is generated, what fell back to a wider form, what was left out and what else was noted,
    /// each with its place.
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
        section(&mut text, "fell back", &fallbacks);
        section(&mut text, "skipped", &skips);
        let notes: Vec<&Entry> =
            self.entries.iter().filter(|entry| entry.level == Level::Note && entry.effect.is_none()).collect();
        if !notes.is_empty() {
            section(&mut text, "noted", &notes);
        }
        text
    }
}

fn section(text: &mut String, title: &str, entries: &[&Entry]) {
    let _ = writeln!(text, "{title:9}  {}", entries.len());
    let places: Vec<String> = entries.iter().map(|entry| place(entry)).collect();
    let width = places.iter().map(|place| place.chars().count()).max().unwrap_or_default();
    for (entry, place) in entries.iter().zip(places) {
        let _ = writeln!(text, "  {place:width$}  {} [{}]", entry.message, entry.code);
    }
}

fn place(entry: &Entry) -> String {
    let path = in_message(&entry.path.display().to_string());
    if entry.line == 0 { path } else { format!("{path}:{}:{}", entry.line, entry.column) }
}
