//! The table of payloads: every JSON body and JSON parameter of the document, and the type the client has for it.

use super::uses::{Standpoint, Uses};
use super::{Emitter, Module};
use crate::ir::{BodyFormat, Content, Operation, ParameterEncoding, Response, StatusRange};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

pub(super) fn module(emitter: &Emitter) -> Module {
    let uses = Uses::at(Standpoint::Child);
    let payload = uses.runtime("Payload");
    let operations = emitter.api.operations.iter().flat_map(|operation| of_operation(emitter, operation, &uses));
    let entries: Vec<TokenStream> = operations.chain(shared(emitter, &uses)).collect();
    let lines = uses.lines(&[]);
    Module {
        path: "payloads.rs".to_owned(),
        docs: Some("Every JSON payload of the API, and the type that the client reads it into.".to_owned()),
        items: vec![
            lines,
            quote! {
                /// Every payload, in the document's order.
                pub static PAYLOADS: &[#payload] = &[#(#entries,)*];
            },
        ],
    }
}

fn of_operation(emitter: &Emitter, operation: &Operation, uses: &Uses) -> Vec<TokenStream> {
    let id = &operation.id;
    let parameters = operation.parameters.iter().filter(|parameter| parameter.encoding == ParameterEncoding::Json);
    let parameters = parameters.map(|parameter| {
        let value = emitter.spelled(parameter.value, uses);
        let name = &parameter.name;
        quote!(Payload::parameter::<#value>(#id, #name))
    });
    let body = operation.body.iter().filter(|body| is_json(&body.content)).map(|body| {
        let value = emitter.spelled(body.content.value, uses);
        quote!(Payload::body::<#value>(#id))
    });
    let responses = operation.responses.iter().filter_map(|response| of_response(emitter, id, response, uses));
    body.chain(parameters).chain(responses).collect()
}

fn of_response(emitter: &Emitter, id: &str, response: &Response, uses: &Uses) -> Option<TokenStream> {
    let status = status(response.status, uses);
    match &response.content {
        None => Some(quote!(Payload::empty_response(#id, #status))),
        Some(content) if is_json(content) => {
            let value = emitter.spelled(content.value, uses);
            Some(quote!(Payload::response::<#value>(#id, #status)))
        }
        Some(_) => None,
    }
}

fn shared<'a>(emitter: &'a Emitter, uses: &'a Uses) -> impl Iterator<Item = TokenStream> + 'a {
    emitter.api.shared_responses.iter().filter(|response| is_json(&response.content)).map(|response| {
        let value = emitter.spelled(response.content.value, uses);
        let name = &response.name;
        quote!(Payload::shared_response::<#value>(#name))
    })
}

fn is_json(content: &Content) -> bool {
    content.format == BodyFormat::Json
}

fn status(status: StatusRange, uses: &Uses) -> TokenStream {
    let range = uses.runtime("StatusRange");
    match status {
        StatusRange::Exact(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#range::Exact(#code))
        }
        StatusRange::Class(class) => {
            let class = Literal::u8_unsuffixed(class);
            quote!(#range::Class(#class))
        }
        StatusRange::Default => quote!(#range::Default),
    }
}
