//! Access tokens and their sources.

use crate::{BoxError, BoxFuture, Secret};
use std::fmt;
use std::sync::Arc;

/// A source of access tokens. A [`Secret`] is a source that always returns itself.
///
/// It is called before every request whose operation requires the token, so it should cache a token while it is valid.
pub trait TokenSource: Send + Sync + 'static {
    /// Returns a valid token.
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, BoxError>>;

    /// Returns another token in place of one that the service refused. `None`, the default, if there is no other.
    fn renewed<'a>(&'a self, refused: &'a AccessToken) -> BoxFuture<'a, Result<Option<AccessToken>, BoxError>> {
        let _ = refused;
        Box::pin(async { Ok(None) })
    }
}

impl TokenSource for Secret {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, BoxError>> {
        Box::pin(async { Ok(AccessToken::from(self.clone())) })
    }
}

/// Several clients can share a source.
impl<T: TokenSource + ?Sized> TokenSource for Arc<T> {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, BoxError>> {
        (**self).token()
    }

    fn renewed<'a>(&'a self, refused: &'a AccessToken) -> BoxFuture<'a, Result<Option<AccessToken>, BoxError>> {
        (**self).renewed(refused)
    }
}

/// An access token, and the server that it is issued for. Cheap to clone, and never printed.
///
/// ```
/// use specwright_runtime::AccessToken;
///
/// let token = AccessToken::from("1000.8cb99d").with_server("https://www.zohoapis.eu");
/// assert_eq!(token.secret().expose(), "1000.8cb99d");
/// assert!(!format!("{token:?}").contains("8cb99d"));
/// ```
#[derive(Clone)]
pub struct AccessToken {
    secret: Arc<Secret>,
    pub(super) server: Option<Arc<str>>,
}

impl AccessToken {
    /// Restricts the token to the server at this URL, of which scheme and host count. Calls with this token go there if the document names
    /// that server or [`ClientBuilder::allow_token_server`](crate::ClientBuilder::allow_token_server) allows it, unless the
    /// caller has set [`ClientBuilder::server`](crate::ClientBuilder::server).
    #[must_use]
    pub fn with_server(self, url: impl Into<String>) -> Self {
        Self { server: Some(url.into().into()), ..self }
    }

    /// The token itself.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Whether it is the same token.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.secret, &other.secret) || self.secret.expose() == other.secret.expose()
    }

    /// The server that the token is issued for, if the token response named one: `api_domain` or `instance_url`.
    #[must_use]
    pub fn server(&self) -> Option<&str> {
        self.server.as_deref()
    }
}

impl From<Secret> for AccessToken {
    fn from(secret: Secret) -> Self {
        Self { secret: Arc::new(secret), server: None }
    }
}

impl From<String> for AccessToken {
    fn from(text: String) -> Self {
        Self::from(Secret::from(text))
    }
}

impl From<&str> for AccessToken {
    fn from(text: &str) -> Self {
        Self::from(Secret::from(text))
    }
}

/// Without the token.
impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken").field("secret", &self.secret).field("server", &self.server).finish()
    }
}
