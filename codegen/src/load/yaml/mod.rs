//! YAML text to a tree of JSON values.
//!
//! The parser's events are folded with an explicit stack, so no document can exhaust the call stack. YAML 1.2 with
//! the core schema ([`scalar`]), aliases, merge keys (`<<`), and keys that are not text taken as they are written.

pub(crate) mod chars;
mod explain;
pub(crate) mod mend;
mod scalar;

use super::MAX_DEPTH;
use super::problem::Problem;
use crate::diagnostics::Code;
use chars::Chars;
use mend::Mended;
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, Tag};
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// How much all anchors and aliases of a file may copy together, in nodes; long texts count as several.
const MAX_COPIED: usize = 2_000_000;

/// How many problems are found before the reading stops: beyond a few, a person mends those and tries again.
const MAX_PROBLEMS: usize = 20;

/// Reads one YAML document.
///
/// # Errors
///
/// Everything that is wrong with it, in the order of the text; what is found last may be what stopped the reading.
pub(super) fn parse(text: &str) -> Result<Value, Vec<Problem>> {
    let mut mended = Mended::new(text);
    loop {
        let taken = mended.text();
        let mut builder = Builder::new(&mended);
        match builder.run(&taken) {
            Err(Stop::Syntax(error)) if mended.mend(&error, builder.chars.byte(error.marker().index())) => {}
            stop => return builder.finish(stop),
        }
    }
}

/// Why reading stopped before the end.
enum Stop {
    Syntax(ScanError),
    Problem(Problem),
}

fn empty() -> Problem {
    Problem::error(Code::Syntax, 0..0, "the file is empty")
}

/// A complete node that aliases may repeat.
#[derive(Clone)]
struct Anchored {
    value: Value,
    /// The text of a scalar, for when it serves as a key.
    text: Option<String>,
    size: Size,
}

/// What copying a node costs.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: usize,
    /// Levels of arrays and objects, the node itself included.
    height: usize,
}

impl Size {
    fn add(&mut self, child: Self) {
        self.nodes = self.nodes.saturating_add(child.nodes);
        self.height = self.height.max(child.height + 1);
    }
}

/// An array or object whose end has not come yet.
struct Open {
    container: Container,
    anchor: usize,
    size: Size,
}

enum Container {
    Array(Vec<Value>),
    Object(Object),
}

#[derive(Default)]
struct Object {
    map: Map<String, Value>,
    /// Where each key of `map` stands, in the same order.
    spans: Vec<Span>,
    /// Keys that `<<` brought, which keys written out override.
    merged: HashSet<String>,
    /// The key whose value comes next.
    key: Option<(Key, Span)>,
}

enum Key {
    Name(String),
    Merge,
    /// A key that stands there twice: its value is passed over.
    Duplicate,
}

struct Builder<'t> {
    chars: Chars<'t>,
    text: &'t str,
    stack: Vec<Open>,
    root: Option<Value>,
    /// Complete nodes by the identity of their anchor.
    anchors: HashMap<usize, Anchored>,
    copied: usize,
    documents: usize,
    problems: Vec<Problem>,
}

impl<'t> Builder<'t> {
    fn new(mended: &Mended<'t>) -> Self {
        Self {
            chars: Chars::new(mended),
            text: mended.original(),
            stack: Vec::new(),
            root: None,
            anchors: HashMap::new(),
            copied: 0,
            documents: 0,
            problems: Vec::new(),
        }
    }

    /// Reads to the end of the text, or to a problem that leaves nothing to go on with.
    fn run(&mut self, text: &str) -> Result<(), Stop> {
        for next in Parser::new_from_str(text) {
            let (event, span) = next.map_err(Stop::Syntax)?;
            self.event(event, span).map_err(Stop::Problem)?;
            if self.problems.len() >= MAX_PROBLEMS {
                break;
            }
        }
        Ok(())
    }

    fn finish(mut self, stop: Result<(), Stop>) -> Result<Value, Vec<Problem>> {
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
            None if self.problems.is_empty() => Err(vec![empty()]),
            _ => Err(self.problems),
        }
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Problem> {
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
        let message = "the file holds more than one YAML document";
        Err(self
            .problem(Code::Syntax, span, message)
            .label("a second one begins here")
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
            let message = format!("`{text}` is not of the type that its tag `!!{kind}` asks for");
            let problem = self.problem(Code::InvalidValue, span, message);
            self.problems.push(problem);
            Value::Null
        });
        self.remember_scalar(anchor, &value, text, span)?;
        self.node(value, scalar_size(text), span)
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
        let message = format!("the key `{key}` stands here for the second time");
        let problem = self
            .problem(Code::DuplicateKey, second, message)
            .also(self.chars.range(first), "first here")
            .help("keep one of the two: YAML gives no meaning to both");
        self.problems.push(problem);
    }

    fn open(&mut self, container: Container, anchor: usize, span: Span) -> Result<(), Problem> {
        if self.expects_key() {
            let message = "a key must be plain text, not an array or an object";
            return Err(self
                .problem(Code::Syntax, span, message)
                .help("if a value was meant that begins with `{` or `[`, put it in quotes"));
        }
        if self.stack.len() >= MAX_DEPTH {
            return Err(self.too_deep(span));
        }
        let size = Size { nodes: 1, height: 1 };
        self.stack.push(Open { container, anchor, size });
        Ok(())
    }

    fn close(&mut self, span: Span) -> Result<(), Problem> {
        let Some(Open { container, anchor, size }) = self.stack.pop() else {
            return Ok(());
        };
        let value = match container {
            Container::Array(items) => Value::Array(items),
            Container::Object(object) => Value::Object(object.map),
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
            let message = "the alias stands inside the node that it repeats";
            return Err(self.problem(Code::ReferenceLoop, span, message));
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
            let message = "a key must be plain text, and this alias repeats an array or an object";
            return Err(self.problem(Code::Syntax, span, message));
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
        if self.copied <= MAX_COPIED {
            return Ok(());
        }
        let message = "the aliases of this file expand to too much";
        Err(self
            .problem(Code::AliasBomb, span, message)
            .label(format!("more than {MAX_COPIED} nodes by here"))
            .help("use `$ref` in place of aliases: a reference is not copied"))
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
                merged.map_err(|message| self.problem(Code::InvalidValue, span, message))
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

impl Object {
    /// Takes the value of the key that came before.
    fn value(&mut self, value: Value) -> Result<(), &'static str> {
        match self.key.take() {
            Some((Key::Name(name), span)) => {
                self.merged.remove(&name);
                if self.map.insert(name, value).is_none() {
                    self.spans.push(span);
                }
            }
            Some((Key::Merge, span)) => return self.merge(value, span),
            Some((Key::Duplicate, _)) | None => {}
        }
        Ok(())
    }

    /// Adds what `<<` brings. What is there already wins, whether written out or merged before.
    fn merge(&mut self, value: Value, span: Span) -> Result<(), &'static str> {
        let objects = match value {
            Value::Array(items) => items,
            value => vec![value],
        };
        for object in objects {
            let Value::Object(entries) = object else {
                return Err("`<<` merges an object, or an array of objects");
            };
            for (key, value) in entries {
                if !self.map.contains_key(&key) {
                    self.merged.insert(key.clone());
                    self.map.insert(key, value);
                    self.spans.push(span);
                }
            }
        }
        Ok(())
    }

    fn span_of(&self, key: &str) -> Option<Span> {
        let position = self.map.keys().position(|other| other == key)?;
        self.spans.get(position).copied()
    }
}

fn scalar_size(text: &str) -> Size {
    Size { nodes: 1 + text.len() / 64, height: 0 }
}

pub(super) fn too_deep(at: Range<usize>) -> Problem {
    Problem::error(Code::TooDeep, at, "arrays and objects are nested too deeply")
        .label(format!("more than {MAX_DEPTH} levels here"))
        .help("move the inner part to a place of its own and refer to it with `$ref`")
}
