//! Long lines, cut where that changes nothing.

use super::inline::{code_span, escape_sequence};
use super::list::{is_rule, list_markers};
use std::ops::Range;

/// Columns at which paragraphs are wrapped.
const WIDTH: usize = 100;

/// The line cut at spaces to at most [`WIDTH`] columns where it has them, continued at its own indentation. Tables and
/// headings stay whole.
pub(super) fn wrapped(line: &str) -> Vec<String> {
    let text = line.trim_start();
    if line.chars().count() <= WIDTH || line[list_markers(line)..].starts_with(['|', '#']) {
        return vec![line.to_owned()];
    }
    let margin = list_markers(line);
    let spans = code_spans(text);
    let mut lines = Vec::new();
    let mut current = line[..line.len() - text.len()].to_owned();
    let mut at = 0;
    for (index, word) in text.split(' ').enumerate() {
        let fits = current.chars().count() + 1 + word.chars().count() <= WIDTH;
        let inside_code = spans.iter().any(|span| span.start < at && at < span.end);
        if index > 0 && !fits && !starts_a_block(word) && !inside_code && !is_rule(current.trim()) {
            lines.push(std::mem::replace(&mut current, " ".repeat(margin)));
            current.push_str(word);
        } else {
            if index > 0 {
                current.push(' ');
            }
            current.push_str(word);
        }
        at += word.len() + 1;
    }
    lines.push(current);
    lines
}

/// Where the text has code spans: one may go over a line, but reads badly.
fn code_spans(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(['`', '\\']) {
        at += found;
        let rest = &text[at..];
        if let Some(length) = code_span(rest) {
            spans.push(at..at + length);
            at += length;
        } else {
            at += escape_sequence(rest).map_or(1, |(_, length)| length);
        }
    }
    spans
}

/// Whether a line that begins with this word would be read as a list, a quotation, a heading or a table.
fn starts_a_block(word: &str) -> bool {
    let ordered = word.trim_start_matches(|c: char| c.is_ascii_digit());
    matches!(word, "-" | "+" | "*" | "=" | "_")
        || word.starts_with(['#', '>', '|', '~'])
        || word.starts_with("--")
        || word.starts_with("==")
        || (word.len() > 2 && ['*', '_'].iter().any(|mark| word.chars().all(|c| c == *mark)))
        || (ordered.len() < word.len() && matches!(ordered, "." | ")"))
        || word.is_empty()
}

#[cfg(test)]
mod tests {
    use crate::emit::docs::clean;

    #[test]
    fn long_lines_are_wrapped_where_nothing_changes() {
        let long = format!("- {} - and 1. more", "word ".repeat(24).trim_end());
        let cleaned = clean(&long);
        assert!(cleaned.lines().count() > 1, "{cleaned}");
        assert!(cleaned.lines().skip(1).all(|line| line.starts_with("  ") && !line.trim_start().starts_with('-')));
        assert_eq!(cleaned.split_whitespace().collect::<Vec<_>>(), long.split_whitespace().collect::<Vec<_>>());
    }
}
