//! Supertypes and their subtypes by `allOf`: a long chain is merged once, and not again for each subtype.
//!
//! A subtype with an `allOf` that begins with a reference starts from the merged supertype ([`Merged`]) and adds the
//! rest. [`AllOfSummary`](super::lineage::AllOfSummary) summarizes all parts, and [`Lineages`](super::lineage::Lineages)
//! records which parts were merged.

use super::lineage::KeywordsId;
use super::{Member, Merged, SchemaSet};
use crate::lower::schema::Schemas;
use crate::pointer::Origin;
use crate::resolve::Node;
use indexmap::IndexMap;
use std::rc::Rc;

impl<'d> Schemas<'_, 'd> {
    /// The merged supertype of a schema, if the schema can start from it.
    pub(crate) fn merged_supertype(&mut self, set: &SchemaSet<'d>) -> Option<Rc<Merged<'d>>> {
        let [Member { node, without_alternatives: false }] = set.members.as_slice() else { return None };
        let own = KeywordsId::of(&self.keywords(node)?);
        let supertype = self.supertype(node)?;
        // From the oldest on, to avoid recursion.
        for older in self.unmerged(node, supertype.clone())?.into_iter().rev() {
            self.merge_from_supertype(&SchemaSet::of(older));
        }
        let merged = self.merge(&SchemaSet::of(supertype));
        // Alternatives that include a subtype are removed, and a contradiction concerns each subtype.
        let is_plain = !merged.all_of.has_alternatives && !merged.contradictory;
        (is_plain && !self.lineages.has(merged.lineage, own)).then_some(merged)
    }

    /// The supertype and its supertypes that are not merged yet, the youngest first; `None` for a loop.
    fn unmerged(&mut self, subtype: &Node<'d>, supertype: Node<'d>) -> Option<Vec<Node<'d>>> {
        let mut line: IndexMap<Origin, Node<'d>> = IndexMap::new();
        let mut next = Some(supertype);
        while let Some(node) = next.take() {
            if self.merges.contains_key(&SchemaSet::of(node.clone()).key()) {
                break;
            }
            if node.origin == subtype.origin || line.contains_key(&node.origin) {
                return None;
            }
            next = self.supertype(&node);
            line.insert(node.origin.clone(), node);
        }
        Some(line.into_values().collect())
    }

    /// The target of the first member of a schema's `allOf`, if it is only a reference.
    fn supertype(&mut self, node: &Node<'d>) -> Option<Node<'d>> {
        let member = self.keywords(node)?.members.first()?.clone();
        member.reference()?;
        let is_bare = member.value.as_object().is_some_and(|keywords| keywords.len() == 1);
        let supertype =
            if self.version.since_3_1() { self.step(&member).filter(|_| is_bare) } else { self.follow(&member) };
        supertype.filter(|supertype| supertype.reference().is_none())
    }
}
