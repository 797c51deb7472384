//! Why no response came.

use std::error::Error as StdError;
use std::fmt;

/// Any error, boxed.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// Why no response came.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: BoxError,
}

/// What kind of thing went wrong on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// It took too long.
    Timeout,
    /// The server could not be reached: nothing was sent.
    Connect,
    /// The server could not be trusted, or no encryption agreed with it: nothing was sent.
    Tls,
    /// The server said that it does nothing about the request, and that it may be sent again: over HTTP/2, a stream that it refused
    /// or did not come to before it closed the connection (RFC 9113, section 8.7).
    Refused,
    /// A body broke off: that of the response, or the caller's stream for that of the request.
    Body,
    /// The body of the response is larger than allowed.
    BodyTooLarge,
    /// Anything else, as a connection that was reset.
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

    /// What kind of thing went wrong.
    #[must_use]
    pub const fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

/// The kind and the last cause, which is where libraries say what happened.
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
