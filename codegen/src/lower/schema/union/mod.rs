//! `oneOf` and `anyOf` as a union: its variants, each merged with the siblings of the keyword.
//!
//! Also decides how variants are selected: by [`discriminator`], or else by [`selection`]. Uses the rest of
//! [`schema`](super), which calls this with merged keywords.

pub(crate) mod discriminator;
pub(crate) mod inline_enum;
pub(crate) mod mutual;
pub(crate) mod selection;
pub(crate) mod subtypes;

use super::alternatives::VariantView;
use super::draft::{DraftSelection, NewVariant, Tagged, TypeKind, union_of};
use super::enumeration::{Listed, LoweredEnum};
use super::json_types::{common_types, type_names};
use super::keywords::{AdditionalKeyword, Alternatives};
use super::merge::Merged;
use crate::diagnostics::Code;
use crate::ir::{JsonType, SchemaPosition, StringFormat, TypeId, TypeRef};
use crate::lower::schema::Schemas;
use crate::resolve::Node;
use discriminator::{Discriminated, DiscriminatorSelection};
use serde_json::Value;
use std::collections::HashSet;
use std::rc::Rc;

/// The maximal number of unions that are multiplied: each multiplies the number of types.
const MAX_COMBINED: usize = 3;

impl<'d> Schemas<'_, 'd> {
    /// The kind of a schema by `oneOf` or `anyOf`; `None` if they do not determine it.
    pub(crate) fn lower_alternatives(&mut self, id: TypeId, merged: &Rc<Merged<'d>>) -> Option<TypeKind> {
        let mut unions = Vec::new();
        for alternatives in &merged.alternatives {
            let (variants, _) = self.split_null(alternatives);
            let views = self.view(&variants);
            let only_constrain = views.iter().all(VariantView::is_constraint) && !merged.properties.is_empty();
            if only_constrain && !views.is_empty() {
                self.report_constraint(alternatives);
            } else if !views.is_empty() {
                unions.push((alternatives, views));
            }
        }
        let is_too_complex = merged.set.members.len() > MAX_COMBINED;
        match unions.as_slice() {
            [] => None,
            [(_, views)] if !is_too_complex => Some(self.lower_union(id, merged, views)),
            [(alternatives, _), ..] => self.give_up(merged, alternatives),
        }
    }

    fn report_constraint(&mut self, alternatives: &Alternatives<'d>) {
        let keyword = alternatives.keyword;
        let message =
            format!("this `{keyword}` only constrains which keys occur together, which is not checked before sending");
        let diagnostic = self.diagnostics.note(Code::UnsupportedKeyword, &alternatives.origin, message).at_key();
        diagnostic
            .skipped()
            .help("to have it checked, give each alternative its own `properties` in addition to `required`");
    }

    /// Combinations of alternatives are not supported. An object preserves undescribed properties, so it loses nothing.
    fn give_up(&mut self, merged: &Merged<'d>, alternatives: &Alternatives<'d>) -> Option<TypeKind> {
        let has_shape = !merged.properties.is_empty();
        let outcome = if has_shape {
            "the keys that they describe are kept as additional properties"
        } else {
            "this is read as any JSON value"
        };
        let message = format!("several `oneOf` or `anyOf` apply at the same time: {outcome}");
        self.diagnostics
            .warning(Code::Fallback, &alternatives.origin, message)
            .at_key()
            .fallback()
            .help("list the combinations that occur under one `oneOf`");
        (!has_shape).then_some(TypeKind::Any)
    }

    fn lower_union(&mut self, id: TypeId, merged: &Rc<Merged<'d>>, views: &[VariantView<'d>]) -> TypeKind {
        if let Some(kind) = self.lower_united_constants(id, merged, views) {
            return kind;
        }
        let (mut variants, views) = self.lower_variants(id, merged, views);
        let selection = match &merged.discriminator {
            Some((discriminator, origin)) => self.lower_discriminator(&Discriminated {
                discriminator,
                origin,
                views: &views,
                supertype: None,
                partial: false,
            }),
            None => self.lower_inherited_discriminator(&views),
        };
        let tags = match selection {
            DiscriminatorSelection::Complete(selection) => {
                return union_of(variants, DraftSelection::Discriminator(selection));
            }
            DiscriminatorSelection::Partial(tags) => {
                let of_type = |(index, tag): (usize, _)| Some((variants.get(index)?.1.id, tag));
                Some(Tagged(tags.into_iter().filter_map(of_type).collect()))
            }
            DiscriminatorSelection::None => None,
        };
        let mut known = HashSet::new();
        variants.retain(|(_, value, _)| known.insert(value.id));
        union_of(variants, DraftSelection::Tests(tags))
    }

    /// The variants with their types, each once, and the view of each.
    fn lower_variants(
        &mut self,
        id: TypeId,
        merged: &Rc<Merged<'d>>,
        views: &[VariantView<'d>],
    ) -> (Vec<NewVariant>, Vec<VariantView<'d>>) {
        let mut variants: Vec<NewVariant> = Vec::new();
        let mut distinct_views: Vec<VariantView<'d>> = Vec::new();
        for view in views {
            let position = SchemaPosition::Variant { owner: id, index: variants.len() };
            let is_contradicted = contradicts(merged, &view.merged);
            if is_contradicted {
                self.report_contradicted_variant(merged, view);
            }
            let value = if !is_contradicted && needs_base(merged, &view.merged) {
                self.lower_variant_with_base(merged, &view.node, position)
            } else {
                self.lower_schema(&view.node, position)
            };
            if value.id == id {
                // A union that is a variant of itself has only the other variants, and reading it would not terminate.
                self.report_loop(&view.node.origin);
                continue;
            }
            // With further keywords next to the reference, the variant is another schema.
            let is_component = view.node.reference().is_none() || self.is_bare_reference(&view.node);
            let component = self.component_of(&view.node).filter(|_| is_component);
            // Two names for one type are two variants, if the names may distinguish them.
            let known = |known: &NewVariant| known.1.id == value.id && (component.is_none() || known.2 == component);
            if !variants.iter().any(known) {
                variants.push((view.node.origin.clone(), value, component));
                distinct_views.push(view.clone());
            }
        }
        (variants, distinct_views)
    }

    /// Reports a `type` next to the alternatives that one of them cannot have: the more detailed one is meant.
    fn report_contradicted_variant(&mut self, merged: &Merged<'d>, view: &VariantView<'d>) {
        let [own, variant] =
            [merged.types.as_deref(), view.merged.types()].map(|types| type_names(types.unwrap_or(&[])));
        let message = format!("no value is both {own} and {variant}: this `type` is ignored for the variant");
        let written = merged.origin.key("type");
        let origin = if self.resolver.document().node(&written).is_some() { &written } else { &merged.origin };
        let diagnostic = self.diagnostics.warning(Code::Contradiction, origin, message);
        diagnostic.also(&view.node.origin, "the variant").help("remove the `type`: each variant has its own");
    }

    /// Siblings of `oneOf` apply to every variant.
    fn lower_variant_with_base(
        &mut self,
        merged: &Merged<'d>,
        variant: &Node<'d>,
        position: SchemaPosition,
    ) -> TypeRef {
        match self.resolve_use(variant, position.clone()) {
            Some(resolved) => self.reserve(&merged.set.with_variant(resolved.node), position),
            None => self.plain_type(&variant.origin, position, TypeKind::Any),
        }
    }

    /// The component's key when a variant is a reference to one.
    pub(crate) fn component_of(&mut self, variant: &Node<'d>) -> Option<String> {
        let target = if variant.reference().is_some() { self.step(variant)? } else { variant.clone() };
        self.schema_name(&target.origin)
    }

    /// Variants that are all constants are one enum, which is open if there are plain strings among them; and strings that
    /// differ only in constraints are one type.
    fn lower_united_constants(
        &mut self,
        id: TypeId,
        merged: &Merged<'d>,
        views: &[VariantView<'d>],
    ) -> Option<TypeKind> {
        let constants: Vec<&[Value]> = views.iter().filter_map(VariantView::constants).collect();
        let values: Vec<Value> = constants.iter().flat_map(|values| values.iter().cloned()).collect();
        let strings = views.iter().filter(|view| view.is_text()).count();
        let all_strings = values.iter().all(Value::is_string);
        if constants.len() + strings != views.len() || (strings > 0 && !all_strings) {
            return None;
        }
        // An `enum` next to the alternatives restricts them.
        let values = match &merged.values {
            Some(own) if strings > 0 => own.clone(),
            Some(own) => {
                let both: Vec<Value> = own.iter().filter(|value| values.contains(value)).cloned().collect();
                if both.is_empty() { own.clone() } else { both }
            }
            None => values,
        };
        if values.is_empty() {
            self.report_text_constraints(views);
            return Some(TypeKind::String(StringFormat::Plain));
        }
        if !values.iter().all(|value| value.is_string() || value.is_number() || value.is_boolean()) {
            return None;
        }
        let mut words = merged.constant_words.clone();
        for view in views {
            words.extend(&view.words_of_constants());
        }
        let unique: indexmap::IndexSet<String> = values.iter().map(Value::to_string).collect();
        let unique_values: Vec<Value> = unique.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
        let is_open = strings > 0 && merged.values.is_none();
        if is_open {
            self.report_text_constraints(views);
        }
        let (values, words) = (&unique_values, &words);
        match self.lower_constants(&Listed { id, origin: &merged.origin, types: None, values, words, is_open }) {
            LoweredEnum::Kind(kind) => Some(kind),
            LoweredEnum::Dropped => None,
        }
    }

    fn report_text_constraints(&mut self, views: &[VariantView<'d>]) {
        for view in views.iter().filter(|view| !view.merged.limits.is_empty()) {
            let message = "the constraints of alternatives that are all strings are not checked before sending";
            let diagnostic = self.diagnostics.note(Code::InapplicableKeyword, &view.node.origin, message);
            diagnostic.skipped().help("check such values before calling");
        }
    }
}

/// Whether the stated type of a union excludes every value of a variant.
fn contradicts(base: &Merged<'_>, variant: &Merged<'_>) -> bool {
    let (Some(own), Some(types)) = (base.types.as_deref(), variant.types()) else { return false };
    !own.is_empty() && !types.is_empty() && common_types(own, types).is_empty()
}

/// Whether a variant must be merged with the siblings of `oneOf`, because these add something.
fn needs_base(base: &Merged<'_>, variant: &Merged<'_>) -> bool {
    let describes_objects = base.types.is_none() && base.inferred_object();
    if describes_objects && variant.single_type().is_some_and(|json_type| json_type != JsonType::Object) {
        return false;
    }
    let adds_property = base.properties.keys().any(|name| !variant.properties.contains_key(name));
    let adds_required = base.required.keys().any(|name| !variant.required.contains_key(name));
    let adds_values = matches!(base.additional, Some(AdditionalKeyword::Schema(_))) && variant.additional.is_none();
    let adds_type = base.types.is_some() && variant.types().is_none() && variant.alternatives.is_empty();
    adds_property
        || adds_required
        || adds_values
        || adds_type
        || base.values.is_some()
        || base.format.is_some()
        || !base.items.is_empty()
        || !base.prefix_items.is_empty()
        || !base.limits.is_empty()
}
