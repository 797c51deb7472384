//! YAML text to a tree of JSON values.
//!
//! The parser's events are folded with an explicit stack, so no document can exhaust the call stack. YAML 1.2 with
//! the core schema ([`scalar`]), aliases, merge keys (`<<`), and keys that are not text taken as they are written.

pub(crate) mod bracket_workaround;
pub(crate) mod chars;
mod explain;
mod plain_scalars;
mod scalar;

use super::limit::{Budget, OBJECT_NODES, too_many_nodes};
use super::problem::Problem;
use crate::diagnostics::Code;
use crate::load::parse::limit::MAX_DEPTH;
use bracket_workaround::BracketWorkaround;
use chars::Chars;
use plain_scalars::PlainScalar;
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, Tag};
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// How much all anchors and aliases of a file may copy together, in nodes; objects and long texts count as several.
const MAX_COPIED: usize = 2_000_000;

/// How many problems are found before the reading stops: beyond a few, a person mends those and tries again.
const MAX_PROBLEMS: usize = 20;

/// Reads one YAML document.
///
/// # Errors
///
/// Everything that is wrong with it, in the order of the text; what is found last may be what stopped the reading.
pub(crate) fn parse(text: &str, budget: &mut Budget) -> Result<Value, Vec<Problem>> {
    let mut workaround = BracketWorkaround::new(text);
    let before = budget.clone();
    loop {
        budget.clone_from(&before);
        let taken = workaround.text();
        let mut builder = Builder::new(&workaround, budget);
        match builder.run(&taken) {
            Err(Stop::Syntax(error)) if workaround.apply(&error, builder.chars.byte(error.marker().index())) => {}
            stop => return builder.finish(stop),
        }
    }
}

/// Why reading stopped before the end.
enum Stop {
    Syntax(ScanError),
    Problem(Problem),
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
    /// The texts of scalars in it that would be lost and may be due.
    written: Vec<PlainScalar>,
}

impl Open {
    /// The key whose value comes next.
    fn key(&self) -> Option<&str> {
        match &self.container {
            Container::Object(Object { key: Some((Key::Name(name), _)), .. }) => Some(name),
            Container::Object(_) | Container::Array(_) => None,
        }
    }
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

struct Builder<'t, 'b> {
    chars: Chars<'t>,
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
    fn new(workaround: &BracketWorkaround<'t>, budget: &'b mut Budget) -> Self {
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
        let message = "the file holds more than one YAML document";
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

    /// Gives what was remembered in an array to the object around it.
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
            .also(self.chars.range(first), "first here")
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
                let place = self.stack.last().map(|around| around.key().unwrap_or_default());
                let inner = self.stack.len() > 1;
                plain_scalars::restore(&mut object.map, written, place.filter(|_| !inner), self.stack.is_empty());
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
            .label(format!("more than {MAX_COPIED} nodes by here"))
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

pub(crate) fn too_deep(at: Range<usize>) -> Problem {
    Problem::error(Code::TooDeep, at, "arrays and objects are nested too deeply")
        .label(format!("more than {MAX_DEPTH} levels here"))
        .help("move the inner part elsewhere and refer to it with `$ref`")
}

#[cfg(test)]
mod tests {
    use super::MAX_DEPTH;
    use crate::diagnostics::Code;
    use crate::load::parse::limit::Budget;
    use crate::load::parse::problem::Problem;
    use serde_json::{Value, json};
    use std::fmt::Write as _;

    fn parse(text: &str) -> Result<Value, Vec<Problem>> {
        super::parse(text, &mut Budget::default())
    }

    #[track_caller]
    fn fails(text: &str, code: Code, at: &str, message: &str) {
        let problems = parse(text).unwrap_err();
        let problem = problems.last().unwrap();
        let found = (problem.code, &text[problem.at.clone()], problem.message.as_str());
        assert_eq!(found, (code, at, message), "{text}");
    }

    #[test]
    fn values() {
        for (text, value) in [
            ("a: 1\nb: '1'\nc: \"1\"\n", json!({"a": 1, "b": "1", "c": "1"})),
            ("- a\n- - b\n- {c: d}\n", json!(["a", ["b"], {"c": "d"}])),
            ("200: a\ntrue: b\nnull: c\n1.50: d\n", json!({"200": "a", "true": "b", "null": "c", "1.50": "d"})),
            (
                "a: !!str 1\nb: !!int '2'\nc: !!float 3\nd: !x 4\ne: ! 5",
                json!({"a": "1", "b": 2, "c": 3, "d": "4", "e": "5"}),
            ),
            ("a: !<tag:yaml.org,2002:int> '7'", json!({"a": 7})),
            ("a: !!binary aGk=\nb: !!timestamp 2020-01-01", json!({"a": "aGk=", "b": "2020-01-01"})),
            ("a: |\n  x\n  y\nb: >-\n  x\n  y\n", json!({"a": "x\ny\n", "b": "x y"})),
            ("--- \na:\n...\n", json!({"a": null})),
            ("%YAML 1.2\n---\na: b", json!({"a": "b"})),
            ("a: b\r\nc:\r\n  - d\r\n", json!({"a": "b", "c": ["d"]})),
            ("a: \tb\t# c\n", json!({"a": "b"})),
            ("{a: [b, c], 'd': {e}}", json!({"a": ["b", "c"], "d": {"e": null}})),
        ] {
            assert_eq!(parse(text).unwrap(), value, "{text}");
        }
        assert_eq!(parse("a: &k b\n*k : c").unwrap(), json!({"a": "b", "b": "c"}));
        assert_eq!(parse("&k a: b\nc: {*k : d}").unwrap(), json!({"a": "b", "c": {"a": "d"}}));
    }

    #[test]
    fn unquoted_scalars_stay_strings_where_strings_are_expected() {
        let text = "\
openapi: 3.10
info: {version: 1.10, title: 0x10, x: 1.10}
a: {type: string, enum: [1.10, 1e3, True, 2, x], default: 1.10, minLength: 1e1}
b: {type: [string, 'null'], const: 1.10, enum: [~, 1.0]}
c: {type: number, enum: [1.10], default: 1.10, version: 1.10}
d: {required: [1e3, ~, 2]}
e: {type: string, enum: [[1.10]], example: {enum: [1.10]}}
";
        let tree = parse(text).unwrap();
        assert_eq!(
            tree,
            json!({
                "openapi": "3.10",
                "info": {"version": "1.10", "title": "0x10", "x": 1.1},
                "a": {"type": "string", "enum": ["1.10", "1e3", "True", 2, "x"], "default": "1.10", "minLength": 10.0},
                "b": {"type": ["string", "null"], "const": "1.10", "enum": [null, 1.0]},
                "c": {"type": "number", "enum": [1.1], "default": 1.1, "version": 1.1},
                "d": {"required": ["1e3", "~", 2]},
                "e": {"type": "string", "enum": [[1.1]], "example": {"enum": [1.1]}},
            })
        );
    }

    #[test]
    fn merge_keys() {
        let text = "\
base: &base {a: 1, b: 2}
more: &more {b: 3, c: 4}
one:
  <<: *base
  b: 5
  d: 6
two:
  z: 0
  a: 9
  <<: [*base, *more]
three: {\"<<\": 1}
";
        let tree = parse(text).unwrap();
        assert_eq!(tree["one"], json!({"a": 1, "b": 5, "d": 6}));
        assert_eq!(tree["two"], json!({"z": 0, "a": 9, "b": 2, "c": 4}));
        assert_eq!(tree["three"], json!({"<<": 1}));
        let keys: Vec<_> = tree["one"].as_object().unwrap().keys().collect();
        assert_eq!(keys, ["a", "b", "d"]);
        fails("a:\n  <<: 1\n", Code::InvalidValue, "1", "`<<` merges an object, or an array of objects");
        fails("<<: {a: 1}\na: 2\na: 3\n", Code::DuplicateKey, "a", "duplicate key `a`");
    }

    #[test]
    fn every_duplicate_key_is_found() {
        let problems = parse("a: 1\nb: {c: 1, c: {c: 2}}\n\"a\": 2\n").unwrap_err();
        let places: Vec<_> =
            problems.iter().map(|problem| (problem.at.clone(), problem.related[0].0.clone())).collect();
        assert_eq!(places, [(15..16, 9..10), (26..29, 0..1)]);
    }

    #[test]
    fn brackets_below_their_key() {
        let text = "\
a: [
  \"x\"
]
b:
  c: {
    d: \"e\", # note
  }
  text: |
    {
      \"f\": \"g\"
    }
  h: [ {
    \"i\": [
      'j'
    ]
  } ]
";
        let tree = parse(text).unwrap();
        assert_eq!(tree["a"], json!(["x"]));
        assert_eq!(tree["b"]["c"], json!({"d": "e"}));
        assert_eq!(tree["b"]["text"], json!("{\n  \"f\": \"g\"\n}\n"));
        assert_eq!(tree["b"]["h"], json!([{"i": ["j"]}]));
    }

    #[test]
    fn problems_are_said_in_plain_words() {
        let colon = "unexpected `:`";
        let indent = "the indentation of this line matches no line above it";
        let unclosed = "unterminated quoted string";
        for (text, at, message) in [
            ("a:\n\tb: 1", "\t", "YAML cannot be indented with tabs"),
            ("a: 1\n\tb: 2\n", "\t", "YAML cannot be indented with tabs"),
            ("a: {\n\tb: 1\n}\n", "\t", "YAML cannot be indented with tabs"),
            ("a:\tb: 1", "b", "a tab follows the `:`"),
            ("a: @x", "@", "a value cannot start with `@`"),
            ("a: `x`", "`", "a value cannot start with ```"),
            ("a: %x", "%", "a value cannot start with `%`"),
            ("a: {b", "", "expected `,` or `}`"),
            ("a: [b\nc: d", ":", colon),
            ("a: foo: bar", ":", colon),
            ("a:1\nb: 2", ":", "missing space after the `:` of a key"),
            ("a: x\n b: 2", ":", colon),
            ("a: 'x\nb: 2", "'", unclosed),
            ("a: 'x", "'", unclosed),
            ("a: 'x\nb: {c: 'd'}\n", "'", unclosed),
            ("- a: 'x\n  y'\n  b: 1\n", "'", "the continuation lines of this quoted string are not indented enough"),
            ("a: \"\\q\"", "\"", "unknown escape in a quoted string"),
            ("a: 'it's'", "s", "unexpected text after the closing quote"),
            ("a: *zz b", "*zz", "undefined alias `*zz`"),
            ("a: b\nfoo\n", "foo", "expected a key with a value"),
            ("a:\n  b: 1\n c: 2", "c", indent),
            ("- 1\nb: 2", "b", "expected another item that starts with `- `"),
            ("a: - b", "-", "unexpected array item"),
            ("a: |x\n  b", "|", "unexpected text after `|` or `>`"),
            ("a: ]", "]", "unmatched closing bracket"),
            ("a: [1,,2]", ",", "expected a value"),
            ("a: x\u{0}y", "", "unexpected NUL character"),
            ("{a: 1}x", "x", "unexpected text after the end of the document"),
            ("a: !x!y z", "!", "undeclared tag"),
            ("? [a]\n: b", "[", "a key must be a scalar, not an array or an object"),
            ("a: &x [1]\n*x : b", "*x", "a key must be a scalar, but this alias refers to an array or an object"),
            ("a: 1\n---\nb: 2\n", "---", "the file holds more than one YAML document"),
            ("# nothing\n", "", "the file is empty"),
        ] {
            fails(text, Code::Syntax, at, message);
        }
        let tagged = "`x` is not a value of its tag `!!int`";
        fails("a: !!int x", Code::InvalidValue, "!!int x", tagged);
        let inside = "the alias is inside the node that it refers to";
        fails("&a [*a]", Code::ReferenceLoop, "*a", inside);
    }

    #[test]
    fn aliases_cannot_fill_the_memory() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..10 {
            let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
            writeln!(text, "a{level}: &a{level} [{aliases}]").unwrap();
        }
        fails(&text, Code::AliasBomb, "*a5", "the aliases of this file expand to too many values");
        let long = format!("a: &a {}\nb:\n{}", "x".repeat(100_000), "- *a\n".repeat(2000));
        fails(&long, Code::AliasBomb, "*a", "the aliases of this file expand to too many values");
    }

    #[test]
    fn nesting_is_limited() {
        let deep = "arrays and objects are nested too deeply";
        for (open, close) in [("[", "]"), ("{a: ", "}")] {
            let nested = |depth: usize| format!("{}1{}", open.repeat(depth), close.repeat(depth));
            assert!(parse(&nested(MAX_DEPTH)).is_ok());
            fails(&nested(MAX_DEPTH + 1), Code::TooDeep, &open[..1], deep);
            fails(&nested(200_000), Code::TooDeep, &open[..1], deep);
        }
        fails(&"- ".repeat(200_000), Code::TooDeep, "", deep);
        let half = MAX_DEPTH / 2;
        let aliased = |depth: usize| {
            let (outer, inner) = (depth - half, half);
            let (outer_end, inner_end) = ("]".repeat(outer), "]".repeat(inner));
            format!("[&a {}{inner_end}, {}*a{outer_end}]", "[".repeat(inner), "[".repeat(outer))
        };
        assert!(parse(&aliased(MAX_DEPTH - 1)).is_ok());
        fails(&aliased(MAX_DEPTH), Code::TooDeep, "*a", deep);
    }
}
