//! Source positions: from a pointer into a tree to the bytes of the text that the tree was read from.
//!
//! Nothing here runs without a diagnostic. An [`Index`] caches the positions in one file for a report.

mod json;
mod yaml;

use crate::diagnostics::KeyOrValue;
use crate::load::parse::syntax::Syntax;
use crate::pointer::Pointer;
use std::ops::Range;

/// How many nodes one look-up may visit in search of a key that `<<` brought.
const MAX_VISITS: usize = 10_000;

/// An index of the positions of a text's nodes.
#[derive(Debug)]
pub(crate) struct Index<'t> {
    text: &'t str,
    /// The root first, if there is one.
    nodes: Vec<Node>,
}

#[derive(Debug)]
struct Node {
    /// The range of the key of this node, with its quotes.
    key: Option<Range<usize>>,
    value: Range<usize>,
    inner: Inner,
}

/// The contents of a node. Nodes are identified by their index in [`Index::nodes`].
#[derive(Debug)]
enum Inner {
    /// Nothing: a scalar, or an empty JSON array or object.
    Scalar,
    /// JSON that was not indexed yet.
    Unread,
    Array(Vec<usize>),
    Object(Vec<(String, usize)>),
    /// A YAML alias, and the node that it repeats.
    Alias(usize),
}

/// The parent in which a step is searched.
#[derive(Clone, Copy)]
enum Sought {
    /// The node itself.
    Child,
    /// An object that `<<` merges, or each of an array of them.
    Merged,
}

impl<'t> Index<'t> {
    /// An index of a text.
    pub(crate) fn new(syntax: Syntax, text: &'t str) -> Self {
        match syntax {
            Syntax::Json => Self::json(text),
            Syntax::Yaml => Self::yaml(text),
        }
    }

    /// An index of a JSON text, which is read as far as look-ups need it.
    pub(crate) fn json(text: &'t str) -> Self {
        let start = text.len() - text.trim_start().len();
        let value = start..text.trim_end().len().max(start);
        Self { text, nodes: vec![Node { key: None, value, inner: Inner::Unread }] }
    }

    fn yaml(text: &'t str) -> Self {
        Self { text, nodes: yaml::nodes(text) }
    }

    /// The bytes to underline for a node, never more than one line of them.
    ///
    /// A value that spans several lines has the range of its key. A node without text of its own, such as a missing
    /// one, has the range of its nearest ancestor with text. `None` if the file has no nodes.
    pub(crate) fn locate(&mut self, pointer: &Pointer, part: KeyOrValue) -> Option<Range<usize>> {
        let (node, found) = self.nearest(pointer);
        let Node { key, value, .. } = self.nodes.get(node)?;
        let key = key.clone().filter(|key| !key.is_empty());
        let range = match (part, found, key) {
            (KeyOrValue::Key, _, Some(key)) | (_, false, Some(key)) => key,
            (_, _, Some(key)) if self.spreads(node) => key,
            _ => value.clone(),
        };
        Some(first_line(self.text, range))
    }

    /// The positions of a key, several if it is a duplicate.
    pub(crate) fn keys_named(&mut self, object: &Pointer, key: &str) -> Vec<Range<usize>> {
        let (node, _) = self.nearest(object);
        self.open(node);
        let Some(Inner::Object(entries)) = self.nodes.get(node).map(|node| &node.inner) else {
            return Vec::new();
        };
        let named = entries.iter().filter(|(name, _)| name == key);
        named.filter_map(|(_, child)| self.nodes.get(*child)?.key.clone()).collect()
    }

    /// The node, or the deepest one on the way to it; and whether it is the node itself.
    fn nearest(&mut self, pointer: &Pointer) -> (usize, bool) {
        let mut node = 0;
        for step in pointer.steps() {
            match self.child(node, &step) {
                Some(child) => node = child,
                None => return (node, false),
            }
        }
        (node, true)
    }

    /// The child for a step, through aliases and merge keys.
    fn child(&mut self, node: usize, step: &str) -> Option<usize> {
        let mut waiting = vec![(node, Sought::Child)];
        for _ in 0..MAX_VISITS {
            let (node, sought) = waiting.pop()?;
            self.open(node);
            match (&self.nodes.get(node)?.inner, sought) {
                (Inner::Scalar | Inner::Unread, _) => {}
                (Inner::Alias(target), sought) => waiting.push((*target, sought)),
                (Inner::Array(items), Sought::Child) => return items.get(step.parse::<usize>().ok()?).copied(),
                (Inner::Array(items), Sought::Merged) => {
                    waiting.extend(items.iter().rev().map(|item| (*item, Sought::Merged)));
                }
                (Inner::Object(entries), _) => {
                    // The last of several counts, as it did when the tree was read.
                    if let Some((_, child)) = entries.iter().rev().find(|(name, _)| name == step) {
                        return Some(*child);
                    }
                    let merged = entries.iter().rev().filter(|(name, _)| name == "<<");
                    waiting.extend(merged.map(|(_, child)| (*child, Sought::Merged)));
                }
            }
        }
        None
    }

    /// Reads the children of a JSON node on first use.
    fn open(&mut self, node: usize) {
        let Some(Node { value, inner: Inner::Unread, .. }) = self.nodes.get(node) else { return };
        let children = json::children(self.text, value.clone());
        let first = self.nodes.len();
        let count = children.len();
        let names: Vec<_> = children
            .into_iter()
            .map(|json::Child { name, key, value }| {
                self.nodes.push(Node { key, value, inner: Inner::Unread });
                name
            })
            .collect();
        let inner = match names.first() {
            None => Inner::Scalar,
            Some(None) => Inner::Array((first..first + count).collect()),
            Some(Some(_)) => Inner::Object(names.into_iter().flatten().zip(first..).collect()),
        };
        if let Some(node) = self.nodes.get_mut(node) {
            node.inner = inner;
        }
    }

    /// Whether the value is better shown by its key: it is empty, or an array or object over several lines.
    fn spreads(&self, node: usize) -> bool {
        let Some(Node { value, inner, .. }) = self.nodes.get(node) else { return false };
        let text = self.text.get(value.clone()).unwrap_or_default();
        let scalar = match inner {
            Inner::Scalar | Inner::Alias(_) => true,
            Inner::Unread => !text.starts_with(['{', '[']),
            Inner::Array(_) | Inner::Object(_) => false,
        };
        text.is_empty() || (!scalar && text.contains('\n'))
    }
}

/// The part of a range that is on its first line.
fn first_line(text: &str, range: Range<usize>) -> Range<usize> {
    let line = text.get(range.clone()).unwrap_or_default();
    let line = line.split(['\n', '\r']).next().unwrap_or_default();
    range.start..range.start + line.trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::Index;
    use crate::diagnostics::KeyOrValue::{self, Key, Value};
    use crate::load::parse::syntax::Syntax;
    use crate::pointer::Pointer;
    use std::fmt::Write as _;

    const YAML: &str = "\
a: 1 # one
b:
  c: [x, {y: z}]
  d:
  e: |
    text
    more
  \"f g\": \"q\"
g:
- 1
- k: v
- j:
    l: m
h: {i:
  2}
";

    #[track_caller]
    fn check((syntax, text): (Syntax, &str), expected: &[(&str, KeyOrValue, &str)]) {
        for (pointer, part, underlined) in expected {
            let found = Index::new(syntax, text).locate(&Pointer::parse(pointer).unwrap(), *part);
            let found = found.map(|range| &text[range]);
            assert_eq!(found, Some(*underlined), "{pointer} {part:?}");
        }
    }

    #[test]
    fn yaml() {
        check(
            (Syntax::Yaml, YAML),
            &[
                ("/a", Value, "1"),
                ("/a", Key, "a"),
                ("/b", Value, "b"),
                ("/b/c", Value, "[x, {y: z}]"),
                ("/b/c/1", Value, "{y: z}"),
                ("/b/c/1/y", Value, "z"),
                ("/b/c/1/y", Key, "y"),
                ("/b/d", Value, "d"),
                ("/b/e", Value, "text"),
                ("/b/e", Key, "e"),
                ("/b/f g", Key, "\"f g\""),
                ("/b/f g", Value, "\"q\""),
                ("/g", Value, "g"),
                ("/g/0", Value, "1"),
                ("/g/0", Key, "1"),
                ("/g/1", Value, "k: v"),
                ("/g/2", Value, "j:"),
                ("/g/2/j", Value, "l: m"),
                ("/h", Value, "h"),
                ("/h/i", Value, "2"),
                ("", Value, "a: 1 # one"),
            ],
        );
    }

    #[test]
    fn positions_of_missing_nodes_are_those_of_their_parents() {
        let yaml = (Syntax::Yaml, YAML);
        check(yaml, &[("/b/zz/y", Value, "b"), ("/g/7", Key, "g"), ("/zz", Value, "a: 1 # one")]);
        let json = (Syntax::Json, r#"{"a": {"b": 1}}"#);
        check(json, &[("/a/c", Value, r#""a""#), ("/a/b/c", Key, r#""b""#), ("/c", Value, r#"{"a": {"b": 1}}"#)]);
    }

    #[test]
    fn yaml_with_carriage_returns_and_wide_characters() {
        let yaml = (Syntax::Yaml, "é: ü\r\n語: [😀, x]\r\nb:\r\n  - y\r\n");
        check(yaml, &[("/é", Value, "ü"), ("/語/0", Value, "😀"), ("/語/1", Value, "x"), ("/b/0", Value, "y")]);
    }

    #[test]
    fn positions_follow_yaml_aliases_and_merge_keys() {
        let yaml = (Syntax::Yaml, "x: &a\n  y: 1\n  n: {m: 2}\nz:\n  <<: [*a]\n  k: 2\nw: *a\n");
        check(
            yaml,
            &[
                ("/z/y", Value, "1"),
                ("/z/n/m", Value, "2"),
                ("/w/y", Key, "y"),
                ("/w", Value, "*a"),
                ("/x", Value, "x"),
            ],
        );
    }

    #[test]
    fn multi_line_keys_are_underlined_on_the_first_line() {
        let yaml = (Syntax::Yaml, "? 'a\n  b'\n: c\n");
        check(yaml, &[("/a b", Key, "'a"), ("/a b", Value, "c")]);
    }

    #[test]
    fn yaml_with_bracket_workaround() {
        let yaml = (Syntax::Yaml, "é:\n  b: [\n    \"x\"\n  ]\n  c: [\n    \"y\",\n  ]\nd: ü\n");
        check(yaml, &[("/d", Value, "ü"), ("/é/c/0", Value, "\"y\""), ("/é/c", Value, "c")]);
    }

    #[test]
    fn json() {
        let text =
            "{\"a\": 1, \"b\": {\"c\": [true, \"x\\n\"]},\n \"d\\u00e9/\": {\n  \"e\": null\n }, \"é\": [ {} ] }\n";
        check(
            (Syntax::Json, text),
            &[
                ("/a", Value, "1"),
                ("/a", Key, "\"a\""),
                ("/b", Value, "{\"c\": [true, \"x\\n\"]}"),
                ("/b/c/0", Value, "true"),
                ("/b/c/1", Value, "\"x\\n\""),
                ("/dé~1", Key, "\"d\\u00e9/\""),
                ("/dé~1", Value, "\"d\\u00e9/\""),
                ("/dé~1/e", Value, "null"),
                ("/é/0", Value, "{}"),
            ],
        );
    }

    #[test]
    fn the_last_of_duplicate_json_keys_has_the_position() {
        let json = (Syntax::Json, r#"{"a": 1, "a": 2}"#);
        check(json, &[("/a", Value, "2")]);
    }

    #[test]
    fn empty_text_has_no_positions() {
        assert_eq!(Index::new(Syntax::Yaml, "").locate(&Pointer::root(), Value), None);
    }

    #[test]
    fn many_merge_keys_take_linear_time() {
        let mut text = "x0: &x0 {a: 1}\n".to_owned();
        for level in 1..40 {
            let before = level - 1;
            writeln!(text, "x{level}: &x{level}\n  <<: [*x{before}, *x{before}]").unwrap();
        }
        let yaml = (Syntax::Yaml, text.as_str());
        check(yaml, &[("/x39/zz", Value, "x39"), ("/x39/a", Value, "1")]);
    }
}
