//! Operations that a service responds to.

use super::documented_error::DocumentedError;
use super::receive::Receive;
use super::response_writer::Respond;

/// An operation with its documented responses.
pub trait Serve: Receive {
    /// The response, by status.
    type Response: Respond + Send;
    /// The media types of its successes; empty if the document has none.
    const MEDIA_TYPES: &'static [&'static str];
    /// The documented errors, if any has a JSON body.
    const ERRORS: &'static [DocumentedError] = &[];
}
