//! Building the client from a builder's settings, or listing everything that is wrong with them.

use super::builder::ClientBuilder;
use super::limits::Limiter;
use super::retry::Budget;
use super::scheme_choice::scheme_of;
use super::server_choice::{self, server_url};
use super::{Client, Core, Inner};
use crate::auth::Credential;
use crate::auth::oauth::OAuth;
use crate::request;
use crate::{Api, SecurityScheme, Transport};
use http::header::{HeaderMap, HeaderName, USER_AGENT};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

impl<C: From<Client>> ClientBuilder<C> {
    /// Builds the client.
    ///
    /// # Errors
    /// When the server's URL, a header or a credential's scheme is invalid, or there is no transport. The error lists
    /// every problem.
    pub fn build(self) -> Result<C, BuildError> {
        self.core(default_transport).map(|core| C::from(Client::new(core)))
    }
}

#[cfg(feature = "blocking")]
impl<C: super::InMode> ClientBuilder<C> {
    /// Builds a client whose calls block until they are done. It sends with ureq unless another transport is set, which
    /// must not need an async executor.
    ///
    /// # Errors
    /// As [`build`](Self::build).
    pub fn build_blocking(self) -> Result<C::Blocking, BuildError> {
        self.core(blocking_transport).map(|core| C::Blocking::from(Client::new(core)))
    }
}

impl<C> ClientBuilder<C> {
    fn core(self, default_transport: DefaultTransport) -> Result<Core, BuildError> {
        let mut problems = Problems(Vec::new());
        let redirected = self.server.is_some();
        let server = problems.note(server_url(self.api, self.server));
        let servers = self.servers.into_iter().map(|(own, url)| {
            server_choice::checked(url)
                .map(|url| (own.clone(), url))
                .map_err(|reason| format!("for the operations of `{own}`, {reason}"))
        });
        let servers: Vec<(String, String)> = servers.filter_map(|server| problems.note(server)).collect();
        let token_servers = self.token_servers.into_iter().filter_map(|server| problems.note(server)).collect();
        let headers = problems.note(default_headers(&self.user_agent, self.headers));
        let mut credentials = Vec::new();
        for (target, credential) in self.credentials {
            let credential =
                credential.and_then(|credential| Ok((scheme_of(self.api, &target, &credential)?, credential)));
            if let Some(credential) = problems.note(credential) {
                put(&mut credentials, credential);
            }
        }
        let connect_timeout = self.settings.connect_timeout;
        let transport = problems.note(self.transport.map_or_else(|| default_transport(connect_timeout), Ok));
        let encrypts_tokens = self.oauth.iter().any(OAuth::encrypts);
        for oauth in self.oauth {
            let (Some(server), Some(transport)) = (&server, &transport) else { break };
            if let Some(credential) = problems.note(token_source(oauth, self.api, server, transport)) {
                put(&mut credentials, credential);
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
            token_servers,
            encrypts_tokens,
            layers: self.layers,
            limiter: Limiter::new(&self.limits),
            budget: Budget::default(),
            transport,
        };
        Ok(Core::new(Arc::new(inner), self.settings))
    }
}

/// Adds a credential, in place of an earlier one for the same scheme.
fn put(credentials: &mut Vec<(SecurityScheme, Credential)>, added: (SecurityScheme, Credential)) {
    credentials.retain(|(scheme, _)| *scheme != added.0);
    credentials.push(added);
}

/// The credential for tokens of OAuth, and the scheme that it is for.
fn token_source(
    oauth: OAuth,
    api: &Api,
    server: &str,
    transport: &Arc<dyn Transport>,
) -> Result<(SecurityScheme, Credential), String> {
    let scheme = oauth.scheme_of(api)?;
    let source = oauth.bound_to(&scheme, server, Arc::clone(transport))?;
    Ok((scheme, Credential::Token(Arc::new(source))))
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
        let key = HeaderName::try_from(&name).map_err(|_| format!("`{name}` is not a valid header name"))?;
        let mut value = request::header_value(&value).map_err(|reason| format!("the header `{name}` {reason}"))?;
        value.set_sensitive(true);
        map.append(key, value);
    }
    if !map.contains_key(USER_AGENT) {
        map.insert(USER_AGENT, request::header_value(user_agent).map_err(|reason| format!("the user agent {reason}"))?);
    }
    Ok(map)
}

/// Makes the transport if the caller sets none.
type DefaultTransport = fn(Option<Duration>) -> Result<Arc<dyn Transport>, String>;

#[cfg(feature = "hyper")]
fn default_transport(connect_timeout: Option<Duration>) -> Result<Arc<dyn Transport>, String> {
    set_up(crate::HyperTransport::connecting_within(connect_timeout))
}

#[cfg(all(feature = "reqwest", not(feature = "hyper")))]
fn default_transport(connect_timeout: Option<Duration>) -> Result<Arc<dyn Transport>, String> {
    set_up(crate::ReqwestTransport::connecting_within(connect_timeout))
}

#[cfg(any(feature = "hyper", feature = "reqwest"))]
fn set_up<T: Transport>(transport: Result<T, crate::TransportError>) -> Result<Arc<dyn Transport>, String> {
    match transport {
        Ok(transport) => Ok(Arc::new(transport)),
        Err(error) => Err(format!("the HTTP client cannot be set up: {error}")),
    }
}

#[cfg(not(any(feature = "hyper", feature = "reqwest")))]
fn default_transport(_: Option<Duration>) -> Result<Arc<dyn Transport>, String> {
    Err("there is no transport: set one with `ClientBuilder::transport`, or enable the feature `hyper`".to_owned())
}

#[cfg(feature = "blocking")]
#[expect(clippy::unnecessary_wraps, reason = "as other transports are made, which may fail")]
fn blocking_transport(_: Option<Duration>) -> Result<Arc<dyn Transport>, String> {
    Ok(Arc::new(crate::UreqTransport::new()))
}

/// The error returned by [`ClientBuilder::build`].
#[derive(Clone, PartialEq, Eq)]
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

/// The message, as `main` and `unwrap` show it.
impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for BuildError {}
