//! Merging the value of an action into a node, as specified for the Action Object.

use crate::load::provenance::Trace;
use crate::pointer::Pointer;
use serde_json::Value;

/// The `update` of an action, or the node that it copies, and where it was written.
#[derive(Debug, Clone)]
pub(crate) struct Update<'v> {
    pub(crate) value: &'v Value,
    pub(crate) trace: Trace,
}

/// A property with different kinds in the tree and in the merged value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mismatch {
    /// Its position in the merged value, relative to there.
    pub(crate) within: Pointer,
    pub(crate) present: Kind,
    pub(crate) update: Kind,
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

impl<'v> Update<'v> {
    fn inner(&self, step: &str, value: &'v Value) -> Self {
        Self { value, trace: self.trace.inner(step) }
    }
}

/// Merges into a selected node. A value that is not an array is appended to an array.
pub(crate) fn into_target(present: &mut Value, trace: &mut Trace, update: &Update) -> Result<(), Mismatch> {
    match (&mut *present, update.value) {
        (Value::Array(elements), value) if !value.is_array() => {
            append(elements, trace, update);
            Ok(())
        }
        _ => merge(present, trace, update, &Pointer::root()),
    }
}

fn merge(present: &mut Value, trace: &mut Trace, update: &Update, within: &Pointer) -> Result<(), Mismatch> {
    let kinds = (Kind::of(present), Kind::of(update.value));
    match (present, update.value) {
        (Value::Object(members), Value::Object(more)) => {
            for (key, value) in more {
                let inner = update.inner(key, value);
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
                append(elements, trace, &update.inner(&index.to_string(), value));
            }
            Ok(())
        }
        (present, value) if kinds == (Kind::Primitive, Kind::Primitive) => {
            *present = value.clone();
            *trace = update.trace.clone();
            Ok(())
        }
        _ => Err(Mismatch { within: within.clone(), present: kinds.0, update: kinds.1 }),
    }
}

fn append(elements: &mut Vec<Value>, trace: &mut Trace, update: &Update) {
    trace.set(&elements.len().to_string(), update.trace.clone());
    elements.push(update.value.clone());
}
