//! Summaries of descriptions.

use super::clean;
use crate::text::printable;

/// The text on one line, without control and formatting characters.
pub(crate) fn one_line(text: &str) -> String {
    let text: String = text.chars().map(printable).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a string is one plain line, which something may follow.
pub(in crate::emit) fn is_line(markdown: &str) -> bool {
    !markdown.trim().contains(['\n', '\r'])
        && !begins_a_list(markdown)
        && !markdown.trim_start().starts_with(['#', '|', '>'])
}

/// The text, unless it has no letters or digits.
pub(in crate::emit) fn words(markdown: &str) -> Option<&str> {
    let any = |text: &str| text.contains(|c: char| c.is_alphanumeric() || !c.is_ascii());
    // Letters that are not shown are those of tags.
    let is_visible = any(markdown) && (!markdown.contains('<') || any(&clean(markdown)));
    is_visible.then_some(markdown)
}

/// The text up to its first blank line.
pub(crate) fn first_paragraph(markdown: &str) -> String {
    markdown.trim().split("\n\n").next().unwrap_or_default().trim().to_owned()
}

/// The first sentence of the first paragraph, on one line.
pub(in crate::emit) fn first_sentence(markdown: &str) -> String {
    let line = first_paragraph(markdown).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut end = line.len();
    for (index, _) in line.match_indices(". ") {
        let inside_code = line[..index].matches('`').count() % 2 == 1;
        let abbreviated = ["e.g", "i.e", "etc", "vs", "approx"].iter().any(|word| line[..index].ends_with(word));
        if !inside_code && !abbreviated {
            end = index + 1;
            break;
        }
    }
    line[..end].to_owned()
}

/// Whether the text is a list rather than a sentence.
pub(in crate::emit) fn begins_a_list(markdown: &str) -> bool {
    let text = markdown.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = &text[digits..];
    let marks: &[&str] = if digits > 0 { &[". ", ") "] } else { &["- ", "* ", "+ "] };
    marks.iter().any(|start| mark.starts_with(start))
}

/// The text with a full stop, when it ends without any mark.
pub(crate) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(char::is_alphanumeric) || text.ends_with(['`', ')']) {
        format!("{text}.")
    } else {
        text.to_owned()
    }
}
