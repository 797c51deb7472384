//! The error that is returned when no token can be obtained.

use crate::{BoxError, TransportError, TransportErrorKind};
use http::StatusCode;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Why there is no token. Neither its messages nor its fields contain secrets.
///
/// Cheap to clone: one renewal may fail for many callers.
#[derive(Debug, Clone)]
pub struct OAuthError {
    kind: OAuthErrorKind,
    message: String,
    code: Option<String>,
    description: Option<String>,
    status: Option<StatusCode>,
    retry_after: Option<Duration>,
    source: Option<Shared>,
}

/// The kind of an [`OAuthError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OAuthErrorKind {
    /// The service responded with an error, such as `invalid_client` or `invalid_grant`. Trying again will not help.
    Refused,
    /// The service received too many requests.
    Throttled,
    /// Another request would exceed the limit that [`OAuth::limit`](crate::oauth::OAuth::limit) sets.
    Limit,
    /// There was no response, or an error that may be temporary.
    Transport,
    /// The response is not one of a token endpoint.
    Response,
    /// The store of tokens cannot be read, written or locked.
    Store,
    /// A setting is missing or invalid, such as the URL of the token endpoint.
    Settings,
}

impl OAuthError {
    pub(super) fn new(kind: OAuthErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            code: None,
            description: None,
            status: None,
            retry_after: None,
            source: None,
        }
    }

    pub(super) fn settings(message: impl Into<String>) -> Self {
        Self::new(OAuthErrorKind::Settings, message)
    }

    pub(super) fn store(message: &str, source: BoxError) -> Self {
        let message = format!("{message}: {source}");
        Self { source: Some(Shared(source.into())), ..Self::new(OAuthErrorKind::Store, message) }
    }

    pub(super) fn transport(doing: &str, error: TransportError) -> Self {
        let message = format!("{doing} {error}");
        Self { source: Some(Shared(Arc::new(error))), ..Self::new(OAuthErrorKind::Transport, message) }
    }

    pub(super) fn code_is(self, code: String, description: Option<String>) -> Self {
        Self { code: Some(code), description, ..self }
    }

    pub(super) fn status_is(self, status: StatusCode) -> Self {
        Self { status: Some(status), ..self }
    }

    pub(super) fn retry_after_is(self, retry_after: Option<Duration>) -> Self {
        Self { retry_after, ..self }
    }

    /// The kind of error.
    #[must_use]
    pub const fn kind(&self) -> OAuthErrorKind {
        self.kind
    }

    /// The error code of the service, such as `invalid_grant`: the `error` of its response.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The explanation of the service: the `error_description` of its response.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// The status of the response, if there was one. Some services report errors with 200.
    #[must_use]
    pub const fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// How long to wait before trying again, if the service or the limit requires it.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// Whether the request was certainly not carried out, so that another one cannot fetch a second token.
    pub(super) fn is_before_sending(&self) -> bool {
        matches!(
            self.transport_kind(),
            Some(TransportErrorKind::Connect | TransportErrorKind::Tls | TransportErrorKind::Refused)
        )
    }

    /// Whether the service may have issued a token that never arrived.
    pub(super) fn may_have_been_issued(&self) -> bool {
        match self.kind {
            OAuthErrorKind::Transport => self.status.is_none() && !self.is_before_sending(),
            OAuthErrorKind::Response => true,
            _ => false,
        }
    }

    fn transport_kind(&self) -> Option<TransportErrorKind> {
        let source = self.source.as_ref()?;
        source.0.downcast_ref::<TransportError>().map(TransportError::kind)
    }
}

impl fmt::Display for OAuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for OAuthError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| &*source.0 as _)
    }
}

/// A cause that several errors have.
#[derive(Clone)]
struct Shared(Arc<dyn StdError + Send + Sync>);

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
