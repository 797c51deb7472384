//! The error of a call.

use super::any_failure::AnyFailure;
use crate::json::excerpt;
use crate::url::reference;
use crate::{BoxError, InputError, OperationInfo, RawResponse, TransportError, TransportErrorKind};
use bytes::Bytes;
use http::header::LOCATION;
use http::{HeaderMap, StatusCode};
use std::convert::Infallible;
use std::error::Error as StdError;
use std::fmt;

/// The error of a call. `E` is the documented error of the operation; [`AnyFailure`] is that of any operation, into which `?`
/// converts.
///
/// Displayed, it is one line with the operation and the response, without credentials; `{:?}` adds the causes, because `main`
/// prints errors in this form, and `{:#?}` has all details. Callers seldom need to match: [`status`](Self::status),
/// [`failure`](Self::failure) and [`is_timeout`](Self::is_timeout) work for all variants.
///
/// ```
/// # use specwright_runtime::Error;
/// fn is_missing(error: &Error<String>) -> bool {
///     error.status().is_some_and(|status| status == 404)
/// }
/// ```
#[non_exhaustive]
pub enum Error<E = AnyFailure> {
    /// Inputs violate constraints or cannot be written. Nothing was sent.
    Input(Box<InputError>),
    /// A required credential is missing or cannot be fetched. Nothing was sent.
    Credential(Box<CredentialError>),
    /// There was no response, or an incomplete one. The server may have carried out the request.
    Transport(Box<SendError>),
    /// The server responded with a documented error.
    Failure(Box<Failure<E>>),
    /// The server responded with an undocumented status.
    Undocumented(Box<RawResponse>),
    /// The server responded with a documented status, but the body does not match the document.
    Decode(Box<DecodeError>),
}

/// A documented error, and the response that it was read from.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Failure<E> {
    /// The response.
    pub response: RawResponse,
    /// The value that was read from it.
    pub value: E,
}

/// A body that does not match the document.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct DecodeError {
    /// The response.
    pub response: RawResponse,
    /// The JSON path of the mismatch, such as `$.users[0].id`; `$` for the whole body.
    pub path: String,
    /// What was expected.
    pub message: String,
    /// The actual value: an excerpt of at most 80 characters. `None` if the body is empty.
    pub found: Option<String>,
}

/// A request without a response, or with an incomplete one.
#[derive(Debug)]
#[non_exhaustive]
pub struct SendError {
    /// The operation.
    pub operation: &'static OperationInfo,
    /// The error of the transport.
    pub error: TransportError,
    /// The incomplete response, if its headers arrived: status, headers and up to 64 KiB of its body.
    pub response: Option<RawResponse>,
}

/// A credential that is missing or cannot be fetched.
#[derive(Debug)]
#[non_exhaustive]
pub struct CredentialError {
    /// The operation.
    pub operation: &'static OperationInfo,
    /// Which credential is missing and how to set it, or which source failed.
    pub message: String,
    /// The error of the source.
    pub source: Option<BoxError>,
}

impl<E> Error<E> {
    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> &'static OperationInfo {
        match self {
            Self::Input(error) => error.operation(),
            Self::Credential(error) => error.operation,
            Self::Transport(error) => error.operation,
            Self::Failure(failure) => failure.response.operation(),
            Self::Undocumented(response) => response.operation(),
            Self::Decode(error) => error.response.operation(),
        }
    }

    /// The response, if there was one, even if incomplete.
    #[must_use]
    pub fn response(&self) -> Option<&RawResponse> {
        match self {
            Self::Input(_) | Self::Credential(_) => None,
            Self::Transport(error) => error.response.as_ref(),
            Self::Failure(failure) => Some(&failure.response),
            Self::Undocumented(response) => Some(response),
            Self::Decode(error) => Some(&error.response),
        }
    }

    /// The status, if there was a response, even an incomplete one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(RawResponse::status)
    }

    /// The headers, if there was a response, even an incomplete one.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.response().map(RawResponse::headers)
    }

    /// The body, if there was a response, or the beginning of it.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.response().map(RawResponse::body)
    }

    /// The documented error.
    #[must_use]
    pub fn failure(&self) -> Option<&E> {
        match self {
            Self::Failure(failure) => Some(&failure.value),
            _ => None,
        }
    }

    /// The documented error, by value.
    #[must_use]
    pub fn into_failure(self) -> Option<E> {
        match self {
            Self::Failure(failure) => Some(failure.value),
            _ => None,
        }
    }

    /// Whether the call timed out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.transport_kind() == Some(TransportErrorKind::Timeout)
    }

    /// Whether the server could not be reached, so that nothing was sent.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.transport_kind() == Some(TransportErrorKind::Connect)
    }

    /// Whether the body did not match the document.
    #[must_use]
    pub const fn is_decode(&self) -> bool {
        matches!(self, Self::Decode(_))
    }

    /// The JSON path of the mismatch, such as `$.users[0].id`.
    #[must_use]
    pub fn json_path(&self) -> Option<&str> {
        match self {
            Self::Decode(error) => Some(&error.path),
            _ => None,
        }
    }

    fn transport_kind(&self) -> Option<TransportErrorKind> {
        match self {
            Self::Transport(error) => Some(error.error.kind()),
            _ => None,
        }
    }
}

impl Error<Infallible> {
    /// Converts to an error with another documented error type, which a type without values allows.
    pub(crate) fn widen<E>(self) -> Error<E> {
        match self {
            Self::Input(error) => Error::Input(error),
            Self::Credential(error) => Error::Credential(error),
            Self::Transport(error) => Error::Transport(error),
            Self::Failure(failure) => match failure.value {},
            Self::Undocumented(response) => Error::Undocumented(response),
            Self::Decode(error) => Error::Decode(error),
        }
    }
}

impl<E> From<CredentialError> for Error<E> {
    fn from(error: CredentialError) -> Self {
        Self::Credential(Box::new(error))
    }
}

impl<E> From<InputError> for Error<E> {
    fn from(error: InputError) -> Self {
        Self::Input(Box::new(error))
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(error) => error.fmt(f),
            Self::Credential(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Failure(failure) => answered(f, &failure.response, "", excerpt::BODY),
            Self::Undocumented(response) => answered(f, response, ", which is not documented", excerpt::BODY),
            Self::Decode(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        if !f.alternate() {
            let mut causes = std::iter::successors(self.source(), |error| (**error).source());
            return causes.try_for_each(|cause| write!(f, "\n  caused by: {cause}"));
        }
        f.write_str("\n")?;
        match self {
            Self::Input(error) => fmt::Debug::fmt(error, f),
            Self::Credential(error) => fmt::Debug::fmt(error, f),
            Self::Transport(error) => fmt::Debug::fmt(error, f),
            Self::Failure(failure) => fmt::Debug::fmt(failure, f),
            Self::Undocumented(response) => fmt::Debug::fmt(response, f),
            Self::Decode(error) => fmt::Debug::fmt(error, f),
        }
    }
}

/// `get_portal (GET /portals/{name}): 404 Not Found: {"code":…}`
fn answered(f: &mut fmt::Formatter<'_>, response: &RawResponse, note: &str, limit: usize) -> fmt::Result {
    write!(f, "{}: {}{note}", response.operation(), response.status())?;
    if let Some(server) = redirected_to(response) {
        write!(f, ", leading to {server}")?;
    }
    match excerpt::of(response.body(), limit).as_str() {
        "" => f.write_str(", without a body"),
        body => write!(f, ": {body}"),
    }
}

/// The server of a redirect's target. The rest of its URL may contain a credential.
fn redirected_to(response: &RawResponse) -> Option<&str> {
    let location = response.headers().get(LOCATION).filter(|_| response.status().is_redirection())?;
    reference::server(location.to_str().ok()?)
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { response, path, message, found } = self;
        write!(f, "{}: {}, but the body is not as documented: ", response.operation(), response.status())?;
        write!(f, "at {}: {}", excerpt::line(path, excerpt::BODY), excerpt::line(message, excerpt::BODY))?;
        found.as_ref().map_or(Ok(()), |found| write!(f, "; found {found}"))
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.response {
            None => write!(f, "{}: {}", self.operation, self.error),
            Some(response) => write!(f, "{}: {}, but its body {}", self.operation, response.status(), self.error),
        }
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: not sent: {}", self.operation, self.message)
    }
}

impl StdError for DecodeError {}

impl StdError for SendError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.error.source()
    }
}

impl StdError for CredentialError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

impl<E: fmt::Debug> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Credential(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Input(_) | Self::Failure(_) | Self::Undocumented(_) | Self::Decode(_) => None,
        }
    }
}
