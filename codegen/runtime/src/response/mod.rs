//! Responses: status, headers and body, read into the documented type or into an [`Error`](crate::Error).
//!
//! Belongs here: what interprets what came back, whole or piece by piece.
//!
//! Uses: `facts`, `json`, `request`, `syntax`, `transport`, `url`. Used by: `auth`, `client`, `operation`, `pages`,
//! `wait`.

pub(crate) mod any_failure;
pub(crate) mod error;
pub(crate) mod events;
pub(crate) mod header;
pub(crate) mod lines;
pub(crate) mod raw;
mod records;
pub(crate) mod retry_after;
