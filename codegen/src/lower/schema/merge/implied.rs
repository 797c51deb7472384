//! Whether a schema of an `allOf` adds anything to another member: often it does not, such as `type: object` next to a
//! reference to an object, or the `items: { type: object }` of an envelope with elements from another member.
//!
//! If that is not certain, the two are merged into one type, which is always correct. Nothing here calls
//! [`merge`](super), which uses this before merging.

use crate::ir::JsonType;
use crate::lower::schema::Schemas;
use crate::lower::schema::json_types::common_types;
use crate::lower::schema::keywords::{AdditionalKeyword, Keywords};
use crate::pointer::Origin;
use crate::resolve::Node;
use std::collections::HashSet;
use std::rc::Rc;

/// The maximal depth of comparing properties and items.
const MAX_DEPTH: usize = 4;

/// The maximal number of schemas that one consists of through `allOf`.
const MOST_PARTS: usize = 64;

impl<'d> Schemas<'_, 'd> {
    /// Whether these keywords allow each value that `node` allows, except `null`.
    pub(crate) fn adds_nothing(&mut self, keywords: &Keywords<'d>, node: &Node<'d>) -> bool {
        keywords.members.is_empty() && self.is_implied(keywords, node, 0)
    }

    /// Whether the siblings of an `allOf` add nothing.
    pub(crate) fn adds_nothing_beside(&mut self, keywords: &Keywords<'d>, node: &Node<'d>) -> bool {
        self.is_implied(keywords, node, 0)
    }

    fn is_implied(&mut self, keywords: &Keywords<'d>, node: &Node<'d>, depth: usize) -> bool {
        if depth > MAX_DEPTH || !may_add_nothing(keywords) {
            return false;
        }
        let parts = self.parts_of(node);
        let requires = |name: &String| parts.iter().any(|part| part.required.iter().any(|(own, _)| own == name));
        if !keywords.required.iter().all(|(name, _)| requires(name)) {
            return false;
        }
        self.implies_types(keywords, &parts, depth)
            && keywords.properties.iter().all(|(name, property)| {
                let own = parts.iter().flat_map(|part| &part.properties).filter(|(own, _)| own == name);
                let own: Vec<&Node<'d>> = own.map(|(_, node)| node).collect();
                self.implies(&own, property, depth)
            })
            && keywords.items.iter().all(|items| {
                let own: Vec<&Node<'d>> = parts.iter().filter_map(|part| part.items.as_ref()).collect();
                self.implies(&own, items, depth)
            })
    }

    /// Whether one of these schemas allows only what `weaker` does.
    fn implies(&mut self, own: &[&Node<'d>], weaker: &Node<'d>, depth: usize) -> bool {
        own.iter().any(|own| {
            let is_same = own.value == weaker.value && own.origin.file == weaker.origin.file;
            is_same
                || weaker.reference().is_none()
                    && self.keywords(weaker).is_some_and(|keywords| {
                        keywords.members.is_empty() && self.is_implied(&keywords, own, depth + 1)
                    })
        })
    }

    fn implies_types(&mut self, keywords: &Keywords<'d>, parts: &[Rc<Keywords<'d>>], depth: usize) -> bool {
        let Some(allowed) = keywords.types.as_deref() else { return true };
        !allowed.is_empty() && parts.iter().any(|part| self.is_of_types(part, allowed, depth))
    }

    fn is_of_types(&mut self, part: &Keywords<'d>, allowed: &[JsonType], depth: usize) -> bool {
        match part.types.as_deref().filter(|types| !types.is_empty()) {
            Some(types) => types.iter().all(|own| common_types(allowed, &[*own]) == [*own]),
            None if !part.properties.is_empty() => allowed.contains(&JsonType::Object),
            None if part.items.is_some() => allowed.contains(&JsonType::Array),
            // Alternatives are not considered.
            None if depth <= MAX_DEPTH => part.alternatives.iter().any(|alternatives| {
                alternatives.variants.iter().all(|variant| {
                    let parts = self.parts_of(variant);
                    parts.iter().any(|part| part.is_null() || self.is_of_types(part, allowed, MAX_DEPTH + 1))
                })
            }),
            None => false,
        }
    }

    /// The keywords of a schema, of its reference, and of the members of its `allOf`.
    fn parts_of(&mut self, node: &Node<'d>) -> Vec<Rc<Keywords<'d>>> {
        let mut parts = Vec::new();
        let mut known: HashSet<Origin> = HashSet::new();
        let mut open = vec![node.clone()];
        while let Some(node) = open.pop().filter(|_| parts.len() < MOST_PARTS) {
            // Since 3.1 a reference is a member of its schema.
            let by_reference = node.reference().is_some() && !self.version.since_3_1();
            let Some(node) = (if by_reference { self.follow(&node) } else { Some(node) }) else { continue };
            if !known.insert(node.origin.clone()) {
                continue;
            }
            let Some(keywords) = self.keywords(&node) else { continue };
            open.extend(keywords.members.iter().cloned());
            parts.push(keywords);
        }
        parts
    }
}

/// Whether the schema has only keywords that another one may imply: types, properties, required keys and elements.
fn may_add_nothing(keywords: &Keywords<'_>) -> bool {
    keywords.format.is_none()
        && keywords.content.is_empty()
        && keywords.values.is_none()
        && matches!(keywords.additional, None | Some(AdditionalKeyword::Any))
        && keywords.prefix_items.is_empty()
        && keywords.alternatives.is_empty()
        && keywords.discriminator.is_none()
        && keywords.limits.is_empty()
}
