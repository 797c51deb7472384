//! Calls over a Unix socket, with the connector of the guide.
#![cfg(all(feature = "hyper", unix))]

use hyper_util::rt::TokioIo;
use specwright_runtime::http::Uri;
use specwright_runtime::{
    Api, BoxFuture, Client, ClientBuilder, Error, HyperTransport, Operation, OperationInfo, RawResponse, RequestWriter,
};
use std::convert::Infallible;
use std::io;
use std::path::PathBuf;
use std::task::{Context, Poll};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};

static API: Api = Api { name: "engine", version: "1.51", server: "/v1.51", security: &[] };

struct Ping;

impl Operation for Ping {
    type Output = String;
    type Failure = Infallible;

    const INFO: OperationInfo = OperationInfo { id: "ping", method: "GET", path: "/_ping", security: &[] };

    fn write(&self, _: &mut RequestWriter) {}

    fn read(response: &RawResponse) -> Result<String, Error<Self::Failure>> {
        response.text()
    }
}

#[derive(Clone)]
struct Socket(PathBuf);

impl tower_service::Service<Uri> for Socket {
    type Response = TokioIo<UnixStream>;
    type Error = io::Error;
    type Future = BoxFuture<'static, io::Result<Self::Response>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        let connecting = UnixStream::connect(self.0.clone());
        Box::pin(async { connecting.await.map(TokioIo::new) })
    }
}

#[tokio::test]
async fn calls_are_sent_over_a_unix_socket() {
    let path = std::env::temp_dir().join(format!("specwright-{}.sock", std::process::id()));
    std::fs::remove_file(&path).ok();
    let listener = UnixListener::bind(&path).unwrap();
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = vec![0; 4096];
        let length = stream.read(&mut request).await.unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nOK").await.unwrap();
        String::from_utf8_lossy(&request[..length]).into_owned()
    });
    let transport = HyperTransport::over(Socket(path.clone()));
    let client: Client =
        ClientBuilder::new(&API).server("http://localhost/v1.51").transport(transport).build().unwrap();
    assert_eq!(client.send(&Ping).await.unwrap(), "OK");
    let request = server.await.unwrap().to_lowercase();
    assert!(
        request.starts_with("get /v1.51/_ping http/1.1\r\n") && request.contains("host: localhost\r\n"),
        "{request}"
    );
    std::fs::remove_file(path).unwrap();
}
