//! Errors as a caller sees them: predicates, parts, and the whole text of each kind.

use crate::calls::{ANN, PORTAL, TYPE, portal};
use crate::client;
use specwright_runtime::http::{HeaderValue, Response};
use specwright_runtime::{Bytes, Error, MemoryTransport, TransportError, TransportErrorKind};
use std::error::Error as _;
use std::io;
use zoho_crm_portals::Client;
use zoho_crm_portals::models::{InviteType, PortalsError, ResultCode};

const FLAT: &str = r#"{
    "code": "NO_PERMISSION",
    "details": { "permissions": ["Crm_Implied_Manage_ClientPortal"] },
    "message": "permission denied",
    "status": "error"
}"#;

/// The error of `get_portals` for this response.
async fn get_portals(status: u16, body: &str) -> Error<PortalsError> {
    client(&MemoryTransport::new().respond(status, body.to_owned())).get_portals().send().await.unwrap_err()
}

#[tokio::test]
async fn error_text_has_operation_status_and_body() {
    let start = r#"{"code":"INVALID_DATA","details":{},"status":"error","message":""#;
    let long = format!("{start}{}\"}}", "x".repeat(500));
    let cut = format!("{start}{}…", "x".repeat(300 - start.len()));
    let rows = [
        // The body is on one line.
        (
            403,
            FLAT,
            r#"403 Forbidden: { "code": "NO_PERMISSION", "details": { "permissions": ["Crm_Implied_Manage_ClientPortal"] }, "message": "permission denied", "status": "error" }"#,
        ),
        (400, &long, &format!("400 Bad Request: {cut}")),
        (418, "short and stout", "418 I'm a teapot, which is not documented: short and stout"),
        (503, "", "503 Service Unavailable, which is not documented, without a body"),
        (599, "\u{7}a\tb\r\n\r\nc", "599 <unknown status code>, which is not documented: a b c"),
        (
            200,
            "<html>\n<body>Sign in</body>\n</html>",
            "200 OK, but the body is not as documented: at $: not readable as JSON: expected value at line 1 column 1; \
             found <html> <body>Sign in</body> </html>",
        ),
        (
            200,
            r#"{"portals":[{"zaid":"1""#,
            "200 OK, but the body is not as documented: at $: not readable as JSON: EOF while parsing an object at \
             line 1 column 23; found {\"portals\":[{\"zaid\":\"1\"",
        ),
        (200, "", "200 OK, but the body is not as documented: at $: expected JSON, the body is empty"),
        (
            200,
            r#"{"portals":[{"zaid":"1","active":true},{"zaid":"2","active":"yes"}]}"#,
            "200 OK, but the body is not as documented: at $.portals[1].active: invalid type: string \"yes\", expected a \
             boolean; found \"yes\"",
        ),
        (
            200,
            r#"{"portals":[{"active":true}]}"#,
            "200 OK, but the body is not as documented: at $.portals[0]: missing field `zaid`; found {\"active\":true}",
        ),
        (
            500,
            r#"{"portals":[{"code":"X","details":{"limit":"many"},"message":"","status":"error"}]}"#,
            "500 Internal Server Error, but the body is not as documented: at $.portals[0].details.limit: invalid type: \
             string \"many\", expected i64; found \"many\"",
        ),
    ];
    for (status, body, text) in rows {
        let error = get_portals(status, body).await;
        assert_eq!(error.to_string(), format!("get_portals (GET /settings/portals): {text}"));
        assert!(error.source().is_none(), "the text says it all");
    }
}

#[tokio::test]
async fn decode_errors_have_a_json_path() {
    let user = r#"{"personality_id":"1","active":true,"confirm":true"#;
    let rows = [
        (r#"{"users":[{"personality_id":7,"active":true,"confirm":true}]}"#.to_owned(), "$.users[0].personality_id"),
        (r#"{"users":[{"active":true,"confirm":true}]}"#.to_owned(), "$.users[0]"),
        (format!(r#"{{"users":[{user}}},{user},"invited_time":"yesterday"}}]}}"#), "$.users[1].invited_time"),
        (format!(r#"{{"users":[{user}}}],"info":{{"page":1.5}}}}"#), "$.info.page"),
        (r#"{"users":{}}"#.to_owned(), "$.users"),
        (r#"{"user":[]}"#.to_owned(), "$"),
    ];
    for (body, path) in rows {
        let transport = MemoryTransport::new().respond(200, body.clone());
        let error = client(&transport).get_users_of_user_type(PORTAL, TYPE).send().await.unwrap_err();
        assert_eq!(error.json_path(), Some(path), "{body}: {error}");
        assert!(error.is_decode() && !error.is_timeout() && !error.is_connect());
        assert_eq!(error.body().unwrap(), &body);
    }
}

#[tokio::test]
async fn the_parts_of_an_error() {
    let mut response = Response::new(Bytes::from(FLAT));
    *response.status_mut() = specwright_runtime::StatusCode::FORBIDDEN;
    response.headers_mut().insert("retry-after", HeaderValue::from_static("7"));
    let error = client(&MemoryTransport::new().respond_with(response)).get_portals().send().await.unwrap_err();
    assert_eq!(error.operation().id, "get_portals");
    assert_eq!(error.status().unwrap(), 403);
    assert_eq!(error.headers().unwrap()["retry-after"], "7");
    assert_eq!(error.body().unwrap(), FLAT);
    assert_eq!(error.response().unwrap().body(), FLAT);
    assert_eq!(error.json_path(), None);
    assert!(!error.is_decode() && !error.is_timeout() && !error.is_connect());
    let Some(PortalsError::ResultItem(item)) = error.failure() else { panic!("{error:?}") };
    assert_eq!(item.code, ResultCode::NoPermission);
    assert!(matches!(error.into_failure(), Some(PortalsError::ResultItem(_))));
}

#[tokio::test]
async fn a_response_of_an_undocumented_status_has_no_failure() {
    let error = get_portals(503, FLAT).await;
    assert!(matches!(error, Error::Undocumented(_)));
    assert_eq!((error.status().unwrap().as_u16(), error.failure()), (503, None));
    assert!(error.into_failure().is_none());
}

#[tokio::test]
async fn transport_errors_have_no_response() {
    let rows = [
        (TransportErrorKind::Timeout, "timed out", (true, false)),
        (TransportErrorKind::Connect, "could not connect", (false, true)),
        (TransportErrorKind::Other, "got no response", (false, false)),
    ];
    for (kind, text, (timeout, connect)) in rows {
        let cause = io::Error::other(io::Error::other("the innermost cause"));
        let transport = MemoryTransport::new().fail(TransportError::new(kind, cause));
        let error = client(&transport).invite_user("Contacts", ANN, TYPE, InviteType::Invite).send().await.unwrap_err();
        let operation = "invite_user (POST /{personality_module}/{record_id}/actions/portal_invite)";
        assert_eq!(error.to_string(), format!("{operation}: {text}: the innermost cause"));
        assert_eq!((error.is_timeout(), error.is_connect()), (timeout, connect));
        assert!(error.status().is_none() && error.headers().is_none() && error.body().is_none());
        assert!(error.failure().is_none() && error.response().is_none() && !error.is_decode());
        assert_eq!(error.source().unwrap().to_string(), "the innermost cause");
        assert_eq!(transport.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_call_without_a_token_is_not_sent() {
    let transport = MemoryTransport::new();
    let client = Client::builder().transport(transport.clone()).build().unwrap();
    let error = client.create_portal(portal()).send().await.unwrap_err();
    assert!(matches!(error, Error::Credential(_)));
    assert_eq!(
        error.to_string(),
        "create_portal (POST /settings/portals): not sent: it requires a credential; set `zoho_oauth` with \
         `ClientBuilder::access_token(…)`"
    );
    assert!(transport.requests().is_empty());
}

#[tokio::test]
async fn token_source_errors_name_the_scheme_and_keep_the_cause() {
    struct Broken;

    impl specwright_runtime::TokenSource for Broken {
        fn token(
            &self,
        ) -> specwright_runtime::BoxFuture<'_, Result<specwright_runtime::AccessToken, specwright_runtime::BoxError>>
        {
            Box::pin(async { Err("invalid_code".into()) })
        }
    }

    let transport = MemoryTransport::new();
    let client = Client::builder().transport(transport.clone()).token_source(Broken).build().unwrap();
    let error = client.get_portals().send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "get_portals (GET /settings/portals): not sent: no token for the security scheme `zoho_oauth`: invalid_code"
    );
    assert_eq!(error.source().unwrap().to_string(), "invalid_code");
    assert!(transport.requests().is_empty());
}
