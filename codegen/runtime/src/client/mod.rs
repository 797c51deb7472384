//! The client: sends operations with credentials over a transport.
//!
//! Belongs here: a call from its inputs to its response, with attempts, limits, redirects and layers.
//!
//! [`Client`] and the state that its clones share are here. `builder` and `build` create a client, `call` is a call of
//! one of its methods, `options` and `overrides` are the settings of one call, and `mode` determines whether calls
//! block. Each of these uses the client, and the client's methods use each of them.
//!
//! Uses: `auth`, `exec`, `facts`, `model`, `operation`, `request`, `response`, `syntax`, `transport`, `url`. Used by:
//! `pages`, `wait`.

mod build;
mod builder;
mod call;
pub mod layer;
pub(crate) mod limits;
mod mode;
mod options;
mod overrides;
pub(crate) mod read;
mod redirect;
pub(crate) mod retry;
mod scheme_choice;
mod server_choice;
#[cfg(feature = "tracing")]
mod trace;
#[cfg(not(feature = "tracing"))]
#[path = "untraced.rs"]
mod trace;

pub use build::BuildError;
pub use builder::ClientBuilder;
pub use mode::{Async, Mode};
#[cfg(feature = "blocking")]
pub use mode::{Blocking, InMode};
pub use options::CallOptions;

use crate::auth::{Allowed, Configured, Selected, TokenServer};
use crate::client::layer::Layer;
use crate::client::limits::Limiter;
use crate::client::retry::Budget;
use crate::url::server;
use crate::{
    Api, Body, CredentialError, Error, Operation, OperationInfo, RawResponse, RequestWriter, Response, Transport,
};
use call::Call;
use http::header::HeaderMap;
use options::Settings;
use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

/// Sends the operations of an API. Cheap to clone; clones share connections, credentials, limits and the budget of
/// retries.
///
/// On a `Client`, [`send`](Self::send) returns a future. On a `Client<Blocking>`, which `ClientBuilder::build_blocking`
/// creates with the feature `blocking`, it returns the response. The operations are the same.
pub struct Client<M = Async> {
    core: Core,
    mode: PhantomData<M>,
}

/// The part of a client that does not depend on its mode.
#[derive(Clone)]
struct Core(Arc<Shared>);

/// Padded, so that it shares no cache line with the reference count: clients are cloned and dropped on all threads
/// while others read this.
#[repr(align(64))]
struct Shared {
    settings: Settings,
    inner: Arc<Inner>,
}

impl Deref for Core {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

struct Inner {
    api: &'static Api,
    server: String,
    /// Whether the caller has set the server.
    redirected: bool,
    /// Documented servers of single operations, with the URLs that the caller has set in their place.
    servers: Vec<(String, String)>,
    headers: HeaderMap,
    credentials: Vec<Configured>,
    /// Servers that tokens may name, in addition to the documented ones.
    token_servers: Vec<TokenServer>,
    /// Whether tokens of OAuth require encryption.
    encrypts_tokens: bool,
    layers: Vec<Arc<dyn Layer>>,
    limiter: Limiter,
    budget: Budget,
    transport: Arc<dyn Transport>,
}

impl<M> Client<M> {
    const fn new(core: Core) -> Self {
        Self { core, mode: PhantomData }
    }

    /// The URL of the server.
    #[must_use]
    pub fn server(&self) -> &str {
        &self.core.inner.server
    }

    /// Returns a client with other settings, which shares everything else.
    ///
    /// ```no_run
    /// # use specwright_runtime::{CallOptions, Client, Retry};
    /// # use std::time::Duration;
    /// # fn example(client: Client) {
    /// let impatient = client.with(CallOptions::new().timeout(Duration::from_secs(2)).retry(Retry::never()));
    /// # }
    /// ```
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        let settings = self.core.settings.changed(options, &self.core.inner);
        Self::new(Core::new(Arc::clone(&self.core.inner), settings))
    }
}

impl Client {
    /// Sends an operation and reads its response.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn send<O: Operation>(&self, operation: &O) -> Result<O::Output, Error<O::Failure>> {
        let call = self.core.call(written(operation), O::STREAMED).map_err(Error::widen)?;
        O::read(&call.response().await.map_err(Error::widen)?)
    }

    /// Sends an operation and reads its response; keeps status, headers and raw body.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn send_for_response<O: Operation>(
        &self,
        operation: &O,
    ) -> Result<Response<O::Output>, Error<O::Failure>> {
        let call = self.core.call(written(operation), O::STREAMED).map_err(Error::widen)?;
        let raw = call.response().await.map_err(Error::widen)?;
        O::read(&raw).map(|value| Response::new(value, raw))
    }

    /// The request that [`send`](Self::send) would send: URL, headers, credentials and body.
    ///
    /// Headers with credentials are marked as sensitive and not printed; a credential in the query is printed.
    ///
    /// # Errors
    /// [`Error::Input`] or [`Error::Credential`].
    pub async fn request<O: Operation>(&self, operation: &O) -> Result<http::Request<Body>, Error<O::Failure>> {
        self.core.request(written(operation)).await.map_err(Error::widen)
    }
}

#[cfg(feature = "blocking")]
impl Client<Blocking> {
    /// Sends an operation and waits for its response.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn send<O: Operation>(&self, operation: &O) -> Result<O::Output, Error<O::Failure>> {
        let call = self.core.call(written(operation), O::STREAMED).map_err(Error::widen)?;
        O::read(&crate::exec::blocking::block_on(call.response()).map_err(Error::widen)?)
    }

    /// Sends an operation and waits for its response; keeps status, headers and raw body.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn send_for_response<O: Operation>(&self, operation: &O) -> Result<Response<O::Output>, Error<O::Failure>> {
        let call = self.core.call(written(operation), O::STREAMED).map_err(Error::widen)?;
        let raw = crate::exec::blocking::block_on(call.response()).map_err(Error::widen)?;
        O::read(&raw).map(|value| Response::new(value, raw))
    }

    /// The request that [`send`](Self::send) would send: URL, headers, credentials and body.
    ///
    /// Headers with credentials are marked as sensitive and not printed; a credential in the query is printed.
    ///
    /// # Errors
    /// [`Error::Input`] or [`Error::Credential`].
    pub fn request<O: Operation>(&self, operation: &O) -> Result<http::Request<Body>, Error<O::Failure>> {
        crate::exec::blocking::block_on(self.core.request(written(operation))).map_err(Error::widen)
    }
}

impl Core {
    fn new(inner: Arc<Inner>, settings: Settings) -> Self {
        Self(Arc::new(Shared { settings, inner }))
    }

    /// Not generic over the operation, so that it is compiled once.
    fn call(&self, written: Written, is_streamed: Option<IsStreamed>) -> Result<Call<'_>, Error<Infallible>> {
        let (target, request) = self.prepare(written)?;
        Ok(Call::new(self, target, request, is_streamed))
    }

    async fn request(&self, written: Written) -> Result<http::Request<Body>, Error<Infallible>> {
        let (target, mut request) = self.prepare(written)?;
        let used = self.credentials(&target, &request).await?;
        self.authorize(&target, &mut request, &used)?;
        Ok(request)
    }

    /// The request without credentials.
    fn prepare(&self, written: Written) -> Result<(Target, http::Request<Body>), Error<Infallible>> {
        let Written { operation, server, mut writer } = written;
        let Some(overrides) = &self.settings.overrides else {
            let request = writer.finish_with(self.inner.server_of(server), &self.inner.headers)?;
            let follows_token = server.is_none() && !self.inner.redirected;
            return Ok((Target { operation, follows_token }, request));
        };
        overrides.write(&mut writer);
        let base = match &overrides.server {
            Some(url) => Ok(Cow::Borrowed(url.as_str())),
            None => self.inner.server_of(server),
        };
        let mut request = writer.finish_with(base, &overrides.headers)?;
        overrides.apply(&mut request);
        let follows_token = server.is_none() && !self.inner.redirected && overrides.server.is_none();
        Ok((Target { operation, follows_token }, request))
    }

    /// Adds credentials to a request, and moves it to the server that its token is issued for.
    fn authorize(
        &self,
        target: &Target,
        request: &mut http::Request<Body>,
        used: &Selected<'_>,
    ) -> Result<(), CredentialError> {
        let Inner { token_servers: servers, headers, encrypts_tokens, .. } = &*self.inner;
        let headers = self.settings.overrides.as_ref().map_or(headers, |overrides| &overrides.headers);
        if target.follows_token {
            used.apply_and_move(request, &Allowed { servers, headers })?;
        } else {
            used.apply(request)?;
        }
        // The server of the client was checked by the builder. An operation may have another.
        if *encrypts_tokens { used.check_encrypted(request.uri()) } else { Ok(()) }
    }

    /// The credentials for a request.
    async fn credentials(
        &self,
        target: &Target,
        request: &http::Request<Body>,
    ) -> Result<Selected<'_>, CredentialError> {
        let Inner { api, credentials, .. } = &*self.inner;
        let credentials = self.settings.overrides.as_ref().map_or(credentials, |overrides| &overrides.credentials);
        Selected::by(request, target.operation, api.security, credentials).await
    }
}

/// The destination of a request.
struct Target {
    operation: &'static OperationInfo,
    /// Whether it is sent to the server that a token names: if the caller has set no server, and the operation has none of
    /// its own.
    follows_token: bool,
}

impl Target {
    /// The server that a token moves the request to.
    fn moved_by<'a>(&self, used: &'a Selected<'_>) -> Option<&'a Arc<str>> {
        used.server().filter(|_| self.follows_token)
    }
}

impl Inner {
    /// The server that an operation is sent to: its own, if it has one and the caller has set no server for the API. An
    /// error if the URL of its own server is invalid; those of the client have been checked.
    fn server_of(&self, own: Option<&'static str>) -> Result<Cow<'_, str>, String> {
        let Self { server, redirected, servers, .. } = self;
        let Some(own) = own else { return Ok(Cow::Borrowed(server)) };
        match servers.iter().find(|(documented, _)| documented == own) {
            Some((_, url)) => Ok(Cow::Borrowed(url)),
            None if *redirected && !server::is_relative(own) => Ok(Cow::Borrowed(server)),
            None => server::checked(&server::resolved(own, server)).map(Cow::Owned),
        }
    }
}

/// An operation whose inputs are written.
struct Written {
    operation: &'static OperationInfo,
    server: Option<&'static str>,
    writer: RequestWriter,
}

type IsStreamed = fn(&RawResponse) -> bool;

fn written<O: Operation>(operation: &O) -> Written {
    let mut writer = RequestWriter::new(&O::INFO);
    operation.write(&mut writer);
    Written { operation: &O::INFO, server: O::SERVER, writer }
}

impl<M> Clone for Client<M> {
    fn clone(&self) -> Self {
        Self::new(self.core.clone())
    }
}

/// Without headers and credentials.
impl<M> fmt::Debug for Client<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api", &self.core.inner.api.name)
            .field("server", &self.core.inner.server)
            .field("settings", &self.core.settings)
            .finish_non_exhaustive()
    }
}

/// The methods of a generated client apart from its operations. Takes its name and the static [`Api`](crate::Api).
///
/// The client is a struct with one type parameter, its [`Mode`], and a field `inner`, a [`Client`](crate::Client) of
/// that mode.
#[doc(hidden)]
#[macro_export]
macro_rules! __client {
    ($client:ident, $api:expr) => {
        impl $client {
            /// Builds a client: server, credentials, settings, transport.
            #[must_use]
            pub fn builder() -> $crate::ClientBuilder<Self> {
                $crate::ClientBuilder::new(&$api)
            }
        }

        impl<M: $crate::Mode> $client<M> {
            /// Returns a client with other settings for its calls: timeouts, retries, headers, another server or token.
            #[must_use]
            pub fn with(&self, options: $crate::CallOptions) -> Self {
                Self { inner: self.inner.with(options) }
            }
        }

        impl<M> ::core::convert::From<$crate::Client<M>> for $client<M> {
            fn from(inner: $crate::Client<M>) -> Self {
                Self { inner }
            }
        }

        impl<M> ::core::convert::AsRef<$crate::Client<M>> for $client<M> {
            fn as_ref(&self) -> &$crate::Client<M> {
                &self.inner
            }
        }

        $crate::__private::blocking_client!($client);
    };
}

/// Declares the blocking mode of a generated client.
#[doc(hidden)]
#[cfg(feature = "blocking")]
#[macro_export]
macro_rules! __blocking_client {
    ($client:ident) => {
        impl<M> $crate::InMode for $client<M> {
            type Blocking = $client<$crate::Blocking>;
        }
    };
}

/// Expands to nothing without the feature `blocking`.
#[doc(hidden)]
#[cfg(not(feature = "blocking"))]
#[macro_export]
macro_rules! __blocking_client {
    ($($any:tt)*) => {};
}
