//! Values: the types of the fields of models, and the macros that implement traits for models.
//!
//! Belongs here: how the value of a schema is read, written, constructed and checked, independently of its context.
//!
//! Uses: `json`, `syntax`. Used by: `__private`, `auth`, `client`, `pages`, `request`, `service`.

#[cfg(feature = "arbitrary")]
pub mod arbitrary;
pub(crate) mod base64;
pub(crate) mod constraint;
mod construct;
pub(crate) mod date;
pub(crate) mod datetime;
pub mod debug;
pub(crate) mod further_traits;
pub(crate) mod lenient_datetime;
pub mod object;
pub(crate) mod optional;
pub(crate) mod password;
pub mod payload;
pub(crate) mod presence;
pub mod scalar;
#[cfg(feature = "schemars")]
pub mod schema;
pub(crate) mod secret;
pub(crate) mod strict;
pub mod union;
