//! The blocks of a description, in canonical form: only list items and quotations indent text.

use super::html;
use super::inline::Inlines;
use super::part::{Block, Inline};
use super::wrap::wrapped;
use pulldown_cmark::{Alignment, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The most nested containers; deeper blocks are in the innermost of them.
const MAX_NESTED_CONTAINERS: usize = 8;

/// Parses the syntax of rustdoc, except footnotes and task lists, whose brackets are text.
pub(super) fn parser(markdown: &str) -> Parser<'_> {
    Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH)
}

/// Columns at which paragraphs are wrapped.
const WIDTH: usize = 100;

/// The width of a paragraph in columns, at any depth.
const NARROWEST: usize = 40;

/// The greatest number that Markdown takes for that of a list item.
const GREATEST_NUMBER: u64 = 999_999_999;

/// The output, and the state of the block that is being read.
#[derive(Default)]
pub(super) struct Blocks {
    out: String,
    /// The last block outside all containers.
    last: Option<Kind>,
    containers: Vec<Container>,
    inlines: Inlines,
    code: Option<String>,
    table: Option<Table>,
    html: Option<String>,
    /// Whether the current block was converted from HTML.
    within_html: bool,
}

/// The kind of a block, which determines blank lines between blocks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Paragraph,
    Heading,
    Quote,
    Code,
    Table,
    Rule,
    /// A list that Markdown takes for one right after a paragraph.
    List,
    /// A list that begins with another number than 1.
    LateList,
    Item,
    /// A block that is nested too deeply.
    Flat,
}

/// A quotation, a list, one of its items.
struct Container {
    kind: Kind,
    /// The prefix of its first line, and of the other lines.
    first: String,
    rest: String,
    /// Whether it is still empty.
    is_fresh: bool,
    last: Option<Kind>,
    /// For a list, the number of its next item.
    number: Option<u64>,
    /// For a list, whether it contains blank lines.
    is_loose: bool,
}

struct Table {
    alignments: Vec<Alignment>,
    rows: Vec<Vec<String>>,
}

impl Blocks {
    pub(super) fn read(&mut self, markdown: &str) {
        for event in parser(markdown) {
            self.event(event);
        }
        self.end_paragraph();
    }

    pub(super) fn finish(mut self) -> String {
        self.out.truncate(self.out.trim_end().len());
        self.out
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Html(html) => self.html.get_or_insert_default().push_str(&html),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.inlines.text(&text),
            },
            Event::Code(code) => self.inlines.push(Inline::Code(code.into_string())),
            Event::InlineHtml(tag) => self.inlines.html(&tag),
            Event::SoftBreak => self.inlines.text(" "),
            Event::HardBreak => self.inlines.push(Inline::Break),
            Event::Rule => {
                self.end_paragraph();
                self.open(Kind::Rule);
                self.line("***");
            }
            // The parser is configured without these.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.inlines.text(&text);
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. } => {
                self.inlines.start(&tag);
                return;
            }
            Tag::TableHead | Tag::TableRow => {
                self.table.iter_mut().for_each(|table| table.rows.push(Vec::new()));
                return;
            }
            Tag::TableCell => return,
            _ => self.end_paragraph(),
        }
        match tag {
            Tag::Paragraph => self.loosen(),
            Tag::BlockQuote(_) => self.enter(Kind::Quote, "> ".to_owned(), "> ".to_owned()),
            Tag::List(number) => self.enter_list(number),
            Tag::Item => self.enter_item(),
            Tag::CodeBlock(_) => self.code = Some(String::new()),
            Tag::HtmlBlock => self.html = Some(String::new()),
            Tag::Table(alignments) => self.table = Some(Table { alignments, rows: Vec::new() }),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image => {
                self.inlines.end(tag);
            }
            TagEnd::Heading(level) => self.heading(level),
            TagEnd::TableCell => {
                let cell = self.inlines.take().one_line(Block::Cell);
                if let Some(row) = self.table.as_mut().and_then(|table| table.rows.last_mut()) {
                    row.push(cell);
                }
            }
            TagEnd::Table => self.table(),
            TagEnd::CodeBlock => self.code_block(),
            TagEnd::HtmlBlock => self.html_block(),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => {
                self.end_paragraph();
                self.containers.pop();
            }
            _ => self.end_paragraph(),
        }
    }

    /// The content of a paragraph so far. Two line breaks end it.
    fn end_paragraph(&mut self) {
        let lines = self.inlines.take().lines();
        for paragraph in lines.split(Vec::is_empty).filter(|lines| !lines.is_empty()) {
            self.open(Kind::Paragraph);
            let width = WIDTH.saturating_sub(self.indentation()).max(NARROWEST);
            for (index, words) in paragraph.iter().enumerate() {
                let mut lines = wrapped(words, width);
                if let Some(last) = lines.last_mut().filter(|_| index + 1 < paragraph.len()) {
                    last.push('\\');
                }
                for line in &lines {
                    self.line(line);
                }
            }
        }
    }

    fn heading(&mut self, level: HeadingLevel) {
        let text = self.inlines.take().one_line(Block::Heading);
        if !text.is_empty() {
            self.open(Kind::Heading);
            self.line(&format!("{} {text}", "#".repeat(level as usize)));
        }
    }

    /// No language: rustdoc runs some code blocks and highlights others.
    fn code_block(&mut self) {
        let code = self.code.take().unwrap_or_default();
        let code = code.trim_end();
        if code.is_empty() {
            return;
        }
        let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
        let fence = "`".repeat(longest.max(2) + 1);
        self.open(Kind::Code);
        self.line(&format!("{fence}text"));
        code.lines().for_each(|line| self.line(line));
        self.line(&fence);
    }

    fn table(&mut self) {
        let Some(Table { alignments, rows }) = self.table.take() else { return };
        self.open(Kind::Table);
        for (index, row) in rows.iter().enumerate() {
            let cell = |column: usize| row.get(column).map_or("", String::as_str);
            let cells: Vec<_> = (0..alignments.len()).map(cell).collect();
            self.line(&format!("| {} |", cells.join(" | ")));
            if index == 0 {
                let rules: Vec<_> = alignments.iter().map(|alignment| rule(*alignment)).collect();
                self.line(&format!("|{}|", rules.join("|")));
            }
        }
    }

    /// Converts an HTML block to Markdown; of HTML nested in it, only the text is kept.
    fn html_block(&mut self) {
        let html = self.html.take().unwrap_or_default();
        if self.within_html {
            html::pieces(&html).for_each(|piece| self.inlines.html(piece));
            self.end_paragraph();
            return;
        }
        self.within_html = true;
        self.read(&html::to_markdown(&html));
        self.within_html = false;
    }

    fn enter_list(&mut self, number: Option<u64>) {
        let late = number.is_some_and(|number| number != 1);
        self.enter(if late { Kind::LateList } else { Kind::List }, String::new(), String::new());
        if let Some(list) = self.containers.last_mut() {
            list.number = number;
        }
    }

    fn enter_item(&mut self) {
        let list = self.containers.last_mut().and_then(|list| list.number.as_mut());
        let mark = match list {
            Some(number) => {
                let mark = format!("{}. ", (*number).min(GREATEST_NUMBER));
                *number = number.saturating_add(1);
                mark
            }
            None => "- ".to_owned(),
        };
        let rest = " ".repeat(mark.len());
        self.enter(Kind::Item, mark, rest);
    }

    fn enter(&mut self, kind: Kind, first: String, rest: String) {
        let is_shown = self.containers.len() < MAX_NESTED_CONTAINERS;
        let (kind, first, rest) =
            if is_shown { (kind, first, rest) } else { (Kind::Flat, String::new(), String::new()) };
        self.containers.push(Container {
            kind,
            first,
            rest,
            is_fresh: true,
            last: None,
            number: None,
            is_loose: false,
        });
    }

    /// The list whose item begins a paragraph of its own, and not just text, has blank lines.
    fn loosen(&mut self) {
        if let [.., list, Container { kind: Kind::Item, .. }] = &mut self.containers[..] {
            list.is_loose = true;
        }
    }

    /// A blank line before a block, or before the container that it is the first of, where one belongs there.
    fn open(&mut self, kind: Kind) {
        for depth in 0..=self.containers.len() {
            let next = match self.containers.get(depth) {
                Some(container) if container.is_fresh => container.kind,
                Some(_) => continue,
                None => kind,
            };
            if let Some(last) = self.last_in(depth).replace(next)
                && !self.is_tight(depth, last, next)
            {
                let margin: String = self.containers[..depth].iter().map(|container| &*container.rest).collect();
                self.out.push_str(margin.trim_end());
                self.out.push('\n');
            }
        }
    }

    /// The last block written in each container, by depth.
    fn last_in(&mut self, depth: usize) -> &mut Option<Kind> {
        match depth.checked_sub(1) {
            Some(index) => &mut self.containers[index].last,
            None => &mut self.last,
        }
    }

    /// Whether one block follows another without a blank line.
    fn is_tight(&self, depth: usize, last: Kind, next: Kind) -> bool {
        match &self.containers[..depth] {
            [.., Container { kind: Kind::List | Kind::LateList, is_loose, .. }] => !is_loose,
            [.., Container { is_loose: false, .. }, Container { kind: Kind::Item, .. }] => {
                last == Kind::Code || (last == Kind::Paragraph && matches!(next, Kind::List | Kind::Code))
            }
            _ => false,
        }
    }

    fn line(&mut self, text: &str) {
        for container in &mut self.containers {
            self.out.push_str(if container.is_fresh { &container.first } else { &container.rest });
            container.is_fresh = false;
        }
        self.out.push_str(text);
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push('\n');
    }

    fn indentation(&self) -> usize {
        self.containers.iter().map(|container| container.rest.len()).sum()
    }
}

fn rule(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::None => "---",
        Alignment::Left => ":--",
        Alignment::Center => ":-:",
        Alignment::Right => "--:",
    }
}
