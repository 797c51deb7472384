//! Resolves a use of a schema to the schema with its content: through references, `allOf` around one reference, and
//! `oneOf` with one variant other than `null`.
//!
//! Each hop is remembered, so that a long chain is walked once.

use super::Schemas;
use super::json_types::{common_types, type_names};
use super::keywords::{Keywords, NULLABLE_2_0};
use super::object::{UseSite, is_true};
use crate::diagnostics::Code;
use crate::ir::SchemaPosition;
use crate::lower::reference::ALLOWED_SIBLINGS;
use crate::pointer::Origin;
use crate::resolve::Node;
use indexmap::IndexMap;
use std::collections::HashSet;
use std::rc::Rc;

/// The result of resolving a use of a schema.
pub(crate) struct ResolvedUse<'d> {
    /// A schema with content of its own.
    pub(crate) node: Node<'d>,
    pub(crate) position: SchemaPosition,
    /// Whether `null` is allowed on the way.
    pub(crate) nullable: bool,
    /// Whether a reference was followed, so that the schema is elsewhere.
    pub(crate) by_reference: bool,
    /// The keywords before the first reference.
    pub(crate) words: UseSite,
    /// The schemas on the way that contain the result: they are the same schema.
    pub(crate) same_schemas: Vec<Origin>,
}

/// The final target of a referenced schema.
#[derive(Clone)]
pub(crate) struct ResolvedTarget<'d> {
    node: Node<'d>,
    /// The position from the last schema on the way, if any.
    position: Option<SchemaPosition>,
    nullable: bool,
}

/// The keywords that one step adds.
struct Hop {
    position: Option<SchemaPosition>,
    nullable: bool,
    /// Whether it was reached by reference, so that its target is the same for all uses.
    shared: bool,
}

impl<'d> Schemas<'_, 'd> {
    /// Resolves a use. `None`, and reported, if it is dangling.
    pub(crate) fn resolve_use(&mut self, node: &Node<'d>, position: SchemaPosition) -> Option<ResolvedUse<'d>> {
        let words = UseSite::default();
        let mut at = ResolvedUse {
            node: node.clone(),
            position,
            nullable: false,
            by_reference: false,
            words,
            same_schemas: Vec::new(),
        };
        let mut hops: IndexMap<Origin, Hop> = IndexMap::new();
        let end = self.advance(&mut at, &mut hops);
        self.cache_targets(&hops, end.as_ref());
        let end = end?;
        at.same_schemas = hops.iter().filter(|(_, hop)| !hop.shared).map(|(origin, _)| origin.clone()).collect();
        for hop in hops.into_values().chain([Hop { position: end.position, nullable: end.nullable, shared: true }]) {
            at.nullable |= hop.nullable;
            at.position = hop.position.unwrap_or(at.position);
        }
        at.node = end.node;
        Some(at)
    }

    /// Continues to the first schema with content, or to one that was resolved before.
    fn advance(&mut self, at: &mut ResolvedUse<'d>, hops: &mut IndexMap<Origin, Hop>) -> Option<ResolvedTarget<'d>> {
        loop {
            let origin = at.node.origin.clone();
            if let Some(target) = self.resolved_targets.get(&origin).filter(|_| at.by_reference) {
                return target.clone();
            }
            if let Some(start) = hops.get_index_of(&origin) {
                self.report_round(hops.keys().skip(start));
                return None;
            }
            let shared = at.by_reference;
            let (next, nullable) = if self.is_bare_reference(&at.node) {
                at.words.read_reference(&at.node, at.by_reference);
                let next = self.step(&at.node);
                (next, self.is_marked_nullable(&at.node))
            } else {
                let keywords = self.keywords(&at.node);
                let mut siblings = None;
                let next = keywords.as_ref().map(|keywords| {
                    at.words.read(keywords, at.by_reference);
                    self.alias(keywords, &mut siblings)
                });
                let Some((next, nullable)) = next.unwrap_or_default() else {
                    return keywords.map(|_| ResolvedTarget { node: at.node.clone(), position: None, nullable: false });
                };
                at.words.add(siblings.filter(|_| !at.by_reference).unwrap_or_default());
                (Some(next), nullable)
            };
            // Only schemas elsewhere have a position of their own.
            let elsewhere = next.as_ref().filter(|next| next.origin.parent().parent() != origin);
            at.by_reference |= elsewhere.is_some();
            let position = elsewhere.and_then(|next| self.shared_position(&next.origin));
            hops.insert(origin, Hop { position, nullable, shared });
            at.node = next?;
        }
    }

    /// Whether a reference has the sibling `nullable`.
    fn is_marked_nullable(&self, node: &Node<'d>) -> bool {
        is_true(node, "nullable")
            || (self.version.is_2_0() && NULLABLE_2_0.into_iter().any(|keyword| is_true(node, keyword)))
    }

    /// Long chains are walked only once.
    fn cache_targets(&mut self, hops: &IndexMap<Origin, Hop>, end: Option<&ResolvedTarget<'d>>) {
        let mut target = end.cloned();
        for (origin, hop) in hops.iter().rev() {
            if let Some(target) = &mut target {
                target.position = target.position.take().or_else(|| hop.position.clone());
                target.nullable |= hop.nullable;
            }
            if hop.shared {
                self.resolved_targets.insert(origin.clone(), target.clone());
            }
        }
    }

    /// Whether the node has no content of its own: since 3.1, keywords next to `$ref` apply.
    pub(crate) fn is_bare_reference(&self, node: &Node<'d>) -> bool {
        node.reference().is_some()
            && (!self.version.since_3_1()
                || node.entries().all(|(key, _)| ALLOWED_SIBLINGS.contains(&key) || key.starts_with("x-")))
    }

    /// The schema that this one is an alias of, if it adds only documentation and `null`.
    fn alias(&mut self, keywords: &Keywords<'d>, words: &mut Option<UseSite>) -> Option<(Node<'d>, bool)> {
        match (keywords.members.as_slice(), keywords.alternatives.as_slice()) {
            ([], [alternatives]) if keywords.has_only_composition() => {
                let (variants, null) = self.split_null(alternatives);
                match variants.as_slice() {
                    [variant] => {
                        self.check_type_next_to(keywords, variant);
                        Some((variant.clone(), keywords.nullable || null))
                    }
                    [] | [_, _, ..] => None,
                }
            }
            (members @ [_, ..], []) => {
                let mut known = HashSet::new();
                let significant: Vec<&Node<'d>> = members
                    .iter()
                    .filter(|member| !self.only_annotates(member, words) && known.insert(member.value))
                    .collect();
                match significant.as_slice() {
                    // A subtype without additions is still distinguished by its name.
                    [member] if keywords.has_only_composition() && !self.is_supertype_of(member, &keywords.node) => {
                        self.check_type_next_to(keywords, member);
                        Some(((*member).clone(), keywords.nullable))
                    }
                    [_, ..] => self.named_member(keywords, &significant, words),
                    [] => None,
                }
            }
            (_, _) => None,
        }
    }

    /// The reference among the members of an `allOf` to which nothing else adds anything, and whether `null` is
    /// allowed. Such components keep a type of their own.
    fn named_member(
        &mut self,
        keywords: &Keywords<'d>,
        members: &[&Node<'d>],
        words: &mut Option<UseSite>,
    ) -> Option<(Node<'d>, bool)> {
        if let [_, _, ..] = members
            && let Some(target) = self.nullable_alias(keywords, members, words)
        {
            return Some((target, true));
        }
        if keywords.discriminator.is_some() || self.schema_name(&keywords.node.origin).is_some() {
            return None;
        }
        let is_whole = |schemas: &mut Self, target: &Node<'d>| {
            let mut others = members.iter().filter(|member| member.origin != target.origin);
            schemas.adds_nothing_beside(keywords, target)
                && others.all(|other| schemas.keywords(other).is_some_and(|other| schemas.adds_nothing(&other, target)))
        };
        let references = members.iter().filter(|member| self.may_resolve_to_reference(member)).collect::<Vec<_>>();
        let target = references.into_iter().find(|target| is_whole(self, target))?;
        for other in members.iter().filter(|member| member.origin != target.origin) {
            let other = self.keywords(other)?;
            words.get_or_insert_default().read(&other, false);
        }
        Some(((*target).clone(), keywords.nullable))
    }

    /// Whether a member is a reference, or an `allOf`, which may resolve to one.
    fn may_resolve_to_reference(&mut self, member: &Node<'d>) -> bool {
        let is_wrapper = |keywords: Rc<Keywords<'d>>| {
            keywords.has_only_composition() && !keywords.members.is_empty() && keywords.alternatives.is_empty()
        };
        member.reference().is_some() || self.keywords(member).is_some_and(is_wrapper)
    }

    /// The reference among the members of an `allOf` if the others only allow `null`. Strictly, `null` must be allowed
    /// by every member, but libraries write nullable uses in this way.
    fn nullable_alias(
        &mut self,
        keywords: &Keywords<'d>,
        members: &[&Node<'d>],
        words: &mut Option<UseSite>,
    ) -> Option<Node<'d>> {
        let (targets, null_members): (Vec<&&Node<'d>>, Vec<&&Node<'d>>) =
            members.iter().partition(|member| member.reference().is_some());
        let [target] = targets.as_slice() else { return None };
        if !keywords.has_only_composition() || self.is_supertype_of(target, &keywords.node) {
            return None;
        }
        let described = self.follow(target).and_then(|target| self.keywords(&target))?;
        for member in null_members {
            let member = self.keywords(member)?;
            if !member.only_allows_null(described.types.as_deref()) {
                return None;
            }
            words.get_or_insert_default().read(&member, false);
        }
        let accepts_null = described.nullable || self.alternatives_accept_null(&described, 0);
        if !accepts_null && self.contradicted.insert(keywords.node.origin.clone()) {
            let message = "`null` is accepted, although only one member of this `allOf` allows it";
            self.diagnostics.note(Code::Contradiction, &keywords.node.origin, message);
        }
        Some((**target).clone())
    }

    /// Reports a `type` that contradicts the schema that it is an alias of.
    fn check_type_next_to(&mut self, keywords: &Keywords<'d>, alias: &Node<'d>) {
        let Some(own_types) = keywords.types.as_deref().filter(|types| !types.is_empty()) else { return };
        let Some(target) = self.follow(alias).and_then(|target| self.keywords(&target)) else { return };
        let Some(target_types) = target.types.as_deref().filter(|types| !types.is_empty()) else { return };
        if !common_types(own_types, target_types).is_empty() || !self.contradicted.insert(keywords.node.origin.clone())
        {
            return;
        }
        let (own_types, target_types) = (type_names(own_types), type_names(target_types));
        let message = format!("no value is both {own_types} and {target_types}: this `type` is ignored");
        let diagnostic = self.diagnostics.warning(Code::Contradiction, &keywords.node.origin.key("type"), message);
        diagnostic.also(&target.node.origin, format!("{target_types} here")).help("remove the incorrect one");
    }

    /// Whether a member of an `allOf` has only annotations, which describe the whole schema.
    fn only_annotates(&mut self, member: &Node<'d>, words: &mut Option<UseSite>) -> bool {
        if member.reference().is_some() {
            return false;
        }
        let Some(keywords) = self.keywords(member).filter(|keywords| keywords.is_annotation()) else { return false };
        words.get_or_insert_default().read(&keywords, false);
        true
    }

    /// The position of a referenced schema, if it is named.
    pub(crate) fn shared_position(&self, origin: &Origin) -> Option<SchemaPosition> {
        if let Some(key) = self.schema_key(origin) {
            return Some(SchemaPosition::Component(key));
        }
        let steps: Vec<String> = origin.pointer.steps().collect();
        match steps.as_slice() {
            [] => {
                let file = self.resolver.document().files().get(origin.file.0)?;
                Some(SchemaPosition::Component(file.path.file_stem()?.to_str()?.to_owned()))
            }
            [.., holder, key] if holder == "definitions" || holder == "$defs" => {
                Some(SchemaPosition::Component(key.clone()))
            }
            [..] => self.component_key(origin).map(SchemaPosition::SharedPart),
        }
    }
}
