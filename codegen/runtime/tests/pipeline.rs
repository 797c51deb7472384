//! The parts of a call around sending: attempts, deadlines, limits, layers, settings of single calls. Time is paused in
//! these tests, so delays take no time.

use specwright_runtime::{
    Api, Attempt, Body, BoxFuture, ByteStream, CallOptions, Client, ClientBuilder, Error, Layer, Limits,
    MemoryTransport, Next, Operation, Outcome, RawResponse, RequestWriter, Retry, Transport, TransportError,
    TransportErrorKind, http, layer,
};
use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::Instant;

static API: Api = Api { name: "pipeline", version: "1.0.0", server: "https://api.example/v1", security: &[] };

struct Read;

impl Operation for Read {
    type Output = String;
    type Failure = Infallible;
    specwright_runtime::operation_info!(GET "/things/{id}", "read_thing");

    fn write(&self, request: &mut RequestWriter) {
        request.path("id", "7");
    }

    fn read(response: &RawResponse) -> Result<String, Error<Self::Failure>> {
        match response.status().as_u16() {
            200 => response.text(),
            _ => Err(response.undocumented()),
        }
    }
}

struct Write(Body);

impl Operation for Write {
    type Output = String;
    type Failure = Infallible;
    specwright_runtime::operation_info!(POST "/things", "write_thing");

    fn write(&self, request: &mut RequestWriter) {
        request.bytes("application/octet-stream", &self.0);
    }

    fn read(response: &RawResponse) -> Result<String, Error<Self::Failure>> {
        Read::read(response)
    }
}

struct Download;

impl Operation for Download {
    type Output = ByteStream;
    type Failure = Infallible;
    const STREAMED: Option<fn(&RawResponse) -> bool> = Some(|_| true);
    specwright_runtime::operation_info!(GET "/download", "download");

    fn write(&self, _: &mut RequestWriter) {}

    fn read(response: &RawResponse) -> Result<ByteStream, Error<Self::Failure>> {
        response.stream()
    }
}

fn builder(transport: &(impl Transport + Clone)) -> ClientBuilder<Client> {
    ClientBuilder::new(&API).transport(transport.clone())
}

fn broken(kind: TransportErrorKind) -> TransportError {
    TransportError::new(kind, "broken")
}

/// A transport that calls a closure, for behavior beyond a queue of responses.
#[derive(Clone)]
struct Scripted(Arc<dyn Fn(usize) -> BoxFuture<'static, Outcome> + Send + Sync>, Arc<AtomicUsize>);

impl Scripted {
    fn new<F: Future<Output = Outcome> + Send + 'static>(script: impl Fn(usize) -> F + Send + Sync + 'static) -> Self {
        Self(Arc::new(move |number| Box::pin(script(number))), Arc::default())
    }

    fn requests(&self) -> usize {
        self.1.load(Ordering::Relaxed)
    }
}

impl Transport for Scripted {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Outcome> {
        (self.0)(self.1.fetch_add(1, Ordering::Relaxed))
    }
}

#[expect(clippy::unnecessary_wraps, reason = "one of the outcomes")]
fn response(status: u16, body: impl Into<Body>) -> Outcome {
    Ok(http::Response::builder().status(status).body(body.into()).unwrap())
}

#[tokio::test(start_paused = true)]
async fn failed_attempts_are_retried() {
    let transport =
        MemoryTransport::new().fail(broken(TransportErrorKind::Other)).respond(503, "busy").respond(200, "there");
    let start = Instant::now();
    assert_eq!(builder(&transport).build().unwrap().send(&Read).await.unwrap(), "there");
    let waited = start.elapsed().as_millis();
    assert!((300..=610).contains(&waited), "{waited}");
    let attempts: Vec<u32> =
        transport.requests().iter().map(|request| request.extensions().get::<Attempt>().unwrap().number).collect();
    assert_eq!(attempts, [1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn the_caller_gets_the_last_attempt() {
    let transport = MemoryTransport::with(|_| http::Response::builder().status(503).body("down").unwrap());
    let client = builder(&transport).build().unwrap();
    let error = client.send(&Read).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), &error.body().unwrap()[..]), (503, &b"down"[..]));
    assert_eq!(transport.requests().len(), 3);
    client.with(CallOptions::new().retry(Retry::never())).send(&Read).await.unwrap_err();
    assert_eq!(transport.requests().len(), 4);
    // The client itself is as it was.
    client.send(&Read).await.unwrap_err();
    assert_eq!(transport.requests().len(), 7);
}

#[tokio::test(start_paused = true)]
async fn non_idempotent_requests_are_not_retried() {
    let transport = MemoryTransport::new().fail(broken(TransportErrorKind::Other)).respond(200, "no");
    let client = builder(&transport).build().unwrap();
    assert!(client.send(&Write(Body::from("x"))).await.is_err());
    assert_eq!(transport.requests().len(), 1);

    let transport =
        MemoryTransport::new().fail(broken(TransportErrorKind::Connect)).respond(429, "").respond(200, "yes");
    let client = builder(&transport).build().unwrap();
    assert_eq!(client.send(&Write(Body::from("x"))).await.unwrap(), "yes");
    assert!(transport.requests().iter().all(|request| request.body() == "x"));
}

#[tokio::test(start_paused = true)]
async fn consumed_streams_are_not_resent() {
    let transport = MemoryTransport::new().respond(429, "").respond(200, "no");
    let body = Body::from(ByteStream::from(http_bytes("once")));
    let error = builder(&transport).build().unwrap().send(&Write(body)).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 429);
    assert_eq!(transport.requests().len(), 1);
}

fn http_bytes(text: &'static str) -> specwright_runtime::Bytes {
    specwright_runtime::Bytes::from_static(text.as_bytes())
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_respected() {
    let busy = http::Response::builder().status(429).header("retry-after", "5").body("").unwrap();
    let transport = MemoryTransport::new().respond_with(busy.clone()).respond(200, "there");
    let start = Instant::now();
    assert_eq!(builder(&transport).build().unwrap().send(&Read).await.unwrap(), "there");
    assert_eq!(start.elapsed().as_secs(), 5);

    // Not within the timeout of the call: it ends immediately with the last response.
    let transport = MemoryTransport::new().respond_with(busy).respond(200, "no");
    let start = Instant::now();
    let client = builder(&transport).timeout(Duration::from_secs(4)).build().unwrap();
    assert_eq!(client.send(&Read).await.unwrap_err().status().unwrap(), 429);
    assert_eq!(start.elapsed().as_secs(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_retry_budget_limits_retries() {
    let transport = MemoryTransport::with(|_| http::Response::builder().status(503).body("").unwrap());
    let client = builder(&transport).build().unwrap();
    for _ in 0..100 {
        client.send(&Read).await.unwrap_err();
    }
    // A hundred calls, and the budget of twenty tries.
    assert_eq!(transport.requests().len(), 120);
}

#[tokio::test(start_paused = true)]
async fn calls_end_at_their_timeout() {
    let silent = Scripted::new(|_| std::future::pending());
    let start = Instant::now();
    let error = builder(&silent).build().unwrap().send(&Read).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!((start.elapsed().as_secs(), silent.requests()), (30, 1));

    // Each attempt has less, and another may go well.
    let slow_once = Scripted::new(|number| async move {
        if number == 0 { std::future::pending().await } else { response(200, "there") }
    });
    let client = builder(&slow_once).attempt_timeout(Duration::from_secs(2)).build().unwrap();
    let start = Instant::now();
    assert_eq!(client.send(&Read).await.unwrap(), "there");
    assert_eq!((start.elapsed().as_secs(), slow_once.requests()), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn attempt_timeouts_include_redirects() {
    let slow = Scripted::new(|_| async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        Ok(http::Response::builder().status(307).header("location", "/elsewhere").body(Body::empty()).unwrap())
    });
    let client = builder(&slow).attempt_timeout(Duration::from_millis(2_500)).retry(Retry::never()).build().unwrap();
    let start = Instant::now();
    let error = client.send(&Read).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!((start.elapsed().as_millis(), slow.requests()), (2_500, 3));
}

/// A piece each second.
fn drip(pieces: usize) -> Body {
    Body::stream(Drip(pieces, Box::pin(tokio::time::sleep(Duration::from_secs(1)))))
}

struct Drip(usize, std::pin::Pin<Box<tokio::time::Sleep>>);

impl futures_core::Stream for Drip {
    type Item = Result<&'static [u8], Infallible>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        if self.0 == 0 {
            return std::task::Poll::Ready(None);
        }
        std::task::ready!(self.1.as_mut().poll(cx));
        self.0 -= 1;
        let next = Instant::now() + Duration::from_secs(1);
        self.1.as_mut().reset(next);
        std::task::Poll::Ready(Some(Ok(b"x")))
    }
}

#[tokio::test(start_paused = true)]
async fn slow_bodies_end_at_the_timeout_of_the_call() {
    let transport = Scripted::new(|_| async { response(200, drip(1_000)) });
    let client = builder(&transport).timeout(Duration::from_millis(9_500)).retry(Retry::never()).build().unwrap();
    let error = client.send(&Read).await.unwrap_err();
    // The received part is kept.
    assert!(error.is_timeout(), "{error}");
    assert_eq!((error.status().unwrap().as_u16(), error.body().unwrap().len()), (200, 9));

    // A stream has all the time that it wants, as long as pieces come.
    let mut stream = client.send(&Download).await.unwrap();
    for _ in 0..1_000 {
        stream.next().await.unwrap().unwrap();
    }
    assert!(stream.next().await.is_none());
    let hasty = client.with(CallOptions::new().read_timeout(Duration::from_millis(500)));
    let error = hasty.send(&Download).await.unwrap().next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Timeout);
}

#[tokio::test(start_paused = true)]
async fn too_large_responses_are_an_error() {
    let transport = Scripted::new(|number| async move {
        response(
            if number < 2 { 200 } else { 400 },
            if number == 0 { drip(1_000) } else { Body::from(vec![b'y'; 1_000]) },
        )
    });
    let client = builder(&transport).max_response_size(5).timeout(None).build().unwrap();
    for beginning in ["xxxxx", "yyyyy"] {
        let error = client.send(&Read).await.unwrap_err();
        assert_eq!(error.body().unwrap(), beginning);
        assert_eq!(
            error.to_string(),
            "read_thing (GET /things/{id}): 200 OK, but its body is too large: the body of the response is larger than 5 \
             bytes"
        );
    }
    // Of an error, the beginning is better than none of it.
    let error = client.send(&Read).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), &error.body().unwrap()[..]), (400, &b"yyyyy"[..]));
    assert!(matches!(error, Error::Undocumented(_)));
}

#[tokio::test(start_paused = true)]
async fn concurrency_is_limited() {
    let in_flight = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
    let seen = Arc::clone(&in_flight);
    let transport = Scripted::new(move |_| {
        let seen = Arc::clone(&seen);
        async move {
            let now = seen.0.fetch_add(1, Ordering::Relaxed) + 1;
            seen.1.fetch_max(now, Ordering::Relaxed);
            tokio::time::sleep(Duration::from_millis(100)).await;
            seen.0.fetch_sub(1, Ordering::Relaxed);
            response(200, "")
        }
    });
    let client = builder(&transport).limits(Limits::new().concurrency(3)).build().unwrap();
    let calls: Vec<_> = (0..10)
        .map(|_| {
            tokio::spawn({
                let client = client.clone();
                async move { client.send(&Read).await }
            })
        })
        .collect();
    // A dropped call releases its permit.
    calls[0].abort();
    let mut done = 0;
    for call in calls {
        done += usize::from(call.await.is_ok_and(|outcome| outcome.is_ok()));
    }
    assert_eq!((done, in_flight.1.load(Ordering::Relaxed)), (9, 3));
}

#[tokio::test(start_paused = true)]
async fn rate_is_limited() {
    let transport = MemoryTransport::with(|_| http::Response::new("x"));
    let client = builder(&transport).limits(Limits::new().rate(2, Duration::from_secs(10))).build().unwrap();
    let start = Instant::now();
    for _ in 0..5 {
        client.send(&Read).await.unwrap();
    }
    assert_eq!(start.elapsed().as_secs(), 20);
    let error = client.with(CallOptions::new().timeout(Duration::from_secs(1))).send(&Read).await;
    assert_eq!(error.unwrap(), "x");
    let error = client.with(CallOptions::new().timeout(Duration::from_secs(1))).send(&Read).await.unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("the limits of the client"), "{error}");
}

struct Noted(&'static str, Arc<Mutex<Vec<String>>>);

impl Layer for Noted {
    fn attempt<'a>(&'a self, request: http::Request<Body>, next: Next<'a>) -> BoxFuture<'a, Outcome> {
        Box::pin(async move {
            let Attempt { operation, number, .. } = request.extensions().get::<Attempt>().unwrap().clone();
            let operation = operation.id;
            self.1.lock().unwrap().push(format!("{} before {operation} {number}", self.0));
            let outcome = next.send(request).await;
            let status = outcome.as_ref().map_or(0, |response| response.status().as_u16());
            self.1.lock().unwrap().push(format!("{} after {status}", self.0));
            outcome
        })
    }
}

#[tokio::test(start_paused = true)]
async fn layers_wrap_each_attempt() {
    let notes = Arc::default();
    let transport = MemoryTransport::new().respond(503, "").respond(200, "");
    let client = builder(&transport)
        .layer(Noted("outer", Arc::clone(&notes)))
        .layer(layer::before(|request| {
            request.headers_mut().insert("x-signed", http::HeaderValue::from_static("yes"));
        }))
        .layer(Noted("inner", Arc::clone(&notes)))
        .build()
        .unwrap();
    client.send(&Read).await.unwrap();
    assert!(transport.requests().iter().all(|request| request.headers()["x-signed"] == "yes"));
    assert_eq!(
        *notes.lock().unwrap(),
        [
            "outer before read_thing 1",
            "inner before read_thing 1",
            "inner after 503",
            "outer after 503",
            "outer before read_thing 2",
            "inner before read_thing 2",
            "inner after 200",
            "outer after 200",
        ]
    );
}

#[tokio::test]
async fn a_layer_may_respond_without_sending() {
    struct Cached;
    impl Layer for Cached {
        fn attempt<'a>(&'a self, _: http::Request<Body>, _: Next<'a>) -> BoxFuture<'a, Outcome> {
            Box::pin(async { response(200, "kept") })
        }
    }
    let transport = MemoryTransport::new();
    let seen = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&seen);
    let counting = layer::after(move |outcome| {
        assert!(outcome.is_ok());
        counted.fetch_add(1, Ordering::Relaxed);
    });
    let client = builder(&transport).layer(counting).layer(Cached).build().unwrap();
    assert_eq!(client.send(&Read).await.unwrap(), "kept");
    assert_eq!((transport.requests().len(), seen.load(Ordering::Relaxed)), (0, 1));
}

/// The future of a call is part of the caller's future.
#[test]
fn call_futures_are_small() {
    let client = builder(&MemoryTransport::new()).build().unwrap();
    let size = size_of_val(&client.send(&Read));
    assert!(size <= 1_024, "{size} bytes");
}

#[test]
fn a_call_needs_no_runtime() {
    // The in-memory transport never waits, so neither does the call; what waits is waited for by a thread.
    let transport = MemoryTransport::new().respond(503, "").respond(200, "there");
    let client = builder(&transport).retry(Retry::default().first_wait(Duration::from_millis(1))).build().unwrap();
    assert_eq!(futures_lite::future::block_on(client.send(&Read)).unwrap(), "there");
}

#[cfg(feature = "tower")]
#[tokio::test]
async fn tower_services_and_transports_convert_into_each_other() {
    use specwright_runtime::{TowerTransport, TransportService};

    let transport = MemoryTransport::new().fail(broken(TransportErrorKind::Tls)).respond(200, "there");
    let service = TransportService::new(transport.clone());
    let client = ClientBuilder::<Client>::new(&API).transport(TowerTransport::new(service)).build().unwrap();
    // What kind of error it is survives the way through the service.
    let Error::Transport(error) = client.send(&Read).await.unwrap_err() else { panic!("it is an error of transport") };
    assert_eq!(error.error.kind(), TransportErrorKind::Tls);
    assert_eq!(client.send(&Read).await.unwrap(), "there");
    assert_eq!(transport.requests().len(), 2);
}

#[cfg(feature = "blocking")]
#[test]
fn calls_can_block() {
    let transport = MemoryTransport::new().respond(503, "").respond(200, "there").respond(200, Body::from("pieces"));
    let retry = Retry::default().first_wait(Duration::from_millis(1));
    let client = builder(&transport).retry(retry).build_blocking().unwrap();
    assert_eq!(client.send(&Read).unwrap(), "there");
    let pieces: Vec<_> = specwright_runtime::Iter::new(client.send(&Download).unwrap()).map(Result::unwrap).collect();
    assert_eq!(pieces, ["pieces"]);
    assert_eq!(client.request(&Read).unwrap().uri(), "https://api.example/v1/things/7");
}
