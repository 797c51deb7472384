//! Credentials: which of them an operation needs, and where they go in a request.

use crate::request::header_value;
use crate::{Body, BoxError, BoxFuture, CredentialError, OperationInfo, Secret, style};
use http::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue};
use std::sync::Arc;

/// A way to authenticate that a document describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecurityScheme {
    name: &'static str,
    kind: Kind,
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
    /// `Authorization: <auth_scheme> <token>`.
    #[must_use]
    pub const fn token(name: &'static str, auth_scheme: &'static str) -> Self {
        Self { name, kind: Kind::Token { auth_scheme } }
    }

    /// A header that holds an API key.
    #[must_use]
    pub const fn header(name: &'static str, header: &'static str) -> Self {
        Self { name, kind: Kind::Header(header) }
    }

    /// A query parameter that holds an API key.
    #[must_use]
    pub const fn query(name: &'static str, parameter: &'static str) -> Self {
        Self { name, kind: Kind::Query(parameter) }
    }

    /// A cookie that holds an API key.
    #[must_use]
    pub const fn cookie(name: &'static str, cookie: &'static str) -> Self {
        Self { name, kind: Kind::Cookie(cookie) }
    }

    /// `Authorization: Basic …`.
    #[must_use]
    pub const fn basic(name: &'static str) -> Self {
        Self { name, kind: Kind::Basic }
    }

    /// Its name in the document.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
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
    fn token(&self) -> BoxFuture<'_, Result<Secret, BoxError>>;
}

impl TokenSource for Secret {
    fn token(&self) -> BoxFuture<'_, Result<Secret, BoxError>> {
        Box::pin(async { Ok(self.clone()) })
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
    /// The credential of a user and a password, ready for the header.
    pub(crate) fn basic(user: &str, password: &Secret) -> Result<Self, String> {
        if user.contains(':') {
            return Err("the user for `ClientBuilder::basic` must hold no colon: it ends the user".to_owned());
        }
        Ok(Self::Basic(Secret::new(base64(format!("{user}:{}", password.expose()).as_bytes()))))
    }

    async fn secret(&self) -> Result<Secret, BoxError> {
        match self {
            Self::Token(source) => source.token().await,
            Self::Key(secret) | Self::Basic(secret) => Ok(secret.clone()),
        }
    }
}

/// A scheme and the credential for it.
pub(crate) type Given = (SecurityScheme, Credential);

/// Puts the credentials that an operation needs into its request.
pub(crate) async fn authorize(
    request: &mut http::Request<Body>,
    operation: &OperationInfo,
    schemes: &[SecurityScheme],
    given: &[Given],
) -> Result<(), CredentialError> {
    for (scheme, credential) in needed(request, operation, schemes, given)? {
        if is_written(request, scheme) {
            continue;
        }
        let failed = |message: String, source| CredentialError { operation: operation.clone(), message, source };
        let secret = credential.secret().await.map_err(|source| {
            failed(format!("no token for the security scheme `{}`: {source}", scheme.name), Some(source))
        })?;
        apply(request, scheme, &secret).map_err(|reason| {
            failed(format!("the credential for the security scheme `{}` {reason}", scheme.name), None)
        })?;
    }
    Ok(())
}

/// The credentials of the first alternative that has all of its own. An anonymous alternative serves only when no
/// other does, since authenticated calls see more. Where the document says nothing of security, all that the
/// caller gave is sent: many documents forget to say.
fn needed<'a>(
    request: &http::Request<Body>,
    operation: &OperationInfo,
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
    Err(CredentialError { operation: operation.clone(), message: missing(alternatives, schemes), source: None })
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
            set_header(request, AUTHORIZATION, &format!("{auth_scheme} {}", secret.expose()))
        }
        Kind::Basic => set_header(request, AUTHORIZATION, &format!("Basic {}", secret.expose())),
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
fn base64(bytes: &[u8]) -> String {
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

    const SCHEMES: &[SecurityScheme] = &[SecurityScheme::header("a", "X-A"), SecurityScheme::header("b", "X-B")];

    fn chosen(security: &'static [&'static [&'static str]], given: &[&str]) -> Result<Vec<&'static str>, String> {
        let given: Vec<Given> = SCHEMES
            .iter()
            .filter(|scheme| given.contains(&scheme.name))
            .map(|scheme| (*scheme, Credential::Key(Secret::from("x"))))
            .collect();
        let operation = OperationInfo { id: "op", method: "GET", path: "/", security };
        let needed = needed(&http::Request::default(), &operation, SCHEMES, &given);
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
