//! The variants that the values of a discriminator select.
//!
//! The `mapping` decides first, then the names of the components, then what constants only one variant allows. A list
//! of constants that several variants share decides nothing by itself, but a name in it is one that is really sent.

use crate::ir::{Constants, DiscriminatorKind};
use crate::lower::schema::draft::Tag;
use indexmap::{IndexMap, IndexSet};
use std::collections::{HashMap, HashSet};

/// The keywords of a variant about the property.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct PropertyKeywords {
    /// The component's key, then those of the parts of the variant.
    pub(crate) names: Vec<String>,
    /// The allowed values, if listed. A number or boolean is its JSON text.
    pub(crate) constants: Option<IndexSet<String>>,
    /// Whether the values may be strings.
    pub(crate) strings: bool,
    /// Whether the values may be numbers or booleans.
    pub(crate) bare: bool,
}

/// Values, each with the variant that it selects.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct VariantsByValue {
    /// Values of the `mapping`, and derived ones.
    pub(crate) mapping: Vec<(String, usize)>,
    /// Names of components whose variant has other values.
    pub(crate) names: Vec<(String, usize)>,
    /// Those of the mapping that equal a component's name except in case and punctuation.
    pub(crate) similar_names: Vec<(String, usize)>,
    assigned: HashSet<String>,
    selected: HashSet<usize>,
}

impl VariantsByValue {
    /// The variants for the values in a `mapping`, and for others. The `supertype` is a variant that gets the remaining
    /// values.
    pub(crate) fn find(
        explicit: Vec<(String, usize)>,
        variants: &[PropertyKeywords],
        supertype: Option<usize>,
    ) -> Self {
        let mut variants_by_value = Self::default();
        for (value, index) in explicit {
            variants_by_value.assign(value, index);
        }
        let mapped = variants_by_value.selected.clone();
        variants_by_value.add_names(variants, &mapped);
        variants_by_value.add_own_constants(variants);
        // Subtypes take precedence over the supertype, which often lists the values of all of them.
        variants_by_value.add_similar_names(variants, supertype);
        if let Some(index) = supertype {
            variants_by_value.add_narrowed_constants(variants, index);
            variants_by_value.add_constants_of(variants, index);
        }
        variants_by_value.add_single_constants(variants);
        variants_by_value
    }

    /// Whether a value selects the variant.
    pub(crate) fn selects(&self, index: usize) -> bool {
        self.selected.contains(&index)
    }

    fn assign(&mut self, value: String, index: usize) {
        if self.assigned.insert(value.clone()) {
            self.selected.insert(index);
            self.mapping.push((value, index));
        }
    }

    /// A variant's own name takes precedence over a name within another.
    fn add_names(&mut self, variants: &[PropertyKeywords], mapped: &HashSet<usize>) {
        let own = variants.iter().enumerate().filter_map(|(index, keywords)| Some((index, keywords.names.first()?)));
        let inner = variants.iter().enumerate();
        let inner = inner.flat_map(|(index, keywords)| keywords.names.iter().skip(1).map(move |name| (index, name)));
        for (index, name) in own.chain(inner) {
            let Some(keywords) = variants.get(index) else { continue };
            match &keywords.constants {
                Some(constants) if !constants.contains(name) => {}
                None if mapped.contains(&index) => {
                    if self.assigned.insert(name.clone()) {
                        self.names.push((name.clone(), index));
                    }
                }
                Some(_) | None => self.assign(name.clone(), index),
            }
        }
    }

    fn add_own_constants(&mut self, variants: &[PropertyKeywords]) {
        let mut uses: HashMap<&String, usize> = HashMap::new();
        for constant in variants.iter().filter_map(|keywords| keywords.constants.as_ref()).flatten() {
            *uses.entry(constant).or_default() += 1;
        }
        for (index, keywords) in variants.iter().enumerate() {
            let own = keywords.constants.iter().flatten().filter(|constant| uses.get(constant) == Some(&1));
            own.for_each(|constant| self.assign(constant.clone(), index));
        }
    }

    fn add_constants_of(&mut self, variants: &[PropertyKeywords], index: usize) {
        let constants = variants.get(index).and_then(|keywords| keywords.constants.as_ref());
        constants.into_iter().flatten().for_each(|constant| self.assign(constant.clone(), index));
    }

    /// A shared constant that differs from the name of one variant alone in case and punctuation alone.
    fn add_similar_names(&mut self, variants: &[PropertyKeywords], supertype: Option<usize>) {
        let mut by_normalized_name: HashMap<String, Option<(usize, &String)>> = HashMap::new();
        for (index, name) in
            variants.iter().enumerate().filter_map(|(at, keywords)| Some((at, keywords.names.first()?)))
        {
            let only = by_normalized_name.entry(normalized(name)).or_insert(Some((index, name)));
            *only = only.filter(|(known, _)| *known == index);
        }
        let unselected: Vec<usize> =
            (0..variants.len()).filter(|index| !self.selects(*index) && supertype != Some(*index)).collect();
        for index in unselected {
            let constants = variants.get(index).and_then(|keywords| keywords.constants.as_ref()).into_iter().flatten();
            let mut similar = constants.filter(|constant| {
                let named = by_normalized_name.get(&normalized(constant)).copied().flatten();
                named.is_some_and(|(named, _)| named == index) && !self.assigned.contains(*constant)
            });
            if let (Some(only), None) = (similar.next().cloned(), similar.next()) {
                self.similar_names.push((only.clone(), index));
                self.assign(only, index);
            }
        }
    }

    /// The one constant that a subtype allows of those that its supertype lists.
    fn add_narrowed_constants(&mut self, variants: &[PropertyKeywords], supertype: usize) {
        let all = variants.get(supertype).and_then(|keywords| keywords.constants.as_ref());
        for (index, keywords) in variants.iter().enumerate().filter(|(index, _)| *index != supertype) {
            let narrowed =
                keywords.constants.as_ref().filter(|constants| constants.len() == 1 && Some(*constants) != all);
            if !self.selects(index) {
                narrowed.into_iter().flatten().for_each(|constant| self.assign(constant.clone(), index));
            }
        }
    }

    /// The one constant that a variant allows, though others allow it too.
    fn add_single_constants(&mut self, variants: &[PropertyKeywords]) {
        for (index, keywords) in variants.iter().enumerate() {
            if let Some(constants) = keywords.constants.as_ref().filter(|constants| constants.len() == 1)
                && !self.selects(index)
            {
                constants.iter().for_each(|constant| self.assign(constant.clone(), index));
            }
        }
    }
}

/// The values of the property in each variant that has some.
pub(crate) fn tags(
    variants_by_value: impl Iterator<Item = (String, usize)>,
    property: &str,
    kind: DiscriminatorKind,
) -> Vec<(usize, Tag)> {
    let mut values: IndexMap<usize, Vec<String>> = IndexMap::new();
    for (value, index) in variants_by_value {
        values.entry(index).or_default().push(value);
    }
    let constants = |values: Vec<String>| match kind {
        DiscriminatorKind::Strings | DiscriminatorKind::Both => Constants::Strings(values),
        DiscriminatorKind::NumbersAndBooleans => Constants::NumbersAndBooleans(values),
    };
    let tag = |values| Tag { property: property.to_owned(), values: constants(values) };
    values.into_iter().map(|(index, values)| (index, tag(values))).collect()
}

fn normalized(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{PropertyKeywords, VariantsByValue};

    fn variant(name: &str, constants: Option<&[&str]>) -> PropertyKeywords {
        let constants = constants.map(|constants| constants.iter().map(|&constant| constant.to_owned()).collect());
        PropertyKeywords { names: vec![name.to_owned()], constants, ..PropertyKeywords::default() }
    }

    fn pairs(pairs: &[(&str, usize)]) -> Vec<(String, usize)> {
        pairs.iter().map(|(value, index)| ((*value).to_owned(), *index)).collect()
    }

    fn found(explicit: &[(&str, usize)], variants: &[PropertyKeywords], supertype: Option<usize>) -> VariantsByValue {
        VariantsByValue::find(pairs(explicit), variants, supertype)
    }

    #[test]
    fn a_value_in_a_shared_enum_selects_the_variant_of_that_name() {
        let kinds: Option<&[&str]> = Some(&["Dog", "Cat"]);
        let variants_by_value = found(&[], &[variant("Cat", kinds), variant("Dog", kinds)], None);
        assert_eq!(variants_by_value.mapping, pairs(&[("Cat", 0), ("Dog", 1)]));
    }

    #[test]
    fn mapping_precedes_names_and_names_precede_constants() {
        let variants_by_value =
            found(&[("Dog", 0)], &[variant("Cat", None), variant("Dog", Some(&["Dog", "hound"]))], None);
        assert_eq!(variants_by_value.mapping, pairs(&[("Dog", 0), ("hound", 1)]));
        assert_eq!(variants_by_value.names, pairs(&[("Cat", 0)]));
        let variants_by_value = found(&[], &[variant("Cat", Some(&["Dog"])), variant("Dog", None)], None);
        assert_eq!(variants_by_value.mapping, pairs(&[("Dog", 1)]));
    }

    #[test]
    fn shared_discriminator_constants_are_ignored() {
        let variants_by_value = found(&[], &[variant("A", Some(&["x", "y"])), variant("B", Some(&["y", "z"]))], None);
        assert_eq!(variants_by_value.mapping, pairs(&[("x", 0), ("z", 1)]));
    }

    #[test]
    fn discriminator_values_match_names_of_another_case() {
        let kinds: Option<&[&str]> = Some(&["big-dog", "cat"]);
        let variants_by_value = found(&[], &[variant("BigDog", kinds), variant("Cat", kinds)], None);
        assert_eq!(variants_by_value.similar_names, pairs(&[("big-dog", 0), ("cat", 1)]));
        let variants_by_value = found(&[], &[variant("Cat", kinds), variant("CAT", kinds)], None);
        assert_eq!(variants_by_value, VariantsByValue::default());
    }

    #[test]
    fn a_supertype_is_selected_for_values_without_a_subtype() {
        let kinds: Option<&[&str]> = Some(&["Dog", "Fish"]);
        let variants_by_value = found(&[], &[variant("Dog", kinds), variant("Animal", kinds)], Some(1));
        assert_eq!(variants_by_value.mapping, pairs(&[("Dog", 0), ("Fish", 1)]));
        let one: Option<&[&str]> = Some(&["Animal"]);
        let variants_by_value = found(&[], &[variant("Dog", one), variant("Animal", one)], Some(1));
        assert_eq!(variants_by_value.mapping, pairs(&[("Animal", 1)]));
    }

    #[test]
    fn subtypes_precede_a_supertype_with_the_same_value() {
        let kinds: Option<&[&str]> = Some(&["CAT", "DOG", "fish"]);
        let subtypes = [variant("Cat", kinds), variant("Hound", Some(&["DOG"])), variant("Animal", kinds)];
        let variants_by_value = found(&[], &subtypes, Some(2));
        assert_eq!(variants_by_value.mapping, pairs(&[("CAT", 0), ("DOG", 1), ("fish", 2)]));
        assert_eq!(variants_by_value.similar_names, pairs(&[("CAT", 0)]));
    }
}
