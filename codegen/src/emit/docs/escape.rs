//! Escaping text for Markdown.

use super::part::{Block, Inline, Mark};
use super::{code, one_line, url};

/// The words of a string, escaped. Nothing in them begins a block, as long as the first of a line is [guarded](guarded).
pub(super) struct Line {
    block: Block,
    lines: Vec<Vec<String>>,
    word: String,
    is_in_link: bool,
}

impl Line {
    pub(super) fn new(block: Block) -> Self {
        Self { block, lines: vec![Vec::new()], word: String::new(), is_in_link: false }
    }

    pub(super) fn push(&mut self, part: Inline) {
        match part {
            Inline::Text(text) => self.text(&text),
            Inline::Code(text) => self.code(&text),
            Inline::Open(Mark::Link) => {
                // An exclamation mark would make an image of the link.
                if self.word.ends_with('!') {
                    self.word.pop();
                    self.word.push_str("\\!");
                }
                self.word.push('[');
                self.is_in_link = true;
            }
            Inline::Open(mark) | Inline::Close(mark) => self.word.push_str(mark.as_str()),
            Inline::CloseLink(address) => {
                self.word.push_str(&["](", &address, ")"].concat());
                self.is_in_link = false;
            }
            Inline::Address(address) => self.word.push_str(&["<", &address, ">"].concat()),
            Inline::Break => {
                self.end_word();
                self.lines.push(Vec::new());
            }
        }
    }

    pub(super) fn finish(mut self) -> Vec<Vec<String>> {
        self.end_word();
        let last = self.lines.iter_mut().flatten().next_back();
        // Marks at the end of a heading belong to its beginning.
        if let Some(word) = last.filter(|word| self.block == Block::Heading && word.ends_with('#')) {
            word.pop();
            word.push_str("\\#");
        }
        self.lines
    }

    fn end_word(&mut self) {
        if !self.word.is_empty()
            && let Some(line) = self.lines.last_mut()
        {
            line.push(std::mem::take(&mut self.word));
        }
    }

    fn text(&mut self, text: &str) {
        let mut rest = text;
        let mut before = None;
        while let Some(c) = rest.chars().next() {
            let address =
                if self.is_in_link || before.is_some_and(char::is_alphanumeric) { None } else { url::bare(rest) };
            let length = match address {
                Some(address) => {
                    self.word.push_str(&["<", &url::encoded(address), ">"].concat());
                    address.len()
                }
                None if c.is_whitespace() => {
                    self.end_word();
                    c.len_utf8()
                }
                None => {
                    self.char(c, before, &rest[c.len_utf8()..]);
                    c.len_utf8()
                }
            };
            before = rest[..length].chars().next_back();
            rest = &rest[length..];
        }
    }

    fn char(&mut self, c: char, before: Option<char>, after: &str) {
        let next = after.chars().next();
        let is_special = match c {
            '`' | '[' | '~' => true,
            ']' => self.is_in_link,
            '*' => !(before.is_some_and(char::is_whitespace) && next.is_some_and(char::is_whitespace)),
            '_' => !is_within_word(before, after),
            // An address begins with a bracket of its own.
            '\\' => next.is_none_or(|next| next.is_whitespace() || next.is_ascii_punctuation()) || url::starts(after),
            '<' => begins_tag(after),
            '&' => begins_entity(after),
            // Text that would be read as an address, within a word.
            ':' => self.is_in_word_as_address(after),
            '|' if self.block == Block::Cell && self.word.ends_with('\\') => return self.word.push_str("&#124;"),
            '|' => self.block == Block::Cell,
            _ => false,
        };
        if is_special {
            self.word.push('\\');
        }
        self.word.push(c);
    }

    fn is_in_word_as_address(&self, after: &str) -> bool {
        let host = after.strip_prefix("//").is_some_and(|host| host.starts_with(|c: char| c.is_ascii_alphanumeric()));
        host && !self.is_in_link && self.word.ends_with(['p', 's', 'P', 'S'])
    }

    fn code(&mut self, text: &str) {
        if self.block == Block::Cell && text.contains("\\|") {
            return self.text(text);
        }
        let mut code = code(text);
        if self.block == Block::Cell {
            code = code.replace('|', "\\|");
        }
        // Two runs of backticks side by side would be one.
        if self.word.ends_with('`') {
            self.end_word();
        }
        self.word.push_str(&code);
    }
}

/// Plain text, such as a title, on one line.
pub(crate) fn plain(text: &str) -> String {
    let mut line = Line::new(Block::Heading);
    line.text(&one_line(text));
    line.finish().concat().join(" ")
}

/// The underscores that are looked through for what follows them.
const MAX_RUN: usize = 64;

/// A string of the document as a code span in a cell of a table.
pub(crate) fn code_in_cell(text: &str) -> String {
    let mut line = Line::new(Block::Cell);
    line.code(text);
    line.finish().concat().join(" ")
}

/// Whether underscores are between letters, where they are literal.
fn is_within_word(before: Option<char>, after: &str) -> bool {
    let next = after.chars().take(MAX_RUN).find(|c| *c != '_');
    before.is_some_and(|c| c.is_alphanumeric() || c == '_') && next.is_some_and(char::is_alphanumeric)
}

/// Whether a bracket before this would begin a tag, an address or one of mail.
fn begins_tag(after: &str) -> bool {
    let is_mail = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    after.is_empty()
        || after.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c))
        || after.trim_start_matches(is_mail).starts_with('@')
}

/// Whether an ampersand before this would begin a character reference.
fn begins_entity(after: &str) -> bool {
    let name = after.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    name.len() < after.len() && name.starts_with(';')
}

/// A word as the first of its line, where it would begin a list, a quotation, a heading, a rule or a table.
pub(super) fn guarded(word: &str) -> String {
    let number = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let all = |marks: &str| word.chars().all(|c| marks.contains(c));
    if number.len() < word.len() && matches!(number, "." | ")") {
        format!("{}\\{number}", &word[..word.len() - 1])
    } else if word.starts_with('>') || matches!(word, "+" | "*") || all("-:|") || all("=") || all("#") {
        format!("\\{word}")
    } else {
        word.to_owned()
    }
}
