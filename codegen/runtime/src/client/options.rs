//! Settings of calls: those of a client, and those that single calls override.

use super::Inner;
use super::overrides::{GivenCredential, Overrides};
use crate::{Presence, Retry, Secret, ServerUrl};
use std::sync::Arc;
use std::time::Duration;

/// Settings of calls that override those of their client: see [`Client::with`](crate::Client::with). A timeout of
/// `None` is no timeout.
///
/// ```
/// # use specwright_runtime::{Api, CallOptions, Client, ClientBuilder, MemoryTransport, SecurityScheme};
/// # static API: Api = Api { name: "a", version: "1", server: "https://api.example", security: &[SecurityScheme::token("t", "Bearer")] };
/// # let client: Client = ClientBuilder::new(&API).access_token("ours").transport(MemoryTransport::new()).build()?;
/// let for_ada = client.with(CallOptions::new().access_token("hers").header("X-Request-Id", "7f3a").query("debug", "1"));
/// # Ok::<(), specwright_runtime::BuildError>(())
/// ```
///
/// An invalid setting, such as an invalid header name, is an [`Error::Input`](crate::Error::Input) of the call.
#[derive(Debug, Clone, Default)]
#[must_use = "options do nothing until a client has them"]
pub struct CallOptions {
    timeout: Presence<Duration>,
    attempt_timeout: Presence<Duration>,
    read_timeout: Presence<Duration>,
    max_response_size: Option<usize>,
    max_redirects: Option<u32>,
    retry: Option<Retry>,
    pub(super) headers: Vec<(String, Secret)>,
    pub(super) query: Vec<(String, String)>,
    pub(super) server: Option<ServerUrl>,
    pub(super) credentials: Vec<(GivenCredential, Secret)>,
    pub(super) idempotency_key: Option<String>,
}

impl CallOptions {
    /// Creates options that override nothing.
    pub const fn new() -> Self {
        Self {
            timeout: Presence::Absent,
            attempt_timeout: Presence::Absent,
            read_timeout: Presence::Absent,
            max_response_size: None,
            max_redirects: None,
            retry: None,
            headers: Vec::new(),
            query: Vec::new(),
            server: None,
            credentials: Vec::new(),
            idempotency_key: None,
        }
    }

    /// The timeout of a call: see [`ClientBuilder::timeout`](crate::ClientBuilder::timeout).
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.timeout = explicit(timeout.into());
        self
    }

    /// The timeout of each attempt: see [`ClientBuilder::attempt_timeout`](crate::ClientBuilder::attempt_timeout).
    pub fn attempt_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.attempt_timeout = explicit(timeout.into());
        self
    }

    /// The timeout for each piece of a response body: see
    /// [`ClientBuilder::read_timeout`](crate::ClientBuilder::read_timeout).
    pub fn read_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.read_timeout = explicit(timeout.into());
        self
    }

    /// The largest response body: see [`ClientBuilder::max_response_size`](crate::ClientBuilder::max_response_size).
    pub const fn max_response_size(mut self, bytes: usize) -> Self {
        self.max_response_size = Some(bytes);
        self
    }

    /// The largest number of redirects: see [`ClientBuilder::max_redirects`](crate::ClientBuilder::max_redirects).
    pub const fn max_redirects(mut self, redirects: u32) -> Self {
        self.max_redirects = Some(redirects);
        self
    }

    /// When a request is sent again.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = Some(retry);
        self
    }

    /// Sets a header, replacing the one with this name that the client or the operation sends. Its value is never
    /// printed.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds a query parameter that the document does not describe, after those of the operation. Several with one name are all
    /// sent.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Sets the base URL of the server for every operation: see [`ClientBuilder::server`](crate::ClientBuilder::server). It
    /// receives the credentials and headers of the client, unless the call overrides them.
    pub fn server(mut self, url: impl Into<ServerUrl>) -> Self {
        self.server = Some(url.into());
        self
    }

    /// Sets the access token for the API's first security scheme that takes one, in place of the client's. A refused token is
    /// not renewed.
    pub fn access_token(mut self, token: impl Into<Secret>) -> Self {
        self.credentials.push((GivenCredential::Token, token.into()));
        self
    }

    /// The API key or token for the security scheme of this name, in place of the client's.
    pub fn credential(mut self, scheme: impl Into<String>, secret: impl Into<Secret>) -> Self {
        self.credentials.push((GivenCredential::Named(scheme.into()), secret.into()));
        self
    }

    /// User and password for the API's first security scheme that takes them, in place of the client's.
    pub fn basic(mut self, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.credentials.push((GivenCredential::Basic(user.into()), password.into()));
        self
    }

    /// Sets the header `Idempotency-Key`, by which a service recognizes a repeated request. A request that is not idempotent by
    /// its method, such as `POST`, is then retried like one that is (see [`Retry`]), each time with this key. Use another key
    /// for the next call.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.idempotency_key = Some(key.into());
        self
    }
}

fn explicit(timeout: Option<Duration>) -> Presence<Duration> {
    timeout.map_or(Presence::Null, Presence::Value)
}

fn changed(timeout: Option<Duration>, change: Presence<Duration>) -> Option<Duration> {
    match change {
        Presence::Absent => timeout,
        Presence::Null => None,
        Presence::Value(timeout) => Some(timeout),
    }
}

/// The settings of calls.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) timeout: Option<Duration>,
    pub(super) attempt_timeout: Option<Duration>,
    pub(super) connect_timeout: Option<Duration>,
    pub(super) read_timeout: Option<Duration>,
    pub(super) max_response_size: usize,
    pub(super) max_redirects: u32,
    pub(super) strict_statuses: bool,
    pub(super) retry: Retry,
    /// What the calls override, if anything.
    pub(super) overrides: Option<Arc<Overrides>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            timeout: Some(Duration::from_secs(30)),
            attempt_timeout: None,
            connect_timeout: Some(Duration::from_secs(10)),
            read_timeout: Some(Duration::from_secs(30)),
            max_response_size: 64 * 1024 * 1024,
            max_redirects: 10,
            strict_statuses: false,
            retry: Retry::default(),
            overrides: None,
        }
    }
}

impl Settings {
    pub(super) fn changed(&self, options: CallOptions, inner: &Inner) -> Self {
        Self {
            overrides: Overrides::of(&options, self.overrides.as_ref(), inner),
            timeout: changed(self.timeout, options.timeout),
            attempt_timeout: changed(self.attempt_timeout, options.attempt_timeout),
            connect_timeout: self.connect_timeout,
            read_timeout: changed(self.read_timeout, options.read_timeout),
            max_response_size: options.max_response_size.unwrap_or(self.max_response_size),
            max_redirects: options.max_redirects.unwrap_or(self.max_redirects),
            strict_statuses: self.strict_statuses,
            retry: options.retry.unwrap_or_else(|| self.retry.clone()),
        }
    }
}
