//! Documented errors.

use http::StatusCode;
use std::any::TypeId;

/// A documented error of an operation.
#[derive(Debug, Clone, Copy)]
pub struct DocumentedError {
    /// A status code, the first digit of a range, or 0 for `default`.
    status: u16,
    body: Documented,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Documented {
    /// JSON of a type.
    Json(&'static str, fn() -> TypeId),
    /// JSON of a type with the members of problem details (RFC 9457).
    Problem(&'static str, fn() -> TypeId),
    /// No JSON.
    Other,
}

impl DocumentedError {
    /// An error whose body is JSON of the type, in this media type. `status` is a status code, the first digit of a range, or 0
    /// for `default`.
    #[must_use]
    pub const fn json<T: 'static>(status: u16, media_type: &'static str) -> Self {
        Self { status, body: Documented::Json(media_type, TypeId::of::<T>) }
    }

    /// Like [`json`](Self::json), with a type that has the members of problem details.
    #[must_use]
    pub const fn problem<T: 'static>(status: u16, media_type: &'static str) -> Self {
        Self { status, body: Documented::Problem(media_type, TypeId::of::<T>) }
    }

    /// An error without a JSON body.
    #[must_use]
    pub const fn other(status: u16) -> Self {
        Self { status, body: Documented::Other }
    }

    pub(super) const fn body(&self) -> Documented {
        self.body
    }

    /// The rank of the error for a status, if it describes that: exact before range before `default`.
    pub(super) fn specificity(&self, status: StatusCode) -> Option<u8> {
        let status = status.as_u16();
        match self.status {
            0 => Some(2),
            class @ 1..10 => (status / 100 == class).then_some(1),
            exact => (status == exact).then_some(0),
        }
    }
}
