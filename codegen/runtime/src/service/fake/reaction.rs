//! The reaction of a fake to a request.

use super::fault::Wire;
use crate::{Body, TransportError};
use http::Response;
use std::time::Duration;

/// The reaction to a request: a response or an error, its delay, and a fault on the wire.
pub(super) struct Reaction {
    pub(super) response: FakeResponse,
    pub(super) delay: Duration,
    pub(super) wire: Wire,
}

pub(super) enum FakeResponse {
    Response(Response<Body>),
    /// No closure expects the request; with the message.
    Unexpected(String),
    /// The call fails with the error of a closure.
    Failed(TransportError),
}
