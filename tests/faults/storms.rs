//! Many callers at once, against a service that has enough of them.

use crate::caller::{Builder, Caller, Failed, Kind, client, in_time, outcome};
use crate::server::{Act, Request, Server, answer_with, response};
use specwright_runtime::oauth::OAuth;
use specwright_runtime::{Limits, Retry};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

const CALLERS: usize = 64;
/// How many tries beyond the first a client has in store.
const BUDGET: usize = 20;
const PORTALS: &str = r#"{"portals":[]}"#;

impl Caller {
    /// This number of concurrent reads.
    fn storm(&self, callers: usize) -> Vec<Result<String, Failed>> {
        match self {
            Self::Async(runtime, client, _) => runtime.block_on(async {
                let mut calls = JoinSet::new();
                for _ in 0..callers {
                    let client = client.clone();
                    calls.spawn(async move { outcome(client.get_portals().send().await) });
                }
                calls.join_all().await
            }),
            Self::Blocking(client) => {
                let start = Arc::new(Barrier::new(callers));
                let calls = (0..callers).map(|_| {
                    let (start, client) = (Arc::clone(&start), client.clone());
                    thread::spawn(move || {
                        start.wait();
                        outcome(client.get_portals().send())
                    })
                });
                calls.collect::<Vec<_>>().into_iter().map(|call| call.join().unwrap()).collect()
            }
        }
    }
}

/// Serves a number of requests in a period, and rejects the others.
fn throttled(count: usize, per: Duration, refusal: Act) -> impl Fn(&Request) -> Vec<Act> + Send + Sync {
    let times = Mutex::new(VecDeque::<Instant>::new());
    move |_| {
        let mut times = times.lock().unwrap();
        while times.front().is_some_and(|time| time.elapsed() >= per) {
            times.pop_front();
        }
        if times.len() >= count {
            return vec![refusal.clone()];
        }
        times.push_back(Instant::now());
        vec![response("200 OK", PORTALS)]
    }
}

fn refusal(headers: &str, details: &str) -> Act {
    let body = format!(r#"{{"code":"TOO_MANY_REQUESTS","details":{{{details}}},"message":"slowly","status":"error"}}"#);
    answer_with("429 Too Many Requests", headers, &body)
}

/// A service that rejects all requests gets one request from each caller, and no more retries than the budget allows.
#[test]
fn errors_that_every_operation_may_return() {
    in_time(|| {
        let refusals = [refusal("retry-after: 1\r\n", ""), refusal("", r#""retry_after":1"#)];
        let cases = refusals.iter().flat_map(|refusal| (0..3).map(move |transport| (refusal, transport)));
        // All wait a second for their next attempts, at the same time.
        thread::scope(|scope| {
            for (refusal, transport) in cases {
                scope.spawn(move || refused(refusal, transport));
            }
        });
    });
}

fn refused(refusal: &Act, transport: usize) {
    let server = Server::doing([refusal.clone()]);
    let caller = &Caller::each(|| client(&server).retry(Retry::default()))[transport];
    for outcome in caller.storm(CALLERS) {
        let failed = outcome.unwrap_err();
        assert_eq!((failed.kind, failed.status.unwrap().as_u16()), (Kind::Failure, 429), "{failed:?}");
        assert!(failed.message.contains("429 Too Many Requests: {\"code\":\"TOO_MANY_REQUESTS\""));
    }
    assert_eq!(server.requests().len(), CALLERS + BUDGET, "{}", caller.transport());
}

/// As many come through as the service serves, and the others know why they did not.
#[test]
fn too_many_concurrent_calls_are_rejected() {
    in_time(|| {
        let refusal = refusal("retry-after: 1\r\n", "");
        for transport in 0..3 {
            let server = Server::answering(throttled(30, Duration::from_millis(900), refusal.clone()));
            let caller = &Caller::each(|| client(&server))[transport];
            let outcomes = caller.storm(CALLERS);
            let through = outcomes.iter().filter(|result| result.is_ok()).count();
            assert!(through >= 30 + BUDGET, "{}: {through}", caller.transport());
            for failed in outcomes.into_iter().filter_map(Result::err) {
                assert_eq!((failed.kind, failed.status.unwrap().as_u16()), (Kind::Failure, 429), "{failed:?}");
            }
            // Each success returns a tenth of a retry.
            let sent = server.requests().len();
            assert!(sent <= CALLERS + BUDGET + through / 10, "{}: {sent}", caller.transport());
        }
    });
}

/// Who keeps to the service's limit is never refused.
#[test]
fn calls_within_the_limit_are_never_rejected() {
    in_time(|| {
        // The server counts when requests arrive, which is some time after they began.
        let per = Duration::from_millis(100);
        let server = Server::answering(throttled(16, per, refusal("", "")));
        let limits = Limits::new().concurrency(8).rate(16, Duration::from_millis(350));
        for caller in Caller::each(|| client(&server).limits(limits).retry(Retry::never())) {
            let start = Instant::now();
            assert!(caller.storm(CALLERS).iter().all(Result::is_ok), "{}", caller.transport());
            assert!(start.elapsed() >= Duration::from_millis(3 * 350), "{:?}", start.elapsed());
            thread::sleep(per);
        }
    });
}

/// A service with a token endpoint. Tokens are `hunter2-0`, `hunter2-1` and so on; only the last one is good.
struct Service {
    server: Server,
    renewals: Arc<AtomicUsize>,
}

impl Service {
    fn new(pause: Duration) -> Self {
        let renewals = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&renewals);
        let server = Server::answering(move |request| {
            if request.target == "/token" {
                assert!(request.body.contains("refresh_token=hunter2-refresh"), "{}", request.body);
                // Long enough for everybody to wait for it.
                thread::sleep(pause);
                let number = count.fetch_add(1, Ordering::SeqCst);
                let body = format!(r#"{{"access_token":"hunter2-{number}","expires_in":3600,"token_type":"Bearer"}}"#);
                return vec![response("200 OK", &body)];
            }
            let number = count.load(Ordering::SeqCst).wrapping_sub(1);
            if request.headers["authorization"] == format!("Zoho-oauthtoken hunter2-{number}") {
                return vec![response("200 OK", PORTALS)];
            }
            let body = r#"{"code":"INVALID_TOKEN","details":{},"message":"invalid oauth token","status":"error"}"#;
            vec![response("401 Unauthorized", body)]
        });
        Self { server, renewals }
    }

    fn client(&self) -> Builder {
        let oauth = OAuth::new("client", "hunter2-secret").refresh_token("hunter2-refresh");
        client(&self.server).oauth(oauth.token_url(format!("{}/token", self.server.url())))
    }

    fn renewals(&self) -> usize {
        self.renewals.load(Ordering::SeqCst)
    }

    /// The token that the client has is no longer good.
    fn expire(&self) {
        // As if somebody else had fetched one.
        self.renewals.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn concurrent_first_calls_fetch_one_token() {
    in_time(|| {
        for transport in 0..3 {
            let service = Service::new(Duration::from_millis(100));
            let caller = &Caller::each(|| service.client())[transport];
            assert!(caller.storm(200).iter().all(Result::is_ok), "{}", caller.transport());
            assert_eq!(service.renewals(), 1, "{}", caller.transport());
        }
    });
}

#[test]
fn one_renewal_when_a_token_expires_under_200_calls() {
    in_time(|| {
        for transport in 0..3 {
            let service = Service::new(Duration::from_millis(100));
            let caller = &Caller::each(|| service.client())[transport];
            caller.read().unwrap();
            service.expire();
            let before = service.renewals();
            let outcomes = caller.storm(200);
            let failed = outcomes.into_iter().find_map(Result::err);
            assert!(failed.is_none(), "{}: {failed:?}", caller.transport());
            assert_eq!(service.renewals() - before, 1, "{}", caller.transport());
        }
    });
}

/// A token endpoint that does not respond delays no caller beyond the timeout, and gets one request.
#[test]
fn a_token_endpoint_that_never_responds() {
    in_time(|| {
        let server = Server::doing([Act::Hold]);
        let oauth = || OAuth::new("client", "hunter2-secret").refresh_token("hunter2-refresh");
        let without_retries =
            || oauth().token_url(format!("{}/token", server.url())).timeout(Duration::from_millis(200));
        for caller in Caller::each(|| client(&server).oauth(without_retries())) {
            let (start, before) = (Instant::now(), server.requests().len());
            for outcome in caller.storm(20) {
                let failed = outcome.unwrap_err();
                assert_eq!(failed.kind, Kind::Credential, "{}: {failed:?}", caller.transport());
                assert!(failed.message.contains("timed out"), "{}", failed.message);
            }
            assert!(start.elapsed() < Duration::from_secs(3), "{}: {:?}", caller.transport(), start.elapsed());
            assert_eq!(server.requests().len() - before, 1, "{}", caller.transport());
        }
    });
}

/// Everything that a token endpoint may get wrong, and none of it prints a secret.
#[test]
fn token_endpoints_that_misbehave() {
    in_time(|| {
        let rows = [
            vec![response("200 OK", r#"{"error":"invalid_client"}"#)],
            vec![response("200 OK", r#"{"access_token":"hunter2-broken"#)],
            vec![response("200 OK", r#"{"access_token":["hunter2-list"]}"#)],
            vec![response("502 Bad Gateway", "<html>you sent hunter2-refresh and hunter2-secret</html>")],
            vec![answer_with("302 Found", "location: http://localhost:1/\r\n", "")],
            vec![
                crate::server::send("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"access_token\":\"hunter2"),
                Act::Close,
            ],
            vec![Act::Reset],
            vec![response("200 OK", &"[".repeat(900_000))],
            vec![crate::server::send("HTTP/1.1 200 OK\r\n\r\n"), Act::Forever(b"hunter2 ".repeat(1_000))],
        ];
        for steps in rows {
            let server = Server::doing(steps.clone());
            let oauth = || OAuth::new("client", "hunter2-secret").refresh_token("hunter2-refresh");
            for caller in Caller::each(|| client(&server).oauth(oauth().token_url(server.url()))) {
                let failed = caller.read().unwrap_err();
                assert_eq!(failed.kind, Kind::Credential, "{}: {failed:?}", caller.transport());
                assert!(failed.message.len() < 1_000, "{}", failed.message);
            }
            assert_eq!(server.requests().len(), 3, "{steps:?}");
        }
    });
}
