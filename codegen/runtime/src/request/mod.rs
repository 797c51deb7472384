//! Requests: writing inputs to the path, the query, the headers and the body.
//!
//! Belongs here: parameter styles, encodings of bodies, and problems with inputs.
//!
//! Uses: `facts`, `json`, `model`, `syntax`, `transport`, `url`. Used by: `__private`, `auth`, `client`, `operation`, `pages`,
//! `response`, `service`.

pub(crate) mod argument;
pub(crate) mod form;
mod header_value;
mod input_error;
pub(crate) mod multipart;
pub(crate) mod percent;
pub(crate) mod server_template;
pub(crate) mod style;
pub(crate) mod template;
mod writer;

pub(crate) use header_value::header_value;
pub use input_error::{InputError, InputProblem};
pub use writer::RequestWriter;

/// The media type of JSON.
pub(crate) const JSON: &str = "application/json";
