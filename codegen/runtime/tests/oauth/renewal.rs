//! One renewal for all waiting callers, with timeouts, even if a caller is dropped.

use super::{Slow, advance, client, clock, granted, numbered, response, source, token};
use specwright_runtime::http::{Request, Response};
use specwright_runtime::oauth::{OAuthErrorKind, OAuthTokens};
use specwright_runtime::{
    AccessToken, Body, BoxFuture, MemoryTransport, TokenSource, Transport, TransportError, TransportErrorKind,
};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

async fn renewed(source: &OAuthTokens, refused: &str) -> Option<String> {
    let other = source.renewed(&AccessToken::from(refused)).await.unwrap();
    other.map(|token| token.secret().expose().to_owned())
}

#[tokio::test(start_paused = true)]
async fn concurrent_renewals_are_one_request_even_if_the_first_caller_is_dropped() {
    let accounts = numbered();
    let source = source(&Slow(accounts.clone(), Duration::from_secs(2)));
    let leader = tokio::spawn({
        let source = source.clone();
        async move { source.access_token().await }
    });
    tokio::time::sleep(Duration::from_millis(10)).await;
    let callers: Vec<_> = (0..200)
        .map(|_| {
            let source = source.clone();
            tokio::spawn(async move { token(&source).await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(10)).await;
    leader.abort();
    for caller in callers {
        assert_eq!(caller.await.unwrap(), "t1");
    }
    assert_eq!(accounts.requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn concurrent_refusals_renew_the_token_once() {
    let accounts = numbered();
    let source = source(&Slow(accounts.clone(), Duration::from_secs(2)));
    assert_eq!(token(&source).await, "t1");
    let callers: Vec<_> = (0..200)
        .map(|number| {
            let source = source.clone();
            tokio::spawn(async move {
                // Some learn of it only when the others are done already.
                tokio::time::sleep(Duration::from_millis(number * 30)).await;
                renewed(&source, "t1").await
            })
        })
        .collect();
    for caller in callers {
        assert_eq!(caller.await.unwrap().as_deref(), Some("t2"));
    }
    assert_eq!(accounts.requests().len(), 2);
}

/// Responds on demand, without an executor.
#[derive(Clone, Default)]
struct Gate {
    open: Arc<AtomicBool>,
    wakers: Arc<Mutex<Vec<Waker>>>,
    requests: Arc<AtomicUsize>,
}

impl Gate {
    fn open(&self) {
        self.open.store(true, Ordering::SeqCst);
        self.wakers.lock().unwrap().drain(..).for_each(Waker::wake);
    }
}

impl Transport for Gate {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        self.requests.fetch_add(1, Ordering::SeqCst);
        Box::pin(std::future::poll_fn(|cx| {
            self.wakers.lock().unwrap().push(cx.waker().clone());
            if self.open.load(Ordering::SeqCst) {
                return Poll::Ready(Ok(granted("t1").map(Body::from)));
            }
            Poll::Pending
        }))
    }
}

/// Wakes the waiting task.
#[derive(Default)]
struct Bell(Mutex<bool>, Condvar);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        *self.0.lock().unwrap() = true;
        self.1.notify_one();
    }
}

fn block_on<F: Future>(future: F) -> F::Output {
    let bell = Arc::new(Bell::default());
    let waker = Waker::from(Arc::clone(&bell));
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        let mut rung = bell.0.lock().unwrap();
        while !*rung {
            rung = bell.1.wait(rung).unwrap();
        }
        *rung = false;
    }
}

#[test]
fn without_an_executor_the_next_caller_continues_a_dropped_renewal() {
    let gate = Gate::default();
    let source = client().source(gate.clone()).unwrap();
    {
        let mut leader = pin!(source.access_token());
        assert!(leader.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    assert_eq!(gate.requests.load(Ordering::SeqCst), 1);
    gate.open();
    assert_eq!(block_on(token(&source)), "t1");
    assert_eq!(gate.requests.load(Ordering::SeqCst), 1);
}

#[test]
fn blocking_threads_share_one_renewal() {
    let gate = Gate::default();
    let source = client().source(gate.clone()).unwrap();
    let mut leader = Box::pin(source.access_token());
    assert!(leader.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..32).map(|_| scope.spawn(|| block_on(token(&source)))).collect();
        std::thread::sleep(Duration::from_millis(50));
        drop(leader);
        gate.open();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), "t1");
        }
    });
    assert_eq!(gate.requests.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn tokens_are_renewed_within_the_margin_before_expiry() {
    let accounts = numbered();
    let source = client().clock(clock()).margin(Duration::from_secs(100)).source(accounts.clone()).unwrap();
    assert_eq!(token(&source).await, "t1");
    // At the earliest a quarter of the margin before it.
    advance(3600 - 126).await;
    assert_eq!(token(&source).await, "t1");
    advance(27).await;
    assert_eq!(token(&source).await, "t2");
    assert_eq!(token(&source).await, "t2");
    assert_eq!(accounts.requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn other_callers_do_not_wait_for_a_renewal_within_the_margin() {
    let accounts = numbered();
    let source = source(&Slow(accounts.clone(), Duration::from_secs(2)));
    token(&source).await;
    advance(3590).await;
    let leader = tokio::spawn({
        let source = source.clone();
        async move { token(&source).await }
    });
    tokio::time::sleep(Duration::from_millis(1)).await;
    let started = tokio::time::Instant::now();
    assert_eq!(token(&source).await, "t1");
    assert_eq!(started.elapsed(), Duration::ZERO);
    assert_eq!(leader.await.unwrap(), "t2");
    assert_eq!(token(&source).await, "t2");
    assert_eq!(accounts.requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn tokens_that_cannot_be_renewed_are_used_until_expiry() {
    let down = || response(500, "");
    let accounts = MemoryTransport::new()
        .respond_with(granted("t1"))
        .respond_with(down())
        .respond_with(down())
        .respond_with(down());
    let source = source(&accounts);
    token(&source).await;
    advance(3560).await;
    assert_eq!(token(&source).await, "t1");
    assert_eq!(token(&source).await, "t1");
    // Not at every call, but again after a while.
    assert_eq!(accounts.requests().len(), 2);
    advance(31).await;
    assert_eq!(token(&source).await, "t1");
    assert_eq!(accounts.requests().len(), 3);
    advance(10).await;
    assert_eq!(source.access_token().await.unwrap_err().status().unwrap(), 500);
    assert_eq!(accounts.requests().len(), 4);
    let accounts = accounts.respond_with(granted("t2"));
    assert_eq!(token(&source).await, "t2");
    assert_eq!(accounts.requests().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_refused_older_token_is_replaced_without_a_renewal() {
    let accounts = numbered();
    let source = source(&accounts);
    token(&source).await;
    assert_eq!(renewed(&source, "t1").await.as_deref(), Some("t2"));
    assert_eq!(renewed(&source, "t1").await.as_deref(), Some("t2"));
    assert_eq!(renewed(&source, "t0").await.as_deref(), Some("t2"));
    assert_eq!(accounts.requests().len(), 2);
    assert_eq!(token(&source).await, "t2");
}

#[tokio::test(start_paused = true)]
async fn a_renewal_that_returns_the_refused_token_is_an_error() {
    let accounts = MemoryTransport::with(|_| granted("same"));
    let source = source(&accounts);
    token(&source).await;
    assert_eq!(renewed(&source, "same").await, None);
}

#[tokio::test(start_paused = true)]
async fn failed_renewals_are_reported_to_all_waiting_callers() {
    let broken = || TransportError::new(TransportErrorKind::Other, "reset");
    let accounts = MemoryTransport::new().fail(broken()).respond_with(granted("t1"));
    let source = source(&Slow(accounts.clone(), Duration::from_secs(1)));
    let callers: Vec<_> = (0..50)
        .map(|_| {
            let source = source.clone();
            tokio::spawn(async move { source.access_token().await.map(|_| ()) })
        })
        .collect();
    for caller in callers {
        let error = caller.await.unwrap().unwrap_err();
        assert_eq!(error.kind(), OAuthErrorKind::Transport);
        assert_eq!(error.to_string(), "requesting a token got no response: reset");
    }
    assert_eq!(accounts.requests().len(), 1);
    assert_eq!(token(&source).await, "t1");
}

#[tokio::test(start_paused = true)]
async fn failed_renewals_are_not_repeated_immediately() {
    for (status, body, kind) in [
        (200, r#"{"error":"invalid_client"}"#, OAuthErrorKind::Refused),
        (200, r#"{"error":"invalid_code"}"#, OAuthErrorKind::Refused),
        (400, r#"{"error":"invalid_grant"}"#, OAuthErrorKind::Refused),
        (400, r#"{"error":"Access Denied","status":"failure"}"#, OAuthErrorKind::Throttled),
    ] {
        let accounts = MemoryTransport::new().respond_with(response(status, body)).respond_with(granted("t1"));
        let source = source(&accounts);
        for _ in 0..5 {
            let error = source.access_token().await.unwrap_err();
            assert_eq!((error.kind(), error.status().unwrap().as_u16()), (kind, status));
            assert_eq!(error.code().unwrap(), body.split('"').nth(3).unwrap());
        }
        assert_eq!(accounts.requests().len(), 1);
        advance(61).await;
        assert_eq!(token(&source).await, "t1");
    }
}

#[tokio::test(start_paused = true)]
async fn renewals_retry_refused_connections_but_not_broken_ones() {
    let refused = || TransportError::new(TransportErrorKind::Connect, "refused");
    let accounts = MemoryTransport::new().fail(refused()).respond_with(response(503, "")).respond_with(granted("t1"));
    assert_eq!(token(&source(&accounts)).await, "t1");
    let accounts = MemoryTransport::new().fail(refused()).fail(refused()).fail(refused()).respond_with(granted("t1"));
    assert!(source(&accounts).access_token().await.is_err());
    let broken = TransportError::new(TransportErrorKind::Timeout, "late");
    let accounts = MemoryTransport::new().fail(broken).respond_with(granted("t1"));
    assert!(source(&accounts).access_token().await.is_err());
}

/// Never responds.
#[derive(Clone)]
struct Silent;

impl Transport for Silent {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn renewals_time_out() {
    let source = source(&Silent);
    let started = tokio::time::Instant::now();
    let error = source.access_token().await.unwrap_err();
    assert_eq!(error.to_string(), "requesting a token timed out: no response was received");
    // As long as a request for a token may take.
    assert!(started.elapsed() < Duration::from_secs(21), "{:?}", started.elapsed());
}

/// Panics the first time.
#[derive(Clone)]
struct Panics(Arc<AtomicBool>);

impl Transport for Panics {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async {
            assert!(self.0.swap(true, Ordering::SeqCst), "the transport's own mistake");
            Ok(granted("t1").map(Body::from))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn panicking_transports_are_errors_and_the_next_call_retries() {
    let source = source(&Panics(Arc::default()));
    assert_eq!(source.access_token().await.unwrap_err().to_string(), "requesting a token panicked");
    assert_eq!(token(&source).await, "t1");
}

#[tokio::test(start_paused = true)]
async fn tokens_without_expiry_are_used_until_refused() {
    let mut count = 0;
    let accounts = MemoryTransport::with(move |_| {
        count += 1;
        response(200, format!(r#"{{"access_token":"t{count}"}}"#))
    });
    let source = source(&accounts);
    assert_eq!(token(&source).await, "t1");
    advance(1_000_000).await;
    assert_eq!(token(&source).await, "t1");
    assert_eq!(renewed(&source, "t1").await.as_deref(), Some("t2"));
}
