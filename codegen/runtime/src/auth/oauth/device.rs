//! The device authorization grant (RFC 8628): the user authorizes the client on another device, with a code that the program
//! shows.

use super::error::{OAuthError, OAuthErrorKind};
use super::request::{self, Form};
use super::settings::OAuth;
use super::source::OAuthTokens;
use super::token_response::{self, TokenResponse};
use crate::exec::time;
use crate::{Secret, Transport};
use http::{Request, Uri};
use serde::Deserialize;
use serde_json::Value;
use std::time::{Duration, SystemTime};

/// The polling interval if the service does not state one (RFC 8628, section 3.2).
const INTERVAL: Duration = Duration::from_secs(5);

/// The increment of the interval by `slow_down` (RFC 8628, section 3.5).
const SLOW_DOWN: Duration = Duration::from_secs(5);

/// The lifetime of a code if the service does not state one.
const LIFETIME: Duration = Duration::from_secs(30 * 60);

/// The URL and the code to show to a user, who authorizes the client on another device.
///
/// Returned by [`OAuthTokens::device_authorization`] or [`OAuth::device_authorization`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct DeviceAuthorization {
    /// The code that the user enters.
    pub user_code: String,
    /// The page to enter it on.
    pub verification_uri: String,
    /// The page with the code in its URL, for a QR code, if the service has one.
    pub verification_uri_complete: Option<String>,
    /// How long the codes are valid.
    pub expires_in: Duration,
    /// How long to wait between two requests for the tokens.
    pub interval: Duration,
    device_code: Secret,
    expires_at: Option<SystemTime>,
}

impl OAuth {
    /// Requests the codes of a device authorization. [`fetch_for_device`](Self::fetch_for_device) then fetches the tokens.
    ///
    /// This is for programs that store the tokens of their users themselves; otherwise use
    /// [`OAuthTokens::device_authorization`].
    ///
    /// # Errors
    /// When the URL is neither given nor [described](Self::described_by); or see [`OAuthErrorKind`].
    pub async fn device_authorization(
        &self,
        transport: &(impl Transport + ?Sized),
    ) -> Result<DeviceAuthorization, OAuthError> {
        let requested = self.now();
        let doing = "requesting the codes of a device authorization";
        let (parts, body) = request::exchange(self, transport, codes(self)?, doing).await?;
        let secrets = self.secrets();
        let response = token_response::read_keys::<Keys>(parts.status, &parts.headers, &body, &secrets)?;
        response.device_authorization(requested).ok_or_else(|| {
            let message = "the device authorization response has no codes, or no verification URI";
            OAuthError::new(OAuthErrorKind::Response, message).status_is(parts.status)
        })
    }

    /// Waits until the user has authorized or denied the request, and fetches the tokens. Stores nothing.
    ///
    /// # Errors
    /// When the user denies it (`access_denied`), or the codes expire first (`expired_token`): both are
    /// [`Refused`](OAuthErrorKind::Refused). Otherwise see [`OAuthErrorKind`].
    pub async fn fetch_for_device(
        &self,
        authorization: &DeviceAuthorization,
        transport: &(impl Transport + ?Sized),
    ) -> Result<TokenResponse, OAuthError> {
        let mut interval = authorization.interval;
        loop {
            time::sleep(interval).await;
            if authorization.expires_at.is_some_and(|end| end <= self.now()) {
                return Err(expired());
            }
            let error = match poll(self, authorization, transport).await {
                Ok(response) => return Ok(response),
                Err(error) => error,
            };
            interval = match (error.code(), error.kind()) {
                (Some("authorization_pending"), _) => interval,
                (Some("slow_down"), _) => interval + SLOW_DOWN,
                // If the service carried out the request, the tokens are lost, which the next response shows.
                (None, OAuthErrorKind::Transport) => interval * 2,
                _ => return Err(error),
            };
        }
    }
}

impl OAuthTokens {
    /// Requests the codes of a device authorization: show them to the user, and [wait](Self::wait_for_device).
    ///
    /// ```no_run
    /// # use specwright_runtime::oauth::{FileTokenStore, OAuth, OAuthError};
    /// # async fn log_in(oauth: OAuth, transport: specwright_runtime::MemoryTransport) -> Result<(), OAuthError> {
    /// let tokens = oauth.store(FileTokenStore::new("tokens.json")).source(transport)?;
    /// if tokens.access_token().await.is_err() {
    ///     let device = tokens.device_authorization().await?;
    ///     println!("Open {} and enter {}", device.verification_uri, device.user_code);
    ///     tokens.wait_for_device(&device).await?;
    /// }
    /// // Client::builder().token_source(tokens)…
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When the URL is neither given nor [described](OAuth::described_by); or see [`OAuthErrorKind`].
    pub async fn device_authorization(&self) -> Result<DeviceAuthorization, OAuthError> {
        self.oauth().device_authorization(self.transport()).await
    }

    /// Waits until the user has authorized or denied the request. The new tokens replace the previous ones, in the store too,
    /// and calls use them from then on.
    ///
    /// # Errors
    /// As [`OAuth::fetch_for_device`], and when the store cannot be read or written.
    pub async fn wait_for_device(&self, authorization: &DeviceAuthorization) -> Result<(), OAuthError> {
        let response = self.oauth().fetch_for_device(authorization, self.transport()).await?;
        self.replace(response).await
    }
}

/// The request for the codes.
fn codes(oauth: &OAuth) -> Result<Request<crate::Body>, OAuthError> {
    let endpoint = oauth.device_authorization_url.as_deref().ok_or_else(|| {
        let message = "the device authorization URL is unknown: set it with `OAuth::device_authorization_url`";
        OAuthError::settings(message)
    })?;
    let mut form = Form::default();
    form.put_any("scope", oauth.scope().as_deref());
    request::to(request::checked(oauth, endpoint, "devices cannot be authorized")?, oauth, form)
}

/// Requests the tokens once.
async fn poll(
    oauth: &OAuth,
    authorization: &DeviceAuthorization,
    transport: &(impl Transport + ?Sized),
) -> Result<TokenResponse, OAuthError> {
    let endpoint: Uri = request::url(oauth, oauth.device_token_url.as_deref().or(oauth.token_url.as_deref()))?;
    let mut form = Form::default();
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
    form.put("device_code", authorization.device_code.expose());
    let request = request::to(endpoint, oauth, form)?;
    let (parts, body) = request::exchange(oauth, transport, request, "requesting a token").await?;
    let mut secrets = oauth.secrets();
    secrets.push(&authorization.device_code);
    token_response::read(parts.status, &parts.headers, &body, &secrets)
}

fn expired() -> OAuthError {
    let message = "the user did not enter the code in time: request another with `device_authorization`";
    OAuthError::new(OAuthErrorKind::Refused, message).code_is("expired_token".to_owned(), None)
}

/// The keys of the response with the codes (RFC 8628, section 3.2).
#[derive(Deserialize)]
struct Keys {
    #[serde(default, deserialize_with = "token_response::secret")]
    device_code: Option<Secret>,
    user_code: Option<String>,
    /// Google's name for it is older than the standard.
    #[serde(alias = "verification_url")]
    verification_uri: Option<String>,
    #[serde(alias = "verification_url_complete")]
    verification_uri_complete: Option<String>,
    expires_in: Option<Value>,
    interval: Option<Value>,
}

impl Keys {
    fn device_authorization(self, requested: SystemTime) -> Option<DeviceAuthorization> {
        let duration = |value: Option<Value>| value.as_ref().and_then(token_response::duration);
        let expires_in = duration(self.expires_in).unwrap_or(LIFETIME);
        Some(DeviceAuthorization {
            user_code: self.user_code?,
            verification_uri: self.verification_uri?,
            verification_uri_complete: self.verification_uri_complete,
            expires_in,
            interval: duration(self.interval).unwrap_or(INTERVAL),
            device_code: self.device_code?,
            expires_at: requested.checked_add(expires_in),
        })
    }
}
