//! Credentials: which of them an operation needs, and where they go in a request.

use crate::oauth::Flows;
use crate::request::header_value;
use crate::{Body, BoxError, BoxFuture, CredentialError, OperationInfo, RawResponse, Secret, server, style};
use http::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue, WWW_AUTHENTICATE};
use http::{StatusCode, Uri};
use serde_json::Value;
use std::fmt;
use std::sync::Arc;

/// A way to authenticate that a document describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecurityScheme {
    name: &'static str,
    kind: Kind,
    flows: Flows,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Token { auth_scheme: &'static str },
    Header(&'static str),
    Query(&'static str),
    Cookie(&'static str),
    Basic,
}

impl SecurityScheme {
    const fn of(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, flows: Flows::NONE }
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

    /// The same with the flow `authorizationCode` of OAuth 2.0.
    #[must_use]
    pub const fn authorization_code(mut self, authorization_url: &'static str, token_url: &'static str) -> Self {
        self.flows.authorization_url = authorization_url;
        self.flows.code_url = token_url;
        self
    }

    /// The same with the flow `clientCredentials` of OAuth 2.0.
    #[must_use]
    pub const fn client_credentials(mut self, token_url: &'static str) -> Self {
        self.flows.client_credentials_url = token_url;
        self
    }

    /// The same with the flow `password` of OAuth 2.0.
    #[must_use]
    pub const fn password(mut self, token_url: &'static str) -> Self {
        self.flows.password_url = token_url;
        self
    }

    /// The same with a `refreshUrl`, where refresh tokens go elsewhere than to the token endpoint.
    #[must_use]
    pub const fn refresh(mut self, refresh_url: &'static str) -> Self {
        self.flows.refresh_url = refresh_url;
        self
    }

    /// The same with the scopes that the flows declare, separated by spaces.
    #[must_use]
    pub const fn with_scopes(mut self, scopes: &'static str) -> Self {
        self.flows.scopes = scopes;
        self
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

    /// Whether the document says where tokens of OAuth 2.0 are given.
    pub(crate) fn has_flows(&self) -> bool {
        self.flows.any_token_url().is_some()
    }

    pub(crate) const fn is_token(&self) -> bool {
        matches!(self.kind, Kind::Token { .. })
    }

    pub(crate) const fn is_basic(&self) -> bool {
        matches!(self.kind, Kind::Basic)
    }

    /// The header that it sets, cookies apart.
    fn header_name(&self) -> Option<HeaderName> {
        match self.kind {
            Kind::Token { .. } | Kind::Basic => Some(AUTHORIZATION),
            Kind::Header(header) => HeaderName::try_from(header).ok(),
            Kind::Query(_) | Kind::Cookie(_) => None,
        }
    }
}

/// Where access tokens come from. A [`Secret`] is a source that always gives itself.
///
/// It is asked before every request whose operation needs the token, so it should keep a token while it is good.
pub trait TokenSource: Send + Sync + 'static {
    /// A token that is good now.
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, BoxError>>;

    /// Another token, in place of one that the service refused as invalid. None when there is no other to be had, which
    /// is so unless a source says otherwise.
    fn renewed<'a>(&'a self, refused: &'a AccessToken) -> BoxFuture<'a, Result<Option<AccessToken>, BoxError>> {
        let _ = refused;
        Box::pin(async { Ok(None) })
    }
}

impl TokenSource for Secret {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, BoxError>> {
        Box::pin(async { Ok(AccessToken::from(self.clone())) })
    }
}

/// Several clients can share a source.
impl<T: TokenSource + ?Sized> TokenSource for Arc<T> {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, BoxError>> {
        (**self).token()
    }

    fn renewed<'a>(&'a self, refused: &'a AccessToken) -> BoxFuture<'a, Result<Option<AccessToken>, BoxError>> {
        (**self).renewed(refused)
    }
}

/// An access token, and the server that it is for. Cheap to clone, and never printed.
///
/// ```
/// use specwright_runtime::AccessToken;
///
/// let token = AccessToken::from("1000.8cb99d").with_server("https://www.zohoapis.eu");
/// assert_eq!(token.secret().expose(), "1000.8cb99d");
/// assert!(!format!("{token:?}").contains("8cb99d"));
/// ```
#[derive(Clone)]
pub struct AccessToken {
    secret: Arc<Secret>,
    server: Option<Arc<str>>,
}

impl AccessToken {
    /// The same for the server at this URL, of which scheme and host count. Calls with this token go there, unless the
    /// caller said with [`ClientBuilder::server`](crate::ClientBuilder::server) where they go.
    #[must_use]
    pub fn with_server(self, url: impl Into<String>) -> Self {
        Self { server: Some(url.into().into()), ..self }
    }

    /// The token itself.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Whether it is the same token.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.secret, &other.secret) || self.secret.expose() == other.secret.expose()
    }

    /// The server that the token is for, if whoever gave it named one: `api_domain` or `instance_url`.
    #[must_use]
    pub fn server(&self) -> Option<&str> {
        self.server.as_deref()
    }
}

impl From<Secret> for AccessToken {
    fn from(secret: Secret) -> Self {
        Self { secret: Arc::new(secret), server: None }
    }
}

impl From<String> for AccessToken {
    fn from(text: String) -> Self {
        Self::from(Secret::from(text))
    }
}

impl From<&str> for AccessToken {
    fn from(text: &str) -> Self {
        Self::from(Secret::from(text))
    }
}

/// Without the token.
impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken").field("secret", &self.secret).field("server", &self.server).finish()
    }
}

/// What a caller has given for a scheme.
#[derive(Clone)]
pub(crate) enum Credential {
    Token(Arc<dyn TokenSource>),
    Key(Secret),
    Basic(Secret),
}

impl Credential {
    /// A key or a token, unless it cannot be meant: what a file or a variable holds is often more or less than that.
    pub(crate) fn key(secret: Secret) -> Result<Self, String> {
        match secret.expose() {
            "" => Err("a credential is empty: look at where it comes from".to_owned()),
            text if text.ends_with(['\n', '\r']) => {
                Err("a credential ends with a line break, as files do: give it without, by `trim`".to_owned())
            }
            _ => Ok(Self::Key(secret)),
        }
    }

    /// The credential of a user and a password, ready for the header.
    pub(crate) fn basic(user: &str, password: &Secret) -> Result<Self, String> {
        if user.contains(':') {
            return Err("the user for `ClientBuilder::basic` must hold no colon: it ends the user".to_owned());
        }
        Ok(Self::Basic(Secret::new(base64(format!("{user}:{}", password.expose()).as_bytes()))))
    }
}

/// A scheme and the credential for it.
pub(crate) type Given = (SecurityScheme, Credential);

/// The credentials that go into a request.
pub(crate) struct Used<'a> {
    operation: &'static OperationInfo,
    all: Vec<(&'a SecurityScheme, Held<'a>)>,
}

enum Held<'a> {
    Secret(&'a Secret),
    /// A token, and where others come from.
    Token(AccessToken, &'a dyn TokenSource),
}

impl Held<'_> {
    fn secret(&self) -> &Secret {
        match self {
            Self::Secret(secret) => secret,
            Self::Token(token, _) => token.secret(),
        }
    }
}

impl<'a> Used<'a> {
    /// What an operation needs. Tokens are waited for.
    pub(crate) async fn by(
        request: &http::Request<Body>,
        operation: &'static OperationInfo,
        schemes: &[SecurityScheme],
        given: &'a [Given],
    ) -> Result<Self, CredentialError> {
        let mut all = Vec::new();
        for (scheme, credential) in needed(request, operation, schemes, given)? {
            let held = match credential {
                _ if is_written(request, scheme) => continue,
                Credential::Key(secret) | Credential::Basic(secret) => Held::Secret(secret),
                Credential::Token(source) => match source.token().await {
                    Ok(token) => Held::Token(token, &**source),
                    Err(source) => {
                        let message = format!("no token for the security scheme `{}`: {source}", scheme.name);
                        return Err(CredentialError { operation, message, source: Some(source) });
                    }
                },
            };
            all.push((scheme, held));
        }
        Ok(Self { operation, all })
    }

    /// The server that a token names.
    pub(crate) fn server(&self) -> Option<&Arc<str>> {
        self.all.iter().find_map(|(_, held)| match held {
            Held::Secret(_) => None,
            Held::Token(token, _) => token.server.as_ref(),
        })
    }

    /// Asks for other tokens, in place of these, which the service refused. Whether there is any.
    pub(crate) async fn renew(&mut self) -> Result<bool, CredentialError> {
        let mut any = false;
        for (scheme, held) in &mut self.all {
            let Held::Token(token, source) = held else { continue };
            let renewed = source.renewed(token).await.map_err(|source| CredentialError {
                operation: self.operation,
                message: format!(
                    "the token for the security scheme `{}` was refused, and there is no other: {source}",
                    scheme.name
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

    /// Puts them into a request.
    pub(crate) fn apply(&self, request: &mut http::Request<Body>) -> Result<(), CredentialError> {
        let mut all = self.all.iter();
        all.try_for_each(|(scheme, held)| put(request, self.operation, scheme, held.secret()))
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
        message: format!("the credential for the security scheme `{}` {reason}", scheme.name),
        source: None,
    })
}

/// Whether an answer says that the token is not good, so that another may be: 401, unless it is the token's scope that is
/// missing, which another token would not have either.
pub(crate) fn is_refused_token(response: &RawResponse) -> bool {
    response.status() == StatusCode::UNAUTHORIZED
        && !response.headers().get_all(WWW_AUTHENTICATE).iter().any(is_challenge_for_scope)
        && !names_scope(response.body())
}

/// `Bearer error="insufficient_scope"` (RFC 6750, section 3.1).
fn is_challenge_for_scope(value: &HeaderValue) -> bool {
    let text = String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase();
    let mut errors = text.match_indices("error").map(|(at, word)| text[at + word.len()..].trim_start());
    errors.any(|rest| {
        let value = rest.strip_prefix('=').map(|value| value.trim_start().trim_start_matches('"'));
        value.is_some_and(|value| value.starts_with("insufficient_scope"))
    })
}

/// Whether the body's `code` or `error` names a scope, as `OAUTH_SCOPE_MISMATCH` does.
fn names_scope(body: &[u8]) -> bool {
    #[derive(serde::Deserialize)]
    struct Problem {
        code: Option<Value>,
        error: Option<Value>,
    }
    let Ok(Problem { code, error }) = serde_json::from_slice(body) else { return false };
    let texts = [code.as_ref(), error.as_ref(), error.as_ref().and_then(|error| error.get("code"))];
    let mut texts = texts.into_iter().flatten().filter_map(Value::as_str);
    texts.any(|text| text.to_ascii_lowercase().contains("scope"))
}

/// Sends a request to the server at another URL, of which scheme and host count; path and query stay.
pub(crate) fn move_to(
    request: &mut http::Request<Body>,
    operation: &'static OperationInfo,
    server: &str,
) -> Result<(), CredentialError> {
    moved(request.uri(), server).map(|uri| *request.uri_mut() = uri).map_err(|reason| CredentialError {
        operation,
        message: format!("the token is for another server: {reason}"),
        source: None,
    })
}

fn moved(uri: &Uri, server: &str) -> Result<Uri, String> {
    let server: Uri = server::checked(server)?.parse().map_err(|_| "its URL cannot be read".to_owned())?;
    if uri.scheme_str() == Some("https") && server.scheme_str() != Some("https") {
        return Err("without encryption, which the call was to have".to_owned());
    }
    let mut parts = uri.clone().into_parts();
    let server = server.into_parts();
    (parts.scheme, parts.authority) = (server.scheme, server.authority);
    Uri::from_parts(parts).map_err(|error| error.to_string())
}

/// The credentials of the first alternative that has all of its own. An anonymous alternative serves only when no
/// other does, since authenticated calls see more. Where the document says nothing of security, all that the
/// caller gave is sent: many documents forget to say.
fn needed<'a>(
    request: &http::Request<Body>,
    operation: &'static OperationInfo,
    schemes: &[SecurityScheme],
    given: &'a [Given],
) -> Result<Vec<&'a Given>, CredentialError> {
    let alternatives = operation.security;
    if alternatives.is_empty() {
        return Ok(one_for_each_place(given));
    }
    let find = |name: &str| given.iter().find(|(scheme, _)| scheme.name == name);
    let satisfied = |name: &&str| find(name).is_some() || is_settled(request, schemes, name);
    if let Some(chosen) = alternatives.iter().find(|names| !names.is_empty() && names.iter().all(satisfied)) {
        return Ok(chosen.iter().filter_map(|name| find(name)).collect());
    }
    if alternatives.iter().any(|names| names.is_empty()) {
        return Ok(Vec::new());
    }
    Err(CredentialError { operation, message: missing(alternatives, schemes), source: None })
}

/// Two schemes of one header would overwrite each other: the one that was given first stays.
fn one_for_each_place(given: &[Given]) -> Vec<&Given> {
    let mut chosen: Vec<&Given> = Vec::new();
    for one in given {
        let header = one.0.header_name();
        if header.is_none() || !chosen.iter().any(|(scheme, _)| scheme.header_name() == header) {
            chosen.push(one);
        }
    }
    chosen
}

/// Whether the operation has written the query parameter or cookie itself, because the document describes it as a
/// parameter as well: nothing is sent twice.
fn is_written(request: &http::Request<Body>, scheme: &SecurityScheme) -> bool {
    let names = |name: &str, pair: &str| pair.trim().split('=').next() == Some(&*style::encode(name));
    match scheme.kind {
        Kind::Query(parameter) => {
            request.uri().query().is_some_and(|query| query.split('&').any(|pair| names(parameter, pair)))
        }
        Kind::Cookie(cookie) => {
            let cookies = request.headers().get(COOKIE).and_then(|value| value.to_str().ok());
            cookies.is_some_and(|cookies| cookies.split(';').any(|pair| names(cookie, pair)))
        }
        Kind::Token { .. } | Kind::Basic | Kind::Header(_) => false,
    }
}

/// Whether a scheme needs nothing from here: the caller has set its header for all requests, or it is of a kind that
/// is not ours to apply, such as a client certificate.
fn is_settled(request: &http::Request<Body>, schemes: &[SecurityScheme], name: &str) -> bool {
    schemes
        .iter()
        .find(|scheme| scheme.name == name)
        .is_none_or(|scheme| scheme.header_name().is_some_and(|header| request.headers().contains_key(header)))
}

fn missing(alternatives: &[&[&str]], schemes: &[SecurityScheme]) -> String {
    let remedies: Vec<String> = alternatives
        .iter()
        .map(|names| names.iter().map(|name| remedy(name, schemes)).collect::<Vec<_>>().join(" and "))
        .collect();
    format!("it needs a credential; give {}", remedies.join(", or "))
}

fn remedy(name: &str, schemes: &[SecurityScheme]) -> String {
    let first_token = schemes.iter().find(|scheme| scheme.is_token());
    let method = match schemes.iter().find(|scheme| scheme.name == name) {
        Some(scheme) if Some(scheme) == first_token => "access_token(…)".to_owned(),
        Some(scheme) if scheme.is_basic() => "basic(user, password)".to_owned(),
        _ => format!("credential({name:?}, …)"),
    };
    format!("`{name}` with `ClientBuilder::{method}`")
}

/// Reasons do not repeat the secret.
fn apply(request: &mut http::Request<Body>, scheme: &SecurityScheme, secret: &Secret) -> Result<(), String> {
    match scheme.kind {
        Kind::Token { auth_scheme } => {
            set_header(request, AUTHORIZATION, &[auth_scheme, " ", secret.expose()].concat())
        }
        Kind::Basic => set_header(request, AUTHORIZATION, &["Basic ", secret.expose()].concat()),
        Kind::Header(header) => {
            let header =
                HeaderName::try_from(header).map_err(|_| "goes into a header whose name is not valid".to_owned())?;
            set_header(request, header, secret.expose())
        }
        Kind::Cookie(cookie) => add_cookie(request, cookie, secret),
        Kind::Query(parameter) => add_query(request, parameter, secret),
    }
}

fn set_header(request: &mut http::Request<Body>, name: HeaderName, text: &str) -> Result<(), String> {
    let value = sensitive(text)?;
    request.headers_mut().insert(name, value);
    Ok(())
}

fn add_cookie(request: &mut http::Request<Body>, name: &str, secret: &Secret) -> Result<(), String> {
    let others = request.headers().get(COOKIE).and_then(|value| value.to_str().ok()).map(|text| format!("{text}; "));
    let cookies = format!("{}{}={}", others.unwrap_or_default(), style::encode(name), style::encode(secret.expose()));
    set_header(request, COOKIE, &cookies)
}

fn add_query(request: &mut http::Request<Body>, name: &str, secret: &Secret) -> Result<(), String> {
    let uri = request.uri();
    let delimiter = if uri.query().is_some() { '&' } else { '?' };
    let uri = format!("{uri}{delimiter}{}={}", style::encode(name), style::encode(secret.expose()));
    *request.uri_mut() = uri.parse().map_err(|_| "makes the URL too long".to_owned())?;
    Ok(())
}

fn sensitive(text: &str) -> Result<HeaderValue, String> {
    let mut value = header_value(text)?;
    value.set_sensitive(true);
    Ok(value)
}

/// RFC 4648, with padding.
pub(crate) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().enumerate().fold(0, |bits, (index, byte)| bits | u32::from(*byte) << (16 - 8 * index));
        for position in 0..4 {
            let sextet = (bits >> (18 - 6 * position)) & 0b11_1111;
            text.push(if position <= chunk.len() { char::from(ALPHABET[sextet as usize]) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::testing::block_on;

    const SCHEMES: &[SecurityScheme] = &[SecurityScheme::header("a", "X-A"), SecurityScheme::header("b", "X-B")];

    fn chosen(security: &'static [&'static [&'static str]], given: &[&str]) -> Result<Vec<&'static str>, String> {
        let given: Vec<Given> = SCHEMES
            .iter()
            .filter(|scheme| given.contains(&scheme.name))
            .map(|scheme| (*scheme, Credential::Key(Secret::from("x"))))
            .collect();
        let needed = needed(&http::Request::default(), operation(security), SCHEMES, &given);
        needed.map(|needed| needed.iter().map(|(scheme, _)| scheme.name).collect()).map_err(|error| error.message)
    }

    #[test]
    fn the_first_alternative_that_is_complete_is_chosen() {
        assert_eq!(chosen(&[&["a"], &["b"]], &["a", "b"]).unwrap(), ["a"]);
        assert_eq!(chosen(&[&["a"], &["b"]], &["b"]).unwrap(), ["b"]);
        assert_eq!(chosen(&[&["a", "b"], &["b"]], &["b"]).unwrap(), ["b"]);
        assert!(chosen(&[&["a", "b"]], &["b"]).is_err());
    }

    #[test]
    fn an_anonymous_call_serves_when_nothing_else_does() {
        assert_eq!(chosen(&[&[], &["a"]], &["a"]).unwrap(), ["a"]);
        assert_eq!(chosen(&[&[], &["a"]], &["b"]).unwrap(), Vec::<&str>::new());
        assert_eq!(chosen(&[&[]], &["a"]).unwrap(), Vec::<&str>::new());
    }

    #[test]
    fn where_nothing_is_said_everything_given_is_sent() {
        assert_eq!(chosen(&[], &["a", "b"]).unwrap(), ["a", "b"]);
        assert_eq!(chosen(&[], &[]).unwrap(), Vec::<&str>::new());
    }

    #[test]
    fn a_scheme_that_is_not_ours_to_apply_needs_nothing() {
        assert_eq!(chosen(&[&["mutual_tls", "a"]], &["a"]).unwrap(), ["a"]);
        assert_eq!(chosen(&[&["mutual_tls"]], &[]).unwrap(), Vec::<&str>::new());
    }

    fn operation(security: &'static [&'static [&'static str]]) -> &'static OperationInfo {
        Box::leak(Box::new(OperationInfo { id: "op", method: "GET", path: "/", security }))
    }

    fn is_refused(status: u16, challenge: &str, body: &'static str) -> bool {
        let response = http::Response::builder().status(status).header(WWW_AUTHENTICATE, challenge);
        let response = response.body(bytes::Bytes::from_static(body.as_bytes())).unwrap();
        is_refused_token(&RawResponse::new(operation(&[]), response))
    }

    #[test]
    fn a_token_is_refused_with_401_unless_its_scope_is() {
        assert!(is_refused(401, "", ""));
        assert!(is_refused(401, "Bearer", "<html>"));
        assert!(is_refused(401, r#"Bearer error="invalid_token""#, r#"{"code":"INVALID_TOKEN","details":{}}"#));
        assert!(is_refused(401, "", r#"{"code":"AUTHENTICATION_FAILURE"}"#));
        assert!(is_refused(401, "", r#"{"code":17,"error":{"code":false}}"#));
        assert!(is_refused(401, "", r#"{"message":"scope","code":"INVALID_OAUTHTOKEN"}"#));
        assert!(!is_refused(403, "", r#"{"code":"INVALID_TOKEN"}"#));
        assert!(!is_refused(200, "", ""));
        assert!(!is_refused(401, r#"Bearer realm="x", error="insufficient_scope", scope="a b""#, ""));
        assert!(!is_refused(401, "bearer ERROR = insufficient_scope", ""));
        assert!(is_refused(401, r#"Bearer error_description="insufficient_scope""#, ""));
        assert!(!is_refused(401, "", r#"{"code":"OAUTH_SCOPE_MISMATCH","details":{}}"#));
        assert!(!is_refused(401, "", r#"{"error":"insufficient_scope"}"#));
        assert!(!is_refused(401, "", r#"{"error":{"code":"missing_scope"}}"#));
    }

    #[test]
    fn a_request_moves_to_the_server_of_its_token() {
        let moved = |uri: &str, server: &str| moved(&uri.parse().unwrap(), server).map(|uri| uri.to_string());
        let uri = "https://www.zohoapis.com/crm/v8/settings/portals?a=%2F";
        assert_eq!(
            moved(uri, "https://www.zohoapis.eu").unwrap(),
            "https://www.zohoapis.eu/crm/v8/settings/portals?a=%2F"
        );
        assert_eq!(moved("http://a/b", "http://127.0.0.1:80/ignored/").unwrap(), "http://127.0.0.1:80/b");
        assert_eq!(moved("http://a/b", "https://c").unwrap(), "https://c/b");
        assert!(moved(uri, "http://www.zohoapis.eu").unwrap_err().contains("without encryption"));
        for server in ["", "www.zohoapis.eu", "https://u:p@www.zohoapis.eu", "ftp://www.zohoapis.eu"] {
            assert!(moved(uri, server).is_err(), "{server}");
        }
    }

    /// Gives `old`, and `new` for whoever was refused.
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
    fn what_was_used_can_be_renewed() {
        let schemes = [SecurityScheme::token("oauth", "Bearer"), SCHEMES[0]];
        let operation = operation(&[&["oauth", "a"]]);
        let given =
            [(schemes[0], Credential::Token(Arc::new(Renewing))), (schemes[1], Credential::Key(Secret::from("key")))];
        let mut request = http::Request::default();
        block_on(async {
            let mut used = Used::by(&request, operation, &schemes, &given).await.unwrap();
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
        let given = [(schemes[0], Credential::Token(Arc::new(Secret::from("t")))), given[1].clone()];
        assert!(!block_on(async { Used::by(&request, operation, &schemes, &given).await?.renew().await }).unwrap());
    }

    #[test]
    fn base64_is_that_of_the_rfc() {
        let rows =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")];
        for (text, expected) in rows {
            assert_eq!(base64(text.as_bytes()), expected);
        }
        assert_eq!(base64(&[0xFB, 0xFF, 0xFE]), "+//+");
    }
}
