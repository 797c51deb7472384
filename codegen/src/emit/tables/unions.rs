//! The table of unions: which variant a value is read as, and what each variant is written as. No client has it: tests of
//! this generator use it to try the emitted types.

use crate::emit::common::imports::{ModuleDepth, Uses};
use crate::emit::{Emitter, Module};
use crate::ir::{TypeId, TypeKind, Variant};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

pub(in crate::emit) fn module(emitter: &Emitter) -> Module {
    let uses = Uses::at(ModuleDepth::Child);
    let types = emitter.api.types.iter().filter(|(_, def)| matches!(def.kind, TypeKind::Union(_)));
    let unions = types.filter_map(|(id, _)| union(emitter, id, &uses));
    let unions: Vec<TokenStream> = unions.collect();
    let lines = uses.lines(&[]);
    Module {
        path: "unions.rs".to_owned(),
        docs: Some("Every union of the API, read and written variant by variant.".to_owned()),
        items: vec![
            quote! { use specwright_harness as harness; },
            lines,
            quote! {
                /// Every union, in the document's order.
                pub static UNIONS: &[harness::Union] = &[#(#unions,)*];
            },
        ],
    }
}

/// The row of a union; none of one that is not emitted. The schemas of a shared type are read as that one.
fn union(emitter: &Emitter, id: TypeId, uses: &Uses) -> Option<TokenStream> {
    let shape = emitter.api.shared.get(&id).copied().unwrap_or(id);
    let names = emitter.names.of(shape)?;
    let (item, rest) = (uses.model(&names.item), &names.rest);
    let number = Literal::usize_unsuffixed(id.0);
    let is_sent = emitter.analysis.is_sent(shape);
    let TypeKind::Union(union) = &emitter.api.types[shape].kind else { return None };
    let members = || names.members.iter().zip(&union.variants);
    let is_unit = |variant: &Variant| emitter.constant(variant.value).is_some();
    let index = members().enumerate().map(|(index, (member, variant))| {
        let index = Literal::usize_unsuffixed(index);
        let field = (!is_unit(variant)).then(|| quote!((_)));
        quote!(#item::#member #field => Some(#index))
    });
    let write = members().map(|(member, variant)| match emitter.sole_property(variant.value) {
        _ if is_unit(variant) => quote!(|_| harness::unit(&#item::#member)),
        Some(property) => {
            let key = &property.name;
            quote!(|json| harness::written_property(json, #key, #item::#member))
        }
        None => quote!(|json| harness::written(json, #item::#member)),
    });
    Some(quote! {
        harness::Union {
            id: #number,
            is_sent: #is_sent,
            read: |json| harness::variant(json, |value| match value {
                #(#index,)*
                #item::#rest(_) => None,
            }),
            write: &[#(#write),*],
        }
    })
}
