//! The server: the variables of the document's first server, as settings.

use crate::emit::Emitter;
use crate::emit::common::attributes;
use crate::emit::common::imports::Uses;
use crate::emit::docs;
use crate::ir::{Server, ServerVariable};
use crate::name::Name;
use proc_macro2::TokenStream;
use quote::quote;

/// The documentation of the conversion.
const URL: &str =
    "The URL, for `Client::builder().server(…)`: a value that would change other parts of the URL is an error there.";

/// `Server`, if the document's first server has variables.
pub(in crate::emit) fn items(emitter: &Emitter, uses: &Uses) -> Vec<TokenStream> {
    let Some(server) = emitter.api.servers.first().filter(|server| !server.variables.is_empty()) else {
        return Vec::new();
    };
    let names = emitter.names.server_variables(0);
    vec![declaration(server, names), defaults(server, names), settings(server, names), url(server, names, uses)]
}

fn declaration(server: &Server, names: &[Name]) -> TokenStream {
    let url = server.default_url();
    let default = format!(
        "By default {}. Pass it to `Client::builder().server(…)`, which accepts any other URL as well.",
        docs::code(&url)
    );
    let docs =
        docs::lines([Some(server.description.as_deref().unwrap_or("A server of the API.")), Some(default.as_str())]);
    let default = derives_default(server).then(|| quote!(, Default));
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq, Eq #default)]
        pub struct Server {
            #(#names: String,)*
        }
    }
}

/// Whether all defaults are empty, like the derived ones.
fn derives_default(server: &Server) -> bool {
    server.variables.iter().all(|variable| variable.default.is_empty())
}

fn defaults(server: &Server, names: &[Name]) -> TokenStream {
    if derives_default(server) {
        return TokenStream::new();
    }
    let defaults = server.variables.iter().map(|variable| match variable.default.as_str() {
        "" => quote!(String::new()),
        default => quote!(#default.to_owned()),
    });
    quote! {
        impl Default for Server {
            fn default() -> Self {
                Self { #(#names: #defaults,)* }
            }
        }
    }
}

fn settings(server: &Server, names: &[Name]) -> TokenStream {
    let settings = server.variables.iter().zip(names).map(|(variable, name)| {
        let docs = docs::lines([variable.description.as_deref(), Some(values(variable).as_str())]);
        let allow = attributes::allow_placeholders(std::iter::once(name));
        quote! {
            #docs
            #allow
            #[must_use]
            pub fn #name(mut self, #name: impl Into<String>) -> Self {
                self.#name = #name.into();
                self
            }
        }
    });
    quote! {
        impl Server {
            #(#settings)*
        }
    }
}

fn values(variable: &ServerVariable) -> String {
    let listed: Vec<String> = variable.values.iter().map(|value| docs::code(value)).collect();
    let default = docs::code(&variable.default);
    if listed.is_empty() {
        return format!("Default: {default}.");
    }
    format!("The document lists {}; default: {default}.", listed.join(", "))
}

fn url(server: &Server, names: &[Name], uses: &Uses) -> TokenStream {
    let [url, template, declared] = ["ServerUrl", "ServerTemplate", "ServerVariable"].map(|name| uses.runtime(name));
    let text = server.template();
    let variables = server.variables.iter().map(|variable| {
        let ServerVariable { name, default, values, .. } = variable;
        quote!(#declared { name: #name, default: #default, values: &[#(#values),*] })
    });
    let docs = docs::lines([Some(URL)]);
    quote! {
        #docs
        impl From<Server> for #url {
            fn from(server: Server) -> Self {
                let template = #template { url: #text, variables: &[#(#variables),*] };
                template.fill(&[#(&server.#names),*])
            }
        }
    }
}
