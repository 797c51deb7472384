//! The root module: the client with a method for each operation, and the server.

pub(in crate::emit) mod crate_docs;
pub(in crate::emit) mod server;
pub(in crate::emit) mod servers;

use super::{Emitter, Module, docs, operation, service};
use crate::emit::common::identifier::identifier;
use crate::emit::common::imports::{ModuleDepth, REEXPORTED, Uses};
use crate::emit::operation::headers;
use crate::ir::{Flows, ParameterLocation, SecurityKind, SecurityScheme, Server};
use crate::settings::Layout;
use indexmap::IndexSet;
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn root(emitter: &Emitter) -> Module {
    let uses = Uses::at(ModuleDepth::Root);
    // Everything other than the operations is the same for every API.
    let client = uses.private("client");
    let client = quote!(#client!(Client, API););
    let body = [api(emitter, &uses), declaration(emitter, &uses), client].into_iter().chain(methods(emitter, &uses));
    let mut items = vec![modules(emitter), runtime(emitter), reexports()];
    let body: Vec<TokenStream> = body.chain(server::items(emitter, &uses)).collect();
    items.push(emitter.conditions.uses(uses.lines(&[])));
    items.extend(body);
    let docs = matches!(emitter.layout, Layout::Crate(_)).then(|| crate_docs::text(emitter));
    Module { path: emitter.layout.root().1.to_owned(), docs, items }
}

/// The modules of the client.
fn modules(emitter: &Emitter) -> TokenStream {
    let headers = headers::is_needed(emitter).then(|| {
        quote!(
            pub mod headers;
        )
    });
    let is_service = service::is_needed(emitter);
    let responses = is_service.then(|| {
        quote!(
            pub mod responses;
        )
    });
    let service = is_service.then(|| {
        quote!(
            mod examples;
            pub mod service;
        )
    });
    let servers = servers::is_needed(emitter).then(|| {
        quote!(
            pub mod servers;
        )
    });
    let webhooks = service::webhooks::is_needed(emitter).then(|| {
        quote!(
            pub mod webhooks;
        )
    });
    quote! {
        #headers
        #[allow(missing_docs, reason = "the document does not describe everything")]
        pub mod models;
        #[allow(missing_docs, reason = "the document does not describe everything")]
        pub mod operations;
        pub mod payloads;
        #responses
        #service
        #servers
        #webhooks
    }
}

fn reexports() -> TokenStream {
    let names = REEXPORTED.iter().map(|name| identifier(name));
    quote!(
        pub use runtime::{#(#names),*};
    )
}

fn runtime(emitter: &Emitter) -> TokenStream {
    if emitter.layout.is_runtime_embedded() {
        return quote!(
            pub mod runtime;
        );
    }
    quote!(
        /// The runtime of the client: errors, transports, value types.
        pub use specwright_runtime as runtime;
    )
}

/// The static `Api` for the runtime.
fn api(emitter: &Emitter, uses: &Uses) -> TokenStream {
    let api = uses.runtime("Api");
    let server = emitter.api.servers.first().map(Server::default_url).unwrap_or_default();
    let origins = origins(&emitter.api.servers);
    let security = emitter.api.security_schemes.iter().map(|scheme| security(scheme, &origins, uses));
    quote! {
        static API: #api = #api {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            server: #server,
            security: &[#(#security),*],
        };
    }
}

/// Scheme and host of every documented server, if there are several.
fn origins(servers: &[Server]) -> Vec<String> {
    let origins: IndexSet<String> = servers.iter().flat_map(Server::origins).collect();
    if origins.len() > 1 { origins.into_iter().collect() } else { Vec::new() }
}

fn security(scheme: &SecurityScheme, origins: &[String], uses: &Uses) -> TokenStream {
    let runtime = uses.runtime("SecurityScheme");
    let name = &scheme.name;
    match &scheme.kind {
        SecurityKind::Basic => quote!(#runtime::basic(#name)),
        SecurityKind::Token { auth_scheme, flows, scopes } => {
            let flows = self::flows(flows, scopes);
            // Only token responses name the server of a token.
            let servers = (!flows.is_empty() && !origins.is_empty()).then(|| quote!(.with_servers(&[#(#origins),*])));
            quote!(#runtime::token(#name, #auth_scheme)#flows #servers)
        }
        SecurityKind::ApiKey { location, parameter } => match location {
            ParameterLocation::Query => quote!(#runtime::query(#name, #parameter)),
            ParameterLocation::Cookie => quote!(#runtime::cookie(#name, #parameter)),
            ParameterLocation::Header | ParameterLocation::Path => quote!(#runtime::header(#name, #parameter)),
        },
    }
}

/// The token endpoints, and the scopes as one string, to keep the code short.
fn flows(flows: &Flows, scopes: &[(String, String)]) -> TokenStream {
    let code = flows.authorization_code.iter().map(|(page, token)| quote!(.authorization_code(#page, #token)));
    let client = flows.client_credentials.iter().map(|url| quote!(.client_credentials(#url)));
    let password = flows.password.iter().map(|url| quote!(.password(#url)));
    let device = flows.device_authorization.iter().map(|(codes, token)| quote!(.device_authorization(#codes, #token)));
    let refresh = flows.refresh.iter().map(|url| quote!(.refresh(#url)));
    let urls: Vec<TokenStream> = code.chain(client).chain(password).chain(device).chain(refresh).collect();
    // No scope has a space in it (RFC 6749, section 3.3).
    let names: Vec<&str> = scopes.iter().map(|(name, _)| name.as_str()).filter(|name| !name.contains(' ')).collect();
    let names = names.join(" ");
    let scopes = (!urls.is_empty() && !names.is_empty()).then(|| quote!(.with_scopes(#names)));
    quote!(#(#urls)* #scopes)
}

fn declaration(emitter: &Emitter, uses: &Uses) -> TokenStream {
    let api = emitter.api;
    let heading = format!("Client of {} {}.", api.title.trim(), api.version.trim());
    // The documentation of a crate contains it already.
    let description = api.description.as_deref().filter(|_| *emitter.layout == Layout::Modules);
    let usage = (*emitter.layout == Layout::Modules).then(|| crate_docs::of_client(emitter));
    let clones = "Cheap to clone: clones share connections and credentials.";
    let description = docs::join([Some(heading.as_str()), description, Some(clones)]);
    let docs = docs::lines_of(&[description, usage.unwrap_or_default()]);
    let mode = uses.runtime("Async");
    quote! {
        #docs
        #[derive(Debug, Clone)]
        pub struct Client<M = #mode> {
            inner: runtime::Client<M>,
        }
    }
}

fn methods(emitter: &Emitter, uses: &Uses) -> Option<TokenStream> {
    let methods = operation::client_methods(emitter, uses);
    if methods.is_empty() {
        return None;
    }
    let mode = uses.runtime("Mode");
    Some(quote! {
        impl<M: #mode> Client<M> {
            #(#methods)*
        }
    })
}
