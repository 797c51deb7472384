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
    /// A builder with the defaults of the API: its first server, 30 seconds, no credentials.
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

    /// The base URL of the server: absolute, `http` or `https`, without query. A slash at its end does not matter.
    ///
    /// Where the document gives its server as a path without a host, a URL that is a host alone gets that path. Of a
    /// [template](crate::ServerTemplate), no value of a variable leads to another host than it has room for.
    ///
    /// Every operation goes there, those for which the document names a server of their own included, so that nothing
    /// reaches the documented hosts by mistake; [`server_for`](Self::server_for) makes exceptions.
    #[must_use]
    pub fn server(mut self, url: impl Into<ServerUrl>) -> Self {
        self.server = Some(url.into());
        self
    }

    /// The base URL for the operations target own server the document gives as `documented`, which is the
    /// [`SERVER`](crate::Operation::SERVER) of the operation.
    #[must_use]
    pub fn server_for(mut self, documented: impl Into<String>, url: impl Into<ServerUrl>) -> Self {
        self.servers.push((documented.into(), url.into()));
        self
    }

    /// The access token for the API's first security scheme that takes one.
    #[must_use]
    pub fn access_token(self, token: impl Into<Secret>) -> Self {
        self.given(CredentialTarget::FirstToken, Credential::key(token.into()))
    }

    /// Where access tokens come from, for the API's first security scheme that takes one.
    #[must_use]
    pub fn token_source(self, source: impl TokenSource) -> Self {
        self.given(CredentialTarget::FirstToken, Ok(Credential::Token(Arc::new(source))))
    }

    /// Tokens of OAuth 2.0 that are fetched, kept and renewed as [`OAuth`] says, over the client's transport and with the
    /// URLs of the document's security scheme unless it has its own.
    #[must_use]
    pub fn oauth(mut self, oauth: OAuth) -> Self {
        self.oauth.push(oauth);
        self
    }

    /// A server that a token may name (`api_domain`, `instance_url`, [`AccessToken::with_server`](crate::AccessToken::with_server)):
    /// `https://api.example.com`, or `https://*.example.com` for all hosts of a domain.
    ///
    /// Calls follow a token to the servers that the document names, and to those that are allowed here; a token that names
    /// another is an [`Error::Credential`](crate::Error::Credential), so that no response of a token endpoint decides which host gets
    /// credentials. A server that is allowed here gets the token alone: no other credential, and none of the headers that are
    /// given with [`header`](Self::header). With a [`server`](Self::server) of the caller's no token is followed.
    #[must_use]
    pub fn allow_token_server(mut self, url: impl AsRef<str>) -> Self {
        self.token_servers.push(TokenServer::parse(url.as_ref()));
        self
    }

    /// The API key or token for the security scheme of this name.
    #[must_use]
    pub fn credential(self, scheme: impl Into<String>, secret: impl Into<Secret>) -> Self {
        self.given(CredentialTarget::Named(scheme.into()), Credential::key(secret.into()))
    }

    /// User and password for the API's first security scheme that takes them.
    #[must_use]
    pub fn basic(self, user: impl AsRef<str>, password: impl Into<Secret>) -> Self {
        self.given(CredentialTarget::FirstBasic, Credential::basic(user.as_ref(), &password.into()))
    }

    /// How long a call may take altogether, including waits for its turn, for a token and between attempts. Default: 30
    /// seconds; `None` for no limit. For a response that is a stream, the time until its head has arrived.
    #[must_use]
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.timeout = timeout.into();
        self
    }

    /// How long each attempt of a call may take, redirects included, so that time is left for another. Default: as long as
    /// the call.
    #[must_use]
    pub fn attempt_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.attempt_timeout = timeout.into();
        self
    }

    /// How long connecting may take. Default: 10 seconds. A transport or HTTP client that the caller gives may have
    /// its own.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.connect_timeout = timeout.into();
        self
    }

    /// How long to wait for each piece of the body of a response, streams included. Default: 30 seconds.
    #[must_use]
    pub fn read_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.read_timeout = timeout.into();
        self
    }

    /// How many bytes the body of a response may have when it is read at once, decompressed. Default: 64 MiB. More is an
    /// error. Of a response that is an error itself, the beginning is read, at most 16 MiB.
    #[must_use]
    pub const fn max_response_size(mut self, bytes: usize) -> Self {
        self.settings.max_response_size = bytes;
        self
    }

    /// How many redirects a request follows, each within the origin that it is for (scheme, host and port). Default: 10; 0
    /// for none. One beyond that, or to another origin, is returned as it is: no credential ever travels elsewhere.
    #[must_use]
    pub const fn max_redirects(mut self, redirects: u32) -> Self {
        self.settings.max_redirects = redirects;
        self
    }

    /// Whether a success with a status that the document does not describe is an error. By default it is not: where the document
    /// describes one success alone, such as 200, a response of 201 or 202 is read as that one, and
    /// [`Response::status`](crate::Response::status) tells. A body that does not fit is an error in any case.
    #[must_use]
    pub const fn strict_statuses(mut self, strict: bool) -> Self {
        self.settings.strict_statuses = strict;
        self
    }

    /// When requests that went wrong are sent again; see [`Retry`] for what goes without saying.
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.settings.retry = retry;
        self
    }

    /// How many calls at once, and how many in a time.
    #[must_use]
    pub const fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Something around each attempt of a call. The first that is given is the outermost.
    #[must_use]
    pub fn layer(mut self, layer: impl Layer) -> Self {
        self.layers.push(Arc::new(layer));
        self
    }

    /// The `User-Agent`. Default: the generated crate's name and version.
    #[must_use]
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// A header for every request, unless an operation sets it. Its value never prints.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sends with this reqwest client: its proxies, certificates and connection pool. Redirects that its own policy follows are
    /// not seen by the client; see [`ReqwestTransport`](crate::ReqwestTransport).
    #[must_use]
    #[cfg(feature = "reqwest")]
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.transport(crate::ReqwestTransport::from(client))
    }

    /// Sends with this transport.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// What the document says of the API.
    #[must_use]
    pub const fn api(&self) -> &'static Api {
        self.api
    }

    fn given(mut self, target: CredentialTarget, credential: Result<Credential, String>) -> Self {
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
