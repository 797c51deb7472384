//! The portals client as its callers meet it, over a transport in memory and over real connections.

mod calls;
mod errors;
mod fake;
#[path = "../support/http.rs"]
mod http;
mod inputs;
mod lists;
mod loopback;
mod lossless;
mod oauth;
mod requests;
mod responses;
mod secrets;
mod servers;

use specwright_runtime::{MemoryTransport, Retry};
use zoho_crm_portals::Client;

/// The access token of every call.
const TOKEN: &str = "1000.8cb99d.9be93f";

/// A client whose answers come from memory, and which tries nothing again: each answer is for one call.
fn client(transport: &MemoryTransport) -> Client {
    Client::builder().access_token(TOKEN).retry(Retry::never()).transport(transport.clone()).build().unwrap()
}

/// A payload from `spec/samples`.
fn sample(name: &str) -> String {
    let path = format!("{}/../spec/samples/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}
