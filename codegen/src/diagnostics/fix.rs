//! Changes to a document that resolve a diagnostic.

use crate::pointer::Origin;
use serde_json::Value;

/// A change to a node, as an action of an overlay makes it: the value is merged into the node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The node.
    pub(crate) at: Origin,
    /// The value that is merged into it.
    pub(crate) update: Value,
}

impl Fix {
    /// A change that adds these members to an object.
    pub(crate) fn new(at: &Origin, update: Value) -> Self {
        Self { at: at.clone(), update }
    }
}
