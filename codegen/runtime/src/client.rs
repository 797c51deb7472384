//! The client: sends operations with credentials over a transport, and how to build one.

use crate::credential::{self, Credential, Given, Used};
use crate::error::SendError;
use crate::oauth::OAuth;
use crate::{
    Body, Error, Operation, OperationInfo, RawResponse, RequestWriter, Response, Secret, SecurityScheme, Streamed,
    Timeout, TokenSource, Transport, TransportError, nearest, request, server,
};
use http::header::{HeaderMap, HeaderName, USER_AGENT};
use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

/// How much is kept of the body of an answer whose status is no success.
const FAILURE_LIMIT: usize = 16 * 1024 * 1024;

/// How long a call may take unless the caller says otherwise.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

/// What a document says of an API as a whole.
#[derive(Debug, Clone, Copy)]
pub struct Api {
    /// The name of the generated crate, for the user agent.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The URL of the first documented server, with the defaults of its variables. A path when the document leaves the
    /// host open: then [`ClientBuilder::server`] must give it.
    pub server: &'static str,
    /// Every way to authenticate that the client can apply.
    pub security: &'static [SecurityScheme],
}

/// Sends the operations of an API. Cheap to clone; clones share connections and credentials.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    api: &'static Api,
    server: String,
    /// Whether the caller said where the server is.
    redirected: bool,
    /// Servers of single operations, as documented, and where the caller has them instead.
    servers: Vec<(String, String)>,
    headers: HeaderMap,
    credentials: Vec<Given>,
    timeout: Duration,
    transport: Arc<dyn Transport>,
}

impl Client {
    /// The URL of the server.
    #[must_use]
    pub fn server(&self) -> &str {
        &self.inner.server
    }

    /// Sends an operation and reads its answer.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn send<O: Operation>(&self, operation: &O) -> Result<O::Answer, Error<O::Failure>> {
        O::read(&self.exchange(written(operation), O::STREAMED).await.map_err(Error::widen)?)
    }

    /// Sends an operation and reads its answer; keeps status, headers and raw body.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn send_for_response<O: Operation>(
        &self,
        operation: &O,
    ) -> Result<Response<O::Answer>, Error<O::Failure>> {
        let raw = self.exchange(written(operation), O::STREAMED).await.map_err(Error::widen)?;
        O::read(&raw).map(|value| Response::new(value, raw))
    }

    /// The request that [`send`](Self::send) would send: URL, headers, credentials and body.
    ///
    /// Headers that hold credentials are marked sensitive and do not print; a credential in the query does.
    ///
    /// # Errors
    /// [`Error::Input`] or [`Error::Credential`].
    pub async fn request<O: Operation>(&self, operation: &O) -> Result<http::Request<Body>, Error<O::Failure>> {
        self.prepare(written(operation)).await.map(|(_, request)| request).map_err(Error::widen)
    }

    /// What is the same for all operations is not compiled for each.
    async fn exchange(&self, written: Written, is_streamed: Option<IsStreamed>) -> Result<RawResponse, Error> {
        let (mut used, mut request) = self.prepare(written).await?;
        if is_streamed.is_some() {
            request.extensions_mut().insert(Streamed);
        }
        let mut again = request.body().is_replayable().then(|| request.clone());
        let answer = self.attempt(&used, request, is_streamed).await?;
        if let Some(request) = again.as_mut().filter(|_| credential::is_refused_token(&answer)) {
            let credential = |error| Error::<Infallible>::Credential(Box::new(error));
            if used.renew().await.map_err(credential)? {
                used.apply(request).map_err(credential)?;
                return self.attempt(&used, std::mem::take(request), is_streamed).await;
            }
        }
        Ok(answer)
    }

    async fn attempt(
        &self,
        used: &Used,
        request: http::Request<Body>,
        is_streamed: Option<IsStreamed>,
    ) -> Result<RawResponse, Error> {
        let operation = used.operation().clone();
        let answer = match self.inner.transport.send(request).await {
            Ok(response) => read(RawResponse::streamed(operation.clone(), response), is_streamed).await,
            Err(error) => Err(error),
        };
        answer.map_err(|error| Error::Transport(Box::new(SendError { operation, error })))
    }

    async fn prepare(&self, written: Written) -> Result<(Used, http::Request<Body>), Error> {
        let Written { operation, server, writer } = written;
        let Inner { api, headers, credentials, timeout, .. } = &*self.inner;
        let mut request = writer.finish_with(&self.server_of(server), headers)?;
        let credential = |error| Error::<Infallible>::Credential(Box::new(error));
        let used =
            credential::authorize(&mut request, &operation, api.security, credentials).await.map_err(credential)?;
        if let (Some(token_server), None, false) = (used.server(), server, self.inner.redirected) {
            credential::move_to(&mut request, &operation, token_server).map_err(credential)?;
        }
        request.extensions_mut().insert(Timeout(*timeout));
        Ok((used, request))
    }
}

impl Client {
    /// Where an operation is sent: to its own server, if it has one and the caller has not moved the API elsewhere.
    fn server_of(&self, own: Option<&'static str>) -> Cow<'_, str> {
        let Inner { server, redirected, servers, .. } = &*self.inner;
        let Some(own) = own else { return Cow::Borrowed(server) };
        match servers.iter().find(|(documented, _)| documented == own) {
            Some((_, url)) => Cow::Borrowed(url),
            None if *redirected && !server::is_relative(own) => Cow::Borrowed(server),
            None => Cow::Owned(server::resolved(own, server)),
        }
    }
}

/// An operation whose inputs are written.
struct Written {
    operation: OperationInfo,
    server: Option<&'static str>,
    writer: RequestWriter,
}

type IsStreamed = fn(&RawResponse) -> bool;

/// Reads the body, unless it is to be handed over as it comes. That of an error is always read, up to a limit.
async fn read(response: RawResponse, is_streamed: Option<IsStreamed>) -> Result<RawResponse, TransportError> {
    if !response.status().is_success() {
        return response.buffered(FAILURE_LIMIT).await;
    }
    match is_streamed {
        Some(is_streamed) if is_streamed(&response) => Ok(response),
        _ => response.buffered(usize::MAX).await,
    }
}

fn written<O: Operation>(operation: &O) -> Written {
    let mut writer = RequestWriter::new(O::INFO);
    operation.write(&mut writer);
    Written { operation: O::INFO, server: O::SERVER, writer }
}

/// Without headers and credentials.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api", &self.inner.api.name)
            .field("server", &self.inner.server)
            .field("timeout", &self.inner.timeout)
            .finish_non_exhaustive()
    }
}

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
    api: &'static Api,
    server: Option<String>,
    servers: Vec<(String, String)>,
    credentials: Vec<(Whose, Result<Credential, String>)>,
    oauth: Vec<OAuth>,
    timeout: Duration,
    user_agent: String,
    headers: Vec<(String, String)>,
    transport: Option<Arc<dyn Transport>>,
    client: PhantomData<fn() -> C>,
}

/// Which scheme a credential is for.
enum Whose {
    FirstToken,
    FirstBasic,
    Named(String),
}

impl<C: From<Client>> ClientBuilder<C> {
    /// A builder with the defaults of the API: its first server, 30 seconds, no credentials.
    #[must_use]
    pub fn new(api: &'static Api) -> Self {
        Self {
            api,
            server: None,
            servers: Vec::new(),
            credentials: Vec::new(),
            oauth: Vec::new(),
            timeout: DEFAULT_TIMEOUT,
            user_agent: format!("{}/{} specwright-runtime/{}", api.name, api.version, env!("CARGO_PKG_VERSION")),
            headers: Vec::new(),
            transport: None,
            client: PhantomData,
        }
    }

    /// The base URL of the server: absolute, `http` or `https`, without query. A slash at its end does not matter.
    ///
    /// Where the document gives its server as a path without a host, a URL that is a host alone gets that path.
    ///
    /// Every operation goes there, those for which the document names a server of their own included, so that nothing
    /// reaches the documented hosts by mistake; [`server_for`](Self::server_for) makes exceptions.
    #[must_use]
    pub fn server(mut self, url: impl Into<String>) -> Self {
        self.server = Some(url.into());
        self
    }

    /// The base URL for the operations whose own server the document gives as `documented`, which is the
    /// [`SERVER`](Operation::SERVER) of the operation.
    #[must_use]
    pub fn server_for(mut self, documented: impl Into<String>, url: impl Into<String>) -> Self {
        self.servers.push((documented.into(), url.into()));
        self
    }

    /// The access token for the API's first security scheme that takes one.
    #[must_use]
    pub fn access_token(self, token: impl Into<Secret>) -> Self {
        self.token_source(token.into())
    }

    /// Where access tokens come from, for the API's first security scheme that takes one.
    #[must_use]
    pub fn token_source(self, source: impl TokenSource) -> Self {
        self.given(Whose::FirstToken, Ok(Credential::Token(Arc::new(source))))
    }

    /// Tokens of OAuth 2.0 that are fetched, kept and renewed as [`OAuth`] says, over the client's transport and with the
    /// URLs of the document's security scheme unless it has its own.
    #[must_use]
    pub fn oauth(mut self, oauth: OAuth) -> Self {
        self.oauth.push(oauth);
        self
    }

    /// The API key or token for the security scheme of this name.
    #[must_use]
    pub fn credential(self, scheme: impl Into<String>, secret: impl Into<Secret>) -> Self {
        self.given(Whose::Named(scheme.into()), Ok(Credential::Key(secret.into())))
    }

    /// User and password for the API's first security scheme that takes them.
    #[must_use]
    pub fn basic(self, user: impl AsRef<str>, password: impl Into<Secret>) -> Self {
        self.given(Whose::FirstBasic, Credential::basic(user.as_ref(), &password.into()))
    }

    /// How long a call may take altogether; 30 seconds unless said. Where the answer may be a stream: how long until its
    /// head is there, and then until each piece.
    #[must_use]
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The `User-Agent`; the generated crate's name and version unless said.
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

    /// Sends with this reqwest client: its proxies, certificates, connection pool and redirect policy.
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

    /// Builds the client.
    ///
    /// # Errors
    /// When the server's URL, a header or a credential's scheme cannot be used, or there is no transport. Lists all.
    pub fn build(self) -> Result<C, BuildError> {
        self.build_client().map(C::from)
    }

    /// What the document says of the API.
    #[must_use]
    pub const fn api(&self) -> &'static Api {
        self.api
    }

    fn given(mut self, whose: Whose, credential: Result<Credential, String>) -> Self {
        self.credentials.push((whose, credential));
        self
    }
}

impl<C> ClientBuilder<C> {
    fn build_client(self) -> Result<Client, BuildError> {
        let mut problems = Problems(Vec::new());
        let redirected = self.server.is_some();
        let server = problems.note(server_url(self.api, self.server));
        let servers = self.servers.into_iter().map(|(own, url)| Ok((own, server::checked(&url)?)));
        let servers: Vec<(String, String)> = servers.filter_map(|server| problems.note(server)).collect();
        let headers = problems.note(default_headers(&self.user_agent, self.headers));
        let mut credentials = Vec::new();
        for (whose, credential) in self.credentials {
            let given = credential.and_then(|credential| Ok((scheme_of(self.api, &whose, &credential)?, credential)));
            if let Some((scheme, credential)) = problems.note(given) {
                credentials.retain(|(other, _)| *other != scheme);
                credentials.push((scheme, credential));
            }
        }
        let transport = problems.note(self.transport.map_or_else(default_transport, Ok));
        for oauth in self.oauth {
            let (Some(server), Some(transport)) = (&server, &transport) else { break };
            let bound = oauth.scheme_of(self.api).and_then(|scheme| {
                let source = oauth.bound_to(&scheme, server, Arc::clone(transport))?;
                Ok((scheme, Credential::Token(Arc::new(source))))
            });
            if let Some(given) = problems.note(bound) {
                credentials.retain(|(other, _)| *other != given.0);
                credentials.push(given);
            }
        }
        let (Some(server), Some(headers), Some(transport), []) = (server, headers, transport, &problems.0[..]) else {
            return Err(BuildError { api: self.api.name, problems: problems.0 });
        };
        let inner = Inner {
            api: self.api,
            server,
            redirected,
            servers,
            headers,
            credentials,
            timeout: self.timeout,
            transport,
        };
        Ok(Client { inner: Arc::new(inner) })
    }
}

/// The caller's server, or else the documented one.
fn server_url(api: &Api, given: Option<String>) -> Result<String, String> {
    match given {
        Some(url) if server::is_relative(api.server) && server::is_host(&url) => {
            server::checked(&server::resolved(api.server, &url))
        }
        Some(url) => server::checked(&url),
        None if server::is_relative(api.server) => {
            Err("the document does not say on which host the API is: give its URL with `ClientBuilder::server`"
                .to_owned())
        }
        None => server::checked(api.server),
    }
}

struct Problems(Vec<String>);

impl Problems {
    fn note<T>(&mut self, result: Result<T, String>) -> Option<T> {
        result.map_err(|problem| self.0.push(problem)).ok()
    }
}

fn default_headers(user_agent: &str, headers: Vec<(String, String)>) -> Result<HeaderMap, String> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let key = HeaderName::try_from(&name).map_err(|_| format!("`{name}` is not a name that a header can have"))?;
        let mut value = request::header_value(&value).map_err(|reason| format!("the header `{name}` {reason}"))?;
        value.set_sensitive(true);
        map.append(key, value);
    }
    if !map.contains_key(USER_AGENT) {
        map.insert(USER_AGENT, request::header_value(user_agent).map_err(|reason| format!("the user agent {reason}"))?);
    }
    Ok(map)
}

fn scheme_of(api: &Api, whose: &Whose, credential: &Credential) -> Result<SecurityScheme, String> {
    let first = |is: fn(&SecurityScheme) -> bool| api.security.iter().find(|scheme| is(scheme)).copied();
    match whose {
        Whose::FirstToken => {
            first(SecurityScheme::is_token).ok_or_else(|| format!("the API takes no access token{}", schemes(api)))
        }
        Whose::FirstBasic => {
            first(SecurityScheme::is_basic).ok_or_else(|| format!("the API takes no user and password{}", schemes(api)))
        }
        Whose::Named(name) => {
            let scheme = first_named(api, name)?;
            match credential {
                Credential::Key(_) if scheme.is_basic() => {
                    Err(format!("the security scheme `{name}` takes `ClientBuilder::basic(user, password)`"))
                }
                _ => Ok(scheme),
            }
        }
    }
}

fn first_named(api: &Api, name: &str) -> Result<SecurityScheme, String> {
    api.security.iter().find(|scheme| scheme.name() == name).copied().ok_or_else(|| {
        let names: Vec<&str> = api.security.iter().map(SecurityScheme::name).collect();
        let hint = nearest::names(name, &names).first().map(|near| format!(" (did you mean `{near}`?)"));
        format!("the API has no security scheme `{name}`{}{}", hint.unwrap_or_default(), schemes(api))
    })
}

fn schemes(api: &Api) -> String {
    match api.security {
        [] => "; it has no security schemes that a client can apply".to_owned(),
        schemes => {
            let names: Vec<String> = schemes.iter().map(|scheme| format!("`{}`", scheme.name())).collect();
            format!("; its security schemes are {}", names.join(", "))
        }
    }
}

#[cfg(feature = "reqwest")]
fn default_transport() -> Result<Arc<dyn Transport>, String> {
    match crate::ReqwestTransport::new() {
        Ok(transport) => Ok(Arc::new(transport)),
        Err(error) => Err(format!("the HTTP client cannot be set up: {error}")),
    }
}

#[cfg(not(feature = "reqwest"))]
fn default_transport() -> Result<Arc<dyn Transport>, String> {
    Err("there is no transport: give one with `ClientBuilder::transport`, or turn the feature `reqwest` on".to_owned())
}

/// Without credentials and headers.
impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("api", &self.api.name)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// A client cannot be built from what was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildError {
    api: &'static str,
    problems: Vec<String>,
}

impl BuildError {
    /// Every problem; never empty.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the client of {} cannot be built: {}", self.api, self.problems.join("; "))
    }
}

impl std::error::Error for BuildError {}
