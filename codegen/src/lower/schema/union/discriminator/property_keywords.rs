//! The keywords of the variants of a union about a discriminator's property.

use super::MAX_NESTED_UNIONS;
use super::values::PropertyKeywords;
use crate::ir::JsonType;
use crate::lower::schema::Schemas;
use crate::lower::schema::alternatives::VariantView;
use crate::lower::schema::merge::Merged;
use crate::lower::schema::named_schemas::names;
use crate::resolve::Node;
use indexmap::IndexSet;
use serde_json::Value;

/// The extensions of AutoRest and of Swagger Codegen for the discriminator value of a schema.
const DISCRIMINATOR_VALUES: [&str; 2] = ["x-ms-discriminator-value", "x-discriminator-value"];

/// The maximal number of schemas within one variant.
const MAX_SCHEMAS: usize = 256;

impl<'d> Schemas<'_, 'd> {
    /// The keywords of a variant about the property: its own, and those of its parts if it is a union.
    pub(crate) fn property_keywords(&mut self, property: &str, view: &VariantView<'d>) -> PropertyKeywords {
        let mut keywords = self.own_property_keywords(property, view);
        let inner = self.inner_variants(view);
        let mut constants: Option<IndexSet<String>> = Some(IndexSet::new());
        for view in &inner {
            let inner_keywords = self.own_property_keywords(property, view);
            keywords.names.extend(mapped_to(property, view, inner_keywords.names.first()));
            keywords.names.extend(inner_keywords.names);
            keywords.strings |= inner_keywords.strings;
            keywords.bare |= inner_keywords.bare;
            constants = constants.zip(inner_keywords.constants).map(|(mut all, inner_keywords)| {
                all.extend(inner_keywords);
                all
            });
        }
        if !inner.is_empty() && keywords.constants.is_none() {
            keywords.constants = constants;
        }
        keywords
    }

    fn own_property_keywords(&mut self, property: &str, view: &VariantView<'d>) -> PropertyKeywords {
        let mut keywords = PropertyKeywords {
            names: self.discriminator_name(&view.node).into_iter().collect(),
            ..PropertyKeywords::default()
        };
        let (mut strings, mut bare) = (true, true);
        for node in view.merged.properties.get(property).into_iter().flatten() {
            let merged = self.merge_schema(node);
            let is = |json_type: JsonType| merged.types().is_none_or(|types| types.contains(&json_type));
            strings &= is(JsonType::String);
            bare &= is(JsonType::Integer) || is(JsonType::Number) || is(JsonType::Boolean);
            if let Some(values) = &merged.values {
                strings &= merged.types().is_some() || values.iter().any(Value::is_string);
                bare &= merged.types().is_some() || values.iter().any(|value| value.is_number() || value.is_boolean());
                keywords.constants =
                    Some(narrowed(keywords.constants.take(), values.iter().filter_map(constant).collect()));
            }
        }
        let declared = view.merged.properties.contains_key(property);
        PropertyKeywords { strings: strings && declared, bare: bare && declared, ..keywords }
    }

    /// The value of a schema without a mapping: its name as a component. Swagger 2.0 has no mappings, so many documents
    /// have another in an extension, also after a conversion to OpenAPI 3.
    fn discriminator_name(&mut self, variant: &Node<'d>) -> Option<String> {
        let schema = self.follow(variant);
        let value = |schema: &Node<'d>, key: &str| Some(schema.get(key)?.value.as_str()?.to_owned());
        let keywords = schema.and_then(|schema| DISCRIMINATOR_VALUES.into_iter().find_map(|key| value(&schema, key)));
        keywords.or_else(|| self.component_of(variant))
    }

    /// The variants of a variant that is a union, and theirs.
    fn inner_variants(&mut self, view: &VariantView<'d>) -> Vec<VariantView<'d>> {
        let mut found: Vec<VariantView<'d>> = Vec::new();
        let mut pending = vec![(parts(&view.merged), 1)];
        while let Some((nodes, depth)) = pending.pop() {
            for view in self.view(&nodes) {
                if found.len() >= MAX_SCHEMAS {
                    return found;
                }
                if depth < MAX_NESTED_UNIONS && found.iter().all(|known| known.node.origin != view.node.origin) {
                    pending.push((parts(&view.merged), depth + 1));
                }
                found.push(view);
            }
        }
        found
    }
}

/// The values of a component in the mapping of its own union, or of the schemas that it includes by `allOf`.
fn mapped_to(property: &str, view: &VariantView<'_>, component: Option<&String>) -> Vec<String> {
    let (Some(component), merged) = (component, &view.merged) else { return Vec::new() };
    let discriminators = [&merged.discriminator, &merged.inherited].into_iter().flatten();
    let same = discriminators.filter(|(discriminator, _)| discriminator.property_name == property);
    let entries = same.flat_map(|(discriminator, _)| &discriminator.mapping);
    let own = entries.filter(|(_, target)| names(target, component));
    own.map(|(value, _)| value.clone()).collect()
}

fn parts<'d>(merged: &Merged<'d>) -> Vec<Node<'d>> {
    let variants = merged.alternatives.iter().flat_map(|alternatives| &alternatives.variants);
    merged.subtypes.iter().chain(variants).cloned().collect()
}

/// The constants that both lists have; where they contradict one another, the later ones, which are the variant's own.
fn narrowed(known: Option<IndexSet<String>>, own: IndexSet<String>) -> IndexSet<String> {
    let both: Option<IndexSet<String>> = known.map(|known| known.intersection(&own).cloned().collect());
    both.filter(|both| !both.is_empty()).unwrap_or(own)
}

/// A constant as the text that it is compared by: `1.0` is the integer 1.
fn constant(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) => Some(value.to_string()),
        Value::Number(number) => {
            let text = number.to_string();
            Some(text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned))
        }
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
