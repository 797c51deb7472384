//! URLs of servers, and resolving references against them.
//!
//! Belongs here: resolving URLs, and comparing their origins.
//!
//! Uses: `json`. Used by: `auth`, `client`, `facts`, `pages`, `request`, `response`.

pub(crate) mod reference;
pub(crate) mod server;
