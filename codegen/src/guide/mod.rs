//! How to use specwright: a page for each question that comes up between a document and a published client.
//!
//! How to use the client that comes of it is in the guide of the runtime, `runtime::guide` of every generated client.
//!
//! Uses: no other room. Used by: the root.

#[doc = include_str!("crate_or_build_script.md")]
pub mod crate_or_build_script {}

#[doc = include_str!("documents_of_others.md")]
pub mod documents_of_others {}

#[doc = include_str!("names_and_types.md")]
pub mod names_and_types {}

#[doc = include_str!("new_versions.md")]
pub mod new_versions {}

#[doc = include_str!("testing.md")]
pub mod testing {}

#[doc = include_str!("publishing.md")]
pub mod publishing {}
