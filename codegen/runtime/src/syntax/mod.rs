//! Grammars of HTTP fields and of multipart bodies, and suggestions for misspelled names.
//!
//! Belongs here: functions on strings and bytes that are independent of requests and responses.
//!
//! Uses: no other module. Used by: `client`, `model`, `request`, `response`, `service`.

pub(crate) mod charset;
pub(crate) mod header_list;
pub(crate) mod media_type;
pub(crate) mod multipart;
pub(crate) mod nearest;
