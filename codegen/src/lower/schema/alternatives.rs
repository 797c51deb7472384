//! `oneOf` and `anyOf` before they become a union: detects `null`, alternatives with constraints only, and lists of constants.

use super::keywords::enum_docs::WordsByConstant;
use super::keywords::{Alternatives, Keywords};
use super::merge::Merged;
use crate::ir::{EnumValueDocs, JsonType, SchemaPosition, StringFormat};
use crate::lower::schema::Schemas;
use crate::pointer::Origin;
use crate::resolve::Node;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashSet;
use std::rc::Rc;

/// How many unions within unions are searched for `null`.
const MAX_UNION_DEPTH: usize = 32;

/// The keywords of one variant.
#[derive(Clone)]
pub(crate) struct VariantView<'d> {
    /// The variant in the document.
    pub(crate) node: Node<'d>,
    pub(crate) merged: Rc<Merged<'d>>,
}

impl<'d> Schemas<'_, 'd> {
    /// The variants other than `null`, and whether `null` is one. Repeated schemas are one variant, even if their
    /// descriptions differ.
    pub(crate) fn split_null(&mut self, alternatives: &Alternatives<'d>) -> (Vec<Node<'d>>, bool) {
        let mut variants: Vec<Node<'d>> = Vec::new();
        let mut known: HashSet<Cow<'d, Value>> = HashSet::new();
        let mut null = false;
        let alone = self.is_alone(alternatives);
        let mut open: Vec<(Node<'d>, usize)> = Vec::new();
        open.extend(alternatives.variants.iter().rev().map(|variant| (variant.clone(), 0)));
        while let Some((variant, depth)) = open.pop() {
            if self.is_null(&variant) {
                null = true;
            } else if let Some(inner) = self.variants_within(&variant).filter(|_| depth < MAX_UNION_DEPTH && !alone) {
                open.extend(inner.into_iter().rev().map(|variant| (variant, depth + 1)));
            } else if known.insert(without_description(variant.value)) {
                variants.push(variant);
            }
        }
        (self.without_listed_subtypes(alternatives, variants), null)
    }

    /// The variants without the subtypes of a supertype among them, which includes these: frameworks list both. A union
    /// with its own discriminator distinguishes all of them.
    fn without_listed_subtypes(&mut self, alternatives: &Alternatives<'d>, variants: Vec<Node<'d>>) -> Vec<Node<'d>> {
        let owner = alternatives.origin.parent();
        if variants.len() < 2 || self.resolver.document().node(&owner.key("discriminator")).is_some() {
            return variants;
        }
        let targets: Vec<Option<Node<'d>>> = variants.iter().map(|variant| self.follow(variant)).collect();
        let mut listed: HashSet<Origin> = HashSet::new();
        for target in targets.iter().flatten() {
            listed.extend(self.subtypes(target).into_iter().map(|subtype| subtype.origin));
        }
        let is_listed =
            |target: &Option<Node<'d>>| target.as_ref().is_some_and(|target| listed.contains(&target.origin));
        let both = variants.into_iter().zip(targets);
        both.filter(|(_, target)| !is_listed(target)).map(|(variant, _)| variant).collect()
    }

    /// Whether the only variant other than `null` is a reference, which has a type of its own.
    fn is_alone(&mut self, alternatives: &Alternatives<'d>) -> bool {
        let mut others = alternatives.variants.iter().filter(|variant| !self.is_null(variant));
        let (first, second) = (others.next(), others.next());
        first.is_some_and(|first| first.reference().is_some()) && second.is_none()
    }

    /// The variants of a union that is itself a variant: of an inline one, and of a list of constants in parts.
    fn variants_within(&mut self, variant: &Node<'d>) -> Option<Vec<Node<'d>>> {
        let by_reference = variant.reference().is_some();
        let target = self.follow(variant)?;
        let keywords = self.keywords(&target)?;
        let [inner] = keywords.alternatives.as_slice() else { return None };
        let nothing_else = keywords.has_only_composition()
            && keywords.members.is_empty()
            && keywords.discriminator.is_none()
            && keywords.types.is_none();
        if !nothing_else {
            return None;
        }
        if by_reference && !inner.variants.iter().all(|variant| self.is_constant_or_text(variant)) {
            return None;
        }
        Some(inner.variants.clone())
    }

    fn is_constant_or_text(&mut self, variant: &Node<'d>) -> bool {
        let Some(keywords) = self.follow(variant).and_then(|target| self.keywords(&target)) else { return false };
        let text = matches!(keywords.types.as_deref(), Some([JsonType::String])) && keywords.format.is_none();
        keywords.members.is_empty() && keywords.alternatives.is_empty() && (keywords.values.is_some() || text)
    }

    fn is_null(&mut self, variant: &Node<'d>) -> bool {
        let Some(target) = self.follow(variant) else { return false };
        self.keywords(&target).is_some_and(|keywords| keywords.is_null())
    }

    /// Whether the variants allow `null`.
    pub(crate) fn alternatives_accept_null(&mut self, keywords: &Rc<Keywords<'d>>, depth: usize) -> bool {
        let variants = keywords.alternatives.iter().flat_map(|alternatives| &alternatives.variants);
        variants.into_iter().any(|variant| self.accepts_null(variant, depth + 1))
    }

    fn accepts_null(&mut self, node: &Node<'d>, depth: usize) -> bool {
        if depth > MAX_UNION_DEPTH {
            return false;
        }
        let position = SchemaPosition::SharedPart(String::new());
        let Some(resolved) = self.resolve_use(node, position) else { return false };
        if let Some(known) = self.nullable.get(&resolved.node.origin) {
            return resolved.nullable || *known;
        }
        // Ends the search in a union that contains itself.
        self.nullable.insert(resolved.node.origin.clone(), false);
        let Some(keywords) = self.keywords(&resolved.node) else { return false };
        let own = keywords.nullable || self.alternatives_accept_null(&keywords, depth);
        self.nullable.insert(resolved.node.origin, own);
        resolved.nullable || own
    }

    pub(crate) fn view(&mut self, variants: &[Node<'d>]) -> Vec<VariantView<'d>> {
        let view = |node: &Node<'d>| VariantView { node: node.clone(), merged: self.merge_schema(node) };
        variants.iter().map(view).collect()
    }
}

impl VariantView<'_> {
    /// Whether the variant only requires keys of an object that is described elsewhere.
    pub(crate) fn is_constraint(&self) -> bool {
        let merged = &self.merged;
        let trivial_properties = merged.properties.values().flatten().all(|node| {
            node.value
                .as_object()
                .is_some_and(|keywords| keywords.keys().all(|key| ["not", "description"].contains(&key.as_str())))
        });
        merged.values.is_none()
            && trivial_properties
            && merged.items.is_empty()
            && merged.prefix_items.is_empty()
            && merged.alternatives.is_empty()
            && merged.format.is_none()
            && merged.additional.is_none()
            && matches!(merged.types(), None | Some([JsonType::Object]))
            && self.node.reference().is_none()
    }

    /// The constants, if the variant is only a list of constants.
    pub(crate) fn constants(&self) -> Option<&[Value]> {
        if self.merged.alternatives.is_empty() { self.merged.values.as_deref() } else { None }
    }

    /// The documentation of the constants. That of a single constant is its schema's.
    pub(crate) fn words_of_constants(&self) -> WordsByConstant {
        let mut words = self.merged.constant_words.clone();
        if let (Some([value]), None) = (self.constants(), self.node.reference()) {
            let (title, description) = (self.merged.title.clone(), self.merged.description.clone());
            words.add(value, EnumValueDocs { title, description });
        }
        words
    }

    /// Whether any string is allowed, as far as types show.
    pub(crate) fn is_text(&self) -> bool {
        let merged = &self.merged;
        merged.alternatives.is_empty()
            && merged.values.is_none()
            && merged.single_type() == Some(JsonType::String)
            && StringFormat::of_keyword(merged.format.as_deref()) == StringFormat::Plain
    }
}

/// The schema without its description.
fn without_description(schema: &Value) -> Cow<'_, Value> {
    match schema {
        Value::Object(members) if members.contains_key("description") => {
            let others = members.iter().filter(|(key, _)| *key != "description");
            Cow::Owned(others.map(|(key, value)| (key.clone(), value.clone())).collect())
        }
        other => Cow::Borrowed(other),
    }
}
