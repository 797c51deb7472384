//! Changes the tree of a document after reading, and records the origin of each new node.

use super::document::{Document, SettingLocation};
use super::provenance::{Provenance, Trace};
use crate::diagnostics::{KeyOrValue, Location};
use crate::pointer::{Origin, Pointer};
use serde_json::{Map, Value};

/// A created node, with the origins of its parts.
#[derive(Debug)]
pub(crate) struct Made {
    value: Value,
    trace: Trace,
    /// The references in it, and the nodes that they lead to.
    references: Vec<(Pointer, Origin)>,
}

impl Made {
    /// A value that is derived from the node at this position.
    pub(crate) fn value(value: impl Into<Value>, written_at: Origin) -> Self {
        Self { value: value.into(), trace: Trace::written_at(written_at), references: Vec::new() }
    }

    /// An object without members yet.
    pub(crate) fn object(written_at: Origin) -> Self {
        Self::value(Map::new(), written_at)
    }

    /// A reference to a node of the document, in any file.
    pub(crate) fn reference(target: Origin, written_at: Origin) -> Self {
        let text = Self::value(format!("#{}", target.pointer), written_at.clone());
        let mut made = Self::object(written_at).with("$ref", text);
        made.references.push((Pointer::root(), target));
        made
    }

    /// The object with one member more.
    pub(crate) fn with(mut self, key: &str, member: Self) -> Self {
        if let Value::Object(members) = &mut self.value {
            members.insert(key.to_owned(), member.value);
            self.trace.set(key, member.trace);
            let below = |pointer: Pointer| pointer.steps().fold(Pointer::root().key(key), |at, step| at.key(&step));
            let references = member.references.into_iter();
            self.references.extend(references.map(|(pointer, target)| (below(pointer), target)));
        }
        self
    }
}

impl Document {
    /// A copy of a node. References in it that are relative to its file lead from there alone.
    pub(crate) fn copied(&self, origin: &Origin) -> Option<Made> {
        let value = self.node(origin)?.clone();
        let trace = match self.provenance.get(&origin.file) {
            Some(provenance) => provenance.copy(&origin.pointer),
            None => Trace::written_at(origin.clone()),
        };
        Some(Made { value, trace, references: Vec::new() })
    }

    /// Takes a member out of the object at this position.
    pub(crate) fn take(&mut self, object: &Origin, key: &str) -> Option<Made> {
        let trace = match self.provenance.get(&object.file) {
            Some(provenance) => provenance.copy(&object.pointer.key(key)),
            None => Trace::written_at(object.key(key)),
        };
        let value = self.object_mut(object)?.shift_remove(key)?;
        self.trace_of(object).forget(key);
        Some(Made { value, trace, references: Vec::new() })
    }

    /// Sets a member of the object at this position, replacing an existing one.
    pub(crate) fn put(&mut self, object: &Origin, key: &str, made: Made) {
        let Some(members) = self.object_mut(object) else { return };
        members.insert(key.to_owned(), made.value);
        self.trace_of(object).set(key, made.trace);
        let at = object.key(key);
        for (pointer, target) in made.references {
            let origin = pointer.steps().fold(at.clone(), |at, step| at.key(&step));
            self.made_references.insert(origin, target);
        }
    }

    /// Sets a member of the object at this position to the value of a setting. Diagnostics about the member point to the setting.
    pub(crate) fn set_from_setting(&mut self, object: &Origin, key: &str, value: Value, setting: Location) {
        let Some(members) = self.object_mut(object) else { return };
        members.insert(key.to_owned(), value);
        self.locate_setting(object.key(key), SettingLocation { key: setting.clone(), value: setting });
    }

    /// States where a setting has the key and the value of a node that it has set.
    pub(crate) fn locate_setting(&mut self, node: Origin, setting: SettingLocation) {
        self.settings.insert(node, setting);
    }

    /// The location of the setting that has set the node at this position, or one of its ancestors.
    pub(crate) fn setting_of(&self, origin: &Origin, part: KeyOrValue) -> Option<&Location> {
        let mut at = origin.clone();
        while !self.settings.is_empty() {
            match self.settings.get(&at) {
                Some(found) if part == KeyOrValue::Key && at == *origin => return Some(&found.key),
                Some(found) => return Some(&found.value),
                None if at.pointer == Pointer::root() => return None,
                None => at = at.parent(),
            }
        }
        None
    }

    /// The target of a created reference at this position.
    pub(crate) fn made_reference(&self, node: &Origin) -> Option<&Origin> {
        self.made_references.get(node)
    }

    fn object_mut(&mut self, origin: &Origin) -> Option<&mut Map<String, Value>> {
        self.files.get_mut(origin.file.0)?.root.pointer_mut(origin.pointer.as_str())?.as_object_mut()
    }

    fn trace_of(&mut self, origin: &Origin) -> &mut Trace {
        let provenance = self.provenance.entry(origin.file).or_insert_with(|| Provenance::of(origin.file));
        provenance.at(&origin.pointer)
    }
}
