//! The error of calls outside a tokio runtime, which HTTP libraries need.

use crate::exec::executor::is_within_tokio;
use crate::{TransportError, TransportErrorKind};

/// Returns an error if this thread is not within a runtime, in which case the library would panic.
pub(crate) fn needed_by(library: &str) -> Result<(), TransportError> {
    if is_within_tokio() {
        return Ok(());
    }
    let reason = "requires a tokio runtime: make the call within `#[tokio::main]`, or build \
                  the client with `build_blocking` (feature `blocking`)";
    Err(TransportError::new(TransportErrorKind::Other, format!("{library} {reason}")))
}
