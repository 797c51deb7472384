//! Responses: the type of a success and the type of a documented error; what each status is [`read`] as, and which are [`streamed`].

mod read;
mod streamed;

use super::variants::{Variant, variant_docs, variants};
use crate::analysis::{Body, Reading, ResponseType};
use crate::emit::Emitter;
use crate::emit::common::imports::Uses;
use crate::emit::docs;
use crate::ir::{OperationId, StatusRange};
use crate::name::Name;
use proc_macro2::TokenStream;
use quote::quote;

/// Which of the two kinds of responses of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::emit) enum ResponseKind {
    Success,
    Failure,
}

/// The responses of one operation, with the names they need.
pub(in crate::emit) struct Responses<'a> {
    pub(in crate::emit) emitter: &'a Emitter<'a>,
    pub(in crate::emit) id: OperationId,
    pub(in crate::emit) uses: &'a Uses,
}

impl<'a> Responses<'a> {
    pub(in crate::emit) fn new(emitter: &'a Emitter<'a>, id: OperationId, uses: &'a Uses) -> Self {
        Self { emitter, id, uses }
    }

    pub(in crate::emit) fn response_type(&self, kind: ResponseKind) -> &'a ResponseType {
        let types = self.emitter.analysis.responses(self.id);
        match kind {
            ResponseKind::Success => &types.success,
            ResponseKind::Failure => &types.failure,
        }
    }

    pub(in crate::emit) fn enum_name(&self, kind: ResponseKind) -> &'a Name {
        let names = self.emitter.names.operation(self.id);
        match kind {
            ResponseKind::Success => &names.output,
            ResponseKind::Failure => &names.failure,
        }
    }

    /// The type of a response.
    pub(in crate::emit) fn rust_type(&self, kind: ResponseKind) -> TokenStream {
        match self.response_type(kind) {
            ResponseType::Undocumented if kind == ResponseKind::Failure => {
                let never = self.uses.other("std::convert::Infallible");
                quote!(#never)
            }
            ResponseType::Undocumented | ResponseType::Undescribed(_) => {
                let raw = self.uses.runtime("RawResponse");
                quote!(#raw)
            }
            ResponseType::Nothing(_) => quote!(()),
            ResponseType::One(body, _) => self.body(body),
            ResponseType::Maybe(body, ..) => {
                let body = self.body(body);
                quote!(Option<#body>)
            }
            ResponseType::Several(_) => self.uses.operation(self.enum_name(kind)),
        }
    }

    fn body(&self, body: &Body) -> TokenStream {
        let uses = self.uses;
        let piece = || self.emitter.rust_type(body.value, uses);
        match body.reading {
            Reading::Json => piece(),
            Reading::Text | Reading::AnyText => quote!(String),
            Reading::Scalar => self.emitter.type_without_option(body.value.id, uses),
            Reading::Bytes => {
                let bytes = uses.runtime("Bytes");
                quote!(#bytes)
            }
            Reading::Stream => {
                let stream = uses.runtime("ByteStream");
                quote!(#stream)
            }
            Reading::Events(_) => {
                let (stream, event) = (uses.runtime("EventStream"), piece());
                quote!(#stream<#event>)
            }
            Reading::JsonLines => {
                let (lines, line) = (uses.runtime("JsonLines"), piece());
                quote!(#lines<#line>)
            }
            Reading::JsonParts | Reading::TextParts => {
                let (stream, part) = (uses.runtime("PartStream"), piece());
                quote!(#stream<#part>)
            }
            Reading::ReceivedParts => {
                let stream = uses.runtime("PartStream");
                quote!(#stream)
            }
        }
    }

    /// The enum of a response with different bodies; none for the others.
    pub(in crate::emit) fn declaration(&self, kind: ResponseKind) -> Option<TokenStream> {
        let ResponseType::Several(cases) = self.response_type(kind) else { return None };
        let name = self.enum_name(kind);
        let operation = docs::code(&self.emitter.api.operations[self.id.0].id);
        let what = match kind {
            ResponseKind::Success => format!("The successful responses of {operation}"),
            ResponseKind::Failure => format!("The documented errors of {operation}"),
        };
        let by = if cases.len() > 1 { "status" } else { "media type" };
        let what = docs::lines([Some(format!("{what}, by {by}.").as_str())]);
        let is_streamed = cases.iter().flat_map(|case| &case.bodies).any(|body| body.reading.is_streamed());
        let derives = if is_streamed { quote!(Debug) } else { quote!(Debug, Clone, PartialEq) };
        let variants = variants(cases).into_iter().map(|Variant { case, body, name, .. }| {
            let docs = docs::lines([Some(variant_docs(cases, case, body).as_str())]);
            let fields = body.map(|body| {
                let body_type = self.body(body);
                if self.is_boxed(body) { quote!((Box<#body_type>)) } else { quote!((#body_type)) }
            });
            quote!(#docs #name #fields)
        });
        Some(quote! {
            #what
            #[derive(#derives)]
            #[non_exhaustive]
            pub enum #name { #(#variants),* }
        })
    }

    fn is_boxed(&self, body: &Body) -> bool {
        body.reading == Reading::Json && self.emitter.analysis.is_large(body.value.id)
    }
}

fn every_success(kind: ResponseKind, status: StatusRange) -> StatusRange {
    match status {
        StatusRange::Default if kind == ResponseKind::Success => StatusRange::Class(2),
        status => status,
    }
}

/// Bodies by media type, as the runtime takes them.
fn groups<'a>(bodies: impl Iterator<Item = &'a Body>) -> TokenStream {
    let groups = bodies.map(|body| body.media_types.join(", "));
    quote!(&[#(#groups),*])
}
