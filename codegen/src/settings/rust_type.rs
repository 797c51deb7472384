//! A user's own type, in place of a generated one.

use crate::ir::ExternalType;

/// A type of your own: `RustType::new("uuid::Uuid").eq()`. [`settings`](crate::settings) describes its requirements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RustType(pub(crate) ExternalType);

impl RustType {
    /// The type of this path.
    pub fn new(path: impl Into<String>) -> Self {
        Self(ExternalType { path: path.into(), eq: false })
    }

    /// Declares that it implements `Eq`.
    #[must_use]
    pub fn eq(mut self) -> Self {
        self.0.eq = true;
        self
    }
}
