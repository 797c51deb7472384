//! The transport of calls that block, against a server of a few lines.
#![cfg(feature = "blocking")]

use specwright_runtime::{
    Api, Blocking, Body, ByteStream, Client, ClientBuilder, Error, Iter, Operation, OperationInfo, RawResponse,
    RequestWriter, Retry, TransportErrorKind,
};
use std::convert::Infallible;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

static API: Api = Api { name: "pipe", version: "1.0.0", server: "/", security: &[] };

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
        match response.status().as_u16() {
            200 => response.stream(),
            _ => Err(response.undocumented()),
        }
    }
}

/// The behavior of a server for its connections, one after the other, until the test ends.
fn serve(mut act: impl FnMut(TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || listener.incoming().for_each(|stream| act(stream.unwrap())));
    url
}

/// Answers with a head and these pieces, one after each pause, and keeps the connection open.
fn drip(head: &'static str, pieces: &'static [&'static str], pause: Duration) -> String {
    serve(move |mut stream| {
        let _ = stream.read(&mut [0; 4096]);
        let mut sent = stream.write_all(head.as_bytes());
        for piece in pieces {
            thread::sleep(pause);
            // The client may have closed the connection.
            sent = sent.and_then(|()| stream.write_all(piece.as_bytes()));
        }
        thread::sleep(Duration::from_secs(5));
    })
}

const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";

fn builder(url: &str) -> ClientBuilder<Client> {
    ClientBuilder::new(&API).server(url).timeout(Duration::from_millis(500)).retry(Retry::never())
}

fn client(url: &str) -> Client<Blocking> {
    builder(url).read_timeout(Duration::from_millis(500)).build_blocking().unwrap()
}

#[test]
fn stream_timeouts_apply_to_each_piece() {
    let url = drip(HEAD, &["a", "b", "c"], Duration::from_millis(300));
    let mut pieces = Iter::new(client(&url).send(&Pipe(Body::empty())).unwrap());
    for expected in ["a", "b", "c"] {
        assert_eq!(pieces.next().unwrap().unwrap(), expected);
    }
    let error = pieces.next().unwrap().unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Timeout, "{error}");
    assert!(pieces.next().is_none());
}

#[test]
fn stream_heads_time_out() {
    let url = drip("", &["H", "T", "T", "P", "/", "1", ".", "1", " ", "2"], Duration::from_millis(300));
    let started = Instant::now();
    let error = client(&url).send(&Pipe(Body::empty())).unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
}

#[test]
fn stream_requests_time_out() {
    // It reads nothing, and what the system takes for it is less than this.
    let url = serve(|stream| {
        thread::sleep(Duration::from_secs(5));
        drop(stream);
    });
    let (started, body) = (Instant::now(), Body::from(vec![0; 64 << 20]));
    let error = client(&url).send(&Pipe(body)).unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
}

#[test]
fn stream_errors_time_out() {
    let head = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 100\r\n\r\n";
    let url = drip(head, &["no", "t", " ", "t", "o", "d", "a", "y", ".", "."], Duration::from_millis(200));
    let started = Instant::now();
    let error = client(&url).send(&Pipe(Body::empty())).unwrap_err();
    assert!(error.is_timeout() && error.status().unwrap() == 500, "{error}");
    assert!(error.body().unwrap().starts_with(b"not"), "{error:?}");
    assert!(started.elapsed() < Duration::from_millis(1_500), "{:?}", started.elapsed());
}

#[test]
fn infinite_timeouts_never_elapse() {
    let url = drip("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", &["ab"], Duration::from_millis(1));
    let endless = builder(&url).timeout(Duration::MAX).connect_timeout(Duration::MAX).read_timeout(Duration::MAX);
    let client = endless.attempt_timeout(Duration::MAX).build_blocking().unwrap();
    let mut pieces = Iter::new(client.send(&Pipe(Body::empty())).unwrap());
    assert_eq!(pieces.next().unwrap().unwrap(), "ab");
    assert!(pieces.next().is_none());
}
