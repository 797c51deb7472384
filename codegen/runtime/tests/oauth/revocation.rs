//! Giving tokens back.

use super::{Slow, TOKEN_URL, client, clock, form, granted, response, source, token};
use specwright_runtime::http::Response;
use specwright_runtime::oauth::{MemoryTokenStore, OAuth, OAuthErrorKind, TokenStore};
use specwright_runtime::{MemoryTransport, Secret};
use std::sync::Arc;
use std::time::Duration;

const REVOCATION_URL: &str = "https://accounts.example/oauth/v2/token/revoke";

/// An accounts server that issues `t`, and responds to revocations like this.
fn accounts(revoked: impl Fn() -> Response<String> + Send + 'static) -> MemoryTransport {
    MemoryTransport::with(
        move |request| {
            if request.uri().path().ends_with("/revoke") { revoked() } else { granted("t-hunter2") }
        },
    )
}

fn well() -> Response<String> {
    response(200, r#"{"status":"success"}"#)
}

fn revoking() -> OAuth {
    client().clock(clock()).revocation_url(REVOCATION_URL)
}

#[tokio::test(start_paused = true)]
async fn revocation_deletes_all_tokens() {
    let (accounts, store) = (accounts(well), Arc::new(MemoryTokenStore::new()));
    let source = revoking().store(Arc::clone(&store)).source(accounts.clone()).unwrap();
    assert_eq!(token(&source).await, "t-hunter2");
    source.revoke().await.unwrap();
    let request = &accounts.requests()[1];
    assert_eq!((request.method().as_str(), request.uri().to_string().as_str()), ("POST", REVOCATION_URL));
    let expected = [("token", "refresh-hunter2"), ("client_id", "id"), ("client_secret", "client-hunter2")];
    assert_eq!(form(request), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let kept = store.load().await.unwrap().unwrap();
    assert!(!kept.expose().contains("hunter2"), "{}", kept.expose());
    // A token is now requested from the service, which knows the revoked ones.
    token(&source).await;
    assert_eq!(accounts.requests().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn revocation_includes_the_tokens_of_a_running_renewal() {
    let store = Arc::new(MemoryTokenStore::new());
    let accounts = MemoryTransport::new().respond(200, r#"{"access_token":"hunter2"}"#).respond(200, "");
    let oauth = OAuth::new("id", "secret").client_credentials().token_url(TOKEN_URL).revocation_url(REVOCATION_URL);
    let slow = Slow(accounts.clone(), Duration::from_millis(500));
    let source = oauth.clock(clock()).store(Arc::clone(&store)).source(slow).unwrap();
    let asking = tokio::spawn({
        let source = source.clone();
        async move { token(&source).await }
    });
    tokio::task::yield_now().await;
    source.revoke().await.unwrap();
    assert_eq!(asking.await.unwrap(), "hunter2");
    assert_eq!(super::sent(&accounts.requests()[1], "token").unwrap(), "hunter2");
    let kept = store.load().await.unwrap().unwrap();
    assert!(!kept.expose().contains("hunter2"), "{}", kept.expose());
}

#[tokio::test(start_paused = true)]
async fn revocation_finds_the_tokens_of_its_own_grant() {
    let granted = r#"{"access_token":"a","refresh_token":"r1","expires_in":3600}"#;
    let accounts = MemoryTransport::new().respond(200, granted).respond(200, "").respond(200, granted).respond(200, "");
    let source = revoking().authorization_code("c").source(accounts.clone()).unwrap();
    assert_eq!(source.revoke().await.unwrap_err().kind(), OAuthErrorKind::Settings);
    token(&source).await;
    source.revoke().await.unwrap();
    assert_eq!(super::sent(&accounts.requests()[1], "token").unwrap(), "r1");
    let source = OAuth::new("id", "secret").client_credentials().token_url(TOKEN_URL).revocation_url(REVOCATION_URL);
    let accounts = MemoryTransport::new().respond(200, r#"{"access_token":"a"}"#).respond(200, "");
    let source = source.source(accounts.clone()).unwrap();
    token(&source).await;
    source.revoke().await.unwrap();
    assert_eq!(super::sent(&accounts.requests()[1], "token").unwrap(), "a");
}

#[tokio::test(start_paused = true)]
async fn revocation_may_send_the_token_in_the_query() {
    let accounts = MemoryTransport::new().respond(200, r#"{"status":"success"}"#);
    let oauth = revoking().revocation_in_query();
    oauth.revoke(&Secret::from("1000.a b"), &accounts).await.unwrap();
    let request = &accounts.requests()[0];
    assert_eq!(request.uri().to_string(), format!("{REVOCATION_URL}?token=1000.a%20b"));
    assert!(request.body().is_empty());
}

#[tokio::test(start_paused = true)]
async fn failed_revocations_keep_the_tokens() {
    let accounts = accounts(|| response(400, r#"{"error":"unsupported_token_type"}"#));
    let source = revoking().source(accounts.clone()).unwrap();
    token(&source).await;
    let error = source.revoke().await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (OAuthErrorKind::Refused, Some("unsupported_token_type")));
    assert_eq!(token(&source).await, "t-hunter2");
    assert_eq!(accounts.requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn revocation_requires_a_url() {
    let accounts = MemoryTransport::new();
    let error = source(&accounts).revoke().await.unwrap_err();
    assert_eq!(error.to_string(), "the revocation URL is unknown: set it with `OAuth::revocation_url`");
    let error =
        client().revocation_url("accounts.example").revoke(&Secret::from("hunter2"), &accounts).await.unwrap_err();
    assert!(error.to_string().starts_with("tokens cannot be revoked: their URL must be"), "{error}");
    let error = client().revocation_url(REVOCATION_URL).revoke(&Secret::from("hunter2"), &accounts).await.unwrap_err();
    assert!(error.to_string().starts_with("revoking a token got no response"), "{error}");
    assert!(!format!("{error:?}").contains("hunter2"));
}
