//! The receiver of webhooks: their requests, the responses to them, and a trait with a method for each.

use super::{method, responses};
use crate::emit::common::imports::{ModuleDepth, Uses};
use crate::emit::operation::OperationItems;
use crate::emit::{Emitter, Job, Module, docs};
use crate::ir::OperationId;
use proc_macro2::TokenStream;
use quote::quote;

/// The module `webhooks` with its children; none if the settings select no webhook of the document.
pub(super) fn jobs<'a>(emitter: &'a Emitter<'a>) -> Vec<Job<'a>> {
    if !is_needed(emitter) {
        return Vec::new();
    }
    vec![
        Box::new(|| Some(module(emitter))),
        Box::new(|| Some(requests(emitter))),
        Box::new(|| Some(responses::of_webhooks(emitter, &ids(emitter)))),
    ]
}

/// Whether there is such a module.
pub(in crate::emit) fn is_needed(emitter: &Emitter) -> bool {
    emitter.api.incoming().next().is_some()
}

/// The operations that it receives.
fn ids(emitter: &Emitter) -> Vec<OperationId> {
    emitter.api.incoming().map(|(id, _)| id).collect()
}

fn module(emitter: &Emitter) -> Module {
    let title = emitter.api.title.trim();
    let docs = docs::lines([
        Some(format!("A receiver of the requests that {title} sends, with a method for each.").as_str()),
        Some("Methods that are not implemented respond with 501, naming the webhook."),
    ]);
    let methods = ids(emitter).into_iter().map(|id| method(emitter, id));
    let webhooks = quote! {
        runtime::__private::webhooks! {
            #docs
            Webhooks of super::API { #(#methods)* }
        }
    };
    let modules = quote! {
        #[allow(missing_docs, reason = "the document does not describe everything")]
        pub mod requests;
        pub mod responses;

        use self::requests as operations;
        use super::runtime;
    };
    Module {
        path: "webhooks/mod.rs".to_owned(),
        docs: Some("Webhooks and callbacks: the trait of a receiver, and its router.".to_owned()),
        items: vec![modules, webhooks],
    }
}

fn requests(emitter: &Emitter) -> Module {
    let uses = Uses::at(ModuleDepth::Operation);
    let items = |id| OperationItems::of(emitter, id, &uses).items();
    let mut items: Vec<TokenStream> = ids(emitter).into_iter().flat_map(items).collect();
    items.insert(0, uses.lines(&[]));
    Module { path: "webhooks/requests.rs".to_owned(), docs: Some("The requests that the API sends.".to_owned()), items }
}
