//! Wrapping text.

use super::escape::guarded;

/// The words in lines of at most a width, where one word is not longer than that.
pub(super) fn wrapped(words: &[String], width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut taken = 0;
    for word in words {
        let length = word.chars().count();
        if taken > 0 && taken + 1 + length > width {
            lines.push(std::mem::take(&mut line));
            taken = 0;
        }
        if taken == 0 {
            line = guarded(word);
        } else {
            line.push(' ');
            line.push_str(word);
        }
        taken = if taken == 0 { line.chars().count() } else { taken + 1 + length };
    }
    lines.push(line);
    lines
}
