//! The accounts host, which issues tokens.

use crate::runtime::http::Response;
use crate::runtime::http::header::{CONTENT_TYPE, HeaderValue};
use crate::runtime::serde_json::json;
use crate::runtime::service::{FakeAuthorizationServer, TokenRefusal};
use crate::runtime::{Bytes, StatusCode};
use std::time::Duration;

/// The accounts host of a fake.
pub(super) fn accounts_host() -> FakeAuthorizationServer {
    FakeAuthorizationServer::new("/oauth/v2/token")
        .grant_types(&["authorization_code", "refresh_token"])
        .limit(10, Duration::from_secs(600))
        .max_valid_tokens(15)
        .response_member("scope", "ZohoCRM.settings.clientportal.ALL")
        .revocation_in_query()
        .refusals(refusal)
}

/// Errors have the status 200, except for too many tokens and for revoking an unknown token.
fn refusal(refusal: TokenRefusal) -> Response<Bytes> {
    let (status, body) = match refusal {
        TokenRefusal::UnsupportedGrantType => (StatusCode::OK, json!({ "error": "unsupported_grant_type" })),
        TokenRefusal::UnknownClient => (StatusCode::OK, json!({ "error": "invalid_client" })),
        TokenRefusal::WrongSecret => (StatusCode::OK, json!({ "error": "invalid_client_secret" })),
        TokenRefusal::InvalidGrant => (StatusCode::OK, json!({ "error": "invalid_code" })),
        TokenRefusal::UnknownToken => (StatusCode::BAD_REQUEST, json!({ "error": "invalid_token" })),
        TokenRefusal::TooManyTokens => {
            let description = "You have made too many requests continuously. Please try again after some time.";
            let body = json!({ "error": "Access Denied", "error_description": description, "status": "failure" });
            (StatusCode::BAD_REQUEST, body)
        }
        other => return other.response(),
    };
    let mut response = Response::new(Bytes::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json;charset=UTF-8"));
    response
}
