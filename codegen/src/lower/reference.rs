//! References as every kind of object but a schema uses them, and what may stand beside `$ref`.

use super::Lowering;
use crate::diagnostics::{Code, Effect};
use crate::pointer::{Origin, Pointer};
use crate::resolve::Node;
use indexmap::IndexSet;
use std::collections::HashMap;

/// What each reference led to, so that a reference met twice is reported once.
pub(super) type References<'d> = HashMap<Origin, Option<Node<'d>>>;

/// How many steps of a loop of references are shown.
const MAX_STEPS: usize = 5;

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

/// What leads to schemas.
const SCHEMAS: [&str; 12] = [
    "$defs",
    "additionalProperties",
    "allOf",
    "anyOf",
    "definitions",
    "itemSchema",
    "items",
    "oneOf",
    "prefixItems",
    "properties",
    "schema",
    "schemas",
];

impl<'d> Lowering<'_, 'd> {
    /// The node itself, or what its references lead to.
    pub(super) fn follow(&mut self, node: &Node<'d>) -> Option<Node<'d>> {
        let mut passed = IndexSet::new();
        let mut at = Some(node.clone());
        while let Some(node) = at.clone().filter(|node| node.reference().is_some()) {
            if let Some(end) = self.ends.get(&node.origin) {
                at.clone_from(end);
                break;
            }
            if let Some(start) = passed.get_index_of(&node.origin) {
                self.report_round(passed.iter().skip(start));
                at = None;
                break;
            }
            at = self.step(&node);
            passed.insert(node.origin);
        }
        // So that a long chain is walked once, wherever it is entered.
        self.ends.extend(passed.into_iter().map(|origin| (origin, at.clone())));
        at
    }

    /// What the reference of this node names: one step.
    pub(super) fn step(&mut self, node: &Node<'d>) -> Option<Node<'d>> {
        if let Some(known) = self.references.get(&node.origin) {
            return known.clone();
        }
        self.check_siblings(node);
        let reported = self.diagnostics.list().len();
        let target = self.resolver.target(node, self.diagnostics);
        if target.is_none() {
            // A schema that is missing is any JSON value; anything else is left out.
            let effect = if is_in_schema(&node.origin) { Effect::Fallback } else { Effect::Skipped };
            self.diagnostics.cost(reported, effect);
        }
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
                .skipped()
                .help(format!("write `allOf: [{{ $ref: … }}]` with `{key}` beside it"));
        }
    }

    /// References that lead back to one another name nothing. A round is reported once, wherever it is entered.
    pub(super) fn report_round<'o>(&mut self, round: impl Iterator<Item = &'o Origin>) {
        let mut round: Vec<&Origin> = round.collect();
        let first = round.iter().min().and_then(|least| round.iter().position(|step| step == least));
        round.rotate_left(first.unwrap_or_default());
        let Some((first, others)) = round.split_first() else { return };
        let known = round.iter().any(|origin| self.schemas.loops.contains(*origin));
        self.schemas.loops.extend(round.iter().copied().cloned());
        if !known {
            self.report_loop_at(first, others);
        }
    }

    fn report_loop_at(&mut self, origin: &Origin, others: &[&Origin]) {
        let message = "this refers back to itself without saying what it is";
        let diagnostic = self.diagnostics.mistake(Code::ReferenceLoop, origin, message);
        if is_in_schema(origin) {
            diagnostic.fallback().help("let one of the schemas on the way state a `type` of its own");
        } else {
            diagnostic.skipped().help("write what is meant in the place of one of the references");
        }
        for other in others.iter().take(MAX_STEPS) {
            diagnostic.also(other, "by way of this");
        }
    }

    /// References that lead back to one another name nothing.
    pub(super) fn report_loop(&mut self, origin: &Origin) {
        self.report_round(std::iter::once(origin));
    }
}

fn is_in_schema(origin: &Origin) -> bool {
    origin.pointer.steps().any(|step| SCHEMAS.contains(&step.as_str()))
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
