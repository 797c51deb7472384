//! The module `servers`: a constant for each server, if the document has several.

use crate::emit::{Emitter, Module, docs};
use crate::ir::Server;
use crate::name;
use crate::name::Name;
use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;

/// The most words of a server's description that is used as its name.
const MAX_WORDS: usize = 3;

/// The module; `None` if there is only one server.
pub(in crate::emit) fn module(emitter: &Emitter) -> Option<Module> {
    let servers = all(emitter);
    let names = name::constants(servers.iter().map(|(url, server)| words(url, server)));
    let items: Vec<TokenStream> =
        servers.iter().zip(&names).map(|((url, server), name)| item(url, server, name)).collect();
    is_needed(emitter).then(|| Module {
        path: "servers.rs".to_owned(),
        docs: Some("The servers of the document, for `Client::builder().server(…)`.".to_owned()),
        items,
    })
}

/// Whether there is such a module.
pub(in crate::emit) fn is_needed(emitter: &Emitter) -> bool {
    all(emitter).len() > 1
}

/// The servers by URL: those of the document, then those of single operations.
fn all<'a>(emitter: &'a Emitter) -> IndexMap<String, &'a Server> {
    let own = emitter.api.operations.iter().filter_map(|operation| operation.server.as_ref());
    let mut servers = IndexMap::new();
    for server in emitter.api.servers.iter().chain(own) {
        servers.entry(server.default_url()).or_insert(server);
    }
    servers
}

/// A short description, or else the URL without its scheme.
fn words<'a>(url: &'a str, server: &'a Server) -> &'a str {
    let description = server.description.as_deref().map(str::trim).unwrap_or_default();
    let is_name = description.is_ascii()
        && description.chars().any(char::is_alphabetic)
        && description.split_whitespace().count() <= MAX_WORDS;
    let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
    match (is_name, bare.trim_matches('/')) {
        (true, _) => description,
        (false, "") => "root",
        (false, bare) => bare,
    }
}

fn item(url: &str, server: &Server, name: &Name) -> TokenStream {
    let description = server.description.as_deref().filter(|text| !text.trim().is_empty());
    let variables: Vec<String> = server.variables.iter().map(|variable| docs::code(&variable.name)).collect();
    let defaults = (!variables.is_empty()).then(|| format!("Uses the default value of {}.", variables.join(", ")));
    let fallback = format!("The server at {}.", docs::code(url));
    let docs = docs::lines([Some(description.unwrap_or(&fallback)), defaults.as_deref()]);
    quote! {
        #docs
        pub const #name: &str = #url;
    }
}
