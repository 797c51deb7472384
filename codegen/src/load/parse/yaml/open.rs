//! Arrays and objects whose end has not been parsed yet, and complete nodes that aliases may repeat.

use super::plain_scalars::PlainScalar;
use saphyr_parser::Span;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// A complete node that aliases may repeat.
#[derive(Clone)]
pub(super) struct Anchored {
    pub(super) value: Value,
    /// The text of a scalar, for when it serves as a key.
    pub(super) text: Option<String>,
    pub(super) size: Size,
}

/// The cost of copying a node.
#[derive(Clone, Copy, Default)]
pub(super) struct Size {
    pub(super) nodes: usize,
    /// Levels of arrays and objects, the node itself included.
    pub(super) height: usize,
}

impl Size {
    pub(super) fn add(&mut self, child: Self) {
        self.nodes = self.nodes.saturating_add(child.nodes);
        self.height = self.height.max(child.height + 1);
    }
}

/// An array or object whose end has not been parsed yet.
pub(super) struct Open {
    pub(super) container: Container,
    pub(super) anchor: usize,
    pub(super) size: Size,
    /// The source text of its plain scalars that may have to be strings.
    pub(super) written: Vec<PlainScalar>,
}

impl Open {
    /// The key of the next value.
    pub(super) fn key(&self) -> Option<&str> {
        match &self.container {
            Container::Object(Object { key: Some((Key::Name(name), _)), .. }) => Some(name),
            Container::Object(_) | Container::Array(_) => None,
        }
    }
}

pub(super) enum Container {
    Array(Vec<Value>),
    Object(Object),
}

#[derive(Default)]
pub(super) struct Object {
    pub(super) map: Map<String, Value>,
    /// The range of each key of `map`, in the same order.
    pub(super) spans: Vec<Span>,
    /// Keys that `<<` brought, which keys written out override.
    pub(super) merged: HashSet<String>,
    /// The key of the next value.
    pub(super) key: Option<(Key, Span)>,
}

pub(super) enum Key {
    Name(String),
    Merge,
    /// A duplicate key, whose value is skipped.
    Duplicate,
}

impl Object {
    /// Adds the value of the previous key.
    pub(super) fn value(&mut self, value: Value) -> Result<(), &'static str> {
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

    /// Merges the value of `<<`. Existing keys take precedence, whether written or merged before.
    pub(super) fn merge(&mut self, value: Value, span: Span) -> Result<(), &'static str> {
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

    pub(super) fn span_of(&self, key: &str) -> Option<Span> {
        let position = self.map.keys().position(|other| other == key)?;
        self.spans.get(position).copied()
    }
}
