//! The authorization server of a fake, with clients that fetch and renew tokens.

use crate::fixtures::security_oauth2::{Client, operations, responses, service};
use specwright_runtime::oauth::OAuth;
use specwright_runtime::service::{Fake, FakeAuthorizationServer, Fault, RecordedRequest};
use specwright_runtime::{Retry, StatusCode};
use std::time::Duration;

const BASE: &str = "https://a.example";

fn fake(authorization: &FakeAuthorizationServer) -> Fake {
    let fake = service::fake().authorization(authorization.clone());
    fake.on(|_: operations::ListFiles| responses::ListFiles::NoContent)
}

fn client(fake: &Fake, oauth: OAuth) -> Client {
    Client::builder().server(BASE).oauth(oauth).retry(Retry::never()).transport(fake.clone()).build().unwrap()
}

fn authorization() -> FakeAuthorizationServer {
    FakeAuthorizationServer::new("/token").client("app", "s3cret")
}

#[tokio::test]
async fn expired_tokens_are_rejected_and_renewed() {
    let authorization = authorization();
    let fake = fake(&authorization);
    let renewing = client(&fake, authorization.oauth(BASE));
    renewing.list_files().await.unwrap();
    authorization.expire_tokens();
    renewing.list_files().await.unwrap();
    assert_eq!(authorization.tokens_issued(), 2);
    let requests = fake.recorded();
    let operations: Vec<_> = requests.iter().map(RecordedRequest::operation).collect();
    let (token, call) = (Some("oauth_token"), Some("list_files"));
    assert_eq!(operations, [token, call, call, token, call]);
    assert_eq!(requests[2].status(), Some(StatusCode::UNAUTHORIZED));
    assert!(!format!("{requests:?} {authorization:?}").contains("s3cret"));
    fake.assert_documented();
}

#[tokio::test]
async fn tokens_that_were_not_requested_are_valid_until_they_expire() {
    let authorization = authorization();
    let fake = fake(&authorization);
    let client = Client::builder()
        .server(BASE)
        .access_token(authorization.access_token())
        .transport(fake.clone())
        .build()
        .unwrap();
    client.list_files().await.unwrap();
    authorization.expire_tokens();
    assert_eq!(client.list_files().await.unwrap_err().status(), Some(StatusCode::UNAUTHORIZED));
    assert_eq!(authorization.tokens_issued(), 0);
}

#[tokio::test]
async fn each_grant_is_supported_unless_it_is_disabled() {
    let authorization = authorization();
    let fake = fake(&authorization);
    let oauth = || OAuth::new("app", "s3cret").token_url(format!("{BASE}/token"));
    let code = authorization.authorization_code();
    for oauth in [
        oauth().client_credentials(),
        oauth().client_credentials().basic_authentication(),
        oauth().authorization_code(code.as_str()),
        oauth().refresh_token(authorization.refresh_token()).refresh_url(format!("{BASE}/token")),
    ] {
        client(&fake, oauth).list_files().await.unwrap();
    }
    let error = client(&fake, oauth().authorization_code(code)).list_files().await.unwrap_err().to_string();
    assert!(error.contains("status 400: invalid_grant"), "{error}");
    let error = client(&fake, oauth().password("ada", "hunter2")).list_files().await.unwrap_err().to_string();
    assert!(error.contains("status 400: unsupported_grant_type"), "{error}");
    let wrong = OAuth::new("app", "wrong").token_url(format!("{BASE}/token")).client_credentials();
    let error = client(&fake, wrong).list_files().await.unwrap_err().to_string();
    assert!(error.contains("status 401: invalid_client"), "{error}");
}

#[tokio::test]
async fn revoked_refresh_tokens_are_rejected() {
    let authorization = authorization();
    let fake = fake(&authorization);
    let tokens = authorization.oauth(BASE).source(std::sync::Arc::new(fake.clone())).unwrap();
    let client = Client::builder().server(BASE).token_source(tokens.clone()).transport(fake.clone()).build().unwrap();
    client.list_files().await.unwrap();
    tokens.revoke().await.unwrap();
    let error = client.list_files().await.unwrap_err().to_string();
    assert!(error.contains("status 400: invalid_grant"), "{error}");
}

#[tokio::test]
async fn tokens_are_limited_in_number_and_lifetime() {
    let authorization = authorization().limit(2, Duration::from_secs(600)).max_valid_tokens(1);
    let fake = fake(&authorization);
    let [first, second, third] = [(); 3].map(|()| client(&fake, authorization.oauth(BASE)));
    first.list_files().await.unwrap();
    let older = authorization.access_token();
    assert!(authorization.accepts(&older));
    second.list_files().await.unwrap();
    assert!(!authorization.accepts(&older));
    let error = third.list_files().await.unwrap_err().to_string();
    assert!(error.contains("status 429"), "{error}");

    authorization.set_lifetime(Duration::ZERO);
    assert_eq!(authorization.tokens_issued(), 2);
}

#[tokio::test]
async fn planted_faults_apply_to_the_token_endpoint() {
    let authorization = authorization();
    let fake = fake(&authorization);
    fake.fault(Fault::status(503)).on("oauth_token").always();
    let error = client(&fake, authorization.oauth(BASE)).list_files().await.unwrap_err().to_string();
    assert!(error.contains("status 503"), "{error}");
    assert_eq!(authorization.tokens_issued(), 0);
}

#[tokio::test]
async fn the_token_endpoint_is_on_the_loopback_interface_as_well() {
    let authorization = authorization();
    let server = fake(&authorization).on_loopback().unwrap();
    let client = Client::builder().server(server.url()).oauth(authorization.oauth(&server.url())).build().unwrap();
    client.list_files().await.unwrap();
    assert_eq!(authorization.tokens_issued(), 1);
}
