//! The authorization page, on which a user grants access.

use super::error::OAuthError;
use super::settings::OAuth;
use crate::Secret;
use crate::request::percent;
use crate::url::server;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

impl OAuth {
    /// The URL of the page on which a user grants the client access. The authorization server sends the user back to
    /// the [`redirect_uri`](Self::redirect_uri) with a `code` and the same `state`, a random string by which the client
    /// recognizes the user.
    ///
    /// ```
    /// # use specwright_runtime::oauth::OAuth;
    /// let oauth = OAuth::new("id", "secret")
    ///     .authorization_url("https://accounts.example/oauth/v2/auth")
    ///     .redirect_uri("https://app.example/back")
    ///     .scopes(["portals.read", "portals.create"]);
    /// assert_eq!(
    ///     oauth.authorization_page("af0ifjsldkj")?,
    ///     "https://accounts.example/oauth/v2/auth?response_type=code&client_id=id\
    ///      &redirect_uri=https%3A%2F%2Fapp.example%2Fback&scope=portals.read%20portals.create&state=af0ifjsldkj"
    /// );
    /// # Ok::<(), specwright_runtime::oauth::OAuthError>(())
    /// ```
    ///
    /// # Errors
    /// When the URL is neither set nor [documented](Self::described_by), or is invalid.
    pub fn authorization_page(&self, state: &str) -> Result<String, OAuthError> {
        page(self, state)
    }
}

fn page(oauth: &OAuth, state: &str) -> Result<String, OAuthError> {
    let url = oauth.authorization_url.as_deref().ok_or_else(|| {
        OAuthError::settings("the authorization URL is unknown: set it with `OAuth::authorization_url`")
    })?;
    // The URL may have a query already (RFC 6749, section 3.1).
    let (base, query) = url.split_once('?').map_or((url, None), |(base, query)| (base, Some(query)));
    server::checked(base)
        .map_err(|reason| OAuthError::settings(format!("users cannot authorize: {}", of_page(&reason))))?;
    let mut pairs: Vec<String> = query.filter(|query| !query.is_empty()).map(str::to_owned).into_iter().collect();
    let mut put = |name: &str, value: &str| pairs.push(format!("{}={}", percent::encode(name), percent::encode(value)));
    put("response_type", "code");
    put("client_id", &oauth.client_id);
    if let Some(uri) = &oauth.redirect_uri {
        put("redirect_uri", uri);
    }
    if !oauth.scopes.is_empty() {
        put("scope", &oauth.scopes.join(&oauth.scope_separator));
    }
    put("state", state);
    if let Some(verifier) = &oauth.code_verifier {
        put("code_challenge", &challenge(verifier)?);
        put("code_challenge_method", "S256");
    }
    for (name, value) in &oauth.authorization_parameters {
        put(name, value);
    }
    Ok(format!("{base}?{}", pairs.join("&")))
}

fn of_page(reason: &str) -> String {
    reason.replacen("the server URL", "the URL of the authorization", 1)
}

/// RFC 7636, section 4.2.
fn challenge(verifier: &Secret) -> Result<String, OAuthError> {
    let text = verifier.expose();
    let is_verifier = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    if !(43..=128).contains(&text.len()) || !text.bytes().all(is_verifier) {
        return Err(OAuthError::settings("a code verifier is 43 to 128 ASCII letters, digits and `-._~`"));
    }
    let digest = hmac_sha256::Hash::hash(text.as_bytes());
    Ok(BASE64_URL_SAFE_NO_PAD.encode(digest))
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    #[test]
    fn pkce_challenge_matches_rfc_7636() {
        assert_eq!(challenge(&Secret::from(VERIFIER)).unwrap(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert!(challenge(&Secret::from("short")).is_err());
        assert!(challenge(&Secret::from(VERIFIER.replace('-', "+"))).is_err());
    }

    #[test]
    fn authorization_url_contains_all_settings() {
        let oauth = OAuth::new("id&1", "hunter2")
            .authorization_url("https://a.example/auth?tenant=1")
            .redirect_uri("http://127.0.0.1:8080/back?x=1")
            .scopes(["a", "b"])
            .scope_separator(",")
            .authorization_parameter("access_type", "offline")
            .code_verifier(VERIFIER);
        assert_eq!(
            oauth.authorization_page("s t").unwrap(),
            "https://a.example/auth?tenant=1&response_type=code&client_id=id%261\
             &redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Fback%3Fx%3D1&scope=a%2Cb&state=s%20t\
             &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256\
             &access_type=offline"
        );
        assert!(OAuth::public("id").authorization_page("s").is_err());
        let error = OAuth::public("id").authorization_url("/auth").authorization_page("s").unwrap_err();
        assert!(error.to_string().contains("the URL of the authorization must be absolute"), "{error}");
    }
}
