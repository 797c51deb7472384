//! Credentials: which of them an operation needs.

use super::TokenServer;
use super::apply::{apply, is_written};
use super::move_to_server::move_to_server;
use crate::auth::oauth::ENCRYPT;
use crate::url::{reference, server};
use crate::{AccessToken, Body, CredentialError, OperationInfo, Secret, SecurityScheme, TokenSource};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::Uri;
use http::header::{HeaderMap, USER_AGENT};
use http::uri::Scheme;
use std::sync::Arc;

/// The credential that a caller has set for a scheme.
#[derive(Clone)]
pub(crate) enum Credential {
    Token(Arc<dyn TokenSource>),
    Key(Secret),
    Basic(Secret),
}

impl Credential {
    /// A key or a token. Rejects values that are likely a mistake, such as an empty one or one with a line break at its
    /// end, as they are read from files and variables.
    pub(crate) fn key(secret: Secret) -> Result<Self, String> {
        match secret.expose() {
            "" => Err("a credential is empty: check its source".to_owned()),
            text if text.ends_with(['\n', '\r']) => {
                Err("a credential ends with a line break, as files do: remove it with `trim`".to_owned())
            }
            _ => Ok(Self::Key(secret)),
        }
    }

    /// The credential of a user and a password, ready for the header.
    pub(crate) fn basic(user: &str, password: &Secret) -> Result<Self, String> {
        if user.contains(':') {
            return Err("the user name for `ClientBuilder::basic` must not contain a colon, which separates it from the password".to_owned());
        }
        Ok(Self::Basic(Secret::new(BASE64_STANDARD.encode(format!("{user}:{}", password.expose())))))
    }
}

/// A scheme and the credential for it.
pub(crate) type Configured = (SecurityScheme, Credential);

/// The credentials that go into a request.
pub(crate) struct Selected<'a> {
    operation: &'static OperationInfo,
    all: Vec<(&'a SecurityScheme, CredentialValue<'a>)>,
}

enum CredentialValue<'a> {
    Secret(&'a Secret),
    /// A token, and where others come from.
    Token(AccessToken, &'a dyn TokenSource),
}

impl CredentialValue<'_> {
    fn secret(&self) -> &Secret {
        match self {
            Self::Secret(secret) => secret,
            Self::Token(token, _) => token.secret(),
        }
    }
}

impl<'a> Selected<'a> {
    /// Selects the credentials that an operation requires, and waits for tokens.
    pub(crate) async fn by(
        request: &http::Request<Body>,
        operation: &'static OperationInfo,
        schemes: &[SecurityScheme],
        configured: &'a [Configured],
    ) -> Result<Self, CredentialError> {
        let mut all = Vec::new();
        for (scheme, credential) in needed(request, operation, schemes, configured)? {
            let value = match credential {
                _ if is_written(request, scheme) => continue,
                Credential::Key(secret) | Credential::Basic(secret) => CredentialValue::Secret(secret),
                Credential::Token(source) => match source.token().await {
                    Ok(token) => CredentialValue::Token(token, &**source),
                    Err(source) => {
                        let message = format!("no token for the security scheme `{}`: {source}", scheme.name());
                        return Err(CredentialError { operation, message, source: Some(source) });
                    }
                },
            };
            all.push((scheme, value));
        }
        Ok(Self { operation, all })
    }

    /// The server that a token is issued for.
    pub(crate) fn server(&self) -> Option<&Arc<str>> {
        self.token_with_server().map(|(_, _, server)| server)
    }

    fn token_with_server(&self) -> Option<(&SecurityScheme, &Secret, &Arc<str>)> {
        self.all.iter().find_map(|(scheme, value)| match value {
            CredentialValue::Secret(_) => None,
            CredentialValue::Token(token, _) => Some((*scheme, token.secret(), token.server.as_ref()?)),
        })
    }

    /// Requests other tokens in place of these, which the service refused. Returns whether there are any.
    pub(crate) async fn renew(&mut self) -> Result<bool, CredentialError> {
        let mut any = false;
        for (scheme, value) in &mut self.all {
            let CredentialValue::Token(token, source) = value else { continue };
            let renewed = source.renewed(token).await.map_err(|source| CredentialError {
                operation: self.operation,
                message: format!(
                    "the token for the security scheme `{}` was refused, and there is no other: {source}",
                    scheme.name()
                ),
                source: Some(source),
            })?;
            if let Some(renewed) = renewed {
                *token = renewed;
                any = true;
            }
        }
        Ok(any)
    }

    /// Adds them to a request.
    pub(crate) fn apply(&self, request: &mut http::Request<Body>) -> Result<(), CredentialError> {
        let mut all = self.all.iter();
        all.try_for_each(|(scheme, value)| put(request, self.operation, scheme, value.secret()))
    }
}

/// The servers that a token may redirect a request to, in addition to the documented ones.
pub(crate) struct Allowed<'a> {
    /// Servers that the caller allows.
    pub(crate) servers: &'a [TokenServer],
    /// The headers that the caller sends with every request, but only to the servers of the API.
    pub(crate) headers: &'a HeaderMap,
}

impl Selected<'_> {
    /// Adds them to a request, and moves it to the server that a token is issued for: the response of a token endpoint
    /// alone does not decide which host receives credentials.
    pub(crate) fn apply_and_move(
        &self,
        request: &mut http::Request<Body>,
        allowed: &Allowed<'_>,
    ) -> Result<(), CredentialError> {
        let Some((scheme, secret, server)) = self.token_with_server() else { return self.apply(request) };
        let is_there = reference::is_same_origin(&request.uri().to_string(), server);
        if is_there || scheme.has_server(server) {
            self.apply(request)?;
        } else if allowed.servers.iter().any(|known| known.allows(server)) {
            self.only(scheme, server)?;
            forget(request.headers_mut(), allowed.headers);
            put(request, self.operation, scheme, secret)?;
        } else {
            return Err(self.elsewhere(server));
        }
        move_to_server(request, self.operation, server)
    }

    /// Rejects a URL without encryption if a token would be sent to it.
    pub(crate) fn check_encrypted(&self, uri: &Uri) -> Result<(), CredentialError> {
        let is_open = uri.scheme() == Some(&Scheme::HTTP) && server::is_open(&uri.to_string());
        if !is_open || !self.all.iter().any(|(_, value)| matches!(value, CredentialValue::Token(..))) {
            return Ok(());
        }
        let server = reference::server_in_message(&uri.to_string());
        Err(self.not_moved(format!("tokens are not sent to {server} without encryption: {ENCRYPT}")))
    }

    /// Rejects an operation that requires more than the token where only the token may be sent.
    fn only(&self, scheme: &SecurityScheme, server: &str) -> Result<(), CredentialError> {
        let other = self.all.iter().map(|(other, _)| other.name()).find(|other| *other != scheme.name());
        match other.filter(|_| !self.operation.security.is_empty()) {
            None => Ok(()),
            Some(other) => Err(self.not_moved(format!(
                "the token is for {}, to which the credential for `{other}` is not sent; to send both, set the server with `ClientBuilder::server`",
                reference::server_in_message(server)
            ))),
        }
    }

    fn elsewhere(&self, server: &str) -> CredentialError {
        let server = reference::server_in_message(server);
        self.not_moved(format!(
            "the token is for {server}, which is not a server of the API; if it is one, allow it with `ClientBuilder::allow_token_server`, or set the server of all calls with `ClientBuilder::server`"
        ))
    }

    fn not_moved(&self, message: String) -> CredentialError {
        CredentialError { operation: self.operation, message, source: None }
    }
}

/// Removes the headers that the caller sends with every request. Those of an operation are not marked as sensitive.
fn forget(headers: &mut HeaderMap, everywhere: &HeaderMap) {
    for name in everywhere.keys().filter(|name| **name != USER_AGENT) {
        if headers.get(name).is_some_and(http::HeaderValue::is_sensitive) {
            headers.remove(name);
        }
    }
}

fn put(
    request: &mut http::Request<Body>,
    operation: &'static OperationInfo,
    scheme: &SecurityScheme,
    secret: &Secret,
) -> Result<(), CredentialError> {
    apply(request, scheme, secret).map_err(|reason| CredentialError {
        operation,
        message: format!("the credential for the security scheme `{}` {reason}", scheme.name()),
        source: None,
    })
}

/// The credentials for the first alternative for which all are set. An anonymous alternative is used only if no other
/// can be, since authenticated calls may see more. If the document does not describe security, every credential that
/// the caller set is sent: many documents omit it.
fn needed<'a>(
    request: &http::Request<Body>,
    operation: &'static OperationInfo,
    schemes: &[SecurityScheme],
    configured: &'a [Configured],
) -> Result<Vec<&'a Configured>, CredentialError> {
    let alternatives = operation.security;
    if alternatives.is_empty() {
        return Ok(one_for_each_header(configured));
    }
    let find = |name: &str| configured.iter().find(|(scheme, _)| scheme.name() == name);
    let satisfied = |name: &&str| find(name).is_some() || is_settled(request, schemes, name);
    if let Some(chosen) = alternatives.iter().find(|names| !names.is_empty() && names.iter().all(satisfied)) {
        return Ok(chosen.iter().filter_map(|name| find(name)).collect());
    }
    if alternatives.iter().any(|names| names.is_empty()) {
        return Ok(Vec::new());
    }
    Err(CredentialError { operation, message: missing(alternatives, schemes), source: None })
}

/// Two schemes in one header would overwrite each other: the first one is kept.
fn one_for_each_header(configured: &[Configured]) -> Vec<&Configured> {
    let mut chosen: Vec<&Configured> = Vec::new();
    for one in configured {
        let header = one.0.header_name();
        if header.is_none() || !chosen.iter().any(|(scheme, _)| scheme.header_name() == header) {
            chosen.push(one);
        }
    }
    chosen
}

/// Whether a scheme needs no credential: the caller has set its header for all requests, or the client cannot apply it,
/// such as a client certificate.
fn is_settled(request: &http::Request<Body>, schemes: &[SecurityScheme], name: &str) -> bool {
    schemes
        .iter()
        .find(|scheme| scheme.name() == name)
        .is_none_or(|scheme| scheme.header_name().is_some_and(|header| request.headers().contains_key(header)))
}

fn missing(alternatives: &[&[&str]], schemes: &[SecurityScheme]) -> String {
    let remedies: Vec<String> = alternatives
        .iter()
        .map(|names| names.iter().map(|name| remedy(name, schemes)).collect::<Vec<_>>().join(" and "))
        .collect();
    format!("it requires a credential; set {}", remedies.join(", or "))
}

fn remedy(name: &str, schemes: &[SecurityScheme]) -> String {
    let first_token = schemes.iter().find(|scheme| scheme.is_token());
    let method = match schemes.iter().find(|scheme| scheme.name() == name) {
        Some(scheme) if Some(scheme) == first_token => "access_token(…)".to_owned(),
        Some(scheme) if scheme.is_basic() => "basic(user, password)".to_owned(),
        _ => format!("credential({name:?}, …)"),
    };
    format!("`{name}` with `ClientBuilder::{method}`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::stream::testing::block_on;
    use crate::{BoxError, BoxFuture};

    const SCHEMES: &[SecurityScheme] = &[SecurityScheme::header("a", "X-A"), SecurityScheme::header("b", "X-B")];

    fn chosen(security: &'static [&'static [&'static str]], configured: &[&str]) -> Result<Vec<&'static str>, String> {
        let configured: Vec<Configured> = SCHEMES
            .iter()
            .filter(|scheme| configured.contains(&scheme.name()))
            .map(|scheme| (*scheme, Credential::Key(Secret::from("x"))))
            .collect();
        let needed = needed(&http::Request::default(), operation(security), SCHEMES, &configured);
        needed.map(|needed| needed.iter().map(|(scheme, _)| scheme.name()).collect()).map_err(|error| error.message)
    }

    #[test]
    fn the_first_security_requirement_with_all_credentials_is_chosen() {
        assert_eq!(chosen(&[&["a"], &["b"]], &["a", "b"]).unwrap(), ["a"]);
        assert_eq!(chosen(&[&["a"], &["b"]], &["b"]).unwrap(), ["b"]);
        assert_eq!(chosen(&[&["a", "b"], &["b"]], &["b"]).unwrap(), ["b"]);
        assert!(chosen(&[&["a", "b"]], &["b"]).is_err());
    }

    #[test]
    fn optional_security_without_credentials_sends_none() {
        assert_eq!(chosen(&[&[], &["a"]], &["a"]).unwrap(), ["a"]);
        assert_eq!(chosen(&[&[], &["a"]], &["b"]).unwrap(), Vec::<&str>::new());
        assert_eq!(chosen(&[&[]], &["a"]).unwrap(), Vec::<&str>::new());
    }

    #[test]
    fn without_security_requirements_all_credentials_are_sent() {
        assert_eq!(chosen(&[], &["a", "b"]).unwrap(), ["a", "b"]);
        assert_eq!(chosen(&[], &[]).unwrap(), Vec::<&str>::new());
    }

    #[test]
    fn mutual_tls_requires_no_credential() {
        assert_eq!(chosen(&[&["mutual_tls", "a"]], &["a"]).unwrap(), ["a"]);
        assert_eq!(chosen(&[&["mutual_tls"]], &[]).unwrap(), Vec::<&str>::new());
    }

    fn operation(security: &'static [&'static [&'static str]]) -> &'static OperationInfo {
        Box::leak(Box::new(OperationInfo { id: "op", method: "GET", path: "/", security }))
    }

    /// A token source that returns `old`, and `new` after a refusal.
    struct Renewing;

    impl TokenSource for Renewing {
        fn token(&self) -> BoxFuture<'_, Result<AccessToken, BoxError>> {
            Box::pin(async { Ok(AccessToken::from("old").with_server("https://b.example")) })
        }

        fn renewed<'a>(&'a self, refused: &'a AccessToken) -> BoxFuture<'a, Result<Option<AccessToken>, BoxError>> {
            Box::pin(async { Ok((refused.secret().expose() == "old").then(|| AccessToken::from("new"))) })
        }
    }

    #[test]
    fn used_credentials_can_be_renewed() {
        let schemes = [SecurityScheme::token("oauth", "Bearer"), SCHEMES[0]];
        let operation = operation(&[&["oauth", "a"]]);
        let configured =
            [(schemes[0], Credential::Token(Arc::new(Renewing))), (schemes[1], Credential::Key(Secret::from("key")))];
        let mut request = http::Request::default();
        block_on(async {
            let mut used = Selected::by(&request, operation, &schemes, &configured).await.unwrap();
            used.apply(&mut request).unwrap();
            assert_eq!(
                (&request.headers()["authorization"], &request.headers()["x-a"]),
                (&"Bearer old".parse().unwrap(), &"key".parse().unwrap())
            );
            assert_eq!(used.server().map(|server| &**server), Some("https://b.example"));
            assert!(used.renew().await.unwrap());
            used.apply(&mut request).unwrap();
            assert_eq!(request.headers()["authorization"], "Bearer new");
            assert_eq!(used.server(), None);
            assert!(!used.renew().await.unwrap());
        });
        let configured = [(schemes[0], Credential::Token(Arc::new(Secret::from("t")))), configured[1].clone()];
        assert!(
            !block_on(async { Selected::by(&request, operation, &schemes, &configured).await?.renew().await }).unwrap()
        );
    }
}
