//! The caller of an operation: its credentials and headers.

use crate::facts::Kind;
use crate::syntax::media_type;
use crate::{Api, OperationInfo, Secret, SecurityScheme};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::header::{ACCEPT, AUTHORIZATION, COOKIE};
use http::request::Parts;
use http::{Extensions, HeaderMap};
use percent_encoding::percent_decode_str;
use std::fmt;

/// A credential as received. The service decides whether it is valid.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Credential {
    /// A token.
    Token(Secret),
    /// An API key.
    Key(Secret),
    /// User and password.
    Basic(String, Secret),
}

/// The caller of an operation, and the media types that it accepts.
///
/// ```
/// # use specwright_runtime::service::{Caller, Credential, Problem};
/// # use specwright_runtime::StatusCode;
/// fn user(caller: &Caller) -> Result<String, Problem> {
///     match caller.credential("oauth") {
///         Some(Credential::Token(token)) if token.expose() == "open sesame" => Ok("Ali Baba".to_owned()),
///         _ => Err(Problem::new(StatusCode::FORBIDDEN)),
///     }
/// }
/// ```
pub struct Caller {
    operation: &'static OperationInfo,
    credentials: Vec<(&'static str, Credential)>,
    parts: Parts,
}

impl Caller {
    /// Extracts the credentials of the document's schemes.
    pub(crate) fn new(api: &'static Api, operation: &'static OperationInfo, parts: Parts) -> Self {
        let found = api.security.iter().filter_map(|scheme| Some((scheme.name(), credential(scheme, &parts)?)));
        Self { operation, credentials: found.collect(), parts }
    }

    /// The operation.
    #[must_use]
    pub const fn operation(&self) -> &'static OperationInfo {
        self.operation
    }

    /// The credential for the security scheme with this name.
    #[must_use]
    pub fn credential(&self, scheme: &str) -> Option<&Credential> {
        self.credentials.iter().find(|(name, _)| *name == scheme).map(|(_, credential)| credential)
    }

    /// The headers of the request.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// The extensions that layers around the router have added to the request.
    #[must_use]
    pub const fn extensions(&self) -> &Extensions {
        &self.parts.extensions
    }

    /// The index of the media type that the caller prefers; the first if it has no preference.
    #[must_use]
    pub fn prefers(&self, media_types: &[&str]) -> usize {
        let mut best = (0, 0.0);
        for (index, media_type) in media_types.iter().enumerate() {
            let quality = quality(self.headers(), media_type);
            if quality > best.1 {
                best = (index, quality);
            }
        }
        best.0
    }

    /// Whether the caller accepts any of these media types.
    pub(crate) fn accepts(&self, media_types: &[&str]) -> bool {
        media_types.is_empty() || media_types.iter().any(|media_type| quality(self.headers(), media_type) > 0.0)
    }

    /// Whether the credentials satisfy one of the alternatives that the operation requires.
    pub(crate) fn is_allowed(&self) -> bool {
        let alternatives = self.operation.security;
        let is_there = |scheme: &&str| self.credential(scheme).is_some();
        alternatives.is_empty() || alternatives.iter().any(|schemes| schemes.iter().all(is_there))
    }

    /// The head of the request.
    pub(crate) const fn parts(&self) -> &Parts {
        &self.parts
    }
}

/// Shows neither credentials nor anything else that may contain one.
impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schemes: Vec<&str> = self.credentials.iter().map(|(name, _)| *name).collect();
        f.debug_struct("Caller")
            .field("operation", &self.operation.id)
            .field("credentials", &schemes)
            .finish_non_exhaustive()
    }
}

/// The query parameters with credentials.
pub(crate) fn query_keys<'a>(api: &'static Api) -> impl Iterator<Item = &'a str> {
    api.security.iter().filter_map(|scheme| match scheme.kind {
        Kind::Query(name) => Some(name),
        Kind::Token { .. } | Kind::Header(_) | Kind::Cookie(_) | Kind::Basic => None,
    })
}

/// The challenges of an operation's schemes (RFC 9110, section 11.6.1).
pub(crate) fn challenge(api: &'static Api, operation: &OperationInfo) -> String {
    let is_named = |scheme: &&SecurityScheme| {
        operation.security.iter().flat_map(|names| *names).any(|name| *name == scheme.name())
    };
    let mut challenges: Vec<&str> = Vec::new();
    for scheme in api.security.iter().filter(is_named) {
        let challenge = match scheme.kind {
            Kind::Token { auth_scheme: "" } | Kind::Header(_) | Kind::Query(_) | Kind::Cookie(_) => "ApiKey",
            Kind::Token { auth_scheme } => auth_scheme,
            Kind::Basic => "Basic",
        };
        if !challenges.contains(&challenge) {
            challenges.push(challenge);
        }
    }
    challenges.join(", ")
}

fn credential(scheme: &SecurityScheme, parts: &Parts) -> Option<Credential> {
    let header = |name: &str| parts.headers.get(name)?.to_str().ok();
    let key = |text: &str| (!text.is_empty()).then(|| Credential::Key(Secret::new(text)));
    match scheme.kind {
        Kind::Token { auth_scheme } => {
            let token = authorization(header(AUTHORIZATION.as_str())?, auth_scheme)?;
            Some(Credential::Token(Secret::new(token)))
        }
        Kind::Basic => {
            let encoded = authorization(header(AUTHORIZATION.as_str())?, "Basic")?;
            let decoded = String::from_utf8(BASE64_STANDARD.decode(encoded).ok()?).ok()?;
            let (user, password) = decoded.split_once(':')?;
            Some(Credential::Basic(user.to_owned(), Secret::new(password)))
        }
        Kind::Header(name) => key(header(name)?),
        Kind::Query(name) => {
            let pairs = parts.uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
            let text = pairs.into_iter().find(|(known, _)| percent_decode_str(known).eq(name.bytes()))?.1;
            key(&percent_decode_str(text).decode_utf8().ok()?)
        }
        Kind::Cookie(name) => {
            let pairs = header(COOKIE.as_str())?.split(';').filter_map(|pair| pair.trim().split_once('='));
            key(pairs.into_iter().find(|(known, _)| *known == name)?.1)
        }
    }
}

/// The part of `Authorization` after the scheme; all of it if there is no scheme.
fn authorization<'t>(value: &'t str, auth_scheme: &str) -> Option<&'t str> {
    if auth_scheme.is_empty() {
        return Some(value);
    }
    let (scheme, token) = value.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case(auth_scheme) && !token.is_empty()).then_some(token)
}

/// The quality of a media type (RFC 9110, section 12.5.1): that of the most specific range that contains it.
fn quality(headers: &HeaderMap, media_type: &str) -> f32 {
    let values: Vec<&str> = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
    if values.is_empty() {
        return 1.0;
    }
    let mut best = (0, 0.0);
    for range in values.iter().flat_map(|value| value.split(',')) {
        let weight = range.split(';').skip(1).find_map(|parameter| parameter.trim().strip_prefix("q="));
        let weight: f32 = weight.map_or(1.0, |weight| weight.trim().parse().unwrap_or(0.0));
        // A documented range and an accepted range match if either contains the other.
        let fit = media_type::fit(range, media_type).max(media_type::fit(media_type, range));
        if fit > 1 && fit > best.0 {
            best = (fit, weight);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::Request;

    static API: Api = Api {
        name: "test",
        version: "1",
        server: "",
        security: &[
            SecurityScheme::token("oauth", "Zoho-oauthtoken"),
            SecurityScheme::basic("basic"),
            SecurityScheme::query("key", "api key"),
            SecurityScheme::cookie("session", "SID"),
        ],
    };

    static OPERATION: OperationInfo =
        OperationInfo { id: "get", method: "GET", path: "/", security: &[&["oauth"], &["basic", "key"]] };

    fn caller(path: &str, headers: &[(&str, &str)]) -> Caller {
        let request = headers.iter().fold(Request::get(path), |request, (name, value)| request.header(*name, *value));
        Caller::new(&API, &OPERATION, request.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn credentials_are_read_from_their_documented_location() {
        let token = caller("/", &[("authorization", "zoho-oauthtoken t"), ("cookie", "a=b; SID=s")]);
        assert!(matches!(token.credential("oauth"), Some(Credential::Token(token)) if token.expose() == "t"));
        assert!(matches!(token.credential("session"), Some(Credential::Key(key)) if key.expose() == "s"));
        assert!(token.is_allowed() && !format!("{token:?}").contains("\"t\""));
        let basic = caller("/?api%20key=k%26", &[("authorization", "Basic dTpw")]);
        assert!(
            matches!(basic.credential("basic"), Some(Credential::Basic(user, password)) if user == "u" && password.expose() == "p")
        );
        assert!(matches!(basic.credential("key"), Some(Credential::Key(key)) if key.expose() == "k&"));
        assert!(basic.is_allowed());
        assert!(!caller("/", &[("authorization", "Basic dTpw")]).is_allowed());
        assert!(!caller("/", &[("authorization", "Bearer t")]).is_allowed());
        assert_eq!(challenge(&API, &OPERATION), "Zoho-oauthtoken, Basic, ApiKey");
    }

    #[test]
    fn accept_is_a_list_of_ranges_with_weights() {
        let types = ["application/json", "text/csv"];
        for (accept, index, any) in [
            ("*/*", 0, true),
            ("text/*, application/json;q=0.5", 1, true),
            ("application/json;q=0, */*;q=0.1", 1, true),
            ("image/png", 0, false),
            ("application/json;q=0", 0, false),
        ] {
            let caller = caller("/", &[("accept", accept)]);
            assert_eq!((caller.prefers(&types), caller.accepts(&types)), (index, any), "{accept}");
        }
        assert!(caller("/", &[]).accepts(&types));
    }
}
