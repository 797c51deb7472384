//! The service on loopback, for independent clients, with prepared responses.

use super::recorder::Recorder;
use super::{Exchange, Only, Wire, client};
use crate::Inputs;
use axum::extract::Request;
use serde_json::value::RawValue;
use specwright_runtime::Client;
use specwright_runtime::service::ResponseBody;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;
use tokio::net::TcpListener;

/// How many responses of an operation are ready: as many requests may come at once.
const READY: usize = 8;

/// Serves the API until the program ends, and prints its URL. `responses` has the response of each operation.
///
/// # Errors
///
/// When loopback cannot be served.
pub fn serve_http(wire: &'static Wire, responses: BTreeMap<String, Box<RawValue>>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let recorder = Recorder::default();
    let router = recorder.router(wire);
    let client = client(wire.api, recorder.transport(router.clone())).map_err(io::Error::other)?;
    let ready = Arc::new(Ready { wire, recorder, client, responses });
    let app = axum::Router::new().fallback(move |request: Request| {
        ready.replenish();
        let router = router.clone();
        async move { router.respond(request).await.map(|body| axum::body::Body::new(ResponseBody::from(body))) }
    });
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("url=http://{}", listener.local_addr()?);
        io::stdout().flush()?;
        axum::serve(listener, app).await
    })
}

/// Keeps responses ready.
struct Ready {
    wire: &'static Wire,
    recorder: Recorder,
    /// Sends nothing.
    client: Client,
    /// By operation.
    responses: BTreeMap<String, Box<RawValue>>,
}

impl Ready {
    /// Makes responses of every operation, so that each request that may be on its way finds one.
    fn replenish(&self) {
        for operation in self.wire.operations {
            let Some(given) = self.responses.get(operation.id) else { continue };
            for _ in self.recorder.ready(operation.id)..READY {
                let Ok(given) = serde_json::from_str(given.get()) else { break };
                let (client, recorder) = (&self.client, &self.recorder);
                let (inputs, response, only) = (Inputs::default(), Some(given), Only::Respond);
                (operation.exchange)(&mut Exchange { client, recorder, inputs, response, only });
            }
        }
    }
}
