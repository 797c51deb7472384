//! Transports: the interface to an HTTP library, its bodies, and the supported libraries.
//!
//! Belongs here: sending a complete request, and receiving the bytes of the response.
//!
//! Uses: `exec`, `json`. Used by: `auth`, `client`, `operation`, `pages`, `request`, `response`, `service`.

pub(crate) mod body;
mod boundary;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
mod cause;
mod error;
mod files;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
mod frames;
#[cfg(feature = "hyper")]
pub(crate) mod hyper;
pub(crate) mod memory;
#[cfg(any(feature = "hyper", feature = "reqwest", feature = "service"))]
mod outgoing;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
mod runtime;
pub(crate) mod stream;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
mod tls;
#[cfg(feature = "tower")]
pub(crate) mod tower;
#[cfg(feature = "blocking")]
pub(crate) mod ureq;

#[cfg(feature = "compression")]
#[cfg(any(feature = "hyper", feature = "reqwest", feature = "blocking"))]
pub(crate) use boundary::ask_for_parts_as_they_are;
pub use boundary::{BoxFuture, Timeouts, Transport};
pub use error::{BoxError, TransportError, TransportErrorKind};
#[cfg(any(feature = "hyper", feature = "reqwest", feature = "service"))]
pub(crate) use outgoing::Outgoing;
