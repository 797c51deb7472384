//! From Markdown to Markdown: what a parser reads in a description, written in one form.

use super::blocks::Blocks;
use crate::text::{is_invisible, printable};
use std::borrow::Cow;

/// The description as Markdown that holds paragraphs, headings, lists, quotations, tables, text blocks and links to the
/// web, and nothing else.
pub(crate) fn clean(markdown: &str) -> String {
    let markdown = visible(markdown.trim());
    let mut blocks = Blocks::default();
    blocks.read(&markdown);
    blocks.finish()
}

/// The description without what a reader would obey or not see. A carriage return alone is the line break of old.
fn visible(markdown: &str) -> Cow<'_, str> {
    if markdown.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n')) {
        return Cow::Borrowed(markdown);
    }
    let text = markdown.replace("\r\n", "\n").replace('\r', "\n").replace('\t', "    ");
    Cow::Owned(text.chars().filter(|c| !is_invisible(*c)).map(printable).map(plain_space).collect())
}

/// Markdown knows the one space: another, such as that of ideographs, would indent here what it does not indent there.
fn plain_space(c: char) -> char {
    if c.is_whitespace() && c != '\n' { ' ' } else { c }
}

#[cfg(test)]
mod tests;
