//! Overlays: changes to a third-party document, by the Overlay Specification 1.0 and 1.1.
//!
//! An overlay is read into a list of actions ([`read`]), each of which selects nodes of the tree ([`target`]) and
//! removes them or merges something into them ([`apply`], [`merge`]). [`provenance`](super::provenance) records the
//! origin of each changed node, so that a diagnostic about it points into the overlay, and one about a node that only
//! moved points into the document.

mod apply;
mod merge;
mod nearest;
mod read;
mod target;

pub(crate) use apply::apply;
pub(crate) use read::{Overlay, overlay as read};
