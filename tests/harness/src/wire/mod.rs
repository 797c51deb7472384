//! Both halves of the wire: what the client of a document sends, its service reads, and what the service responds, the client reads.
//!
//! A client with a service's half has a [`Wire`] when the generator's hidden `wire` was asked for it; [`serve_wire`] answers commands
//! about its operations, one JSON value a line.

mod exchange;
mod given;
mod recorder;
mod written;

pub use exchange::{Answer, Exchange, Kind, Response};
pub use given::Given;
pub use recorder::{Routes, route};

use crate::Inputs;
use recorder::Recorder;
use serde::Deserialize;
use specwright_runtime::service::RouterBuilder;
use specwright_runtime::{Api, Client, ClientBuilder, MemoryTransport, Retry};
use std::collections::HashMap;
use std::io::{self, BufRead, Write};

/// The operations of an API.
#[derive(Debug, Clone, Copy)]
pub struct Wire {
    /// What the document says of the API.
    pub api: &'static Api,
    /// Its operations, in the document's order.
    pub operations: &'static [Operation],
}

/// An operation with both of its halves.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// Its `operationId`.
    pub id: &'static str,
    /// Adds it to those of a service.
    pub route: fn(Routes) -> Routes,
    /// Has the client call the service.
    pub exchange: fn(&mut Exchange) -> Answer,
}

/// The server that is called: its path is none that a document has.
pub(crate) const SERVER: &str = "https://wire.example/wire-of";

/// A call that is to be made.
#[derive(Deserialize)]
struct Command {
    operation: String,
    inputs: Inputs,
    /// Whether the inputs are to be shown as the client holds them, and nothing is to be sent.
    #[serde(default)]
    shown: bool,
    /// What the service responds; nothing documented unless it is given.
    #[serde(default)]
    response: Option<Given>,
}

/// Answers the commands of standard input until it ends, each a line of JSON.
///
/// # Errors
///
/// When standard input or output fails, or a line is no command.
pub fn serve_wire(wire: &Wire) -> io::Result<()> {
    let recorder = Recorder::default();
    let routes = RouterBuilder::new(wire.api, recorder.clone());
    let router = wire.operations.iter().fold(routes, |routes, operation| (operation.route)(routes)).build();
    let client = client(wire.api, recorder.transport(router)).map_err(io::Error::other)?;
    let operations: HashMap<&str, &Operation> = wire.operations.iter().map(|one| (one.id, one)).collect();
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let Command { operation, inputs, shown, response } = serde_json::from_str(&line?)?;
        let operation = operations.get(operation.as_str()).ok_or_else(|| io::Error::other("no such operation"))?;
        let mut exchange = Exchange { client: &client, recorder: &recorder, inputs, response, shown };
        writeln!(output, "{}", serde_json::to_string(&(operation.exchange)(&mut exchange))?)?;
        output.flush()?;
    }
    Ok(())
}

/// A client that has a credential for each security scheme, and sends everything once.
fn client(api: &'static Api, transport: recorder::Memory) -> Result<Client, String> {
    let builder = ClientBuilder::<Client>::new(api).server(SERVER).transport(transport);
    let builder = builder.retry(Retry::never()).max_redirects(0).timeout(None).read_timeout(None);
    let takes_key = |name: &str| {
        let trial = ClientBuilder::<Client>::new(api).server(SERVER).transport(MemoryTransport::new());
        trial.credential(name, "s3cret").build().is_ok()
    };
    let builder = api.security.iter().fold(builder, |builder, scheme| match takes_key(scheme.name()) {
        true => builder.credential(scheme.name(), "s3cret"),
        false => builder.basic("user", "pass:word"),
    });
    builder.build().map_err(|error| error.to_string())
}
