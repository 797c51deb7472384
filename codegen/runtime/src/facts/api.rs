//! What a document states about an API.

use crate::SecurityScheme;

/// What a document states about an API as a whole.
#[derive(Debug, Clone, Copy)]
pub struct Api {
    /// The name of the generated crate, for the user agent.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The URL of the first documented server, with the defaults of its variables. A path if the document has no host,
    /// which must then be set with [`ClientBuilder::server`](crate::ClientBuilder::server).
    pub server: &'static str,
    /// Every way to authenticate that the client can apply.
    pub security: &'static [SecurityScheme],
}
