//! Building a client: server, credentials, settings, transport.

use super::options::Settings;
use super::scheme_choice::CredentialTarget;
use crate::auth::oauth::OAuth;
use crate::auth::{Credential, TokenServer};
use crate::client::layer::Layer;
use crate::client::limits::Limits;
use crate::client::retry::Retry;
use crate::{Api, Secret, ServerUrl, TokenSource, Transport};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

/// Builds a client: server, credentials, timeout, transport. `C` is the generated client.
///
/// ```
/// use specwright_runtime::{Api, Client, ClientBuilder, MemoryTransport, SecurityScheme};
///
/// static API: Api = Api {
///     name: "portals",
///     version: "1.0.0",
///     server: "https://api.example/v8",
///     security: &[SecurityScheme::token("oauth", "Bearer")],
/// };
///
/// let client: Client = ClientBuilder::new(&API)
///     .access_token("1000.8cb99d")
///     .transport(MemoryTransport::new())
///     .build()?;
/// assert!(!format!("{client:?}").contains("8cb99d"));
/// # Ok::<(), specwright_runtime::BuildError>(())
/// ```
pub struct ClientBuilder<C> {
    pub(super) api: &'static Api,
    pub(super) server: Option<ServerUrl>,
    pub(super) servers: Vec<(String, ServerUrl)>,
    pub(super) credentials: Vec<(CredentialTarget, Result<Credential, String>)>,
    pub(super) oauth: Vec<OAuth>,
    pub(super) token_servers: Vec<Result<TokenServer, String>>,
    pub(super) settings: Settings,
    pub(super) limits: Limits,
    pub(super) layers: Vec<Arc<dyn Layer>>,
    pub(super) user_agent: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) transport: Option<Arc<dyn Transport>>,
    client: PhantomData<fn() -> C>,
}

impl<C> ClientBuilder<C> {
    /// Creates a builder with the defaults of the API: its first server, a timeout of 30 seconds, no credentials.
    #[must_use]
    pub fn new(api: &'static Api) -> Self {
        Self {
            api,
            server: None,
            servers: Vec::new(),
            credentials: Vec::new(),
            oauth: Vec::new(),
            token_servers: Vec::new(),
            settings: Settings::default(),
            limits: Limits::new(),
            layers: Vec::new(),
            user_agent: format!("{}/{} specwright-runtime/{}", api.name, api.version, env!("CARGO_PKG_VERSION")),
            headers: Vec::new(),
            transport: None,
            client: PhantomData,
        }
    }

    /// Sets the base URL of the server: absolute, `http` or `https`, without query. A trailing slash does not matter.
    ///
    /// If the document describes its server by a path without a host, that path is appended to a URL that has none. The
    /// values of a [template](crate::ServerTemplate) cannot change the host beyond their own position.
    ///
    /// Every operation is sent there, including those for which the document names another server, so that nothing
    /// reaches the documented hosts by mistake; [`server_for`](Self::server_for) makes exceptions.
    #[must_use]
    pub fn server(mut self, url: impl Into<ServerUrl>) -> Self {
        self.server = Some(url.into());
        self
    }

    /// The base URL for the operations whose own server is documented as `documented`, which is the
    /// [`SERVER`](crate::Operation::SERVER) of the operation.
    #[must_use]
    pub fn server_for(mut self, documented: impl Into<String>, url: impl Into<ServerUrl>) -> Self {
        self.servers.push((documented.into(), url.into()));
        self
    }

    /// Sets the access token for the API's first security scheme that takes one.
    #[must_use]
    pub fn access_token(self, token: impl Into<Secret>) -> Self {
        self.add_credential(CredentialTarget::FirstToken, Credential::key(token.into()))
    }

    /// Sets the source of access tokens for the API's first security scheme that takes one.
    #[must_use]
    pub fn token_source(self, source: impl TokenSource) -> Self {
        self.add_credential(CredentialTarget::FirstToken, Ok(Credential::Token(Arc::new(source))))
    }

    /// Fetches, stores and renews tokens of OAuth 2.0 as configured by [`OAuth`], over the client's transport and with
    /// the URLs of the document's security scheme, unless it has its own.
    #[must_use]
    pub fn oauth(mut self, oauth: OAuth) -> Self {
        self.oauth.push(oauth);
        self
    }

    /// Allows a server that a token response may name (`api_domain`, `instance_url`,
    /// [`AccessToken::with_server`](crate::AccessToken::with_server)): `https://api.example.com`, or `https://*.example.com` for
    /// all hosts of a domain.
    ///
    /// Calls with such a token are sent to that server if the document names it or it is allowed here; a token for any other
    /// server is an [`Error::Credential`](crate::Error::Credential), so that no response of a token endpoint decides which host
    /// receives credentials. A server that is allowed here receives only the token: no other credential, and none of the headers
    /// set with [`header`](Self::header). If [`server`](Self::server) is set, calls always go there.
    #[must_use]
    pub fn allow_token_server(mut self, url: impl AsRef<str>) -> Self {
        self.token_servers.push(TokenServer::parse(url.as_ref()));
        self
    }

    /// Sets the API key or token for the security scheme with this name.
    #[must_use]
    pub fn credential(self, scheme: impl Into<String>, secret: impl Into<Secret>) -> Self {
        self.add_credential(CredentialTarget::Named(scheme.into()), Credential::key(secret.into()))
    }

    /// Sets user and password for the API's first security scheme that takes them.
    #[must_use]
    pub fn basic(self, user: impl AsRef<str>, password: impl Into<Secret>) -> Self {
        self.add_credential(CredentialTarget::FirstBasic, Credential::basic(user.as_ref(), &password.into()))
    }

    /// The timeout of a call, including waits for its turn, for a token and between attempts. Default: 30 seconds;
    /// `None` for no limit. If the response is a stream, the time until its headers have arrived.
    #[must_use]
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.timeout = timeout.into();
        self
    }

    /// The timeout of each attempt of a call, including redirects, so that time is left for another attempt. Default: that
    /// of the call.
    #[must_use]
    pub fn attempt_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.attempt_timeout = timeout.into();
        self
    }

    /// The timeout for connecting. Default: 10 seconds. A transport or HTTP client that the caller provides may have
    /// its own.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.connect_timeout = timeout.into();
        self
    }

    /// The timeout for each piece of a response body, including those of streams. Default: 30 seconds.
    #[must_use]
    pub fn read_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.read_timeout = timeout.into();
        self
    }

    /// The largest response body that is read into memory, in bytes after decompression. Default: 64 MiB. A larger one
    /// is an error. Of an error response, at most the first 16 MiB are read.
    #[must_use]
    pub const fn max_response_size(mut self, bytes: usize) -> Self {
        self.settings.max_response_size = bytes;
        self
    }

    /// The largest number of redirects that a request follows, all within its origin (scheme, host and port). Default: 10;
    /// 0 for none. A further redirect, or one to another origin, is returned as the response: credentials are never sent
    /// elsewhere.
    #[must_use]
    pub const fn max_redirects(mut self, redirects: u32) -> Self {
        self.settings.max_redirects = redirects;
        self
    }

    /// Whether a success with an undocumented status is an error. By default it is not: if the document describes only one
    /// success, such as 200, a response with 201 or 202 is read as that one, and [`Response::status`](crate::Response::status)
    /// has the actual status. A body that does not match is an error in any case.
    #[must_use]
    pub const fn strict_statuses(mut self, strict: bool) -> Self {
        self.settings.strict_statuses = strict;
        self
    }

    /// Sets when failed requests are sent again; see [`Retry`] for the defaults.
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.settings.retry = retry;
        self
    }

    /// Limits concurrent calls, and calls per time.
    #[must_use]
    pub const fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Adds a layer around each attempt of a call. The first layer is the outermost.
    #[must_use]
    pub fn layer(mut self, layer: impl Layer) -> Self {
        self.layers.push(Arc::new(layer));
        self
    }

    /// Sets the `User-Agent`. Default: the generated crate's name and version.
    #[must_use]
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Adds a header to every request, unless an operation sets it. Its value is never printed.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Uses this reqwest client, with its proxies, certificates and connection pool. The client does not see redirects that its
    /// own policy follows; see [`ReqwestTransport`](crate::ReqwestTransport).
    #[must_use]
    #[cfg(feature = "reqwest")]
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.transport(crate::ReqwestTransport::from(client))
    }

    /// Uses this transport.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// What the document states about the API.
    #[must_use]
    pub const fn api(&self) -> &'static Api {
        self.api
    }

    fn add_credential(mut self, target: CredentialTarget, credential: Result<Credential, String>) -> Self {
        self.credentials.push((target, credential));
        self
    }
}

/// Without credentials and headers.
impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("api", &self.api.name)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
