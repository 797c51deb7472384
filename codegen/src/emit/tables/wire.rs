//! The table of operations on both sides: each operation and each response created from JSON, for tests that compare
//! what one side writes with what the other reads. It is not part of clients.

use super::harness;
use crate::emit::common::imports::{ModuleDepth, Uses};
use crate::emit::operation::headers;
use crate::emit::operation::response::{ResponseKind, Responses as Read};
use crate::emit::service::{Responses, Variant};
use crate::emit::{Emitter, Module};
use crate::ir::{BodyFormat, Content, OperationId, StatusRange};
use proc_macro2::TokenStream;
use quote::quote;

pub(in crate::emit) fn module(emitter: &Emitter) -> Module {
    let uses = Uses::at(ModuleDepth::Child);
    let operations = (0..emitter.api.operations.len()).map(OperationId);
    let operations: Vec<TokenStream> = operations.map(|id| operation(emitter, id, &uses)).collect();
    let lines = uses.lines(&[]);
    Module {
        path: "wire.rs".to_owned(),
        docs: Some("Every operation of the API and every response, made from JSON.".to_owned()),
        items: vec![
            quote! {
                use super::{operations, responses, runtime};
                use specwright_harness::{self as harness, Value as Read, wire};
            },
            lines,
            quote! {
                /// Both sides of every operation, in the document's order.
                #[allow(deprecated, unused_mut, unused_variables)]
                pub static WIRE: wire::Wire = wire::Wire { api: &super::API, operations: &[#(#operations,)*] };
            },
        ],
    }
}

fn operation(emitter: &Emitter, id: OperationId, uses: &Uses) -> TokenStream {
    let (name, item) = (&emitter.api.operations[id.0].id, &emitter.names.operation(id).item);
    let constructed = harness::constructed(emitter, id, uses);
    let read = Read::new(emitter, id, uses);
    let responses = responses(&Responses { emitter, id, uses }, &read);
    let (success, failure) = (read.shown_as_json(ResponseKind::Success), read.shown_as_json(ResponseKind::Failure));
    let condition = emitter.conditions.operation(emitter.api, id);
    quote! {
        #condition
        wire::Operation {
            id: #name,
            route: wire::route::<operations::#item>,
            exchange: |exchange| exchange.run::<operations::#item>(
                |inputs| {
                    #constructed
                    Ok(operation)
                },
                &[#(#responses,)*],
                #success,
                #failure,
            ),
        }
    }
}

/// The constructor of each response of a service, for tests.
fn responses(responses: &Responses, read: &Read) -> Vec<TokenStream> {
    let item = &responses.emitter.names.operation(responses.id).item;
    let variants = responses.variants();
    if variants.is_empty() {
        let constructed = quote!(|given| Ok(responses::#item::Undescribed(given.response()?)));
        return vec![quote!(wire::Response { reads: &[(wire::Kind::Success, None)], make: #constructed })];
    }
    let response = |variant: &Variant| {
        let reads = read.read_as(variant.response, variant.content.map(Content::media_type));
        let reads = reads.into_iter().map(|(kind, name)| {
            let kind = match kind {
                ResponseKind::Success => quote!(wire::Kind::Success),
                ResponseKind::Failure => quote!(wire::Kind::Failure),
            };
            let name = name.map_or_else(|| quote!(None), |name| quote!(Some(#name)));
            quote!((#kind, #name))
        });
        let constructed = constructed(variant, responses.uses);
        quote!(wire::Response { reads: &[#(#reads),*], make: |given| Ok(responses::#item::#constructed) })
    };
    variants.iter().map(response).collect()
}

fn constructed(variant: &Variant, uses: &Uses) -> TokenStream {
    let Variant { name, response, content, headers } = variant;
    let body = content.map(body);
    if variant.is_bare() {
        let body = body.map(|body| quote!((#body)));
        return quote!(#name #body);
    }
    let status = (!matches!(response.status, StatusRange::Exact(_))).then(|| quote!(status: given.status()?,));
    let headers = headers.iter().map(|(header, field)| {
        let (runtime, constructed) = (uses.runtime("Header"), headers::constructed(header, uses));
        let read = if header.required { quote!(required_header) } else { quote!(header) };
        quote!(#field: given.#read(#runtime::#constructed)?,)
    });
    let body = body.map(|body| quote!(body: #body));
    quote!(#name { #status #(#headers)* #body })
}

fn body(content: &Content) -> TokenStream {
    match &content.format {
        BodyFormat::Json => quote!(given.json()?),
        BodyFormat::Text => quote!(given.text()?),
        BodyFormat::JsonLines | BodyFormat::Events(_) | BodyFormat::Parts { .. } => quote!(given.pieces()?),
        _ if content.media_type().contains('*') => quote!(given.typed_bytes()?),
        BodyFormat::Multipart(_) => quote!(given.multipart()?),
        BodyFormat::Binary | BodyFormat::Range | BodyFormat::Form(_) => quote!(given.bytes()?),
    }
}
