//! Transport errors.

use std::error::Error as StdError;
use std::fmt;

/// Any error, boxed.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// The error of a request without a complete response.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: BoxError,
}

/// The kind of a [`TransportError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// It timed out.
    Timeout,
    /// The server could not be reached: nothing was sent.
    Connect,
    /// The certificate of the server was rejected, or the TLS handshake failed: nothing was sent.
    Tls,
    /// The server declared that it has not processed the request, which may be sent again: over HTTP/2, a stream that it refused
    /// or did not reach before it closed the connection (RFC 9113, section 8.7).
    Refused,
    /// A body is incomplete: that of the response, or the caller's stream for that of the request.
    Body,
    /// The body of the response is larger than allowed.
    BodyTooLarge,
    /// Anything else, such as a connection that was reset.
    Other,
}

impl TransportErrorKind {
    /// One word, for logs and metrics: `timeout`, `connect`, `tls`, `refused`, `body`, `too_long`, `other`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Refused => "refused",
            Self::Body => "body",
            Self::BodyTooLarge => "body_too_large",
            Self::Other => "other",
        }
    }
}

impl TransportError {
    /// An error of a kind, with its cause.
    pub fn new(kind: TransportErrorKind, source: impl Into<BoxError>) -> Self {
        Self { kind, source: source.into() }
    }

    pub(crate) fn timeout(what: &'static str) -> Self {
        Self::new(TransportErrorKind::Timeout, what)
    }

    /// The kind of error.
    #[must_use]
    pub const fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

/// Shows the kind and the innermost cause, which libraries use for the details.
impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            TransportErrorKind::Timeout => "timed out",
            TransportErrorKind::Connect => "could not connect",
            TransportErrorKind::Tls => "could not connect securely",
            TransportErrorKind::Refused => "was refused",
            TransportErrorKind::Body => "broke off",
            TransportErrorKind::BodyTooLarge => "is too large",
            TransportErrorKind::Other => "got no response",
        };
        let mut cause: &dyn StdError = &*self.source;
        while let Some(deeper) = cause.source() {
            cause = deeper;
        }
        write!(f, "{kind}: {cause}")
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}
