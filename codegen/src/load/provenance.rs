//! The original positions of the nodes of a changed tree.

use crate::pointer::{FileId, Origin, Pointer};
use std::collections::HashMap;

/// The positions of the nodes of a tree, which may be from several files.
#[derive(Debug, Clone)]
pub(crate) struct Provenance {
    root: Trace,
}

/// The source of a node and of its descendants. A node without a source is at its position in the source of its parent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trace {
    source: Option<Origin>,
    children: HashMap<String, Trace>,
}

impl Provenance {
    /// The provenance of an unchanged tree.
    pub(crate) fn of(file: FileId) -> Self {
        let source = Some(Origin { file, pointer: Pointer::root() });
        Self { root: Trace { source, children: HashMap::new() } }
    }

    /// The original position of the node at this pointer.
    pub(crate) fn locate(&self, pointer: &Pointer) -> Origin {
        let mut trace = Some(&self.root);
        let mut source = self.root.source.clone().unwrap_or_default();
        for step in pointer.steps() {
            trace = trace.and_then(|trace| trace.children.get(&step));
            source = trace.and_then(|trace| trace.source.clone()).unwrap_or_else(|| source.key(&step));
        }
        source
    }

    /// The record of the node at this pointer, for a change of the node.
    pub(crate) fn at(&mut self, pointer: &Pointer) -> &mut Trace {
        pointer.steps().fold(&mut self.root, |trace, step| trace.child(&step))
    }

    /// The record of the node at this pointer, for a copy of the node.
    pub(crate) fn copy(&self, pointer: &Pointer) -> Trace {
        let trace = pointer.steps().try_fold(&self.root, |trace, step| trace.children.get(&step));
        Trace {
            source: Some(self.locate(pointer)),
            children: trace.map(|trace| trace.children.clone()).unwrap_or_default(),
        }
    }
}

impl Trace {
    /// A node that was copied unchanged from this position.
    pub(crate) fn written_at(source: Origin) -> Self {
        Self { source: Some(source), children: HashMap::new() }
    }

    /// A descendant of this node, at its own source or at the position that follows from this node's source.
    pub(crate) fn inner(&self, step: &str) -> Self {
        let child = self.children.get(step).cloned().unwrap_or_default();
        let source = child.source.or_else(|| self.source.as_ref().map(|source| source.key(step)));
        Self { source, children: child.children }
    }

    pub(crate) fn child(&mut self, step: &str) -> &mut Self {
        self.children.entry(step.to_owned()).or_default()
    }

    pub(crate) fn set(&mut self, step: &str, trace: Self) {
        self.children.insert(step.to_owned(), trace);
    }

    pub(crate) fn forget(&mut self, step: &str) {
        self.children.remove(step);
    }

    /// Records that element `index` of an array of `length` has been removed, and later elements have moved up.
    /// `source` is the source of the array.
    pub(crate) fn shift(&mut self, index: usize, length: usize, source: &Origin) {
        for from in index + 1..length {
            let mut moved = self.children.remove(&from.to_string()).unwrap_or_default();
            moved.source.get_or_insert_with(|| source.index(from));
            self.set(&(from - 1).to_string(), moved);
        }
        self.forget(&length.saturating_sub(1).to_string());
    }
}
