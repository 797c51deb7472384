//! Single exchanges over each transport: requests and responses must not depend on the transport.

use crate::caller::in_time;
use crate::server::{Server, send};
use specwright_runtime::http::request::Builder;
use specwright_runtime::http::{Request, Response};
use specwright_runtime::{Body, Bytes, HyperTransport, ReqwestTransport, Transport, TransportErrorKind, UreqTransport};
use std::fmt::Display;
use tokio::runtime::Runtime;

/// A response, and whether its body was received.
type Outcome = Result<Response<Result<Bytes, String>>, TransportErrorKind>;

/// The transports, which are made once: each reads the certificates of the system.
struct Transports {
    runtime: Runtime,
    each: [(&'static str, Box<dyn Transport>); 3],
}

impl Transports {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let each: [(&str, Box<dyn Transport>); 3] = [
            ("hyper", Box::new(HyperTransport::new().unwrap())),
            ("reqwest", Box::new(ReqwestTransport::new().unwrap())),
            ("ureq", Box::new(UreqTransport::new())),
        ];
        Self { runtime, each }
    }

    /// The outcome of a request over each transport, by its name.
    fn send(&self, request: impl Fn() -> Request<Body>) -> impl Iterator<Item = (&'static str, Outcome)> {
        self.each.iter().map(move |(name, transport)| (*name, self.exchange(&**transport, request())))
    }

    fn exchange(&self, transport: &dyn Transport, request: Request<Body>) -> Outcome {
        self.runtime.block_on(async {
            let (head, body) = transport.send(request).await.map_err(|error| error.kind())?.into_parts();
            Ok(Response::from_parts(head, body.bytes().await.map_err(|error| error.to_string())))
        })
    }
}

fn to(server: &Server, method: &str) -> Builder {
    Request::builder().method(method).uri(format!("{}/things?page=1", server.url()))
}

fn response(status: &str, headers: impl Display) -> Server {
    Server::doing([send(format!("HTTP/1.1 {status}\r\n{headers}\r\n"))])
}

#[test]
fn responses_to_head_have_no_body() {
    in_time(|| {
        let rows =
            [("HEAD", "200 OK"), ("GET", "204 No Content"), ("GET", "304 Not Modified"), ("PUT", "204 No Content")];
        let transports = Transports::new();
        let headers = ["content-length: 20\r\n", "transfer-encoding: chunked\r\n", ""];
        for ((method, status), length) in rows.into_iter().flat_map(|row| headers.map(|length| (row, length))) {
            for encoding in ["identity", "gzip", "br"] {
                let server = response(status, format!("content-encoding: {encoding}\r\n{length}"));
                for (name, outcome) in transports.send(|| to(&server, method).body(Body::empty()).unwrap()) {
                    let came = outcome.unwrap();
                    assert_eq!(came.status().as_str(), &status[..3], "{name}");
                    assert_eq!(came.into_body(), Ok(Bytes::new()), "{name}: {method} {status} {encoding} {length}");
                }
            }
        }
    });
}

#[test]
fn streams_with_a_wrong_length() {
    in_time(|| {
        let transports = Transports::new();
        for (length, becomes) in [(2, Err(TransportErrorKind::Body)), (3, Ok(())), (4, Err(TransportErrorKind::Body))] {
            let server = response("200 OK", "content-length: 0\r\n");
            let stream = || futures_util::stream::iter([Ok::<_, std::io::Error>("a"), Ok("bc")]);
            let request = || to(&server, "PUT").body(Body::stream(stream()).with_length(length)).unwrap();
            for (name, outcome) in transports.send(request) {
                assert_eq!(outcome.map(drop), becomes, "{name}: {length}");
            }
        }
    });
}

/// A range of compressed bytes cannot be decompressed.
#[test]
fn range_requests_are_not_compressed() {
    in_time(|| {
        let server = response("206 Partial Content", "content-length: 0\r\n");
        let transports = Transports::new();
        let accepted = |headers: &[(&str, &str)]| {
            let request = || {
                let request =
                    headers.iter().fold(to(&server, "GET"), |request, (name, value)| request.header(*name, *value));
                request.body(Body::empty()).unwrap()
            };
            transports.send(request).for_each(|(_, outcome)| assert_eq!(outcome.unwrap().status(), 206));
            let requests = server.requests();
            [3, 2, 1].map(|back| requests[requests.len() - back].headers["accept-encoding"].replace(' ', ""))
        };
        assert_eq!(accepted(&[]), ["gzip,br"; 3]);
        assert_eq!(accepted(&[("range", "bytes=0-9")]), ["identity"; 3]);
        assert_eq!(accepted(&[("range", "bytes=0-9"), ("accept-encoding", "gzip")]), ["gzip"; 3]);
    });
}
