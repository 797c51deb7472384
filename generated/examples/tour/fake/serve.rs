//! HTTP: connections in, requests to [`Call`]s, answers to responses.

use super::call::Call;
use super::refusal::Refusal;
use super::{Shared, route};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::convert::Infallible;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// A larger body is refused.
const LARGEST_BODY: usize = 4 * 1024 * 1024;

/// What goes back: a status and, unless it is 204, JSON.
#[derive(Debug)]
pub(super) struct Answer {
    status: StatusCode,
    body: Option<Value>,
}

impl Answer {
    pub(super) fn ok(body: Value) -> Self {
        Self { status: StatusCode::OK, body: Some(body) }
    }

    pub(super) fn of(status: StatusCode, body: Value) -> Self {
        Self { status, body: Some(body) }
    }

    /// Nothing was found, which is no error.
    pub(super) fn nothing() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: None }
    }
}

/// Takes connections until the task is aborted, which ends them too.
pub(super) async fn serve(listener: TcpListener, state: Shared) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => _ = connections.spawn(converse(stream, state.clone())),
                Err(_) => tokio::task::yield_now().await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn converse(stream: TcpStream, state: Shared) {
    let service = service_fn(|request| respond(request, state.clone()));
    // A client that hangs up or does not speak HTTP ends its own connection and nothing else.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

async fn respond(request: Request<Incoming>, state: Shared) -> Result<Response<Full<Bytes>>, Infallible> {
    let answer = match read(request).await {
        Ok(call) => route::answer(&mut state.lock(), &call),
        Err(refusal) => Err(refusal),
    };
    Ok(write(answer.unwrap_or_else(Refusal::into_answer)))
}

async fn read(request: Request<Incoming>) -> Result<Call, Refusal> {
    let (head, body) = request.into_parts();
    let body = Limited::new(body, LARGEST_BODY).collect().await.map_err(|_| Refusal::body_too_large())?;
    let authorization = head.headers.get(AUTHORIZATION).map(|value| value.as_bytes().to_vec());
    Call::new(head.method.as_str(), &head.uri, authorization, body.to_bytes())
}

fn write(answer: Answer) -> Response<Full<Bytes>> {
    let body = answer.body.map(|body| Bytes::from(body.to_string()));
    let is_empty = body.is_none();
    let mut response = Response::new(Full::new(body.unwrap_or_default()));
    *response.status_mut() = answer.status;
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store, no-cache, must-revalidate, private"));
    headers.insert("x-accesstoken-reset", HeaderValue::from_static("2030-01-01T00:00:00+05:30"));
    if !is_empty {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json;charset=UTF-8"));
        headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=response.json"));
    }
    response
}
