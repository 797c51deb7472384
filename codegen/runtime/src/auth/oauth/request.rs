//! Requests to a token endpoint.

use super::error::OAuthError;
use super::settings::{Grant, OAuth};
use super::token_response::{self, TokenResponse};
use crate::exec::time::{self, Deadline};
use crate::request::header_value;
use crate::request::percent;
use crate::url::server;
use crate::{Body, Secret, StreamError, Timeouts, Transport, TransportError, TransportErrorKind};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT};
use http::response::Parts;
use http::{Method, Request, StatusCode, Uri};
use std::pin::pin;
use std::time::Duration;

/// The largest response of a token endpoint that is read.
const MAX_RESPONSE_SIZE: usize = 1024 * 1024;

/// How long to wait before trying again when the request was certainly not carried out.
const PAUSES: [Duration; 2] = [Duration::from_millis(200), Duration::from_millis(800)];

impl OAuth {
    /// Requests a token once, and stores nothing: for programs that store the refresh tokens of their users themselves.
    ///
    /// # Errors
    /// See [`OAuthErrorKind`](super::OAuthErrorKind).
    pub async fn fetch(&self, transport: &(impl Transport + ?Sized)) -> Result<TokenResponse, OAuthError> {
        send(self, transport, None).await
    }

    /// Has the service revoke a refresh token or an access token (RFC 7009), and stores nothing: for programs that store the
    /// tokens of their users themselves. For tokens of an [`OAuthTokens`](super::OAuthTokens), use
    /// [`OAuthTokens::revoke`](super::OAuthTokens::revoke).
    ///
    /// An unknown token counts as revoked, but some services respond with an error, which is
    /// [`Refused`](super::OAuthErrorKind::Refused).
    ///
    /// # Errors
    /// When the [`revocation_url`](Self::revocation_url) is not set; or see [`OAuthErrorKind`](super::OAuthErrorKind).
    pub async fn revoke(&self, token: &Secret, transport: &(impl Transport + ?Sized)) -> Result<(), OAuthError> {
        revoke(self, transport, token).await
    }
}

/// Requests a token: with the known refresh token, or else by the grant that the caller set.
pub(super) async fn send(
    oauth: &OAuth,
    transport: &(impl Transport + ?Sized),
    refresh_token: Option<&Secret>,
) -> Result<TokenResponse, OAuthError> {
    let mut pauses = PAUSES.into_iter();
    loop {
        let error = match once(oauth, transport, refresh_token).await {
            Err(error) if is_passing(&error) => error,
            outcome => return outcome,
        };
        let Some(pause) = pauses.next() else { return Err(error) };
        time::sleep(pause).await;
    }
}

/// Whether another request may succeed at once without fetching a second token: some services accept a refresh token
/// only once.
fn is_passing(error: &OAuthError) -> bool {
    error.is_before_sending() || error.status() == Some(StatusCode::SERVICE_UNAVAILABLE)
}

async fn once(
    oauth: &OAuth,
    transport: &(impl Transport + ?Sized),
    refresh_token: Option<&Secret>,
) -> Result<TokenResponse, OAuthError> {
    let (parts, body) = exchange(oauth, transport, request(oauth, refresh_token)?, "requesting a token").await?;
    let mut secrets = oauth.secrets();
    secrets.extend(refresh_token);
    token_response::read(parts.status, &parts.headers, &body, &secrets)
}

/// Revokes a token.
pub(super) async fn revoke(
    oauth: &OAuth,
    transport: &(impl Transport + ?Sized),
    token: &Secret,
) -> Result<(), OAuthError> {
    let request = revocation(oauth, token)?;
    let (parts, body) = exchange(oauth, transport, request, "revoking a token").await?;
    let mut secrets = oauth.secrets();
    secrets.push(token);
    token_response::read_revocation(parts.status, &parts.headers, &body, &secrets)
}

/// Sends a request within the timeout, and reads the whole response. `doing` describes its purpose in messages.
pub(super) async fn exchange(
    oauth: &OAuth,
    transport: &(impl Transport + ?Sized),
    mut request: Request<Body>,
    doing: &str,
) -> Result<(Parts, Bytes), OAuthError> {
    let deadline = Deadline::after(Some(oauth.timeout));
    request.extensions_mut().insert(Timeouts { deadline: deadline.instant(), ..Timeouts::default() });
    let exchange = async {
        let (parts, body) = transport.send(request).await?.into_parts();
        let body = body.into_stream().bytes_up_to(MAX_RESPONSE_SIZE).await.map_err(|error| match error {
            StreamError::Transport(error) => error,
            error => TransportError::new(TransportErrorKind::Body, error),
        })?;
        Ok((parts, body))
    };
    let exchanged = deadline
        .within(pin!(exchange))
        .await
        .unwrap_or_else(|| Err(TransportError::timeout("no response was received")));
    exchanged.map_err(|error| OAuthError::transport(doing, error))
}

fn request(oauth: &OAuth, refresh_token: Option<&Secret>) -> Result<Request<Body>, OAuthError> {
    let (endpoint, form) = grant(oauth, refresh_token)?;
    to(url(oauth, endpoint)?, oauth, form)
}

/// A request of the client, with the parameters common to its token requests.
pub(super) fn to(endpoint: Uri, oauth: &OAuth, mut form: Form) -> Result<Request<Body>, OAuthError> {
    let client = authenticated(oauth, &mut form)?;
    for (name, value) in &oauth.parameters {
        form.put(name, value.expose());
    }
    Ok(posted(endpoint, client, form))
}

fn revocation(oauth: &OAuth, token: &Secret) -> Result<Request<Body>, OAuthError> {
    let endpoint = oauth
        .revocation_url
        .as_deref()
        .ok_or_else(|| OAuthError::settings("the revocation URL is unknown: set it with `OAuth::revocation_url`"))?;
    let mut form = Form::default();
    form.put("token", token.expose());
    if oauth.is_revoked_in_query {
        let delimiter = if endpoint.contains('?') { '&' } else { '?' };
        let endpoint = checked(oauth, &format!("{endpoint}{delimiter}{}", form.0), "tokens cannot be revoked")?;
        return Ok(posted(endpoint, None, Form::default()));
    }
    let client = authenticated(oauth, &mut form)?;
    Ok(posted(checked(oauth, endpoint, "tokens cannot be revoked")?, client, form))
}

/// Authenticates the client: in the form, or by the header that is returned.
fn authenticated(oauth: &OAuth, form: &mut Form) -> Result<Option<HeaderValue>, OAuthError> {
    match &oauth.client_secret {
        Some(secret) if oauth.is_basic => basic(&oauth.client_id, secret).map(Some),
        secret => {
            form.put("client_id", &oauth.client_id);
            form.put_any("client_secret", secret.as_ref().map(Secret::expose));
            Ok(None)
        }
    }
}

fn posted(url: Uri, authorization: Option<HeaderValue>, form: Form) -> Request<Body> {
    let mut request = Request::new(Body::from(form.0));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = url;
    let headers = request.headers_mut();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    headers.insert(USER_AGENT, HeaderValue::from_static(concat!("specwright-runtime/", env!("CARGO_PKG_VERSION"))));
    if let Some(value) = authorization {
        headers.insert(AUTHORIZATION, value);
    }
    request
}

/// The endpoint, and the parameters of the grant.
fn grant<'a>(oauth: &'a OAuth, refresh_token: Option<&Secret>) -> Result<(Option<&'a str>, Form), OAuthError> {
    let mut form = Form::default();
    let token_url = oauth.token_url.as_deref();
    let scope = oauth.scope();
    let refresh_token = match (&oauth.grant, refresh_token) {
        (Grant::ClientCredentials, _) => {
            form.put("grant_type", "client_credentials");
            form.put_any("scope", scope.as_deref());
            return Ok((token_url, form));
        }
        (Grant::Password(user, password), _) => {
            form.put("grant_type", "password");
            form.put("username", user);
            form.put("password", password.expose());
            form.put_any("scope", scope.as_deref());
            return Ok((token_url, form));
        }
        (Grant::AuthorizationCode(code), None) => {
            form.put("grant_type", "authorization_code");
            form.put("code", code.expose());
            form.put_any("redirect_uri", oauth.redirect_uri.as_deref());
            form.put_any("code_verifier", oauth.code_verifier.as_ref().map(Secret::expose));
            return Ok((token_url, form));
        }
        (_, Some(token)) | (Grant::RefreshToken(token), None) => token,
        (Grant::Stored, None) => {
            return Err(OAuthError::settings(
                "there is no refresh token in the store: choose a grant with a method of `OAuth`",
            ));
        }
    };
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", refresh_token.expose());
    Ok((oauth.refresh_url.as_deref().or(token_url), form))
}

/// The URL of a token endpoint.
pub(super) fn url(oauth: &OAuth, url: Option<&str>) -> Result<Uri, OAuthError> {
    let url =
        url.ok_or_else(|| OAuthError::settings("the document has no token URL: set one with `OAuth::token_url`"))?;
    checked(oauth, url, "tokens cannot be requested")
}

/// The remedy for a URL without encryption.
pub(crate) const ENCRYPT: &str = "use `https://`, or allow it with `OAuth::allow_http`";

/// Checks a URL. The error describes the problem and its consequence.
pub(super) fn checked(oauth: &OAuth, url: &str, prevented: &str) -> Result<Uri, OAuthError> {
    // A query is allowed here (RFC 6749, section 3.2).
    let base = url.split('?').next().unwrap_or_default();
    let unusable = |reason: &str| {
        OAuthError::settings(format!("{prevented}: {}", reason.replacen("the server URL", "their URL", 1)))
    };
    server::checked(base).map_err(|reason| unusable(&reason))?;
    if !oauth.allows_http && server::is_open(base) {
        return Err(OAuthError::settings(format!("{prevented} without encryption: {ENCRYPT}")));
    }
    url.parse().map_err(|_| unusable("the server URL must be a URL"))
}

/// Id and secret are encoded before they are put together (RFC 6749, section 2.3.1).
fn basic(client_id: &str, secret: &Secret) -> Result<HeaderValue, OAuthError> {
    let pair = format!("{}:{}", percent::encode(client_id), percent::encode(secret.expose()));
    let mut value = header_value(&format!("Basic {}", BASE64_STANDARD.encode(pair))).map_err(OAuthError::settings)?;
    value.set_sensitive(true);
    Ok(value)
}

/// `application/x-www-form-urlencoded`.
#[derive(Default)]
pub(super) struct Form(String);

impl Form {
    pub(super) fn put(&mut self, name: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.extend([&*percent::encode(name), "=", &*percent::encode(value)]);
    }

    pub(super) fn put_any(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }
}
