//! Faults: what goes wrong, and with which requests.

use super::core::Core;
use super::document::document;
use super::service::TOKEN_OPERATION;
use crate::runtime::http::header::{CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER};
use crate::runtime::http::{Response, StatusCode};
use crate::runtime::serde_json::json;
use crate::runtime::{Bytes, Value};
use std::fmt;
use std::time::Duration;

/// Something that goes wrong, to be planted with [`FakePortals::fault`](super::FakePortals::fault).
///
/// An answer in place of the service's leaves the service as it was: nothing is done. What happens to the service's own
/// answer on its way happens after the service has done what it was asked to.
///
/// ```
/// use zoho_crm_portals::testing::Fault;
///
/// Fault::status(503).retry_after(2);
/// Fault::html(502, "<html>Bad Gateway</html>");
/// Fault::too_many_requests().with_details("retry_after", 1);
/// Fault::reset_in_body();
/// ```
#[derive(Debug, Clone)]
#[must_use = "a fault does nothing until it is planted with `FakePortals::fault`"]
pub struct Fault {
    pub(super) answer: Option<Response<Bytes>>,
    pub(super) delay: Duration,
    pub(super) wire: Wire,
}

/// What happens to an answer on its way.
#[derive(Debug, Clone)]
pub(super) enum Wire {
    /// Nothing.
    Whole,
    /// The connection is reset before a byte of the answer; the service was not asked.
    Refused,
    /// The same, and the service was asked.
    Lost,
    /// The connection is reset half way through status line and headers.
    ResetInHeaders,
    /// The connection is reset half way through the body.
    ResetInBody,
    /// The connection is closed in good order half way through the body.
    Truncated,
    /// The same within a chunk of a body that comes in chunks.
    TruncatedChunk,
    /// The header says so many bytes, whatever there are.
    Length(u64),
    /// These bytes come in place of an answer.
    Garbage(Bytes),
    /// So many bytes at a time come, with this pause before each.
    Drip(usize, Duration),
}

/// Answers in place of the service's.
impl Fault {
    /// An answer of this status without a body.
    ///
    /// # Panics
    /// When the status is not between 200 and 599.
    pub fn status(status: u16) -> Self {
        let valid = StatusCode::from_u16(status).ok().filter(|_| (200..600).contains(&status));
        let mut answer = Response::new(Bytes::new());
        *answer.status_mut() = valid.unwrap_or_else(|| panic!("{status} is no status of an answer"));
        Self { answer: Some(answer), delay: Duration::ZERO, wire: Wire::Whole }
    }

    /// An answer of this status and this JSON.
    ///
    /// # Panics
    /// When the status is not between 200 and 599.
    pub fn json(status: u16, body: &Value) -> Self {
        Self::body(status, "application/json;charset=UTF-8", body.to_string())
    }

    /// An answer of this status and this HTML, as gateways give.
    ///
    /// # Panics
    /// When the status is not between 200 and 599.
    pub fn html(status: u16, body: impl Into<Bytes>) -> Self {
        Self::body(status, "text/html;charset=UTF-8", body)
    }

    /// An answer of this status, this media type and this body.
    ///
    /// # Panics
    /// When the status is not between 200 and 599, or the media type is no value of a header.
    pub fn body(status: u16, media_type: &str, body: impl Into<Bytes>) -> Self {
        let mut fault = Self::status(status).with_header(CONTENT_TYPE.as_str(), media_type);
        if let Some(answer) = &mut fault.answer {
            *answer.body_mut() = body.into();
        }
        fault
    }

    /// An error as the service gives it: one flat result item of this code, without details.
    ///
    /// # Panics
    /// When the status is not between 200 and 599.
    pub fn refusal(status: u16, code: &str) -> Self {
        let message = "refused by a fault that a test planted";
        Self::json(status, &json!({ "code": code, "details": {}, "message": message, "status": "error" }))
    }

    /// 429 as the service gives it: `TOO_MANY_REQUESTS`, and not a word on how long to wait.
    pub fn too_many_requests() -> Self {
        Self::refusal(429, "TOO_MANY_REQUESTS")
    }

    /// 500 as the service gives it: `INTERNAL_ERROR`.
    pub fn internal_error() -> Self {
        Self::refusal(500, "INTERNAL_ERROR")
    }

    /// 401 as the service gives it for a token that has ended: `INVALID_TOKEN`.
    pub fn invalid_token() -> Self {
        Self::refusal(401, "INVALID_TOKEN")
    }
}

/// Particulars.
impl Fault {
    /// With the header `Retry-After`, in seconds.
    pub fn retry_after(self, seconds: u32) -> Self {
        self.with_header(RETRY_AFTER.as_str(), &seconds.to_string())
    }

    /// With this header. Does nothing to the service's own answers.
    ///
    /// # Panics
    /// When it is no header.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::try_from(name).expect("this is the name of a header");
        let value = HeaderValue::try_from(value).expect("this is the value of a header");
        if let Some(answer) = &mut self.answer {
            answer.headers_mut().append(name, value);
        }
        self
    }

    /// With this key in the `details` of a [`refusal`](Self::refusal), such as `retry_after`.
    pub fn with_details(mut self, key: &str, value: impl Into<Value>) -> Self {
        if let Some(answer) = &mut self.answer {
            let item = crate::runtime::serde_json::from_slice(answer.body());
            if let Ok(mut item @ Value::Object(_)) = item {
                item["details"][key] = value.into();
                *answer.body_mut() = item.to_string().into();
            }
        }
        self
    }

    /// Not before this long after the request.
    pub const fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    const fn on_the_way(wire: Wire) -> Self {
        Self { answer: None, delay: Duration::ZERO, wire }
    }
}

/// What happens to the service's own answer on its way.
impl Fault {
    /// It comes this long after the request.
    pub const fn delay(delay: Duration) -> Self {
        Self::on_the_way(Wire::Whole).after(delay)
    }

    /// The connection is reset as soon as the request is read; nothing is done.
    pub const fn reset() -> Self {
        Self::on_the_way(Wire::Refused)
    }

    /// What was asked for is done, and the connection is reset before a byte of the answer.
    pub const fn answer_lost() -> Self {
        Self::on_the_way(Wire::Lost)
    }

    /// The connection is reset in the middle of the headers.
    pub const fn reset_in_headers() -> Self {
        Self::on_the_way(Wire::ResetInHeaders)
    }

    /// The connection is reset in the middle of the body.
    pub const fn reset_in_body() -> Self {
        Self::on_the_way(Wire::ResetInBody)
    }

    /// The connection is closed in good order in the middle of the body.
    pub const fn truncated() -> Self {
        Self::on_the_way(Wire::Truncated)
    }

    /// The body comes in chunks, and the connection is closed within one.
    pub const fn truncated_chunk() -> Self {
        Self::on_the_way(Wire::TruncatedChunk)
    }

    /// `Content-Length` says so many bytes, and then the connection is closed in good order.
    pub const fn wrong_length(stated: u64) -> Self {
        Self::on_the_way(Wire::Length(stated))
    }

    /// Bytes that are no HTTP come in place of the answer.
    pub fn garbage() -> Self {
        Self::garbage_of(&b"\x16\x03\x01\x00\xff\xfe no HTTP here \x00\r\n\r\n"[..])
    }

    /// These bytes come in place of the answer, whatever they are.
    pub fn garbage_of(bytes: impl Into<Bytes>) -> Self {
        Self::on_the_way(Wire::Garbage(bytes.into()))
    }

    /// It comes so many bytes at a time, at least one, with this pause before each piece.
    pub const fn drip(bytes: usize, pause: Duration) -> Self {
        Self::on_the_way(Wire::Drip(bytes, pause))
    }
}

/// A fault with the requests that it is for.
#[derive(Debug)]
pub(super) struct Rule {
    fault: Fault,
    operation: Option<&'static str>,
    /// Fitting requests to let through before.
    skip: usize,
    /// `None` for all that come.
    left: Option<usize>,
}

impl Rule {
    pub(super) const fn new(fault: Fault) -> Self {
        Self { fault, operation: None, skip: 0, left: Some(1) }
    }

    /// How many requests it will still meet; those of a fault without end do not count.
    pub(super) fn left(&self) -> usize {
        self.left.unwrap_or_default()
    }

    pub(super) const fn heal(&mut self) {
        self.left = Some(0);
    }

    /// The fault, if it is for this request. Counts it.
    pub(super) fn meet(&mut self, operation: Option<&'static str>) -> Option<Fault> {
        let is_for = self.operation.is_none() || self.operation == operation;
        if !is_for || self.left == Some(0) {
            return None;
        }
        if let Some(skip) = self.skip.checked_sub(1) {
            self.skip = skip;
            return None;
        }
        self.left = self.left.map(|left| left - 1);
        Some(self.fault.clone())
    }
}

/// A fault that was planted: it meets the next request. Say more about which ones it is to meet.
pub struct PlantedFault<'s> {
    pub(super) core: &'s Core,
    pub(super) index: usize,
}

#[expect(clippy::must_use_candidate, clippy::return_self_not_must_use, reason = "the fault is planted already")]
impl PlantedFault<'_> {
    /// Only requests for this operation count; `oauth_token` stands for those to the token URL.
    ///
    /// # Panics
    /// When the document has no such operation.
    pub fn on(self, operation: &str) -> Self {
        let known = document().operations().chain([TOKEN_OPERATION]).find(|known| *known == operation);
        let known = known.unwrap_or_else(|| panic!("the document has no operation `{operation}`"));
        self.change(|rule| rule.operation = Some(known))
    }

    /// The first to meet it is the nth from now that counts, from 1.
    pub fn nth(self, n: usize) -> Self {
        self.change(|rule| rule.skip = n.saturating_sub(1))
    }

    /// How many requests in a row it affects. Default: one.
    pub fn times(self, times: usize) -> Self {
        self.change(|rule| rule.left = Some(times))
    }

    /// Every request meets it from then on.
    pub fn always(self) -> Self {
        self.change(|rule| rule.left = None)
    }

    fn change(self, change: impl FnOnce(&mut Rule)) -> Self {
        if let Some(rule) = self.core.lock().rules.get_mut(self.index) {
            change(rule);
        }
        self
    }
}

impl fmt::Debug for PlantedFault<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlantedFault").field("rule", &self.core.lock().rules.get(self.index)).finish()
    }
}
