//! Bases and their heirs by `allOf`: a long line of them is gone through once, and not again for each heir.
//!
//! An heir whose `allOf` begins with a reference goes on from what its base came to ([`Merged`]) and adds what follows.
//! What the parts decide only as a whole is kept in a [`AllOfSummary`](super::lineage::AllOfSummary), which parts there were in [`Lineages`](super::lineage::Lineages).

use super::lineage::KeywordsId;
use super::merge::{Ingredient, Merged, Recipe};
use crate::lower::schema::Schemas;
use crate::pointer::Origin;
use crate::resolve::Node;
use indexmap::IndexMap;
use std::rc::Rc;

impl<'d> Schemas<'_, 'd> {
    /// What the base of a schema came to, when the schema can go on from there.
    pub(crate) fn merged_base(&mut self, recipe: &Recipe<'d>) -> Option<Rc<Merged<'d>>> {
        let [Ingredient { node, without_alternatives: false }] = recipe.ingredients.as_slice() else { return None };
        let own = KeywordsId::of(&self.keywords(node)?);
        let base = self.base(node)?;
        // From the oldest on, so that nothing descends.
        for older in self.unmerged(node, base.clone())?.into_iter().rev() {
            self.merge_from_base(&Recipe::of(older));
        }
        let merged = self.merge(&Recipe::of(base));
        // Alternatives are taken out where an heir is among them, and a contradiction concerns each heir.
        let is_plain = !merged.all_of.has_alternatives && !merged.contradictory;
        (is_plain && !self.lineages.has(merged.lineage, own)).then_some(merged)
    }

    /// The base and its bases that nobody has brought together yet, the youngest first; none where they go round.
    fn unmerged(&mut self, heir: &Node<'d>, base: Node<'d>) -> Option<Vec<Node<'d>>> {
        let mut line: IndexMap<Origin, Node<'d>> = IndexMap::new();
        let mut next = Some(base);
        while let Some(node) = next.take() {
            if self.merges.contains_key(&Recipe::of(node.clone()).key()) {
                break;
            }
            if node.origin == heir.origin || line.contains_key(&node.origin) {
                return None;
            }
            next = self.base(&node);
            line.insert(node.origin.clone(), node);
        }
        Some(line.into_values().collect())
    }

    /// What the first member of a schema's `allOf` refers to, where nothing stands beside the reference that counts.
    fn base(&mut self, node: &Node<'d>) -> Option<Node<'d>> {
        let member = self.keywords(node)?.members.first()?.clone();
        member.reference()?;
        let is_bare = member.value.as_object().is_some_and(|keywords| keywords.len() == 1);
        let base = if self.version.since_3_1() { self.step(&member).filter(|_| is_bare) } else { self.follow(&member) };
        base.filter(|base| base.reference().is_none())
    }
}
