//! A supertype and its subtypes: a schema with a `discriminator` and no `oneOf`, which others include by `allOf`.
//!
//! According to the specification, a value of the supertype may be any of its subtypes, so it becomes a union of them,
//! and of itself if its own name may be the discriminator value. Within a subtype, the supertype has only its own
//! properties.

use super::discriminator::Discriminated;
use crate::ir::{SchemaPosition, Selection, TypeId};
use crate::lower::schema::Schemas;
use crate::lower::schema::alternatives::VariantView;
use crate::lower::schema::draft::{DraftSelection, TypeKind, union_of};
use crate::lower::schema::keywords::Keywords;
use crate::lower::schema::merge::{Member, Merged, SchemaSet};
use crate::lower::schema::named_schemas::names;
use crate::pointer::Origin;
use crate::resolve::Node;
use indexmap::IndexMap;
use std::collections::HashMap;
use std::rc::Rc;

/// How many levels of subtypes are looked for.
const MAX_SUBTYPE_LEVELS: usize = 32;

/// The named schemas that include each schema by `allOf`, in the document's order, by position.
pub(crate) type Subtypes<'d> = HashMap<Origin, IndexMap<Origin, Node<'d>>>;

impl<'d> Schemas<'_, 'd> {
    /// The subtypes of a schema that its discriminator distinguishes, and theirs; empty unless it is such a supertype.
    pub(crate) fn subtypes(&mut self, supertype: &Node<'d>) -> Vec<Node<'d>> {
        if !self.is_supertype(supertype) {
            return Vec::new();
        }
        let known = self.known_subtypes();
        let mut found: IndexMap<&Origin, &Node<'d>> = IndexMap::new();
        let mut open = vec![(&supertype.origin, 0)];
        while let Some((origin, depth)) = open.pop() {
            for (origin, subtype) in known.get(origin).into_iter().flatten() {
                if *origin != supertype.origin && depth < MAX_SUBTYPE_LEVELS && found.insert(origin, subtype).is_none()
                {
                    open.push((origin, depth + 1));
                }
            }
        }
        found.into_values().cloned().collect()
    }

    /// Whether a schema has a discriminator for its subtypes, if there are any.
    fn is_supertype(&mut self, node: &Node<'d>) -> bool {
        self.schema_name(&node.origin).is_some()
            && self
                .keywords(node)
                .is_some_and(|keywords| keywords.alternatives.is_empty() && self.has_discriminator(&keywords))
    }

    /// Whether a schema has a discriminator of its own, which may be in the `allOf` next to the supertype.
    fn has_discriminator(&mut self, keywords: &Keywords<'d>) -> bool {
        let mut inline = keywords.members.iter().filter(|member| member.reference().is_none());
        keywords.discriminator.is_some()
            || inline.any(|member| self.keywords(member).is_some_and(|member| member.discriminator.is_some()))
    }

    fn known_subtypes(&mut self) -> &Subtypes<'d> {
        if self.subtypes.is_none() {
            self.subtypes = Some(self.find_subtypes());
        }
        self.subtypes.get_or_insert_default()
    }

    /// Whether a member of the `allOf` of a schema is a supertype that has the schema among its subtypes.
    pub(crate) fn is_supertype_of(&mut self, member: &Node<'d>, subtype: &Node<'d>) -> bool {
        if self.schema_name(&subtype.origin).is_none() || member.reference().is_none() {
            return false;
        }
        let Some(supertype) = self.follow(member).filter(|supertype| supertype.origin != subtype.origin) else {
            return false;
        };
        self.is_supertype(&supertype)
            && self
                .known_subtypes()
                .get(&supertype.origin)
                .is_some_and(|subtypes| subtypes.contains_key(&subtype.origin))
    }

    fn find_subtypes(&mut self) -> Subtypes<'d> {
        let mut subtypes = Subtypes::new();
        for subtype in self.named_schemas() {
            let members: Vec<Node<'d>> = subtype.get("allOf").iter().flat_map(Node::items).collect();
            for member in members.iter().filter(|member| member.reference().is_some()) {
                if let Some(supertype) = self.follow(member) {
                    subtypes.entry(supertype.origin).or_default().insert(subtype.origin.clone(), subtype.clone());
                }
            }
        }
        subtypes
    }

    /// The union of a supertype's subtypes; `None` if they cannot be distinguished.
    pub(crate) fn lower_subtypes(&mut self, id: TypeId, merged: &Rc<Merged<'d>>) -> Option<TypeKind> {
        let (discriminator, origin) = merged.discriminator.as_ref()?;
        let supertype = merged.set.members.last()?.node.clone();
        let alone = SchemaSet::from(vec![Member { node: supertype.clone(), without_alternatives: true }]);
        let mut views = self.view(&merged.subtypes);
        // A mapping without the supertype means that it is abstract.
        let key = self.schema_name(&supertype.origin)?;
        let names_supertype = |target: &String| names(target, &key);
        let supertype_index = views.len();
        let mut targets = discriminator.mapping.values().chain(&discriminator.default_mapping);
        let may_be_supertype = discriminator.mapping.is_empty() || targets.any(names_supertype);
        if may_be_supertype {
            views.push(VariantView { node: supertype.clone(), merged: self.merge(&alone) });
        }
        let selection = self.lower_discriminator(&Discriminated {
            discriminator,
            origin,
            views: &views,
            supertype: may_be_supertype.then_some(supertype_index),
            partial: false,
        });
        let selection = selection.complete()?;
        if let Selection::Discriminator { mapping, .. } = &selection
            && mapping.iter().all(|(_, index)| *index != supertype_index)
            && selection.default_variant() != Some(supertype_index)
        {
            // Every value is of a subtype.
            views.truncate(supertype_index);
        }
        let mut variants = Vec::new();
        for (index, view) in views.iter().enumerate() {
            let is_supertype = view.node.origin == supertype.origin;
            let own_position = if is_supertype { None } else { self.shared_position(&view.node.origin) };
            let position = own_position.unwrap_or(SchemaPosition::Variant { owner: id, index });
            let value =
                if is_supertype { self.reserve(&alone, position) } else { self.lower_schema(&view.node, position) };
            let component = if is_supertype { None } else { self.component_of(&view.node) };
            variants.push((view.node.origin.clone(), value, component));
        }
        Some(union_of(variants, DraftSelection::Discriminator(selection)))
    }
}
