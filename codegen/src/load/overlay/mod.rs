//! Overlays: changes to a document that somebody else publishes, by the Overlay Specification 1.0 and 1.1.
//!
//! An overlay is read into a list of actions ([`read`]), each of which selects nodes of the tree ([`target`]) and removes
//! them or merges something into them ([`apply`], [`merge`]). Beside the tree, [`provenance`](super::provenance) keeps where each
//! changed node was written, so that a diagnostic about it points into the overlay, and one about a node that only moved points to where
//! the document has it.

mod apply;
mod merge;
mod nearest;
mod read;
mod target;

pub(crate) use apply::apply;
pub(crate) use read::{Overlay, overlay as read};
