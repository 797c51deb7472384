//! Credentials never print: not those of clients, builders, requests or errors.

use crate::calls::{PORTAL, required};
use crate::{TOKEN, client};
use specwright_runtime::{Error, MemoryTransport, Secret, TransportError, TransportErrorKind, serde_json};
use std::fmt::{Debug, Display};
use zoho_crm_portals::Client;
use zoho_crm_portals::models::OauthTokenResponse;

/// Neither the token nor a part of it that would help to guess it.
fn hides_the_token(printed: impl AsRef<str>) {
    for part in TOKEN.split('.') {
        assert!(!printed.as_ref().contains(part), "{part} in {}", printed.as_ref());
    }
}

fn debug(value: &impl Debug) -> String {
    format!("{value:?} {value:#?}")
}

fn both(value: &(impl Debug + Display)) -> String {
    format!("{value} {}", debug(value))
}

#[tokio::test]
async fn clients_and_requests_print_no_secrets() {
    let transport = MemoryTransport::new().respond(204, "");
    let builder = || Client::builder().access_token(TOKEN).header("x-key", TOKEN).transport(transport.clone());
    hides_the_token(debug(&builder()));
    hides_the_token(debug(&Secret::from(TOKEN)));
    let client = builder().build().unwrap();
    hides_the_token(debug(&client));
    let call = client.get_portals();
    hides_the_token(debug(&call));
    hides_the_token(debug(&client.as_ref().request(&call).await.unwrap()));
    call.send().await.unwrap();
    hides_the_token(debug(&transport));
    let sent = transport.last_request().unwrap();
    hides_the_token(debug(&sent));
    assert_eq!(sent.headers()["authorization"], format!("Zoho-oauthtoken {TOKEN}").as_str());
    assert_eq!(sent.headers()["x-key"], TOKEN);
}

#[tokio::test]
async fn every_kind_of_error() {
    let timeout = || TransportError::new(TransportErrorKind::Timeout, "too late");
    let transports = || {
        [
            MemoryTransport::new().fail(timeout()),
            MemoryTransport::new()
                .respond(400, r#"{"code":"INVALID_TOKEN","details":{},"message":"","status":"error"}"#),
            MemoryTransport::new().respond(418, "teapot"),
            MemoryTransport::new().respond(200, "<html>"),
        ]
    };
    for call in required() {
        for transport in transports() {
            let failed = call.send(&client(&transport)).await.unwrap_err();
            hides_the_token(debug(&failed));
        }
    }
    for transport in transports() {
        hides_the_token(both(&client(&transport).get_portals().send().await.unwrap_err()));
    }
    hides_the_token(both(&client(&MemoryTransport::new()).get_portal("..").send().await.unwrap_err()));
}

/// One that would break out of its header is refused, and the refusal does not repeat it.
#[tokio::test]
async fn a_token_that_cannot_be_sent() {
    for token in [format!("{TOKEN}\r\nHost: evil"), format!("{TOKEN}\n\t"), format!("{TOKEN}\0"), format!("{TOKEN}é")]
    {
        let transport = MemoryTransport::new();
        let client = Client::builder().access_token(token).transport(transport.clone()).build().unwrap();
        let error = client.get_portal(PORTAL).send().await.unwrap_err();
        assert!(matches!(error, Error::Credential(_)), "{error}");
        assert_eq!(
            error.to_string(),
            "get_portal (GET /settings/portals/{portal_name}): not sent: the credential for the security scheme \
             `zoho_oauth` must contain only visible ASCII characters and spaces to be sent in a header, not the one at \
             byte 34"
        );
        hides_the_token(both(&error));
        assert!(transport.requests().is_empty());
    }
}

#[test]
fn invalid_settings_are_errors_of_build() {
    let error = Client::builder()
        .server(format!("https://user:{TOKEN}@www.zohoapis.com"))
        .header("x-key", format!("{TOKEN}\n"))
        .credential("zoho", TOKEN)
        .build()
        .unwrap_err();
    assert_eq!(
        error.problems(),
        [
            "the server URL must not contain credentials, such as `https://api.example.com/v1`",
            "the header `x-key` must contain only visible ASCII characters and spaces to be sent in a header, not the one \
             at byte 18",
            "the API has no security scheme `zoho` (did you mean `zoho_oauth`?); its security schemes are `zoho_oauth`",
        ]
    );
    hides_the_token(both(&error));
}

#[test]
fn tokens_in_payloads() {
    let json = format!(r#"{{"access_token":"{TOKEN}","refresh_token":"{TOKEN}","expires_in":3600}}"#);
    let response: OauthTokenResponse = serde_json::from_str(&json).unwrap();
    hides_the_token(debug(&response));
    let OauthTokenResponse::OauthToken(token) = &response else { panic!("{response:?}") };
    assert_eq!(token.access_token.expose(), TOKEN);
    assert_eq!(serde_json::to_string(&response).unwrap(), json);
}

/// Cookies that a server sets are as good as tokens.
#[tokio::test]
async fn cookies_of_responses() {
    let mut response = specwright_runtime::http::Response::new("");
    *response.status_mut() = specwright_runtime::StatusCode::IM_A_TEAPOT;
    response.headers_mut().insert("set-cookie", format!("session={TOKEN}").parse().unwrap());
    let error = client(&MemoryTransport::new().respond_with(response)).get_portals().send().await.unwrap_err();
    hides_the_token(both(&error));
    assert_eq!(error.headers().unwrap()["set-cookie"], format!("session={TOKEN}").as_str());
}
