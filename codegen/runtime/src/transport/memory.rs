//! A transport without a network, for tests: it returns prepared responses and records the requests.

use crate::transport::stream::StreamError;
use crate::{Body, BoxFuture, Transport, TransportError, TransportErrorKind};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{Request, Response, StatusCode};
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

type Outcome = Result<Response<Body>, TransportError>;
type Responder = Box<dyn FnMut(&Request<Bytes>) -> Outcome + Send>;

/// Responds from a queue or a closure, and records every request with its whole body, including streams. Clones share
/// both, so keep one and pass another to the client:
///
/// ```
/// use specwright_runtime::MemoryTransport;
///
/// let transport = MemoryTransport::new().respond(200, r#"{"portals":[]}"#).respond(204, "");
/// // Client::builder().transport(transport.clone())…
/// assert!(transport.requests().is_empty());
/// ```
#[derive(Clone, Default)]
pub struct MemoryTransport {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    queue: VecDeque<Outcome>,
    responder: Option<Responder>,
    requests: Vec<Request<Bytes>>,
}

impl MemoryTransport {
    /// Creates a transport without responses.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a transport that calls a closure once the queue is empty.
    pub fn with<B: Into<Body>>(respond: impl FnMut(&Request<Bytes>) -> Response<B> + Send + 'static) -> Self {
        let mut respond = respond;
        let transport = Self::new();
        transport.state().responder = Some(Box::new(move |request| Ok(respond(request).map(Into::into))));
        transport
    }

    /// Queues a response with a status and a body.
    ///
    /// # Panics
    /// When the status is not between 100 and 999.
    #[must_use]
    pub fn respond(self, status: u16, body: impl Into<Body>) -> Self {
        let mut response = Response::new(body.into());
        *response.status_mut() = StatusCode::from_u16(status).expect("a status is between 100 and 999");
        self.respond_with(response)
    }

    /// Queues a response with a status, a media type and a body.
    ///
    /// # Panics
    /// When the status is not between 100 and 999, or the media type is not a valid header value.
    #[must_use]
    pub fn respond_as(self, status: u16, media_type: &str, body: impl Into<Body>) -> Self {
        let response = Response::builder().status(status).header(CONTENT_TYPE, media_type).body(body.into());
        self.respond_with(response.expect("a status is between 100 and 999, and a media type visible ASCII"))
    }

    /// Queues a response.
    #[must_use]
    pub fn respond_with<B: Into<Body>>(self, response: Response<B>) -> Self {
        self.state().queue.push_back(Ok(response.map(Into::into)));
        self
    }

    /// Queues an error.
    #[must_use]
    pub fn fail(self, error: TransportError) -> Self {
        self.state().queue.push_back(Err(error));
        self
    }

    /// Every request so far, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<Request<Bytes>> {
        self.state().requests.clone()
    }

    /// The last request.
    #[must_use]
    pub fn last_request(&self) -> Option<Request<Bytes>> {
        self.state().requests.last().cloned()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, request: Request<Bytes>) -> Outcome {
        let mut state = self.state();
        let outcome = match (state.queue.pop_front(), &mut state.responder) {
            (Some(outcome), _) => outcome,
            (None, Some(respond)) => respond(&request),
            (None, None) => Err(TransportError::new(TransportErrorKind::Other, "no response is left in the queue")),
        };
        state.requests.push(request);
        outcome
    }
}

impl Transport for MemoryTransport {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Outcome> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.bytes().await.map_err(|error| match error {
                StreamError::Transport(error) => error,
                error => TransportError::new(TransportErrorKind::Body, error),
            })?;
            self.take(Request::from_parts(parts, body))
        })
    }
}

/// Shows counts only: requests contain credentials.
impl fmt::Debug for MemoryTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("MemoryTransport")
            .field("queued", &state.queue.len())
            .field("requests", &state.requests.len())
            .finish_non_exhaustive()
    }
}
