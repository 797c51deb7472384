//! The guide to specwright: a page for each topic, from a document to a published client.
//!
//! The use of generated clients is described in the guide of the runtime, `runtime::guide` of every generated client.
//!
//! Uses: no other module. Used by: the crate root.

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
