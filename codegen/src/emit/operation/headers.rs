//! The module `headers`: a constant for each header that a response of the document has.
//!
//! Most headers come back in many responses, described once as a component or again each time. One constant serves
//! all of the same name and type.

use crate::emit::common::imports::{ModuleDepth, Uses};
use crate::emit::operation::style::style_name;
use crate::emit::{Emitter, Module, docs};
use crate::ir::{Header, HeaderEncoding};
use crate::name;
use crate::name::Name;
use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;

/// The module; none when no response has a header.
pub(in crate::emit) fn module(emitter: &Emitter) -> Option<Module> {
    let uses = Uses::at(ModuleDepth::Child);
    let mut known: IndexMap<(String, String, HeaderEncoding), (TokenStream, Vec<&Header>)> = IndexMap::new();
    for header in all(emitter) {
        let value = emitter.type_without_option(header.value.id, &uses);
        let key = (header.name.to_ascii_lowercase(), value.to_string(), header.encoding.clone());
        known.entry(key).or_insert_with(|| (value, Vec::new())).1.push(header);
    }
    let names = name::constants(known.values().filter_map(|(_, headers)| headers.first()).map(|one| one.name.as_str()));
    let items: Vec<TokenStream> =
        known.values().zip(&names).map(|((value, headers), name)| item(emitter, value, headers, name, &uses)).collect();
    (!items.is_empty()).then(|| Module {
        path: "headers.rs".to_owned(),
        docs: Some("Response headers: `response.header(headers::…)` reads one as its type.".to_owned()),
        items: std::iter::once(uses.lines(&[])).chain(items).collect(),
    })
}

/// Whether there is such a module.
pub(in crate::emit) fn is_needed(emitter: &Emitter) -> bool {
    all(emitter).next().is_some()
}

fn all<'a>(emitter: &'a Emitter) -> impl Iterator<Item = &'a Header> {
    let responses = emitter.api.operations.iter().flat_map(|operation| &operation.responses);
    responses.flat_map(|response| &response.headers)
}

/// The documentation of the header, or else of its type.
fn description(emitter: &Emitter, header: &Header) -> Option<String> {
    let of_type = || emitter.api.types[header.value.id].description.as_deref().map(docs::first_paragraph);
    header.description.clone().or_else(of_type).filter(|text| !text.trim().is_empty())
}

fn item(emitter: &Emitter, value: &TokenStream, headers: &[&Header], name: &Name, uses: &Uses) -> TokenStream {
    let header = uses.runtime("Header");
    let wire = headers.first().map(|header| header.name.as_str()).unwrap_or_default();
    let description = headers.iter().find_map(|header| description(emitter, header));
    let docs = docs::lines([Some(description.unwrap_or_else(|| format!("The header {}.", docs::code(wire))).as_str())]);
    let deprecated = headers.iter().all(|header| header.deprecated).then(|| quote!(#[deprecated]));
    let constructed = headers.first().map(|header| constructed(header, uses));
    quote! {
        #docs
        #deprecated
        pub const #name: #header<#value> = #header::#constructed;
    }
}

/// The expression for the constant of a header.
pub(in crate::emit) fn constructed(header: &Header, uses: &Uses) -> TokenStream {
    let wire = &header.name;
    match &header.encoding {
        HeaderEncoding::Json => quote!(json(#wire)),
        HeaderEncoding::Simple { explode: true } => quote!(exploded(#wire)),
        HeaderEncoding::Simple { explode: false } => quote!(new(#wire)),
        HeaderEncoding::Scalars { number, boolean } => {
            let number = number.then(|| quote!(.or_number()));
            let boolean = boolean.then(|| quote!(.or_boolean()));
            quote!(union(#wire) #number #boolean)
        }
        HeaderEncoding::Delimited(style) => {
            let style = style_name(*style, uses);
            quote!(delimited(#wire, #style))
        }
        HeaderEncoding::Nested(styles) => {
            let styles = styles.iter().map(|style| style_name(*style, uses));
            quote!(nested(#wire, &[#(#styles),*]))
        }
    }
}
