//! What a service responds to an operation with.

use super::documented_error::DocumentedError;
use super::receive::Receive;
use super::response_writer::Respond;

/// An operation with the responses that the document has for it.
pub trait Serve: Receive {
    /// The response, by status.
    type Response: Respond + Send;
    /// The media types of its successes; none where the document has none.
    const MEDIA_TYPES: &'static [&'static str];
    /// What the document says of errors, where the body of any is JSON.
    const ERRORS: &'static [DocumentedError] = &[];
}
