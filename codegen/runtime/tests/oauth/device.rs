//! The device authorization grant, by the requests and responses of RFC 8628.

use super::{TOKEN_URL, advance, clock, form, response, sent, token};
use specwright_runtime::http::Response;
use specwright_runtime::oauth::{MemoryTokenStore, OAuth, OAuthError, OAuthErrorKind, OAuthTokens};
use specwright_runtime::{Api, MemoryTransport, SecurityScheme, TransportError, TransportErrorKind};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::Instant;

const DEVICE_URL: &str = "https://accounts.example/device_authorization";

/// The response of RFC 8628, section 3.2.
const CODES: &str = r#"{"device_code":"GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS","user_code":"WDJB-MJHT",
    "verification_uri":"https://example.com/device",
    "verification_uri_complete":"https://example.com/device?user_code=WDJB-MJHT","expires_in":1800,"interval":5}"#;

const TOKENS: &str = r#"{"access_token":"t1","refresh_token":"r1","expires_in":3600}"#;

fn error(code: &str) -> Response<String> {
    response(400, format!(r#"{{"error":"{code}"}}"#))
}

/// An authorization server whose token endpoint returns these responses in turn, and the seconds between the codes and
/// each request.
struct Accounts {
    transport: MemoryTransport,
    times: Arc<Mutex<Vec<u64>>>,
}

fn accounts(codes: &'static str, responses: impl IntoIterator<Item = Response<String>>) -> Accounts {
    let mut responses: std::vec::IntoIter<_> = responses.into_iter().collect::<Vec<_>>().into_iter();
    let times = Arc::new(Mutex::new(Vec::new()));
    let (recorded, start) = (Arc::clone(&times), Instant::now());
    let transport = MemoryTransport::with(move |request| {
        if request.uri().path() == "/device_authorization" {
            return response(200, codes);
        }
        recorded.lock().unwrap().push(start.elapsed().as_secs());
        responses.next().expect("no further request is due")
    });
    Accounts { transport, times }
}

impl Accounts {
    fn tokens(&self) -> OAuthTokens {
        public().clock(clock()).source(self.transport.clone()).unwrap()
    }

    async fn authorize(&self) -> Result<(), OAuthError> {
        let tokens = self.tokens();
        let device = tokens.device_authorization().await?;
        tokens.wait_for_device(&device).await
    }

    fn times(&self) -> Vec<u64> {
        self.times.lock().unwrap().clone()
    }
}

fn public() -> OAuth {
    OAuth::public("1406020730").token_url(TOKEN_URL).device_authorization_url(DEVICE_URL).scopes(["example_scope"])
}

#[tokio::test(start_paused = true)]
async fn device_authorization_polls_until_the_user_enters_the_code() {
    let accounts = accounts(CODES, [error("authorization_pending"), response(200, TOKENS)]);
    let tokens = accounts.tokens();
    let device = tokens.device_authorization().await.unwrap();
    assert_eq!(
        (device.user_code.as_str(), device.verification_uri.as_str()),
        ("WDJB-MJHT", "https://example.com/device")
    );
    let complete = device.verification_uri_complete.as_deref();
    assert_eq!(complete, Some("https://example.com/device?user_code=WDJB-MJHT"));
    assert_eq!((device.expires_in, device.interval), (Duration::from_secs(1800), Duration::from_secs(5)));
    assert!(!format!("{device:?}").contains("GmRhmhcxhwAzkoEqiMEg"));

    tokens.wait_for_device(&device).await.unwrap();
    assert_eq!(accounts.times(), [5, 10]);
    assert_eq!(token(&tokens).await, "t1");

    let requests = accounts.transport.requests();
    assert_eq!(requests[0].uri().to_string(), DEVICE_URL);
    let pairs = form(&requests[0]);
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(pairs, [("scope", "example_scope"), ("client_id", "1406020730")]);
    assert_eq!(requests[1].uri().to_string(), TOKEN_URL);
    let grant = "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code";
    assert_eq!(sent(&requests[1], "grant_type").as_deref(), Some(grant));
    let code = sent(&requests[1], "device_code");
    assert_eq!(code.as_deref(), Some("GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS"));
    assert_eq!(sent(&requests[1], "client_id").as_deref(), Some("1406020730"));
}

#[tokio::test(start_paused = true)]
async fn device_tokens_are_stored_and_renewed() {
    let store = Arc::new(MemoryTokenStore::new());
    let renewed = r#"{"access_token":"t2","expires_in":3600}"#;
    let accounts = accounts(CODES, [response(200, TOKENS), response(200, renewed)]);
    let clock = Arc::new(clock());
    let source = || {
        let clock = Arc::clone(&clock);
        public().store(Arc::clone(&store)).clock(move || clock()).source(accounts.transport.clone()).unwrap()
    };
    let tokens = source();
    let none = tokens.access_token().await.unwrap_err();
    assert_eq!(none.kind(), OAuthErrorKind::Settings);
    let device = tokens.device_authorization().await.unwrap();
    tokens.wait_for_device(&device).await.unwrap();
    // The program starts again, and asks nobody.
    let again = source();
    assert_eq!(token(&again).await, "t1");
    advance(3600).await;
    assert_eq!(token(&again).await, "t2");
    assert_eq!(sent(&accounts.transport.last_request().unwrap(), "refresh_token").as_deref(), Some("r1"));
}

#[tokio::test(start_paused = true)]
async fn device_authorization_respects_the_polling_interval() {
    let pending = || error("authorization_pending");
    let slower = accounts(CODES, [error("slow_down"), pending(), error("slow_down"), response(200, TOKENS)]);
    slower.authorize().await.unwrap();
    assert_eq!(slower.times(), [5, 15, 25, 40]);

    let codes = r#"{"device_code":"dddd","user_code":"u","verification_url":"https://a.example"}"#;
    let without_interval = accounts(codes, [pending(), response(503, ""), response(200, TOKENS)]);
    without_interval.authorize().await.unwrap();
    assert_eq!(without_interval.times(), [5, 10, 20]);
}

#[tokio::test(start_paused = true)]
async fn device_authorization_ends_on_denial_or_expiry() {
    let denied = accounts(CODES, [error("authorization_pending"), error("access_denied")]);
    let error_of_denied = denied.authorize().await.unwrap_err();
    assert_eq!((error_of_denied.kind(), error_of_denied.code()), (OAuthErrorKind::Refused, Some("access_denied")));

    let codes = r#"{"device_code":"dddd","user_code":"u","verification_uri":"https://a.example","expires_in":12}"#;
    let late = accounts(codes, [error("authorization_pending"), error("authorization_pending")]);
    let error_of_late = late.authorize().await.unwrap_err();
    assert_eq!((error_of_late.kind(), error_of_late.code()), (OAuthErrorKind::Refused, Some("expired_token")));
    assert_eq!(late.times(), [5, 10]);
}

#[tokio::test]
async fn device_authorization_errors_contain_no_codes() {
    let refused =
        MemoryTransport::new().respond(401, r#"{"error":"invalid_client","error_description":"no such client"}"#);
    let error = public().device_authorization(&refused).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (OAuthErrorKind::Refused, Some("invalid_client")));

    let partial = MemoryTransport::new().respond(200, r#"{"device_code":"hunter2","user_code":"u"}"#);
    let error = public().device_authorization(&partial).await.unwrap_err();
    assert_eq!(error.kind(), OAuthErrorKind::Response);
    assert!(!format!("{error} {error:?}").contains("hunter2"));

    let unknown = OAuth::public("id").token_url(TOKEN_URL).device_authorization(&MemoryTransport::new()).await;
    assert!(unknown.unwrap_err().to_string().contains("OAuth::device_authorization_url"));
    let open = OAuth::public("id").device_authorization_url("http://a.example/d");
    let open = open.device_authorization(&MemoryTransport::new()).await.unwrap_err();
    assert!(open.to_string().starts_with("devices cannot be authorized without encryption"), "{open}");
    let lost =
        MemoryTransport::new().fail(TransportError::new(TransportErrorKind::Timeout, "no response was received"));
    let error = public().device_authorization(&lost).await.unwrap_err();
    assert!(error.to_string().starts_with("requesting the codes of a device authorization"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn device_authorization_urls_are_read_from_the_document() {
    static API: Api = Api {
        name: "pets",
        version: "1",
        server: "https://api.example/v1",
        security: &[SecurityScheme::token("oauth", "Bearer")
            .authorization_code("https://accounts.example/auth", "https://accounts.example/code")
            .device_authorization("/device_authorization", "https://accounts.example/device_token")],
    };
    let accounts = accounts(CODES, [response(200, TOKENS)]);
    let oauth = OAuth::public("id").described_by(&API);
    let device = oauth.device_authorization(&accounts.transport).await.unwrap();
    let response = oauth.fetch_for_device(&device, &accounts.transport).await.unwrap();
    assert_eq!(response.refresh_token.unwrap().expose(), "r1");
    let urls: Vec<String> = accounts.transport.requests().iter().map(|request| request.uri().to_string()).collect();
    assert_eq!(urls, ["https://api.example/device_authorization", "https://accounts.example/device_token"]);
}
