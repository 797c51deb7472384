//! What becomes of a request to a fake.

use super::fault::Wire;
use crate::{Body, TransportError};
use http::Response;
use std::time::Duration;

/// What becomes of a request: a response or an error, how late it is, and what happens to it on its way.
pub(super) struct Reaction {
    pub(super) answer: Answer,
    pub(super) delay: Duration,
    pub(super) wire: Wire,
}

pub(super) enum Answer {
    Response(Response<Body>),
    /// Nothing expects the request, which these words say.
    Unexpected(String),
    /// The call fails on the way, as a closure has it.
    Failed(TransportError),
}
