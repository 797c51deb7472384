//! How two occurrences of a keyword combine under `allOf`.

use super::lineage::{AllOfSummary, KeywordsId};
use super::members::AllOfPart;
use super::merged::Merged;
use super::set::{Member, SchemaSet};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::JsonType;
use crate::lower::schema::Schemas;
use crate::lower::schema::json_types::{common_types, type_names};
use crate::lower::schema::keywords::Keywords;
use crate::lower::schema::keywords::constraint::Disorder;
use serde_json::Value;

impl<'d> Schemas<'_, 'd> {
    pub(super) fn unite(
        &mut self,
        set: &SchemaSet<'d>,
        supertype: Option<&Merged<'d>>,
        parts: &[AllOfPart<'d>],
    ) -> Merged<'d> {
        let ids = parts.iter().map(|part| KeywordsId::of(&part.keywords)).collect();
        let lineage = self.lineages.add(supertype.map(|supertype| supertype.lineage), ids);
        let mut merged = match supertype {
            Some(supertype) => supertype.subtype(set, lineage),
            None => Merged::nothing(set, lineage),
        };
        let Some((outer, inner)) = parts.split_last() else { return merged };
        for part in inner {
            self.add_part(&mut merged, part);
            merged.inherited = part.keywords.discriminator.clone().or(merged.inherited.take());
            merged.all_of.add(&part.keywords);
        }
        self.add_part(&mut merged, outer);
        merged.deprecated = outer.keywords.deprecated;
        merged.examples.clone_from(&outer.keywords.examples);
        if let [Member { node, without_alternatives: false }] = set.members.as_slice() {
            merged.subtypes = self.subtypes(node);
        }
        merged.additional = merged.all_of.additional(&outer.keywords);
        merged.nullable = self.is_nullable(&merged.all_of, outer);
        merged.all_of.add(&outer.keywords);
        merged.inferred = merged.infer_type();
        if let Some(only) = set.only {
            merged.types = Some(vec![only]);
        }
        merged
    }

    fn add_part(&mut self, merged: &mut Merged<'d>, part: &AllOfPart<'d>) {
        // First, because it compares with the previous parts.
        self.add_types(merged, &part.keywords);
        self.check_patterns(merged, &part.keywords);
        merged.add_words(part);
        self.check_limits(merged, &part.keywords);
        merged.add_object(&part.keywords);
        self.add_values(merged, &part.keywords);
        merged.known_strings.extend(&part.keywords.known_strings);
        merged.constant_words.extend(&part.keywords.constant_words);
        if part.with_alternatives {
            merged.alternatives.extend(part.keywords.alternatives.iter().cloned());
            merged.discriminator = part.keywords.discriminator.clone().or(merged.discriminator.take());
        }
    }

    /// The outer schema decides; otherwise every inner part with restrictions must allow `null`.
    fn is_nullable(&mut self, inner: &AllOfSummary<'d>, outer: &AllOfPart<'d>) -> bool {
        if self.part_accepts_null(outer, 0) {
            return true;
        }
        let outer_says = outer.keywords.excludes_null() || !outer.keywords.alternatives.is_empty();
        !outer_says && inner.accepts_null()
    }

    fn part_accepts_null(&mut self, part: &AllOfPart<'d>, depth: usize) -> bool {
        part.keywords.nullable || (part.with_alternatives && self.alternatives_accept_null(&part.keywords, depth))
    }

    /// A string is checked against one pattern.
    fn check_patterns(&mut self, merged: &Merged<'d>, keywords: &Keywords<'d>) {
        let (current, added) = (&merged.limits.constraints.pattern, &keywords.limits.constraints.pattern);
        if let (Some(current), Some(added)) = (current, added)
            && current != added
        {
            let message = format!("several patterns are combined here: `{current}` is not checked before sending");
            let diagnostic = self.diagnostics.warning(Code::UncheckedPattern, &merged.origin, message).skipped();
            diagnostic
                .also(&keywords.node.origin, "this pattern is checked")
                .help("write one pattern in place of both, or check such values before calling");
        }
    }

    fn add_types(&mut self, merged: &mut Merged<'d>, keywords: &Keywords<'d>) {
        let Some(added) = &keywords.types else { return };
        let Some(current) = merged.types.take() else {
            merged.types = Some(added.clone());
            return;
        };
        let both = common_types(&current, added);
        if both.is_empty() && !(current.is_empty() || added.is_empty()) {
            if let Some(intended) = intended_types(merged, keywords, &current, added) {
                self.report_placeholder(merged, keywords, (&current, added), intended);
                merged.types = Some(intended.to_vec());
                return;
            }
            self.report_types(merged, keywords, &current, added);
        }
        merged.types = Some(both);
    }

    /// Reports a bare object or array with a type from another schema: it is a placeholder for an open value.
    fn report_placeholder(
        &mut self,
        merged: &Merged<'d>,
        keywords: &Keywords<'d>,
        (current, added): (&[JsonType], &[JsonType]),
        intended: &[JsonType],
    ) {
        let [current, added, intended] = [current, added, intended].map(type_names);
        let message = format!("no value is both {current} and {added}: this is read as {intended}");
        let diagnostic = self.report_contradiction(merged, keywords, &["type"], message);
        diagnostic.help("remove the `type` from the schema that does not describe the value any further");
    }

    fn report_types(
        &mut self,
        merged: &mut Merged<'d>,
        keywords: &Keywords<'d>,
        current: &[JsonType],
        added: &[JsonType],
    ) {
        let (current, added) = (type_names(current), type_names(added));
        let message = format!("no value is both {current} and {added}: this is read as any JSON value");
        self.report_contradiction(merged, keywords, &["type"], message)
            .fallback()
            .help("remove the wrong `type`, or use `oneOf` for values of either type");
        merged.contradictory = true;
    }

    fn add_values(&mut self, merged: &mut Merged<'d>, keywords: &Keywords<'d>) {
        let Some(added) = &keywords.values else { return };
        let Some(current) = merged.values.take() else {
            merged.values = Some(added.clone());
            return;
        };
        let both: Vec<Value> = current.into_iter().filter(|value| added.contains(value)).collect();
        if both.is_empty() {
            let message = "the `enum`s that `allOf` combines have no value in common: these values are used";
            let diagnostic = self.report_contradiction(merged, keywords, &["enum", "const"], message);
            diagnostic
                .fallback()
                .help("list the values in only one of the schemas, or use `oneOf` for values of either");
            merged.values = Some(added.clone());
        } else {
            merged.values = Some(both);
        }
    }

    /// Reports at the first of these keywords in a schema that contradicts the previous ones.
    fn report_contradiction(
        &mut self,
        merged: &Merged<'d>,
        keywords: &Keywords<'d>,
        written: &[&str],
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let keyword = written.iter().find_map(|keyword| keywords.node.get(keyword));
        let origin = keyword.map_or_else(|| keywords.node.origin.clone(), |node| node.origin);
        let diagnostic = self.diagnostics.warning(Code::Contradiction, &origin, message);
        if origin != merged.origin.key("type") {
            diagnostic.also(&merged.origin, "combined here");
        }
        diagnostic
    }

    /// Limits that contradict each other only in combination are reported and omitted, or nothing could be sent.
    fn check_limits(&mut self, merged: &mut Merged<'d>, keywords: &Keywords<'d>) {
        for Disorder { low, high, written } in merged.limits.constraints.drop_disorder() {
            let message = format!("no value satisfies both `{low}` and `{high}`, which `allOf` combines");
            let diagnostic = self.report_contradiction(merged, keywords, written, message);
            diagnostic.skipped().help("correct or remove the wrong limit");
        }
    }
}

/// Of mutually exclusive types, the intended ones, if the others are a bare `type: object` or `type: array`.
fn intended_types<'t>(
    merged: &Merged<'_>,
    keywords: &Keywords<'_>,
    current: &'t [JsonType],
    added: &'t [JsonType],
) -> Option<&'t [JsonType]> {
    let is_open = |types: &[JsonType]| matches!(types, [JsonType::Object | JsonType::Array]);
    let has_no_keywords = merged.properties.is_empty()
        && merged.required.is_empty()
        && merged.all_of.additional(keywords).is_none()
        && merged.items.is_empty()
        && merged.prefix_items.is_empty()
        && merged.limits.is_empty();
    if is_open(current) && has_no_keywords {
        return Some(added);
    }
    (is_open(added) && keywords.has_only_types()).then_some(current)
}
