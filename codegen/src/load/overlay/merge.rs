//! Merging the value of an action into a node, as specified for the Action Object.

use crate::load::provenance::Trace;
use crate::pointer::Pointer;
use serde_json::Value;

/// A value on its way into the tree, and where it was written.
#[derive(Debug, Clone)]
pub(crate) struct Incoming<'v> {
    pub(crate) value: &'v Value,
    pub(crate) trace: Trace,
}

/// A property with different kinds in the tree and in the merged value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mismatch {
    /// Its position in the merged value, relative to there.
    pub(crate) within: Pointer,
    pub(crate) present: Kind,
    pub(crate) incoming: Kind,
}

/// The kinds of nodes that the specification distinguishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Object,
    Array,
    Primitive,
}

impl Kind {
    pub(crate) fn of(value: &Value) -> Self {
        match value {
            Value::Object(_) => Self::Object,
            Value::Array(_) => Self::Array,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Self::Primitive,
        }
    }

    /// The kind in words, with its article.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Self::Object => "an object",
            Self::Array => "an array",
            Self::Primitive => "a primitive value",
        }
    }
}

impl<'v> Incoming<'v> {
    fn inner(&self, step: &str, value: &'v Value) -> Self {
        Self { value, trace: self.trace.inner(step) }
    }
}

/// Merges into a selected node. A value that is not an array is appended to an array.
pub(crate) fn into_target(present: &mut Value, trace: &mut Trace, incoming: &Incoming) -> Result<(), Mismatch> {
    match (&mut *present, incoming.value) {
        (Value::Array(elements), value) if !value.is_array() => {
            append(elements, trace, incoming);
            Ok(())
        }
        _ => merge(present, trace, incoming, &Pointer::root()),
    }
}

fn merge(present: &mut Value, trace: &mut Trace, incoming: &Incoming, within: &Pointer) -> Result<(), Mismatch> {
    let kinds = (Kind::of(present), Kind::of(incoming.value));
    match (present, incoming.value) {
        (Value::Object(members), Value::Object(more)) => {
            for (key, value) in more {
                let inner = incoming.inner(key, value);
                if let Some(member) = members.get_mut(key) {
                    merge(member, trace.child(key), &inner, &within.key(key))?;
                } else {
                    members.insert(key.clone(), value.clone());
                    trace.set(key, inner.trace);
                }
            }
            Ok(())
        }
        (Value::Array(elements), Value::Array(more)) => {
            for (index, value) in more.iter().enumerate() {
                append(elements, trace, &incoming.inner(&index.to_string(), value));
            }
            Ok(())
        }
        (present, value) if kinds == (Kind::Primitive, Kind::Primitive) => {
            *present = value.clone();
            *trace = incoming.trace.clone();
            Ok(())
        }
        _ => Err(Mismatch { within: within.clone(), present: kinds.0, incoming: kinds.1 }),
    }
}

fn append(elements: &mut Vec<Value>, trace: &mut Trace, incoming: &Incoming) {
    trace.set(&elements.len().to_string(), incoming.trace.clone());
    elements.push(incoming.value.clone());
}
