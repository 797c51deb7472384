//! The door without a socket: a transport for the client.

use super::core::{Core, Reaction};
use super::fault::Wire;
use crate::runtime::__private::sleeping;
use crate::runtime::http::{Request, Response};
use crate::runtime::{Body, BoxFuture, Bytes, Transport, TransportError, TransportErrorKind};
use futures_core::Stream;
use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// Sends to a [`FakePortals`](super::FakePortals) without a socket, whatever host the request is for.
///
/// What would happen to an answer on a connection becomes the error or the broken body that a client would see.
#[derive(Debug, Clone)]
pub struct FakeTransport {
    pub(super) core: Core,
}

impl Transport for FakeTransport {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let broken = |error| TransportError::new(TransportErrorKind::Body, error);
            let body = body.bytes().await.map_err(broken)?;
            let reaction = self.core.receive(&Request::from_parts(head, body));
            if !reaction.delay.is_zero() {
                // Calls that block have no executor.
                sleeping(reaction.delay).await;
            }
            arrival(reaction)
        })
    }
}

/// What arrives of an answer.
fn arrival(Reaction { answer, wire, .. }: Reaction) -> Result<Response<Body>, TransportError> {
    let (head, body) = answer.into_parts();
    let failed = |what: &'static str| Err(TransportError::new(TransportErrorKind::Other, what));
    let with = |body: Body| Ok(Response::from_parts(head, body));
    let half = body.slice(..body.len() / 2);
    match wire {
        Wire::Whole => with(Body::from(body)),
        Wire::Refused | Wire::Lost | Wire::ResetInHeaders => failed("the connection was reset"),
        Wire::Garbage(_) => failed("the answer is no HTTP"),
        Wire::ResetInBody => with(Pieces::broken(half, "the connection was reset")),
        Wire::Truncated | Wire::TruncatedChunk => with(Pieces::broken(half, "the connection was closed")),
        Wire::Length(stated) => match usize::try_from(stated) {
            Ok(stated) if stated <= body.len() => with(Body::from(body.slice(..stated))),
            _ => with(Pieces::broken(body, "the connection was closed")),
        },
        Wire::Drip(bytes, pause) => {
            let pieces = body.chunks(bytes.max(1)).map(|piece| body.slice_ref(piece)).collect();
            with(Body::stream(Pieces { left: pieces, end: None, pause, sleep: None }))
        }
    }
}

/// A body in pieces, which may break off.
struct Pieces {
    left: VecDeque<Bytes>,
    end: Option<&'static str>,
    pause: Duration,
    sleep: Option<BoxFuture<'static, ()>>,
}

impl Pieces {
    fn broken(piece: Bytes, end: &'static str) -> Body {
        Body::stream(Self { left: VecDeque::from([piece]), end: Some(end), pause: Duration::ZERO, sleep: None })
    }
}

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if !self.pause.is_zero() && !self.left.is_empty() {
            let pause = self.pause;
            ready!(self.sleep.get_or_insert_with(|| sleeping(pause)).as_mut().poll(context));
            self.sleep = None;
        }
        Poll::Ready(match self.left.pop_front() {
            Some(piece) => Some(Ok(piece)),
            None => self.end.take().map(|end| Err(TransportError::new(TransportErrorKind::Body, end))),
        })
    }
}
