//! References as every kind of object but a schema uses them, and what may stand beside `$ref`.

use super::Lowering;
use crate::diagnostics::Code;
use crate::pointer::{Origin, Pointer};
use crate::resolve::Node;
use std::collections::HashMap;

/// What each reference led to, so that a reference met twice is reported once.
pub(super) type References<'d> = HashMap<Origin, Option<Node<'d>>>;

/// Keywords that are welcome beside `$ref`: 3.1 allows them, and 3.0 documents have them to good purpose. They say
/// something of the place, not of the schema.
pub(super) const WELCOME: [&str; 12] = [
    "$ref",
    "default",
    "deprecated",
    "description",
    "example",
    "examples",
    "externalDocs",
    "nullable",
    "readOnly",
    "summary",
    "title",
    "writeOnly",
];

impl<'d> Lowering<'_, 'd> {
    /// The node itself, or what its references lead to.
    pub(super) fn follow(&mut self, node: &Node<'d>) -> Option<Node<'d>> {
        let mut node = node.clone();
        let mut passed = Vec::new();
        while node.reference().is_some() {
            if passed.contains(&node.origin) {
                self.report_loop(&node.origin);
                return None;
            }
            passed.push(node.origin.clone());
            node = self.step(&node)?;
        }
        Some(node)
    }

    /// What the reference of this node names: one step.
    pub(super) fn step(&mut self, node: &Node<'d>) -> Option<Node<'d>> {
        if let Some(known) = self.references.get(&node.origin) {
            return known.clone();
        }
        self.check_siblings(node);
        let target = self.resolver.target(node, self.diagnostics);
        self.references.insert(node.origin.clone(), target.clone());
        target
    }

    /// Since 3.0 ignores what stands beside `$ref`, whoever wrote it there expects something that does not happen.
    fn check_siblings(&mut self, node: &Node<'d>) {
        if self.siblings_count {
            return;
        }
        for (key, value) in node.entries() {
            if WELCOME.contains(&key) || key.starts_with("x-") {
                continue;
            }
            let message = format!("`{key}` has no effect beside `$ref`");
            self.diagnostics
                .warning(Code::IgnoredSibling, &value.origin, message)
                .at_key()
                .help(format!("write `allOf: [{{ $ref: … }}]` with `{key}` beside it"));
        }
    }

    /// References that lead back to one another name nothing.
    pub(super) fn report_loop(&mut self, origin: &Origin) {
        if self.schemas.loops.insert(origin.clone()) {
            self.diagnostics
                .mistake(Code::ReferenceLoop, origin, "this refers back to itself without saying what it is")
                .help("let one of the schemas on the way state a `type` of its own");
        }
    }
}

/// The key of the component that holds a place, such as `Pet` for `/components/responses/Pet/content`.
pub(super) fn component_key(pointer: &Pointer) -> Option<String> {
    let mut steps = pointer.steps();
    (steps.next()? == "components").then(|| steps.nth(1)).flatten()
}

/// The key of the schema component at a place, when it is one and not merely part of one.
pub(super) fn schema_key(pointer: &Pointer) -> Option<String> {
    let steps: Vec<String> = pointer.steps().take(4).collect();
    match steps.as_slice() {
        [components, kind, key] if components == "components" && kind == "schemas" => Some(key.clone()),
        [..] => None,
    }
}
