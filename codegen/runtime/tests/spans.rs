//! The spans of calls: OpenTelemetry's names, and nothing secret.
#![cfg(feature = "tracing")]

use specwright_runtime::{
    AccessToken, Api, BoxError, BoxFuture, Client, ClientBuilder, Error, MemoryTransport, Operation, RawResponse,
    RequestWriter, Retry, SecurityScheme, TokenSource,
};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

static API: Api = Api {
    name: "spans",
    version: "1.0.0",
    server: "https://api.example/v1",
    security: &[SecurityScheme::token("oauth", "Bearer"), SecurityScheme::query("key", "api_key")],
};

struct Read;

impl Operation for Read {
    type Output = String;
    type Failure = Infallible;
    specwright_runtime::operation_info!(GET "/things/{id}", "read_thing");

    fn write(&self, request: &mut RequestWriter) {
        request.path("id", "hunter-in-path");
    }

    fn read(response: &RawResponse) -> Result<String, Error<Self::Failure>> {
        match response.status().as_u16() {
            200 => response.text(),
            _ => Err(response.undocumented()),
        }
    }
}

/// Records the fields of every span, in the order of creation.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<Fields>>>, Arc<AtomicU64>);

#[derive(Default)]
struct Fields {
    name: &'static str,
    values: BTreeMap<&'static str, String>,
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.values.insert(field.name(), format!("{value:?}").trim_matches('"').to_owned());
    }
}

impl Subscriber for Kept {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields { name: span.metadata().name(), ..Fields::default() };
        span.record(&mut fields);
        self.0.lock().unwrap().push(fields);
        Id::from_u64(self.1.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let index = usize::try_from(span.into_u64()).unwrap() - 1;
        values.record(&mut self.0.lock().unwrap()[index]);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

fn spans_of(transport: MemoryTransport) -> Vec<Fields> {
    let kept = Kept::default();
    tracing::subscriber::with_default(kept.clone(), || {
        let client: Client = ClientBuilder::new(&API)
            .access_token("hunter2")
            .credential("key", "hunter3")
            .header("x-tenant", "hunter4")
            .retry(Retry::default().attempts(2).first_wait(Duration::from_millis(1)))
            .transport(transport)
            .build()
            .unwrap();
        let _ = futures_lite::future::block_on(client.send(&Read));
    });
    std::mem::take(&mut kept.0.lock().unwrap())
}

#[test]
fn calls_and_attempts_have_spans() {
    let spans = spans_of(MemoryTransport::new().respond(503, "").respond(200, "hunter5"));
    assert_eq!(spans.iter().map(|span| span.name).collect::<Vec<_>>(), ["call", "attempt", "attempt"]);
    let expected = [
        ("http.request.method", "GET"),
        ("http.request.resend_count", "1"),
        ("http.response.status_code", "200"),
        ("operation.id", "read_thing"),
        ("otel.kind", "client"),
        ("otel.name", "GET /things/{id}"),
        ("server.address", "api.example"),
        ("server.port", "443"),
        ("url.template", "/things/{id}"),
    ];
    assert_eq!(spans[0].values, expected.into_iter().map(|(name, value)| (name, value.to_owned())).collect());
    assert_eq!(spans[1].values["http.response.status_code"], "503");
    assert_eq!(spans[1].values["error.type"], "503");
    assert!(!spans[1].values.contains_key("http.request.resend_count"));
    assert_eq!(spans[2].values["http.request.resend_count"], "1");
    for span in &spans {
        assert!(span.values.values().all(|value| !value.contains("hunter")), "{:?}", span.values);
    }
}

#[test]
fn spans_of_calls_without_credentials_have_an_error_type() {
    let kept = Kept::default();
    tracing::subscriber::with_default(kept.clone(), || {
        let client: Client =
            ClientBuilder::new(&API).token_source(Broken).transport(MemoryTransport::new()).build().unwrap();
        futures_lite::future::block_on(client.send(&Read)).unwrap_err();
    });
    let spans = kept.0.lock().unwrap();
    assert_eq!((spans.len(), &*spans[0].values["error.type"]), (1, "credential"));
}

struct Broken;

impl TokenSource for Broken {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, BoxError>> {
        Box::pin(async { Err("hunter7".into()) })
    }
}

#[test]
fn spans_have_an_error_type() {
    let error = specwright_runtime::TransportError::new(specwright_runtime::TransportErrorKind::Tls, "hunter6");
    let spans = spans_of(MemoryTransport::new().fail(error));
    assert_eq!(spans[0].values["error.type"], "tls");
    assert_eq!(spans[0].values["otel.status_code"], "ERROR");
    assert!(spans.iter().all(|span| span.values.values().all(|value| !value.contains("hunter"))));
}
