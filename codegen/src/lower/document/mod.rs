//! The parts of a document about the whole API: its title and tags, its servers, its security schemes.
//!
//! Uses [`read`](super::read) and [`reference`](super::reference); [`operation`](super::operation) uses it, because an
//! operation has servers and security requirements of its own.

pub(crate) mod host;
pub(crate) mod info;
pub(crate) mod sections;
pub(crate) mod security;
pub(crate) mod server;
#[cfg(test)]
mod tests;
