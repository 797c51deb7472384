//! Documentation: a document's Markdown, cleaned so that rustdoc shows it as text and nothing in it becomes code.

use crate::text::printable;
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;
use std::ops::Range;

/// The longest default that is shown, in characters of its code span.
const LONGEST_DEFAULT: usize = 60;

/// Columns at which paragraphs are wrapped.
const WIDTH: usize = 100;

/// `///` lines for the paragraphs that are there, a blank line between them: one attribute for all of them.
pub(super) fn lines<'a>(paragraphs: impl IntoIterator<Item = Option<&'a str>>) -> TokenStream {
    let text = join(paragraphs);
    if text.is_empty() {
        return TokenStream::new();
    }
    let mut lines = String::with_capacity(text.len() + text.len() / 16 + 1);
    for line in text.lines() {
        if !lines.is_empty() {
            lines.push('\n');
        }
        if !line.is_empty() {
            lines.push(' ');
            lines.push_str(line);
        }
    }
    let lines = literal(&lines);
    quote!(#[doc = #lines])
}

/// The text as a literal: as it stands, which takes a fraction of the time of escaping it, where it holds no end of such
/// a one.
fn literal(text: &str) -> Literal {
    let raw = || format!("r#\"{text}\"#").parse().ok();
    let literal = if text.contains("\"#") { None } else { raw() };
    literal.unwrap_or_else(|| Literal::string(text))
}

/// The paragraphs that are there as one cleaned text.
pub(crate) fn join<'a>(paragraphs: impl IntoIterator<Item = Option<&'a str>>) -> String {
    let cleaned = paragraphs.into_iter().flatten().map(clean).filter(|text| !text.is_empty());
    cleaned.collect::<Vec<_>>().join("\n\n")
}

/// A description, and the default that leaving the value out stands for: on the same line, if there is but one. A text
/// that speaks of a default itself is left alone, and so is a default that says nothing.
pub(super) fn with_default(mut text: String, default: Option<&Value>) -> String {
    let shown = match default {
        Some(Value::String(default)) if !default.is_empty() => code(default),
        Some(default @ (Value::Bool(_) | Value::Number(_))) => code(&default.to_string()),
        Some(Value::String(_) | Value::Null | Value::Array(_) | Value::Object(_)) | None => return text,
    };
    if shown.chars().count() > LONGEST_DEFAULT || text.to_lowercase().contains("default") {
        return text;
    }
    text.truncate(text.trim_end().len());
    let gap = match (text.contains('\n'), text.ends_with(['.', '!', '?', ':', ';'])) {
        (true, _) => "\n\n",
        (false, true) => " ",
        (false, false) => ". ",
    };
    text + gap + &format!("Default: {shown}.")
}

/// The cleaned text of one description.
pub(crate) fn clean(markdown: &str) -> String {
    let mut cleaner = Cleaner::default();
    // A carriage return alone is the line break of old.
    for line in markdown.trim().replace("\r\n", "\n").split(['\n', '\r']) {
        if line.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            cleaner.line(line);
        } else {
            let line: String = line.replace('\t', "    ").chars().map(printable).map(plain_space).collect();
            cleaner.line(&line);
        }
    }
    cleaner.finish()
}

/// Markdown knows the one space: another, such as that of ideographs, would indent here what it does not indent there.
fn plain_space(c: char) -> char {
    if c.is_whitespace() { ' ' } else { c }
}

/// A text of the document as a code span, whatever characters it holds.
pub(crate) fn code(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\r' | '\t' => " ".to_owned(),
        c if printable(c) != c => c.escape_unicode().to_string(),
        c => c.to_string(),
    };
    let text: String = text.chars().map(shown).collect();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    match longest {
        _ if text.is_empty() => "`\"\"`".to_owned(),
        0 => format!("`{text}`"),
        ticks => {
            let fence = "`".repeat(ticks + 1);
            format!("{fence} {text} {fence}")
        }
    }
}

/// The text on one line, without what a terminal or a reader would obey.
pub(crate) fn one_line(text: &str) -> String {
    let text: String = text.chars().map(printable).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text is one plain line, which something may follow.
pub(super) fn is_line(markdown: &str) -> bool {
    !markdown.trim().contains(['\n', '\r'])
        && !begins_a_list(markdown)
        && !markdown.trim_start().starts_with(['#', '|', '>'])
}

/// The text, when a reader learns anything from it: dots and line breaks alone say nothing.
pub(super) fn words(markdown: &str) -> Option<&str> {
    let any = |text: &str| text.contains(|c: char| c.is_alphanumeric() || !c.is_ascii());
    // Letters that are not shown are those of tags.
    let shown = any(markdown) && (!markdown.contains('<') || any(&clean(markdown)));
    shown.then_some(markdown)
}

/// The text up to its first blank line.
pub(crate) fn first_paragraph(markdown: &str) -> String {
    markdown.trim().split("\n\n").next().unwrap_or_default().trim().to_owned()
}

/// The first sentence of the first paragraph, on one line.
pub(super) fn first_sentence(markdown: &str) -> String {
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
pub(super) fn begins_a_list(markdown: &str) -> bool {
    list_marker(markdown.trim_start()).is_some()
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

/// What has been read of a text so far.
#[derive(Default)]
struct Cleaner {
    out: Vec<String>,
    /// The lines of the paragraph or list item being read, as one line.
    paragraph: Option<String>,
    /// The code block we are in.
    block: Option<Block>,
    /// How far the text of each list item that we are in is indented, the outermost first. What is a list item here must
    /// be one in Markdown too: text that is indented below what is none would be code. The other way does no harm.
    items: Vec<usize>,
    /// Whether the line being read is outside of the item that the line before was in.
    left: bool,
    /// Where the text goes on that a hard break ended.
    broken: Option<String>,
}

/// A code block that has been opened.
struct Block {
    fence: String,
    /// How far its list item is indented: a line that is indented less would end the item and with it the block, and
    /// the fence that was to close it would open another, in no language.
    margin: usize,
}

impl Block {
    fn indented(&self, line: &str) -> String {
        let text = line.trim();
        let indent = line.len() - line.trim_start().len();
        if text.is_empty() { String::new() } else { format!("{}{}", " ".repeat(indent.max(self.margin)), line.trim()) }
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let more = line.trim().strip_prefix(self.fence.as_str());
        more.is_some_and(|more| more.chars().all(|mark| self.fence.starts_with(mark)))
    }

    fn end(&self) -> String {
        format!("{}{}", " ".repeat(self.margin), self.fence)
    }
}

impl Cleaner {
    fn line(&mut self, line: &str) {
        if let Some(block) = &self.block {
            let closes = block.is_closed_by(line);
            self.out.push(if closes { block.end() } else { block.indented(line) });
            if closes {
                self.block = None;
            }
            return;
        }
        let hard_break = line.ends_with("  ") || line.ends_with('\\');
        let indented = self.indented(line.trim_end());
        // A list item may begin with a code block.
        let (items, rest) = indented.split_at(list_markers(&indented));
        match opening_fence(rest) {
            Some((fence, tag)) => {
                self.end_paragraph();
                self.broken = None;
                self.set_apart(&indented);
                self.out.push(format!("{items}{fence}{tag}"));
                self.block = Some(Block { fence, margin: items.len() });
            }
            None => self.text(&indented),
        }
        if hard_break && let Some(paragraph) = &self.paragraph {
            let margin = list_markers(paragraph);
            self.end_paragraph();
            if let Some(last) = self.out.last_mut().filter(|last| !last.ends_with('\\')) {
                last.push('\\');
            }
            self.broken = Some(" ".repeat(margin));
        }
    }

    /// A line of text: the beginning of a block, or more of the one being read.
    fn text(&mut self, line: &str) {
        let text = line.trim_start();
        let broken = self.broken.take();
        let alone = text.is_empty() || text.starts_with(['|', '#', '>']) || is_rule(text);
        if alone {
            self.end_paragraph();
            self.out.push(escaped(line));
        } else if list_marker(text).is_some() {
            self.end_paragraph();
            self.set_apart(line);
            self.paragraph = Some(line.to_owned());
        } else if self.paragraph.is_none() && self.out.last().is_some_and(|last| last.starts_with('>')) {
            // The quotation goes on, though its mark was left out.
            self.out.push(escaped(&format!("> {text}")));
        } else {
            match &mut self.paragraph {
                Some(paragraph) => {
                    paragraph.push(' ');
                    paragraph.push_str(text);
                }
                None => self.paragraph = Some(broken.map_or_else(|| line.to_owned(), |margin| margin + text)),
            }
        }
    }

    fn end_paragraph(&mut self) {
        if let Some(paragraph) = self.paragraph.take() {
            self.out.extend(wrapped(&escaped(&paragraph)));
        }
    }

    /// The line with its indentation kept below what Markdown takes for a code block, which rustdoc would run.
    fn indented(&mut self, line: &str) -> String {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        if text.is_empty() {
            return String::new();
        }
        self.left = self.items.last().is_some_and(|item| *item > indent);
        self.items.retain(|item| *item <= indent);
        let kept = indent.min(self.items.last().unwrap_or(&0) + 3);
        let line = format!("{}{}", " ".repeat(kept), without_code(text));
        if !is_rule(text) {
            self.items.extend(list_items(&line));
        }
        line
    }

    /// A blank line before a list item that Markdown would take for more of the line before, so that what is indented
    /// below the item would be no part of it, but code.
    fn set_apart(&mut self, line: &str) {
        let Some(last) = self.out.last().filter(|last| !last.is_empty()) else { return };
        let text = line.trim_start();
        let first = text.starts_with(['-', '*', '+']) || text.starts_with("1. ") || text.starts_with("1) ");
        let quoted = last[list_markers(last)..].starts_with('>');
        // What looks like the second line of a table makes one of a line above.
        let dashes = text.chars().all(|c| matches!(c, '-' | '|' | ':' | ' '));
        if list_marker(text).is_some() && (quoted || dashes || !(first || self.left)) {
            self.out.push(String::new());
        }
    }

    fn finish(mut self) -> String {
        self.end_paragraph();
        // An unclosed block would swallow what follows in the same documentation.
        self.out.extend(self.block.take().map(|block| block.end()));
        self.out.join("\n").trim_end().to_owned()
    }
}

/// A line that underlines a heading or divides: `---`, `===`, `***`.
fn is_rule(text: &str) -> bool {
    text.len() >= 2 && ['-', '=', '*', '_'].iter().any(|mark| text.chars().all(|c| c == *mark || c == ' '))
}

/// The fence and the tag of a line that opens a code block. A block without a language, or in Rust, would run as a
/// test: it becomes text.
fn opening_fence(line: &str) -> Option<(String, String)> {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let fence: String = line.chars().take_while(|c| *c == mark).collect();
    let info = line[fence.len()..].trim();
    if fence.len() < 3 || (mark == '`' && info.contains('`')) {
        return None;
    }
    let language: String = info.chars().take_while(|c| c.is_ascii_alphanumeric() || "+-_#".contains(*c)).collect();
    let harmless = LANGUAGES.contains(&language.to_ascii_lowercase().as_str());
    Some((fence, if harmless { language } else { "text".to_owned() }))
}

/// Languages that rustdoc shows and does not run.
const LANGUAGES: &[&str] = &[
    "bash",
    "c",
    "console",
    "cpp",
    "csharp",
    "css",
    "curl",
    "diff",
    "go",
    "graphql",
    "html",
    "http",
    "ini",
    "java",
    "javascript",
    "js",
    "json",
    "json5",
    "kotlin",
    "markdown",
    "md",
    "php",
    "python",
    "ruby",
    "sh",
    "shell",
    "sql",
    "swift",
    "text",
    "toml",
    "ts",
    "typescript",
    "txt",
    "xml",
    "yaml",
    "yml",
];

/// The width of a list marker with the space after it.
fn list_marker(text: &str) -> Option<usize> {
    if ["- ", "* ", "+ "].iter().any(|marker| text.starts_with(marker)) {
        return Some(2);
    }
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let ordered = text[digits..].starts_with(". ") || text[digits..].starts_with(") ");
    // Markdown takes more digits for text.
    ((1..=9).contains(&digits) && ordered).then_some(digits + 2)
}

/// The length of the list markers that the line begins with, indentation included.
fn list_markers(line: &str) -> usize {
    list_items(line).last().copied().unwrap_or_else(|| line.len() - line.trim_start().len())
}

/// How far the text is indented of each list item that the line begins.
fn list_items(line: &str) -> Vec<usize> {
    let mut items = Vec::new();
    let mut length = line.len() - line.trim_start().len();
    while let Some(marker) = list_marker(&line[length..]).filter(|_| !is_rule(&line[length..])) {
        length += marker;
        length += line[length..].len() - line[length..].trim_start().len();
        items.push(length);
    }
    items
}

/// The line without what would begin a code block after its marks of lists and quotations: far too much space, which
/// Markdown takes for indented code, and in a quotation a fence of tildes.
fn without_code(line: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(line.len()), line);
    let mut within = false;
    loop {
        let text = rest.trim_start();
        let opens = text.starts_with('>');
        let Some(marker) = (if opens { Some(1) } else { list_marker(text) }) else { break };
        out.push_str(&rest[..rest.len() - text.len() + marker]);
        rest = &text[marker..];
        let spaces = rest.len() - rest.trim_start().len();
        // One space belongs to the mark of a quotation; that of a list item is part of the marker.
        rest = &rest[spaces.saturating_sub(if opens { 4 } else { 3 })..];
        within |= opens;
    }
    if within && rest.trim_start().starts_with("~~~") {
        let text = rest.trim_start();
        out.push_str(&rest[..rest.len() - text.len()]);
        out.push('\\');
        rest = text;
    }
    out + rest
}

/// The line with everything escaped that rustdoc would take for HTML, for a link to an item, or complain of as a bare
/// link; code spans stay as they are.
fn escaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut rest = line;
    loop {
        // An `h` may begin a link.
        let special = |byte: u8| matches!(byte, b'`' | b'\\' | b'[' | b']' | b'<' | b'h');
        let plain = rest.bytes().position(special).unwrap_or(rest.len());
        out.push_str(&rest[..plain]);
        rest = &rest[plain..];
        let Some(c) = rest.chars().next() else { return out };
        let taken = code_span(rest)
            .map(|length| (rest[..length].to_owned(), length))
            .or_else(|| escape_sequence(rest))
            .or_else(|| inline_link(rest))
            .or_else(|| bare_link(rest, &out))
            .or_else(|| line_break(rest));
        let (text, length) = taken.unwrap_or_else(|| (escape(c), c.len_utf8()));
        out.push_str(&text);
        rest = &rest[length..];
    }
}

fn escape(c: char) -> String {
    match c {
        '<' | '[' | ']' | '`' => format!("\\{c}"),
        c => c.to_string(),
    }
}

/// A backslash and what it escapes, as they stand.
fn escape_sequence(text: &str) -> Option<(String, usize)> {
    let mut chars = text.chars();
    let escaped = chars.next().filter(|c| *c == '\\').and_then(|_| chars.next())?;
    escaped.is_ascii_punctuation().then(|| (text[..2].to_owned(), 2))
}

/// The length of the code span that `text` begins with.
fn code_span(text: &str) -> Option<usize> {
    let ticks = text.chars().take_while(|c| *c == '`').count();
    if ticks == 0 {
        return None;
    }
    let mut from = ticks;
    while let Some(found) = text[from..].find('`') {
        let start = from + found;
        let run = text[start..].chars().take_while(|c| *c == '`').count();
        if run == ticks {
            return Some(start + run);
        }
        from = start + run;
    }
    None
}

/// `[text](https://…)` as it stands; `[text](anything else)` as plain text, since rustdoc would look for an item of
/// that name.
fn inline_link(text: &str) -> Option<(String, usize)> {
    let label_end = text.strip_prefix('[')?.find(']')? + 1;
    let label = &text[1..label_end];
    let target = text[label_end + 1..].strip_prefix('(')?;
    let target = &target[..target.find(')')?];
    if label.contains('[') {
        return None;
    }
    let length = label_end + 1 + target.len() + 2;
    let shown = escaped_label(label);
    if is_web(target) && !target.contains(['<', '>', ' ']) {
        return Some((format!("[{shown}]({target})"), length));
    }
    Some((shown, length))
}

fn escaped_label(label: &str) -> String {
    if label.contains("://") { label.replace("://", ":\\//") } else { escaped(label) }
}

/// A web address in angle brackets, whether or not it had them.
fn bare_link(text: &str, before: &str) -> Option<(String, usize)> {
    if let Some(inner) = text.strip_prefix('<').filter(|inner| is_web(inner)) {
        let end = inner.find('>')?;
        let address = &inner[..end];
        return (!address.contains([' ', '<'])).then(|| (format!("<{address}>"), end + 2));
    }
    let inside_word = before.chars().next_back().is_some_and(char::is_alphanumeric);
    if !is_web(text) || inside_word {
        return None;
    }
    let end = text.find(|c: char| c.is_whitespace() || "<>()[]\"'`{}|\\".contains(c)).unwrap_or(text.len());
    let address = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
    Some((format!("<{address}>"), address.len()))
}

fn is_web(text: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| {
        text.strip_prefix(scheme).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    })
}

/// `<br>` in any spelling: a space, since a line of a paragraph ends where it likes.
fn line_break(text: &str) -> Option<(String, usize)> {
    ["<br>", "<br/>", "<br />", "<BR>"]
        .iter()
        .find(|tag| text.starts_with(**tag))
        .map(|tag| (" ".to_owned(), tag.len()))
}

/// The line cut at spaces to at most [`WIDTH`] columns where it has them, continued at its own indentation. Tables and
/// headings stay whole.
fn wrapped(line: &str) -> Vec<String> {
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
    use super::{clean, code};
    use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

    #[test]
    fn code_never_becomes_a_test() {
        for (given, expected) in [
            ("```\nlet x = 1;\n```", "```text\nlet x = 1;\n```"),
            ("```rust\npanic!()\n```", "```text\npanic!()\n```"),
            ("```should_panic\nx\n```", "```text\nx\n```"),
            ("~~~ignore\nx\n~~~", "~~~text\nx\n~~~"),
            ("```json\n{}\n```", "```json\n{}\n```"),
            ("a\n\n    panic!()\n", "a\n\n   panic!()"),
            ("- a\n\n          panic!()", "- a\n\n     panic!()"),
            ("```\nnever closed", "```text\nnever closed\n```"),
            ("```\n```rust\npanic!()\n     ````\nb", "```text\n```rust\npanic!()\n```\nb"),
            ("- ```\n  never closed", "- ```text\n  never closed\n  ```"),
            ("1. ```rust\n   panic!()\n   ```\n   b", "1. ```text\n   panic!()\n   ```\n   b"),
            ("- a\n  ```json\n{}\n\n    []\n```\nb", "- a\n  ```json\n  {}\n\n    []\n  ```\nb"),
            ("~~~`x`\npanic!()\n~~~", "~~~text\npanic!()\n~~~"),
            ("> ~~~\n> panic!()", "> \\~~~\n> panic!()"),
            ("> ```\n> panic!()", "> \\`\\`\\`\n> panic!()"),
            (">     panic!()", ">    panic!()"),
            ("> - a\n>\n>         panic!()", "> - a\n>\n>    panic!()"),
            ("-      panic!()", "-    panic!()"),
            ("1.      panic!()", "1.    panic!()"),
            ("> quoted\nmore\n\nb", "> quoted\n> more\n\nb"),
            ("> quoted\n- a\n\n      panic!()", "> quoted\n\n- a\n\n     panic!()"),
            ("text\n2. a\n\n      panic!()", "text\n\n2. a\n\n      panic!()"),
            ("a\n    * * * - b\n\n    panic!()", "a\n   * * * - b\n\n   panic!()"),
            ("   - a\n\n    panic!()", "- a\n\n    panic!()"),
            ("- \u{2028} a\n\n      \u{3000}panic!()", "-   a\n\n       panic!()"),
            ("a\n   - b\n\n    panic!()", "a\n   - b\n\n   panic!()"),
            ("a\n\n* * *\n\n    panic!()", "a\n\n* * *\n\n   panic!()"),
            ("1234567890. a\n\n      panic!()", "1234567890. a\n\n   panic!()"),
            ("-    a\n\n    panic!()", "-    a\n\n   panic!()"),
            ("a|b\n- - -|-\n\n        panic!()", "a|b\n\n- - -|-\n\n       panic!()"),
            ("* * a\\\n```\n```\n        panic!()", "* * a\\\n```text\n```\n   panic!()"),
            ("- a\n  2. b\n\n        panic!()", "- a\n\n  2. b\n\n        panic!()"),
            ("a\n2. ```\n   ```rust\n   panic!()", "a\n\n2. ```text\n   ```rust\n   panic!()\n   ```"),
        ] {
            assert_eq!(tests_in(expected), Vec::<String>::new(), "{given}");
            assert_eq!(clean(given), expected, "{given}");
        }
    }

    /// Lines that begin and end whatever Markdown has, put together at random: none becomes a test.
    #[test]
    fn no_text_becomes_a_test() {
        let words = [
            "- ",
            "* ",
            "+ ",
            "1. ",
            "2) ",
            "1234567890. ",
            "> ",
            ">",
            "```",
            "````",
            "~~~",
            "rust",
            "text",
            "* * *",
            "---",
            "- - -",
            "===",
            "# ",
            "|",
            "|a|b|",
            "|-|-|",
            "`",
            "``",
            "\\",
            "  ",
            "    ",
            "     ",
            "\t",
            "\n",
            "\n",
            "\n",
            "\n\n",
            "\u{3000}",
            "\u{a0} ",
            "\n    ",
            "\n        ",
            "a",
            "[ ] ",
            "[^1]: ",
            "<div>",
            "<https://a.example>",
            "let x = 1;",
        ];
        let mut random = fastrand::Rng::with_seed(1);
        let runs = std::env::var("DOCS_RUNS").map_or(4_000, |runs| runs.parse().unwrap());
        for _ in 0..runs {
            let mut text = String::new();
            for _ in 0..random.usize(1..24) {
                text += words[random.usize(..words.len())];
                if random.usize(..40) == 0 {
                    text += &"word ".repeat(20);
                }
            }
            let cleaned = clean(&text);
            assert_eq!(tests_in(&cleaned), Vec::<String>::new(), "{text:?} became\n{cleaned}");
        }
    }

    /// The code blocks that rustdoc would run.
    fn tests_in(markdown: &str) -> Vec<String> {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_SMART_PUNCTUATION;
        let events = Parser::new_ext(markdown, options).into_offset_iter();
        let code = events.filter_map(|(event, range)| match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => Some(range),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(tag))) if matches!(&*tag, "" | "rust") => Some(range),
            _ => None,
        });
        code.map(|range| markdown[range].to_owned()).collect()
    }

    #[test]
    fn a_code_span_holds_any_text() {
        for (given, expected) in [("a", "`a`"), ("", "`\"\"`"), ("`", "`` ` ``"), ("a``b", "``` a``b ```")] {
            assert_eq!(code(given), expected);
        }
    }

    #[test]
    fn links_and_markup_stay_text() {
        for (given, expected) in [
            ("see https://a.example/b.", "see <https://a.example/b>."),
            ("<https://a.example>", "<https://a.example>"),
            ("[here](https://a.example)", "[here](https://a.example)"),
            ("[Pet](Pet)", "Pet"),
            ("an [Option] of Vec<T>", "an \\[Option\\] of Vec\\<T>"),
            ("`Vec<T>` and `[x]`", "`Vec<T>` and `[x]`"),
            ("a<br>b", "a b"),
            ("one ` tick", "one \\` tick"),
            ("\\[kept\\]", "\\[kept\\]"),
        ] {
            assert_eq!(clean(given), expected, "{given}");
        }
    }

    #[test]
    fn what_belongs_to_an_item_or_a_quotation_stays_there() {
        for (given, expected) in [
            ("- a\nb", "- a b"),
            ("- a  \nb\n- c", "- a\\\n  b\n- c"),
            ("a  \nb", "a\\\nb"),
            ("> a\nb\n\nc", "> a\n> b\n\nc"),
        ] {
            assert_eq!(clean(given), expected, "{given}");
        }
    }

    #[test]
    fn what_no_comment_may_hold_is_replaced() {
        assert_eq!(clean("a\rb\r\nc"), "a b c");
        assert_eq!(clean("a\u{202e}b\u{0}\u{1b}c"), "a\u{fffd}b\u{fffd}\u{fffd}c");
        assert_eq!(clean("```json\n\u{2066}\n```"), "```json\n\u{fffd}\n```");
    }

    #[test]
    fn any_text_becomes_a_code_span() {
        for (text, span) in [
            ("a", "`a`"),
            ("a\r\nb", "`a  b`"),
            ("\u{202e}", "`\\u{202e}`"),
            ("`", "`` ` ``"),
            ("`` [x] `", "``` `` [x] ` ```"),
        ] {
            assert_eq!(code(text), span);
        }
    }

    #[test]
    fn long_lines_are_wrapped_where_nothing_changes() {
        let long = format!("- {} - and 1. more", "word ".repeat(24).trim_end());
        let cleaned = clean(&long);
        assert!(cleaned.lines().count() > 1, "{cleaned}");
        assert!(cleaned.lines().skip(1).all(|line| line.starts_with("  ") && !line.trim_start().starts_with('-')));
        assert_eq!(cleaned.split_whitespace().collect::<Vec<_>>(), long.split_whitespace().collect::<Vec<_>>());
    }
}
