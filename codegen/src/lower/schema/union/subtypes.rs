//! A base and its heirs: a schema with a `discriminator` and no `oneOf`, which others include by `allOf`.
//!
//! Where the base is used, a value may be any of its heirs, as the specification has it: so it becomes a union of them,
//! and of itself where its own name may stand in the discriminator's property. Within an heir the base is only its own
//! properties.

use super::discriminator::Discriminated;
use super::union_of;
use crate::ir::{Place, Selection, TypeId, TypeKind};
use crate::lower::reference::schema_key;
use crate::lower::schema::Schemas;
use crate::lower::schema::alternatives::VariantView;
use crate::lower::schema::merge::{Ingredient, Merged, Recipe};
use crate::pointer::Origin;
use crate::resolve::Node;
use indexmap::IndexMap;
use std::collections::HashMap;
use std::rc::Rc;

/// How many levels of heirs are looked for.
const DEEPEST: usize = 32;

/// The components that include each component by `allOf`, in the document's order, by where they stand.
pub(crate) type Heirs<'d> = HashMap<Origin, IndexMap<Origin, Node<'d>>>;

impl<'d> Schemas<'_, 'd> {
    /// The heirs of a schema that its discriminator tells apart, and theirs; none unless it is such a base.
    pub(crate) fn heirs(&mut self, base: &Node<'d>) -> Vec<Node<'d>> {
        if !self.is_base(base) {
            return Vec::new();
        }
        let known = self.known_heirs();
        let mut found: IndexMap<&Origin, &Node<'d>> = IndexMap::new();
        let mut open = vec![(&base.origin, 0)];
        while let Some((origin, depth)) = open.pop() {
            for (origin, heir) in known.get(origin).into_iter().flatten() {
                if *origin != base.origin && depth < DEEPEST && found.insert(origin, heir).is_none() {
                    open.push((origin, depth + 1));
                }
            }
        }
        found.into_values().cloned().collect()
    }

    /// Whether a schema has a discriminator that tells its heirs apart, if there are any.
    fn is_base(&mut self, node: &Node<'d>) -> bool {
        schema_key(&node.origin.pointer).is_some()
            && self
                .keywords(node)
                .is_some_and(|keywords| keywords.discriminator.is_some() && keywords.alternatives.is_empty())
    }

    fn known_heirs(&mut self) -> &Heirs<'d> {
        if self.heirs.is_none() {
            self.heirs = Some(self.find_heirs());
        }
        self.heirs.get_or_insert_default()
    }

    /// Whether a member of the `allOf` of a schema is a base that has the schema among its heirs.
    pub(crate) fn is_base_of(&mut self, member: &Node<'d>, heir: &Node<'d>) -> bool {
        if schema_key(&heir.origin.pointer).is_none() || member.reference().is_none() {
            return false;
        }
        let Some(base) = self.follow(member).filter(|base| base.origin != heir.origin) else { return false };
        self.is_base(&base)
            && self.known_heirs().get(&base.origin).is_some_and(|heirs| heirs.contains_key(&heir.origin))
    }

    fn find_heirs(&mut self) -> Heirs<'d> {
        let root = self.resolver.root();
        let schemas = root.get("components").and_then(|components| components.get("schemas"));
        let entries: Vec<Node<'d>> = schemas.iter().flat_map(Node::entries).map(|(_, node)| node).collect();
        let mut heirs = Heirs::new();
        for heir in entries {
            let members: Vec<Node<'d>> = heir.get("allOf").iter().flat_map(Node::items).collect();
            for member in members.iter().filter(|member| member.reference().is_some()) {
                if let Some(base) = self.follow(member) {
                    heirs.entry(base.origin).or_default().insert(heir.origin.clone(), heir.clone());
                }
            }
        }
        heirs
    }

    /// The union of a base's heirs; none when they cannot be told apart.
    pub(crate) fn lower_heirs(&mut self, id: TypeId, merged: &Rc<Merged<'d>>) -> Option<TypeKind> {
        let (discriminator, origin) = merged.discriminator.as_ref()?;
        let base = merged.recipe.ingredients.last()?.node.clone();
        let alone = Recipe::from(vec![Ingredient { node: base.clone(), without_alternatives: true }]);
        let mut views = self.view(&merged.heirs);
        // A mapping that leaves the base out says that no value is merely one.
        let key = schema_key(&base.origin.pointer)?;
        let names_base = |target: &String| target.rsplit('/').next() == Some(key.as_str());
        let base_index = views.len();
        let may_be_base = discriminator.mapping.is_empty() || discriminator.mapping.values().any(names_base);
        if may_be_base {
            views.push(VariantView { node: base.clone(), merged: self.merge(&alone) });
        }
        let selection = self.lower_discriminator(&Discriminated {
            discriminator,
            origin,
            views: &views,
            base: may_be_base.then_some(base_index),
            partial: false,
        });
        let selection = selection.whole()?;
        if let Selection::Discriminator { mapping, .. } = &selection
            && mapping.iter().all(|(_, index)| *index != base_index)
        {
            // Every value is one of an heir.
            views.truncate(base_index);
        }
        let mut variants = Vec::new();
        for (index, view) in views.iter().enumerate() {
            let place = Place::Variant { owner: id, index };
            let is_base = view.node.origin == base.origin;
            let value = if is_base { self.reserve(&alone, place) } else { self.lower_schema(&view.node, place) };
            let component = if is_base { None } else { self.component_of(&view.node) };
            variants.push((view.node.origin.clone(), value, component));
        }
        Some(union_of(variants, selection))
    }
}
