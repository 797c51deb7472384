//! Newtypes: named strings, numbers and booleans, so that two ids cannot be swapped; and recursive lists and maps,
//! whose type would otherwise be infinite.

use crate::emit::Emitter;
use crate::emit::common::imports::Uses;
use crate::ir::{TypeId, TypeKind};
use crate::name::TypeNames;
use proc_macro2::TokenStream;
use quote::quote;

pub(in crate::emit) fn items(emitter: &Emitter, id: TypeId, names: &TypeNames, uses: &Uses) -> Vec<TokenStream> {
    match &emitter.api.types[id].kind {
        TypeKind::Array(_) | TypeKind::Tuple(_) | TypeKind::Map(_) => wrapper(emitter, id, names, uses),
        _ => scalar(emitter, id, names, uses),
    }
}

fn scalar(emitter: &Emitter, id: TypeId, names: &TypeNames, uses: &Uses) -> Vec<TokenStream> {
    let def = &emitter.api.types[id];
    let item = &names.item;
    let inner = emitter.written_out(id, uses);
    let text = matches!(def.kind, TypeKind::String(_));
    let derives = if text {
        quote!(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)
    } else if emitter.analysis.is_eq(id) {
        quote!(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)
    } else {
        quote!(Debug, Clone, Copy, PartialEq, PartialOrd)
    };
    let (serialize, deserialize) = (uses.other("serde::Serialize"), uses.other("serde::Deserialize"));
    let docs = super::type_docs::lines(emitter, id);
    let conversions = if text {
        let string_newtype = uses.private("string_newtype");
        quote!(#string_newtype!(#item);)
    } else {
        let scalar_newtype = uses.private("scalar_newtype");
        quote!(#scalar_newtype!(#item, #inner);)
    };
    vec![
        quote! {
            #docs
            #[derive(#derives, #serialize, #deserialize)]
            #[serde(transparent)]
            pub struct #item(#inner);
        },
        conversions,
    ]
}

fn wrapper(emitter: &Emitter, id: TypeId, names: &TypeNames, uses: &Uses) -> Vec<TokenStream> {
    let item = &names.item;
    let inner = emitter.written_out(id, uses);
    let eq = emitter.analysis.is_eq(id).then(|| quote!(Eq,));
    let (serialize, deserialize) = (uses.other("serde::Serialize"), uses.other("serde::Deserialize"));
    let docs = super::type_docs::lines(emitter, id);
    let wrapper = uses.private("wrapper");
    // A tuple always has elements, so it has no default.
    let default = (!matches!(emitter.api.types[id].kind, TypeKind::Tuple(_))).then(|| quote!(Default,));
    vec![
        quote! {
            #docs
            #[derive(Debug, Clone, PartialEq, #eq #default #serialize, #deserialize)]
            #[serde(transparent)]
            pub struct #item(pub #inner);
        },
        quote!(#wrapper!(#item, #inner);),
    ]
}
