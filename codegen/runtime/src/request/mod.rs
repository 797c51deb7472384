//! Requests: inputs written to their places in the path, the query, the headers and the body.
//!
//! Belongs here: styles of parameters, encodings of bodies, and the problems with inputs.
//!
//! Uses: `facts`, `json`, `model`, `syntax`, `transport`, `url`. Used by: `auth`, `client`, `operation`, `pages`,
//! `response`, `service`.

pub(crate) mod argument;
pub(crate) mod form;
pub(crate) mod multipart;
pub(crate) mod server_template;
pub(crate) mod style;
pub(crate) mod template;
mod writer;

pub use writer::{InputError, InputProblem, RequestWriter};
pub(crate) use writer::{JSON, header_value};
