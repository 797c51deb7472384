//! Settings: the client, its grant, and the store of its tokens.

use super::limit::Limit;
use super::store::{MemoryTokenStore, TokenStore};
use super::stored_token::GrantId;
use crate::url::server;
use crate::{Api, Secret, SecurityScheme};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// A client of an authorization server, and the grant by which it gets tokens.
///
/// ```
/// use specwright_runtime::oauth::{FileTokenStore, OAuth};
///
/// let oauth = OAuth::new("1000.CLIENT", "client secret")
///     .refresh_token("1000.refresh token")
///     .store(FileTokenStore::new("/var/lib/crm-sync/tokens.json"));
/// // Client::builder().oauth(oauth)…
/// assert!(!format!("{oauth:?}").contains("secret"));
/// ```
///
/// The grant is the one that was set last by [`refresh_token`](Self::refresh_token),
/// [`authorization_code`](Self::authorization_code), [`client_credentials`](Self::client_credentials) and
/// [`password`](Self::password). If none is set, it is the refresh token in the [`store`](Self::store).
#[derive(Clone)]
pub struct OAuth {
    pub(super) client_id: String,
    pub(super) client_secret: Option<Secret>,
    pub(super) is_basic: bool,
    pub(super) grant: Grant,
    scheme: Option<String>,
    pub(super) authorization_url: Option<String>,
    pub(super) token_url: Option<String>,
    pub(super) refresh_url: Option<String>,
    pub(super) device_authorization_url: Option<String>,
    /// The token endpoint of the document's flow `deviceAuthorization`.
    pub(super) device_token_url: Option<String>,
    pub(super) revocation_url: Option<String>,
    pub(super) is_revoked_in_query: bool,
    pub(super) redirect_uri: Option<String>,
    pub(super) code_verifier: Option<Secret>,
    pub(super) scopes: Vec<String>,
    pub(super) scope_separator: String,
    pub(super) authorization_parameters: Vec<(String, String)>,
    pub(super) parameters: Vec<(String, Secret)>,
    pub(super) store: Arc<dyn TokenStore>,
    pub(super) margin: Duration,
    pub(super) limit: Option<Limit>,
    pub(super) longest_wait: Duration,
    pub(super) timeout: Duration,
    pub(super) allows_http: bool,
    pub(super) clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

/// The grant.
#[derive(Clone)]
pub(super) enum Grant {
    /// The refresh token in the store.
    Stored,
    RefreshToken(Secret),
    AuthorizationCode(Secret),
    ClientCredentials,
    Password(String, Secret),
}

impl OAuth {
    /// Creates a client with an id and a secret.
    #[must_use]
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
        Self { client_secret: Some(client_secret.into()), ..Self::public(client_id) }
    }

    /// Creates a public client, which has no secret, such as a program on its users' machines.
    #[must_use]
    pub fn public(client_id: impl Into<String>) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: None,
            is_basic: false,
            grant: Grant::Stored,
            scheme: None,
            authorization_url: None,
            token_url: None,
            refresh_url: None,
            device_authorization_url: None,
            device_token_url: None,
            revocation_url: None,
            is_revoked_in_query: false,
            redirect_uri: None,
            code_verifier: None,
            scopes: Vec::new(),
            scope_separator: " ".to_owned(),
            authorization_parameters: Vec::new(),
            parameters: Vec::new(),
            store: Arc::new(MemoryTokenStore::new()),
            margin: Duration::from_secs(60),
            limit: None,
            longest_wait: Duration::from_secs(5),
            timeout: Duration::from_secs(20),
            allows_http: false,
            clock: Arc::new(SystemTime::now),
        }
    }

    /// Gets access tokens by a refresh token. If the service issues a new refresh token, that one is used and stored.
    #[must_use]
    pub fn refresh_token(self, token: impl Into<Secret>) -> Self {
        Self { grant: Grant::RefreshToken(token.into()), ..self }
    }

    /// Gets the first tokens with an authorization code, and all others with the refresh token of its response.
    ///
    /// A code is valid once, so set a persistent [`store`](Self::store): while it holds the tokens, the same code can be
    /// passed again.
    #[must_use]
    pub fn authorization_code(self, code: impl Into<Secret>) -> Self {
        Self { grant: Grant::AuthorizationCode(code.into()), ..self }
    }

    /// Gets access tokens for the client itself, by its id and secret.
    #[must_use]
    pub fn client_credentials(self) -> Self {
        Self { grant: Grant::ClientCredentials, ..self }
    }

    /// Gets access tokens by the name and the password of a user.
    #[must_use]
    pub fn password(self, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self { grant: Grant::Password(user.into(), password.into()), ..self }
    }

    /// The security scheme that the tokens are for. Default: the document's first scheme of OAuth 2.0.
    #[must_use]
    pub fn scheme(self, name: impl Into<String>) -> Self {
        Self { scheme: Some(name.into()), ..self }
    }

    /// The authorization endpoint, where a user grants the client access. Default: the URL in the document.
    #[must_use]
    pub fn authorization_url(self, url: impl Into<String>) -> Self {
        Self { authorization_url: Some(url.into()), ..self }
    }

    /// The token endpoint. Default: the URL in the document.
    #[must_use]
    pub fn token_url(self, url: impl Into<String>) -> Self {
        Self { token_url: Some(url.into()), ..self }
    }

    /// The endpoint for refresh tokens. Default: the [`token_url`](Self::token_url).
    #[must_use]
    pub fn refresh_url(self, url: impl Into<String>) -> Self {
        Self { refresh_url: Some(url.into()), ..self }
    }

    /// The endpoint for the codes of a [device authorization](super::OAuthTokens::device_authorization) (RFC 8628). Default: the
    /// URL in the document.
    #[must_use]
    pub fn device_authorization_url(self, url: impl Into<String>) -> Self {
        Self { device_authorization_url: Some(url.into()), ..self }
    }

    /// The endpoint where tokens are [revoked](super::OAuthTokens::revoke) (RFC 7009). OpenAPI documents do not state
    /// it.
    #[must_use]
    pub fn revocation_url(self, url: impl Into<String>) -> Self {
        Self { revocation_url: Some(url.into()), ..self }
    }

    /// Sends the token to be revoked in the query, as some services require, instead of in a form with the client's id and
    /// secret.
    #[must_use]
    pub fn revocation_in_query(self) -> Self {
        Self { is_revoked_in_query: true, ..self }
    }

    /// The URL to which the authorization server sends the user back; sent with the code as well.
    #[must_use]
    pub fn redirect_uri(self, uri: impl Into<String>) -> Self {
        Self { redirect_uri: Some(uri.into()), ..self }
    }

    /// The code verifier (PKCE, RFC 7636), which proves that the client that sends the code has requested it: 43 to 128
    /// random letters, digits and `-._~`, the same for [`authorization_page`](Self::authorization_page) and for its
    /// code.
    #[must_use]
    pub fn code_verifier(self, verifier: impl Into<Secret>) -> Self {
        Self { code_verifier: Some(verifier.into()), ..self }
    }

    /// The scopes of the tokens. Without any, the service decides.
    #[must_use]
    pub fn scopes<S: Into<String>>(self, scopes: impl IntoIterator<Item = S>) -> Self {
        Self { scopes: scopes.into_iter().map(Into::into).collect(), ..self }
    }

    /// The separator of scopes. Default: a space, as in the standard.
    #[must_use]
    pub fn scope_separator(self, separator: impl Into<String>) -> Self {
        Self { scope_separator: separator.into(), ..self }
    }

    /// Adds a parameter to the authorization URL, such as `access_type`.
    #[must_use]
    pub fn authorization_parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.authorization_parameters.push((name.into(), value.into()));
        self
    }

    /// Adds a parameter to every token request, such as `audience`. Its value is never printed.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Sends the client's id and secret as user and password of `Authorization: Basic`, as some services require, instead
    /// of in the body.
    #[must_use]
    pub fn basic_authentication(self) -> Self {
        Self { is_basic: true, ..self }
    }

    /// The store of tokens. Default: in memory.
    #[must_use]
    pub fn store(self, store: impl TokenStore) -> Self {
        Self { store: Arc::new(store), ..self }
    }

    /// How long before its expiry a token is renewed, though never in the first half of its lifetime. Default: one minute. A
    /// random part of up to a quarter is added, so that not all processes renew at once.
    #[must_use]
    pub fn margin(self, margin: Duration) -> Self {
        Self { margin, ..self }
    }

    /// The service's limit on tokens: `count` in any period of length `per`, counted over all processes that share the
    /// store. A request beyond it waits, if not [too long](Self::longest_wait), or fails. Default: no limit.
    #[must_use]
    pub fn limit(self, count: usize, per: Duration) -> Self {
        Self { limit: Some(Limit { count, per }), ..self }
    }

    /// The longest wait for the [`limit`](Self::limit) to allow another token. Default: 5 seconds.
    #[must_use]
    pub fn longest_wait(self, wait: Duration) -> Self {
        Self { longest_wait: wait, ..self }
    }

    /// The timeout of a token request. Default: 20 seconds.
    #[must_use]
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// Allows tokens to be sent without encryption: to a token endpoint, or a server of the API, whose URL begins with `http://`.
    /// Without this setting, such a URL is an error unless it is of this machine (`localhost`, `127.0.0.1`, `[::1]`).
    ///
    /// Anyone on the network path can read the client's secret and its tokens (RFC 6749, section 10.3).
    #[must_use]
    pub fn allow_http(self) -> Self {
        Self { allows_http: true, ..self }
    }

    pub(crate) const fn encrypts(&self) -> bool {
        !self.allows_http
    }

    /// The clock, for tests and for systems without one. Default: the system's clock.
    #[must_use]
    pub fn clock(self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// Takes the URLs that are not set from the document of an API.
    ///
    /// `Client::builder().api()` is the API of a generated client, which
    /// [`ClientBuilder::oauth`](crate::ClientBuilder::oauth).
    #[must_use]
    pub fn described_by(self, api: &Api) -> Self {
        match self.scheme_of(api) {
            Ok(scheme) => self.described_by_scheme(&scheme, api.server),
            Err(_) => self,
        }
    }

    pub(super) fn described_by_scheme(mut self, scheme: &SecurityScheme, server: &str) -> Self {
        let flows = scheme.flows();
        let resolved = |url: Option<&str>| url.map(|url| server::resolved(url, server));
        let given_token_url = self.token_url.is_some();
        let own = match self.grant {
            Grant::ClientCredentials => flows.client_credentials_url(),
            Grant::Password(..) => flows.password_url(),
            Grant::Stored | Grant::RefreshToken(_) | Grant::AuthorizationCode(_) => flows.code_url(),
        };
        self.authorization_url = self.authorization_url.or_else(|| resolved(flows.authorization_url()));
        self.device_authorization_url =
            self.device_authorization_url.or_else(|| resolved(flows.device_authorization_url()));
        self.token_url = self.token_url.or_else(|| resolved(own.or(flows.any_token_url())));
        // If the caller sets a token endpoint, the documented refresh endpoint belongs to another server.
        if !given_token_url {
            self.refresh_url = self.refresh_url.or_else(|| resolved(flows.refresh_url()));
            self.device_token_url = resolved(flows.device_token_url());
        }
        self
    }

    /// The scheme that the tokens are for: the one of the given name, the first with flows, or the first that takes a
    /// token at all.
    pub(crate) fn scheme_of(&self, api: &Api) -> Result<SecurityScheme, String> {
        let mut schemes = api.security.iter().filter(|scheme| scheme.is_token());
        let found = match &self.scheme {
            Some(name) => schemes.find(|scheme| scheme.name() == name),
            None => schemes.clone().find(|scheme| scheme.has_flows()).or_else(|| schemes.next()),
        };
        found.copied().ok_or_else(|| match &self.scheme {
            Some(name) => format!("the API has no security scheme `{name}` that uses a token"),
            None => {
                "no security scheme of the API uses an access token, so `ClientBuilder::oauth` has no effect".to_owned()
            }
        })
    }

    /// Identifies the grant and the client. Another token, code, endpoint or scope is another grant.
    pub(super) fn grant_id(&self) -> GrantId {
        let (kind, secret) = match &self.grant {
            Grant::Stored => return GrantId { client_id: self.client_id.clone(), grant: None },
            Grant::RefreshToken(token) => ("refresh_token", token.expose()),
            Grant::AuthorizationCode(code) => ("authorization_code", code.expose()),
            Grant::ClientCredentials => ("client_credentials", ""),
            Grant::Password(user, _) => ("password", user.as_str()),
        };
        let url = self.token_url.as_deref().unwrap_or_default();
        let mut hash = hmac_sha256::Hash::new();
        for part in [kind, secret, url].into_iter().chain(self.scopes.iter().map(String::as_str)) {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        let grant = Some(BASE64_STANDARD.encode(&hash.finalize()[..18]));
        GrantId { client_id: self.client_id.clone(), grant }
    }

    /// The time of day, in the precision of stores.
    pub(super) fn now(&self) -> SystemTime {
        let now = (self.clock)();
        let since_epoch = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        now - Duration::from_nanos(u64::from(since_epoch.subsec_nanos() % 1_000_000))
    }

    /// The scopes in the notation of requests.
    pub(super) fn scope(&self) -> Option<String> {
        (!self.scopes.is_empty()).then(|| self.scopes.join(&self.scope_separator))
    }

    /// All secrets, which messages must not repeat.
    pub(super) fn secrets(&self) -> Vec<&Secret> {
        let granted = match &self.grant {
            Grant::RefreshToken(secret) | Grant::AuthorizationCode(secret) | Grant::Password(_, secret) => Some(secret),
            Grant::Stored | Grant::ClientCredentials => None,
        };
        let parameters = self.parameters.iter().map(|(_, value)| value);
        granted.into_iter().chain(&self.client_secret).chain(&self.code_verifier).chain(parameters).collect()
    }
}

/// Without the secrets.
impl fmt::Debug for OAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth")
            .field("client_id", &self.client_id)
            .field("grant", &self.grant)
            .field("authorization_url", &self.authorization_url)
            .field("token_url", &self.token_url)
            .field("scopes", &self.scopes)
            .field("margin", &self.margin)
            .field("limit", &self.limit)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stored => "Stored",
            Self::RefreshToken(_) => "RefreshToken(…)",
            Self::AuthorizationCode(_) => "AuthorizationCode(…)",
            Self::ClientCredentials => "ClientCredentials",
            Self::Password(..) => "Password(…)",
        })
    }
}
