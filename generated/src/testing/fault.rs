//! Faults: those of any service, and those that this one gives in words of its own.

use crate::runtime::serde_json::json;
use crate::runtime::service;
use crate::runtime::{Bytes, Value};
use std::time::Duration;

/// Something that goes wrong, to be planted with [`FakePortals::fault`](super::FakePortals::fault).
///
/// An answer in place of the service's leaves the service as it was: nothing is done. What happens to the service's own
/// answer on its way happens after the service has done what it was asked to. A status that is not between 200 and 599
/// panics, and so does what is no header.
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
pub struct Fault(pub(super) service::Fault);

/// The faults of [any service](service::Fault).
macro_rules! faults {
    ($($(#[$about:meta])* [$($qualifier:tt)*] $name:ident($($argument:ident: $type:ty),*);)*) => {
        impl Fault {
            $(
                $(#[$about])*
                pub $($qualifier)* fn $name($($argument: $type),*) -> Self {
                    Self(service::Fault::$name($($argument),*))
                }
            )*
        }
    };
}

faults! {
    /// An answer of this status without a body.
    [] status(status: u16);
    /// An answer of this status and this JSON.
    [] json(status: u16, body: &Value);
    /// An answer of this status and this HTML, as gateways give.
    [] html(status: u16, body: impl Into<Bytes>);
    /// An answer of this status, this media type and this body.
    [] body(status: u16, media_type: &str, body: impl Into<Bytes>);
    /// The service's answer comes this long after the request.
    [const] delay(delay: Duration);
    /// The connection is reset as soon as the request is read; nothing is done.
    [const] reset();
    /// What was asked for is done, and the connection is reset before a byte of the answer.
    [const] answer_lost();
    /// The connection is reset in the middle of the headers.
    [const] reset_in_headers();
    /// The connection is reset in the middle of the body.
    [const] reset_in_body();
    /// The connection is closed in good order in the middle of the body.
    [const] truncated();
    /// The body comes in chunks, and the connection is closed within one.
    [const] truncated_chunk();
    /// `Content-Length` says so many bytes, and then the connection is closed in good order.
    [const] wrong_length(stated: u64);
    /// Bytes that are no HTTP come in place of the answer.
    [] garbage();
    /// These bytes come in place of the answer, whatever they are.
    [] garbage_of(bytes: impl Into<Bytes>);
    /// It comes so many bytes at a time, at least one, with this pause before each piece.
    [const] drip(bytes: usize, pause: Duration);
}

impl Fault {
    /// An error as the service gives it: one flat result item of this code, without details.
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

    /// With the header `Retry-After`, in seconds.
    pub fn retry_after(self, seconds: u32) -> Self {
        Self(self.0.retry_after(seconds))
    }

    /// With this header. Does nothing to the service's own answers.
    pub fn with_header(self, name: &str, value: &str) -> Self {
        Self(self.0.with_header(name, value))
    }

    /// With this key in the `details` of a [`refusal`](Self::refusal), such as `retry_after`.
    pub fn with_details(self, key: &str, value: impl Into<Value>) -> Self {
        Self(self.0.map_json(|item| {
            if let Some(details) = item.get_mut("details").and_then(Value::as_object_mut) {
                details.insert(key.to_owned(), value.into());
            }
        }))
    }

    /// Not before this long after the request.
    pub const fn after(mut self, delay: Duration) -> Self {
        self.0.put_off(delay);
        self
    }
}
