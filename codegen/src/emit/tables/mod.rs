//! Tables over the whole document: payloads for a client's users, operations and unions for programs that validate clients in tests.
//!
//! Belongs here: files that list what the other modules emit. Uses [`operation`](super::operation), [`service`](super::service),
//! [`example`](super::example) and [`common`](super::common). Nobody in `emit` uses it but the list of files.

pub(in crate::emit) mod calls;
pub(in crate::emit) mod harness;
pub(in crate::emit) mod payloads;
mod responses;
pub(in crate::emit) mod unions;
pub(in crate::emit) mod wire;
