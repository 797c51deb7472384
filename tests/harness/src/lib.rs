//! Drives the operations of a generated client with JSON, so that validators in other languages can check what it sends
//! and reads: inputs in JSON become an HTTP request, an HTTP response becomes JSON.
//!
//! A client has a table of [`Operation`]s when the generator's hidden `harness` was asked for it; [`serve`] answers
//! commands about them, one JSON value a line.

mod inputs;
mod outcome;
mod serve;
mod union;
#[cfg(feature = "wire")]
pub mod wire;

pub use inputs::{Form, Inputs, required, unknown_media_type};
pub use outcome::{Outcome, Value, read};
pub use serve::serve;
pub use union::{Union, serve_unions, unit, variant, written, written_property};
#[cfg(feature = "served")]
pub use wire::serve_http;
#[cfg(feature = "wire")]
pub use wire::serve_wire;

use specwright_runtime::{Body, Bytes, http};

/// An operation of a client.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// Its `operationId`.
    pub id: &'static str,
    /// The request with these inputs, or why there is none.
    pub request: fn(&Inputs) -> Result<http::Request<Body>, String>,
    /// What a response is read as.
    pub read: fn(http::Response<Bytes>) -> Outcome,
}

/// The server that requests are made for.
pub const SERVER: &str = "https://judge.example";

/// The operation as a request.
///
/// # Errors
///
/// When the client refuses the inputs: all that is wrong with them, in a line.
pub fn request(operation: &impl specwright_runtime::Operation) -> Result<http::Request<Body>, String> {
    operation.to_request(SERVER).map_err(|error| error.to_string())
}
