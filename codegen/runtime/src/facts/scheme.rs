//! Ways to authenticate, as a document describes them.

use super::flows::Flows;
use crate::url::reference;
use http::header::{AUTHORIZATION, HeaderName};

/// A way to authenticate that a document describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecurityScheme {
    name: &'static str,
    pub(crate) kind: Kind,
    flows: Flows,
    servers: &'static [&'static str],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Token { auth_scheme: &'static str },
    Header(&'static str),
    Query(&'static str),
    Cookie(&'static str),
    Basic,
}

impl SecurityScheme {
    const fn of(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, flows: Flows::NONE, servers: &[] }
    }

    /// `Authorization: <auth_scheme> <token>`.
    #[must_use]
    pub const fn token(name: &'static str, auth_scheme: &'static str) -> Self {
        Self::of(name, Kind::Token { auth_scheme })
    }

    /// A header that holds an API key.
    #[must_use]
    pub const fn header(name: &'static str, header: &'static str) -> Self {
        Self::of(name, Kind::Header(header))
    }

    /// A query parameter that holds an API key.
    #[must_use]
    pub const fn query(name: &'static str, parameter: &'static str) -> Self {
        Self::of(name, Kind::Query(parameter))
    }

    /// A cookie that holds an API key.
    #[must_use]
    pub const fn cookie(name: &'static str, cookie: &'static str) -> Self {
        Self::of(name, Kind::Cookie(cookie))
    }

    /// `Authorization: Basic …`.
    #[must_use]
    pub const fn basic(name: &'static str) -> Self {
        Self::of(name, Kind::Basic)
    }

    /// Adds the flow `authorizationCode` of OAuth 2.0.
    #[must_use]
    pub const fn authorization_code(mut self, authorization_url: &'static str, token_url: &'static str) -> Self {
        self.flows.authorization_url = authorization_url;
        self.flows.code_url = token_url;
        self
    }

    /// Adds the flow `clientCredentials` of OAuth 2.0.
    #[must_use]
    pub const fn client_credentials(mut self, token_url: &'static str) -> Self {
        self.flows.client_credentials_url = token_url;
        self
    }

    /// Adds the flow `password` of OAuth 2.0.
    #[must_use]
    pub const fn password(mut self, token_url: &'static str) -> Self {
        self.flows.password_url = token_url;
        self
    }

    /// Adds the flow `deviceAuthorization` of OAuth 2.0 (RFC 8628).
    #[must_use]
    pub const fn device_authorization(
        mut self,
        device_authorization_url: &'static str,
        token_url: &'static str,
    ) -> Self {
        self.flows.device_authorization_url = device_authorization_url;
        self.flows.device_token_url = token_url;
        self
    }

    /// Adds a `refreshUrl`, to which refresh tokens are sent instead of to the token endpoint.
    #[must_use]
    pub const fn refresh(mut self, refresh_url: &'static str) -> Self {
        self.flows.refresh_url = refresh_url;
        self
    }

    /// Adds the scopes that the flows declare, separated by spaces.
    #[must_use]
    pub const fn with_scopes(mut self, scopes: &'static str) -> Self {
        self.flows.scopes = scopes;
        self
    }

    /// Adds the servers that the document names, each with its scheme and host: a token that names one of them is used there.
    #[must_use]
    pub const fn with_servers(mut self, servers: &'static [&'static str]) -> Self {
        self.servers = servers;
        self
    }

    /// Whether the document names this server.
    pub(crate) fn has_server(&self, url: &str) -> bool {
        self.servers.iter().any(|server| reference::is_same_origin(server, url))
    }

    /// The scopes of OAuth 2.0 that the document declares.
    pub fn scopes(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.flows.scopes.split_ascii_whitespace()
    }

    /// Its name in the document.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) const fn flows(&self) -> &Flows {
        &self.flows
    }

    /// Whether the document has a token endpoint of OAuth 2.0.
    pub(crate) fn has_flows(&self) -> bool {
        self.flows.any_token_url().is_some()
    }

    pub(crate) const fn is_token(&self) -> bool {
        matches!(self.kind, Kind::Token { .. })
    }

    pub(crate) const fn is_basic(&self) -> bool {
        matches!(self.kind, Kind::Basic)
    }

    /// The header that it sets, other than cookies.
    pub(crate) fn header_name(&self) -> Option<HeaderName> {
        match self.kind {
            Kind::Token { .. } | Kind::Basic => Some(AUTHORIZATION),
            Kind::Header(header) => HeaderName::try_from(header).ok(),
            Kind::Query(_) | Kind::Cookie(_) => None,
        }
    }
}
