//! The responses of an operation: an enum with a variant for each response of the document.

use super::errors;
use crate::emit::common::event_shape::event_shape;
use crate::emit::common::identifier::identifier;
use crate::emit::common::imports::{ModuleDepth, Uses};
use crate::emit::operation::style::{nested_value, style_name};
use crate::emit::operation::variants::{status_docs, status_variant};
use crate::emit::{Emitter, Module, docs};
use crate::ir::{BodyFormat, Content, Header, HeaderEncoding, Operation, OperationId, Response, StatusRange};
use crate::name::{self, Name, Names};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

/// The module `responses`.
pub(super) fn module(emitter: &Emitter) -> Module {
    let ids: Vec<OperationId> = emitter.api.outgoing().map(|(id, _)| id).collect();
    let lines = quote! {
        use super::operations;
        use super::runtime;
    };
    Module {
        path: "responses.rs".to_owned(),
        docs: Some("The responses of each operation, by status: each enum has the name of its operation.".to_owned()),
        items: items(emitter, &ids, &lines, ModuleDepth::Child),
    }
}

/// The module `webhooks::responses`, for these requests.
pub(super) fn of_webhooks(emitter: &Emitter, ids: &[OperationId]) -> Module {
    let lines = quote! {
        use super::requests as operations;
        use super::super::runtime;
    };
    Module {
        path: "webhooks/responses.rs".to_owned(),
        docs: Some("The responses to each request, by status: each enum has the name of its request.".to_owned()),
        items: items(emitter, ids, &lines, ModuleDepth::Response),
    }
}

fn items(emitter: &Emitter, ids: &[OperationId], lines: &TokenStream, depth: ModuleDepth) -> Vec<TokenStream> {
    let uses = Uses::at(depth);
    let items = |id: &OperationId| Responses { emitter, id: *id, uses: &uses }.items();
    let items: Vec<TokenStream> = ids.iter().flat_map(items).collect();
    let imports = uses.lines(&[]);
    let lines = emitter.conditions.uses(quote!(#lines #imports));
    std::iter::once(lines).chain(items).collect()
}

/// The responses of an operation.
pub(in crate::emit) struct Responses<'a> {
    pub(in crate::emit) emitter: &'a Emitter<'a>,
    pub(in crate::emit) id: OperationId,
    pub(in crate::emit) uses: &'a Uses,
}

/// A variant: a response in one of its representations.
pub(in crate::emit) struct Variant<'a> {
    pub(in crate::emit) name: Ident,
    pub(in crate::emit) response: &'a Response,
    pub(in crate::emit) content: Option<&'a Content>,
    pub(in crate::emit) headers: Vec<(&'a Header, Name)>,
}

impl Variant<'_> {
    /// Whether its body is all that it holds.
    pub(in crate::emit) fn is_bare(&self) -> bool {
        self.headers.is_empty() && matches!(self.response.status, StatusRange::Exact(_))
    }
}

impl<'a> Responses<'a> {
    fn operation(&self) -> &'a Operation {
        &self.emitter.api.operations[self.id.0]
    }

    pub(in crate::emit) fn items(&self) -> Vec<TokenStream> {
        let item = &self.emitter.names.operation(self.id).item;
        let operation = docs::code(&self.operation().id);
        let docs = docs::lines([Some(format!("The responses of {operation}.").as_str())]);
        let variants = self.variants();
        let (declared, arms): (Vec<_>, Vec<_>) = if variants.is_empty() {
            let response = quote!(runtime::http::Response<runtime::Body>);
            let docs = docs::lines([Some("The document describes no response.")]);
            (
                vec![quote!(#docs Undescribed(#response))],
                vec![quote!(Self::Undescribed(constructed) => response.response(constructed),)],
            )
        } else {
            variants.iter().map(|variant| (self.declared(variant), self.arm(variant))).unzip()
        };
        let condition = self.emitter.conditions.operation(self.emitter.api, self.id);
        let declaration = quote! {
            #docs
            #condition
            #[derive(Debug)]
            #[non_exhaustive]
            #[allow(clippy::large_enum_variant)]
            pub enum #item { #(#declared),* }
        };
        let respond = quote! {
            #condition
            impl runtime::service::Respond for #item {
                fn respond(self, response: &mut runtime::service::ResponseWriter) {
                    match self { #(#arms)* }
                }
            }
        };
        [declaration, respond, self.serve()].into_iter().chain(self.webhook()).collect()
    }

    fn serve(&self) -> TokenStream {
        let item = &self.emitter.names.operation(self.id).item;
        let condition = self.emitter.conditions.operation(self.emitter.api, self.id);
        let media_types = self.media_types();
        let errors = errors::errors(self.emitter, self.operation(), self.uses);
        quote! {
            #condition
            #[allow(deprecated)]
            impl runtime::service::Serve for operations::#item {
                type Response = #item;
                const MEDIA_TYPES: &'static [&'static str] = &[#(#media_types),*];
                #errors
            }
        }
    }

    /// The key of the webhook, if the operation is one.
    fn webhook(&self) -> Option<TokenStream> {
        let item = &self.emitter.names.operation(self.id).item;
        let condition = self.emitter.conditions.operation(self.emitter.api, self.id);
        self.operation().incoming.as_ref().map(|incoming| {
            let name = incoming.name();
            quote! {
                #condition
                #[allow(deprecated)]
                impl runtime::service::Webhook for operations::#item {
                    const NAME: &'static str = #name;
                }
            }
        })
    }

    /// The media types of the successes.
    fn media_types(&self) -> Vec<&'a str> {
        let successes = self.operation().successes();
        // A success without a body satisfies every `Accept` header.
        if successes.iter().any(|response| response.contents.is_empty()) {
            return Vec::new();
        }
        let contents = successes.into_iter().flat_map(|response| &response.contents);
        let mut media_types: Vec<&str> =
            contents.flat_map(|content| &content.media_types).map(String::as_str).collect();
        media_types.dedup();
        media_types
    }

    pub(in crate::emit) fn variants(&self) -> Vec<Variant<'a>> {
        let mut variants = Vec::new();
        for response in &self.operation().responses {
            let headers = || {
                let names = name::fields(response.headers.iter().map(|header| header.name.as_str()));
                response.headers.iter().zip(names).collect()
            };
            let status = status_variant(response.status);
            let mut variant = |name, content| variants.push(Variant { name, response, content, headers: headers() });
            match response.contents.as_slice() {
                [] => variant(status, None),
                [content] => variant(status, Some(content)),
                contents => {
                    let words = Names::of_media_types(contents.iter().map(Content::media_type));
                    for (content, word) in contents.iter().zip(words) {
                        variant(identifier(&format!("{status}{word}")), Some(content));
                    }
                }
            }
        }
        variants
    }

    fn declared(&self, variant: &Variant) -> TokenStream {
        let Variant { name, response, content, headers } = variant;
        let description = status_docs(response.status, response.description.as_deref().unwrap_or_default());
        let media_type = content
            .filter(|_| response.contents.len() > 1)
            .map(|content| format!("As {}.", docs::code(content.media_type())));
        let docs = docs::lines([Some(description.as_str()), media_type.as_deref()]);
        let body = content.map(|content| self.field_type(content));
        if variant.is_bare() {
            let body = body.map(|body| quote!((#body)));
            return quote!(#docs #name #body);
        }
        let status = (!matches!(response.status, StatusRange::Exact(_))).then(|| {
            quote! {
                /// The status.
                status: runtime::StatusCode,
            }
        });
        let headers = headers.iter().map(|(header, name)| {
            let docs = docs::lines([Some(format!("The header {}.", docs::code(&header.name)).as_str())]);
            let bare = self.emitter.type_without_option(header.value.id, self.uses);
            let field_type = if header.required { bare } else { quote!(Option<#bare>) };
            quote!(#docs #name: #field_type,)
        });
        let body = body.map(|body| {
            quote! {
                /// The body.
                body: #body,
            }
        });
        quote!(#docs #name { #status #(#headers)* #body })
    }

    /// The type of a body.
    fn field_type(&self, content: &Content) -> TokenStream {
        match &content.format {
            BodyFormat::Json => self.emitter.rust_type(content.value, self.uses),
            BodyFormat::Text => self.emitter.type_without_option(content.value.id, self.uses),
            BodyFormat::JsonLines | BodyFormat::Events(_) | BodyFormat::Parts { .. } => {
                let piece = self.emitter.rust_type(content.value, self.uses);
                quote!(runtime::service::Pieces<#piece>)
            }
            _ if content.media_type().contains('*') => quote!(runtime::TypedBody),
            BodyFormat::Multipart(_) => quote!(runtime::Multipart),
            BodyFormat::Binary | BodyFormat::Range | BodyFormat::Form(_) => quote!(runtime::Body),
        }
    }

    fn arm(&self, variant: &Variant) -> TokenStream {
        let Variant { name, response, content, headers } = variant;
        let locals: Vec<Ident> = (1..=headers.len()).map(|index| format_ident!("header_{index}")).collect();
        let status = match response.status {
            StatusRange::Exact(code) => {
                let code = Literal::u16_unsuffixed(code);
                quote!(response.status(#code);)
            }
            StatusRange::Class(class) => {
                let class = Literal::u8_unsuffixed(class);
                quote!(response.status_in(status, #class);)
            }
            StatusRange::Default => quote!(response.status_in(status, 0);),
        };
        let body = content.map(written);
        let written = headers.iter().zip(&locals).map(|((header, _), local)| self.header(header, local));
        let pattern = if variant.is_bare() {
            content.map(|_| quote!((body)))
        } else {
            let status = (!matches!(response.status, StatusRange::Exact(_))).then(|| quote!(status,));
            let fields = headers.iter().zip(&locals).map(|((_, field), local)| quote!(#field: #local,));
            let body = content.map(|_| quote!(body));
            Some(quote!({ #status #(#fields)* #body }))
        };
        quote!(Self::#name #pattern => { #status #(#written)* #body })
    }

    fn header(&self, header: &Header, local: &Ident) -> TokenStream {
        let wire = &header.name;
        match &header.encoding {
            HeaderEncoding::Json => quote!(response.header_json(#wire, &#local);),
            HeaderEncoding::Simple { explode: false } | HeaderEncoding::Scalars { .. } => {
                quote!(response.header(#wire, &#local);)
            }
            HeaderEncoding::Simple { explode: true } => {
                quote!(response.header_styled(#wire, &#local, runtime::Style::Simple, true);)
            }
            HeaderEncoding::Delimited(style) => {
                let style = style_name(*style, self.uses);
                quote!(response.header_styled(#wire, &#local, #style, false);)
            }
            HeaderEncoding::Nested(styles) => {
                let Some((style, nested)) = styles.split_first() else { return TokenStream::new() };
                let value = nested_value(&quote!(&#local), nested, self.uses);
                let style = style_name(*style, self.uses);
                quote!(response.header_styled(#wire, #value, #style, false);)
            }
        }
    }
}

/// The statement that writes a body.
fn written(content: &Content) -> TokenStream {
    let media_type = content.media_type();
    match &content.format {
        BodyFormat::Json => quote!(response.json(#media_type, &body);),
        BodyFormat::Text => quote!(response.text(#media_type, &body);),
        BodyFormat::JsonLines => quote!(response.json_lines(#media_type, body);),
        BodyFormat::Parts { media_type: part, .. } => quote!(response.parts(#media_type, #part, body);),
        BodyFormat::Events(shape) => {
            let shape = event_shape(*shape, |item| {
                let item = identifier(item);
                quote!(runtime::#item)
            });
            quote!(response.events(#media_type, #shape, body);)
        }
        _ if media_type.contains('*') => quote!(response.bytes_within(&body);),
        BodyFormat::Multipart(_) => quote!(response.multipart(#media_type, body);),
        BodyFormat::Binary | BodyFormat::Range | BodyFormat::Form(_) => quote!(response.bytes(#media_type, body);),
    }
}
