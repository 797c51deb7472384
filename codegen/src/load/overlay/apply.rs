//! Applying overlays to the tree of a document.

use super::merge::{self, Kind, Mismatch, Update};
use super::nearest;
use super::read::{Action, Change, Overlay};
use super::target::Target;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::load::parse::limit::MAX_DEPTH;
use crate::load::parse::limit::{Budget, MAX_NODES, OBJECT_NODES};
use crate::load::provenance::{Provenance, Trace};
use crate::pointer::{FileId, Origin, Pointer};
use serde_json::Value;

/// Applies overlays in their order to the tree of a file, and records the origin of changed nodes. Added nodes count
/// towards the budget.
pub(crate) fn apply(
    overlays: &[&Overlay],
    file: FileId,
    root: &mut Value,
    budget: &mut Budget,
    diagnostics: &mut Diagnostics,
) -> Provenance {
    let mut tree = Tree { root, provenance: Provenance::of(file), budget, diagnostics };
    for overlay in overlays {
        tree.apply(overlay);
    }
    tree.provenance
}

/// A tree that overlays are applied to, and where its nodes were written.
struct Tree<'t> {
    root: &'t mut Value,
    provenance: Provenance,
    budget: &'t mut Budget,
    diagnostics: &'t mut Diagnostics,
}

impl Tree<'_> {
    /// Applies the actions of an overlay in their order, up to the first that fails.
    fn apply(&mut self, overlay: &Overlay) {
        // Later actions rely on what earlier ones did.
        let _ = overlay.actions.iter().try_for_each(|action| self.action(action));
    }

    fn action(&mut self, action: &Action) -> Result<(), Reported> {
        let nodes = action.target.select(self.root);
        if nodes.is_empty() {
            let message = format!("the target `{}` selects nothing", action.target.text());
            let diagnostic = self.diagnostics.warning(Code::UnusedAction, &action.origin, message);
            nearest::explain(&action.target, self.root, diagnostic);
            return Ok(());
        }
        match &action.change {
            Change::Remove => self.remove(action, &nodes),
            Change::Update { value, origin } => {
                let update = Update { value, trace: Trace::written_at(origin.clone()) };
                self.merge(action, origin, &nodes, &update)
            }
            Change::Copy { from, origin } => {
                let node = self.copied(from, origin)?;
                let value = self.root.pointer(node.as_str()).cloned().unwrap_or_default();
                let update = Update { value: &value, trace: self.provenance.copy(&node) };
                self.merge(action, origin, &nodes, &update)
            }
        }
    }

    /// The one node that is copied.
    fn copied(&mut self, from: &Target, origin: &Origin) -> Result<Pointer, Reported> {
        let nodes = from.select(self.root);
        if let [node] = nodes.as_slice() {
            return Ok(node.clone());
        }
        let message = format!("`{}` selects {} nodes, but only one can be copied", from.text(), nodes.len());
        let diagnostic = self.diagnostics.error(Code::InvalidOverlay, origin, message);
        if nodes.is_empty() {
            nearest::explain(from, self.root, diagnostic);
        } else {
            diagnostic.help("select a single node, as in `$.paths['/pets'].get`");
        }
        Err(Reported)
    }

    fn remove(&mut self, action: &Action, nodes: &[Pointer]) -> Result<(), Reported> {
        let mut nodes: Vec<&Pointer> = nodes.iter().collect();
        // Removing a node moves the ones after it, and removes its children.
        nodes.sort_by_cached_key(|node| node.steps().map(Step::new).collect::<Vec<_>>());
        for node in nodes.into_iter().rev() {
            let Some(key) = node.last() else {
                return Err(self.error(&action.origin, "the entire document cannot be removed", "select a part of it"));
            };
            self.remove_child(&node.parent(), &key);
        }
        Ok(())
    }

    fn remove_child(&mut self, parent: &Pointer, key: &str) {
        let source = self.provenance.locate(parent);
        let trace = self.provenance.at(parent);
        match self.root.pointer_mut(parent.as_str()) {
            Some(Value::Object(members)) => {
                members.shift_remove(key);
                trace.forget(key);
            }
            Some(Value::Array(elements)) => {
                if let Some(index) = key.parse().ok().filter(|index| *index < elements.len()) {
                    trace.shift(index, elements.len(), &source);
                    elements.remove(index);
                }
            }
            _ => {}
        }
    }

    fn merge(&mut self, action: &Action, origin: &Origin, nodes: &[Pointer], update: &Update) -> Result<(), Reported> {
        self.check_alike(action, nodes)?;
        let size = nodes_of(update.value).saturating_mul(nodes.len());
        if !self.budget.nodes(size) {
            let message = format!("with this action the document has more than {MAX_NODES} values");
            return Err(self.error(origin, message, "select fewer nodes, or insert less into each"));
        }
        for node in nodes {
            let Some(present) = self.root.pointer_mut(node.as_str()) else { continue };
            if let Err(mismatch) = merge::into_target(present, self.provenance.at(node), update) {
                return Err(self.mismatch(&mismatch, origin, node));
            }
        }
        if depth(self.root) > MAX_DEPTH {
            let message = format!("with this action the document is nested more than {MAX_DEPTH} levels deep");
            return Err(self.error(origin, message, "insert a value that is nested less deeply"));
        }
        Ok(())
    }

    fn check_alike(&mut self, action: &Action, nodes: &[Pointer]) -> Result<(), Reported> {
        let kinds: Vec<Kind> = nodes.iter().filter_map(|node| self.root.pointer(node.as_str())).map(Kind::of).collect();
        let Some(other) = kinds.iter().position(|kind| *kind != kinds[0]) else { return Ok(()) };
        let message = "the target selects nodes of several kinds";
        let origins = [0, other].map(|index| (self.provenance.locate(&nodes[index]), kinds[index].describe()));
        let diagnostic = self.diagnostics.error(Code::InvalidOverlay, &action.origin, message);
        for (origin, kind) in &origins {
            diagnostic.also(origin, *kind);
        }
        diagnostic.help("select only objects, only arrays or only primitive values");
        Err(Reported)
    }

    fn mismatch(&mut self, mismatch: &Mismatch, origin: &Origin, node: &Pointer) -> Reported {
        let Mismatch { within, present, update } = mismatch;
        let target = within.steps().fold(node.clone(), |at, step| at.key(&step));
        let target = self.provenance.locate(&target);
        let at = within.steps().fold(origin.clone(), |at, step| at.key(&step));
        let message = format!("{} cannot be merged into {}", update.describe(), present.describe());
        let diagnostic = self.diagnostics.error(Code::InvalidOverlay, &at, message);
        diagnostic.also(&target, "into this");
        diagnostic.help("to replace a value with one of another kind, remove it in an action before this one");
        Reported
    }

    fn error(&mut self, origin: &Origin, message: impl Into<String>, help: &str) -> Reported {
        self.report(origin, message).help(help);
        Reported
    }

    fn report(&mut self, origin: &Origin, message: impl Into<String>) -> &mut Diagnostic {
        self.diagnostics.error(Code::InvalidOverlay, origin, message)
    }
}

/// An error that is in the diagnostics.
#[derive(Debug)]
struct Reported;

/// A step of a pointer, in the order of a tree: elements by their index.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Index(usize),
    Key(String),
}

impl Step {
    fn new(step: String) -> Self {
        step.parse().map_or(Self::Key(step), Self::Index)
    }
}

/// How many values there are, an object counting as the limits have it.
fn nodes_of(value: &Value) -> usize {
    match value {
        Value::Object(members) => 1 + OBJECT_NODES + members.values().map(nodes_of).sum::<usize>(),
        Value::Array(elements) => 1 + elements.iter().map(nodes_of).sum::<usize>(),
        _ => 1,
    }
}

/// How deep arrays and objects nest. Each action at most doubles what is a small number, so this may call itself.
fn depth(value: &Value) -> usize {
    match value {
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or_default(),
        Value::Array(elements) => 1 + elements.iter().map(depth).max().unwrap_or_default(),
        _ => 0,
    }
}
