//! The schemas that one was merged from, and facts about all their keywords together.

use crate::lower::schema::keywords::{AdditionalKeyword, Keywords};
use crate::resolve::Node;
use std::rc::Rc;

/// The schemas that others were merged from: those of a supertype, and those after them.
#[derive(Debug, Default)]
pub(crate) struct Lineages(Vec<(Option<LineageId>, Vec<KeywordsId>)>);

/// The schemas that one was merged from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LineageId(usize);

/// Schemas are read once, so the address identifies one, faster than its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct KeywordsId(usize);

impl KeywordsId {
    pub(crate) fn of(keywords: &Rc<Keywords<'_>>) -> Self {
        Self(Rc::as_ptr(keywords).addr())
    }
}

impl Lineages {
    /// Adds the schemas of a supertype, and those after them.
    pub(crate) fn add(&mut self, supertype: Option<LineageId>, parts: Vec<KeywordsId>) -> LineageId {
        self.0.push((supertype, parts));
        LineageId(self.0.len() - 1)
    }

    pub(crate) fn has(&self, lineage: LineageId, wanted: KeywordsId) -> bool {
        let mut at = Some(lineage);
        while let Some((supertype, parts)) = at.and_then(|LineageId(index)| self.0.get(index)) {
            if parts.contains(&wanted) {
                return true;
            }
            at = *supertype;
        }
        false
    }
}

/// Facts about all parts of a schema together.
#[derive(Debug, Clone, Default)]
pub(crate) struct AllOfSummary<'d> {
    /// How many have properties.
    with_properties: usize,
    /// The first schema of other keys.
    additional_schema: Option<Node<'d>>,
    forbids_additional: bool,
    has_additional: bool,
    allows_null: bool,
    /// Whether one with restrictions does not allow `null`.
    excludes_null: bool,
    pub(crate) has_alternatives: bool,
}

impl<'d> AllOfSummary<'d> {
    pub(crate) fn add(&mut self, keywords: &Keywords<'d>) {
        self.with_properties += usize::from(!keywords.properties.is_empty());
        match &keywords.additional {
            Some(AdditionalKeyword::Schema(node)) if self.additional_schema.is_none() => {
                self.additional_schema = Some(node.clone());
            }
            Some(AdditionalKeyword::Forbidden) => self.forbids_additional = true,
            Some(AdditionalKeyword::Any | AdditionalKeyword::Schema(_)) | None => {}
        }
        self.has_additional |= keywords.additional.is_some();
        self.allows_null |= keywords.nullable;
        self.excludes_null |= keywords.excludes_null();
        self.has_alternatives |= !keywords.alternatives.is_empty();
    }

    /// Whether every part with restrictions allows `null`.
    pub(crate) fn accepts_null(&self) -> bool {
        self.allows_null && !self.excludes_null
    }

    /// The keywords of the parts about other keys. A closed member of an `allOf` would forbid the properties of the others,
    /// which is not intended, so it closes the whole only if no other one has properties.
    pub(crate) fn additional(&self, outer: &Keywords<'d>) -> Option<AdditionalKeyword<'d>> {
        if outer.additional.is_some() {
            return outer.additional.clone();
        }
        let with_properties = self.with_properties + usize::from(!outer.properties.is_empty());
        let closed = (self.forbids_additional && with_properties <= 1).then_some(AdditionalKeyword::Forbidden);
        let schema = self.additional_schema.clone().map(AdditionalKeyword::Schema);
        schema.or(closed).or(self.has_additional.then_some(AdditionalKeyword::Any))
    }
}
