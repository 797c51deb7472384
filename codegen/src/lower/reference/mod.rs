//! References, and the siblings of `$ref`.
//!
//! Uses [`read`](super::read); used by every module whose objects can be references.

pub(crate) mod component;
pub(crate) mod dynamic;
mod section;

pub(crate) use section::Section;

use super::context::Context;
use crate::diagnostics::{Code, Effect};
use crate::pointer::Origin;
use crate::resolve::{Node, is_in_schema};
use component::section_node;
use indexmap::IndexSet;
use std::collections::{HashMap, HashSet};
use std::ops::{Deref, DerefMut};

/// Follows references.
pub(crate) struct References<'a, 'd> {
    cx: Context<'a, 'd>,
    /// The target of each reference, so that repeated references are reported once.
    targets: HashMap<Origin, Option<Node<'d>>>,
    /// The final target of each node's references.
    ends: HashMap<Origin, Option<Node<'d>>>,
    /// The reported loops.
    loops: HashSet<Origin>,
}

impl<'a, 'd> References<'a, 'd> {
    pub(crate) fn new(cx: Context<'a, 'd>) -> Self {
        Self { cx, targets: HashMap::new(), ends: HashMap::new(), loops: HashSet::new() }
    }
}

impl<'a, 'd> Deref for References<'a, 'd> {
    type Target = Context<'a, 'd>;

    fn deref(&self) -> &Self::Target {
        &self.cx
    }
}

impl DerefMut for References<'_, '_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.cx
    }
}

/// How many steps of a loop of references are shown.
const MAX_STEPS: usize = 5;

/// Springfox repeats the name of the definition next to each reference.
const ORIGINAL_REF: &str = "originalRef";

/// Keywords that are accepted next to `$ref`: 3.1 allows them, and 3.0 documents use them. They describe the use, not
/// the schema.
pub(crate) const ALLOWED_SIBLINGS: [&str; 12] = [
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

impl<'d> References<'_, 'd> {
    /// The schema itself, or the final target of its reference.
    pub(crate) fn follow(&mut self, node: &Node<'d>) -> Option<Node<'d>> {
        self.follow_to(Section::Schemas, node)
    }

    /// The node itself, or the final target of its reference, which should be a component of the section.
    pub(crate) fn follow_to(&mut self, section: Section, node: &Node<'d>) -> Option<Node<'d>> {
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
            at = self.step_to(section, &node);
            passed.insert(node.origin);
        }
        // Long chains are walked only once.
        self.ends.extend(passed.into_iter().map(|origin| (origin, at.clone())));
        at
    }

    /// The target of the reference of this schema, one step.
    pub(crate) fn step(&mut self, node: &Node<'d>) -> Option<Node<'d>> {
        self.step_to(Section::Schemas, node)
    }

    /// The target of the reference of this node, one step, which should be a component of the section.
    pub(crate) fn step_to(&mut self, section: Section, node: &Node<'d>) -> Option<Node<'d>> {
        if let Some(known) = self.targets.get(&node.origin) {
            return known.clone();
        }
        // Siblings of the `$ref` of a path item apply in every version.
        if section != Section::PathItems {
            self.check_siblings(section, node);
        }
        let reported = self.diagnostics.list().len();
        let target = self.cx.resolver.target(node, self.cx.diagnostics);
        let target = target.filter(|target| self.is_of_kind(section, node, target));
        if target.is_none() {
            // A missing schema becomes any JSON value; anything else is omitted.
            let effect = if section == Section::Schemas { Effect::Fallback } else { Effect::Skipped };
            self.diagnostics.cost(reported, effect);
        }
        self.targets.insert(node.origin.clone(), target.clone());
        target
    }

    /// Whether the target of a reference is not a component of another section, which is reported at the reference.
    fn is_of_kind(&mut self, section: Section, node: &Node<'d>, target: &Node<'d>) -> bool {
        let Some((other, key)) = self.whole_component(&target.origin) else { return true };
        if other == section || section == Section::Any {
            return true;
        }
        let text = node.reference().unwrap_or_default();
        let message = format!("`{text}` is {}, not {}", other.noun(), section.noun());
        let root = self.resolver.root_of(target.origin.file);
        let suggestion = section_node(&root, section).and_then(|node| node.get(&key));
        let remedy = section.remedy(other, self.version, &self.section_name(section));
        let diagnostic = self.diagnostics.mistake(Code::InvalidReference, &node.origin.key("$ref"), message);
        diagnostic.also(&target.origin, "the target of the reference");
        match suggestion {
            Some(suggestion) => diagnostic.help(format!("did you mean `#{}`?", suggestion.origin.pointer)),
            None => diagnostic.help(remedy),
        };
        false
    }

    /// Reports keywords next to `$ref` that 3.0 ignores.
    fn check_siblings(&mut self, section: Section, node: &Node<'d>) {
        if self.version.since_3_1() {
            return;
        }
        for (key, value) in node.entries() {
            if ALLOWED_SIBLINGS.contains(&key)
                || key == ORIGINAL_REF
                || key.starts_with("x-")
                || (key == "type" && self.repeats_type(node, &value))
            {
                continue;
            }
            let message = format!("`{key}` has no effect next to `$ref`");
            let diagnostic = self.diagnostics.warning(Code::IgnoredSibling, &value.origin, message).at_key().skipped();
            diagnostic.help(sibling_remedy(section, key));
        }
    }

    /// Whether a `type` next to `$ref` is that of the target. Some tools for Swagger 2.0 write it at every reference to
    /// an object, and converters keep it.
    fn repeats_type(&self, node: &Node<'d>, written: &Node<'d>) -> bool {
        let text = node.reference().unwrap_or_default();
        let target = self.resolver.named_if_any(text, &node.origin.key("$ref"));
        target.is_some_and(|target| match target.get("type") {
            Some(own) => own.value == written.value,
            None => written.value == "object",
        })
    }

    /// Reports a loop of references once, wherever it is entered.
    pub(crate) fn report_round<'o>(&mut self, round: impl Iterator<Item = &'o Origin>) {
        let mut round: Vec<&Origin> = round.collect();
        let first = round.iter().min().and_then(|least| round.iter().position(|step| step == least));
        round.rotate_left(first.unwrap_or_default());
        let Some((first, others)) = round.split_first() else { return };
        let known = round.iter().any(|origin| self.loops.contains(*origin));
        self.loops.extend(round.iter().copied().cloned());
        if !known {
            self.report_loop_at(first, others);
        }
    }

    fn report_loop_at(&mut self, origin: &Origin, others: &[&Origin]) {
        let is_reference = self.resolver.document().node(&origin.key("$ref")).is_some();
        let message = match (is_in_schema(origin), is_reference) {
            (true, true) => "circular `$ref` with no schema in it",
            (true, false) => "circular schema without a type",
            (false, _) => "circular `$ref`",
        };
        let at = |origin: &Origin| match self.resolver.document().node(&origin.key("$ref")) {
            Some(_) => origin.key("$ref"),
            None => origin.clone(),
        };
        let (first, others): (Origin, Vec<Origin>) = (at(origin), others.iter().map(|other| at(other)).collect());
        let diagnostic = self.diagnostics.mistake(Code::ReferenceLoop, &first, message);
        if is_in_schema(origin) {
            diagnostic.fallback().help("give one of the schemas in the cycle a `type`");
        } else {
            diagnostic.skipped().help("replace one of the references with the intended target");
        }
        for other in others.iter().take(MAX_STEPS) {
            diagnostic.also(other, "through this reference");
        }
    }

    /// Whether no loop was reported there yet. Marks it as reported.
    pub(crate) fn is_new_loop(&mut self, origin: &Origin) -> bool {
        self.loops.insert(origin.clone())
    }

    /// Reports a loop of references.
    pub(crate) fn report_loop(&mut self, origin: &Origin) {
        self.report_round(std::iter::once(origin));
    }
}

/// How to write a keyword that has no effect next to `$ref`.
fn sibling_remedy(section: Section, key: &str) -> String {
    match (section, key) {
        (Section::Schemas, "allOf") => "add `{ $ref: … }` to the elements of `allOf`".to_owned(),
        (Section::Schemas, _) => format!("write `allOf: [{{ $ref: … }}]` with `{key}` next to it"),
        (_, _) => format!("remove it, or write a copy of the target with `{key}` in place of `$ref`"),
    }
}
