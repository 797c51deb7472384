//! The route to a server: direct, or over a proxy from the environment.

use crate::{BoxError, BoxFuture};
use ::hyper::rt::{Read, ReadBufCursor, Write};
use ::hyper_rustls::{HttpsConnector, HttpsConnectorBuilder, MaybeHttpsStream};
use ::hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use ::hyper_util::client::legacy::connect::{self, Connection, HttpConnector};
use ::hyper_util::client::proxy::matcher::{Intercept, Matcher};
use ::hyper_util::rt::TokioIo;
use ::rustls::ClientConfig;
use http::header::PROXY_AUTHORIZATION;
use http::uri::Scheme;
use http::{HeaderMap, Uri};
use std::future::{Ready, ready};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::net::TcpStream;
use tower_service::Service;

/// How long a connection is idle before the first keep-alive probe, and between further probes.
const KEEPALIVE: Duration = Duration::from_secs(15);

/// How many keep-alive probes may be unanswered before the connection is closed.
const UNANSWERED: u32 = 3;

/// How long sent data may be unacknowledged before the connection is closed. The default of Linux is a quarter of an hour,
/// during which every call would be sent over the same dead HTTP/2 connection.
#[cfg(any(target_os = "android", target_os = "linux"))]
const UNACKNOWLEDGED: Duration = Duration::from_secs(30);

/// The default port of a SOCKS proxy (RFC 1928, section 3).
const SOCKS_PORT: u16 = 1080;

/// The proxies, and the servers that they are for.
#[derive(Debug, Clone)]
pub(super) struct Proxies(Option<Arc<Matcher>>);

impl Proxies {
    pub(super) const fn none() -> Self {
        Self(None)
    }

    pub(super) fn of_the_environment() -> Self {
        Self::of(Matcher::from_env())
    }

    /// Without proxies, requests need no lookup.
    fn of(matcher: Matcher) -> Self {
        let nobody = |scheme| format!("{scheme}://nobody.invalid").parse().ok();
        let is_any =
            [nobody("http"), nobody("https")].into_iter().flatten().any(|uri| matcher.intercept(&uri).is_some());
        Self(is_any.then(|| Arc::new(matcher)))
    }

    fn of_server(&self, server: &Uri) -> Option<Intercept> {
        self.0.as_ref()?.intercept(server)
    }

    /// Adds the proxy's credentials to requests that it forwards. For other requests there is a tunnel, which was authorized
    /// once.
    pub(super) fn authorize(&self, server: &Uri, headers: &mut HeaderMap) {
        if self.0.is_none() || server.scheme() != Some(&Scheme::HTTP) {
            return;
        }
        if let Some(password) = self.of_server(server).as_ref().and_then(Intercept::basic_auth) {
            headers.insert(PROXY_AUTHORIZATION, password.clone());
        }
    }
}

/// Connects to a server, up to but not including TLS with it.
#[derive(Clone)]
pub(super) struct Route {
    proxies: Proxies,
    tcp: HttpConnector,
    /// The connection to a proxy may use TLS.
    to_proxy: HttpsConnector<HttpConnector>,
}

impl Route {
    pub(super) fn new(proxies: Proxies, tls: ClientConfig, timeout: Option<Duration>) -> Self {
        let tcp = tcp(timeout);
        let to_proxy = HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_http1();
        Self { proxies, to_proxy: to_proxy.wrap_connector(tcp.clone()), tcp }
    }
}

fn tcp(timeout: Option<Duration>) -> HttpConnector {
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    tcp.set_keepalive(Some(KEEPALIVE));
    tcp.set_keepalive_interval(Some(KEEPALIVE));
    tcp.set_keepalive_retries(Some(UNANSWERED));
    #[cfg(any(target_os = "android", target_os = "linux"))]
    tcp.set_tcp_user_timeout(Some(UNACKNOWLEDGED));
    // Divided among the addresses of a host, so that a dead one leaves time for the others.
    tcp.set_connect_timeout(timeout);
    tcp
}

impl Service<Uri> for Route {
    type Response = Link;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Link, BoxError>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.tcp.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, server: Uri) -> Self::Future {
        let Some(proxy) = self.proxies.of_server(&server) else {
            let connecting = self.tcp.call(server);
            return Box::pin(async move { Ok(Link::straight(connecting.await?)) });
        };
        let address = proxy.uri().clone();
        match address.scheme_str() {
            Some("socks5" | "socks5h") => Box::pin(through_socks(proxy, self.tcp.clone(), server)),
            Some("http" | "https") if server.scheme() == Some(&Scheme::HTTP) => {
                let connecting = self.to_proxy.call(address);
                Box::pin(async move { Ok(Link { io: connecting.await?, is_handed_on: true }) })
            }
            Some("http" | "https") => {
                let mut tunnel = Tunnel::new(address, self.to_proxy.clone());
                if let Some(password) = proxy.basic_auth() {
                    tunnel = tunnel.with_auth(password.clone());
                }
                let connecting = tunnel.call(server);
                Box::pin(async move { Ok(Link { io: connecting.await?, is_handed_on: false }) })
            }
            other => {
                let kind = other.unwrap_or_default();
                let error = format!("the environment has a proxy of an unsupported kind, `{kind}`");
                Box::pin(ready(Err(error.into())))
            }
        }
    }
}

/// A connection through a SOCKS proxy.
async fn through_socks(proxy: Intercept, mut tcp: HttpConnector, server: Uri) -> Result<Link, BoxError> {
    let usual = if server.scheme() == Some(&Scheme::HTTP) { 80 } else { 443 };
    let (name, port) = (bare_host(&server), server.port_u16().unwrap_or(usual));
    // With the `h`, the proxy resolves host names. hyper-util could resolve them too, but would block the thread.
    let host = if proxy.uri().scheme_str() == Some("socks5") {
        let mut found = tokio::net::lookup_host((name, port)).await?;
        found.next().ok_or("the host has no address")?.ip().to_string()
    } else {
        name.to_owned()
    };
    let address = with_authority(bare_host(proxy.uri()), proxy.uri().port_u16().unwrap_or(SOCKS_PORT))?;
    // hyper-util's errors do not contain the reason why the proxy cannot be reached.
    let to_proxy = tcp.call(address.clone()).await?;
    let mut socks = SocksV5::new(address, Connected(Some(to_proxy)));
    if let Some((user, password)) = proxy.raw_auth() {
        socks = socks.with_auth(user.to_owned(), password.to_owned());
    }
    Ok(Link::straight(socks.call(with_authority(&host, port)?).await?))
}

/// The host of a URL, without the brackets of an IPv6 address.
fn bare_host(uri: &Uri) -> &str {
    uri.host().unwrap_or_default().trim_matches(['[', ']'])
}

fn with_authority(host: &str, port: u16) -> Result<Uri, http::Error> {
    let authority = if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") };
    Uri::builder().scheme(Scheme::HTTP).authority(authority).path_and_query("/").build()
}

/// A connector that returns an existing connection.
struct Connected(Option<TokioIo<TcpStream>>);

impl Service<Uri> for Connected {
    type Response = TokioIo<TcpStream>;
    type Error = io::Error;
    type Future = Ready<io::Result<Self::Response>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        ready(self.0.take().ok_or_else(|| io::ErrorKind::NotConnected.into()))
    }
}

/// A connection to a server or to a proxy.
pub struct Link {
    io: MaybeHttpsStream<TokioIo<TcpStream>>,
    /// Whether the peer is a proxy that forwards requests, and needs absolute URLs.
    is_handed_on: bool,
}

impl Link {
    fn straight(tcp: TokioIo<TcpStream>) -> Self {
        Self { io: MaybeHttpsStream::Http(tcp), is_handed_on: false }
    }
}

impl Connection for Link {
    fn connected(&self) -> connect::Connected {
        let connected = self.io.connected();
        if self.is_handed_on { connected.proxy(true) } else { connected }
    }
}

impl Read for Link {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(cx, buffer)
    }
}

impl Write for Link {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write_vectored(cx, bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::hyper::{HyperConnector, HyperTransport, client};
    use crate::{Body, Transport, TransportError, TransportErrorKind};
    use http::{Request, Response};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;
    use tokio::task::JoinHandle;

    const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi";

    /// A proxy that reads once for each of these responses. Returns its address and what it read.
    async fn proxy(responses: &'static [&'static [u8]]) -> (String, JoinHandle<Vec<Vec<u8>>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let task = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut read = Vec::new();
            for response in responses {
                let mut bytes = vec![0; 4096];
                let length = stream.read(&mut bytes).await.unwrap();
                bytes.truncate(length);
                read.push(bytes);
                stream.write_all(response).await.unwrap();
            }
            read
        });
        (address, task)
    }

    async fn sent(proxy: &str, no: &str, url: &str) -> Result<Response<Body>, TransportError> {
        let proxies = Proxies::of(Matcher::builder().all(proxy).no(no).build());
        let connector = HyperConnector::new(Some(Duration::from_secs(5)), proxies.clone()).unwrap();
        let transport = HyperTransport { client: client(connector), proxies };
        let request = Request::get(url).header("authorization", "Bearer hunter2").body(Body::empty()).unwrap();
        transport.send(request).await
    }

    fn text(bytes: &[u8]) -> String {
        String::from_utf8_lossy(bytes).into_owned()
    }

    #[tokio::test]
    async fn http_proxy_forwards_plain_requests() {
        let (address, proxy) = proxy(&[ANSWER]).await;
        let response = sent(&format!("http://ann:hunter3@{address}"), "", "http://api.example/a?b").await.unwrap();
        assert_eq!(response.into_body().bytes().await.unwrap(), "hi");
        let request = text(&proxy.await.unwrap()[0]);
        assert!(request.starts_with("GET http://api.example/a?b HTTP/1.1\r\n"), "{request}");
        assert!(request.contains("proxy-authorization: Basic YW5uOmh1bnRlcjM=\r\n"), "{request}");
        assert!(request.contains("host: api.example\r\n"), "{request}");
    }

    #[tokio::test]
    async fn http_proxy_tunnels_tls_requests() {
        let (address, proxy) = proxy(&[b"HTTP/1.1 407 Who are you\r\n\r\n"]).await;
        let error = sent(&format!("ann:hunter3@{address}"), "", "https://api.example/a").await.unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Connect);
        assert_eq!(error.to_string(), "could not connect: tunnel error: proxy authorization required");
        let request = text(&proxy.await.unwrap()[0]);
        assert!(request.starts_with("CONNECT api.example:443 HTTP/1.1\r\n"), "{request}");
        assert!(request.contains("Proxy-Authorization: Basic YW5uOmh1bnRlcjM=\r\n"), "{request}");
        assert!(!request.contains("hunter2"), "{request}");
    }

    #[tokio::test]
    async fn socks_proxy_resolves_the_host() {
        let (address, proxy) = proxy(&[b"\x05\0", b"\x05\0\0\x01\0\0\0\0\0\0", ANSWER]).await;
        let response = sent(&format!("socks5h://{address}"), "", "http://api.example/a").await.unwrap();
        assert_eq!(response.into_body().bytes().await.unwrap(), "hi");
        let read = proxy.await.unwrap();
        assert_eq!(read[1], b"\x05\x01\0\x03\x0Bapi.example\0\x50");
        assert!(text(&read[2]).starts_with("GET /a HTTP/1.1\r\n"), "{}", text(&read[2]));
    }

    #[tokio::test]
    async fn socks5_proxy_gets_a_locally_resolved_address() {
        for host in ["[::1]", "[0:0:0:0:0:0:0:1]"] {
            let (address, proxy) = proxy(&[b"\x05\x02", b"\x01\0", b"\x05\0\0\x01\0\0\0\0\0\0", ANSWER]).await;
            sent(&format!("socks5://ann:hunter3@{address}"), "", &format!("http://{host}:90/a")).await.unwrap();
            let read = proxy.await.unwrap();
            assert_eq!(read[1], b"\x01\x03ann\x07hunter3");
            assert_eq!(read[2], b"\x05\x01\0\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\x5A");
        }
        let (address, proxy) = proxy(&[b"\x05\0", b"\x05\0\0\x01\0\0\0\0\0\0", ANSWER]).await;
        sent(&format!("socks5://{address}"), "", "http://localhost/a").await.unwrap();
        assert!(matches!(proxy.await.unwrap()[1][..], [5, 1, 0, 1, 127, 0, 0, 1, 0, 80] | [5, 1, 0, 4, .., 1, 0, 80]));
    }

    #[tokio::test]
    async fn unreachable_socks_proxy_is_named_in_the_error() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let error = sent(&format!("socks5h://ann:hunter3@{address}"), "", "http://api.example/a").await.unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Connect);
        assert!(error.to_string().contains("refused"), "{error}");
        assert!(!format!("{error:?}").contains("hunter"), "{error:?}");
    }

    #[cfg(any(target_os = "android", target_os = "linux"))]
    #[tokio::test]
    async fn connections_without_data_time_out() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        let stream = tcp(None).call(server).await.unwrap().into_inner();
        let socket = socket2::SockRef::from(&stream);
        assert_eq!(socket.tcp_user_timeout().unwrap(), Some(UNACKNOWLEDGED));
        assert_eq!(
            (socket.tcp_keepalive_time().unwrap(), socket.tcp_keepalive_retries().unwrap()),
            (KEEPALIVE, UNANSWERED)
        );
    }

    #[tokio::test]
    async fn unknown_proxy_schemes_are_an_error() {
        let error = sent("socks4://127.0.0.1:9", "", "http://api.example/a").await.unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Connect);
        assert!(error.to_string().contains("of an unsupported kind, `socks4`"), "{error}");
    }

    #[tokio::test]
    async fn no_proxy_excludes_servers() {
        let (address, server) = proxy(&[ANSWER]).await;
        let url = format!("http://{address}/a");
        let response = sent("http://ann:hunter3@127.0.0.1:9", "127.0.0.1", &url).await.unwrap();
        assert_eq!(response.into_body().bytes().await.unwrap(), "hi");
        let request = text(&server.await.unwrap()[0]);
        assert!(request.starts_with("GET /a HTTP/1.1\r\n") && !request.contains("proxy"), "{request}");
    }

    #[test]
    fn without_proxies_nothing_is_resolved() {
        assert!(Proxies::of(Matcher::builder().build()).0.is_none());
        assert!(Proxies::of(Matcher::builder().https("http://127.0.0.1:9").build()).0.is_some());
        assert!(Proxies::of(Matcher::builder().all("http://127.0.0.1:9").no("*").build()).0.is_none());
    }
}
