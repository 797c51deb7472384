//! Which credentials a request carries.

use crate::fixtures::{
    cookie_values, security_combinations, security_device_authorization, security_key_as_parameter, security_mistakes,
};
use specwright_runtime::http::Request;
use specwright_runtime::{Bytes, ClientBuilder, MemoryTransport};

/// What of a request may hold a credential.
fn credentials(request: &Request<Bytes>) -> Vec<String> {
    let headers = ["authorization", "x-key", "cookie"].iter().filter_map(|name| {
        let value = request.headers().get(*name)?.to_str().unwrap();
        Some(format!("{name}: {value}"))
    });
    headers.chain(request.uri().query().map(|query| format!("?{query}"))).collect()
}

macro_rules! sent {
    ($fixture:ident, $build:expr, $call:expr) => {{
        let transport = MemoryTransport::with(|_| {
            let mut response = specwright_runtime::http::Response::new(Bytes::new());
            *response.status_mut() = specwright_runtime::StatusCode::NO_CONTENT;
            response
        });
        let build: fn(ClientBuilder<$fixture::Client>) -> ClientBuilder<$fixture::Client> = $build;
        let client = build($fixture::Client::builder().transport(transport.clone())).build().unwrap();
        let call: fn(&$fixture::Client) -> _ = $call;
        match call(&client).send().await {
            Ok(()) => Ok(credentials(&transport.last_request().unwrap())),
            Err(error) => Err(error.to_string()),
        }
    }};
}

/// The credentials that were sent, as owned text.
fn owned(credentials: &[&str]) -> Vec<String> {
    credentials.iter().map(|text| (*text).to_owned()).collect()
}

#[tokio::test]
async fn combined_and_alternative_security_schemes() {
    use security_combinations as api;
    let both = sent!(api, |b| b.credential("key", "k").credential("session", "s"), |c| c.both());
    assert_eq!(both, Ok(owned(&["x-key: k", "cookie: SESSION=s"])));
    let all = sent!(api, |b| b.credential("key", "k").credential("session", "s").basic("u", "p"), |c| c.both());
    assert_eq!(all, Ok(owned(&["x-key: k", "cookie: SESSION=s"])));
    // Half of the first alternative: the second serves, and the half is not sent.
    let second = sent!(api, |b| b.credential("key", "k").basic("u", "p"), |c| c.both());
    assert_eq!(second, Ok(owned(&["authorization: Basic dTpw"])));
    let neither = sent!(api, |b| b.credential("key", "k"), |c| c.both()).unwrap_err();
    assert!(neither.contains("`key` with") && neither.contains("or `basic` with"), "{neither}");
}

#[tokio::test]
async fn operations_have_credentials_of_their_own_or_none() {
    use security_combinations as api;
    let everything: fn(ClientBuilder<api::Client>) -> ClientBuilder<api::Client> =
        |b| b.credential("key", "k").credential("session", "s").credential("oauth", "o").credential("oidc", "i");
    assert_eq!(sent!(api, everything, |c| c.open()), Ok(owned(&[])));
    assert_eq!(sent!(api, everything, |c| c.oauth()), Ok(owned(&["authorization: Bearer o"])));
    assert_eq!(sent!(api, everything, |c| c.maybe()), Ok(owned(&["authorization: Bearer i"])));
    assert_eq!(sent!(api, |b| b, |c| c.maybe()), Ok(owned(&[])));
    assert_eq!(sent!(api, everything, |c| c.certificate()), Ok(owned(&["x-key: k"])));
    let digest = sent!(api, |b| b.credential("digest", "username=\"u\""), |c| c.digest());
    assert_eq!(digest, Ok(owned(&["authorization: Digest username=\"u\""])));
}

#[tokio::test]
async fn cookie_api_keys_are_sent_without_encoding() {
    use cookie_values as api;
    // As express-session signs it.
    let session = sent!(api, |b| b.credential("sid", "s:f%2B2/x.Yq+9="), |c| c.get_me().session_id("1/2"));
    assert_eq!(session, Ok(owned(&["cookie: session_id=1/2; connect.sid=s:f%2B2/x.Yq+9="])));
    let refused = sent!(api, |b| b.credential("sid", "secret; a"), |c| c.get_me()).unwrap_err();
    assert!(refused.contains("`sid` must contain only visible ASCII") && !refused.contains("secret"), "{refused}");
}

#[tokio::test]
async fn api_keys_that_are_also_parameters_are_sent_once() {
    use security_combinations as api;
    assert_eq!(sent!(api, |b| b.credential("token", "t"), |c| c.query()), Ok(owned(&["?api_key=t"])));
    assert_eq!(sent!(api, |b| b.credential("token", "t"), |c| c.query().api_key("p")), Ok(owned(&["?api_key=p"])));
}

#[tokio::test]
async fn api_key_parameters_are_optional_if_a_scheme_sends_them() {
    use security_key_as_parameter as api;
    let keys: fn(ClientBuilder<api::Client>) -> ClientBuilder<api::Client> =
        |b| b.credential("key", "k").credential("token", "t");
    assert_eq!(sent!(api, keys, |c| c.always("a")), Ok(owned(&["?X-Token=a&key=k"])));
    assert_eq!(sent!(api, keys, |c| c.always("a").key("own")), Ok(owned(&["?key=own&X-Token=a"])));
    assert_eq!(sent!(api, |b| b, |c| c.either("own", "t")), Ok(owned(&["?key=own"])));
}

#[tokio::test]
async fn undeclared_security_schemes_do_not_make_calls_anonymous() {
    use security_mistakes as api;
    let key: fn(ClientBuilder<api::Client>) -> ClientBuilder<api::Client> = |b| b.credential("key", "k");
    assert_eq!(sent!(api, key, |c| c.remaining()), Ok(owned(&["x-key: k"])));
    assert!(sent!(api, |b| b, |c| c.remaining()).unwrap_err().contains("it requires a credential"));
    assert_eq!(sent!(api, key, |c| c.together()), Ok(owned(&["x-key: k"])));
    assert_eq!(sent!(api, key, |c| c.nothing_left()), Ok(owned(&["x-key: k"])));
    assert_eq!(sent!(api, key, |c| c.optional()), Ok(owned(&[])));
    assert_eq!(sent!(api, key, |c| c.unread()), Ok(owned(&["x-key: k"])));
}

#[tokio::test]
async fn device_tokens_use_documented_urls() {
    use security_device_authorization as api;
    use specwright_runtime::oauth::OAuth;
    let codes = r#"{"device_code":"d","user_code":"u","verification_uri":"https://a.example","interval":0.001}"#;
    let accounts = MemoryTransport::new().respond(200, codes).respond(200, r#"{"access_token":"t"}"#);
    let tokens = OAuth::public("id").described_by(api::Client::builder().api()).source(accounts.clone()).unwrap();
    let device = tokens.device_authorization().await.unwrap();
    tokens.wait_for_device(&device).await.unwrap();
    let urls: Vec<String> = accounts.requests().iter().map(|request| request.uri().to_string()).collect();
    assert_eq!(urls, ["https://a.example/device", "https://a.example/device_token"]);

    let service = MemoryTransport::new().respond(204, "");
    let client = api::Client::builder().token_source(tokens).transport(service.clone()).build().unwrap();
    client.list_files().await.unwrap();
    assert_eq!(service.last_request().unwrap().headers()["authorization"], "Bearer t");
}
