//! The transports over HTTP, against a server of a few lines.
#![cfg(all(feature = "hyper", feature = "reqwest"))]

use specwright_runtime::{
    Api, Body, BuildError, ByteStream, Client, ClientBuilder, Error, Operation, OperationInfo, RawResponse,
    RequestWriter, ReqwestTransport, SecurityScheme, TransportErrorKind,
};
use std::convert::Infallible;
use std::error::Error as StdError;
use std::io::{Read, Write};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

static API: Api = Api {
    name: "echo",
    version: "1.0.0",
    server: "/",
    security: &[SecurityScheme::header("key", "X-Api-Key"), SecurityScheme::query("query", "api_key")],
};

struct Echo;

impl Operation for Echo {
    type Output = String;
    type Failure = Infallible;

    const INFO: OperationInfo =
        OperationInfo { id: "echo", method: "POST", path: "/echo", security: &[&["key", "query"]] };

    fn write(&self, request: &mut RequestWriter) {
        request.query("q", "a b|c'");
        request.json(&[1, 2]);
    }

    fn read(response: &RawResponse) -> Result<String, Error<Self::Failure>> {
        match response.status().as_u16() {
            200 => response.json(),
            _ => Err(response.undocumented()),
        }
    }
}

/// Sends a stream and gets one.
struct Pipe(Body);

impl Operation for Pipe {
    type Output = ByteStream;
    type Failure = Infallible;

    const INFO: OperationInfo = OperationInfo { id: "pipe", method: "PUT", path: "/pipe", security: &[] };
    const STREAMED: Option<fn(&RawResponse) -> bool> = Some(|_| true);

    fn write(&self, request: &mut RequestWriter) {
        request.bytes("application/octet-stream", &self.0);
    }

    fn read(response: &RawResponse) -> Result<ByteStream, Error<Self::Failure>> {
        response.stream()
    }
}

/// Answers one connection with these pieces, one every 300 milliseconds, and keeps it open.
async fn drip(pieces: &'static [&'static str]) -> (String, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let task = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = vec![0; 4096];
        let _ = stream.read(&mut request).await.unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n").await.unwrap();
        for piece in pieces {
            tokio::time::sleep(Duration::from_millis(300)).await;
            stream.write_all(piece.as_bytes()).await.unwrap();
        }
        tokio::time::sleep(Duration::from_secs(5)).await;
    });
    (url, task)
}

/// Responds to each connection with the next text, and returns the requests.
async fn serve(responses: Vec<String>) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let task = tokio::spawn(async move {
        let mut requests = Vec::new();
        for response in responses {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = vec![0; 4096];
            let length = stream.read(&mut request).await.unwrap();
            requests.push(String::from_utf8_lossy(&request[..length]).into_owned());
            stream.write_all(response.as_bytes()).await.unwrap();
        }
        requests
    });
    (url, task)
}

fn response(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}Connection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

fn client(url: &str, over: Over) -> Result<Client, BuildError> {
    let builder = ClientBuilder::new(&API).server(url).credential("key", "hunter2").credential("query", "hunter3");
    over(builder).timeout(Duration::from_millis(500)).read_timeout(Duration::from_millis(500)).build()
}

fn chain(error: &(dyn StdError + 'static)) -> String {
    std::iter::successors(Some(error), |error| (*error).source())
        .map(|error| format!("{error} {error:?}"))
        .collect::<Vec<_>>()
        .join(" ")
}

type Over = fn(ClientBuilder<Client>) -> ClientBuilder<Client>;

/// The default.
fn hyper(builder: ClientBuilder<Client>) -> ClientBuilder<Client> {
    builder
}

fn reqwest(builder: ClientBuilder<Client>) -> ClientBuilder<Client> {
    builder.transport(ReqwestTransport::new().unwrap())
}

/// Each test, over each of them.
macro_rules! tests {
    ($($name:ident)*) => {
        mod over_hyper {
            $(#[tokio::test]
            async fn $name() {
                super::$name(super::hyper).await;
            })*
        }

        mod over_reqwest {
            $(#[tokio::test]
            async fn $name() {
                super::$name(super::reqwest).await;
            })*
        }
    };
}

tests! {
    requests_and_responses_are_sent
    stream_timeouts_apply_to_each_piece
    a_stream_is_sent_as_it_comes
    credentials_do_not_follow_a_redirect_to_another_origin
    a_redirect_within_the_origin_is_followed
    a_timeout_is_one_and_shows_no_credential
    a_refused_connection_is_one_and_shows_no_credential
}

async fn requests_and_responses_are_sent(over: Over) {
    let (url, server) = serve(vec![response("200 OK", "X-Seen: 1\r\n", "\"hi\"")]).await;
    let response = client(&url, over).unwrap().send_for_response(&Echo).await.unwrap();
    assert_eq!(*response, "hi");
    assert_eq!(response.headers()["x-seen"], "1");
    let request = server.await.unwrap().remove(0);
    assert!(request.starts_with("POST /echo?q=a%20b%7Cc%27&api_key=hunter3 HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("x-api-key: hunter2\r\n") && request.ends_with("\r\n\r\n[1,2]"), "{request}");
}

async fn stream_timeouts_apply_to_each_piece(over: Over) {
    let (url, server) = drip(&["a", "b", "c"]).await;
    let mut pieces = client(&url, over).unwrap().send(&Pipe(Body::empty())).await.unwrap();
    for expected in ["a", "b", "c"] {
        assert_eq!(pieces.next().await.unwrap().unwrap(), expected);
    }
    let error = pieces.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Timeout, "{error}");
    assert!(pieces.next().await.is_none());
    server.abort();
}

async fn a_stream_is_sent_as_it_comes(over: Over) {
    let (url, server) = serve(vec![response("200 OK", "", "ab")]).await;
    let (first, _server) = drip(&["x"]).await;
    // The response of one service is forwarded to another.
    let stream = client(&first, over).unwrap().send(&Pipe(Body::empty())).await.unwrap();
    let mut pieces = client(&url, over).unwrap().send(&Pipe(Body::from(stream).with_length(100))).await.unwrap();
    assert_eq!(pieces.next().await.unwrap().unwrap(), "ab");
    assert!(pieces.next().await.is_none());
    let request = server.await.unwrap().remove(0).to_lowercase();
    assert!(request.contains("content-length: 100\r\n") && !request.contains("transfer-encoding"), "{request}");
}

async fn credentials_do_not_follow_a_redirect_to_another_origin(over: Over) {
    let (other, other_server) = serve(vec![response("200 OK", "", "\"stolen\"")]).await;
    let (url, _server) = serve(vec![response("307 Temporary Redirect", &format!("Location: {other}/x\r\n"), "")]).await;
    let error = client(&url, over).unwrap().send(&Echo).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 307);
    assert_eq!(error.headers().unwrap()["location"], format!("{other}/x"));
    assert!(error.to_string().contains(&format!("which is not documented, leading to {other}, without")), "{error}");
    assert!(!other_server.is_finished());
}

async fn a_redirect_within_the_origin_is_followed(over: Over) {
    let moved = response("307 Temporary Redirect", "Location: /moved\r\n", "");
    let (url, server) = serve(vec![moved, response("200 OK", "", "\"there\"")]).await;
    assert_eq!(client(&url, over).unwrap().send(&Echo).await.unwrap(), "there");
    assert!(server.await.unwrap()[1].starts_with("POST /moved HTTP/1.1"));
}

async fn a_timeout_is_one_and_shows_no_credential(over: Over) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let error = client(&url, over).unwrap().send(&Echo).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(!chain(&error).contains("hunter"), "{}", chain(&error));
}

async fn a_refused_connection_is_one_and_shows_no_credential(over: Over) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = client(&url, over).unwrap().send(&Echo).await.unwrap_err();
    assert!(error.is_connect() && !error.is_timeout(), "{error}");
    assert!(error.to_string().starts_with("echo (POST /echo): could not connect: "), "{error}");
    assert!(!chain(&error).contains("hunter"), "{}", chain(&error));
}

#[test]
fn calls_without_a_tokio_runtime_are_an_error() {
    for (name, over) in [("hyper", hyper as Over), ("reqwest", reqwest)] {
        let client = client("http://127.0.0.1:9", over).unwrap();
        let error = futures_lite::future::block_on(client.send(&Echo)).unwrap_err();
        assert!(error.to_string().contains(&format!("{name} requires a tokio runtime")), "{error}");
    }
}

/// The tasks that drive connections die with their runtime.
#[test]
fn clients_work_in_a_second_tokio_runtime() {
    for over in [hyper as Over, reqwest] {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let client = client(&format!("http://{}", listener.local_addr().unwrap()), over).unwrap();
        let server = std::thread::spawn(move || {
            // It keeps its connections open, so that nothing else prevents the client from reusing them.
            let mut connections = Vec::new();
            for _ in 0..3 {
                let (mut stream, _) = listener.accept().unwrap();
                let _ = stream.read(&mut [0; 4096]).unwrap();
                stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\"hi\"").unwrap();
                connections.push(stream);
            }
        });
        for _ in 0..3 {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            assert_eq!(runtime.block_on(client.send(&Echo)).unwrap(), "hi");
        }
        server.join().unwrap();
    }
}

#[test]
fn a_relative_server_must_be_set() {
    let error = ClientBuilder::<Client>::new(&API).build().unwrap_err();
    assert!(error.to_string().contains("has no host"), "{error}");
}
