//! Violated constraints.

use crate::json::json_path;

/// A violated constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The JSON path of the value, such as `$.user_type[0].name`.
    pub path: String,
    /// The requirement and the actual value: `must be at most 50 characters, has 63`.
    pub reason: String,
}

impl Violation {
    /// A violation by a value as a whole.
    pub(crate) fn whole(reason: impl Into<String>) -> Self {
        Self { path: json_path::ROOT.to_owned(), reason: reason.into() }
    }
}

impl From<String> for Violation {
    fn from(reason: String) -> Self {
        Self::whole(reason)
    }
}
