//! Which Cargo features things are compiled with, where the settings ask for a feature for each tag.

use super::model;
use crate::customize::select;
use crate::facts::edges;
use crate::ir::{Api, OperationId, TypeId};
use crate::name::{Module, Names};
use crate::output::krate::manifest;
use crate::settings::Settings;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use std::collections::{BTreeSet, HashMap};

/// When something is compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Gate {
    Always,
    /// With any of these features.
    With(BTreeSet<String>),
}

impl Gate {
    /// Opens the gate whenever the other is open. Whether that changed anything.
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

/// The gates of one document; without any, everything is always compiled.
#[derive(Debug, Default)]
pub struct Gates {
    /// By tag.
    features: HashMap<String, String>,
    types: HashMap<TypeId, Gate>,
}

impl Gates {
    /// The gates that the settings ask for.
    #[must_use]
    pub fn of(api: &Api, names: &Names, settings: &Settings) -> Self {
        if !settings.features_by_tag {
            return Self::default();
        }
        let feature = |module: &Module| {
            // A module that Rust would take otherwise ends with an underscore, which a feature does not need.
            let name = module.item.to_string().trim_end_matches('_').to_owned();
            let name = if manifest::is_taken(&name) { format!("{name}-api") } else { name };
            Some((module.tag.clone()?, name))
        };
        let features: HashMap<String, String> = names.modules().iter().filter_map(feature).collect();
        let types = type_gates(api, names, &features);
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

    /// The attribute of what belongs to a tag.
    pub(super) fn tag(&self, tag: Option<&String>) -> TokenStream {
        let feature = tag.and_then(|tag| self.features.get(tag));
        feature.map(|feature| quote!(#[cfg(feature = #feature)])).unwrap_or_default()
    }

    /// The attribute of what belongs to an operation.
    pub(super) fn operation(&self, api: &Api, id: OperationId) -> TokenStream {
        self.tag(api.operations.get(id.0).and_then(|operation| operation.tag.as_ref()))
    }

    /// The attribute of what belongs to a type.
    pub(super) fn of_type(&self, id: TypeId) -> TokenStream {
        self.types.get(&id).map(Gate::attribute).unwrap_or_default()
    }

    /// `use` lines of which some may serve nobody while a feature is off.
    pub(super) fn uses(&self, lines: TokenStream) -> TokenStream {
        if !self.any() {
            return lines;
        }
        let Ok(mut file) = syn::parse2::<syn::File>(lines.clone()) else { return lines };
        for item in &mut file.items {
            if let syn::Item::Use(item) = item {
                item.attrs.push(syn::parse_quote!(
                    #[allow(unused_imports, reason = "what uses it may be left out by the features")]
                ));
            }
        }
        file.into_token_stream()
    }
}

/// A type is compiled when a feature that is on reaches it, with the other types of its file, and with everything that
/// those hold. What nothing reaches is there always.
fn type_gates(api: &Api, names: &Names, features: &HashMap<String, String>) -> HashMap<TypeId, Gate> {
    let mut gates: HashMap<TypeId, Gate> = HashMap::new();
    for (tag, types) in select::by_tag(api) {
        let gate = match tag.and_then(|tag| features.get(tag)) {
            Some(feature) => Gate::With(BTreeSet::from([feature.clone()])),
            None => Gate::Always,
        };
        for id in types {
            gates.entry(id).or_insert_with(|| Gate::With(BTreeSet::new())).widen(&gate);
        }
    }
    let ids: Vec<TypeId> = api.types.iter().map(|(id, _)| id).collect();
    for id in &ids {
        gates.entry(*id).or_insert(Gate::Always);
    }
    let files = model::files(api, names);
    // Each round opens a gate further, of which there are as many as there are types and features.
    loop {
        let mut changed = false;
        for file in &files {
            let mut shared = Gate::With(BTreeSet::new());
            for id in &file.types {
                shared.widen(&gates[id]);
            }
            for id in &file.types {
                changed |= gates.get_mut(id).is_some_and(|gate| gate.widen(&shared));
            }
        }
        for id in &ids {
            let gate = gates[id].clone();
            for edge in edges(api, *id) {
                changed |= gates.get_mut(&edge.target).is_some_and(|target| target.widen(&gate));
            }
        }
        if !changed {
            return gates;
        }
    }
}
