//! URLs: of servers, and references resolved against them.
//!
//! Belongs here: what decides where a URL leads, such as whether two have one origin. Uses: `json`, for excerpts in
//! messages. Used by: `facts`, `request`, `response`, `auth`, `client` and `pages`.

pub(crate) mod reference;
pub(crate) mod server;
