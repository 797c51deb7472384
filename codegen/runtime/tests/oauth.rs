//! Fetching, storing and renewing tokens, with an accounts server in memory. Time is paused in most tests, which
//! requires tokio's timer.
#![cfg(feature = "hyper")]

#[path = "oauth/calls.rs"]
mod calls;
#[path = "oauth/device.rs"]
mod device;
#[path = "oauth/files.rs"]
mod files;
#[path = "oauth/grants.rs"]
mod grants;
#[path = "oauth/limits.rs"]
mod limits;
#[path = "oauth/renewal.rs"]
mod renewal;
#[path = "oauth/revocation.rs"]
mod revocation;
#[path = "oauth/secrets.rs"]
mod secrets;

use specwright_runtime::http::{Request, Response};
use specwright_runtime::oauth::{OAuth, OAuthTokens};
use specwright_runtime::{Body, BoxFuture, Bytes, MemoryTransport, Transport, TransportError};
use std::time::{Duration, SystemTime};
use tokio::time::Instant;

const TOKEN_URL: &str = "https://accounts.example/oauth/v2/token";

/// An answer of the accounts server with the token `name`, good for an hour.
fn granted(name: impl std::fmt::Display) -> Response<String> {
    response(200, format!(r#"{{"access_token":"{name}","token_type":"Bearer","expires_in":3600}}"#))
}

fn response(status: u16, body: impl Into<String>) -> Response<String> {
    Response::builder().status(status).body(body.into()).unwrap()
}

/// An accounts server that issues `t1`, `t2` and so on.
fn numbered() -> MemoryTransport {
    let mut count = 0;
    MemoryTransport::with(move |_| {
        count += 1;
        granted(format_args!("t{count}"))
    })
}

/// The time of day by tokio's clock, which tests stop and set.
fn clock() -> impl Fn() -> SystemTime + Send + Sync + 'static {
    let start = Instant::now();
    move || SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000) + start.elapsed()
}

fn client() -> OAuth {
    OAuth::new("id", "client-hunter2").token_url(TOKEN_URL).refresh_token("refresh-hunter2")
}

fn source(transport: &(impl Transport + Clone)) -> OAuthTokens {
    client().clock(clock()).source(transport.clone()).unwrap()
}

async fn token(source: &OAuthTokens) -> String {
    source.access_token().await.unwrap().secret().expose().to_owned()
}

async fn advance(seconds: u64) {
    tokio::time::advance(Duration::from_secs(seconds)).await;
}

/// The names and values of a form that was sent.
fn form(request: &Request<Bytes>) -> Vec<(String, String)> {
    let text = std::str::from_utf8(request.body()).unwrap();
    let pairs = text.split('&').map(|pair| pair.split_once('=').unwrap());
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn sent(request: &Request<Bytes>, name: &str) -> Option<String> {
    form(request).into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

/// Answers after a while.
#[derive(Clone)]
struct Slow<T>(T, Duration);

impl<T: Transport> Transport for Slow<T> {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async {
            tokio::time::sleep(self.1).await;
            self.0.send(request).await
        })
    }
}
