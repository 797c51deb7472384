//! `allOf`: several schemas united into one.
//!
//! A type is lowered from a [`SchemaSet`]: usually one schema, sometimes several (a property that two members of an
//! `allOf` declare; a union's variant together with the siblings of the `oneOf`). Merging flattens every `allOf`
//! ([`members`]) and combines the keywords ([`unite`]), starting with those of the supertype ([`inherit`]).

pub(crate) mod implied;
pub(crate) mod inherit;
pub(crate) mod lineage;
mod members;
mod merged;
mod set;
#[cfg(test)]
mod tests;
mod unite;

use crate::lower::schema::Schemas;
use crate::resolve::Node;
pub(crate) use merged::Merged;
pub(crate) use set::{Member, SchemaSet, SchemaSetKey};
use std::rc::Rc;

impl<'d> Schemas<'_, 'd> {
    /// The keywords of a schema and of its `allOf`, whether or not it becomes a type.
    pub(crate) fn merge_schema(&mut self, node: &Node<'d>) -> Rc<Merged<'d>> {
        let position = crate::ir::SchemaPosition::SharedPart(String::new());
        let node = self.resolve_use(node, position).map_or_else(|| node.clone(), |resolved| resolved.node);
        self.merge(&SchemaSet::of(node))
    }

    /// Merges the schemas of a set, once.
    pub(crate) fn merge(&mut self, set: &SchemaSet<'d>) -> Rc<Merged<'d>> {
        let key = set.key();
        if let Some(known) = self.merges.get(&key) {
            return Rc::clone(known);
        }
        self.merge_from_supertype(set)
    }

    /// Merges the schemas after the supertype, if the set can start from one.
    pub(crate) fn merge_from_supertype(&mut self, set: &SchemaSet<'d>) -> Rc<Merged<'d>> {
        let mut supertype = self.merged_supertype(set);
        let mut parts = self.parts(set, supertype.as_ref().map(|supertype| supertype.lineage));
        // The reason for removing alternatives may be anywhere in the chain.
        if supertype.is_some() && parts.iter().any(|part| !part.keywords.alternatives.is_empty()) {
            supertype = None;
            parts = self.parts(set, None);
        }
        let merged = Rc::new(self.unite(set, supertype.as_deref(), &parts));
        self.merges.insert(set.key(), Rc::clone(&merged));
        merged
    }
}
