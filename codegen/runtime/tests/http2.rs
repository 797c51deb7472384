//! HTTP/2, against a server of a few lines, and connectors that a caller brings.
#![cfg(feature = "hyper")]

use h2::Reason;
use h2::server::SendResponse;
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::TokioIo;
use specwright_runtime::http::{Request, Response, Uri};
use specwright_runtime::{
    Api, Body, BoxFuture, Bytes, Client, ClientBuilder, Error, HyperTransport, Operation, OperationInfo, RawResponse,
    RequestWriter, Retry, Transport, TransportErrorKind,
};
use std::convert::Infallible;
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

static API: Api = Api { name: "two", version: "1.0.0", server: "http://two.example", security: &[] };

/// What must not be done twice.
struct Create;

impl Operation for Create {
    type Output = String;
    type Failure = Infallible;

    const INFO: OperationInfo = OperationInfo { id: "create", method: "POST", path: "/things", security: &[] };

    fn write(&self, request: &mut RequestWriter) {
        request.json("thing");
    }

    fn read(response: &RawResponse) -> Result<String, Error<Self::Failure>> {
        response.text()
    }
}

/// Sends every request to one address, over HTTP/2.
#[derive(Clone)]
struct To(SocketAddr);

impl tower_service::Service<Uri> for To {
    type Response = TokioIo<Two>;
    type Error = io::Error;
    type Future = BoxFuture<'static, io::Result<Self::Response>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        let address = self.0;
        Box::pin(async move { Ok(TokioIo::new(Two(TcpStream::connect(address).await?))) })
    }
}

struct Two(TcpStream);

impl Connection for Two {
    fn connected(&self) -> Connected {
        Connected::new().negotiated_h2()
    }
}

impl AsyncRead for Two {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Two {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}

/// The reaction of a server to the request with this number: a response or a reset.
type Act = fn(usize, &mut SendResponse<Bytes>) -> Then;

#[derive(PartialEq)]
enum Then {
    GoOn,
    /// Announces the end of the connection, and closes it after all responses.
    Retire,
    /// Ends the connection with this reason.
    GoAway(Reason),
}

/// The address of a server, and how many requests it saw.
async fn serve(act: Act) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let seen = Arc::clone(&seen);
            tokio::spawn(async move {
                let mut connection = h2::server::handshake(stream).await.unwrap();
                while let Some(Ok((_, mut response))) = connection.accept().await {
                    match act(seen.fetch_add(1, Ordering::SeqCst) + 1, &mut response) {
                        Then::GoOn => {}
                        Then::Retire => connection.graceful_shutdown(),
                        Then::GoAway(reason) => connection.abrupt_shutdown(reason),
                    }
                }
            });
        }
    });
    (address, count)
}

fn response(respond: &mut SendResponse<Bytes>) {
    let mut body = respond.send_response(Response::new(()), false).unwrap();
    body.send_data(Bytes::from_static(b"made"), true).unwrap();
}

fn client(address: SocketAddr) -> Client {
    to(API.server.to_owned(), HyperTransport::over(To(address)))
}

fn to(server: String, transport: impl Transport) -> Client {
    let retry = Retry::default().first_wait(Duration::from_millis(1));
    ClientBuilder::new(&API).server(server).transport(transport).retry(retry).build().unwrap()
}

#[tokio::test]
async fn requests_and_responses_are_sent() {
    let (address, seen) = serve(|_, respond| {
        response(respond);
        Then::GoOn
    })
    .await;
    let client = client(address);
    for _ in 0..3 {
        let response = client.send_for_response(&Create).await.unwrap();
        assert_eq!(*response, "made");
    }
    assert_eq!(seen.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn refused_http2_streams_are_retried_with_any_method() {
    let (address, seen) = serve(|number, respond| {
        if number < 3 {
            respond.send_reset(Reason::REFUSED_STREAM);
        } else {
            response(respond);
        }
        Then::GoOn
    })
    .await;
    assert_eq!(client(address).send(&Create).await.unwrap(), "made");
    assert_eq!(seen.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn processed_http2_streams_are_not_retried() {
    let (address, seen) = serve(|_, respond| {
        respond.send_reset(Reason::INTERNAL_ERROR);
        Then::GoOn
    })
    .await;
    let error = client(address).send(&Create).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.error.kind() == TransportErrorKind::Other), "{error:?}");
    assert_eq!(seen.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn repeatedly_refused_http2_streams_are_an_error() {
    let (address, seen) = serve(|_, respond| {
        respond.send_reset(Reason::REFUSED_STREAM);
        Then::GoOn
    })
    .await;
    let error = client(address).send(&Create).await.unwrap_err();
    assert!(error.to_string().starts_with("create (POST /things): was refused: "), "{error}");
    assert_eq!(seen.load(Ordering::SeqCst), 3);
}

/// The client has tried again by itself, and not a library below it.
#[cfg(feature = "reqwest")]
#[tokio::test]
async fn reqwest_reports_refused_http2_streams() {
    let (address, seen) = serve(|_, respond| {
        respond.send_reset(Reason::REFUSED_STREAM);
        Then::GoOn
    })
    .await;
    rustls::crypto::ring::default_provider().install_default().unwrap();
    let http = reqwest::Client::builder().http2_prior_knowledge().retry(reqwest::retry::never()).build().unwrap();
    let transport = specwright_runtime::ReqwestTransport::from(http);
    let error = to(format!("http://{address}"), transport).send(&Create).await.unwrap_err();
    assert!(error.to_string().starts_with("create (POST /things): was refused: "), "{error}");
    assert_eq!(seen.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn http2_connection_errors_are_not_retried() {
    let (address, seen) = serve(|_, _| Then::GoAway(Reason::INTERNAL_ERROR)).await;
    let error = client(address).send(&Create).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.error.kind() == TransportErrorKind::Other), "{error:?}");
    assert_eq!(seen.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn http2_goaway_replaces_the_connection() {
    let (address, seen) = serve(|_, respond| {
        response(respond);
        Then::Retire
    })
    .await;
    let client = client(address);
    for _ in 0..5 {
        assert_eq!(client.send(&Create).await.unwrap(), "made");
    }
    assert_eq!(seen.load(Ordering::SeqCst), 5);
}

/// Echoes one connection.
async fn mirror() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        stream.set_nodelay(true).unwrap();
        let mut connection = h2::server::handshake(stream).await.unwrap();
        while let Some(Ok((request, respond))) = connection.accept().await {
            tokio::spawn(mirrored(request.into_body(), respond));
        }
    });
    address
}

async fn mirrored(mut body: h2::RecvStream, mut respond: SendResponse<Bytes>) {
    let mut back = respond.send_response(Response::new(()), false).unwrap();
    while let Some(piece) = body.data().await {
        let mut piece = piece.unwrap();
        body.flow_control().release_capacity(piece.len()).unwrap();
        while !piece.is_empty() {
            back.reserve_capacity(piece.len());
            let room = poll_fn(|cx| back.poll_capacity(cx)).await.unwrap().unwrap();
            back.send_data(piece.split_to(room.min(piece.len())), false).unwrap();
        }
    }
    back.send_data(Bytes::new(), true).unwrap();
}

/// The windows of that server are of 64 KiB.
#[tokio::test]
async fn http2_bodies_may_exceed_flow_control_windows() {
    let transport = HyperTransport::over(To(mirror().await));
    let bytes: Vec<u8> = (0..1_000_000_u32).map(|number| number.to_le_bytes()[0]).collect();
    let stream = || {
        let pieces: Vec<_> = bytes.chunks(99_999).map(|piece| Ok::<_, io::Error>(piece.to_vec())).collect();
        Body::stream(futures_util::stream::iter(pieces))
    };
    let length = bytes.len() as u64;
    for body in [Body::from(bytes.clone()), stream(), stream().with_length(length)] {
        let request = Request::post("http://two.example/mirror").body(body).unwrap();
        let response = transport.send(request).await.unwrap();
        assert!(response.into_body().bytes().await.unwrap() == bytes);
    }
}

#[tokio::test]
async fn http2_streams_with_a_wrong_length_are_aborted() {
    let transport = HyperTransport::over(To(mirror().await));
    for length in [2, 4] {
        let pieces = futures_util::stream::iter([Ok::<_, io::Error>("a"), Ok("bc")]);
        let body = Body::stream(pieces).with_length(length);
        let response = transport.send(Request::post("http://two.example/mirror").body(body).unwrap()).await;
        // The server has begun to answer, or has not.
        let is_whole = match response {
            Ok(response) => response.into_body().bytes().await.is_ok(),
            Err(_) => false,
        };
        assert!(!is_whole, "{length}");
    }
}
