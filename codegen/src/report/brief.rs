//! Summarizes many warnings on one screen, for builds, which show the same warnings each time.

use super::Entry;
use super::render::{entry, renderer, truncated};
use crate::diagnostics::{Code, Level};
use crate::text::{in_message, listed};
use annotate_snippets::{self as snippets, Element, Renderer};
use indexmap::IndexMap;
use std::path::Path;

/// The maximum number of lines shown.
pub(super) const SCREEN: usize = 40;

/// How many kinds are shown where there are many, of four lines each.
const KINDS: usize = 8;

/// The number of positions of a kind that are listed after the first.
const MAX_LISTED: usize = 3;

/// The first warning of each kind, and the number of further ones.
pub(super) fn warnings(entries: &[Entry], color: bool, document: &Path) -> String {
    let renderer = renderer(color);
    let mut kinds = Kinds::new();
    for entry in entries.iter().filter(|entry| entry.level == Level::Warning) {
        kinds.entry(entry.code).or_default().push(entry);
    }
    let notes = entries.iter().filter(|entry| entry.level == Level::Note).count();
    let end = end(&kinds, notes, &renderer, document);
    let whole = text(&kinds, &renderer, &end, with_source);
    if whole.lines().count() <= SCREEN { whole } else { text(&kinds, &renderer, &end, without_source) }
}

type Kinds<'e> = IndexMap<Code, Vec<&'e Entry>>;

fn text(
    kinds: &Kinds<'_>,
    renderer: &Renderer,
    end: &str,
    first: fn(&Entry, &[&Entry], &Renderer) -> String,
) -> String {
    let first_kinds = kinds.values().take(KINDS).filter_map(|kind| kind.split_first());
    let mut reports: Vec<String> = first_kinds.map(|(entry, others)| first(entry, others, renderer) + "\n").collect();
    reports.push(end.to_owned());
    reports.join("\n")
}

/// The first of a kind with the lines that it is about.
fn with_source(first: &Entry, others: &[&Entry], renderer: &Renderer) -> String {
    entry(first, further(first, others), renderer)
}

/// The first of a kind and its location.
fn without_source(first: &Entry, others: &[&Entry], renderer: &Renderer) -> String {
    let path = in_message(&first.path.display().to_string());
    let location = snippets::Origin::path(&path);
    let location = if first.line == 0 { location } else { location.line(first.line).char_column(first.column) };
    let note = further(first, others).map(|note| Element::from(snippets::Level::NOTE.message(note)));
    let title = snippets::Level::WARNING.primary_title(truncated(&first.message)).id(first.code.as_str());
    renderer.render(&[title.elements(std::iter::once(Element::from(location)).chain(note))])
}

/// How many more there are, and where the first of them are.
fn further(first: &Entry, others: &[&Entry]) -> Option<String> {
    let location = |other: &&Entry| {
        let position = format!("{}:{}", other.line, other.column);
        if other.path == first.path { position } else { format!("{}:{position}", other.path.display()) }
    };
    let locations: Vec<String> = others.iter().take(MAX_LISTED).map(|other| in_message(&location(other))).collect();
    let locations = locations.join(", ");
    match others.len() {
        0 => None,
        1 => Some(format!("1 more of this kind at {locations}")),
        count if count <= MAX_LISTED => Some(format!("{count} more of this kind at {locations}")),
        count => Some(format!("{count} more of this kind, the next at {locations}")),
    }
}

fn end(kinds: &Kinds<'_>, notes: usize, renderer: &Renderer, document: &Path) -> String {
    let count: usize = kinds.values().map(Vec::len).sum();
    let warnings = match kinds.len() {
        1 => format!("{count} warnings of one kind"),
        several => format!("{count} warnings of {several} kinds"),
    };
    let title = snippets::Level::WARNING.primary_title(match notes {
        0 => warnings,
        1 => format!("{warnings}, and 1 note"),
        notes => format!("{warnings}, and {notes} notes"),
    });
    let rest = kinds.iter().skip(KINDS).map(|(code, kind)| format!("{code} ({})", kind.len()));
    let rest =
        (kinds.len() > KINDS).then(|| snippets::Level::NOTE.message(format!("those not shown: {}", listed(rest))));
    let document = in_message(&document.display().to_string());
    let command = format!("`specwright check {document}` shows all of them");
    let code = kinds.keys().next().map_or("", |code| code.as_str());
    let allow =
        format!("to accept known warnings, set `allow = [\"{code}\", …]`; to correct the document, use an overlay");
    let helps = [command, allow].map(|help| Element::from(snippets::Level::HELP.message(help)));
    renderer.render(&[title.elements(rest.map(Element::from).into_iter().chain(helps))]) + "\n"
}
