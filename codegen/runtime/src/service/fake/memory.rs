//! The fake without a socket: faults on the wire become the error or the incomplete body that a client would see.

use super::Fake;
use super::fault::Wire;
use super::reaction::{FakeResponse, Reaction};
use crate::exec::time::sleeping;
use crate::service::Problem;
use crate::transport::stream::StreamError;
use crate::{Body, BoxFuture, Transport, TransportError, TransportErrorKind};
use bytes::Bytes;
use futures_core::Stream;
use http::{Request, Response};
use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

type Outcome = Result<Response<Body>, TransportError>;

impl Transport for Fake {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Outcome> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = bytes_of(body).await?;
            if body.len() > self.body_limit {
                return Ok(self.refuse(Problem::too_large(self.body_limit)));
            }
            let Reaction { response, delay, wire } = self.receive(Request::from_parts(parts, body)).await;
            if !delay.is_zero() {
                // Blocking calls have no executor.
                sleeping(delay).await;
            }
            match response {
                FakeResponse::Response(response) => apply_fault(response, wire).await,
                FakeResponse::Unexpected(message) => Err(TransportError::new(TransportErrorKind::Other, message)),
                FakeResponse::Failed(error) => Err(error),
            }
        })
    }
}

async fn bytes_of(body: Body) -> Result<Bytes, TransportError> {
    body.into_stream().bytes().await.map_err(|error| match error {
        StreamError::Transport(error) => error,
        error => TransportError::new(TransportErrorKind::Body, error),
    })
}

/// The part of a response that arrives.
async fn apply_fault(response: Response<Body>, wire: Wire) -> Outcome {
    if matches!(wire, Wire::Whole) {
        return Ok(response);
    }
    let (head, body) = response.into_parts();
    let body = bytes_of(body).await?;
    let failed = |what: &'static str| Err(TransportError::new(TransportErrorKind::Other, what));
    let with = |body: Body| Ok(Response::from_parts(head, body));
    let half = body.slice(..body.len() / 2);
    match wire {
        Wire::Whole => with(Body::from(body)),
        Wire::Refused | Wire::Lost | Wire::ResetInHeaders => failed("the connection was reset"),
        Wire::Garbage(_) => failed("the response is not HTTP"),
        Wire::ResetInBody => with(FaultyBody::after(half, "the connection was reset")),
        Wire::Truncated | Wire::TruncatedChunk => with(FaultyBody::after(half, "the connection was closed")),
        Wire::Length(stated) => match usize::try_from(stated) {
            Ok(stated) if stated <= body.len() => with(Body::from(body.slice(..stated))),
            _ => with(FaultyBody::after(body, "the connection was closed")),
        },
        Wire::Drip(bytes, pause) => {
            let pieces = body.chunks(bytes.max(1)).map(|piece| body.slice_ref(piece)).collect();
            with(Body::stream(FaultyBody { remaining: pieces, end: None, pause, sleep: None }))
        }
    }
}

/// A body in pieces, which may be incomplete.
struct FaultyBody {
    remaining: VecDeque<Bytes>,
    end: Option<&'static str>,
    pause: Duration,
    sleep: Option<BoxFuture<'static, ()>>,
}

impl FaultyBody {
    fn after(piece: Bytes, end: &'static str) -> Body {
        Body::stream(Self { remaining: VecDeque::from([piece]), end: Some(end), pause: Duration::ZERO, sleep: None })
    }
}

impl Stream for FaultyBody {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if !self.pause.is_zero() && !self.remaining.is_empty() {
            let pause = self.pause;
            ready!(self.sleep.get_or_insert_with(|| sleeping(pause)).as_mut().poll(context));
            self.sleep = None;
        }
        Poll::Ready(match self.remaining.pop_front() {
            Some(piece) => Some(Ok(piece)),
            None => self.end.take().map(|end| Err(TransportError::new(TransportErrorKind::Body, end))),
        })
    }
}
