//! Inline content of a paragraph, a heading or a cell: text, code, emphasis and links.

use super::escape::Line;
use super::part::{Block, Inline, Mark};
use super::{html, url};
use pulldown_cmark::{LinkType, Tag, TagEnd};

/// The parts that have been read.
#[derive(Default)]
pub(super) struct Inlines {
    parts: Vec<Inline>,
    /// The addresses of the links and images that are being read; none of one that is shown as its text.
    links: Vec<Option<String>>,
    /// The address of the `<a>` that is being read.
    anchor: Option<String>,
}

impl Inlines {
    pub(super) fn push(&mut self, part: Inline) {
        self.parts.push(part);
    }

    pub(super) fn text(&mut self, text: &str) {
        match self.parts.last_mut() {
            Some(Inline::Text(last)) => last.push_str(text),
            _ => self.parts.push(Inline::Text(text.to_owned())),
        }
    }

    pub(super) fn start(&mut self, tag: &Tag) {
        match tag {
            Tag::Emphasis => self.push(Inline::Open(Mark::Emphasis)),
            Tag::Strong => self.push(Inline::Open(Mark::Strong)),
            Tag::Strikethrough => self.push(Inline::Open(Mark::Strikethrough)),
            Tag::Link { link_type: LinkType::Email, .. } => self.links.push(None),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                let address = if self.is_in_link() { None } else { url::web_address(dest_url) };
                if address.is_some() {
                    self.push(Inline::Open(Mark::Link));
                }
                self.links.push(address);
            }
            _ => {}
        }
    }

    pub(super) fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.push(Inline::Close(Mark::Emphasis)),
            TagEnd::Strong => self.push(Inline::Close(Mark::Strong)),
            TagEnd::Strikethrough => self.push(Inline::Close(Mark::Strikethrough)),
            TagEnd::Link | TagEnd::Image => {
                if let Some(address) = self.links.pop().flatten() {
                    self.close_link(address);
                }
            }
            _ => {}
        }
    }

    /// An HTML tag, or text between tags. Anything that is not a tag of HTML, such as `<id>`, is text.
    pub(super) fn html(&mut self, piece: &str) {
        let Some(tag) = html::tag(piece) else { return self.text(piece) };
        let mark = |mark| if tag.is_end { Inline::Close(mark) } else { Inline::Open(mark) };
        match tag.name.as_str() {
            "b" | "strong" => self.push(mark(Mark::Strong)),
            "i" | "em" => self.push(mark(Mark::Emphasis)),
            "code" | "tt" if tag.is_end => self.close_code(),
            "code" | "tt" => self.push(Inline::Open(Mark::Code)),
            "a" if tag.is_end => {
                if let Some(address) = self.anchor.take() {
                    self.close_link(address);
                }
            }
            "a" => {
                let address = html::attribute(piece, "href").filter(|_| !self.is_in_link());
                self.anchor = address.and_then(|address| url::web_address(&address));
                if self.anchor.is_some() {
                    self.push(Inline::Open(Mark::Link));
                }
            }
            "br" => self.push(Inline::Break),
            "li" if !tag.is_end => {
                self.push(Inline::Break);
                self.text("\u{2022} ");
            }
            name if html::is_block(name) => {
                self.push(Inline::Break);
                self.push(Inline::Break);
            }
            _ => {}
        }
    }

    /// The parts that have been read, each mark with its other half.
    pub(super) fn take(&mut self) -> Parts {
        self.links.clear();
        self.anchor = None;
        Parts(joined(paired(std::mem::take(&mut self.parts))))
    }

    fn is_in_link(&self) -> bool {
        self.anchor.is_some() || self.links.iter().any(Option::is_some)
    }

    fn close_link(&mut self, address: String) {
        if let [.., Inline::Open(Mark::Link), Inline::Text(text)] = &self.parts[..]
            && *text == address
        {
            self.parts.truncate(self.parts.len() - 2);
            self.push(Inline::Address(address));
        } else {
            self.push(Inline::CloseLink(address));
        }
    }

    /// Text between the tags of code is code; with more than text between them, they are dropped.
    fn close_code(&mut self) {
        if let [.., Inline::Open(Mark::Code), Inline::Text(text)] = &mut self.parts[..] {
            let code = std::mem::take(text);
            self.parts.truncate(self.parts.len() - 2);
            self.push(Inline::Code(code));
        }
    }
}

/// The output: all its marks are paired, and valid in their place.
pub(super) struct Parts(Vec<Inline>);

impl Parts {
    /// The words of each line, where breaks divide them.
    pub(super) fn lines(self) -> Vec<Vec<String>> {
        let mut line = Line::new(Block::Paragraph);
        self.0.into_iter().for_each(|part| line.push(part));
        line.finish()
    }

    /// The text where none but a space can divide it.
    pub(super) fn one_line(self, block: Block) -> String {
        let mut line = Line::new(block);
        self.0.into_iter().for_each(|part| line.push(part));
        line.finish().concat().join(" ")
    }
}

/// The parts without marks that are unpaired, empty, nested in the same kind, or not recognized as marks: all of these
/// occur in HTML, and dropping one can make others adjacent.
fn paired(parts: Vec<Inline>) -> Vec<Inline> {
    let mut is_kept = vec![true; parts.len()];
    let mut open: Vec<(usize, Mark)> = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        match part {
            Inline::Open(mark) => {
                is_kept[index] = false;
                if open.iter().all(|(_, other)| other != mark) {
                    open.push((index, *mark));
                }
            }
            Inline::Close(_) | Inline::CloseLink(_) => {
                is_kept[index] = false;
                let mark = if let Inline::Close(mark) = part { *mark } else { Mark::Link };
                if let Some(found) = open.iter().rposition(|(_, other)| *other == mark) {
                    let start = open[found].0;
                    open.truncate(found);
                    let fits = fits(&parts, &is_kept, start, index, mark);
                    is_kept[start] = fits;
                    is_kept[index] = fits;
                }
            }
            _ => {}
        }
    }
    let mut is_kept = is_kept.into_iter();
    parts.into_iter().filter(|_| is_kept.next().unwrap_or_default()).collect()
}

/// The parts, with adjacent text joined, as a parser returns it.
fn joined(parts: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(parts.len());
    for part in parts {
        match (out.last_mut(), part) {
            (Some(Inline::Text(last)), Inline::Text(text)) => last.push_str(&text),
            (_, part) => out.push(part),
        }
    }
    out
}

/// Whether marks around a range of parts are read as such.
fn fits(parts: &[Inline], is_kept: &[bool], start: usize, end: usize, mark: Mark) -> bool {
    let is_content =
        |index: &usize| !matches!(parts[*index], Inline::Open(_) | Inline::Close(_) | Inline::CloseLink(_));
    let (Some(first), Some(last)) = ((start..end).find(is_content), (start..end).rev().find(is_content)) else {
        return false;
    };
    if mark == Mark::Link {
        return (start..end)
            .any(|index| matches!(&parts[index], Inline::Text(text) | Inline::Code(text) if !text.trim().is_empty()));
    }
    if mark == Mark::Code {
        return false;
    }
    let before = (0..start).rev().find(is_content).map_or(' ', |index| last_char(&parts[index]));
    let after = (end..parts.len()).find(is_content).map_or(' ', |index| first_char(&parts[index]));
    let (inner_first, inner_last) = (first_char(&parts[first]), last_char(&parts[last]));
    // Two marks of emphasis side by side would be one mark of another kind.
    let alone =
        (0..start).rev().find(|index| is_kept[*index]).is_none_or(|index| !matches!(parts[index], Inline::Close(_)));
    alone && may_flank(before, inner_first) && may_flank(after, inner_last)
}

/// Whether a mark between an outer and an inner character belongs to the inner one.
fn may_flank(outer: char, inner: char) -> bool {
    !inner.is_whitespace() && (outer.is_whitespace() || inner.is_alphanumeric())
}

fn first_char(part: &Inline) -> char {
    match part {
        Inline::Text(text) if url::starts(text) => '<',
        Inline::Text(text) => text.chars().next().unwrap_or(' '),
        Inline::Break => ' ',
        _ => '`',
    }
}

fn last_char(part: &Inline) -> char {
    match part {
        // It may end with an address, which brackets end.
        Inline::Text(text) if text.split_whitespace().next_back().is_some_and(|word| word.contains("://")) => '>',
        Inline::Text(text) => text.chars().next_back().unwrap_or(' '),
        Inline::Break => ' ',
        _ => '`',
    }
}
