//! What a document states about an operation.

use std::fmt;

/// What a document states about an operation, apart from its inputs and responses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationInfo {
    /// Its name in the document.
    pub id: &'static str,
    /// The HTTP method, such as `GET`.
    pub method: &'static str,
    /// The path under the server's URL: `/portals/{portal_name}`.
    pub path: &'static str,
    /// Names of security schemes: alternatives, each of schemes that are needed together. Empty if the document does
    /// not describe security; an alternative without schemes is an anonymous call.
    pub security: &'static [&'static [&'static str]],
}

/// `invite_user (POST /{module}/{record_id}/invite)`
impl fmt::Display for OperationInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, method, path, .. } = self;
        // A webhook has no path.
        if path.is_empty() { write!(f, "{id} ({method})") } else { write!(f, "{id} ({method} {path})") }
    }
}
