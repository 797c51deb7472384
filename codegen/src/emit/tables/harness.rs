//! The table of operations that are made from JSON and read into JSON. No client has it: with it programs drive the
//! client in tests of this generator.

use crate::emit::common::imports::{ModuleDepth, Uses};
use crate::emit::operation::inputs;
use crate::emit::operation::inputs::Input;
use crate::emit::operation::response::{ResponseKind, Responses};
use crate::emit::{Emitter, Module};
use crate::ir::OperationId;
use proc_macro2::TokenStream;
use quote::quote;

pub(in crate::emit) fn module(emitter: &Emitter) -> Module {
    let uses = Uses::at(ModuleDepth::Child);
    let operations: Vec<TokenStream> = emitter.api.outgoing().map(|(id, _)| operation(emitter, id, &uses)).collect();
    let lines = uses.lines(&[]);
    Module {
        path: "harness.rs".to_owned(),
        docs: Some("Every operation of the API, made from JSON and read into JSON.".to_owned()),
        items: vec![
            quote! {
                use super::operations;
                use specwright_harness::{self as harness, Value as Read};
            },
            lines,
            quote! {
                /// Every operation, in the document's order.
                #[allow(deprecated, unused_mut, unused_variables)]
                pub static OPERATIONS: &[harness::Operation] = &[#(#operations,)*];
            },
        ],
    }
}

/// The statements that make `operation` of `inputs`.
pub(super) fn constructed(emitter: &Emitter, id: OperationId, uses: &Uses) -> TokenStream {
    let operation = &emitter.api.operations[id.0];
    let names = emitter.names.operation(id);
    let item = &names.item;
    let (required, optional): (Vec<Input>, Vec<Input>) = inputs::of(emitter, id, operation)
        .into_iter()
        .filter(|input| !input.is_known())
        .partition(|input| input.required);
    let arguments = required.iter().map(|input| {
        let (wire, value) = (input.wire_name(), input.given_as_json(uses));
        (input.name, quote!(harness::required(#value, #wire)?))
    });
    let (struct_name, required) = (&names.required, arguments.collect::<Vec<_>>());
    let constructed = emitter.constructed(&quote!(operations::#item), &quote!(operations::#struct_name), &required);
    let setters = optional.iter().map(|input| {
        let (setter, value) = (input.name, input.given_as_json(uses));
        if input.one_choice(uses).is_some() {
            return quote!(if #value.is_some() { operation = operation.#setter(); });
        }
        quote!(if let Some(value) = #value { operation = operation.#setter(value); })
    });
    quote!(let mut operation = #constructed; #(#setters)*)
}

fn operation(emitter: &Emitter, id: OperationId, uses: &Uses) -> TokenStream {
    let (name, item) = (&emitter.api.operations[id.0].id, &emitter.names.operation(id).item);
    let constructed = constructed(emitter, id, uses);
    let responses = Responses::new(emitter, id, uses);
    let (success, failure) =
        (responses.shown_as_json(ResponseKind::Success), responses.shown_as_json(ResponseKind::Failure));
    quote! {
        harness::Operation {
            id: #name,
            request: |inputs| {
                #constructed
                harness::request(&operation)
            },
            read: |response| harness::read::<operations::#item>(response, #success, #failure),
        }
    }
}
