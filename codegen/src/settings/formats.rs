//! The types of values of a `format`: the user's own, or predefined ones of well-maintained crates.

use crate::ir::ExternalType;

/// The type for strings and numbers of a `format`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FormatType {
    /// A type of the user's own.
    Own(ExternalType),
    /// The predefined type of the format.
    Rich,
}

/// The word for [`FormatType::Rich`].
pub(crate) const RICH: &str = "rich";

/// The key for all formats with such a type.
pub(crate) const EVERY: &str = "*";

/// A predefined type of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rich {
    /// `Base64` of the runtime.
    Base64,
    /// `rust_decimal::Decimal`.
    Decimal,
    /// `url::Url`.
    Url,
    /// `uuid::Uuid`.
    Uuid,
}

impl Rich {
    /// Every format of strings that has such a type.
    pub(crate) const FORMATS: [(&'static str, Self); 6] = [
        ("base64", Self::Base64),
        ("byte", Self::Base64),
        ("decimal", Self::Decimal),
        ("uri", Self::Url),
        ("url", Self::Url),
        ("uuid", Self::Uuid),
    ];

    /// The type of strings of a format.
    pub(crate) fn of(format: &str) -> Option<Self> {
        Self::FORMATS.iter().find(|(name, _)| *name == format).map(|(_, rich)| *rich)
    }

    /// The path of the type, if it is not in the runtime.
    pub(crate) fn path(self) -> Option<&'static str> {
        match self {
            Self::Base64 => None,
            Self::Decimal => Some("rust_decimal::Decimal"),
            Self::Url => Some("url::Url"),
            Self::Uuid => Some("uuid::Uuid"),
        }
    }
}
