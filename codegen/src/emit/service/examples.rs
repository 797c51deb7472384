//! Responses from the document alone: its examples of successes, or values generated from its schemas.

use crate::emit::{Emitter, Module, docs};
use crate::ir::OperationId;
use crate::sample::{SampleResponse, Sampler};
use crate::validate::Direction;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The module `examples`.
pub(super) fn module(emitter: &Emitter) -> Module {
    let sampler = Sampler::new(&emitter.api.types, Direction::Received);
    let added: Vec<TokenStream> = emitter.api.outgoing().filter_map(|(id, _)| added(emitter, id, &sampler)).collect();
    let example = (!added.is_empty()).then(|| {
        quote!(
            use super::runtime::service::Example;
        )
    });
    let uses = emitter.conditions.uses(quote! {
        use super::operations;
        use super::runtime;
        #example
    });
    let docs = docs::lines([
        Some("A service that responds to each operation with the document's example of a success."),
        Some("Without an example, the response is a value generated from its schema. Invalid requests are rejected."),
    ]);
    let fake_docs = docs::lines([
        Some("A transport with the same responses, to try the client without a service."),
        Some("Handlers that `on` and `once` add take precedence."),
    ]);
    let router = quote! {
        #docs
        #[must_use]
        #[allow(deprecated, clippy::too_many_lines)]
        pub fn examples() -> runtime::service::Router {
            let router = runtime::service::RouterBuilder::new(&super::API, ());
            #(#added)*
            router.build()
        }
    };
    let fake = quote! {
        #fake_docs
        #[must_use]
        pub fn fake_from_examples() -> runtime::service::Fake {
            super::service::fake().otherwise(examples())
        }
    };
    Module {
        path: "examples.rs".to_owned(),
        docs: Some("Responses derived from the document.".to_owned()),
        items: vec![uses, router, fake],
    }
}

/// The statement that adds an operation; none where no value of its response can be made.
fn added(emitter: &Emitter, id: OperationId, sampler: &Sampler) -> Option<TokenStream> {
    let operation = &emitter.api.operations[id.0];
    let SampleResponse { status, media_type, headers, body } = sampler.response(operation)?;
    let media_type = media_type.map(|media_type| ("Content-Type".to_owned(), media_type));
    let headers = media_type.into_iter().chain(headers).map(|(name, value)| quote!((#name, #value)));
    let body = text(&String::from_utf8(body).ok()?);
    let status = Literal::u16_unsuffixed(status);
    let item = &emitter.names.operation(id).item;
    let condition = emitter.conditions.operation(emitter.api, id);
    Some(quote! {
        #condition
        let example = Example {
            status: #status,
            headers: &[#(#headers),*],
            body: #body,
        };
        #condition
        let router = router.example::<operations::#item>(example);
    })
}

/// A string in the most readable notation: JSON without escaped quotation marks.
fn text(text: &str) -> Literal {
    let is_plain = !text.contains(['"', '\\']) || text.contains('\r');
    let runs = text.split('"').skip(1).map(|rest| rest.chars().take_while(|c| *c == '#').count());
    let hashes = "#".repeat(runs.max().map_or(0, |longest| longest + 1));
    let raw = format!("r{hashes}\"{text}\"{hashes}").parse().ok();
    raw.filter(|_| !is_plain).unwrap_or_else(|| Literal::string(text))
}
