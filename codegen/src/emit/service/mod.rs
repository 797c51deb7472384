//! The server side: a trait with a method for each operation, its router, and what each operation responds.
//!
//! Reading an operation is emitted with the operation, because its fields are private: [`operation`](super::operation). Uses it and
//! [`common`](super::common).

mod by_tag;
mod errors;
mod examples;
pub(in crate::emit) mod responses;
pub(in crate::emit) mod webhooks;

pub(in crate::emit) use responses::{Responses, Variant};

use super::{Emitter, Module, docs};
use crate::emit::operation::route;
use crate::ir::{Operation, OperationId};
use crate::name::Name;
use proc_macro2::TokenStream;
use quote::quote;

/// The modules `service`, `responses`, `examples` and `webhooks`; none if the settings do not select them.
pub(super) fn jobs<'a>(emitter: &'a Emitter<'a>) -> Vec<super::Job<'a>> {
    let mut jobs: Vec<super::Job<'a>> = Vec::new();
    if is_needed(emitter) {
        if emitter.settings.traits_by_tag {
            jobs.extend(by_tag::jobs(emitter));
        } else {
            jobs.push(Box::new(|| Some(module(emitter))));
        }
        jobs.push(Box::new(|| Some(responses::module(emitter))));
        jobs.push(Box::new(|| Some(examples::module(emitter))));
    }
    jobs.extend(webhooks::jobs(emitter));
    jobs
}

/// Whether there are such modules.
pub(in crate::emit) fn is_needed(emitter: &Emitter) -> bool {
    emitter.settings.service && emitter.api.outgoing().next().is_some()
}

fn module(emitter: &Emitter) -> Module {
    let title = emitter.api.title.trim();
    let docs = docs::lines([
        Some(format!("An implementation of {title}: a method for each operation.").as_str()),
        Some("Methods that are not implemented respond with 501, naming the operation."),
    ]);
    let methods = emitter.api.outgoing().map(|(id, _)| method(emitter, id));
    let service = quote! {
        runtime::__private::service! {
            #docs
            Service of super::API { #(#methods)* }
        }
    };
    let uses = quote! {
        use super::operations;
        use super::responses;
        use super::runtime;
        pub use super::examples::{examples, fake_from_examples};
    };
    Module {
        path: "service.rs".to_owned(),
        docs: Some("The server side of the API: the trait that a service implements, and its router.".to_owned()),
        items: vec![uses, service],
    }
}

fn method(emitter: &Emitter, id: OperationId) -> TokenStream {
    let operation = &emitter.api.operations[id.0];
    let names = emitter.names.operation(id);
    let (method, item): (&Name, &Name) = (&names.method, &names.item);
    let docs = description(operation);
    let condition = emitter.conditions.operation(emitter.api, id);
    let condition = (!condition.is_empty()).then(|| quote!(if #condition));
    quote!(#docs #method(#item) #condition;)
}

/// The documentation of the operation, with its method and path.
fn description(operation: &Operation) -> TokenStream {
    let summary = operation.summary.as_deref().and_then(docs::words).map(docs::sentence);
    let description = operation.description.as_deref().and_then(docs::words);
    let route = route(operation);
    docs::lines([summary.as_deref().or(description), Some(route.as_str())])
}
