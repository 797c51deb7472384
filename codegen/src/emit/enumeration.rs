//! Enums: the constants a document lists, and room for those it does not.

use super::Emitter;
use super::docs;
use super::literal;
use super::uses::Uses;
use crate::ir::{Enum, EnumValues, TypeDef, TypeId};
use crate::name::TypeNames;
use proc_macro2::TokenStream;
use quote::quote;

/// How the constants of one base type are written.
struct Base {
    /// The type that an unknown value is kept as.
    owned: TokenStream,
    /// The literal of each constant.
    literals: Vec<TokenStream>,
    /// What each constant is shown as in documentation.
    shown: Vec<String>,
}

pub(super) fn items(emitter: &Emitter, id: TypeId, names: &TypeNames, list: &Enum, uses: &Uses) -> Vec<TokenStream> {
    let base = base(&list.values);
    let def = &emitter.api.types[id];
    let mut items = vec![declaration(emitter, id, def, names, &base, &list.values)];
    items.extend(match list.values {
        EnumValues::Strings(_) => text_conversions(names, &base, uses),
        EnumValues::Integers(_) | EnumValues::Numbers(_) | EnumValues::Booleans(_) => {
            scalar_conversions(names, &base, uses)
        }
    });
    items
}

fn base(values: &EnumValues) -> Base {
    match values {
        EnumValues::Strings(texts) => Base {
            owned: quote!(String),
            literals: texts.iter().map(|text| quote!(#text)).collect(),
            shown: texts.clone(),
        },
        EnumValues::Integers(numbers) => Base {
            owned: quote!(i64),
            literals: numbers.iter().map(|number| literal::integer(*number)).collect(),
            shown: numbers.iter().map(ToString::to_string).collect(),
        },
        EnumValues::Numbers(numbers) => Base {
            owned: quote!(f64),
            literals: numbers.iter().map(|number| literal::float(*number)).collect(),
            shown: numbers.iter().map(ToString::to_string).collect(),
        },
        EnumValues::Booleans(values) => Base {
            owned: quote!(bool),
            literals: values.iter().map(|value| quote!(#value)).collect(),
            shown: values.iter().map(ToString::to_string).collect(),
        },
    }
}

fn declaration(
    emitter: &Emitter,
    id: TypeId,
    def: &TypeDef,
    names: &TypeNames,
    base: &Base,
    values: &EnumValues,
) -> TokenStream {
    let (item, members, rest, owned) = (&names.item, &names.members, &names.rest, &base.owned);
    let derives = match values {
        EnumValues::Strings(_) => quote!(Debug, Clone, PartialEq, Eq, Hash),
        _ if emitter.facts.is_eq(id) => quote!(Debug, Clone, Copy, PartialEq, Eq, Hash),
        _ => quote!(Debug, Clone, Copy, PartialEq),
    };
    let docs = super::model::docs(def);
    let shown = base.shown.iter().map(|text| format!(" {}", constant(text)));
    quote! {
        #docs
        #[derive(#derives)]
        #[non_exhaustive]
        pub enum #item {
            #(#[doc = #shown] #members,)*
            /// A value that the document does not list, as it came.
            #rest(#owned),
        }
    }
}

/// What the constant is shown as.
fn constant(text: &str) -> String {
    if text.is_empty() { "The empty text.".to_owned() } else { docs::code(text) }
}

fn text_conversions(names: &TypeNames, base: &Base, uses: &Uses) -> Vec<TokenStream> {
    let (item, members, rest, literals) = (&names.item, &names.members, &names.rest, &base.literals);
    let runtime = uses.runtime_path();
    vec![
        quote! {
            impl #item {
                /// The text on the wire.
                #[must_use]
                pub fn as_str(&self) -> &str {
                    match self {
                        #(Self::#members => #literals,)*
                        Self::#rest(text) => text,
                    }
                }
            }
        },
        quote! {
            impl From<&str> for #item {
                fn from(text: &str) -> Self {
                    match text {
                        #(#literals => Self::#members,)*
                        _ => Self::#rest(text.to_owned()),
                    }
                }
            }
        },
        quote!(#runtime::string_enum!(#item);),
    ]
}

fn scalar_conversions(names: &TypeNames, base: &Base, uses: &Uses) -> Vec<TokenStream> {
    let (item, members, rest) = (&names.item, &names.members, &names.rest);
    let (owned, literals) = (&base.owned, &base.literals);
    let runtime = uses.runtime_path();
    vec![
        quote! {
            impl #item {
                /// The value on the wire.
                #[must_use]
                pub fn value(self) -> #owned {
                    match self {
                        #(Self::#members => #literals,)*
                        Self::#rest(value) => value,
                    }
                }
            }
        },
        quote! {
            impl From<#owned> for #item {
                fn from(value: #owned) -> Self {
                    match value {
                        #(#literals => Self::#members,)*
                        _ => Self::#rest(value),
                    }
                }
            }
        },
        quote!(#runtime::scalar_enum!(#item, #owned);),
    ]
}
