//! Customize: the document's [`Api`](crate::ir::Api) becomes the one that the settings ask for.
//!
//! Settings that match nothing are reported, operations and types selected, types of the user's own put in place.
//! Uses the IR, the settings and the facts. The pipeline in [`crate`] is its only user; names and attributes
//! ask it by which labels settings know things.

pub mod proposal;
pub(crate) mod replace;
pub(crate) mod select;
pub(crate) mod unused;
