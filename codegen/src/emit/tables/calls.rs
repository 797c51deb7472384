//! The example of every operation as a function, which a test compiles and runs. No client has it.

use crate::emit::common::identifier::identifier;
use crate::emit::{Emitter, Module, example};
use crate::ir::{OperationId, SecurityKind, Server};
use proc_macro2::TokenStream;
use quote::quote;

pub(in crate::emit) fn module(emitter: &Emitter) -> Module {
    let (functions, added): (Vec<TokenStream>, Vec<TokenStream>) =
        emitter.api.outgoing().filter_map(|(id, _)| function(emitter, id)).unzip();
    let mut items = vec![quote! {
        #![allow(dead_code, deprecated, unused_imports, unused_mut, unused_variables, clippy::all, clippy::pedantic)]
        use super::runtime::serde_json::json;
        use super::runtime::{ClientBuilder, Map};
        use super::{Client, Date, DateTime, File, models, operations};
        use std::error::Error;
        use std::pin::Pin;
    }];
    items.extend(functions);
    let credentials = emitter.api.security_schemes.iter().map(|scheme| match &scheme.kind {
        SecurityKind::Basic => quote!(.basic("user", "password")),
        SecurityKind::Token { .. } | SecurityKind::ApiKey { .. } => {
            let name = &scheme.name;
            quote!(.credential(#name, "key"))
        }
    });
    let path = emitter.api.servers.first().map(Server::default_url).unwrap_or_default();
    // The caller sets the host if the document has none.
    let server = (!path.contains("://")).then(|| format!("https://api.example{path}"));
    let server = server.map(|server| quote!(.server(#server)));
    items.push(quote! {
        /// A client with all that calls need.
        pub fn builder() -> ClientBuilder<Client> {
            Client::builder() #(#credentials)* #server
        }

        /// Each call with this client, by the id of its operation.
        pub fn all(client: &Client) -> Vec<(&'static str, Pin<Box<dyn Future<Output = Result<(), Box<dyn Error>>>>>)> {
            let mut all: Vec<(&'static str, Pin<Box<dyn Future<Output = Result<(), Box<dyn Error>>>>>)> = Vec::new();
            #(#added)*
            all
        }
    });
    Module { path: "calls.rs".to_owned(), docs: Some("The example of every operation.".to_owned()), items }
}

/// The function, and the statement that adds its call.
fn function(emitter: &Emitter, id: OperationId) -> Option<(TokenStream, TokenStream)> {
    // Other tokens are left to the compiler.
    let statement = example::statement(emitter, id)?;
    let statement: TokenStream = statement.parse().unwrap_or_else(|_| quote!(compile_error!(#statement);));
    let condition = emitter.conditions.operation(emitter.api, id);
    let name = identifier(&format!("example_{}", id.0));
    let function = quote! {
        #condition
        async fn #name(client: Client) -> Result<(), Box<dyn Error>> {
            #statement
            Ok(())
        }
    };
    let operation = &emitter.api.operations[id.0].id;
    let added = quote! {
        #condition
        all.push((#operation, Box::pin(#name(client.clone()))));
    };
    Some((function, added))
}
