//! Source positions: from a pointer into a tree to the bytes of the text that the tree was read from.
//!
//! Nothing here runs until something is reported. An [`Index`] then holds what was found out about one file, for
//! all that a report has to say about it.

mod json;
mod yaml;

use crate::diagnostics::Part;
use crate::load::{File, Syntax};
use crate::pointer::Pointer;
use std::ops::Range;

/// How many nodes one look-up may visit in search of a key that `<<` brought.
const MAX_VISITS: usize = 10_000;

/// The bytes to underline for a node of a file, never more than one line of them.
///
/// A value that spans several lines is shown by the key that leads to it. A node that has no text of its own, as
/// when it is missing, is shown by the nearest node around it that has. `None` when the file has no nodes at all.
///
/// For several look-ups in one file use an [`Index`].
#[must_use]
pub fn locate(file: &File, pointer: &Pointer, part: Part) -> Option<Range<usize>> {
    Index::new(file).locate(pointer, part)
}

/// What is known of where the nodes of a text stand.
#[derive(Debug)]
pub struct Index<'t> {
    text: &'t str,
    /// The root first, if there is one.
    nodes: Vec<Node>,
}

#[derive(Debug)]
struct Node {
    /// Where the key that leads here stands, with its quotes.
    key: Option<Range<usize>>,
    value: Range<usize>,
    inner: Inner,
}

/// What a node holds. Nodes are named by their index in [`Index::nodes`].
#[derive(Debug)]
enum Inner {
    /// Nothing: a scalar, or an empty JSON array or object.
    Scalar,
    /// JSON that nobody asked for yet.
    Unread,
    Array(Vec<usize>),
    Object(Vec<(String, usize)>),
    /// A YAML alias, and the node that it repeats.
    Alias(usize),
}

impl<'t> Index<'t> {
    /// An index of a file.
    #[must_use]
    pub fn new(file: &'t File) -> Self {
        match file.syntax {
            Syntax::Json => Self::json(&file.text),
            Syntax::Yaml => Self::yaml(&file.text),
        }
    }

    /// An index of a JSON text, which is read as far as look-ups ask for it.
    pub(crate) fn json(text: &'t str) -> Self {
        let start = text.len() - text.trim_start().len();
        let value = start..text.trim_end().len().max(start);
        Self { text, nodes: vec![Node { key: None, value, inner: Inner::Unread }] }
    }

    fn yaml(text: &'t str) -> Self {
        Self { text, nodes: yaml::nodes(text) }
    }

    /// The bytes to underline for a node: see [`locate`].
    pub fn locate(&mut self, pointer: &Pointer, part: Part) -> Option<Range<usize>> {
        let (node, found) = self.nearest(pointer);
        let Node { key, value, .. } = self.nodes.get(node)?;
        let key = key.clone().filter(|key| !key.is_empty());
        Some(match (part, found, key) {
            (Part::Key, _, Some(key)) | (_, false, Some(key)) => key,
            (_, _, Some(key)) if self.spreads(node) => key,
            _ => first_line(self.text, value.clone()),
        })
    }

    /// Where the object writes this key: more than one place when it does so more than once.
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

    /// The node that a step leads to, through aliases and merge keys.
    fn child(&mut self, node: usize, step: &str) -> Option<usize> {
        let mut waiting = vec![node];
        for _ in 0..MAX_VISITS {
            let node = waiting.pop()?;
            self.open(node);
            match &self.nodes.get(node)?.inner {
                Inner::Scalar | Inner::Unread => {}
                Inner::Alias(target) => waiting.push(*target),
                Inner::Array(items) => {
                    if let Some(item) = step.parse::<usize>().ok().and_then(|at| items.get(at)) {
                        return Some(*item);
                    }
                }
                Inner::Object(entries) => {
                    // The last of several counts, as it did when the tree was read.
                    let own = entries.iter().rev().find(|(name, _)| name == step);
                    if let Some((_, child)) = own {
                        return Some(*child);
                    }
                    let merged = entries.iter().rev().filter(|(name, _)| name == "<<");
                    waiting.extend(merged.map(|(_, child)| *child));
                }
            }
        }
        None
    }

    /// Reads the children of a JSON node that nobody asked for yet.
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

/// The part of a range that stands on its first line.
fn first_line(text: &str, range: Range<usize>) -> Range<usize> {
    let line = text.get(range.clone()).unwrap_or_default();
    let line = line.split(['\n', '\r']).next().unwrap_or_default();
    range.start..range.start + line.trim_end().len()
}
