//! `allOf`: several schemas united into one.
//!
//! What a type is made of is a [`SchemaSet`]: usually one schema, sometimes several (a property that two members of an
//! `allOf` declare; a union's variant together with the keywords beside the `oneOf`). Merging flattens every `allOf` on
//! the way ([`members`]) and unites the keywords ([`unite`]), from those of the supertype on ([`inherit`]).

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
    /// What a schema says, by itself and through `allOf`, whether or not it becomes a type.
    pub(crate) fn merge_schema(&mut self, node: &Node<'d>) -> Rc<Merged<'d>> {
        let place = crate::ir::Place::SharedPart(String::new());
        let node = self.resolve_use(node, place).map_or_else(|| node.clone(), |resolved| resolved.node);
        self.merge(&SchemaSet::of(node))
    }

    /// Brings the schemas of a set together, once.
    pub(crate) fn merge(&mut self, set: &SchemaSet<'d>) -> Rc<Merged<'d>> {
        let key = set.key();
        if let Some(known) = self.merges.get(&key) {
            return Rc::clone(known);
        }
        self.merge_from_supertype(set)
    }

    /// Brings together what follows the supertype, where there is one that the set can go on from.
    pub(crate) fn merge_from_supertype(&mut self, set: &SchemaSet<'d>) -> Rc<Merged<'d>> {
        let mut supertype = self.merged_supertype(set);
        let mut parts = self.parts(set, supertype.as_ref().map(|supertype| supertype.lineage));
        // What alternatives are taken out for may be anywhere in the line.
        if supertype.is_some() && parts.iter().any(|part| !part.keywords.alternatives.is_empty()) {
            supertype = None;
            parts = self.parts(set, None);
        }
        let merged = Rc::new(self.unite(set, supertype.as_deref(), &parts));
        self.merges.insert(set.key(), Rc::clone(&merged));
        merged
    }
}
