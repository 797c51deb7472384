//! Supertypes and their subtypes by `allOf`: a long line of them is gone through once, and not again for each subtype.
//!
//! A subtype whose `allOf` begins with a reference goes on from what its supertype came to ([`Merged`]) and adds what
//! follows. What the parts decide only as a whole is kept in a [`AllOfSummary`](super::lineage::AllOfSummary), which
//! parts there were in [`Lineages`](super::lineage::Lineages).

use super::lineage::KeywordsId;
use super::{Member, Merged, SchemaSet};
use crate::lower::schema::Schemas;
use crate::pointer::Origin;
use crate::resolve::Node;
use indexmap::IndexMap;
use std::rc::Rc;

impl<'d> Schemas<'_, 'd> {
    /// What the supertype of a schema came to, when the schema can go on from there.
    pub(crate) fn merged_supertype(&mut self, set: &SchemaSet<'d>) -> Option<Rc<Merged<'d>>> {
        let [Member { node, without_alternatives: false }] = set.members.as_slice() else { return None };
        let own = KeywordsId::of(&self.keywords(node)?);
        let supertype = self.supertype(node)?;
        // From the oldest on, so that nothing descends.
        for older in self.unmerged(node, supertype.clone())?.into_iter().rev() {
            self.merge_from_supertype(&SchemaSet::of(older));
        }
        let merged = self.merge(&SchemaSet::of(supertype));
        // Alternatives are taken out where a subtype is among them, and a contradiction concerns each subtype.
        let is_plain = !merged.all_of.has_alternatives && !merged.contradictory;
        (is_plain && !self.lineages.has(merged.lineage, own)).then_some(merged)
    }

    /// The supertype and its supertypes that nobody has brought together yet, the youngest first; none where they go
    /// round.
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

    /// What the first member of a schema's `allOf` refers to, where nothing stands beside the reference that counts.
    fn supertype(&mut self, node: &Node<'d>) -> Option<Node<'d>> {
        let member = self.keywords(node)?.members.first()?.clone();
        member.reference()?;
        let is_bare = member.value.as_object().is_some_and(|keywords| keywords.len() == 1);
        let supertype =
            if self.version.since_3_1() { self.step(&member).filter(|_| is_bare) } else { self.follow(&member) };
        supertype.filter(|supertype| supertype.reference().is_none())
    }
}
