//! URLs of servers, and resolving references against them.
//!
//! Belongs here: deciding where a URL leads, such as whether two URLs have the same origin.
//!
//! Uses: `json`. Used by: `auth`, `client`, `facts`, `pages`, `request`, `response`.

pub(crate) mod reference;
pub(crate) mod server;
