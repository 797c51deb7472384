//! The example of every operation as a function, which a test compiles. No client has it.

use crate::emit::common::identifier::identifier;
use crate::emit::{Emitter, Module, example};
use crate::ir::OperationId;
use proc_macro2::TokenStream;
use quote::quote;

pub(in crate::emit) fn module(emitter: &Emitter) -> Module {
    let functions = emitter.api.called().filter_map(|(id, _)| function(emitter, id));
    let mut items = vec![quote! {
        #![allow(dead_code, deprecated, unused_imports, unused_variables, clippy::box_default)]
        use super::{Client, Date, DateTime, models, operations};
        use std::error::Error;
    }];
    items.extend(functions);
    Module { path: "calls.rs".to_owned(), docs: Some("The example of every operation.".to_owned()), items }
}

fn function(emitter: &Emitter, id: OperationId) -> Option<TokenStream> {
    // What is no statement is for the compiler to say.
    let statement = example::statement(emitter, id)?;
    let statement: TokenStream = statement.parse().unwrap_or_else(|_| quote!(compile_error!(#statement);));
    let condition = emitter.conditions.operation(emitter.api, id);
    let name = identifier(&format!("example_{}", id.0));
    Some(quote! {
        #condition
        async fn #name(client: Client) -> Result<(), Box<dyn Error>> {
            #statement
            Ok(())
        }
    })
}
