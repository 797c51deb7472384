//! The response of a token endpoint.

use super::error::{OAuthError, OAuthErrorKind};
use crate::json::excerpt;
use crate::response::retry_after;
use crate::url::server;
use crate::{AccessToken, Secret};
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::time::Duration;

/// How many characters of an unexpected page the message contains.
const EXCERPT: usize = 200;

/// How many bytes of such a page are read.
const MAX_PAGE_SIZE: usize = 16 * 1024;

/// The longest lifetime: a longer one would overflow when it is added to the time of day.
const MAX_LIFETIME: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// The response of a token endpoint.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TokenResponse {
    /// The access token, with its server if the response names one.
    pub access_token: AccessToken,
    /// The lifetime of the access token, if the response states it.
    pub expires_in: Option<Duration>,
    /// The refresh token: with the first access token, and later if it replaces the previous one.
    pub refresh_token: Option<Secret>,
    /// The scope of the token, if the response states it.
    pub scope: Option<String>,
}

/// The keys of responses.
#[derive(Deserialize)]
struct Keys {
    #[serde(default, deserialize_with = "secret")]
    access_token: Option<Secret>,
    #[serde(default, deserialize_with = "secret")]
    refresh_token: Option<Secret>,
    expires_in: Option<Value>,
    /// If it is present, it is in seconds, and `expires_in` in milliseconds.
    expires_in_sec: Option<Value>,
    scope: Option<Value>,
    api_domain: Option<String>,
    instance_url: Option<String>,
    error: Option<Value>,
    error_description: Option<Value>,
}

pub(super) fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Secret>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.filter(|text| !text.is_empty()).map(Secret::new))
}

/// Reads the keys of a response that has no tokens.
pub(super) fn read_keys<T: DeserializeOwned>(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    secrets: &[&Secret],
) -> Result<T, OAuthError> {
    if let Ok(Keys { error: Some(error), error_description, .. }) = serde_json::from_slice::<Keys>(body)
        && is_error(&error)
    {
        return Err(refusal(&error, error_description.as_ref(), status, headers, secrets));
    }
    match serde_json::from_slice(body) {
        Ok(keys) if status.is_success() => Ok(keys),
        _ => Err(no_answer(status, headers, body, secrets)),
    }
}

/// Reads a response. Error messages do not contain the `secrets` that were sent.
pub(super) fn read(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    secrets: &[&Secret],
) -> Result<TokenResponse, OAuthError> {
    // serde's own message may contain the invalid value, which may be a token.
    let Ok(keys) = serde_json::from_slice::<Keys>(body) else {
        return Err(no_answer(status, headers, body, secrets));
    };
    if let Some(error) = keys.error.as_ref().filter(|error| is_error(error)) {
        return Err(refusal(error, keys.error_description.as_ref(), status, headers, secrets));
    }
    let Some(access_token) = keys.access_token.filter(|_| status.is_success()) else {
        return Err(no_answer(status, headers, body, secrets));
    };
    let lifetime = keys.expires_in_sec.or(keys.expires_in);
    let mut access_token = AccessToken::from(access_token);
    if let Some(url) = keys.api_domain.or(keys.instance_url) {
        let url = server::checked(&url).map_err(|_| {
            OAuthError::new(OAuthErrorKind::Response, "the token endpoint returned a server URL that cannot be used")
                .status_is(status)
        })?;
        access_token = access_token.with_server(url);
    }
    Ok(TokenResponse {
        access_token,
        expires_in: lifetime.as_ref().and_then(duration),
        refresh_token: keys.refresh_token,
        scope: keys.scope.as_ref().and_then(Value::as_str).map(str::to_owned),
    })
}

/// Reads the response to a revocation, which is empty on success (RFC 7009, section 2.2).
pub(super) fn read_revocation(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    secrets: &[&Secret],
) -> Result<(), OAuthError> {
    let keys = serde_json::from_slice::<Keys>(body).ok();
    let description = keys.as_ref().and_then(|keys| keys.error_description.as_ref());
    match keys.as_ref().and_then(|keys| keys.error.as_ref()).filter(|error| is_error(error)) {
        Some(error) => Err(refusal(error, description, status, headers, secrets)),
        None if status.is_success() => Ok(()),
        None => {
            let message = format!("the token endpoint responded with status {}, and revoked nothing", status.as_u16());
            Err(OAuthError::new(kind_without_code(status), message)
                .status_is(status)
                .retry_after_is(retry_after::in_header(headers)))
        }
    }
}

/// Whether the value of `error` reports one: some services have the key in every response.
fn is_error(error: &Value) -> bool {
    !matches!(error, Value::Null | Value::Bool(false)) && error.as_str() != Some("")
}

/// Some services write numbers as strings.
fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// A number of seconds, if it is positive.
pub(super) fn duration(value: &Value) -> Option<Duration> {
    number(value).filter(|seconds| *seconds > 0.0).map(lasting)
}

fn lasting(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(MAX_LIFETIME).min(MAX_LIFETIME)
}

/// An error of the service, which may come with any status.
fn refusal(
    error: &Value,
    description: Option<&Value>,
    status: StatusCode,
    headers: &HeaderMap,
    secrets: &[&Secret],
) -> OAuthError {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    // Some services have an object there.
    let code = error.get("code").map_or_else(|| text(error), text);
    let description = description.filter(|description| !description.is_null()).or_else(|| error.get("message"));
    let (code, description) = (without(code, secrets), description.map(|value| without(text(value), secrets)));
    let kind = kind_of(&code, status);
    let quoted = description.as_ref().map(|description| format!(" ({})", excerpt::of(description.as_bytes(), EXCERPT)));
    let message = format!(
        "the token endpoint {} with status {}: {}{}",
        if kind == OAuthErrorKind::Throttled { "received too many requests and responded" } else { "responded" },
        status.as_u16(),
        excerpt::of(code.as_bytes(), EXCERPT),
        quoted.unwrap_or_default()
    );
    OAuthError::new(kind, message)
        .code_is(code, description)
        .status_is(status)
        .retry_after_is(retry_after::in_header(headers))
}

/// Codes are an open set, and most of them are final.
fn kind_of(code: &str, status: StatusCode) -> OAuthErrorKind {
    // `access_denied` is the code of RFC 6749 for a denied authorization; with a space it is Zoho's code for too many
    // requests.
    const THROTTLED: [&str; 4] = ["Access Denied", "slow_down", "too_many_requests", "rate_limit_exceeded"];
    const PASSING: [&str; 2] = ["temporarily_unavailable", "server_error"];
    let is_one_of = |codes: &[&str]| codes.iter().any(|known| known.eq_ignore_ascii_case(code));
    if status == StatusCode::TOO_MANY_REQUESTS || is_one_of(&THROTTLED) {
        OAuthErrorKind::Throttled
    } else if status.is_server_error() || is_one_of(&PASSING) {
        OAuthErrorKind::Transport
    } else {
        OAuthErrorKind::Refused
    }
}

fn kind_without_code(status: StatusCode) -> OAuthErrorKind {
    match status {
        StatusCode::TOO_MANY_REQUESTS => OAuthErrorKind::Throttled,
        status if status.is_server_error() => OAuthErrorKind::Transport,
        _ => OAuthErrorKind::Response,
    }
}

/// The response may be that of a gateway. JSON is not repeated: it may contain a token.
fn no_answer(status: StatusCode, headers: &HeaderMap, body: &[u8], secrets: &[&Secret]) -> OAuthError {
    let kind = kind_without_code(status);
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("unknown type");
    let text = body.trim_ascii_start();
    let beginning = match text.first() {
        None => "nothing".to_owned(),
        Some(b'{' | b'[' | b'"') => format!("{} bytes of JSON without a token", body.len()),
        Some(b'<') => {
            // Truncated only afterwards, so that no part of a secret remains.
            let page = String::from_utf8_lossy(&text[..text.len().min(MAX_PAGE_SIZE)]).into_owned();
            excerpt::of(without(page, secrets).as_bytes(), EXCERPT)
        }
        Some(_) => format!("{} bytes of {media_type}", body.len()),
    };
    let message = format!("the token endpoint responded with status {} and no token: {beginning}", status.as_u16());
    OAuthError::new(kind, message).status_is(status).retry_after_is(retry_after::in_header(headers))
}

/// A string from the service without the secrets that were sent to it. Secrets that are too short to be one are kept.
fn without(mut text: String, secrets: &[&Secret]) -> String {
    for secret in secrets.iter().map(|secret| secret.expose()).filter(|secret| secret.len() >= 4) {
        text = text.replace(secret, "…");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, body: &str) -> Result<TokenResponse, OAuthError> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, http::HeaderValue::from_static("text/html"));
        super::read(StatusCode::from_u16(status).unwrap(), &headers, body.as_bytes(), &[&Secret::from("s3cret")])
    }

    fn lifetime(keys: &str) -> Option<u64> {
        let response = read(200, &format!(r#"{{"access_token":"a",{keys}}}"#)).unwrap();
        response.expires_in.map(|lifetime| lifetime.as_secs())
    }

    #[test]
    fn token_response_with_all_members() {
        let response = read(
            200,
            r#"{"access_token":"a","refresh_token":"r","api_domain":"https://www.zohoapis.com/","token_type":"Bearer",
                "expires_in":3600,"scope":"A B","other":{}}"#,
        )
        .unwrap();
        assert_eq!(response.access_token.secret().expose(), "a");
        assert_eq!(response.access_token.server(), Some("https://www.zohoapis.com"));
        assert_eq!(response.refresh_token.unwrap().expose(), "r");
        assert_eq!(response.scope.as_deref(), Some("A B"));
        assert_eq!(response.expires_in, Some(Duration::from_secs(3600)));
        let elsewhere = read(200, r#"{"access_token":"a","instance_url":"https://b.example"}"#).unwrap();
        assert_eq!(elsewhere.access_token.server(), Some("https://b.example"));
        assert_eq!((elsewhere.expires_in, elsewhere.scope), (None, None));
    }

    #[test]
    fn lifetimes() {
        assert_eq!(lifetime(r#""expires_in":3600"#), Some(3600));
        assert_eq!(lifetime(r#""expires_in":"3599""#), Some(3599));
        assert_eq!(lifetime(r#""expires_in":3600000,"expires_in_sec":3600"#), Some(3600));
        assert_eq!(lifetime(r#""expires_in_sec":3600"#), Some(3600));
        assert_eq!(lifetime(r#""expires_in":0"#), None);
        assert_eq!(lifetime(r#""expires_in":-5"#), None);
        assert_eq!(lifetime(r#""expires_in":null"#), None);
        assert_eq!(lifetime(r#""expires_in":"soon""#), None);
        assert_eq!(lifetime(r#""expires_in":1e300"#), Some(MAX_LIFETIME.as_secs()));
    }

    #[test]
    fn token_errors_are_read_with_any_status() {
        for status in [200, 400, 401] {
            let error = read(status, r#"{"error":"invalid_code","access_token":"a"}"#).unwrap_err();
            assert_eq!((error.kind(), error.code()), (OAuthErrorKind::Refused, Some("invalid_code")));
            assert_eq!(error.status().unwrap(), status);
            assert_eq!(error.to_string(), format!("the token endpoint responded with status {status}: invalid_code"));
        }
        let kind = |status, body: &str| read(status, body).unwrap_err().kind();
        assert_eq!(kind(400, r#"{"error":"Access Denied","status":"failure"}"#), OAuthErrorKind::Throttled);
        assert_eq!(kind(200, r#"{"error":"Access Denied"}"#), OAuthErrorKind::Throttled);
        assert_eq!(kind(429, r#"{"error":"x"}"#), OAuthErrorKind::Throttled);
        assert_eq!(kind(403, r#"{"error":"access_denied"}"#), OAuthErrorKind::Refused);
        assert_eq!(kind(503, r#"{"error":"busy"}"#), OAuthErrorKind::Transport);
        for none in ["null", "false", r#""""#] {
            assert!(read(200, &format!(r#"{{"error":{none},"access_token":"a"}}"#)).is_ok(), "{none}");
        }
        let object = read(400, r#"{"error":{"code":17,"message":"no"}}"#).unwrap_err();
        assert_eq!((object.code(), object.description()), (Some("17"), Some("no")));
    }

    #[test]
    fn unreadable_token_responses_are_quoted_only_without_tokens() {
        let error = read(502, "<html>Bad gateway s3cret").unwrap_err();
        assert_eq!(error.kind(), OAuthErrorKind::Transport);
        let expected = "the token endpoint responded with status 502 and no token: <html>Bad gateway …";
        assert_eq!(error.to_string(), expected);
        for body in [r#"{"access_token":"hunter2"#, r#"{"access_token":["hunter2"]}"#, r#"["hunter2"]"#, "hunter2=1"] {
            let error = read(200, body).unwrap_err();
            assert_eq!(error.kind(), OAuthErrorKind::Response, "{body}");
            assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
        }
        assert!(read(200, "").unwrap_err().to_string().ends_with("no token: nothing"));
        assert!(read(200, r#"{"access_token":""}"#).is_err());
        assert!(read(201, r#"{"access_token":"a"}"#).is_ok());
        assert!(read(400, r#"{"access_token":"a"}"#).is_err());
        assert!(read(200, r#"{"access_token":"a","api_domain":"javascript:hunter2"}"#).is_err());
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let after = |retry_after: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("retry-after", http::HeaderValue::from_static(retry_after));
            headers.insert("date", http::HeaderValue::from_static("Sun, 22 Nov 2026 07:00:00 GMT"));
            let error = |body: &[u8]| super::read(StatusCode::TOO_MANY_REQUESTS, &headers, body, &[]).unwrap_err();
            let waits = [error(b"").retry_after(), error(br#"{"error":"slow_down"}"#).retry_after()];
            assert_eq!(waits[0], waits[1]);
            waits[0].map(|wait| wait.as_secs())
        };
        assert_eq!(after("90"), Some(90));
        assert_eq!(after("Sun, 22 Nov 2026 07:02:00 GMT"), Some(120));
        assert_eq!(after("soon"), None);
    }

    #[test]
    fn revocation_response_is_read_only_on_errors() {
        let read = |status, body: &str| {
            let status = StatusCode::from_u16(status).unwrap();
            super::read_revocation(status, &HeaderMap::new(), body.as_bytes(), &[&Secret::from("s3cret")])
        };
        assert!(read(200, "").is_ok() && read(200, r#"{"status":"success"}"#).is_ok() && read(204, "").is_ok());
        let error = read(200, r#"{"error":"invalid_token","error_description":"s3cret"}"#).unwrap_err();
        assert_eq!((error.kind(), error.code()), (OAuthErrorKind::Refused, Some("invalid_token")));
        assert!(!format!("{error} {error:?}").contains("s3cret"));
        let error = read(503, "<html>s3cret").unwrap_err();
        assert_eq!(error.kind(), OAuthErrorKind::Transport);
        assert_eq!(error.to_string(), "the token endpoint responded with status 503, and revoked nothing");
        assert_eq!(read(429, "").unwrap_err().kind(), OAuthErrorKind::Throttled);
        assert_eq!(read(404, "").unwrap_err().kind(), OAuthErrorKind::Response);
    }

    #[test]
    fn token_errors_do_not_repeat_sent_secrets() {
        let error = read(200, r#"{"error":"invalid_grant","error_description":"s3cret is no token"}"#).unwrap_err();
        assert_eq!(error.description(), Some("… is no token"));
        assert!(!format!("{error} {error:?}").contains("s3cret"));
    }
}
