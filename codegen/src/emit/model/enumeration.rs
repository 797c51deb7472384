//! Enums: the listed values, and a variant for unlisted ones.

use crate::emit::Emitter;
use crate::emit::common::imports::Uses;
use crate::emit::common::number;
use crate::emit::docs;
use crate::ir::{Enum, EnumValues, TypeId};
use crate::name::TypeNames;
use proc_macro2::TokenStream;
use quote::quote;

/// The notation of constants of a base type.
struct Base {
    /// The type that an unknown value is kept as.
    owned: TokenStream,
    /// The literal of each constant.
    literals: Vec<TokenStream>,
    /// The constants in documentation.
    displayed: Vec<String>,
}

pub(in crate::emit) fn items(
    emitter: &Emitter,
    id: TypeId,
    names: &TypeNames,
    list: &Enum,
    uses: &Uses,
) -> Vec<TokenStream> {
    let base = base(&list.values);
    vec![declaration(emitter, id, names, &base, list), conversions(names, &base, list, uses)]
}

fn base(values: &EnumValues) -> Base {
    match values {
        EnumValues::Strings(strings) => Base {
            owned: quote!(String),
            literals: strings.iter().map(|string| quote!(#string)).collect(),
            displayed: strings.clone(),
        },
        EnumValues::Integers(numbers) => Base {
            owned: quote!(i64),
            literals: numbers.iter().map(|number| number::whole(*number)).collect(),
            displayed: numbers.iter().map(ToString::to_string).collect(),
        },
        EnumValues::Numbers(numbers) => Base {
            owned: quote!(f64),
            literals: numbers.iter().map(|number| number::float(*number)).collect(),
            displayed: numbers.iter().map(|number| format!("{number:?}").trim_end_matches(".0").to_owned()).collect(),
        },
        EnumValues::Booleans(values) => Base {
            owned: quote!(bool),
            literals: values.iter().map(|value| quote!(#value)).collect(),
            displayed: values.iter().map(ToString::to_string).collect(),
        },
    }
}

fn declaration(emitter: &Emitter, id: TypeId, names: &TypeNames, base: &Base, list: &Enum) -> TokenStream {
    let (item, members, rest, owned) = (&names.item, &names.members, &names.rest, &base.owned);
    let derives = match list.values {
        EnumValues::Strings(_) => quote!(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash),
        _ if emitter.analysis.is_eq(id) => quote!(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash),
        _ => quote!(Debug, Clone, Copy, PartialEq),
    };
    let docs = super::type_docs::lines(emitter, id);
    let words = list.docs.iter().map(|words| words.description.as_deref()).chain(std::iter::repeat(None));
    let displayed = base.displayed.iter().zip(words).map(|(text, description)| documented(text, description));
    let unlisted =
        if list.is_open { "Another string." } else { "A value that the document does not list, as received." };
    let unlisted = docs::lines([Some(unlisted)]);
    quote! {
        #docs
        #[derive(#derives)]
        #[non_exhaustive]
        pub enum #item {
            #(#displayed #members,)*
            #unlisted
            #rest(#owned),
        }
    }
}

/// The enum value and its description.
fn documented(text: &str, description: Option<&str>) -> TokenStream {
    let description = description.map(docs::first_paragraph).filter(|description| !description.is_empty());
    let line = match description {
        None => displayed(text),
        Some(description) => format!("{}: {description}", displayed(text).trim_end_matches('.')),
    };
    docs::lines([Some(line.as_str())])
}

fn displayed(text: &str) -> String {
    if text.is_empty() { "The empty string.".to_owned() } else { docs::code(text) }
}

/// The wire names of the constants.
fn conversions(names: &TypeNames, base: &Base, list: &Enum, uses: &Uses) -> TokenStream {
    let (item, members, rest) = (&names.item, &names.members, &names.rest);
    let (owned, literals) = (&base.owned, &base.literals);
    match list.values {
        EnumValues::Strings(_) => {
            let string_enum = uses.private("string_enum");
            let open = list.is_open.then(|| quote!(open));
            quote!(#string_enum!(#open #item { #(#members = #literals,)* ..#rest });)
        }
        EnumValues::Integers(_) | EnumValues::Numbers(_) | EnumValues::Booleans(_) => {
            let scalar_enum = uses.private("scalar_enum");
            quote!(#scalar_enum!(#item, #owned { #(#members = #literals,)* ..#rest });)
        }
    }
}
