//! Authentication: which credentials an operation needs, where they go in its request, and tokens that are renewed.
//!
//! Belongs here: how the secrets of a caller become part of a request that a server accepts.
//!
//! Uses: `exec`, `facts`, `json`, `model`, `request`, `response`, `transport`, `url`. Used by: `client`, `service`.

mod apply;
mod credential;
mod move_to_server;
pub mod oauth;
mod refusal;
mod token;
mod token_server;

pub(crate) use credential::{Allowed, Configured, Credential, Selected};
pub(crate) use refusal::is_refused_token;
pub use token::{AccessToken, TokenSource};
pub(crate) use token_server::TokenServer;
