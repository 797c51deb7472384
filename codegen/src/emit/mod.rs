//! Emission: IR, facts and names become modules of tokens.
//!
//! By now all is known good, so nothing here can fail and nothing is decided: each file is one template of what it
//! emits, filled from the facts. `quote` and `syn` are seen here and in [`crate::format`] alone.

mod answer;
mod arms;
mod attributes;
mod client;
mod docs;
mod enumeration;
mod inputs;
mod limits;
mod model;
mod newtype;
mod number;
mod object;
mod operation;
mod payloads;
mod server;
mod type_docs;
mod types;
mod union;
mod uses;

use crate::facts::Facts;
use crate::ir::Api;
use crate::name::Names;
use proc_macro2::TokenStream;

/// What emission reads.
#[derive(Debug, Clone, Copy)]
pub struct Emitter<'a> {
    /// The document.
    pub api: &'a Api,
    /// What is known of it.
    pub facts: &'a Facts,
    /// What its parts are called.
    pub names: &'a Names,
}

/// One emitted file.
#[derive(Debug)]
pub struct Module {
    /// Its path under the output folder, with `/` between folders.
    pub path: String,
    /// The module's documentation; the root has none, since it is included into a file that has its own.
    pub docs: Option<String>,
    /// Its items, in reading order.
    pub items: Vec<TokenStream>,
}

/// Every file of the client: the root, the models, the operations, the table of payloads.
#[must_use]
pub fn api(emitter: &Emitter) -> Vec<Module> {
    let mut modules = vec![client::root(emitter)];
    modules.extend(model::modules(emitter));
    modules.extend(operation::modules(emitter));
    modules.push(payloads::module(emitter));
    modules
}
