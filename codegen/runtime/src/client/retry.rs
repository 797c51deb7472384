//! Retries: when they are safe, how long to wait, and how many there are.

use crate::TransportErrorKind;
use crate::response::read::Outcome;
use crate::response::retry_after;
use http::header::RETRY_AFTER;
use http::{Method, StatusCode};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// When a failed request is sent again. Only if that is safe:
///
/// | what happened | which requests are sent again |
/// |---|---|
/// | the server could not be reached | all: nothing was sent |
/// | the server refused the request, as HTTP/2 allows | all: nothing was done |
/// | 429, 425, 408; 503 with a `Retry-After` | all: the response says that nothing was done |
/// | the connection broke, the response is not whole, 502, 503, 504 | idempotent ones: `GET`, `HEAD`, `OPTIONS`, `TRACE`, `PUT`, `DELETE`, and those with an [idempotency key](crate::CallOptions::idempotency_key) |
/// | 500 | those that only read: `GET`, `HEAD`, `OPTIONS`, `TRACE` |
/// | no encryption agreed upon, any other status, a body that is not as documented | none |
///
/// A request whose body is a stream that cannot be replayed is never sent again.
///
/// The wait before an attempt is the one that the response requests: `Retry-After` in seconds or as a date, or `retry_after`
/// in a JSON body. Otherwise it doubles from attempt to attempt, half of it random, so that many clients do not return at the
/// same moment. If the wait would exceed [`longest_wait`](Self::longest_wait) or the call's timeout, the call ends with the
/// last outcome instead.
///
/// Clones of a client share a budget: each retry is taken from it, and each response of a healthy service returns a
/// tenth of a retry. If a service is down or rejects every request, calls therefore fail at once instead of being tried
/// three times.
///
/// ```
/// use specwright_runtime::Retry;
/// use std::time::Duration;
///
/// let patient = Retry::default().attempts(5).longest_wait(Duration::from_secs(60));
/// assert_ne!(patient, Retry::never());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retry {
    attempts: u32,
    first_wait: Duration,
    longest_wait: Duration,
}

impl Default for Retry {
    /// Up to 3 attempts, with waits of 200 and then 400 milliseconds, or of up to 20 seconds if the service requests
    /// them.
    fn default() -> Self {
        Self { attempts: 3, first_wait: Duration::from_millis(200), longest_wait: Duration::from_secs(20) }
    }
}

impl Retry {
    /// Every request is sent once.
    #[must_use]
    pub fn never() -> Self {
        Self::default().attempts(1)
    }

    /// The largest number of attempts, including the first. Default: 3; 0 means 1.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = if attempts == 0 { 1 } else { attempts };
        self
    }

    /// The wait before the second attempt, unless the response requests another. Default: 200 milliseconds. Each further wait
    /// is twice as long. Half of each is random.
    #[must_use]
    pub const fn first_wait(mut self, wait: Duration) -> Self {
        self.first_wait = wait;
        self
    }

    /// The longest wait before an attempt, including waits that a response requests. Default: 20 seconds.
    #[must_use]
    pub const fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest_wait = wait;
        self
    }

    /// How long to wait after attempt number `attempt`, counted from 1, before the next one. `None` if there is none.
    pub(crate) fn wait_after(&self, attempt: u32, repeat: Repeat, outcome: &Outcome) -> Option<Duration> {
        if attempt >= self.attempts || !repeat.is_safe_after(outcome) {
            return None;
        }
        let wait = match outcome {
            Ok(response) => retry_after::requested_wait(response).unwrap_or_else(|| self.backoff(attempt)),
            Err(_) => self.backoff(attempt),
        };
        (wait <= self.longest_wait).then_some(wait)
    }

    /// A random time between half of the full wait and all of it.
    fn backoff(&self, attempt: u32) -> Duration {
        let full = self.first_wait.saturating_mul(2_u32.saturating_pow(attempt - 1)).min(self.longest_wait);
        full.mul_f64(0.5 + fastrand::f64() / 2.0)
    }
}

/// The effect of sending a request again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Repeat {
    /// Whether it only reads.
    reads: bool,
    /// Whether sending it twice has the same effect as sending it once.
    is_idempotent: bool,
}

impl Repeat {
    /// Determined by the method of a request, and by whether it has an idempotency key.
    pub(crate) fn of(method: &Method, is_keyed: bool) -> Self {
        Self { reads: method.is_safe(), is_idempotent: method.is_idempotent() || is_keyed }
    }

    /// Whether sending it again cannot have its effect twice.
    fn is_safe_after(self, outcome: &Outcome) -> bool {
        let Self { reads, is_idempotent } = self;
        match outcome {
            Err(failed) => match failed.error.kind() {
                TransportErrorKind::Connect | TransportErrorKind::Refused => true,
                TransportErrorKind::Timeout | TransportErrorKind::Body | TransportErrorKind::Other => is_idempotent,
                TransportErrorKind::Tls | TransportErrorKind::BodyTooLarge => false,
            },
            Ok(response) => match response.status() {
                StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS => true,
                StatusCode::SERVICE_UNAVAILABLE if response.headers().contains_key(RETRY_AFTER) => true,
                StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => {
                    is_idempotent
                }
                StatusCode::INTERNAL_SERVER_ERROR => reads,
                _ => false,
            },
        }
    }
}

/// Whether a service that responds with this status is healthy: neither down nor overloaded.
pub(crate) fn is_healthy(status: StatusCode) -> bool {
    !status.is_server_error()
        && !matches!(status, StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS)
}

/// The retries that all calls of a client have left, in tenths.
#[derive(Debug)]
pub(crate) struct Budget(AtomicU32);

/// The cost of a retry.
const TRY: u32 = 10;
/// The largest budget: twenty retries.
const FULL: u32 = 20 * TRY;

impl Default for Budget {
    fn default() -> Self {
        Self(AtomicU32::new(FULL))
    }
}

impl Budget {
    /// Takes a retry, if one is left.
    pub(crate) fn take(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| tokens.checked_sub(TRY)).is_ok()
    }

    /// Returns a tenth of a retry after a response of a healthy service.
    pub(crate) fn refill(&self) {
        let more = |tokens: u32| (tokens < FULL).then(|| tokens + 1);
        // Full already: nothing to do.
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{OperationInfo, RawResponse, SendError, TransportError};

    const OPERATION: OperationInfo = OperationInfo { id: "op", method: "GET", path: "/", security: &[] };

    #[expect(clippy::unnecessary_wraps, reason = "one of the outcomes")]
    fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Outcome {
        let mut response = http::Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        Ok(RawResponse::new(&OPERATION, response.body(body.to_owned().into()).unwrap()))
    }

    fn fault(kind: TransportErrorKind) -> Outcome {
        let error = TransportError::new(kind, "broken");
        Err(Box::new(SendError { operation: &OPERATION, error, response: None }))
    }

    fn is_tried_again(method: &Method, outcome: &Outcome) -> bool {
        Retry::default().wait_after(1, Repeat::of(method, false), outcome).is_some()
    }

    #[test]
    fn only_idempotent_requests_are_retried() {
        use TransportErrorKind::{Body, BodyTooLarge, Connect, Other, Refused, Timeout, Tls};
        let rows = [
            (fault(Connect), true, true, true),
            (fault(Refused), true, true, true),
            (fault(Timeout), true, true, false),
            (fault(Body), true, true, false),
            (fault(Other), true, true, false),
            (fault(Tls), false, false, false),
            (fault(BodyTooLarge), false, false, false),
            (response(429, &[], ""), true, true, true),
            (response(408, &[], ""), true, true, true),
            (response(503, &[("retry-after", "1")], ""), true, true, true),
            (response(503, &[], ""), true, true, false),
            (response(502, &[], ""), true, true, false),
            (response(504, &[], ""), true, true, false),
            (response(500, &[], ""), true, false, false),
            (response(501, &[], ""), false, false, false),
            (response(404, &[], ""), false, false, false),
            (response(200, &[], ""), false, false, false),
        ];
        for (outcome, get, put, post) in rows {
            let found = [Method::GET, Method::PUT, Method::POST].map(|method| is_tried_again(&method, &outcome));
            assert_eq!(found, [get, put, post], "{outcome:?}");
        }
    }

    fn wait(headers: &[(&str, &str)], body: &str) -> Option<Duration> {
        let retry = Retry::default().longest_wait(Duration::from_secs(100));
        retry.wait_after(1, Repeat::of(&Method::POST, false), &response(429, headers, body))
    }

    #[test]
    fn retry_after_determines_the_delay() {
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(wait(&[("retry-after", "7")], ""), seconds(7));
        let dates = [("retry-after", "Sun, 22 Nov 2026 07:00:30 GMT"), ("date", "Sun, 22 Nov 2026 07:00:00 GMT")];
        assert_eq!(wait(&dates, ""), seconds(30));
        let past = [("retry-after", "Sun, 22 Nov 2026 07:00:00 GMT"), ("date", "Sun, 22 Nov 2026 07:00:30 GMT")];
        assert_eq!(wait(&past, ""), seconds(0));
        assert_eq!(wait(&[], r#"{"code":"TOO_MANY_REQUESTS","details":{"retry_after":9}}"#), seconds(9));
        assert_eq!(wait(&[], r#"{"retry_after":"1.5"}"#), Some(Duration::from_millis(1_500)));
        assert_eq!(wait(&[("retry-after", "101")], ""), None);
        for beyond in ["18446744073709551615", "18446744073709551616", "999999999999999999999999999999999999999999"] {
            assert_eq!(wait(&[("retry-after", beyond)], ""), None, "{beyond}");
        }
    }

    #[test]
    fn invalid_retry_after_is_ignored() {
        for retry_after in ["soon", "-1", "1e9", ""] {
            let found = wait(&[("retry-after", retry_after)], r#"{"retry_after":-3}"#).unwrap();
            assert!(found <= Duration::from_millis(200), "{retry_after}: {found:?}");
        }
        assert!(wait(&[], r#"{"retry_after":1e300}"#).unwrap() <= Duration::from_millis(200));
    }

    #[test]
    fn backoff_doubles_with_jitter_of_one_half() {
        let retry = Retry::default().attempts(9).longest_wait(Duration::from_secs(1));
        for (attempt, full) in [(1, 200), (2, 400), (3, 800), (4, 1_000), (8, 1_000)] {
            let waits: Vec<u128> = (0..50)
                .map(|_| {
                    retry
                        .wait_after(attempt, Repeat::of(&Method::GET, false), &fault(TransportErrorKind::Connect))
                        .unwrap()
                })
                .map(|wait| wait.as_millis())
                .collect();
            assert!(waits.iter().all(|wait| (full / 2..=full).contains(wait)), "{attempt}: {waits:?}");
            assert!(waits.iter().any(|wait| *wait != waits[0]), "all the same");
        }
        assert_eq!(retry.wait_after(9, Repeat::of(&Method::GET, false), &fault(TransportErrorKind::Connect)), None);
    }

    #[test]
    fn retry_budget_is_spent_and_refilled() {
        let budget = Budget::default();
        assert_eq!((0..100).filter(|_| budget.take()).count(), 20);
        (0..9).for_each(|_| budget.refill());
        assert!(!budget.take());
        budget.refill();
        assert!(budget.take());
        (0..10_000).for_each(|_| budget.refill());
        assert_eq!((0..100).filter(|_| budget.take()).count(), 20);
    }
}
