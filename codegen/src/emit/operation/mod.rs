//! The operations: each is a struct that converts into a request and reads a response.

pub(in crate::emit) mod body;
pub(in crate::emit) mod checks;
mod documentation;
pub(in crate::emit) mod form;
pub(in crate::emit) mod headers;
pub(in crate::emit) mod inputs;
pub(in crate::emit) mod pagination;
mod receive;
pub(in crate::emit) mod response;
pub(in crate::emit) mod status_match;
pub(in crate::emit) mod style;
pub(in crate::emit) mod variants;

use super::{Emitter, Job, Module, docs, jobs_by_tag};
use crate::emit::common::attributes;
use crate::emit::common::identifier::identifier;
use crate::emit::common::imports::{ModuleDepth, Uses};
use crate::ir::{Api, Operation, OperationId, SecurityRequirement, Server, Tag};
use crate::name;
use crate::name::Name;
use body::Body;
pub(in crate::emit) use documentation::route;
use inputs::Input;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use response::{ResponseKind, Responses};

/// The `operations` module and a file for each tag.
pub(super) fn jobs<'a>(emitter: &'a Emitter<'a>) -> Vec<Job<'a>> {
    jobs_by_tag(emitter, root, of_tag)
}

fn root(emitter: &Emitter) -> Module {
    let names: Vec<&Name> = emitter.names.modules().iter().map(|module| &module.item).collect();
    let conditions: Vec<TokenStream> =
        emitter.names.modules().iter().map(|module| emitter.conditions.tag(module.tag.as_ref())).collect();
    Module {
        path: "operations/mod.rs".to_owned(),
        docs: Some("The operations of the API: values that convert into requests and read responses.".to_owned()),
        items: vec![quote!(#(#conditions pub mod #names;)*), quote!(#(#conditions pub use #names::*;)*)],
    }
}

fn of_tag(emitter: &Emitter, module: &name::Module) -> Module {
    let uses = Uses::at(ModuleDepth::Operation);
    let mut items: Vec<TokenStream> =
        module.operations.iter().flat_map(|id| OperationItems::of(emitter, *id, &uses).items()).collect();
    items.insert(0, uses.lines(&[]));
    Module { path: format!("operations/{}.rs", module.item), docs: Some(tag_docs(emitter, module)), items }
}

fn tag_docs(emitter: &Emitter, module: &name::Module) -> String {
    let tag = emitter.api.tags.iter().find(|tag| Some(&tag.name) == module.tag.as_ref());
    let heading = module.tag.as_ref().map_or_else(
        || "Operations without a tag.".to_owned(),
        |tag| format!("Operations tagged {}.", docs::code(tag)),
    );
    docs::join([Some(heading.as_str()), tag.and_then(|tag: &Tag| tag.description.as_deref())])
}

/// The data from which the items of one operation are emitted.
pub(in crate::emit) struct OperationItems<'a> {
    emitter: &'a Emitter<'a>,
    pub(in crate::emit) id: OperationId,
    pub(in crate::emit) operation: &'a Operation,
    pub(in crate::emit) item: &'a Name,
    /// Everything that a request carries.
    pub(in crate::emit) sent: Vec<Input<'a>>,
    /// The inputs that callers pass.
    pub(in crate::emit) inputs: Vec<Input<'a>>,
    pub(in crate::emit) responses: Responses<'a>,
    uses: &'a Uses,
}

impl<'a> OperationItems<'a> {
    pub(in crate::emit) fn of(emitter: &'a Emitter<'a>, id: OperationId, uses: &'a Uses) -> Self {
        let operation = &emitter.api.operations[id.0];
        let sent = inputs::of(emitter, id, operation);
        Self {
            emitter,
            id,
            operation,
            item: &emitter.names.operation(id).item,
            inputs: sent.iter().copied().filter(|input| !input.is_known()).collect(),
            sent,
            responses: Responses::new(emitter, id, uses),
            uses,
        }
    }

    pub(in crate::emit) fn items(&self) -> Vec<TokenStream> {
        let mut items = vec![self.declaration(), self.calls(), self.operation_impl()];
        items.extend(self.received());
        items.extend(self.paged());
        items.extend(self.default());
        items.extend(Body::of(self.emitter, self.id).into_iter().flat_map(|body| body.declarations(self.uses)));
        items.extend(self.responses.declaration(ResponseKind::Success));
        items.extend(self.responses.declaration(ResponseKind::Failure));
        items
    }

    /// The pagination of the operation, if it is paginated.
    fn paged(&self) -> Option<TokenStream> {
        pagination::call(self.emitter, self.id, self.item, self.uses)
    }

    fn declaration(&self) -> TokenStream {
        let item = self.item;
        let docs = self.docs();
        let fields = self.inputs.iter().map(|input| {
            let (name, field_type) = (input.name, input.field_type(self.uses));
            // A service reads the fields that a client only sets.
            let docs = self.emitter.is_received(self.operation).then(|| input.docs());
            let public = docs.is_some().then(|| quote!(pub));
            quote!(#docs #public #name: #field_type)
        });
        let default = self.is_default_derived().then(|| quote!(, Default));
        quote! {
            #docs
            #[derive(Clone #default)]
            #[must_use = "a request does nothing until it is sent"]
            pub struct #item<C = ()> {
                client: C,
                #(#fields,)*
            }
        }
    }

    /// Whether a request without any input is one without any value.
    fn is_default_derived(&self) -> bool {
        !self.inputs.iter().any(|input| input.required || input.has_sent_default())
    }

    /// `Default`, written out, of a request without required inputs that sends a default.
    fn default(&self) -> Option<TokenStream> {
        let item = self.item;
        let sends = self.inputs.iter().any(Input::has_sent_default);
        let required = self.inputs.iter().any(|input| input.required);
        let deprecated = self.operation.deprecated.then(attributes::expect_deprecated);
        (sends && !required).then(|| {
            quote! {
                impl Default for #item {
                    #deprecated
                    fn default() -> Self {
                        Self::new()
                    }
                }
            }
        })
    }

    /// `new`, the setters, `bind`, `send` and `send_for_response`, which the runtime has for every operation.
    fn calls(&self) -> TokenStream {
        let (item, calls) = (self.item, self.uses.private("calls"));
        let (required, optional): (Vec<&Input>, Vec<&Input>) = self.inputs.iter().partition(|input| input.required);
        let docs = self.arguments_docs().map(|docs| docs::lines([Some(docs.as_str())]));
        let named = self.named();
        let parameters = required.iter().map(|input| {
            let (name, macro_syntax) = (input.name, input.argument(self.uses).macro_syntax);
            let docs = named.map(|_| input.docs());
            quote!(#docs #name(#macro_syntax))
        });
        let parameters = if let Some(struct_name) = named {
            quote!(from #struct_name { #(#parameters,)* })
        } else {
            quote!((#(#parameters),*))
        };
        let setters = optional.iter().map(|input| {
            let (name, docs, macro_syntax) = (input.name, input.docs(), input.set(self.uses));
            let deprecated = input.is_deprecated().then(|| quote!(#[deprecated]));
            let default = input.default_value(self.uses).map(|value| quote!(= #value));
            quote!(#docs #deprecated #name(#macro_syntax) #default)
        });
        let setters = (!optional.is_empty()).then(|| quote!({ #(#setters,)* }));
        let deprecated = self.operation.deprecated.then(|| quote!(#[deprecated]));
        let output = self.responses.rust_type(ResponseKind::Success);
        let failure = self.responses.rust_type(ResponseKind::Failure);
        quote!(#calls!(#docs #deprecated #item<Client> #parameters -> #output | #failure #setters);)
    }

    /// The struct of the required inputs, where there are more than arguments are fit for.
    pub(in crate::emit) fn named(&self) -> Option<&'a Name> {
        let count = self.inputs.iter().filter(|input| input.required).count();
        self.emitter.is_named(count).then(|| &self.emitter.names.operation(self.id).required)
    }

    /// The implementation of `Operation`.
    fn operation_impl(&self) -> TokenStream {
        let (item, uses) = (self.item, self.uses);
        let (operation, operation_info) = (uses.runtime("Operation"), uses.runtime("operation_info"));
        let (writer, raw, error) = (uses.runtime("RequestWriter"), uses.runtime("RawResponse"), uses.runtime("Error"));
        let id = &self.operation.id;
        let method = method_token(self.operation.method.as_str());
        let path = self.operation.path.text();
        let security = security(&self.operation.security);
        let server = server(self.operation, self.emitter.api);
        let statements = self.sent.iter().map(|input| input.write_statement(uses));
        let accepted = self.accepted();
        let unused = self.sent.is_empty() && accepted.is_none();
        let request = if unused { quote!(_request) } else { quote!(request) };
        let output = self.responses.rust_type(ResponseKind::Success);
        let failure = self.responses.rust_type(ResponseKind::Failure);
        let (aliases, arms, streamed) = (self.responses.aliases(), self.responses.arms(), self.responses.streamed());
        let status = self.responses.matched_status();
        quote! {
            impl<C> #operation for #item<C> {
                type Output = #output;
                type Failure = #failure;

                #operation_info!(#method #path, #id #security);
                #server

                #streamed

                fn write(&self, #request: &mut #writer) {
                    #accepted
                    #(#statements)*
                }

                fn read(response: &#raw) -> Result<Self::Output, #error<Self::Failure>> {
                    #aliases
                    match #status {
                        #arms
                    }
                }
            }
        }
    }

    /// The media types of `Accept`, if the documented responses are not only plain JSON.
    pub(in crate::emit) fn accepted(&self) -> Option<TokenStream> {
        let contents = self.operation.responses.iter().flat_map(|response| &response.contents);
        let mut media_types: Vec<&str> =
            contents.flat_map(|content| &content.media_types).map(String::as_str).collect();
        let mut seen = std::collections::HashSet::new();
        media_types.retain(|media_type| seen.insert(*media_type));
        let accepted = media_types.join(", ");
        (!media_types.is_empty() && accepted != "application/json").then(|| quote!(request.accept(#accepted);))
    }

    /// The client's method.
    fn client_method(&self) -> TokenStream {
        let method = &self.emitter.names.operation(self.id).method;
        let item = self.item;
        let required: Vec<&Input> = self.inputs.iter().filter(|input| input.required).collect();
        let (names, types): (Vec<TokenStream>, Vec<TokenStream>) = match self.named() {
            Some(named) => (vec![quote!(required)], vec![quote!(operations::#named)]),
            None => required
                .iter()
                .map(|input| (input.name.to_token_stream(), input.argument(self.uses).parameter_type))
                .unzip(),
        };
        let allow = attributes::allow_placeholders(required.iter().map(|input| input.name));
        let arguments = self.arguments_docs();
        let route = route(self.operation);
        let text = self.operation.summary.as_deref().or(self.operation.description.as_deref()).map(docs::sentence);
        let docs = match text.filter(|text| !text.is_empty()) {
            Some(text) if docs::is_line(&text) && text.len() + route.len() < 90 => {
                docs::lines([Some(format!("{text} {route}").as_str()), arguments.as_deref()])
            }
            text => docs::lines([text.as_deref(), Some(route.as_str()), arguments.as_deref()]),
        };
        let deprecated = self.operation.deprecated.then(|| {
            let expected = attributes::expect_deprecated();
            quote! {
                #[deprecated]
                #expected
            }
        });
        quote! {
            #docs
            #deprecated
            #allow
            pub fn #method(&self, #(#names: #types),*) -> operations::#item<Self> {
                operations::#item::new(#(#names),*).bind(self.clone())
            }
        }
    }
}

/// A method in the notation of the runtime's macro: an identifier, or else a string.
fn method_token(method: &str) -> TokenStream {
    if method.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        identifier(method).to_token_stream()
    } else {
        quote!(#method)
    }
}

/// The client's methods, in the document's order.
pub(super) fn client_methods(emitter: &Emitter, uses: &Uses) -> Vec<TokenStream> {
    let operations = emitter.api.outgoing();
    operations
        .map(|(id, _)| {
            let condition = emitter.conditions.operation(emitter.api, id);
            let method = OperationItems::of(emitter, id, uses).client_method();
            quote!(#condition #method)
        })
        .collect()
}

/// The alternatives for the runtime: names of schemes. Empty if there are none.
fn security(alternatives: &[SecurityRequirement]) -> TokenStream {
    let alternatives = alternatives.iter().map(|alternative| {
        let schemes = alternative.schemes.iter().map(|(name, _)| name);
        quote!([#(#schemes),*])
    });
    if alternatives.len() == 0 { TokenStream::new() } else { quote!(, security(#(#alternatives)|*)) }
}

/// The server of an operation that has one of its own.
fn server(operation: &Operation, api: &Api) -> Option<TokenStream> {
    let document_url = api.servers.first().map(Server::default_url);
    let own = operation.server.as_ref().map(Server::default_url).filter(|own| document_url.as_ref() != Some(own));
    own.map(|own| quote!(const SERVER: Option<&'static str> = Some(#own);))
}
