//! Both sides of the wire: what the client of a document sends, its service reads, and what the service responds, the client reads.
//!
//! A client with a server side has a [`Wire`] when the generator's hidden `wire` was asked for it; [`serve_wire`] answers commands
//! about its operations, one JSON value a line.

mod exchange;
mod given;
mod recorder;
#[cfg(feature = "served")]
mod served;
mod written;

pub use exchange::{Answer, Exchange, Kind, Response};
pub use given::Given;
pub use recorder::{Routes, route};
#[cfg(feature = "served")]
pub use served::serve_http;

use crate::Inputs;
use recorder::Recorder;
use serde::Deserialize;
use specwright_runtime::{Api, Client, ClientBuilder, MemoryTransport, Retry};
use std::collections::HashMap;
use std::io::{self, BufRead, Write};

/// The operations of an API.
#[derive(Debug, Clone, Copy)]
pub struct Wire {
    /// The document's facts about the API.
    pub api: &'static Api,
    /// Its operations, in the document's order.
    pub operations: &'static [Operation],
}

/// An operation with both of its sides.
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

/// What of a call is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Only {
    /// All of it.
    #[default]
    Everything,
    /// The inputs are shown as the client holds them.
    Show,
    /// The response has been created for the next call.
    #[serde(skip)]
    #[cfg_attr(not(feature = "served"), allow(dead_code))]
    Respond,
}

/// A call that is to be made.
#[derive(Deserialize)]
struct Command {
    operation: String,
    inputs: Inputs,
    #[serde(default)]
    only: Only,
    /// The response of the service; an undocumented one by default.
    #[serde(default)]
    response: Option<Given>,
}

/// Answers the commands of standard input until it ends, each a line of JSON.
///
/// # Errors
///
/// If standard input or output fails, or a line is not a command.
pub fn serve_wire(wire: &Wire) -> io::Result<()> {
    let recorder = Recorder::default();
    let client = client(wire.api, recorder.transport(recorder.router(wire))).map_err(io::Error::other)?;
    let operations: HashMap<&str, &Operation> = wire.operations.iter().map(|one| (one.id, one)).collect();
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let Command { operation, inputs, only, response } = serde_json::from_str(&line?)?;
        let operation = operations.get(operation.as_str()).ok_or_else(|| io::Error::other("no such operation"))?;
        let mut exchange = Exchange { client: &client, recorder: &recorder, inputs, response, only };
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
    let builder = api.security.iter().fold(builder, |builder, scheme| {
        if takes_key(scheme.name()) {
            builder.credential(scheme.name(), "s3cret")
        } else {
            builder.basic("user", "pass:word")
        }
    });
    builder.build().map_err(|error| error.to_string())
}
