//! Downgrades warnings about operations that the settings exclude to notes: they do not concern the selected ones.

use crate::diagnostics::{Diagnostics, Level, Location};
use crate::ir::{self, Api};
use crate::pointer::{Origin, Pointer};
use std::collections::HashSet;

/// Downgrades the warnings about the operations of `before` that the API no longer has, and about the components that it does
/// not need.
pub(super) fn demote(before: &[Origin], api: &Api, diagnostics: &mut Diagnostics) {
    let selected: HashSet<&Origin> = api.operations.iter().map(|operation| &operation.origin).collect();
    let operations = before.iter().filter(|origin| !selected.contains(origin));
    let is_component = |def: &ir::TypeDef| matches!(def.position, ir::SchemaPosition::Component(_));
    let components =
        api.omitted.iter().map(|id| &api.types[*id]).filter(|def| is_component(def)).map(|def| &def.origin);
    let left_out: HashSet<Origin> = operations.chain(components).cloned().collect();
    if left_out.is_empty() {
        return;
    }
    for diagnostic in diagnostics.list_mut().iter_mut().filter(|diagnostic| diagnostic.level == Level::Warning) {
        let Location::Node(origin, _) = &diagnostic.location else { continue };
        if is_within(origin, &left_out) {
            diagnostic.level = Level::Note;
        }
    }
}

/// Whether the node is one of these, or within one.
fn is_within(origin: &Origin, parts: &HashSet<Origin>) -> bool {
    let holder = |pointer: &Pointer| (*pointer != Pointer::root()).then(|| pointer.parent());
    let mut pointers = std::iter::successors(Some(origin.pointer.clone()), holder);
    pointers.any(|pointer| parts.contains(&Origin { file: origin.file, pointer }))
}
