//! The table of payloads: every JSON body and JSON parameter of the document, and the type the client has for it.

use crate::emit::common::imports::{ModuleDepth, Uses};
use crate::emit::{Emitter, Module};
use crate::ir::{BodyFormat, Content, Operation, ParameterEncoding, Response, SchemaPosition, StatusRange};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

pub(in crate::emit) fn module(emitter: &Emitter) -> Module {
    let uses = Uses::at(ModuleDepth::Child);
    let operations = emitter.api.operations.iter().map(|operation| of_operation(emitter, operation, &uses));
    let entries: Vec<Entry> =
        operations.chain(shared(emitter, &uses)).filter(|entry| !entry.payloads.is_empty()).collect();
    let table = if emitter.conditions.any() { conditional(&entries, &uses) } else { table(&entries, &uses) };
    Module {
        path: "payloads.rs".to_owned(),
        docs: Some("The JSON payloads of the API, with their types.".to_owned()),
        items: vec![emitter.conditions.uses(uses.lines(&[])), table],
    }
}

/// The table of named schemas, whether or not an operation uses them. No client has it: it is for tests of this generator.
pub(in crate::emit) fn schemas(emitter: &Emitter) -> Module {
    let uses = Uses::at(ModuleDepth::Child);
    let payload = uses.runtime("Payload");
    let entries: Vec<TokenStream> = emitter
        .api
        .types
        .iter()
        .filter_map(|(id, def)| match &def.position {
            SchemaPosition::Component(key) => {
                let value = emitter.type_without_option(id, &uses);
                Some(quote!(Payload::schema::<#value>(#key)))
            }
            _ => None,
        })
        .collect();
    let lines = uses.lines(&[]);
    Module {
        path: "schemas.rs".to_owned(),
        docs: Some("Every named schema of the API, and the type that the client reads it into.".to_owned()),
        items: vec![
            lines,
            quote! {
                /// Every named schema, in the document's order.
                pub static SCHEMAS: &[#payload] = &[#(#entries,)*];
            },
        ],
    }
}

/// The payloads of an operation, or of a shared response.
struct Entry<'a> {
    name: &'a str,
    /// The features that enable them.
    condition: TokenStream,
    payloads: Vec<TokenStream>,
}

fn table(entries: &[Entry], uses: &Uses) -> TokenStream {
    let entries = entries.iter().map(|Entry { name, payloads, .. }| quote!(#name => #(#payloads),*));
    let payloads = uses.private("payloads");
    quote!(#payloads! { #(#entries;)* })
}

/// The table with an attribute on each payload, which the macro of all does not take.
fn conditional(entries: &[Entry], uses: &Uses) -> TokenStream {
    let (payload_macro, payload) = (uses.private("payload"), uses.runtime("Payload"));
    let payloads = entries.iter().flat_map(|Entry { name, condition, payloads }| {
        payloads.iter().map(|part| quote!(#condition #payload_macro!(#name, #part))).collect::<Vec<_>>()
    });
    quote! {
        /// Every payload, in the document's order.
        pub static PAYLOADS: &[#payload] = &[#(#payloads,)*];
    }
}

fn of_operation<'a>(emitter: &Emitter, operation: &'a Operation, uses: &Uses) -> Entry<'a> {
    let parameters = operation.parameters.iter().filter(|parameter| parameter.encoding == ParameterEncoding::Json);
    let parameters = parameters.map(|parameter| {
        let value = emitter.rust_type(parameter.value, uses);
        let name = &parameter.name;
        quote!(parameter(#name): #value)
    });
    let body = operation.body.iter().filter_map(|body| json(&body.contents)).map(|content| {
        let value = emitter.rust_type(content.value, uses);
        quote!(body: #value)
    });
    let responses = operation.responses.iter().filter_map(|response| of_response(emitter, response, uses));
    let payloads = body.chain(parameters).chain(responses).collect();
    Entry { name: &operation.id, condition: emitter.conditions.tag(operation.tag.as_ref()), payloads }
}

fn of_response(emitter: &Emitter, response: &Response, uses: &Uses) -> Option<TokenStream> {
    let status = status(response.status);
    if response.contents.is_empty() {
        return Some(status);
    }
    json(&response.contents).map(|content| {
        let value = emitter.rust_type(content.value, uses);
        quote!(#status: #value)
    })
}

fn shared<'a>(emitter: &'a Emitter, uses: &'a Uses) -> impl Iterator<Item = Entry<'a>> {
    let shared = emitter.api.shared_responses.iter();
    shared.filter_map(|response| json(&response.contents).map(|content| (&response.name, content))).map(
        |(name, content)| {
            let value = emitter.rust_type(content.value, uses);
            let condition = emitter.conditions.of_type(content.value.id);
            Entry { name, condition, payloads: vec![quote!(shared: #value)] }
        },
    )
}

/// The representation in JSON, the preferred one of several.
fn json(contents: &[Content]) -> Option<&Content> {
    contents.iter().find(|content| content.format == BodyFormat::Json)
}

fn status(status: StatusRange) -> TokenStream {
    match status {
        StatusRange::Exact(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        StatusRange::Class(class) => {
            let class = Literal::u8_unsuffixed(class);
            quote!(class(#class))
        }
        StatusRange::Default => quote!(default),
    }
}
