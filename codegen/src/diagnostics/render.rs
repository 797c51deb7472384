//! Entries of a report as text, in the manner of rustc.

use super::Level;
use super::excerpt::{Excerpt, Mark};
use super::report::{Entry, Snippet};
use annotate_snippets::{self as snippets, Annotation, AnnotationKind, Element, Renderer};

/// The width of the text: more than any excerpt, since excerpts are cut already and columns must stay true.
const WIDTH: usize = 400;

/// All entries, with a blank line between two.
pub(super) fn entries(entries: &[Entry], color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(WIDTH);
    let texts: Vec<_> = entries.iter().map(|item| entry(item, &renderer)).collect();
    texts.iter().map(|text| format!("{text}\n")).collect::<Vec<_>>().join("\n")
}

fn entry(entry: &Entry, renderer: &Renderer) -> String {
    let level = match entry.level {
        Level::Error => snippets::Level::ERROR,
        Level::Warning => snippets::Level::WARNING,
    };
    let title = level.primary_title(&entry.message).id(entry.code.as_str());
    let help = entry.help.iter().map(|help| Element::from(snippets::Level::HELP.message(help)));
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
    kind.span(mark.span.clone()).label(mark.label.as_deref())
}

/// Where the front of a line was cut off, the renderer can only count the columns of what is left.
fn true_column(text: String, snippet: &Snippet) -> String {
    let Some(Excerpt { line, moved: Some((shown, column)), .. }) = snippet.excerpt else {
        return text;
    };
    let path = &snippet.path;
    text.replacen(&format!("{path}:{line}:{shown}"), &format!("{path}:{line}:{column}"), 1)
}
