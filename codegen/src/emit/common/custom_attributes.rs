//! Derives and attributes of the user's own, on the types that they are for.

use crate::customize::select::labels;
use crate::emit::Emitter;
use crate::ir::TypeId;
use crate::settings::Entry;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// The items of a type, its declaration with what the settings add to it.
pub(in crate::emit) fn put_on(emitter: &Emitter, id: TypeId, mut items: Vec<TokenStream>) -> Vec<TokenStream> {
    let settings = emitter.settings;
    if settings.derives.is_empty() && settings.attributes.is_empty() {
        return items;
    }
    let labels = labels(&emitter.api.types[id]);
    let of_type = |entries: &[Entry<Vec<String>>]| -> Vec<TokenStream> {
        let applies = |entry: &&Entry<Vec<String>>| entry.key == "*" || labels.contains(&entry.key);
        let texts = entries.iter().filter(applies).flat_map(|entry| &entry.value);
        // What the settings give was read as Rust.
        texts.filter_map(|text| text.parse().ok()).collect()
    };
    let (derives, attributes) = (of_type(&settings.derives), of_type(&settings.attributes));
    let derive = (!derives.is_empty()).then(|| quote!(#[derive(#(#derives),*)]));
    let more = quote!(#derive #(#attributes)*);
    let more = syn::parse::Parser::parse2(syn::Attribute::parse_outer, more).unwrap_or_default();
    if more.is_empty() {
        return items;
    }
    let name = emitter.names.of(id).map(|names| &names.item);
    for item in &mut items {
        let Ok(mut file) = syn::parse2::<syn::File>(item.clone()) else { continue };
        let mut declared = false;
        for part in &mut file.items {
            let attributes = match part {
                syn::Item::Struct(part) if Some(&part.ident) == name => &mut part.attrs,
                syn::Item::Enum(part) if Some(&part.ident) == name => &mut part.attrs,
                _ => continue,
            };
            // After the documentation and what is derived anyway.
            attributes.extend(more.clone());
            declared = true;
        }
        if declared {
            *item = file.into_token_stream();
        }
    }
    items
}
