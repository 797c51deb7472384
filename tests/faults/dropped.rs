//! Calls that nobody waits for any more: nothing of them stays.

use crate::caller::{client, in_time, keeps_secrets, outcome};
use crate::process::in_a_process;
use crate::server::{Act, Server, drip, response, send};
use specwright_runtime::oauth::OAuth;
use specwright_runtime::{
    Body, BoxFuture, Limits, Outcome, Retry, Transport, TransportError, TransportErrorKind, http,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::runtime::{Builder, Handle};
use zoho_crm_portals::Client;

const CALLS: usize = 10_000;
const PERMITS: usize = 4;

/// Never answers; or, by turns, fails and makes the call wait for its next attempt.
#[derive(Clone, Default)]
struct Stuck {
    requests: Arc<AtomicUsize>,
    waiting: Arc<AtomicUsize>,
}

/// Counts the requests that are being waited for.
struct Waiting(Arc<AtomicUsize>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Transport for Stuck {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Outcome> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let waiting = Waiting(Arc::clone(&self.waiting));
        let number = self.requests.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            let _waiting = waiting;
            if number.is_multiple_of(2) {
                return Err(TransportError::new(TransportErrorKind::Connect, "not now"));
            }
            std::future::pending().await
        })
    }
}

fn alive() -> usize {
    Handle::current().metrics().num_alive_tasks()
}

/// In a process of its own, as its memory is measured.
#[test]
fn ten_thousand_calls_dropped_in_the_middle() {
    in_a_process("dropped::ten_thousand_calls_dropped_in_the_middle", || {
        Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            let stuck = Stuck::default();
            let client = Client::builder()
                .server("http://127.0.0.1:1")
                .access_token("hunter2")
                .limits(Limits::new().concurrency(PERMITS))
                .retry(Retry::default().first_wait(Duration::from_millis(1)))
                .transport(stuck.clone())
                .build()
                .unwrap();
            let mut after_some = 0;
            for round in 0..CALLS / 10 {
                // More than there are permits: some are dropped on their way, others waiting for their turn.
                let calls: Vec<_> = (0..10).map(|_| Box::pin(client.get_portals().send())).collect();
                let all = futures_util::future::join_all(calls);
                let patience = Duration::from_micros(fastrand::u64(1..2_000));
                assert!(tokio::time::timeout(patience, all).await.is_err());
                assert_eq!(stuck.waiting.load(Ordering::SeqCst), 0, "what was dropped is over");
                if round == 100 {
                    after_some = crate::ALLOCATOR.allocated();
                }
            }
            assert_eq!(alive(), 0);
            let memory = crate::ALLOCATOR.allocated();
            assert!(memory < after_some + 64 * 1024, "{after_some} bytes became {memory}");

            // All permits are free: as many calls as there are go out at once.
            let before = stuck.requests.load(Ordering::SeqCst);
            let calls: Vec<_> = (0..PERMITS).map(|_| Box::pin(client.get_portals().send())).collect();
            let all = futures_util::future::join_all(calls);
            assert!(tokio::time::timeout(Duration::from_millis(50), all).await.is_err());
            assert!(stuck.requests.load(Ordering::SeqCst) >= before + PERMITS);
        });
    });
}

/// In a process of its own, as its tasks and memory are counted.
#[test]
fn calls_dropped_on_real_connections() {
    in_a_process("dropped::calls_dropped_on_real_connections", || {
        let body = r#"{"portals":[]}"#;
        let head = "HTTP/1.1 200 OK\r\ncontent-length: 14\r\n\r\n";
        let slowly = [drip(head, Duration::from_micros(20)), drip(body, Duration::from_micros(20))];
        let server = Server::doing(slowly);
        Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            let client = client(&server).limits(Limits::new().concurrency(PERMITS)).build().unwrap();
            let mut finished = 0;
            for _ in 0..300 {
                let calls = (0..PERMITS).map(|_| {
                    let patience = Duration::from_micros(fastrand::u64(1..12_000));
                    tokio::time::timeout(patience, Box::pin(client.get_portals().send()))
                });
                for call in futures_util::future::join_all(calls).await {
                    finished += usize::from(call.is_ok_and(|outcome| outcome.is_ok()));
                }
            }
            println!("{finished} calls were done before they were dropped");
            // The state is unchanged: this number of concurrent calls succeeds, and there are no other tasks than
            // those of their connections.
            for _ in 0..3 {
                let calls = (0..PERMITS).map(|_| client.get_portals().send());
                for call in futures_util::future::join_all(calls).await {
                    call.unwrap();
                }
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
            // One for each connection that is kept, and one for its pool.
            assert!(alive() <= 2 * PERMITS, "{} tasks", alive());
            drop(client);
            tokio::time::sleep(Duration::from_millis(200)).await;
            assert!(alive() <= 1, "{} tasks", alive());
        });
    });
}

/// The next caller continues the renewal of a dropped call.
#[test]
fn calls_dropped_during_a_token_renewal() {
    in_time(|| {
        let renewals = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&renewals);
        let server = Server::answering(move |request| {
            if request.target != "/token" {
                return vec![response("200 OK", r#"{"portals":[]}"#)];
            }
            count.fetch_add(1, Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(600));
            vec![response("200 OK", r#"{"access_token":"hunter2-new","expires_in":3600}"#)]
        });
        Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            let oauth = OAuth::new("client", "hunter2-secret").refresh_token("hunter2-refresh");
            let client = client(&server).oauth(oauth.token_url(format!("{}/token", server.url()))).build().unwrap();
            for _ in 0..50 {
                let call = Box::pin(client.get_portals().send());
                assert!(tokio::time::timeout(Duration::from_micros(300), call).await.is_err());
            }
            keeps_secrets(&outcome(client.get_portals().send().await).unwrap());
            assert_eq!(renewals.load(Ordering::SeqCst), 1);
        });
    });
}

/// A call that blocks has no runtime, and needs none of the one that it finds itself in, which would never come to it.
#[test]
fn blocking_calls_within_a_runtime() {
    in_time(|| {
        let server = Server::doing([response("503 Service Unavailable", "")]);
        let limits = Limits::new().rate(2, Duration::from_millis(50));
        let client = client(&server).limits(limits).build_blocking().unwrap();
        Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            assert_eq!(client.get_portals().send().unwrap_err().status().unwrap(), 503);
        });
        assert_eq!(server.requests().len(), 3);

        let silent = Server::doing([send(""), Act::Hold]);
        let oauth = || OAuth::new("client", "hunter2-secret").refresh_token("hunter2-refresh");
        let without_retries = oauth().token_url(silent.url()).timeout(Duration::from_millis(100));
        let client = crate::caller::client(&silent).oauth(without_retries).build_blocking().unwrap();
        Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            assert!(client.get_portals().send().is_err());
        });
        assert_eq!(silent.requests().len(), 1);
    });
}
