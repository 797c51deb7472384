//! What is asked for, and what becomes of the answers.

use super::{TOKEN_URL, advance, client, clock, form, granted, numbered, response, sent, source, token};
use specwright_runtime::oauth::{MemoryTokenStore, OAuth, OAuthErrorKind, TokenStore};
use specwright_runtime::{BoxError, BoxFuture, MemoryTransport, Secret};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// The body of the first token request.
async fn first(oauth: OAuth) -> (MemoryTransport, Vec<(String, String)>) {
    let accounts = numbered();
    oauth.source(accounts.clone()).unwrap().access_token().await.unwrap();
    let form = form(&accounts.requests()[0]);
    (accounts, form)
}

fn pairs(form: &[(String, String)]) -> Vec<(&str, &str)> {
    form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[tokio::test]
async fn a_refresh_token() {
    let (accounts, form) = first(client()).await;
    assert_eq!(
        pairs(&form),
        [
            ("grant_type", "refresh_token"),
            ("refresh_token", "refresh-hunter2"),
            ("client_id", "id"),
            ("client_secret", "client-hunter2")
        ]
    );
    let request = &accounts.requests()[0];
    assert_eq!((request.method().as_str(), request.uri().to_string().as_str()), ("POST", TOKEN_URL));
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(request.headers()["accept"], "application/json");
    let timeouts = request.extensions().get::<specwright_runtime::Timeouts>().unwrap();
    assert!(timeouts.deadline.is_some());
}

#[tokio::test]
async fn client_credentials_a_password_and_a_secret_in_the_header() {
    let oauth = || OAuth::new("i d", "s&cret").token_url(TOKEN_URL).scopes(["a", "b"]).parameter("audience", "x=y");
    let (_, form) = first(oauth().client_credentials()).await;
    assert_eq!(
        pairs(&form),
        [
            ("grant_type", "client_credentials"),
            ("scope", "a%20b"),
            ("client_id", "i%20d"),
            ("client_secret", "s%26cret"),
            ("audience", "x%3Dy")
        ]
    );
    let (_, form) = first(oauth().password("u@x", "p w")).await;
    let expected = [("grant_type", "password"), ("username", "u%40x"), ("password", "p%20w"), ("scope", "a%20b")];
    assert_eq!(pairs(&form)[..4], expected);
    let (accounts, form) = first(oauth().client_credentials().basic_authentication()).await;
    assert_eq!(pairs(&form), [("grant_type", "client_credentials"), ("scope", "a%20b"), ("audience", "x%3Dy")]);
    // `i%20d:s%26cret`
    assert_eq!(accounts.requests()[0].headers()["authorization"], "Basic aSUyMGQ6cyUyNmNyZXQ=");
    assert!(accounts.requests()[0].headers()["authorization"].is_sensitive());
}

#[tokio::test(start_paused = true)]
async fn authorization_codes_are_used_once_and_then_refresh_tokens() {
    let mut count = 0;
    let accounts = MemoryTransport::with(move |_| {
        count += 1;
        let refresh = if count == 1 { r#","refresh_token":"r1""# } else { "" };
        response(200, format!(r#"{{"access_token":"t{count}","expires_in":3600{refresh}}}"#))
    });
    let store = Arc::new(MemoryTokenStore::new());
    let clock = Arc::new(clock());
    let source = |code: &str| {
        let clock = Arc::clone(&clock);
        let oauth = OAuth::new("id", "secret").token_url(TOKEN_URL).redirect_uri("https://app.example/back");
        let oauth = oauth.authorization_code(code).code_verifier("v").store(Arc::clone(&store));
        oauth.clock(move || clock()).source(accounts.clone()).unwrap()
    };
    assert_eq!(token(&source("c1")).await, "t1");
    let request = &accounts.requests()[0];
    assert_eq!(sent(request, "grant_type").unwrap(), "authorization_code");
    assert_eq!(sent(request, "code").unwrap(), "c1");
    assert_eq!(sent(request, "redirect_uri").unwrap(), "https%3A%2F%2Fapp.example%2Fback");
    assert_eq!(sent(request, "code_verifier").unwrap(), "v");
    // The program runs again, with the same code.
    let again = source("c1");
    assert_eq!(token(&again).await, "t1");
    advance(4000).await;
    assert_eq!(token(&again).await, "t2");
    assert_eq!(sent(&accounts.requests()[1], "refresh_token").unwrap(), "r1");
    // Another code is another grant.
    assert_eq!(token(&source("c2")).await, "t3");
    assert_eq!(sent(&accounts.requests()[2], "code").unwrap(), "c2");
    assert_eq!(accounts.requests().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn authorization_codes_are_not_sent_twice() {
    let accounts = numbered();
    let oauth = OAuth::public("id").token_url(TOKEN_URL).authorization_code("c1").clock(clock());
    let source = oauth.source(accounts.clone()).unwrap();
    assert_eq!(token(&source).await, "t1");
    advance(4000).await;
    let error = source.access_token().await.unwrap_err();
    assert_eq!(error.kind(), OAuthErrorKind::Settings);
    assert!(error.to_string().contains("the user must authorize again"), "{error}");
    assert_eq!(accounts.requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_token_in_the_response_replaces_the_previous_one() {
    let mut count = 0;
    let accounts = MemoryTransport::with(move |_| {
        count += 1;
        response(200, format!(r#"{{"access_token":"t{count}","expires_in":60,"refresh_token":"r{count}"}}"#))
    });
    let store = Arc::new(MemoryTokenStore::new());
    let first = client().clock(clock()).store(Arc::clone(&store)).source(accounts.clone()).unwrap();
    assert_eq!(token(&first).await, "t1");
    advance(100).await;
    assert_eq!(token(&first).await, "t2");
    // Another process with the same settings, and one with only the store.
    let later = || client().clock(|| std::time::SystemTime::now() + Duration::from_secs(1_000_000_000));
    assert_eq!(token(&later().store(Arc::clone(&store)).source(accounts.clone()).unwrap()).await, "t3");
    let stored = OAuth::new("id", "s").token_url(TOKEN_URL).store(Arc::clone(&store));
    let stored = stored.clock(|| std::time::SystemTime::now() + Duration::from_secs(2_000_000_000));
    assert_eq!(token(&stored.source(accounts.clone()).unwrap()).await, "t4");
    let refresh_tokens: Vec<_> =
        accounts.requests().iter().map(|request| sent(request, "refresh_token").unwrap()).collect();
    assert_eq!(refresh_tokens, ["refresh-hunter2", "r1", "r2", "r3"]);
    // A new refresh token of the caller takes precedence.
    let new = client().refresh_token("r9").store(Arc::clone(&store)).source(accounts.clone()).unwrap();
    assert_eq!(token(&new).await, "t5");
    assert_eq!(sent(&accounts.requests()[4], "refresh_token").unwrap(), "r9");
}

#[tokio::test(start_paused = true)]
async fn expires_in_milliseconds_is_read() {
    let body = r#"{"access_token":"t1","expires_in_sec":3600,"expires_in":3600000}"#;
    let accounts = MemoryTransport::new().respond_with(response(200, body)).respond_with(granted("t2"));
    let source = source(&accounts);
    assert_eq!(token(&source).await, "t1");
    advance(3000).await;
    assert_eq!(token(&source).await, "t1");
    advance(600).await;
    assert_eq!(token(&source).await, "t2");
}

#[tokio::test]
async fn a_token_may_be_fetched_without_keeping_it() {
    let body = r#"{"access_token":"t1","refresh_token":"r1","expires_in":3600,"scope":"a b"}"#;
    let accounts = MemoryTransport::new().respond_with(response(200, body));
    let oauth = OAuth::new("id", "s").token_url(TOKEN_URL).authorization_code("c1");
    let response = oauth.fetch(&accounts).await.unwrap();
    assert_eq!(response.refresh_token.as_ref().unwrap().expose(), "r1");
    assert_eq!(response.scope.as_deref(), Some("a b"));
    assert!(!format!("{response:?}").contains("r1"));
}

#[tokio::test]
async fn grants_without_required_settings_are_errors() {
    let kind = |oauth: OAuth| oauth.source(MemoryTransport::new()).unwrap_err().kind();
    assert_eq!(kind(OAuth::public("id")), OAuthErrorKind::Settings);
    assert_eq!(kind(OAuth::public("id").token_url("/token")), OAuthErrorKind::Settings);
    assert_eq!(kind(OAuth::public("id").token_url("https://u:p@a/token")), OAuthErrorKind::Settings);
    let nothing = OAuth::public("id").token_url(TOKEN_URL).source(MemoryTransport::new()).unwrap();
    let error = nothing.access_token().await.unwrap_err();
    assert!(error.to_string().contains("no refresh token in the store"), "{error}");
}

/// Fails when it is asked to save for the n-th time.
struct Failing {
    inner: MemoryTokenStore,
    saves: AtomicUsize,
    fails_at: usize,
}

impl TokenStore for Failing {
    fn load(&self) -> BoxFuture<'_, Result<Option<Secret>, BoxError>> {
        self.inner.load()
    }

    fn save(&self, text: Secret) -> BoxFuture<'_, Result<(), BoxError>> {
        if self.saves.fetch_add(1, Ordering::SeqCst) == self.fails_at {
            return Box::pin(async { Err("the disk is full".into()) });
        }
        self.inner.save(text)
    }
}

#[tokio::test(start_paused = true)]
async fn unwritable_stores_are_detected_before_a_code_is_used() {
    let failing = |fails_at| Failing { inner: MemoryTokenStore::new(), saves: AtomicUsize::new(0), fails_at };
    let accounts = numbered();
    let source = client().clock(clock()).store(failing(0)).source(accounts.clone()).unwrap();
    let error = source.access_token().await.unwrap_err();
    assert_eq!(error.kind(), OAuthErrorKind::Store);
    assert_eq!(error.to_string(), "the token store cannot be written to: the disk is full");
    assert!(accounts.requests().is_empty());
    // A token that is received nevertheless is returned once, and not lost.
    let accounts = numbered();
    let source = client().clock(clock()).store(failing(1)).source(accounts.clone()).unwrap();
    assert_eq!(source.access_token().await.unwrap_err().kind(), OAuthErrorKind::Store);
    assert_eq!(token(&source).await, "t1");
    assert_eq!(accounts.requests().len(), 1);
}

#[tokio::test]
async fn stores_with_other_contents_are_not_overwritten() {
    let accounts = numbered();
    for text in ["{}", "some notes", "{\"format\":", "[1]"] {
        let store = Arc::new(MemoryTokenStore::new());
        store.save(Secret::from(text)).await.unwrap();
        let source = client().store(Arc::clone(&store)).source(accounts.clone()).unwrap();
        assert_eq!(source.access_token().await.unwrap_err().kind(), OAuthErrorKind::Store, "{text}");
        assert_eq!(store.load().await.unwrap().unwrap().expose(), text);
    }
    assert!(accounts.requests().is_empty());
}
