//! The service's limit of tokens.

use super::{advance, client, clock, granted, numbered, response, token};
use specwright_runtime::http::{Request, Response};
use specwright_runtime::oauth::{MemoryTokenStore, OAuth, OAuthErrorKind, OAuthTokens};
use specwright_runtime::{AccessToken, Body, BoxFuture, MemoryTransport, TokenSource, Transport, TransportError};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::Instant;

fn limited() -> OAuth {
    client().clock(clock()).limit(3, Duration::from_secs(600))
}

/// Has every token refused, this number of times.
async fn refuse(source: &OAuthTokens, times: usize) {
    for _ in 0..times {
        let refused = AccessToken::from(token(source).await.as_str());
        source.renewed(&refused).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn renewals_beyond_the_token_limit_are_an_error() {
    let accounts = numbered();
    let source = limited().source(accounts.clone()).unwrap();
    refuse(&source, 2).await;
    assert_eq!(accounts.requests().len(), 3);
    advance(300).await;
    let error = source.renewed(&AccessToken::from("t3")).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "3 tokens were fetched within 600 seconds, which is the limit of the service; the next one is available in 300 seconds"
    );
    assert_eq!(accounts.requests().len(), 3);
    // Callers that were not refused continue with the present token.
    assert_eq!(token(&source).await, "t3");
    advance(300).await;
    refuse(&source, 1).await;
    assert_eq!(accounts.requests().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn infinite_durations_are_accepted_as_very_long_ones() {
    let accounts = numbered();
    let endless = client().timeout(Duration::MAX).longest_wait(Duration::MAX).margin(Duration::MAX);
    let source = endless.limit(2, Duration::MAX).clock(clock()).source(accounts.clone()).unwrap();
    assert_eq!(token(&source).await, "t1");
    refuse(&source, 1).await;
    let third = tokio::time::timeout(Duration::from_secs(3600), source.renewed(&AccessToken::from("t2"))).await;
    assert!(third.is_err(), "{third:?}");
    assert_eq!(accounts.requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn short_delays_of_the_token_limit_are_waited_for() {
    let accounts = numbered();
    let source = limited().longest_wait(Duration::from_secs(30)).source(accounts.clone()).unwrap();
    refuse(&source, 2).await;
    advance(580).await;
    let started = Instant::now();
    refuse(&source, 1).await;
    assert!((19..=21).contains(&started.elapsed().as_secs()), "{:?}", started.elapsed());
    assert_eq!(accounts.requests().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn token_limit_is_shared_through_the_store() {
    let (accounts, store) = (numbered(), Arc::new(MemoryTokenStore::new()));
    let source = || limited().store(Arc::clone(&store)).source(accounts.clone()).unwrap();
    refuse(&source(), 2).await;
    let other = source();
    assert_eq!(token(&other).await, "t3");
    assert!(other.renewed(&AccessToken::from("t3")).await.is_err());
    assert_eq!(accounts.requests().len(), 3);
}

/// Issues tokens at recorded times, soon after the request or late.
#[derive(Clone, Default)]
struct Uneven(Arc<Mutex<Vec<Instant>>>);

impl Transport for Uneven {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async {
            let count = self.0.lock().unwrap().len();
            tokio::time::sleep(Duration::from_secs([6, 0, 3][count % 3])).await;
            self.0.lock().unwrap().push(Instant::now());
            tokio::time::sleep(Duration::from_secs([0, 3, 6][count % 3])).await;
            Ok(granted(format_args!("t{count}")).map(Body::from))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn token_limit_holds_for_every_window() {
    let accounts = Uneven::default();
    let oauth = client().clock(clock()).limit(10, Duration::from_secs(600)).longest_wait(Duration::from_secs(5));
    let source = oauth.source(accounts.clone()).unwrap();
    for step in 0..2_000_u64 {
        let refused = source.access_token().await.unwrap();
        let _ = source.renewed(&refused).await;
        advance(step % 7).await;
    }
    let times = accounts.0.lock().unwrap();
    assert!(times.len() > 80, "{}", times.len());
    for span in times.windows(11) {
        assert!(span[10] - span[0] >= Duration::from_secs(600), "{:?}", span[10] - span[0]);
    }
}

#[tokio::test(start_paused = true)]
async fn failed_token_requests_do_not_count_towards_the_limit() {
    let accounts = MemoryTransport::new();
    let accounts = (0..5).fold(accounts, |accounts, _| accounts.respond_with(response(500, "")));
    let accounts = accounts.respond_with(granted("t1"));
    let source = limited().source(accounts.clone()).unwrap();
    for _ in 0..5 {
        assert_eq!(source.access_token().await.unwrap_err().kind(), OAuthErrorKind::Transport);
    }
    assert_eq!(token(&source).await, "t1");
}
