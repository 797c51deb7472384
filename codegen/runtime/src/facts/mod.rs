//! Facts: what a document states of an API's authentication, as constants of generated code.
//!
//! Belongs here: plain data with constructors that are `const`. Uses: `url`. Used by: `auth`, `client`, and generated code.

pub(crate) mod flows;
pub(crate) mod scheme;
