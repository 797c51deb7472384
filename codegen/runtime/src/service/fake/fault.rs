//! Faults.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER};
use http::{Response, StatusCode};
use serde_json::Value;
use std::time::Duration;

/// A fault, to be planted with [`Fake::fault`](super::Fake::fault).
///
/// A fault that replaces the response leaves the state of the fake unchanged: no closure is called. A fault on the wire happens
/// after the fake has processed the request.
///
/// | fault | on a connection | in memory |
/// |---|---|---|
/// | [`status`](Self::status), [`json`](Self::json), [`html`](Self::html), [`body`](Self::body) | the response | the response |
/// | [`delay`](Self::delay), [`after`](Self::after) | late | late |
/// | [`reset`](Self::reset), [`response_lost`](Self::response_lost), [`reset_in_headers`](Self::reset_in_headers) | reset | a transport error |
/// | [`reset_in_body`](Self::reset_in_body), [`truncated`](Self::truncated), [`truncated_chunk`](Self::truncated_chunk) | half of the body, then reset or closed | half of the body, then an error |
/// | [`wrong_length`](Self::wrong_length) | another `Content-Length` | the body cut short, or an error after it |
/// | [`garbage`](Self::garbage), [`garbage_of`](Self::garbage_of) | bytes that are not HTTP | a transport error |
/// | [`drip`](Self::drip) | the response bit by bit | the body bit by bit |
///
/// ```
/// use specwright_runtime::service::Fault;
///
/// Fault::status(503).retry_after(2);
/// Fault::html(502, "<html>Bad Gateway</html>");
/// Fault::reset_in_body();
/// ```
#[derive(Debug, Clone)]
#[must_use = "a fault does nothing until it is planted with `Fake::fault`"]
pub struct Fault {
    pub(super) response: Option<Response<Bytes>>,
    pub(super) delay: Duration,
    pub(super) wire: Wire,
}

/// What happens to a response on the wire.
#[derive(Debug, Clone)]
pub(super) enum Wire {
    /// Nothing.
    Whole,
    /// The connection is reset before the first byte of the response; the request is not processed.
    Refused,
    /// The connection is reset before the first byte of the response, after the request was processed.
    Lost,
    /// The connection is reset within the status line and headers.
    ResetInHeaders,
    /// The connection is reset within the body.
    ResetInBody,
    /// The connection is closed cleanly within the body.
    Truncated,
    /// The connection is closed cleanly within a chunk of a chunked body.
    TruncatedChunk,
    /// `Content-Length` states this number of bytes, regardless of the body.
    Length(u64),
    /// These bytes are sent in place of a response.
    #[cfg_attr(not(feature = "loopback"), allow(dead_code))] // only a connection can carry it
    Garbage(Bytes),
    /// This many bytes are sent at a time, with this pause before each piece.
    Drip(usize, Duration),
}

impl Wire {
    /// Whether a status is sent before the connection ends.
    pub(super) const fn has_status(&self) -> bool {
        !matches!(self, Self::Refused | Self::Lost | Self::ResetInHeaders | Self::Garbage(_))
    }
}

/// Faults that replace the response.
impl Fault {
    /// A response with this status and no body.
    ///
    /// # Panics
    /// When the status is not between 200 and 599.
    pub fn status(status: u16) -> Self {
        let valid = StatusCode::from_u16(status).ok().filter(|_| (200..600).contains(&status));
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = valid.unwrap_or_else(|| panic!("{status} is not a status code of a response"));
        Self { response: Some(response), delay: Duration::ZERO, wire: Wire::Whole }
    }

    /// A response with this status and this JSON body.
    ///
    /// # Panics
    /// When the status is not between 200 and 599.
    pub fn json(status: u16, body: &Value) -> Self {
        Self::body(status, "application/json;charset=UTF-8", body.to_string())
    }

    /// A response with this status and this HTML body, like those of gateways.
    ///
    /// # Panics
    /// When the status is not between 200 and 599.
    pub fn html(status: u16, body: impl Into<Bytes>) -> Self {
        Self::body(status, "text/html;charset=UTF-8", body)
    }

    /// A response with this status, media type and body.
    ///
    /// # Panics
    /// When the status is not between 200 and 599, or the media type is not a valid header value.
    pub fn body(status: u16, media_type: &str, body: impl Into<Bytes>) -> Self {
        let mut fault = Self::status(status).with_header(CONTENT_TYPE.as_str(), media_type);
        if let Some(response) = &mut fault.response {
            *response.body_mut() = body.into();
        }
        fault
    }
}

/// Details of faults.
impl Fault {
    /// Adds the header `Retry-After`, in seconds.
    pub fn retry_after(self, seconds: u32) -> Self {
        self.with_header(RETRY_AFTER.as_str(), &seconds.to_string())
    }

    /// Adds a header. Has no effect on the fake's own responses.
    ///
    /// # Panics
    /// When the name or the value is invalid.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::try_from(name).expect("this is the name of a header");
        let value = HeaderValue::try_from(value).expect("this is the value of a header");
        if let Some(response) = &mut self.response {
            response.headers_mut().append(name, value);
        }
        self
    }

    /// Changes the JSON body. Has no effect on other bodies and on the fake's own responses.
    pub fn map_json(mut self, change: impl FnOnce(&mut Value)) -> Self {
        if let Some(response) = &mut self.response
            && let Ok(mut json) = serde_json::from_slice(response.body())
        {
            change(&mut json);
            *response.body_mut() = json.to_string().into();
        }
        self
    }

    /// Delays the response until this long after the request.
    pub const fn after(mut self, delay: Duration) -> Self {
        self.put_off(delay);
        self
    }

    /// Like [`after`](Self::after), by mutable reference.
    pub const fn put_off(&mut self, delay: Duration) {
        self.delay = delay;
    }

    const fn on_wire(wire: Wire) -> Self {
        Self { response: None, delay: Duration::ZERO, wire }
    }
}

/// Faults of the fake's own response on the wire.
impl Fault {
    /// The response is sent this long after the request.
    pub const fn delay(delay: Duration) -> Self {
        Self::on_wire(Wire::Whole).after(delay)
    }

    /// The connection is reset as soon as the request is read, which is not processed.
    pub const fn reset() -> Self {
        Self::on_wire(Wire::Refused)
    }

    /// The request is processed, and the connection is reset before the first byte of the response.
    pub const fn response_lost() -> Self {
        Self::on_wire(Wire::Lost)
    }

    /// The connection is reset in the middle of the headers.
    pub const fn reset_in_headers() -> Self {
        Self::on_wire(Wire::ResetInHeaders)
    }

    /// The connection is reset in the middle of the body.
    pub const fn reset_in_body() -> Self {
        Self::on_wire(Wire::ResetInBody)
    }

    /// The connection is closed cleanly in the middle of the body.
    pub const fn truncated() -> Self {
        Self::on_wire(Wire::Truncated)
    }

    /// The body is chunked, and the connection is closed within a chunk.
    pub const fn truncated_chunk() -> Self {
        Self::on_wire(Wire::TruncatedChunk)
    }

    /// `Content-Length` states this number of bytes, and the connection is closed cleanly after the body.
    pub const fn wrong_length(stated: u64) -> Self {
        Self::on_wire(Wire::Length(stated))
    }

    /// Bytes that are not HTTP are sent in place of the response.
    pub fn garbage() -> Self {
        Self::garbage_of(&b"\x16\x03\x01\x00\xff\xfe no HTTP here \x00\r\n\r\n"[..])
    }

    /// These bytes are sent in place of the response.
    pub fn garbage_of(bytes: impl Into<Bytes>) -> Self {
        Self::on_wire(Wire::Garbage(bytes.into()))
    }

    /// The response is sent this many bytes at a time, at least one, with this pause before each piece.
    pub const fn drip(bytes: usize, pause: Duration) -> Self {
        Self::on_wire(Wire::Drip(bytes, pause))
    }
}
