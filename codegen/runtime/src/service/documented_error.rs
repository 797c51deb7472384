//! The errors that a document describes.

use http::StatusCode;
use std::any::TypeId;

/// An error of an operation, as the document describes it.
#[derive(Debug, Clone, Copy)]
pub struct DocumentedError {
    /// A status, the first digit of a range, or 0 for `default`.
    status: u16,
    body: Documented,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Documented {
    /// JSON of a type.
    Json(&'static str, fn() -> TypeId),
    /// The same, whose members are those of problem details (RFC 9457).
    Problem(&'static str, fn() -> TypeId),
    /// No JSON.
    Other,
}

impl DocumentedError {
    /// An error whose body is JSON of the type, in this media type. `status` is a status, the first digit of a range, or 0 for `default`.
    #[must_use]
    pub const fn json<T: 'static>(status: u16, media_type: &'static str) -> Self {
        Self { status, body: Documented::Json(media_type, TypeId::of::<T>) }
    }

    /// The same, of a type that has the members of problem details.
    #[must_use]
    pub const fn problem<T: 'static>(status: u16, media_type: &'static str) -> Self {
        Self { status, body: Documented::Problem(media_type, TypeId::of::<T>) }
    }

    /// An error that has no body of JSON.
    #[must_use]
    pub const fn other(status: u16) -> Self {
        Self { status, body: Documented::Other }
    }

    pub(super) const fn body(&self) -> Documented {
        self.body
    }

    /// How general it is, if it describes the status: exact before range before `default`.
    pub(super) fn generality(&self, status: StatusCode) -> Option<u8> {
        let status = status.as_u16();
        match self.status {
            0 => Some(2),
            class @ 1..10 => (status / 100 == class).then_some(1),
            exact => (status == exact).then_some(0),
        }
    }
}
