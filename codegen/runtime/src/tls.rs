//! What rustls does not accept, in the errors of libraries above it.

use std::error::Error as StdError;
use std::io;

/// Whether rustls is among the causes, which reports what it does not accept as data that is not valid.
pub(crate) fn is_of_tls(error: &(dyn StdError + 'static)) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        let io = error.downcast_ref::<io::Error>();
        if io.is_some_and(|error| error.kind() == io::ErrorKind::InvalidData) {
            return true;
        }
        // The source of such an error is that of the error within, which is passed over.
        let within = io.and_then(io::Error::get_ref).map(|within| within as &(dyn StdError + 'static));
        cause = within.or_else(|| error.source());
    }
    false
}
