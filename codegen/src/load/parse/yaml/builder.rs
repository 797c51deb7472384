//! The events of a YAML parser folded into a tree.

use super::bracket_workaround::BracketWorkaround;
use super::chars::Chars;
use super::open::{Anchored, Container, Key, Object, Open, Size};
use super::plain_scalars::PlainScalar;
use super::{explain, plain_scalars, scalar};
use crate::diagnostics::Code;
use crate::load::parse::limit::{Budget, MAX_DEPTH, OBJECT_NODES, too_deep, too_many_nodes};
use crate::load::parse::problem::Problem;
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, Tag};
use serde_json::Value;
use std::collections::HashMap;

/// The maximal number of nodes that the aliases of a file may copy; objects and long strings count as several.
const MAX_COPIED: usize = 2_000_000;

/// The maximal number of problems before reading stops: users fix the first few and try again.
const MAX_PROBLEMS: usize = 20;

/// Why reading stopped before the end.
pub(super) enum Stop {
    Syntax(ScanError),
    Problem(Problem),
}

pub(super) struct Builder<'t, 'b> {
    pub(super) chars: Chars<'t>,
    text: &'t str,
    stack: Vec<Open>,
    root: Option<Value>,
    /// Complete nodes by the identity of their anchor.
    anchors: HashMap<usize, Anchored>,
    copied: usize,
    documents: usize,
    problems: Vec<Problem>,
    budget: &'b mut Budget,
}

impl<'t, 'b> Builder<'t, 'b> {
    pub(super) fn new(workaround: &BracketWorkaround<'t>, budget: &'b mut Budget) -> Self {
        Self {
            chars: Chars::new(workaround),
            text: workaround.original(),
            stack: Vec::new(),
            root: None,
            anchors: HashMap::new(),
            copied: 0,
            documents: 0,
            problems: Vec::new(),
            budget,
        }
    }

    /// Reads to the end of the text, or to a problem that leaves nothing to go on with.
    pub(super) fn run(&mut self, text: &str) -> Result<(), Stop> {
        for next in Parser::new_from_str(text) {
            let (event, span) = next.map_err(Stop::Syntax)?;
            self.event(event, span).map_err(Stop::Problem)?;
            if self.problems.len() >= MAX_PROBLEMS {
                break;
            }
        }
        Ok(())
    }

    pub(super) fn finish(mut self, stop: Result<(), Stop>) -> Result<Value, Vec<Problem>> {
        match stop {
            Ok(()) => {}
            Err(Stop::Problem(problem)) => self.problems.push(problem),
            Err(Stop::Syntax(error)) => {
                let at = self.chars.byte(error.marker().index());
                self.problems.push(explain::syntax_error(self.text, at, error.info()));
            }
        }
        match self.root {
            Some(root) if self.problems.is_empty() => Ok(root),
            None if self.problems.is_empty() => Err(vec![Problem::empty()]),
            _ => Err(self.problems),
        }
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Problem> {
        let nodes = if matches!(event, Event::MappingStart(..)) { 1 + OBJECT_NODES } else { 1 };
        if !self.budget.nodes(nodes) {
            return Err(too_many_nodes(self.chars.range(span)));
        }
        match event {
            Event::DocumentStart(_) => self.start_document(span),
            Event::Scalar(text, style, anchor, tag) => self.scalar(&text, style, anchor, tag.as_deref(), span),
            Event::SequenceStart(anchor, _) => self.open(Container::Array(Vec::new()), anchor, span),
            Event::MappingStart(anchor, _) => self.open(Container::Object(Object::default()), anchor, span),
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
        }
    }

    fn start_document(&mut self, span: Span) -> Result<(), Problem> {
        self.documents += 1;
        if self.documents == 1 {
            return Ok(());
        }
        let message = "the file contains more than one YAML document";
        Err(self
            .problem(Code::Syntax, span, message)
            .label("a second one starts here")
            .help("put each document in a file of its own and refer to it with `$ref`"))
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: Span,
    ) -> Result<(), Problem> {
        if self.expects_key() {
            self.key(text, style == ScalarStyle::Plain && tag.is_none(), span);
            return self.remember_scalar(anchor, &text.into(), text, span);
        }
        let value = scalar::value(text, style, tag).unwrap_or_else(|kind| {
            let message = format!("`{text}` is not a value of its tag `!!{kind}`");
            let problem = self.problem(Code::InvalidValue, span, message);
            self.problems.push(problem.help("remove the tag, or write a value of its type"));
            Value::Null
        });
        if style == ScalarStyle::Plain && tag.is_none() && plain_scalars::is_lost(&value, text) {
            self.keep_text(text);
        }
        self.remember_scalar(anchor, &value, text, span)?;
        self.node(value, scalar_size(text), span)
    }

    /// Remembers how the next value was written, if that may count.
    fn keep_text(&mut self, text: &str) {
        let mut open = self.stack.iter_mut().rev();
        let (Some(innermost), around) = (open.next(), open.next()) else { return };
        let item = match &innermost.container {
            Container::Array(items) => Some(items.len()),
            Container::Object(_) => None,
        };
        let key = if item.is_some() { around.as_deref().and_then(Open::key) } else { innermost.key() };
        let Some(key) = key.filter(|key| plain_scalars::may_count(key)) else { return };
        let written = PlainScalar { key: key.to_owned(), item, text: text.to_owned() };
        innermost.written.push(written);
    }

    /// Moves the plain scalars that an array has recorded to its parent.
    fn hand_up(&mut self, written: Vec<PlainScalar>) {
        if let Some(around) = self.stack.last_mut() {
            around.written.extend(written);
        }
    }

    /// Whether the next node is a key of the innermost object.
    fn expects_key(&self) -> bool {
        matches!(self.stack.last(), Some(Open { container: Container::Object(Object { key: None, .. }), .. }))
    }

    fn key(&mut self, text: &str, plain: bool, span: Span) {
        let Some(Open { container: Container::Object(object), .. }) = self.stack.last_mut() else {
            return;
        };
        let key = if plain && text == "<<" {
            Key::Merge
        } else if object.map.contains_key(text) && !object.merged.contains(text) {
            Key::Duplicate
        } else {
            Key::Name(text.to_owned())
        };
        let first = match key {
            Key::Duplicate => object.span_of(text),
            Key::Name(_) | Key::Merge => None,
        };
        object.key = Some((key, span));
        if let Some(first) = first {
            self.duplicate(text, span, first);
        }
    }

    fn duplicate(&mut self, key: &str, second: Span, first: Span) {
        let message = format!("duplicate key `{key}`");
        let problem = self
            .problem(Code::DuplicateKey, second, message)
            .also(self.chars.range(first), "first used here")
            .help("keep one of the two: YAML does not allow both");
        self.problems.push(problem);
    }

    fn open(&mut self, container: Container, anchor: usize, span: Span) -> Result<(), Problem> {
        if self.expects_key() {
            let message = "a key must be a scalar, not an array or an object";
            return Err(self
                .problem(Code::Syntax, span, message)
                .help("put a value that starts with `{` or `[` in quotes"));
        }
        if self.stack.len() >= MAX_DEPTH {
            return Err(self.too_deep(span));
        }
        let nodes = if matches!(container, Container::Object(_)) { 1 + OBJECT_NODES } else { 1 };
        let size = Size { nodes, height: 1 };
        self.stack.push(Open { container, anchor, size, written: Vec::new() });
        Ok(())
    }

    fn close(&mut self, span: Span) -> Result<(), Problem> {
        let Some(Open { container, anchor, size, written }) = self.stack.pop() else {
            return Ok(());
        };
        let value = match container {
            Container::Array(items) => {
                self.hand_up(written);
                Value::Array(items)
            }
            Container::Object(mut object) => {
                let holder = self.stack.last().map(|around| around.key().unwrap_or_default());
                let inner = self.stack.len() > 1;
                plain_scalars::restore(&mut object.map, written, holder.filter(|_| !inner), self.stack.is_empty());
                Value::Object(object.map)
            }
        };
        if anchor != 0 {
            self.charge(size, span)?;
            let value = value.clone();
            self.anchors.insert(anchor, Anchored { value, text: None, size });
        }
        self.node(value, size, span)
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Problem> {
        let Some(size) = self.anchors.get(&anchor).map(|node| node.size) else {
            let message = "the alias is inside the node that it refers to";
            let problem = self.problem(Code::ReferenceLoop, span, message);
            return Err(problem.help("use `$ref` instead of the alias: a reference may be recursive"));
        };
        self.charge(size, span)?;
        if self.stack.len() + size.height > MAX_DEPTH {
            return Err(self.too_deep(span));
        }
        let Some(node) = self.anchors.get(&anchor).cloned() else {
            return Ok(());
        };
        if !self.expects_key() {
            return self.node(node.value, node.size, span);
        }
        let Some(text) = node.text else {
            let message = "a key must be a scalar, but this alias refers to an array or an object";
            return Err(self.problem(Code::Syntax, span, message).help("write the key out"));
        };
        self.key(&text, false, span);
        Ok(())
    }

    fn remember_scalar(&mut self, anchor: usize, value: &Value, text: &str, span: Span) -> Result<(), Problem> {
        if anchor == 0 {
            return Ok(());
        }
        let size = scalar_size(text);
        self.charge(size, span)?;
        let (value, text) = (value.clone(), Some(text.to_owned()));
        self.anchors.insert(anchor, Anchored { value, text, size });
        Ok(())
    }

    /// Without a budget, a few lines of aliases to aliases expand to more than any memory holds.
    fn charge(&mut self, size: Size, span: Span) -> Result<(), Problem> {
        self.copied = self.copied.saturating_add(size.nodes);
        if self.copied <= MAX_COPIED && self.budget.nodes(size.nodes) {
            return Ok(());
        }
        let message = "the aliases of this file expand to too many values";
        Err(self
            .problem(Code::AliasBomb, span, message)
            .label(format!("more than {MAX_COPIED} nodes up to here"))
            .help("use `$ref` instead of aliases: references are not copied"))
    }

    /// Puts a complete node where it belongs.
    fn node(&mut self, value: Value, size: Size, span: Span) -> Result<(), Problem> {
        let Some(open) = self.stack.last_mut() else {
            self.root.get_or_insert(value);
            return Ok(());
        };
        open.size.add(size);
        match &mut open.container {
            Container::Array(items) => {
                items.push(value);
                Ok(())
            }
            Container::Object(object) => {
                let merged = object.value(value);
                merged.map_err(|message| {
                    let problem = self.problem(Code::InvalidValue, span, message);
                    problem.help("write the alias of an object after it, as in `<<: *shared`")
                })
            }
        }
    }

    fn problem(&self, code: Code, span: Span, message: impl Into<String>) -> Problem {
        Problem::error(code, self.chars.range(span), message)
    }

    fn too_deep(&self, span: Span) -> Problem {
        too_deep(self.chars.range(span))
    }
}

fn scalar_size(text: &str) -> Size {
    Size { nodes: 1 + text.len() / 64, height: 0 }
}
