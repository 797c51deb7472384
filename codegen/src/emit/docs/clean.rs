//! Converting a description to canonical Markdown.

use super::blocks::Blocks;
use crate::text::{is_invisible, printable};
use std::borrow::Cow;

/// The description as Markdown with only paragraphs, headings, lists, quotations, tables, text blocks and web links.
pub(crate) fn clean(markdown: &str) -> String {
    let markdown = visible(markdown.trim());
    let mut blocks = Blocks::default();
    blocks.read(&markdown);
    blocks.finish()
}

/// The description without control and invisible characters. A single carriage return is a line break.
fn visible(markdown: &str) -> Cow<'_, str> {
    if markdown.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n')) {
        return Cow::Borrowed(markdown);
    }
    let text = markdown.replace("\r\n", "\n").replace('\r', "\n").replace('\t', "    ");
    Cow::Owned(text.chars().filter(|c| !is_invisible(*c)).map(printable).map(plain_space).collect())
}

/// Markdown only recognizes the ASCII space: others, such as the ideographic space, would change the indentation.
fn plain_space(c: char) -> char {
    if c.is_whitespace() && c != '\n' { ' ' } else { c }
}

#[cfg(test)]
mod tests;
