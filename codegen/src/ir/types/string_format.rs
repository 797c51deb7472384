//! The formats of strings that have a type of their own, and what is known about each.

use crate::text::date::{is_date, is_date_time};

/// The format of strings. A format without a type of its own is [`StringFormat::Plain`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StringFormat {
    /// Any string.
    Plain,
    /// `date-time` of RFC 3339.
    DateTime,
    /// `full-date` of RFC 3339.
    Date,
    /// `password`: a string that must not be printed.
    Password,
    /// Bytes in base64, if the settings turn the format `byte` into bytes.
    Base64,
    /// Bytes; only as a whole body.
    Binary,
}

/// The syntax of the strings of a format, which is enforced when one is read.
pub(crate) struct StringSyntax {
    pub(crate) is_valid: fn(&str) -> bool,
    /// A string in words, with an article.
    pub(crate) description: &'static str,
    pub(crate) example: &'static str,
}

impl StringFormat {
    /// The format of a `format` keyword. Strings in the formats `byte` and `binary` are kept as they are: only settings turn
    /// the first into bytes, and only whole bodies are the second.
    pub(crate) fn of_keyword(keyword: Option<&str>) -> Self {
        match keyword {
            Some("date-time") => Self::DateTime,
            Some("date") => Self::Date,
            Some("password") => Self::Password,
            Some(_) | None => Self::Plain,
        }
    }

    /// The syntax, if not every string is of the format.
    pub(crate) fn syntax(self) -> Option<StringSyntax> {
        match self {
            Self::Date => Some(StringSyntax { is_valid: is_date, description: "a date", example: "2024-12-31" }),
            Self::DateTime => Some(StringSyntax {
                is_valid: is_date_time,
                description: "a date-time",
                example: "2024-12-31T23:59:59Z",
            }),
            Self::Plain | Self::Password | Self::Base64 | Self::Binary => None,
        }
    }
}
