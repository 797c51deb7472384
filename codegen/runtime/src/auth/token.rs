//! Access tokens, and where they come from.

use crate::{BoxError, BoxFuture, Secret};
use std::fmt;
use std::sync::Arc;

/// Where access tokens come from. A [`Secret`] is a source that always gives itself.
///
/// It is asked before every request whose operation needs the token, so it should keep a token while it is good.
pub trait TokenSource: Send + Sync + 'static {
    /// A token that is good now.
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, BoxError>>;

    /// Another token, in place of one that the service refused as invalid. None when there is no other to be had, which
    /// is so unless a source says otherwise.
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

/// An access token, and the server that it is for. Cheap to clone, and never printed.
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
    /// The same for the server at this URL, of which scheme and host count. Calls with this token go there if the document
    /// names that server or [`ClientBuilder::allow_token_server`](crate::ClientBuilder::allow_token_server) allows it, unless the
    /// caller said with [`ClientBuilder::server`](crate::ClientBuilder::server) where they go.
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

    /// The server that the token is for, if whoever gave it named one: `api_domain` or `instance_url`.
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
