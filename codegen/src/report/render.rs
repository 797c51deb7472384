//! Entries of a report as text, in the manner of rustc.

use super::excerpt::{Excerpt, Mark};
use super::{Entry, Snippet};
use crate::diagnostics::Level;
use annotate_snippets::{self as snippets, Annotation, AnnotationKind, Element, Renderer};

/// The width of the text: more than any excerpt, since excerpts are cut already and columns must stay true.
const WIDTH: usize = 400;

/// All entries, with a blank line between two.
pub(super) fn entries(entries: &[Entry], color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(WIDTH);
    let texts: Vec<_> = entries.iter().map(|item| entry(item, &renderer) + "\n").collect();
    texts.join("\n")
}

fn entry(entry: &Entry, renderer: &Renderer) -> String {
    let level = match entry.level {
        Level::Error => snippets::Level::ERROR,
        Level::Warning => snippets::Level::WARNING,
    };
    let title = level.primary_title(printable(&entry.message)).id(entry.code.as_str());
    let help = entry.help.iter().map(|help| Element::from(snippets::Level::HELP.message(printable(help))));
    let group = title.elements(entry.snippets.iter().map(element).chain(help));
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
    kind.span(mark.span.clone()).label(mark.label.as_deref().map(printable))
}

/// Where the front of a line was cut off, the renderer can only count the columns of what is left.
fn true_column(mut text: String, snippet: &Snippet) -> String {
    let Some(Excerpt { line, moved: Some((shown, column)), .. }) = snippet.excerpt else {
        return text;
    };
    let path = &snippet.path;
    let wrong = format!("{path}:{line}:{shown}");
    let whole = |end: usize| !text.get(end..).is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()));
    let mut places = text.match_indices(&wrong).map(|(start, found)| start..start + found.len());
    if let Some(place) = places.find(|place| whole(place.end)) {
        text.replace_range(place, &format!("{path}:{line}:{column}"));
    }
    text
}

/// The longest message that is shown whole, in characters.
const MAX_MESSAGE: usize = 1000;

/// A text that may hold words of the document, for a terminal: neither too long nor with characters that a terminal
/// would obey.
fn printable(text: &str) -> String {
    let rest = text.chars().nth(MAX_MESSAGE).map_or("", |_| "...");
    let shown = text.chars().take(MAX_MESSAGE).map(crate::text::printable);
    shown.chain(rest.chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn words_of_the_document_do_not_reach_the_terminal_as_commands() {
        assert_eq!(printable("a\u{1b}[31m\r\tb\nc"), "a\u{fffd}[31m\u{fffd} b\nc");
        assert_eq!(printable(&"x".repeat(5000)), format!("{}...", "x".repeat(1000)));
    }
}
