//! Refused requests for tokens.

use super::{json, with_status};
use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::json;

/// Why a [`FakeAuthorizationServer`](super::FakeAuthorizationServer) refuses a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenRefusal {
    /// The grant is not supported.
    UnsupportedGrantType,
    /// The id of the client is missing or unknown.
    UnknownClient,
    /// The secret of the client is missing or wrong.
    WrongSecret,
    /// The code or refresh token is unknown, used or revoked.
    InvalidGrant,
    /// The token to revoke is unknown.
    UnknownToken,
    /// Too many tokens were issued: see [`limit`](super::FakeAuthorizationServer::limit).
    TooManyTokens,
}

impl TokenRefusal {
    /// The response according to RFC 6749 and RFC 7009: an unknown token counts as revoked.
    #[must_use]
    pub fn response(self) -> Response<Bytes> {
        let (status, code) = match self {
            Self::UnsupportedGrantType => (StatusCode::BAD_REQUEST, "unsupported_grant_type"),
            Self::UnknownClient | Self::WrongSecret => (StatusCode::UNAUTHORIZED, "invalid_client"),
            Self::InvalidGrant => (StatusCode::BAD_REQUEST, "invalid_grant"),
            Self::TooManyTokens => (StatusCode::TOO_MANY_REQUESTS, "temporarily_unavailable"),
            Self::UnknownToken => return with_status(StatusCode::OK),
        };
        json(status, &json!({ "error": code }))
    }
}
