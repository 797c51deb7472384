//! Calls the server with the clients of its documents.
//!
//! Each module has the documents of one topic, each function in it one document: a table of calls (`table.rs`), with
//! the expected outcome of each. The server checks requests, and responds with 400 to unexpected ones.

#[macro_use]
mod table;

mod azure;
mod bodies;
mod cookies;
mod dates;
mod http;
mod lists;
mod objects;
mod parameters;
mod scalars;

use checks::Checks;

#[tokio::main]
async fn main() {
    let checks = Checks;
    let server = Checks::server();
    scalars::drive(&server, &checks).await;
    dates::drive(&server, &checks).await;
    lists::drive(&server, &checks).await;
    objects::drive(&server, &checks).await;
    parameters::drive(&server, &checks).await;
    bodies::drive(&server, &checks).await;
    http::drive(&server, &checks).await;
    azure::drive(&server, &checks).await;
}
