//! The small grammars of HTTP's fields, and names like a mistyped one.
//!
//! Belongs here: functions on strings that know neither a request nor a response.
//!
//! Uses: no other room. Used by: `client`, `model`, `request`, `response`, `service`.

pub(crate) mod charset;
pub(crate) mod header_list;
pub(crate) mod media_type;
pub(crate) mod nearest;
