//! Responses: status, headers and body, read into the documented type or into an [`Error`](crate::Error).
//!
//! Belongs here: interpreting what was received, whole or piece by piece. `error` and `any_failure` refer to each other:
//! `Error` is generic over the documented error, and `AnyFailure` is its default.
//!
//! Uses: `facts`, `json`, `request`, `syntax`, `transport`, `url`. Used by: `auth`, `client`, `operation`, `pages`,
//! `service`, `wait`.

pub(crate) mod any_failure;
pub(crate) mod error;
pub(crate) mod events;
pub(crate) mod header;
mod header_value;
pub(crate) mod lines;
mod nothing;
pub(crate) mod parts;
pub(crate) mod raw;
pub(crate) mod read;
mod records;
pub(crate) mod retry_after;
pub(crate) mod typed;
