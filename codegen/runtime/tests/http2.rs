//! HTTP/2, against a server of a few lines, and connectors that a caller brings.
#![cfg(feature = "hyper")]

use h2::Reason;
use h2::server::SendResponse;
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::TokioIo;
use specwright_runtime::http::{Response, Uri};
use specwright_runtime::{
    Api, BoxFuture, Bytes, Client, ClientBuilder, Error, HyperTransport, Operation, OperationInfo, RawResponse,
    RequestWriter, Retry, TransportErrorKind,
};
use std::convert::Infallible;
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
    type Answer = String;
    type Failure = Infallible;

    const INFO: OperationInfo = OperationInfo { id: "create", method: "POST", path: "/things", security: &[] };

    fn write(&self, request: &mut RequestWriter) {
        request.json("thing");
    }

    fn read(response: &RawResponse) -> Result<String, Error> {
        response.text()
    }
}

/// Leads every request to one address, and speaks HTTP/2 there.
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

/// What a server does with a request, whose number is given: answers, or says why not.
type Act = fn(usize, &mut SendResponse<Bytes>) -> Then;

#[derive(PartialEq)]
enum Then {
    GoOn,
    /// Says that the connection is over, for this reason, and closes it.
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
                while let Some(Ok((_, mut answer))) = connection.accept().await {
                    if let Then::GoAway(reason) = act(seen.fetch_add(1, Ordering::SeqCst) + 1, &mut answer) {
                        connection.abrupt_shutdown(reason);
                    }
                }
            });
        }
    });
    (address, count)
}

fn answer(respond: &mut SendResponse<Bytes>) {
    let mut body = respond.send_response(Response::new(()), false).unwrap();
    body.send_data(Bytes::from_static(b"made"), true).unwrap();
}

fn client(address: SocketAddr) -> Client {
    let retry = Retry::default().first_wait(Duration::from_millis(1));
    ClientBuilder::new(&API).transport(HyperTransport::over(To(address))).retry(retry).build().unwrap()
}

#[tokio::test]
async fn requests_and_answers_travel() {
    let (address, seen) = serve(|_, respond| {
        answer(respond);
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
async fn a_stream_that_the_server_refuses_is_tried_again_whatever_it_is() {
    let (address, seen) = serve(|number, respond| {
        if number < 3 {
            respond.send_reset(Reason::REFUSED_STREAM);
        } else {
            answer(respond);
        }
        Then::GoOn
    })
    .await;
    assert_eq!(client(address).send(&Create).await.unwrap(), "made");
    assert_eq!(seen.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_stream_that_the_server_has_begun_with_is_not() {
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
async fn who_is_always_refused_is_told() {
    let (address, seen) = serve(|_, respond| {
        respond.send_reset(Reason::REFUSED_STREAM);
        Then::GoOn
    })
    .await;
    let error = client(address).send(&Create).await.unwrap_err();
    assert!(error.to_string().starts_with("create (POST /things): was refused: "), "{error}");
    assert_eq!(seen.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_connection_that_ends_with_an_error_may_have_done_something() {
    let (address, seen) = serve(|_, _| Then::GoAway(Reason::INTERNAL_ERROR)).await;
    let error = client(address).send(&Create).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.error.kind() == TransportErrorKind::Other), "{error:?}");
    assert_eq!(seen.load(Ordering::SeqCst), 1);
}
