//! The transport over HTTP and HTTPS with reqwest.

use crate::transport::Outgoing;
use crate::transport::cause::{is_of_caller, is_of_tls, is_refusal};
use crate::transport::frames::{incoming, say_empty};
use crate::transport::{runtime, tls};
use crate::{Body, BoxFuture, Transport, TransportError, TransportErrorKind};
use ::reqwest::redirect::Policy;
use ::reqwest::{Client, Error, Request, Response, Url};
use ::rustls::ClientConfig;
use http::Uri;
use http::uri::{Authority, Scheme};
use std::sync::OnceLock;
use std::time::Duration;

/// Sends with reqwest, by default over rustls. Calls must be made within a tokio runtime.
///
/// A client passed to [`from`](Self::from) keeps its own settings, including its redirect policy: reqwest's default policy
/// removes `Authorization` and `Cookie` from redirects to another host, but not an API key in another header. With
/// `reqwest::redirect::Policy::none()`, as in [`new`](Self::new), the specwright client follows redirects, and only within the
/// same origin.
///
/// reqwest has a cryptography provider for the TLS of such a client if its feature `rustls` is enabled, as it is by default.
/// Without that feature, install one before creating the client (`rustls::crypto::CryptoProvider::install_default`): reqwest
/// panics otherwise.
#[derive(Debug, Clone)]
pub struct ReqwestTransport {
    client: Client,
    /// The origin of the first request, which is that of most requests.
    origin: OnceLock<Origin>,
}

/// A server with its parsed URL: this saves more than half of the work of parsing each URL.
#[derive(Debug, Clone)]
struct Origin {
    scheme: Scheme,
    authority: Authority,
    url: Url,
}

impl Origin {
    fn of(uri: &Uri) -> Option<Self> {
        let (scheme, authority) = (uri.scheme()?.clone(), uri.authority()?.clone());
        let url = Url::parse(&format!("{scheme}://{authority}/")).ok()?;
        Some(Self { scheme, authority, url })
    }

    /// A URL on this server. `None` for another server, and for a path that could be taken for an authority.
    fn url(&self, uri: &Uri) -> Option<Url> {
        let is_here = uri.scheme() == Some(&self.scheme)
            && uri.authority().map(Authority::as_str) == Some(self.authority.as_str());
        let path = uri.path_and_query()?.as_str();
        if !is_here || !path.starts_with('/') || path[1..].starts_with(['/', '\\']) {
            return None;
        }
        self.url.join(path).ok()
    }
}

impl ReqwestTransport {
    /// Creates a transport with its own connection pool.
    ///
    /// # Errors
    /// When TLS cannot be set up, for example because the system's certificates cannot be read.
    pub fn new() -> Result<Self, TransportError> {
        Self::connecting_within(None)
    }

    /// Like [`new`](Self::new), with a timeout for connecting.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn connecting_within(timeout: impl Into<Option<Duration>>) -> Result<Self, TransportError> {
        // The specwright client handles redirects and retries, in the same way for every transport.
        let mut client = Client::builder().redirect(Policy::none()).retry(::reqwest::retry::never());
        client = client.tls_backend_preconfigured(secure()?);
        if let Some(timeout) = timeout.into() {
            client = client.connect_timeout(timeout);
        }
        client.build().map(Self::from).map_err(transport_error)
    }
}

/// TLS with HTTP/2 where the server has it. reqwest would do the same with a cryptography provider that is built from C.
fn secure() -> Result<ClientConfig, TransportError> {
    let mut config = tls::config()
        .map_err(|error| tls::unavailable(&error, "a client with other certificates to `ReqwestTransport::from`"))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

impl From<Client> for ReqwestTransport {
    fn from(client: Client) -> Self {
        Self { client, origin: OnceLock::new() }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        if let Err(error) = runtime::needed_by("reqwest") {
            return Box::pin(std::future::ready(Err(error)));
        }
        // The request is dropped before its response is awaited.
        match self.outgoing(request) {
            Ok(request) => {
                let response = self.client.execute(request);
                Box::pin(async move { response.await.map(received).map_err(transport_error) })
            }
            Err(error) => Box::pin(std::future::ready(Err(transport_error(error)))),
        }
    }

    /// The reqwest client has its own connect timeout, and the futures can be dropped at any time.
    fn reads_extensions(&self) -> bool {
        false
    }
}

impl ReqwestTransport {
    fn outgoing(&self, request: http::Request<Body>) -> Result<Request, Error> {
        let is_empty = request.body().is_empty();
        let mut request = match self.url(request.uri()) {
            Some(url) => to_url(url, request),
            None => Request::try_from(request.map(outgoing))?,
        };
        #[cfg(feature = "compression")]
        crate::transport::ask_for_parts_as_they_are(request.headers_mut());
        if is_empty {
            let method = request.method().clone();
            say_empty(&method, request.headers_mut());
        }
        Ok(request)
    }

    fn url(&self, uri: &Uri) -> Option<Url> {
        if self.origin.get().is_none() {
            // Another thread may have set it, which is equivalent.
            let _ = self.origin.set(Origin::of(uri)?);
        }
        self.origin.get()?.url(uri)
    }
}

/// Like `Request::try_from`, with a parsed URL.
fn to_url(url: Url, request: http::Request<Body>) -> Request {
    let (parts, body) = request.into_parts();
    let mut request = Request::new(parts.method, url);
    *request.headers_mut() = parts.headers;
    *request.version_mut() = parts.version;
    *request.body_mut() = Some(outgoing(body));
    request
}

fn received(mut response: Response) -> http::Response<Body> {
    let mut converted = http::Response::new(Body::empty());
    *converted.status_mut() = response.status();
    *converted.version_mut() = response.version();
    *converted.headers_mut() = std::mem::take(response.headers_mut());
    *converted.body_mut() = incoming(::reqwest::Body::from(response), transport_error);
    converted
}

fn outgoing(body: Body) -> ::reqwest::Body {
    match body.as_bytes() {
        Some(bytes) => bytes.clone().into(),
        None => ::reqwest::Body::wrap(Outgoing::from(body)),
    }
}

/// Without the URL, whose query may carry a credential.
fn transport_error(error: Error) -> TransportError {
    let kind = match () {
        () if error.is_timeout() && !error.is_connect() => TransportErrorKind::Timeout,
        () if error.is_connect() && is_of_tls(&error) => TransportErrorKind::Tls,
        () if error.is_connect() => TransportErrorKind::Connect,
        () if is_refusal(&error) => TransportErrorKind::Refused,
        () if is_of_caller(&error) => TransportErrorKind::Body,
        () if error.is_body() || error.is_decode() => TransportErrorKind::Body,
        () => TransportErrorKind::Other,
    };
    TransportError::new(kind, error.without_url())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reqwest_and_http_parse_urls_alike() {
        let origin = Origin::of(&Uri::from_static("https://api.example:8443/crm/v8")).unwrap();
        for path in [
            "/",
            "/crm/v8/settings?a=%2F&b=c+d",
            "/a%20b/./c/../d",
            "/a;b=c:d@e",
            "/?",
            "/?x",
            "/a//b",
            "/a\\b",
            "/%",
            "/a|b",
            "/\u{e9}",
            "/~a'b",
            "/..",
            "/.%2e/a",
            "/C:/x",
            "/a?b=\"c\"",
        ] {
            let text = format!("https://api.example:8443{path}");
            let Ok(uri) = text.parse::<Uri>() else { continue };
            assert_eq!(origin.url(&uri).unwrap(), Url::parse(&uri.to_string()).unwrap(), "{path}");
        }
    }

    #[test]
    fn paths_cannot_change_the_server() {
        let origin = Origin::of(&Uri::from_static("http://api.example")).unwrap();
        for path in ["//evil.example/a", "/\\evil.example/a"] {
            let Ok(uri) = format!("http://api.example{path}").parse::<Uri>() else { continue };
            assert_eq!(origin.url(&uri), None, "{path}");
        }
        for other in ["https://api.example/", "http://evil.example/", "http://api.example:81/", "/a"] {
            assert_eq!(origin.url(&Uri::from_static(other)), None, "{other}");
        }
        assert!(Origin::of(&Uri::from_static("/a")).is_none());
    }

    #[test]
    fn reqwest_requests_match_http_requests() {
        let transport = ReqwestTransport::new().unwrap();
        let request = || {
            let request =
                http::Request::put("http://api.example/a?b").header("x-a", "1").version(http::Version::HTTP_10);
            request.body(Body::from("body")).unwrap()
        };
        let (made, expected) =
            (transport.outgoing(request()).unwrap(), Request::try_from(request().map(outgoing)).unwrap());
        assert_eq!(
            (made.method(), made.url(), made.headers(), made.version()),
            (expected.method(), expected.url(), expected.headers(), expected.version())
        );
        assert_eq!(made.body().unwrap().as_bytes(), Some(&b"body"[..]));
        let request = http::Request::post("http://api.example//a").body(Body::empty()).unwrap();
        assert_eq!(transport.outgoing(request).unwrap().url().as_str(), "http://api.example//a");
    }
}
