//! The causes in errors of HTTP libraries that are based on hyper and rustls.

use crate::TransportError;
use std::error::Error as StdError;
use std::io;

/// Whether rustls is among the causes, which reports rejected certificates as invalid data.
pub(crate) fn is_of_tls(error: &(dyn StdError + 'static)) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        let io = error.downcast_ref::<io::Error>();
        if io.is_some_and(|error| error.kind() == io::ErrorKind::InvalidData) {
            return true;
        }
        // The `source` of an `io::Error` is that of its inner error, which is skipped.
        let within = io.and_then(io::Error::get_ref).map(|within| within as &(dyn StdError + 'static));
        cause = within.or_else(|| error.source());
    }
    false
}

/// Whether the caller's stream for the request body failed.
pub(crate) fn is_of_caller(error: &(dyn StdError + 'static)) -> bool {
    causes(error).any(<dyn StdError>::is::<TransportError>)
}

/// Whether the server certainly did not process the request (RFC 9113, section 8.7): it refused the stream, or it closed the
/// connection gracefully before it reached the stream.
pub(crate) fn is_refusal(error: &(dyn StdError + 'static)) -> bool {
    causes(error).filter_map(<dyn StdError>::downcast_ref::<h2::Error>).any(|error| {
        let reason = error.reason();
        let is_stream_refused = error.is_reset() && reason == Some(h2::Reason::REFUSED_STREAM);
        let is_closed_in_order = error.is_go_away() && reason == Some(h2::Reason::NO_ERROR);
        error.is_remote() && (is_stream_refused || is_closed_in_order)
    })
}

fn causes<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(error.source(), |cause| (*cause).source())
}
