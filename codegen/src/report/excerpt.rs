//! The lines of a text that are shown for a diagnostic, cut to a width that can be shown.

use crate::text::printable_source;
use std::ops::Range;

/// The widest line that is shown whole, in characters: a minified document is one line of megabytes.
const MAX_WIDTH: usize = 160;

/// The number of characters of a long line that are shown before the underlined part.
const LEAD: usize = 40;

/// How much text may lie between two locations that are shown together, in bytes.
const MAX_APART: usize = 64 * 1024;

/// Marks truncated text.
const CUT: &str = "...";

/// A text and where its lines begin.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

/// Text to show, and the parts to underline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The number of the first line, from 1.
    pub(super) line: usize,
    pub(super) text: String,
    pub(super) marks: Vec<Mark>,
    /// The columns, from 1, in the shown text and in the file, if they differ because the line was truncated.
    pub(super) moved: Option<(usize, usize)>,
}

/// The part to underline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) span: Range<usize>,
    pub(super) label: Option<String>,
    /// Whether it is the position of the diagnostic, and not a related one.
    pub(super) primary: bool,
}

/// Line and column, from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { text, starts: [0].into_iter().chain(breaks).collect() }
    }

    /// The part of a range that can be shown: on one line, and between characters. The end of a text is shown at the
    /// end of its last line that is not blank.
    pub(super) fn visible(&self, range: &Range<usize>) -> Range<usize> {
        let rest = self.text.get(range.start..).unwrap_or_default();
        let blank = rest.trim_start().is_empty();
        let end = if blank { self.text.trim_end().len() } else { self.text.len() };
        let start = boundary(self.text, range.start.min(end));
        let line_end = self.line_around(start).end;
        start..boundary(self.text, range.end.clamp(start, line_end.max(start)))
    }

    pub(super) fn position(&self, at: usize) -> Position {
        let line = self.line_number(at);
        let start = self.line_around(at).start;
        let column = self.slice(start..at).chars().count() + 1;
        Position { line, column }
    }

    /// All marks in one excerpt, when they are near enough to one another and no line must be cut; or nothing.
    pub(super) fn together(&self, marks: &[Mark]) -> Option<Excerpt> {
        let lines: Vec<_> = marks.iter().map(|mark| self.line_around(mark.span.start)).collect();
        let start = lines.iter().map(|line| line.start).min()?;
        let end = lines.iter().map(|line| line.end).max()?;
        let wide = lines.iter().any(|line| line.len() > MAX_WIDTH);
        if wide || end - start > MAX_APART {
            return None;
        }
        let moved = |mark: &Mark| {
            let span = mark.span.start - start..mark.span.end - start;
            Mark { span, ..mark.clone() }
        };
        Some(Excerpt {
            line: self.line_number(start),
            text: printable_source(self.slice(start..end)),
            marks: marks.iter().map(moved).collect(),
            moved: None,
        })
    }

    /// One mark and its line, of which the part around the mark is kept when it is long.
    pub(super) fn alone(&self, mark: &Mark) -> Excerpt {
        let Range { start, end } = mark.span;
        let line = self.line_around(start);
        let before = last_chars(self.slice(line.start..start), LEAD);
        let marked = first_chars(self.slice(start..end), MAX_WIDTH);
        let after = first_chars(self.slice(start + marked.len()..line.end), MAX_WIDTH);
        let cut = |cut: bool| if cut { CUT } else { "" };
        let front = [cut(before.len() < start - line.start), before].concat();
        let back = cut(start + marked.len() + after.len() < line.end);
        let shown_column = front.chars().count() + 1;
        let Position { line, column } = self.position(start);
        let span = front.len()..front.len() + marked.len();
        Excerpt {
            line,
            text: printable_source(&[&front, marked, after, back].concat()),
            marks: vec![Mark { span, ..mark.clone() }],
            moved: (shown_column != column).then_some((shown_column, column)),
        }
    }

    /// From 1.
    fn line_number(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    /// The line that a byte is in, without its line break.
    fn line_around(&self, at: usize) -> Range<usize> {
        let number = self.line_number(at);
        let start = self.starts.get(number.saturating_sub(1)).copied().unwrap_or_default();
        let end = self.starts.get(number).copied().unwrap_or(self.text.len());
        let line = self.slice(start..end);
        start..start + line.trim_end_matches(['\n', '\r']).len()
    }

    fn slice(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }
}

/// The nearest boundary between characters at or before a byte.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn first_chars(text: &str, count: usize) -> &str {
    let end = text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

fn last_chars(text: &str, count: usize) -> &str {
    let start = text.char_indices().rev().nth(count.saturating_sub(1)).map_or(0, |(at, _)| at);
    text.get(start..).unwrap_or_default()
}
