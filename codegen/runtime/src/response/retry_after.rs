//! The wait that a response requests before the request is sent again.

use crate::RawResponse;
use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};
use std::time::{Duration, SystemTime};

/// The wait that the response requests.
pub(crate) fn requested_wait(response: &RawResponse) -> Option<Duration> {
    in_header(response.headers()).or_else(|| in_body(response.body()))
}

/// Seconds, or a date, which is compared with the response's own date, as clocks differ.
pub(crate) fn in_header(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let value = text(RETRY_AFTER)?;
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number that is too large counts as very long, and not as absent.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let until = httpdate::parse_http_date(value).ok()?;
    let now = text(DATE).and_then(|date| httpdate::parse_http_date(date).ok()).unwrap_or_else(SystemTime::now);
    Some(until.duration_since(now).unwrap_or_default())
}

/// `retry_after`, in seconds: of the body, or of its `details` or `error`.
fn in_body(body: &[u8]) -> Option<Duration> {
    let body: serde_json::Value = serde_json::from_slice(body).ok()?;
    let objects = [Some(&body), body.get("details"), body.get("error")];
    let seconds = objects.into_iter().flatten().find_map(|object| object.get("retry_after"))?;
    let seconds = seconds.as_f64().or_else(|| seconds.as_str()?.parse().ok())?;
    Duration::try_from_secs_f64(seconds).ok()
}
