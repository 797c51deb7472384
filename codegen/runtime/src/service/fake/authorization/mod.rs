//! The authorization server of a fake: access tokens are issued, renewed and revoked, and expire.

mod refusal;
mod tokens;

pub use refusal::TokenRefusal;

use crate::oauth::OAuth;
use crate::service::value::decoded_pair;
use crate::{Body, Secret};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use http::{Method, Request, Response, StatusCode, Uri};
use serde_json::Value;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokens::Tokens;

/// The id under which requests for tokens are recorded, as if they were for an operation.
pub(super) const TOKEN_OPERATION: &str = "oauth_token";

/// An OAuth 2.0 authorization server for a [`Fake`](super::Fake), for tests of how tokens are fetched and renewed.
///
/// It has one client with an id and a secret, which it authenticates by parameters or by `Basic`, and supports the
/// grants `authorization_code`, `client_credentials` and `refresh_token` of RFC 6749 and the revocation of RFC 7009.
/// The fake rejects a `Bearer` token that it does not accept with 401, and records requests for tokens as those of an operation
/// `oauth_token`, without printing them. Clones share one state.
///
/// ```ignore
/// let authorization = FakeAuthorizationServer::new("/oauth/token").client("my-app", "secret");
/// let fake = pets::service::fake().authorization(authorization.clone());
/// let oauth = authorization.oauth("http://pets.invalid");
/// let client = pets::Client::builder().transport(fake).oauth(oauth).build()?;
///
/// client.list_pets().await?;
/// authorization.expire_tokens();
/// client.list_pets().await?;
/// assert_eq!(authorization.tokens_issued(), 2);
/// ```
#[derive(Clone)]
pub struct FakeAuthorizationServer {
    token_path: String,
    is_revoked_in_query: bool,
    refusal: Arc<dyn Fn(TokenRefusal) -> Response<Bytes> + Send + Sync>,
    tokens: Arc<Mutex<Tokens>>,
}

/// Settings.
impl FakeAuthorizationServer {
    /// Creates an authorization server with its token endpoint at this path, such as `/oauth/token`. Tokens are revoked at
    /// the path `/revoke` below it.
    #[must_use]
    pub fn new(token_path: impl Into<String>) -> Self {
        Self {
            token_path: token_path.into(),
            is_revoked_in_query: false,
            refusal: Arc::new(TokenRefusal::response),
            tokens: Arc::default(),
        }
    }

    /// Sets the id and the secret of the client. Its tokens contain the id, so those of different clients differ.
    #[must_use]
    pub fn client(self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.set(|tokens| (tokens.client_id, tokens.client_secret) = (id.into(), secret.into()))
    }

    /// Sets the supported grants. Default: `authorization_code`, `client_credentials` and `refresh_token`.
    #[must_use]
    pub fn grant_types(self, grant_types: &[&'static str]) -> Self {
        self.set(|tokens| tokens.grant_types = grant_types.to_vec())
    }

    /// Limits the number of tokens that are issued in any period of this length. Default: no limit.
    #[must_use]
    pub fn limit(self, tokens: usize, per: Duration) -> Self {
        self.set(|state| state.limit = Some((tokens, per)))
    }

    /// Limits the number of valid access tokens: a further one expires the oldest. Default: no limit.
    #[must_use]
    pub fn max_valid_tokens(self, count: usize) -> Self {
        self.set(|tokens| tokens.max_valid = Some(count))
    }

    /// Adds a member to each response with a token, such as `scope`.
    #[must_use]
    pub fn response_member(self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.set(|tokens| drop(tokens.members.insert(name.into(), value.into())))
    }

    /// Sets the responses to refused requests, for services that deviate from RFC 6749. Default:
    /// [`TokenRefusal::response`].
    #[must_use]
    pub fn refusals(self, response: impl Fn(TokenRefusal) -> Response<Bytes> + Send + Sync + 'static) -> Self {
        Self { refusal: Arc::new(response), ..self }
    }

    /// Makes [`oauth`](Self::oauth) send the token to revoke in the query. It is read from either.
    #[must_use]
    pub fn revocation_in_query(self) -> Self {
        Self { is_revoked_in_query: true, ..self }
    }

    fn set(self, change: impl FnOnce(&mut Tokens)) -> Self {
        change(&mut self.tokens());
        self
    }
}

/// Its client and its tokens.
impl FakeAuthorizationServer {
    /// A client's settings, with a refresh token, for a fake at this base URL.
    #[must_use]
    pub fn oauth(&self, base_url: &str) -> OAuth {
        let token_url = format!("{base_url}{}", self.token_path);
        let oauth = OAuth::new(self.client_id(), Secret::from(self.client_secret()))
            .refresh_token(self.refresh_token())
            .revocation_url(format!("{token_url}/revoke"))
            .refresh_url(&*token_url)
            .token_url(token_url)
            .allow_http();
        if self.is_revoked_in_query { oauth.revocation_in_query() } else { oauth }
    }

    /// The path of the token endpoint.
    #[must_use]
    pub fn token_path(&self) -> &str {
        &self.token_path
    }

    /// The id of the client.
    #[must_use]
    pub fn client_id(&self) -> String {
        self.tokens().client_id.clone()
    }

    /// The secret of the client.
    #[must_use]
    pub fn client_secret(&self) -> String {
        self.tokens().client_secret.clone()
    }

    /// The refresh token, until it is revoked.
    #[must_use]
    pub fn refresh_token(&self) -> String {
        self.tokens().refresh_token()
    }

    /// A new authorization code, which can be exchanged once.
    #[must_use]
    pub fn authorization_code(&self) -> String {
        self.tokens().new_code()
    }

    /// A new access token that was not requested. It is valid until [`expire_tokens`](Self::expire_tokens).
    #[must_use]
    pub fn access_token(&self) -> String {
        self.tokens().add(None)
    }

    /// Whether an access token is valid.
    #[must_use]
    pub fn accepts(&self, access_token: &str) -> bool {
        self.tokens().accepts(access_token)
    }

    /// Sets the lifetime of access tokens issued from now on. Default: an hour.
    pub fn set_lifetime(&self, lifetime: Duration) {
        self.tokens().lifetime = lifetime;
    }

    /// Expires all access tokens.
    pub fn expire_tokens(&self) {
        self.tokens().expire();
    }

    /// The number of access tokens issued by the token endpoint.
    #[must_use]
    pub fn tokens_issued(&self) -> usize {
        self.tokens().issued()
    }
}

impl FakeAuthorizationServer {
    fn tokens(&self) -> MutexGuard<'_, Tokens> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a request is for a token or its revocation.
    pub(super) fn is_endpoint(&self, uri: &Uri) -> bool {
        self.endpoint(uri).is_some()
    }

    fn endpoint(&self, uri: &Uri) -> Option<Endpoint> {
        match uri.path().strip_prefix(&*self.token_path)? {
            "" => Some(Endpoint::Token),
            "/revoke" => Some(Endpoint::Revocation),
            _ => None,
        }
    }

    /// The response to a request for a token or with an invalid one; `None` for any other.
    pub(super) fn respond(&self, request: &Request<Bytes>) -> Option<Response<Body>> {
        let Some(endpoint) = self.endpoint(request.uri()) else { return self.unauthorized(request) };
        if request.method() != Method::POST {
            return Some(with_status(StatusCode::METHOD_NOT_ALLOWED).map(Body::from));
        }
        let parameters = Parameters::of(request);
        let result = match endpoint {
            Endpoint::Token => self.tokens().exchange(&parameters),
            Endpoint::Revocation => self.tokens().revoke(&parameters),
        };
        let response = result.map_or_else(|refusal| (self.refusal)(refusal), |body| json(StatusCode::OK, &body));
        Some(response.map(Body::from))
    }

    /// 401 for an invalid `Bearer` token.
    fn unauthorized(&self, request: &Request<Bytes>) -> Option<Response<Body>> {
        let token = request.headers().get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")?;
        if self.accepts(token) {
            return None;
        }
        let mut response = with_status(StatusCode::UNAUTHORIZED).map(Body::from);
        response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer error=\"invalid_token\""));
        Some(response)
    }
}

enum Endpoint {
    Token,
    Revocation,
}

/// The parameters of a request for a token, in its body, its query or its `Basic` authentication.
struct Parameters(Vec<(String, String)>);

impl Parameters {
    fn of(request: &Request<Bytes>) -> Self {
        let body = String::from_utf8_lossy(request.body());
        let query = request.uri().query().unwrap_or_default();
        let pairs = body.split('&').chain(query.split('&')).map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let decoded = |(name, value)| Some((decoded(name)?, decoded(value)?));
        Self(pairs.filter_map(decoded).chain(Self::basic(request).into_iter().flatten()).collect())
    }

    /// Id and secret, which are encoded before they are joined (RFC 6749, section 2.3.1).
    fn basic(request: &Request<Bytes>) -> Option<[(String, String); 2]> {
        let value = request.headers().get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Basic ")?;
        let pair = String::from_utf8(BASE64_STANDARD.decode(value).ok()?).ok()?;
        let (id, secret) = pair.split_once(':')?;
        Some([("client_id".to_owned(), decoded(id)?), ("client_secret".to_owned(), decoded(secret)?)])
    }

    /// The first value of a parameter, or an empty string.
    fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

fn decoded(text: &str) -> Option<String> {
    decoded_pair(text).ok().map(std::borrow::Cow::into_owned)
}

fn with_status(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}

/// A response with a JSON body, which must not be cached (RFC 6749, section 5.1).
fn json(status: StatusCode, body: &Value) -> Response<Bytes> {
    let mut response = with_status(status).map(|_| Bytes::from(body.to_string()));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json;charset=UTF-8"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Without credentials.
impl fmt::Debug for FakeAuthorizationServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, issued) = (&self.token_path, self.tokens_issued());
        f.debug_struct("FakeAuthorizationServer")
            .field("token_path", path)
            .field("tokens_issued", &issued)
            .finish_non_exhaustive()
    }
}
