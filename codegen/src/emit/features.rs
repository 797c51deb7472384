//! The Cargo features of items, with the setting `features-by-tag`.

use super::crate_features::is_taken;
use crate::analysis::{self, edges};
use crate::emit::common::model_files;
use crate::ir::{Api, OperationId, TypeId};
use crate::name::{Module, Names};
use crate::settings::Settings;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use std::collections::{BTreeSet, HashMap};

/// The condition under which something is compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Condition {
    Always,
    /// If any of these features is enabled.
    With(BTreeSet<String>),
}

impl Condition {
    /// Includes everything that the other includes. Returns whether that changed anything.
    fn widen(&mut self, other: &Self) -> bool {
        match (&mut *self, other) {
            (Self::Always, _) => false,
            (Self::With(_), Self::Always) => {
                *self = Self::Always;
                true
            }
            (Self::With(features), Self::With(more)) => {
                let before = features.len();
                features.extend(more.iter().cloned());
                features.len() > before
            }
        }
    }

    fn attribute(&self) -> TokenStream {
        let Self::With(features) = self else { return TokenStream::new() };
        let features: Vec<&String> = features.iter().collect();
        match features.as_slice() {
            [feature] => quote!(#[cfg(feature = #feature)]),
            features => quote!(#[cfg(any(#(feature = #features),*))]),
        }
    }
}

/// The conditions of one document; without any, everything is always compiled.
#[derive(Debug, Default)]
pub struct FeatureConditions {
    /// By tag.
    features: HashMap<String, String>,
    types: HashMap<TypeId, Condition>,
}

impl FeatureConditions {
    /// The conditions, according to the settings.
    #[must_use]
    pub fn of(api: &Api, names: &Names, settings: &Settings) -> Self {
        if !settings.features_by_tag {
            return Self::default();
        }
        let feature = |module: &Module| {
            // A module that Rust would take otherwise ends with an underscore, which a feature does not need.
            let name = module.item.to_string().trim_end_matches('_').to_owned();
            let name = if is_taken(&name) { format!("{name}-api") } else { name };
            Some((module.tag.clone()?, name))
        };
        let features: HashMap<String, String> = names.modules().iter().filter_map(feature).collect();
        let types = type_conditions(api, names, &features);
        Self { features, types }
    }

    /// Whether anything depends on a feature.
    pub(super) fn any(&self) -> bool {
        !self.features.is_empty()
    }

    /// The feature of a module of operations.
    #[must_use]
    pub fn feature(&self, module: &Module) -> Option<&str> {
        self.features.get(module.tag.as_ref()?).map(String::as_str)
    }

    /// The `cfg` attribute of the items of a tag.
    pub(super) fn tag(&self, tag: Option<&String>) -> TokenStream {
        let feature = tag.and_then(|tag| self.features.get(tag));
        feature.map(|feature| quote!(#[cfg(feature = #feature)])).unwrap_or_default()
    }

    /// The `cfg` attribute of the items of an operation.
    pub(super) fn operation(&self, api: &Api, id: OperationId) -> TokenStream {
        self.tag(api.operations.get(id.0).and_then(|operation| operation.tag.as_ref()))
    }

    /// The `cfg` attribute of the items of a type.
    pub(super) fn of_type(&self, id: TypeId) -> TokenStream {
        self.types.get(&id).map(Condition::attribute).unwrap_or_default()
    }

    /// `use` lines, some of which may be unused while a feature is off.
    pub(super) fn uses(&self, lines: TokenStream) -> TokenStream {
        if !self.any() {
            return lines;
        }
        let Ok(mut file) = syn::parse2::<syn::File>(lines.clone()) else { return lines };
        for item in &mut file.items {
            if let syn::Item::Use(item) = item {
                item.attrs.push(syn::parse_quote!(
                    #[allow(unused_imports, reason = "items that use it may be disabled by features")]
                ));
            }
        }
        file.into_token_stream()
    }
}

/// A type is compiled if an enabled feature needs it, together with the other types of its file, and with everything
/// that they contain. Types that no feature needs are always compiled.
fn type_conditions(api: &Api, names: &Names, features: &HashMap<String, String>) -> HashMap<TypeId, Condition> {
    let mut conditions: HashMap<TypeId, Condition> = HashMap::new();
    for (tag, types) in analysis::by_tag(api) {
        let condition = match tag.and_then(|tag| features.get(tag)) {
            Some(feature) => Condition::With(BTreeSet::from([feature.clone()])),
            None => Condition::Always,
        };
        for id in types {
            conditions.entry(id).or_insert_with(|| Condition::With(BTreeSet::new())).widen(&condition);
        }
    }
    let ids: Vec<TypeId> = api.types.iter().map(|(id, _)| id).collect();
    for id in &ids {
        conditions.entry(*id).or_insert(Condition::Always);
    }
    let files = model_files::files(api, names);
    // Each round widens a condition, which can happen at most once for each type and feature.
    loop {
        let mut changed = false;
        for file in &files {
            let mut shared = Condition::With(BTreeSet::new());
            for id in &file.types {
                shared.widen(&conditions[id]);
            }
            for id in &file.types {
                changed |= conditions.get_mut(id).is_some_and(|condition| condition.widen(&shared));
            }
        }
        for id in &ids {
            let condition = conditions[id].clone();
            for edge in edges(api, *id) {
                changed |= conditions.get_mut(&edge.target).is_some_and(|target| target.widen(&condition));
            }
        }
        if !changed {
            return conditions;
        }
    }
}
