//! Secrets never print.

use super::{TOKEN_URL, client, granted, response};
use specwright_runtime::oauth::{FileTokenStore, MemoryTokenStore, OAuth, StoreLock, TokenStore};
use specwright_runtime::{AccessToken, MemoryTransport, Secret, TransportError, TransportErrorKind};
use std::error::Error;
use std::fmt::{Debug, Write as _};

/// What is in every secret here.
const HUNTER: &str = "hunter";

fn hides(value: &impl Debug) {
    let text = format!("{value:?} {value:#?}");
    assert!(!text.contains(HUNTER), "{text}");
}

fn error_hides(error: &(impl Error + 'static)) {
    let mut text = format!("{error:?} {error:#?}");
    let mut cause: Option<&dyn Error> = Some(error);
    while let Some(error) = cause {
        write!(text, " {error} {error:?}").unwrap();
        cause = error.source();
    }
    assert!(!text.contains(HUNTER), "{text}");
}

#[tokio::test]
async fn oauth_settings_and_stores_print_no_secrets() {
    let grants = [
        client(),
        client().authorization_code("hunter3").code_verifier("hunter4"),
        client().password("u", "hunter5"),
        client().client_credentials().basic_authentication(),
    ];
    for oauth in grants {
        hides(&oauth);
        let accounts = MemoryTransport::new().respond_with(granted("hunter6"));
        let source = oauth.source(accounts.clone()).unwrap();
        let token = source.access_token().await.unwrap();
        hides(&token);
        hides(&source);
        hides(&accounts);
        hides(&accounts.requests()[0].headers());
    }
    let store = MemoryTokenStore::new();
    store.save(Secret::from("hunter7")).await.unwrap();
    hides(&store);
    hides(&store.load().await.unwrap());
    hides(&StoreLock::new(String::from("hunter8")));
    hides(&FileTokenStore::new("/tmp/tokens.json"));
    hides(&AccessToken::from("hunter9").with_server("https://a.example"));
}

#[tokio::test]
async fn every_kind_of_error() {
    let echoed = "some-hunter";
    let responses = || {
        [
            MemoryTransport::new()
                .respond_with(response(200, format!(r#"{{"error":"no {echoed}","error_description":"{echoed}"}}"#))),
            MemoryTransport::new().respond_with(response(200, format!(r#"{{"access_token":"{echoed}"#))),
            MemoryTransport::new().respond_with(response(200, format!(r#"{{"access_token":{{"a":"{echoed}"}}}}"#))),
            MemoryTransport::new().respond_with(response(200, format!("access_token={echoed}"))),
            MemoryTransport::new().respond_with(response(200, r#"{"access_token":"hunter","api_domain":"hunter"}"#)),
            MemoryTransport::new().fail(TransportError::new(TransportErrorKind::Other, "reset")),
        ]
    };
    for oauth in [client().refresh_token(echoed), client().authorization_code(echoed).parameter("x", echoed)] {
        for accounts in responses() {
            let error = oauth.clone().source(accounts).unwrap().access_token().await.unwrap_err();
            error_hides(&error);
        }
    }
    let store = MemoryTokenStore::new();
    store.save(Secret::from(r#"{"format":"hunter2","client_id":"hunter2","issued":["hunter2"]}"#)).await.unwrap();
    error_hides(&client().store(store).source(MemoryTransport::new()).unwrap().access_token().await.unwrap_err());
    let error = client().token_url("https://u:hunter2@a.example/token").source(MemoryTransport::new()).unwrap_err();
    error_hides(&error);
    error_hides(
        &OAuth::public("id").code_verifier("hunter2").authorization_url(TOKEN_URL).authorization_page("s").unwrap_err(),
    );
}
