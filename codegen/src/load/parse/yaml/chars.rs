//! Converts the character positions of the YAML parser into byte positions.

use super::bracket_workaround::BracketWorkaround;
use saphyr_parser::Span;
use std::ops::Range;

/// Characters between two checkpoints: the most that one look-up walks over.
const STRIDE: usize = 64;

/// The byte position of every 64th character of a text.
pub(crate) struct Chars<'t> {
    text: &'t str,
    /// Empty when the text is ASCII, where both positions are the same.
    checkpoints: Vec<usize>,
    /// The characters that the parser saw and the text does not have.
    inserted: Vec<usize>,
}

impl<'t> Chars<'t> {
    pub(crate) fn new(workaround: &BracketWorkaround<'t>) -> Self {
        let text = workaround.original();
        let mut chars = Self::of(text);
        chars.inserted = inserted(workaround);
        chars
    }

    fn of(text: &'t str) -> Self {
        let checkpoints = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().step_by(STRIDE).map(|(byte, _)| byte).collect()
        };
        Self { text, checkpoints, inserted: Vec::new() }
    }

    /// The byte at which the character begins, or the end of the text.
    pub(crate) fn byte(&self, char: usize) -> usize {
        let char = char - self.inserted.partition_point(|inserted| *inserted < char);
        if self.checkpoints.is_empty() {
            return char.min(self.text.len());
        }
        let Some(&start) = self.checkpoints.get(char / STRIDE) else {
            return self.text.len();
        };
        let mut rest = self.text.get(start..).unwrap_or_default().char_indices();
        rest.nth(char % STRIDE).map_or(self.text.len(), |(byte, _)| start + byte)
    }

    pub(crate) fn range(&self, span: Span) -> Range<usize> {
        let start = self.byte(span.start.index());
        start..self.byte(span.end.index()).max(start)
    }
}

/// The characters that were put into a text, counted with them.
fn inserted(workaround: &BracketWorkaround<'_>) -> Vec<usize> {
    let mut inserted = Vec::new();
    let (mut byte, mut char) = (0, 0);
    for bracket in workaround.brackets() {
        char += workaround.original().get(byte..bracket).unwrap_or_default().chars().count();
        inserted.push(char + inserted.len());
        byte = bracket;
    }
    inserted
}

#[cfg(test)]
mod tests {
    use super::Chars;

    #[test]
    fn agrees_with_char_indices() {
        for text in ["", "plain", &"aé語😀\n".repeat(50)] {
            let chars = Chars::of(text);
            for (position, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(chars.byte(position), byte);
            }
            let end = text.chars().count();
            assert_eq!((chars.byte(end), chars.byte(end + 1000)), (text.len(), text.len()));
        }
    }
}
