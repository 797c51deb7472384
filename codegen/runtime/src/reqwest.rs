//! The transport over HTTP and HTTPS with reqwest.

use crate::{BoxFuture, Timeout, Transport, TransportError, TransportErrorKind};
use ::reqwest::redirect::{Attempt, Policy};
use ::reqwest::{Client, Error, Request};
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::{HeaderMap, Method};

/// How many redirects one request follows.
const MAX_REDIRECTS: usize = 10;

/// Sends with reqwest, over rustls.
///
/// Redirects are followed within the same origin only (scheme, host and port). One that leads elsewhere is given to
/// the caller as the answer that it is: an operation may document it, and no credential ever travels to another
/// host. reqwest's own policy would drop `Authorization` and `Cookie` there, but not an API key in a header of its own;
/// a client given with [`from`](Self::from) keeps whatever policy it has.
#[derive(Debug, Clone)]
pub struct ReqwestTransport {
    client: Client,
}

impl ReqwestTransport {
    /// A transport of its own connections.
    ///
    /// # Errors
    /// When TLS cannot be set up, as when the system's certificates cannot be read.
    pub fn new() -> Result<Self, TransportError> {
        let client = Client::builder().redirect(Policy::custom(within_origin)).build().map_err(transport_error)?;
        Ok(Self { client })
    }
}

impl From<Client> for ReqwestTransport {
    fn from(client: Client) -> Self {
        Self { client }
    }
}

fn within_origin(attempt: Attempt<'_>) -> ::reqwest::redirect::Action {
    if attempt.previous().len() > MAX_REDIRECTS {
        return attempt.error("too many redirects");
    }
    match attempt.previous().last() {
        Some(previous) if previous.origin() != attempt.url().origin() => attempt.stop(),
        _ => attempt.follow(),
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move { exchange(&self.client, request).await.map_err(transport_error) })
    }
}

async fn exchange(client: &Client, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, Error> {
    let timeout = request.extensions().get::<Timeout>().copied();
    let is_empty = request.body().is_empty();
    let mut request = Request::try_from(request)?;
    if is_empty {
        say_empty(&request.method().clone(), request.headers_mut());
    }
    *request.timeout_mut() = timeout.map(|Timeout(duration)| duration);
    let mut response = client.execute(request).await?;
    let mut answer = http::Response::new(Bytes::new());
    *answer.status_mut() = response.status();
    *answer.version_mut() = response.version();
    *answer.headers_mut() = std::mem::take(response.headers_mut());
    *answer.body_mut() = response.bytes().await?;
    Ok(answer)
}

/// Where a method calls for a body, a request without one says so (RFC 9110, section 8.6): some servers refuse it with
/// 411 otherwise, and hyper leaves the header out.
fn say_empty(method: &Method, headers: &mut HeaderMap) {
    if matches!(*method, Method::POST | Method::PUT | Method::PATCH) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}

/// Without the URL, whose query may carry a credential.
fn transport_error(error: Error) -> TransportError {
    let kind = match () {
        () if error.is_timeout() => TransportErrorKind::Timeout,
        () if error.is_connect() => TransportErrorKind::Connect,
        () => TransportErrorKind::Other,
    };
    TransportError::new(kind, error.without_url())
}
