//! From the character positions that the YAML parser gives to the byte positions that Rust strings have.

use saphyr_parser::Span;
use std::ops::Range;

/// Characters between two checkpoints: the most that one look-up walks over.
const STRIDE: usize = 64;

/// The byte position of every 64th character of a text.
pub(crate) struct Chars<'t> {
    text: &'t str,
    /// Empty when the text is ASCII, where both positions are the same.
    checkpoints: Vec<usize>,
}

impl<'t> Chars<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let checkpoints = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().step_by(STRIDE).map(|(byte, _)| byte).collect()
        };
        Self { text, checkpoints }
    }

    /// The byte at which the character begins, or the end of the text.
    pub(crate) fn byte(&self, char: usize) -> usize {
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

#[cfg(test)]
mod tests {
    use super::Chars;

    #[test]
    fn agrees_with_char_indices() {
        for text in ["", "plain", &"aé語😀\n".repeat(50)] {
            let chars = Chars::new(text);
            for (position, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(chars.byte(position), byte);
            }
            let end = text.chars().count();
            assert_eq!((chars.byte(end), chars.byte(end + 1000)), (text.len(), text.len()));
        }
    }
}
