//! The blocks of a text: paragraphs, lists, quotations and code, each kept what it is.

use super::fence::{Block, opening_fence};
use super::inline::escaped;
use super::list::{is_rule, list_items, list_marker, list_markers};
use super::wrap::wrapped;
use crate::text::printable;

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

#[cfg(test)]
mod tests {
    use super::clean;
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
}
