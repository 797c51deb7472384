//! Derives and attributes from the settings.

use super::identifier::identifier;
use crate::emit::Emitter;
use crate::ir::TypeId;
use crate::ir::label::labels;
use crate::settings::Entry;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// The items of a type, with the derives and attributes of the settings.
pub(in crate::emit) fn apply(emitter: &Emitter, id: TypeId, mut items: Vec<TokenStream>) -> Vec<TokenStream> {
    let settings = emitter.settings;
    if settings.derives.is_empty() && settings.attributes.is_empty() {
        return items;
    }
    let labels = labels(&emitter.api.types[id]);
    let of_type = |entries: &[Entry<Vec<String>>]| -> Vec<TokenStream> {
        let applies = |entry: &&Entry<Vec<String>>| entry.key == "*" || labels.contains(&entry.key);
        let attributes = entries.iter().filter(applies).flat_map(|entry| &entry.value);
        // The settings were validated as Rust.
        attributes.filter_map(|text| text.parse().ok()).collect()
    };
    let (derives, attributes) = (of_type(&settings.derives), of_type(&settings.attributes));
    if derives.is_empty() && attributes.is_empty() {
        return items;
    }
    let name = emitter.names.of(id).map(|names| identifier(names.item.as_str()));
    for item in &mut items {
        let Ok(mut file) = syn::parse2::<syn::File>(item.clone()) else { continue };
        let mut declared = false;
        for part in &mut file.items {
            let own = match part {
                syn::Item::Struct(part) if Some(&part.ident) == name.as_ref() => &mut part.attrs,
                syn::Item::Enum(part) if Some(&part.ident) == name.as_ref() => &mut part.attrs,
                _ => continue,
            };
            // After the documentation and the default derives.
            let more = custom(own, &derives, &attributes);
            own.extend(more);
            declared = true;
        }
        if declared {
            *item = file.into_token_stream();
        }
    }
    items
}

/// The attributes to add to a declaration, without traits that it derives already, which may differ between versions of
/// this crate.
fn custom(own: &[syn::Attribute], derives: &[TokenStream], attributes: &[TokenStream]) -> Vec<syn::Attribute> {
    let present = own.iter().filter(|attribute| attribute.path().is_ident("derive"));
    let present = present.filter_map(|attribute| match &attribute.meta {
        syn::Meta::List(list) => Some(list.tokens.to_string()),
        syn::Meta::Path(_) | syn::Meta::NameValue(_) => None,
    });
    let present: Vec<String> = present.flat_map(|list| list.split(',').map(last_segment).collect::<Vec<_>>()).collect();
    // `Debug` of objects is implemented by the runtime.
    let is_there = |derive: &str| derive == "Debug" || present.iter().any(|name| name == derive);
    let derives: Vec<&TokenStream> =
        derives.iter().filter(|derive| !is_there(&last_segment(&derive.to_string()))).collect();
    let derive = (!derives.is_empty()).then(|| quote!(#[derive(#(#derives),*)]));
    let more = quote!(#derive #(#attributes)*);
    syn::parse::Parser::parse2(syn::Attribute::parse_outer, more).unwrap_or_default()
}

/// `Serialize` of `serde :: Serialize`.
fn last_segment(path: &str) -> String {
    path.rsplit("::").next().unwrap_or(path).trim().to_owned()
}
