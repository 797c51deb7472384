//! A trait for each tag, each in a file, and the module that contains them.
//!
//! If tags are Cargo features, no item may need all of them: a feature enabled elsewhere would require another trait. So the
//! application merges the routers of the tags.

use super::method;
use crate::emit::{Emitter, Job, Module, docs, jobs_by_tag};
use crate::name;
use proc_macro2::TokenStream;
use quote::quote;

/// The module `service` and its children.
pub(super) fn jobs<'a>(emitter: &'a Emitter<'a>) -> Vec<Job<'a>> {
    jobs_by_tag(emitter, root, of_tag)
}

fn root(emitter: &Emitter) -> Module {
    let modules = emitter.names.modules().iter().map(|module| {
        let (item, service) = (&module.item, &module.service);
        let condition = emitter.conditions.tag(module.tag.as_ref());
        quote! {
            #condition
            pub mod #item;
            #condition
            pub use #item::#service;
        }
    });
    let whole = (!emitter.conditions.any()).then(|| whole(emitter));
    let mut items = vec![
        quote!(#(#modules)*),
        quote!(
            use super::runtime;
            pub use super::examples::{examples, fake_from_examples};
        ),
    ];
    items.extend(whole);
    items.push(fake(emitter));
    Module {
        path: "service/mod.rs".to_owned(),
        docs: Some(
            "The server side of the API: a trait for each tag, which a service implements, and routers.".to_owned(),
        ),
        items,
    }
}

/// One service of all tags.
fn whole(emitter: &Emitter) -> TokenStream {
    let title = emitter.api.title.trim();
    let docs = docs::lines([
        Some(format!("An implementation of {title}: any type that implements the traits of all tags.").as_str()),
        Some("Combine routers of single tags, for example of several types, with `Router::merge`."),
    ]);
    let modules = emitter.names.modules().iter().map(|module| {
        let (item, service) = (&module.item, &module.service);
        quote!(#item(#service);)
    });
    quote! {
        runtime::__private::service_of_tags! {
            #docs
            Service of super::API { #(#modules)* }
        }
    }
}

fn fake(emitter: &Emitter) -> TokenStream {
    let modules = emitter.names.modules().iter().map(|module| {
        let (item, condition) = (&module.item, emitter.conditions.tag(module.tag.as_ref()));
        quote!(#condition #item;)
    });
    quote!(runtime::__private::service_fake!(super::API { #(#modules)* });)
}

fn of_tag(emitter: &Emitter, module: &name::Module) -> Module {
    let docs = docs::lines([
        Some(module.tag.as_ref().map_or_else(
            || "The operations without a tag.".to_owned(),
            |tag| format!("The operations tagged {}.", docs::code(tag)),
        ))
        .as_deref(),
        Some("Methods that are not implemented respond with 501, naming the operation."),
    ]);
    let service = &module.service;
    let methods = module.operations.iter().map(|id| method(emitter, *id));
    let items = quote! {
        runtime::__private::service_of_tag! {
            #docs
            #service of super::super::API { #(#methods)* }
        }
    };
    let uses = quote! {
        use super::super::operations;
        use super::super::responses;
        use super::super::runtime;
    };
    Module {
        path: format!("service/{}.rs", module.item),
        docs: Some(format!("The trait {}, and its router.", docs::code(service.as_str()))),
        items: vec![uses, items],
    }
}
