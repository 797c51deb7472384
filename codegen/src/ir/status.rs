//! The statuses that a response describes.

/// The statuses that a response describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusRange {
    /// One status, such as `404`.
    Exact(u16),
    /// `4XX` is 4: every status from 400 to 499 that no exact response describes.
    Class(u8),
    /// `default`: every status that nothing else describes.
    Default,
}

impl StatusRange {
    /// Whether HTTP allows a body in a response with one of these statuses.
    #[must_use]
    pub fn allows_body(self) -> bool {
        !matches!(self, Self::Exact(100..=199 | 204 | 205 | 304) | Self::Class(1))
    }

    /// Whether every status it describes is a success.
    #[must_use]
    pub fn is_success(self) -> bool {
        match self {
            Self::Exact(code) => (200..300).contains(&code),
            Self::Class(class) => class == 2,
            Self::Default => false,
        }
    }
}
