//! JSON text: written as it is sent, looked into without reading all of it, and read into types with the place where it
//! did not fit.
//!
//! Belongs here: what knows the grammar of JSON and nothing of HTTP or of OpenAPI.
//!
//! Uses: no other room. Used by: `auth`, `model`, `pages`, `request`, `response`, `service`, `transport`, `url`.

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
