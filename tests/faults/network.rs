//! Networks that break, and servers that do not speak HTTP as they should. Each fault is described once; the client meets it
//! over each transport, with a call that may be repeated and with one that must not.

use crate::caller::{Builder, Caller, Failed, Kind, client, client_at, in_time};
use crate::server::{Act, Nobody, Server, drip, response, send};
use specwright_runtime::TransportErrorKind::{Body, BodyTooLarge, Connect, Other, Timeout};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const READ: &str = r#"{"portals":[]}"#;
const WRITTEN: &str = r#"{"portals":[{"code":"SUCCESS","details":{"name":"Zylker"},"message":"","status":"success"}]}"#;

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

/// What a server does, and what the client makes of it.
struct Fault {
    steps: Vec<Act>,
    /// Done to each connection before anything of it is read.
    is_greeting: bool,
    settings: fn(Builder) -> Builder,
    kind: Kind,
    /// The kept part of the body, if there was a response head.
    kept: Option<Vec<u8>>,
    /// The expected message.
    message: &'static str,
    /// How often a call is made that may be repeated.
    attempts: usize,
}

impl Fault {
    /// A fault before a response.
    fn new(steps: impl Into<Vec<Act>>, kind: Kind) -> Self {
        let (is_greeting, settings) = (false, |builder| builder);
        Self { steps: steps.into(), is_greeting, settings, kind, kept: None, message: "", attempts: 3 }
    }

    fn greeting(steps: impl Into<Vec<Act>>, kind: Kind) -> Self {
        Self { is_greeting: true, ..Self::new(steps, kind) }
    }

    fn keeping(self, body: impl Into<Vec<u8>>) -> Self {
        Self { kept: Some(body.into()), ..self }
    }

    fn expecting_message(self, message: &'static str) -> Self {
        Self { message, ..self }
    }

    fn with(self, settings: fn(Builder) -> Builder) -> Self {
        Self { settings, ..self }
    }

    /// Faults that are not retried, because it is useless or there is no time.
    fn once(self) -> Self {
        Self { attempts: 1, ..self }
    }

    fn check(self) {
        in_time(move || {
            let recovers = Arc::new(AtomicBool::new(false));
            let server = self.server(&recovers);
            for caller in Caller::each(|| (self.settings)(client(&server))) {
                let transport_name = caller.transport();
                recovers.store(false, Ordering::SeqCst);
                let start = Instant::now();
                let before = server.connections().max(server.requests().len());
                self.is_met(transport_name, &caller.read().unwrap_err());
                self.was_tried(transport_name, &server, before, self.attempts);
                let before = server.connections().max(server.requests().len());
                self.is_met(transport_name, &caller.write().unwrap_err());
                self.was_tried(transport_name, &server, before, 1);
                assert!(start.elapsed() < Duration::from_secs(6), "{transport_name}: it took {:?}", start.elapsed());

                // The client is as good as before.
                recovers.store(true, Ordering::SeqCst);
                if !self.is_greeting {
                    assert!(caller.read().is_ok(), "{transport_name}");
                    assert!(caller.write().unwrap().contains("Zylker"), "{transport_name}");
                }
            }
        });
    }

    fn server(&self, recovers: &Arc<AtomicBool>) -> Server {
        let steps = self.steps.clone();
        if self.is_greeting {
            return Server::greeting(steps);
        }
        let recovers = Arc::clone(recovers);
        Server::answering(move |request| match (recovers.load(Ordering::SeqCst), &*request.method) {
            (false, _) => steps.clone(),
            (true, "GET") => vec![response("200 OK", READ)],
            (true, _) => vec![response("200 OK", WRITTEN)],
        })
    }

    fn is_met(&self, transport_name: &str, failed: &Failed) {
        assert_eq!(failed.kind, self.kind, "{transport_name}: {failed:?}");
        assert_eq!(failed.status.is_some(), self.kept.is_some(), "{transport_name}: {failed:?}");
        if let Some(kept) = &self.kept {
            assert_eq!(String::from_utf8_lossy(&failed.body), String::from_utf8_lossy(kept), "{transport_name}");
        }
        assert!(failed.message.contains(self.message), "{transport_name}: {}", failed.message);
        assert!(!failed.message.contains("127.0.0.1"), "{transport_name}: a URL in {}", failed.message);
    }

    fn was_tried(&self, transport_name: &str, server: &Server, before: usize, attempts: usize) {
        let tried = if self.is_greeting { server.connections() } else { server.requests().len() };
        assert_eq!(tried - before, attempts, "{transport_name}: tries");
    }
}

#[test]
fn a_connection_that_is_refused() {
    in_time(|| {
        let nobody = Nobody::new();
        for caller in Caller::each(|| client_at(&nobody.url())) {
            for outcome in [caller.read(), caller.write()] {
                let failed = outcome.unwrap_err();
                assert_eq!(failed.kind, Kind::Transport(Connect), "{}: {failed:?}", caller.transport());
                assert!(failed.message.contains("could not connect: "), "{}", failed.message);
                assert!(failed.message.contains("refused"), "{}", failed.message);
                assert!(!failed.message.contains("127.0.0.1"), "{}", failed.message);
            }
        }
    });
}

/// A call that must not be repeated is repeated all the same when nobody can have seen it.
#[test]
fn a_server_that_recovers_during_retries() {
    in_time(|| {
        let address = Server::doing([]).address();
        let slow = || {
            let retry = specwright_runtime::Retry::default().attempts(6).first_wait(Duration::from_millis(100));
            client_at(&format!("http://{address}")).retry(retry)
        };
        for caller in Caller::each(slow) {
            let starting = std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(150));
                Server::at(address, |_| vec![response("200 OK", WRITTEN)])
            });
            assert!(caller.write().unwrap().contains("Zylker"), "{}", caller.transport());
            assert_eq!(starting.join().unwrap().requests().len(), 1);
        }
    });
}

#[test]
fn a_reset_before_anything() {
    Fault::greeting([Act::Wait, Act::Reset], Kind::Transport(Other)).expecting_message("got no response").check();
}

#[test]
fn a_reset_when_the_request_was_read() {
    Fault::new([Act::Reset], Kind::Transport(Other)).expecting_message("got no response").check();
}

#[test]
fn the_connection_closes_instead_of_a_response() {
    Fault::new([Act::Close], Kind::Transport(Other)).expecting_message("got no response").check();
}

#[test]
fn a_reset_in_the_status_line() {
    Fault::new([send("HTTP/1.1 20"), Act::Reset], Kind::Transport(Other)).check();
}

#[test]
fn a_reset_in_the_headers() {
    Fault::new([send("HTTP/1.1 200 OK\r\ncontent-le"), Act::Reset], Kind::Transport(Other)).check();
}

#[test]
fn a_reset_in_the_body() {
    let steps = [send(format!("{HEAD}content-length: 100\r\n\r\n{{\"portals\":[")), Act::Wait, Act::Reset];
    Fault::new(steps, Kind::Transport(Body))
        .keeping("{\"portals\":[")
        .expecting_message("200 OK, but its body broke off")
        .check();
}

#[test]
fn a_truncated_chunk() {
    let steps = [send(format!("{HEAD}transfer-encoding: chunked\r\n\r\n20\r\n{{\"portals\":[")), Act::Close];
    Fault::new(steps, Kind::Transport(Body)).keeping("{\"portals\":[").check();
}

#[test]
fn an_unterminated_chunked_body() {
    let steps = [send(format!("{HEAD}transfer-encoding: chunked\r\n\r\n{:x}\r\n{READ}\r\n", READ.len())), Act::Close];
    Fault::new(steps, Kind::Transport(Body)).keeping(READ).check();
}

#[test]
fn an_invalid_chunk_size() {
    let steps = [send(format!("{HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n{READ}\r\n0\r\n\r\n")), Act::Close];
    Fault::new(steps, Kind::Transport(Body)).keeping("").check();
}

#[test]
fn a_content_length_that_is_too_long() {
    let steps = [send(format!("{HEAD}content-length: 1000\r\n\r\n{READ}")), Act::Close];
    Fault::new(steps, Kind::Transport(Body)).keeping(READ).expecting_message("but its body broke off").check();
}

/// The rest is not part of the next response.
#[test]
fn a_content_length_that_is_too_short() {
    let steps = [send(format!("{HEAD}content-length: 9\r\n\r\n{READ}"))];
    Fault::new(steps, Kind::Decode).keeping(&READ[..9]).expecting_message("not readable as JSON").once().check();
}

/// Nor is a whole answer that nobody asked for.
#[test]
fn two_responses_to_one_request() {
    in_time(|| {
        let smuggled = r#"{"portals":[{"name":"Smuggled"}]}"#;
        let (first, second) = (response("200 OK", READ), response("200 OK", smuggled));
        let (Act::Send(first), Act::Send(second)) = (first, second) else { unreachable!() };
        let server = Server::doing([send([first, second].concat())]);
        for caller in Caller::each(|| client(&server)) {
            for _ in 0..5 {
                let response = caller.read().unwrap();
                assert!(!response.contains("Smuggled"), "{}: {response}", caller.transport());
            }
        }
    });
}

#[test]
fn content_lengths_that_differ() {
    let steps = [send(format!("{HEAD}content-length: 14\r\ncontent-length: 9\r\n\r\n{READ}"))];
    Fault::new(steps, Kind::Transport(Other)).check();
}

/// `Content-Length` together with chunks: by one of them, part of the body is a second response (response smuggling).
#[test]
fn a_content_length_together_with_chunks() {
    in_time(|| {
        let smuggled = r#"{"portals":[{"name":"Smuggled"}]}"#;
        let second = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{smuggled}", smuggled.len());
        let chunked = format!("{:x}\r\n{READ}\r\n0\r\n\r\n", READ.len());
        for headers in [
            "content-length: 4\r\ntransfer-encoding: chunked\r\n",
            "transfer-encoding: chunked\r\ncontent-length: 4\r\n",
            "content-length: 100000\r\ntransfer-encoding: chunked\r\n",
        ] {
            let server = Server::doing([send(format!("{HEAD}{headers}\r\n{chunked}{second}"))]);
            for caller in Caller::each(|| client(&server)) {
                for _ in 0..5 {
                    match caller.read() {
                        Ok(response) => assert!(!response.contains("Smuggled"), "{}: {response}", caller.transport()),
                        Err(failed) => assert!(!failed.message.contains("Smuggled"), "{}", failed.message),
                    }
                }
            }
        }
    });
}

#[test]
fn unknown_statuses() {
    in_time(|| {
        for status in
            ["000", "099", "199 Odd", "299 Odd", "399 Odd", "600 Odd", "999 Odd", "1000", "20", "2x0", "-200", ""]
        {
            let server = Server::doing([response(status, READ)]);
            for caller in Caller::each(|| client_at(&server.url()).timeout(Duration::from_secs(1))) {
                let failed = caller.read().unwrap_err();
                let known =
                    matches!(failed.kind, Kind::Transport(_) | Kind::Undocumented | Kind::Decode | Kind::Failure);
                assert!(known && failed.message.len() < 1_000, "{status} over {}: {failed:?}", caller.transport());
            }
        }
    });
}

#[test]
fn a_response_that_is_not_http() {
    Fault::new([send("SSH-2.0-OpenSSH_9.6\r\n"), Act::Close], Kind::Transport(Other)).check();
}

#[test]
fn endless_headers() {
    let steps = [send(HEAD), Act::Forever(b"x-more: and more\r\n".repeat(100))];
    Fault::new(steps, Kind::Transport(Other)).check();
}

#[test]
fn a_header_that_is_not_text() {
    let body = format!("{HEAD}x-odd: \u{1}\r\ncontent-length: {}\r\n\r\n{READ}", READ.len());
    Fault::new([send(body)], Kind::Transport(Other)).check();
}

#[test]
fn silence_instead_of_a_response() {
    let without_retries = |builder: Builder| builder.timeout(Duration::from_millis(300));
    Fault::new([Act::Hold], Kind::Transport(Timeout))
        .with(without_retries)
        .expecting_message("timed out")
        .once()
        .check();
}

#[test]
fn silence_until_the_next_attempt() {
    let without_retries = |builder: Builder| builder.attempt_timeout(Duration::from_millis(100));
    Fault::new([Act::Hold], Kind::Transport(Timeout)).with(without_retries).expecting_message("timed out").check();
}

#[test]
fn headers_that_drip() {
    let without_retries =
        |builder: Builder| builder.timeout(Duration::from_millis(300)).read_timeout(Duration::from_millis(100));
    let steps = [drip(HEAD.repeat(10), Duration::from_millis(20)), Act::Hold];
    Fault::new(steps, Kind::Transport(Timeout)).with(without_retries).once().check();
}

#[test]
fn a_body_that_stops() {
    let without_retries = |builder: Builder| builder.read_timeout(Duration::from_millis(100));
    let steps = [send(format!("{HEAD}content-length: 100\r\n\r\n{{\"portals\":[")), Act::Hold];
    Fault::new(steps, Kind::Transport(Timeout))
        .with(without_retries)
        .keeping("{\"portals\":[")
        .expecting_message("timed out")
        .check();
}

/// Each piece is received in time, but the timeout of the call applies.
#[test]
fn a_body_that_drips() {
    let without_retries =
        |builder: Builder| builder.timeout(Duration::from_millis(400)).read_timeout(Duration::from_millis(200));
    in_time(move || {
        let start = send(format!("{HEAD}content-length: 1000\r\n\r\n"));
        let server = Server::doing([start, drip(" ".repeat(1000), Duration::from_millis(20))]);
        for caller in Caller::each(|| without_retries(client(&server))) {
            for outcome in [caller.read(), caller.write()] {
                let failed = outcome.unwrap_err();
                assert_eq!(failed.kind, Kind::Transport(Timeout), "{}: {failed:?}", caller.transport());
                assert_eq!(failed.status.unwrap(), 200);
                assert!((1..40).contains(&failed.body.len()), "{}", failed.body.len());
            }
        }
        assert_eq!(server.requests().len(), 6);
    });
}

#[test]
fn a_body_that_is_longer_than_allowed() {
    let short = |builder: Builder| builder.max_response_size(10_000);
    let steps = [send(format!("{HEAD}content-length: 10000000000\r\n\r\n")), Act::Forever(vec![b' '; 1_000])];
    let fault = Fault::new(steps, Kind::Transport(BodyTooLarge)).with(short).keeping(vec![b' '; 10_000]);
    fault
        .expecting_message("200 OK, but its body is too large: the body of the response is larger than 10000 bytes")
        .once()
        .check();
}

#[test]
fn chunks_that_are_longer_than_allowed() {
    let short = |builder: Builder| builder.max_response_size(10_000);
    let chunk = format!("3e8\r\n{}\r\n", " ".repeat(1_000));
    let steps = [send(format!("{HEAD}transfer-encoding: chunked\r\n\r\n")), Act::Forever(chunk.into())];
    let fault = Fault::new(steps, Kind::Transport(BodyTooLarge)).with(short).keeping(vec![b' '; 10_000]);
    fault.once().check();
}

/// The beginning is enough to know an error by.
#[test]
fn an_error_that_is_longer_than_allowed() {
    let short = |builder: Builder| builder.max_response_size(1_000);
    let steps =
        [send("HTTP/1.1 418 I'm a teapot\r\ncontent-length: 10000000000\r\n\r\n"), Act::Forever(b"teapot ".to_vec())];
    let kept = b"teapot ".iter().copied().cycle().take(1_000).collect::<Vec<u8>>();
    let fault = Fault::new(steps, Kind::Undocumented).with(short).keeping(kept);
    fault.expecting_message("418 I'm a teapot, which is not documented: teapot teapot").once().check();
}

/// A connection that the server closes after a response, without `Connection: close`, is not used for the next call.
#[test]
fn connections_that_end_between_calls() {
    in_time(|| {
        let server = Server::answering(|_| vec![response("200 OK", WRITTEN), Act::Close]);
        for caller in Caller::each(|| client(&server)) {
            for _ in 0..20 {
                assert!(caller.write().is_ok(), "{}", caller.transport());
                std::thread::sleep(Duration::from_millis(5));
            }
        }
        assert_eq!((server.requests().len(), server.connections()), (60, 60));
    });
}
