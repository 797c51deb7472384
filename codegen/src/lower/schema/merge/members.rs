//! The members of an `allOf`, and of those that they include, in the order in which they are united.

use super::lineage::{KeywordsId, LineageId};
use super::set::{Member, SchemaSet};
use crate::diagnostics::Code;
use crate::lower::schema::Schemas;
use crate::lower::schema::keywords::Keywords;
use crate::pointer::Origin;
use crate::resolve::Node;
use indexmap::IndexSet;
use std::collections::HashSet;
use std::rc::Rc;

/// A schema in an `allOf`.
pub(super) struct AllOfPart<'d> {
    pub(super) keywords: Rc<Keywords<'d>>,
    /// Whether it is inline, so that its documentation describes this use.
    pub(super) inline: bool,
    pub(super) with_alternatives: bool,
}

enum Visit<'d> {
    Enter { node: Node<'d>, inline: bool },
    Leave { part: AllOfPart<'d> },
}

impl<'d> Schemas<'_, 'd> {
    /// The schemas of a set and the members of their `allOf`, except those of the supertype.
    pub(super) fn parts(&mut self, set: &SchemaSet<'d>, supertype: Option<LineageId>) -> Vec<AllOfPart<'d>> {
        let mut parts = Vec::new();
        for member in &set.members {
            parts.extend(self.flatten(member, set, supertype));
        }
        parts
    }

    /// The schema and the members of its `allOf`, members first, so that inherited properties precede its own.
    fn flatten(
        &mut self,
        member: &Member<'d>,
        set: &SchemaSet<'d>,
        supertype: Option<LineageId>,
    ) -> Vec<AllOfPart<'d>> {
        let mut parts: Vec<AllOfPart<'d>> = Vec::new();
        let mut open: IndexSet<KeywordsId> = IndexSet::new();
        let mut done: HashSet<KeywordsId> = HashSet::new();
        let mut todo = vec![Visit::Enter { node: member.node.clone(), inline: !member.without_alternatives }];
        while let Some(step) = todo.pop() {
            match step {
                Visit::Enter { node, inline } => {
                    let by_reference = node.reference().is_some() && !self.version.since_3_1();
                    let Some(node) = (if by_reference { self.follow(&node) } else { Some(node) }) else { continue };
                    let Some(keywords) = self.keywords(&node) else { continue };
                    let id = KeywordsId::of(&keywords);
                    if let Some(first) = open.get_index_of(&id) {
                        let passed = todo.iter().filter_map(|visit| match visit {
                            Visit::Leave { part } => Some(&part.keywords.node.origin),
                            Visit::Enter { .. } => None,
                        });
                        let cycle: Vec<Origin> = passed.skip(first).cloned().collect();
                        self.report_cycle(&node.origin, &cycle);
                        continue;
                    }
                    if done.contains(&id) || supertype.is_some_and(|supertype| self.lineages.has(supertype, id)) {
                        continue;
                    }
                    open.insert(id);
                    let with_alternatives = !member.without_alternatives;
                    let part = AllOfPart { keywords: Rc::clone(&keywords), inline, with_alternatives };
                    todo.push(Visit::Leave { part });
                    for member in keywords.members.iter().rev() {
                        let beside = member.origin.parent().parent() == node.origin && member.reference().is_none();
                        todo.push(Visit::Enter { node: member.clone(), inline: inline && beside });
                    }
                }
                Visit::Leave { part } => {
                    done.extend(open.pop());
                    parts.push(part);
                }
            }
        }
        self.drop_inherited_alternatives(&mut parts, set);
        parts
    }

    /// A supertype with its subtypes in `oneOf`, which include it in `allOf`, would contain itself: within a subtype,
    /// the supertype consists only of the siblings of its `oneOf`.
    fn drop_inherited_alternatives(&mut self, parts: &mut [AllOfPart<'d>], set: &SchemaSet<'d>) {
        if parts.iter().all(|part| part.keywords.alternatives.is_empty()) {
            return;
        }
        let mut subtypes: HashSet<Origin> = set.members.iter().map(|known| known.node.origin.clone()).collect();
        subtypes.extend(parts.iter().map(|part| part.keywords.node.origin.clone()));
        for part in parts.iter_mut() {
            let keywords = Rc::clone(&part.keywords);
            let variants = keywords.alternatives.iter().flat_map(|alternatives| &alternatives.variants);
            for variant in variants.filter(|variant| variant.reference().is_some()) {
                let Some(target) = self.follow(variant) else { continue };
                part.with_alternatives &= !subtypes.contains(&target.origin);
                if target.origin == keywords.node.origin && keywords.has_only_composition() {
                    // Nothing would be left of the schema.
                    self.report_loop(&variant.origin);
                }
            }
        }
    }

    /// Reports a cycle, once for all of its schemas.
    fn report_cycle(&mut self, origin: &Origin, cycle: &[Origin]) {
        let mut is_new = true;
        for member in cycle {
            is_new &= self.is_new_loop(member);
        }
        if is_new {
            self.diagnostics
                .mistake(Code::ReferenceLoop, origin, "this schema includes itself through `allOf`")
                .help("remove it from the `allOf` of the schemas that it includes");
        }
    }
}
