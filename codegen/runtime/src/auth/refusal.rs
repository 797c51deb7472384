//! Responses that refuse a token.

use crate::RawResponse;
use http::StatusCode;
use http::header::{HeaderValue, WWW_AUTHENTICATE};
use serde_json::Value;

/// Whether a response refuses the token, so that another one may work: 401, unless a scope is missing, which another token
/// would not have either.
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
    let strings = [code.as_ref(), error.as_ref(), error.as_ref().and_then(|error| error.get("code"))];
    let mut strings = strings.into_iter().flatten().filter_map(Value::as_str);
    strings.any(|text| text.to_ascii_lowercase().contains("scope"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OperationInfo;

    const OPERATION: OperationInfo = OperationInfo { id: "op", method: "GET", path: "/", security: &[] };

    fn is_refused(status: u16, challenge: &str, body: &'static str) -> bool {
        let response = http::Response::builder().status(status).header(WWW_AUTHENTICATE, challenge);
        let response = response.body(bytes::Bytes::from_static(body.as_bytes())).unwrap();
        is_refused_token(&RawResponse::new(&OPERATION, response))
    }

    #[test]
    fn status_401_refuses_a_token_unless_the_scope_is_insufficient() {
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
}
