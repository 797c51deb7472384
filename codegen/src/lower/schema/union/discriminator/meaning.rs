//! The variants that the values of a discriminator mean.
//!
//! The `mapping` decides first, then the names of the components, then what constants only one variant allows. A list
//! of constants that several variants share decides nothing by itself, but a name in it is one that is really sent.

use crate::ir::{Constants, DiscriminatorKind};
use crate::lower::schema::draft::Tag;
use indexmap::{IndexMap, IndexSet};
use std::collections::{HashMap, HashSet};

/// The keywords of a variant about the property.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Stated {
    /// The component's key, then those of the parts of the variant.
    pub(crate) names: Vec<String>,
    /// The allowed values, if listed. A number or boolean is its JSON text.
    pub(crate) constants: Option<IndexSet<String>>,
    /// Whether the values may be strings.
    pub(crate) strings: bool,
    /// Whether the values may be numbers or booleans.
    pub(crate) bare: bool,
}

/// Values, each with the variant that it means.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Meanings {
    /// Those that the document states.
    pub(crate) mapping: Vec<(String, usize)>,
    /// Names of components whose variant has other values.
    pub(crate) names: Vec<(String, usize)>,
    /// Those of the mapping that equal a component's name except in case and punctuation.
    pub(crate) nearly: Vec<(String, usize)>,
    taken: HashSet<String>,
    told: HashSet<usize>,
}

impl Meanings {
    /// The meaning of the values in a `mapping`, and of others. The `supertype` is a variant that gets the remaining
    /// values.
    pub(crate) fn find(written: Vec<(String, usize)>, variants: &[Stated], supertype: Option<usize>) -> Self {
        let mut meanings = Self::default();
        for (value, index) in written {
            meanings.state(value, index);
        }
        let mapped = meanings.told.clone();
        meanings.add_names(variants, &mapped);
        meanings.add_own_constants(variants);
        // Subtypes take precedence over the supertype, which often lists the values of all of them.
        meanings.add_near_names(variants, supertype);
        if let Some(index) = supertype {
            meanings.add_narrowed_constants(variants, index);
            meanings.add_constants_of(variants, index);
        }
        meanings.add_single_constants(variants);
        meanings
    }

    /// Whether a value means the variant.
    pub(crate) fn tells(&self, index: usize) -> bool {
        self.told.contains(&index)
    }

    fn state(&mut self, value: String, index: usize) {
        if self.taken.insert(value.clone()) {
            self.told.insert(index);
            self.mapping.push((value, index));
        }
    }

    /// A variant's own name takes precedence over a name within another.
    fn add_names(&mut self, variants: &[Stated], mapped: &HashSet<usize>) {
        let own = variants.iter().enumerate().filter_map(|(index, stated)| Some((index, stated.names.first()?)));
        let inner = variants.iter().enumerate();
        let inner = inner.flat_map(|(index, stated)| stated.names.iter().skip(1).map(move |name| (index, name)));
        for (index, name) in own.chain(inner) {
            let Some(stated) = variants.get(index) else { continue };
            match &stated.constants {
                Some(constants) if !constants.contains(name) => {}
                None if mapped.contains(&index) => {
                    if self.taken.insert(name.clone()) {
                        self.names.push((name.clone(), index));
                    }
                }
                Some(_) | None => self.state(name.clone(), index),
            }
        }
    }

    fn add_own_constants(&mut self, variants: &[Stated]) {
        let mut uses: HashMap<&String, usize> = HashMap::new();
        for constant in variants.iter().filter_map(|stated| stated.constants.as_ref()).flatten() {
            *uses.entry(constant).or_default() += 1;
        }
        for (index, stated) in variants.iter().enumerate() {
            let own = stated.constants.iter().flatten().filter(|constant| uses.get(constant) == Some(&1));
            own.for_each(|constant| self.state(constant.clone(), index));
        }
    }

    fn add_constants_of(&mut self, variants: &[Stated], index: usize) {
        let constants = variants.get(index).and_then(|stated| stated.constants.as_ref());
        constants.into_iter().flatten().for_each(|constant| self.state(constant.clone(), index));
    }

    /// A shared constant that differs from the name of one variant alone in case and punctuation alone.
    fn add_near_names(&mut self, variants: &[Stated], supertype: Option<usize>) {
        let mut by_letters: HashMap<String, Option<(usize, &String)>> = HashMap::new();
        for (index, name) in variants.iter().enumerate().filter_map(|(at, stated)| Some((at, stated.names.first()?))) {
            let only = by_letters.entry(letters(name)).or_insert(Some((index, name)));
            *only = only.filter(|(known, _)| *known == index);
        }
        let untold: Vec<usize> =
            (0..variants.len()).filter(|index| !self.tells(*index) && supertype != Some(*index)).collect();
        for index in untold {
            let constants = variants.get(index).and_then(|stated| stated.constants.as_ref()).into_iter().flatten();
            let mut near = constants.filter(|constant| {
                let named = by_letters.get(&letters(constant)).copied().flatten();
                named.is_some_and(|(named, _)| named == index) && !self.taken.contains(*constant)
            });
            if let (Some(only), None) = (near.next().cloned(), near.next()) {
                self.nearly.push((only.clone(), index));
                self.state(only, index);
            }
        }
    }

    /// The one constant that a subtype allows of those that its supertype lists.
    fn add_narrowed_constants(&mut self, variants: &[Stated], supertype: usize) {
        let all = variants.get(supertype).and_then(|stated| stated.constants.as_ref());
        for (index, stated) in variants.iter().enumerate().filter(|(index, _)| *index != supertype) {
            let narrowed =
                stated.constants.as_ref().filter(|constants| constants.len() == 1 && Some(*constants) != all);
            if !self.tells(index) {
                narrowed.into_iter().flatten().for_each(|constant| self.state(constant.clone(), index));
            }
        }
    }

    /// The one constant that a variant allows, though others allow it too.
    fn add_single_constants(&mut self, variants: &[Stated]) {
        for (index, stated) in variants.iter().enumerate() {
            if let Some(constants) = stated.constants.as_ref().filter(|constants| constants.len() == 1)
                && !self.tells(index)
            {
                constants.iter().for_each(|constant| self.state(constant.clone(), index));
            }
        }
    }
}

/// What each variant that a value means holds in the property.
pub(crate) fn tags(
    meanings: impl Iterator<Item = (String, usize)>,
    property: &str,
    kind: DiscriminatorKind,
) -> Vec<(usize, Tag)> {
    let mut values: IndexMap<usize, Vec<String>> = IndexMap::new();
    for (value, index) in meanings {
        values.entry(index).or_default().push(value);
    }
    let constants = |values: Vec<String>| match kind {
        DiscriminatorKind::Strings | DiscriminatorKind::Both => Constants::Strings(values),
        DiscriminatorKind::Bare => Constants::Bare(values),
    };
    let tag = |values| Tag { property: property.to_owned(), values: constants(values) };
    values.into_iter().map(|(index, values)| (index, tag(values))).collect()
}

fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{Meanings, Stated};

    fn variant(name: &str, constants: Option<&[&str]>) -> Stated {
        let constants = constants.map(|constants| constants.iter().map(|&constant| constant.to_owned()).collect());
        Stated { names: vec![name.to_owned()], constants, ..Stated::default() }
    }

    fn pairs(pairs: &[(&str, usize)]) -> Vec<(String, usize)> {
        pairs.iter().map(|(value, index)| ((*value).to_owned(), *index)).collect()
    }

    fn found(written: &[(&str, usize)], variants: &[Stated], supertype: Option<usize>) -> Meanings {
        Meanings::find(pairs(written), variants, supertype)
    }

    #[test]
    fn a_value_in_a_shared_enum_selects_the_variant_of_that_name() {
        let kinds: Option<&[&str]> = Some(&["Dog", "Cat"]);
        let meanings = found(&[], &[variant("Cat", kinds), variant("Dog", kinds)], None);
        assert_eq!(meanings.mapping, pairs(&[("Cat", 0), ("Dog", 1)]));
    }

    #[test]
    fn mapping_precedes_names_and_names_precede_constants() {
        let meanings = found(&[("Dog", 0)], &[variant("Cat", None), variant("Dog", Some(&["Dog", "hound"]))], None);
        assert_eq!(meanings.mapping, pairs(&[("Dog", 0), ("hound", 1)]));
        assert_eq!(meanings.names, pairs(&[("Cat", 0)]));
        let meanings = found(&[], &[variant("Cat", Some(&["Dog"])), variant("Dog", None)], None);
        assert_eq!(meanings.mapping, pairs(&[("Dog", 1)]));
    }

    #[test]
    fn shared_discriminator_constants_are_ignored() {
        let meanings = found(&[], &[variant("A", Some(&["x", "y"])), variant("B", Some(&["y", "z"]))], None);
        assert_eq!(meanings.mapping, pairs(&[("x", 0), ("z", 1)]));
    }

    #[test]
    fn discriminator_values_match_names_of_another_case() {
        let kinds: Option<&[&str]> = Some(&["big-dog", "cat"]);
        let meanings = found(&[], &[variant("BigDog", kinds), variant("Cat", kinds)], None);
        assert_eq!(meanings.nearly, pairs(&[("big-dog", 0), ("cat", 1)]));
        let meanings = found(&[], &[variant("Cat", kinds), variant("CAT", kinds)], None);
        assert_eq!(meanings, Meanings::default());
    }

    #[test]
    fn a_supertype_is_selected_for_values_without_a_subtype() {
        let kinds: Option<&[&str]> = Some(&["Dog", "Fish"]);
        let meanings = found(&[], &[variant("Dog", kinds), variant("Animal", kinds)], Some(1));
        assert_eq!(meanings.mapping, pairs(&[("Dog", 0), ("Fish", 1)]));
        let one: Option<&[&str]> = Some(&["Animal"]);
        let meanings = found(&[], &[variant("Dog", one), variant("Animal", one)], Some(1));
        assert_eq!(meanings.mapping, pairs(&[("Animal", 1)]));
    }

    #[test]
    fn subtypes_precede_a_supertype_with_the_same_value() {
        let kinds: Option<&[&str]> = Some(&["CAT", "DOG", "fish"]);
        let subtypes = [variant("Cat", kinds), variant("Hound", Some(&["DOG"])), variant("Animal", kinds)];
        let meanings = found(&[], &subtypes, Some(2));
        assert_eq!(meanings.mapping, pairs(&[("CAT", 0), ("DOG", 1), ("fish", 2)]));
        assert_eq!(meanings.nearly, pairs(&[("CAT", 0)]));
    }
}
