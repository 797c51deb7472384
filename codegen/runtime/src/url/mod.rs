//! URLs: of servers, and references resolved against them.
//!
//! Belongs here: what decides where a URL leads, such as whether two have one origin.
//!
//! Uses: `json`. Used by: `auth`, `client`, `facts`, `pages`, `request`, `response`.

pub(crate) mod reference;
pub(crate) mod server;
