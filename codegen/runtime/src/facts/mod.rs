//! Facts: what a document states about an API, its operations and its authentication, as constants in generated code.
//!
//! Belongs here: plain data with constructors that are `const`.
//!
//! Uses: `url`. Used by: `auth`, `client`, `operation`, `pages`, `request`, `response`, `service`.

mod api;
pub(crate) mod flows;
mod operation;
mod scheme;

pub use api::Api;
pub use operation::OperationInfo;
pub(crate) use scheme::Kind;
pub use scheme::SecurityScheme;
