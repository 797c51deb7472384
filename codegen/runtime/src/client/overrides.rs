//! What single calls override: headers, parameters, server, credentials.

use super::scheme_choice::{CredentialTarget, scheme_of};
use super::server_choice::server_url;
use super::{CallOptions, Inner};
use crate::auth::{Configured, Credential};
use crate::request;
use crate::{Body, RequestWriter, Secret};
use http::header::{HeaderMap, HeaderName};
use std::fmt;
use std::sync::Arc;

/// The header of an idempotency key (draft-ietf-httpapi-idempotency-key-header).
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// What a credential of a call is for.
#[derive(Debug, Clone)]
pub(super) enum GivenCredential {
    Token,
    Named(String),
    /// Of this user, the password.
    Basic(String),
}

/// What calls override.
#[derive(Clone)]
pub(super) struct Overrides {
    /// The headers of these calls only, all of them sensitive.
    own: HeaderMap,
    /// These headers together with those of the client.
    pub(super) headers: HeaderMap,
    query: Vec<(String, String)>,
    pub(super) server: Option<String>,
    /// All credentials, those of the client included.
    pub(super) credentials: Vec<Configured>,
    /// Whether there is an idempotency key.
    pub(super) is_keyed: bool,
    /// The problems: the input, and the reason.
    problems: Vec<(String, String)>,
}

impl Overrides {
    /// The overrides of `options` on top of those `before`; `None` if nothing is overridden.
    pub(super) fn of(options: &CallOptions, before: Option<&Arc<Self>>, inner: &Inner) -> Option<Arc<Self>> {
        let CallOptions { headers, query, server, credentials, idempotency_key, .. } = options;
        let is_plain = headers.is_empty() && query.is_empty() && credentials.is_empty();
        if is_plain && server.is_none() && idempotency_key.is_none() {
            return before.map(Arc::clone);
        }
        let mut all = before.map_or_else(|| Self::of_client(inner), |before| Self::clone(before));
        all.query.extend(query.iter().cloned());
        if let Some(url) = server {
            match server_url(inner.api, Some(url.clone())) {
                Ok(url) => all.server = Some(url),
                Err(reason) => all.problem("the server of the call", format!("cannot be used: {reason}")),
            }
        }
        for (name, value) in headers {
            all.header(name, value);
        }
        if let Some(key) = idempotency_key {
            all.header(IDEMPOTENCY_KEY.as_str(), &Secret::from(key.as_str()));
            all.is_keyed = true;
        }
        for (target, secret) in credentials {
            all.credential(target, secret, inner);
        }
        Some(Arc::new(all))
    }

    fn of_client(inner: &Inner) -> Self {
        Self {
            own: HeaderMap::new(),
            headers: inner.headers.clone(),
            query: Vec::new(),
            server: None,
            credentials: inner.credentials.clone(),
            is_keyed: false,
            problems: Vec::new(),
        }
    }

    fn header(&mut self, name: &str, value: &Secret) {
        let Ok(key) = HeaderName::try_from(name) else {
            return self.problem(format!("the header `{name}` of the call"), "is not a valid header name");
        };
        match request::header_value(value.expose()) {
            Ok(mut value) => {
                value.set_sensitive(true);
                self.headers.insert(key.clone(), value.clone());
                self.own.insert(key, value);
            }
            Err(reason) => self.problem(format!("the header `{name}` of the call"), reason),
        }
    }

    fn credential(&mut self, target: &GivenCredential, secret: &Secret, inner: &Inner) {
        let (target, credential) = match target {
            GivenCredential::Token => (CredentialTarget::FirstToken, Credential::key(secret.clone())),
            GivenCredential::Named(scheme) => {
                (CredentialTarget::Named(scheme.clone()), Credential::key(secret.clone()))
            }
            GivenCredential::Basic(user) => (CredentialTarget::FirstBasic, Credential::basic(user, secret)),
        };
        let credential =
            credential.and_then(|credential| Ok((scheme_of(inner.api, &target, &credential)?, credential)));
        match credential {
            Ok((scheme, credential)) => {
                self.credentials.retain(|(other, _)| *other != scheme);
                self.credentials.push((scheme, credential));
            }
            Err(reason) => self.problem("the credential of the call", format!("cannot be used: {reason}")),
        }
    }

    fn problem(&mut self, input: impl Into<String>, reason: impl Into<String>) {
        self.problems.push((input.into(), reason.into()));
    }

    /// Adds the parameters, and reports what is wrong.
    pub(super) fn write(&self, writer: &mut RequestWriter) {
        for (input, reason) in &self.problems {
            writer.problem(input.as_str(), reason.as_str());
        }
        for (name, value) in &self.query {
            writer.query(name, value);
        }
    }

    /// Replaces headers that the operation wrote with those of the calls.
    pub(super) fn apply(&self, request: &mut http::Request<Body>) {
        for (name, value) in &self.own {
            request.headers_mut().insert(name, value.clone());
        }
    }
}

/// Without values.
impl fmt::Debug for Overrides {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&HeaderName> = self.own.keys().collect();
        let query: Vec<&String> = self.query.iter().map(|(name, _)| name).collect();
        f.debug_struct("Overrides")
            .field("headers", &names)
            .field("query", &query)
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}
