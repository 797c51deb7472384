//! Tokens that the client fetches: the requests to the accounts server of a data center, and each of its known
//! responses.

use crate::sample;
use specwright_runtime::http::{Request, Response};
use specwright_runtime::oauth::{OAuthError, OAuthErrorKind};
use specwright_runtime::{Bytes, ClientBuilder, Error, MemoryTransport};
use std::error::Error as _;
use zoho_crm_portals::{Client, DataCenter};

fn response(status: u16, body: impl Into<String>) -> Response<String> {
    Response::builder().status(status).body(body.into()).unwrap()
}

fn with_tokens(data_center: DataCenter, transport: &MemoryTransport) -> ClientBuilder<Client> {
    let oauth = data_center.oauth("1000.CLIENT", "secret").refresh_token("1000.refresh");
    Client::builder().oauth(oauth).transport(transport.clone())
}

fn urls(transport: &MemoryTransport) -> Vec<String> {
    transport.requests().iter().map(|request| request.uri().to_string()).collect()
}

fn authorization(request: &Request<Bytes>) -> &str {
    request.headers()["authorization"].to_str().unwrap()
}

#[tokio::test]
async fn accounts_server_returns_the_token_and_the_api_host() {
    for (token, name) in [
        ("{access_token}", "oauth_token.response.200.authorization_code"),
        (" ***** ", "oauth_token.response.200.refresh_token"),
        ("{new_access_token}", "oauth_token.response.200.refresh_token_minimal"),
    ] {
        let transport = MemoryTransport::new().respond(200, sample(name)).respond(204, "");
        let client = with_tokens(DataCenter::Ca, &transport).build().unwrap();
        client.get_portals().send().await.unwrap();
        assert_eq!(
            urls(&transport),
            ["https://accounts.zohocloud.ca/oauth/v2/token", "https://www.zohoapis.com/crm/v8/settings/portals"]
        );
        let requests = transport.requests();
        assert_eq!(
            requests[0].body(),
            "grant_type=refresh_token&refresh_token=1000.refresh&client_id=1000.CLIENT&client_secret=secret"
        );
        assert_eq!(authorization(&requests[1]), format!("Zoho-oauthtoken {token}"));
    }
}

/// The document lists the hosts of the API, one of each data center.
#[tokio::test]
async fn tokens_select_only_hosts_of_zoho() {
    let with_name = |server: &str| {
        let body = format!(r#"{{"access_token":"t","api_domain":"{server}"}}"#);
        MemoryTransport::new().respond(200, body).respond(204, "")
    };
    for data_center in DataCenter::ALL {
        let transport = with_name(data_center.api_domain());
        let client = with_tokens(data_center, &transport).header("X-CRM-ORG", "1").build().unwrap();
        client.get_portals().send().await.unwrap();
        assert_eq!(urls(&transport)[1], format!("{}/crm/v8/settings/portals", data_center.api_domain()));
        assert_eq!(transport.last_request().unwrap().headers()["x-crm-org"], "1");
    }
    for server in [
        "https://evil.example",
        "https://www.zohoapis.com.evil.example",
        "https://zohoapis.com",
        "http://www.zohoapis.com",
    ] {
        let transport = with_name(server);
        let error = with_tokens(DataCenter::Us, &transport).build().unwrap().get_portals().send().await.unwrap_err();
        assert!(matches!(error, Error::Credential(_)), "{server}: {error}");
        assert_eq!(urls(&transport).len(), 1, "{server}");
    }
}

#[tokio::test]
async fn the_callers_server_takes_precedence_over_the_tokens() {
    let response = sample("oauth_token.response.200.refresh_token_legacy_ms");
    let transport = MemoryTransport::new().respond(200, response.clone()).respond(204, "");
    // The server of another product, which is not a server of this API.
    let error = with_tokens(DataCenter::Eu, &transport).build().unwrap().get_portals().send().await.unwrap_err();
    assert!(error.to_string().contains("the token is for `https://writer.zoho.com`, which is not a server of the API"));
    assert_eq!(urls(&transport).len(), 1);
    let transport = MemoryTransport::new().respond(200, response).respond(204, "");
    let client = with_tokens(DataCenter::Eu, &transport).server(DataCenter::Eu).build().unwrap();
    client.get_portals().send().await.unwrap();
    assert_eq!(urls(&transport)[1], "https://www.zohoapis.eu/crm/v8/settings/portals");
}

#[tokio::test]
async fn errors_of_the_accounts_server() {
    for (status, name, kind, code) in [
        (200, "oauth_token.response.200.error_invalid_client", OAuthErrorKind::Refused, "invalid_client"),
        (200, "oauth_token.response.200.error_invalid_code", OAuthErrorKind::Refused, "invalid_code"),
        (400, "oauth_token.response.400.error_access_denied", OAuthErrorKind::Throttled, "Access Denied"),
        (200, "oauth_token.response.400.error_access_denied", OAuthErrorKind::Throttled, "Access Denied"),
    ] {
        let transport = MemoryTransport::new().respond(status, sample(name));
        let client = with_tokens(DataCenter::Us, &transport).build().unwrap();
        for _ in 0..3 {
            let error = client.get_portals().send().await.unwrap_err();
            assert!(matches!(error, Error::Credential(_)));
            let cause = error.source().unwrap().downcast_ref::<OAuthError>().unwrap();
            assert_eq!((cause.kind(), cause.code(), cause.status().unwrap().as_u16()), (kind, Some(code), status));
        }
        assert_eq!(transport.requests().len(), 1, "{name}");
    }
}

/// A service that refuses the first of its tokens with `refusal`, and answers to all others.
fn refusing(refusal: &'static str) -> MemoryTransport {
    let (mut requested, refusal) = (0, sample(refusal));
    MemoryTransport::with(move |request| {
        if request.uri().path() == "/oauth/v2/token" {
            requested += 1;
            return response(200, format!(r#"{{"access_token":"1000.t{requested}","expires_in":3600}}"#));
        }
        match authorization(request) {
            "Zoho-oauthtoken 1000.t1" => response(401, refusal.clone()),
            _ => response(204, ""),
        }
    })
}

#[tokio::test]
async fn invalid_tokens_are_renewed_once_and_missing_scopes_never() {
    let transport = refusing("common_error.response.401.invalid_token");
    let client = with_tokens(DataCenter::In, &transport).build().unwrap();
    assert!(client.get_portals().send().await.unwrap().is_none());
    let portals = "https://www.zohoapis.com/crm/v8/settings/portals";
    let token = "https://accounts.zoho.in/oauth/v2/token";
    assert_eq!(urls(&transport), [token, portals, token, portals]);

    let transport = refusing("common_error.response.401.oauth_scope_mismatch");
    let client = with_tokens(DataCenter::In, &transport).build().unwrap();
    assert_eq!(client.get_portals().send().await.unwrap_err().status().unwrap(), 401);
    assert_eq!(urls(&transport), [token, portals]);
}

/// However often the service refuses its own tokens.
#[tokio::test]
async fn ten_tokens_in_ten_minutes_are_never_exceeded() {
    let refusal = sample("common_error.response.401.invalid_token");
    let mut requested = 0;
    let transport = MemoryTransport::with(move |request| {
        if request.uri().path() != "/oauth/v2/token" {
            return response(401, refusal.clone());
        }
        requested += 1;
        response(200, format!(r#"{{"access_token":"1000.t{requested}","expires_in":3600}}"#))
    });
    let client = with_tokens(DataCenter::Us, &transport).build().unwrap();
    for _ in 0..30 {
        client.get_portals().send().await.unwrap_err();
    }
    let tokens = urls(&transport).iter().filter(|url| url.contains("/oauth/")).count();
    assert_eq!(tokens, 10);
    let error = client.get_portals().send().await.unwrap_err();
    assert!(error.to_string().contains("10 tokens were fetched within 600 seconds"), "{error}");
}

#[tokio::test]
async fn a_code_becomes_tokens() {
    let response = sample("oauth_token.response.200.authorization_code");
    let transport = MemoryTransport::new().respond(200, response.clone()).respond(204, "").respond(200, response);
    let oauth = || {
        let oauth = DataCenter::Us.oauth("1000.CLIENT", "secret");
        oauth
            .redirect_uri("https://app.example/back")
            .scopes(["ZohoCRM.settings.clientportal.READ", "ZohoCRM.users.READ"])
    };
    assert_eq!(
        oauth().authorization_page("s1").unwrap(),
        "https://accounts.zoho.com/oauth/v2/auth?response_type=code&client_id=1000.CLIENT\
         &redirect_uri=https%3A%2F%2Fapp.example%2Fback\
         &scope=ZohoCRM.settings.clientportal.READ%2CZohoCRM.users.READ&state=s1&access_type=offline"
    );
    let oauth = oauth().authorization_code("1000.code");
    let client = Client::builder().oauth(oauth.clone()).transport(transport.clone()).build().unwrap();
    client.get_portals().send().await.unwrap();
    assert_eq!(
        transport.requests()[0].body(),
        "grant_type=authorization_code&code=1000.code&redirect_uri=https%3A%2F%2Fapp.example%2Fback\
         &client_id=1000.CLIENT&client_secret=secret"
    );
    let tokens = oauth.fetch(&transport).await.unwrap();
    assert_eq!(tokens.refresh_token.unwrap().expose(), "{refresh_token}");
    assert_eq!(tokens.access_token.server(), Some("https://www.zohoapis.com"));
}

#[tokio::test]
async fn data_centers_have_a_revocation_url() {
    let transport = MemoryTransport::new().respond(200, r#"{"status":"success"}"#);
    let oauth = DataCenter::Ca.oauth("1000.CLIENT", "secret");
    oauth.revoke(&"1000.refresh".into(), &transport).await.unwrap();
    assert_eq!(urls(&transport), ["https://accounts.zohocloud.ca/oauth/v2/token/revoke?token=1000.refresh"]);
}

/// Without a data center the URLs are those of the document.
#[tokio::test]
async fn token_url_is_read_from_the_document() {
    let oauth = specwright_runtime::oauth::OAuth::new("1000.CLIENT", "secret").refresh_token("1000.refresh");
    let transport = MemoryTransport::new().respond(200, r#"{"access_token":"t"}"#).respond(204, "");
    let client = Client::builder().oauth(oauth).transport(transport.clone()).build().unwrap();
    client.get_portals().send().await.unwrap();
    assert_eq!(urls(&transport)[0], "https://accounts.zoho.com/oauth/v2/token");
    let scopes: Vec<&str> = Client::builder().api().security[0].scopes().collect();
    assert_eq!((scopes.len(), scopes[0]), (5, "ZohoCRM.settings.clientportal.ALL"));
}
