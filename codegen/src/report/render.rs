//! Entries of a report as text, in the manner of rustc.

use super::{Entry, Snippet};
use crate::diagnostics::Level;
use crate::report::excerpt::{Excerpt, Mark};
use annotate_snippets::{self as snippets, Annotation, AnnotationKind, Element, Renderer};
use std::borrow::Cow;
use std::collections::HashMap;

/// The width of the text: more than any excerpt, since excerpts are cut already and columns must stay true.
const WIDTH: usize = 400;

/// All entries but notes, with a blank line between two.
pub(super) fn entries(entries: &[Entry], color: bool) -> String {
    let renderer = renderer(color);
    let blocks: Vec<_> =
        grouped(entries).iter().map(|group| entry(group.entry, elsewhere(&group.others), &renderer) + "\n").collect();
    blocks.join("\n")
}

/// The renderer of diagnostics.
pub(super) fn renderer(color: bool) -> Renderer {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.term_width(WIDTH)
}

/// The number of entries with the same message in one file that are shown in full.
const MAX_ALIKE: usize = 3;

/// How many locations of the others are listed.
const LISTED: usize = 6;

/// An entry to show, and the entries with the same message that are not shown.
struct Group<'e> {
    entry: &'e Entry,
    others: Vec<&'e Entry>,
}

/// The same problem may occur a thousand times in a document: the last entry that is shown represents the others.
fn grouped(entries: &[Entry]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut alike: HashMap<_, Vec<usize>> = HashMap::new();
    for entry in entries.iter().filter(|entry| entry.level != Level::Note) {
        let same = alike.entry((entry.level, entry.code, &entry.message, &entry.path)).or_default();
        let last = same.last().and_then(|last| groups.get_mut(*last)).filter(|_| same.len() == MAX_ALIKE);
        if let Some(last) = last {
            last.others.push(entry);
        } else {
            same.push(groups.len());
            groups.push(Group { entry, others: Vec::new() });
        }
    }
    groups
}

/// The positions of the others.
fn elsewhere(others: &[&Entry]) -> Option<String> {
    let listed = if others.len() > LISTED { LISTED - 1 } else { others.len() };
    let locations: Vec<_> =
        others.iter().take(listed).map(|other| format!("{}:{}", other.line, other.column)).collect();
    let locations = locations.join(", ");
    match others.len() - listed {
        _ if others.is_empty() => None,
        0 => Some(format!("the same at {locations}")),
        more => Some(format!("the same at {locations} and {more} more places")),
    }
}

/// An entry, with a note below it.
pub(super) fn entry(entry: &Entry, note: Option<String>, renderer: &Renderer) -> String {
    let level = match entry.level {
        Level::Error => snippets::Level::ERROR,
        Level::Warning => snippets::Level::WARNING,
        Level::Note => snippets::Level::NOTE,
    };
    let title = level.primary_title(truncated(&entry.message)).id(entry.code.as_str());
    let help = entry.help.iter().map(|help| Element::from(snippets::Level::HELP.message(truncated(help))));
    let note = note.map(|note| Element::from(snippets::Level::NOTE.message(note)));
    let group = title.elements(entry.snippets.iter().map(element).chain(help).chain(note));
    let text = renderer.render(&[group]);
    entry.snippets.iter().fold(text, true_column)
}

fn element(snippet: &Snippet) -> Element<'_> {
    let Some(excerpt) = &snippet.excerpt else {
        return snippets::Origin::path(&snippet.path).into();
    };
    snippets::Snippet::source(&excerpt.text)
        .path(&snippet.path)
        .line_start(excerpt.line)
        .annotations(excerpt.marks.iter().map(annotation))
        .into()
}

fn annotation(mark: &Mark) -> Annotation<'_> {
    let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
    kind.span(mark.span.clone()).label(mark.label.as_deref().map(truncated))
}

/// If the start of a line was truncated, the renderer can only count the columns of the rest.
fn true_column(mut text: String, snippet: &Snippet) -> String {
    let Some(Excerpt { line, moved: Some((shown_column, column)), .. }) = snippet.excerpt else {
        return text;
    };
    let path = &snippet.path;
    let wrong = format!("{path}:{line}:{shown_column}");
    let whole = |end: usize| !text.get(end..).is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()));
    let mut found = text.match_indices(&wrong).map(|(start, text)| start..start + text.len());
    if let Some(range) = found.find(|range| whole(range.end)) {
        text.replace_range(range, &format!("{path}:{line}:{column}"));
    }
    text
}

/// The longest message that is shown whole, in characters.
const MAX_MESSAGE: usize = 1000;

/// A message that is not too long to be read.
pub(super) fn truncated(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MAX_MESSAGE) {
        Some((end, _)) => Cow::Owned(format!("{}...", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::truncated;

    #[test]
    fn long_messages_are_truncated() {
        assert_eq!(truncated(&"é".repeat(1000)), "é".repeat(1000));
        assert_eq!(truncated(&"é".repeat(5000)), format!("{}...", "é".repeat(1000)));
    }
}
