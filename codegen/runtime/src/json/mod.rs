//! JSON text: writing it, looking into it without decoding all of it, and decoding it with the JSON path of a mismatch.
//!
//! Belongs here: code that depends on the grammar of JSON, and not on HTTP or OpenAPI.
//!
//! Uses: no other module. Used by: `auth`, `model`, `pages`, `request`, `response`, `service`, `transport`, `url`.

pub(crate) mod as_string;
pub(crate) mod decode;
pub(crate) mod excerpt;
mod integer;
pub(crate) mod json_path;
pub(crate) mod number;
pub(crate) mod scan;
mod violation;
mod write;

pub use violation::Violation;
pub(crate) use write::{pretty, text};
