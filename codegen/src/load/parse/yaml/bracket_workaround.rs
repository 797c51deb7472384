//! Closing brackets where people put them.
//!
//! ```yaml
//! enum: [
//!   "available",
//! ]
//! ```
//!
//! YAML requires the last line to be indented further than `enum`, but people and formatters write it like this, and
//! other parsers accept it. The parser used here accepts it after a plain scalar but not after a quoted one, so a space
//! is inserted in such a line, and positions are computed without it.

use saphyr_parser::ScanError;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The maximal number of repairs. The first one fixes all that is visible from outside, which is nearly always
/// everything.
const MAX_ROUNDS: usize = 16;

/// A text as passed to the parser.
pub(crate) struct BracketWorkaround<'t> {
    original: &'t str,
    /// The offsets of inserted spaces in the original, in bytes.
    brackets: BTreeSet<usize>,
    rounds: usize,
}

impl<'t> BracketWorkaround<'t> {
    pub(crate) fn new(original: &'t str) -> Self {
        Self { original, brackets: BTreeSet::new(), rounds: 0 }
    }

    /// The text to parse.
    pub(crate) fn text(&self) -> Cow<'t, str> {
        if self.brackets.is_empty() {
            return self.original.into();
        }
        let mut text = String::with_capacity(self.original.len() + self.brackets.len());
        let mut copied = 0;
        for &bracket in &self.brackets {
            text.push_str(self.original.get(copied..bracket).unwrap_or_default());
            text.push(' ');
            copied = bracket;
        }
        text.push_str(self.original.get(copied..).unwrap_or_default());
        text.into()
    }

    /// The original text, to which positions refer.
    pub(crate) fn original(&self) -> &'t str {
        self.original
    }

    /// The bytes of the original before which a space was put.
    pub(crate) fn brackets(&self) -> impl Iterator<Item = usize> {
        self.brackets.iter().copied()
    }

    /// Works around a syntax error at a byte of the original. Returns whether to parse again.
    pub(crate) fn apply(&mut self, error: &ScanError, at: usize) -> bool {
        let rest = self.original.get(at..).unwrap_or_default();
        let bracket = error.info() == "invalid indentation" && rest.starts_with(CLOSING);
        if !bracket || self.rounds >= MAX_ROUNDS || !self.brackets.insert(at) {
            return false;
        }
        if self.rounds == 0 {
            self.brackets.extend(leading_brackets(self.original));
        }
        self.rounds += 1;
        true
    }
}

const CLOSING: [char; 2] = [']', '}'];

/// The closing brackets at the start of a line, except those inside block scalars as far as they can be recognized
/// without parsing, where a space would be part of the text; elsewhere it has no effect.
fn leading_brackets(text: &str) -> Vec<usize> {
    let mut brackets = Vec::new();
    let mut scalar = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        let indent = line.len() - trimmed.len();
        let inside = scalar.is_some_and(|header| trimmed.is_empty() || indent > header);
        if !inside {
            scalar = begins_block_scalar(trimmed).then_some(indent);
            if trimmed.starts_with(CLOSING) {
                brackets.push(start + indent);
            }
        }
        start += line.len();
    }
    brackets
}

/// Whether a line ends in `|` or `>`, with indicators and a comment after it at most.
fn begins_block_scalar(line: &str) -> bool {
    let code = line.split(" #").next().unwrap_or_default().trim_end();
    let code = code.trim_end_matches(|last: char| last.is_ascii_digit() || matches!(last, '+' | '-'));
    let before = code.strip_suffix(['|', '>']);
    before.is_some_and(|before| before.is_empty() || before.ends_with([' ', '\t']))
}
