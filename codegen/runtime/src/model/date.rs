//! Dates without a time.

use chrono::NaiveDate;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

/// A `full-date` of RFC 3339: `2024-05-06`.
///
/// No other form is accepted, so that a date is written back as it was read; chrono itself also parses `2024-5-6`. The
/// methods of [`NaiveDate`] are available through `Deref`.
///
/// ```
/// use specwright_runtime::Date;
///
/// let date: Date = "2024-05-06".parse()?;
/// assert_eq!(date.to_string(), "2024-05-06");
/// assert!("2024-5-6".parse::<Date>().is_err());
/// # Ok::<(), specwright_runtime::DateError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

/// The error for a string that is not a `full-date` of RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateError(());

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a date such as `2024-05-06`")
    }
}

impl std::error::Error for DateError {}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| DateError(()))?;
        if date.to_string() == text { Ok(Self(date)) } else { Err(DateError(())) }
    }
}

impl From<NaiveDate> for Date {
    fn from(date: NaiveDate) -> Self {
        Self(date)
    }
}

impl From<Date> for NaiveDate {
    fn from(date: Date) -> Self {
        date.0
    }
}

impl Deref for Date {
    type Target = NaiveDate;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|error| D::Error::custom(format_args!("{error}, found `{text}`")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_full_dates_are_accepted() {
        for text in ["2024-05-06", "0001-01-01", "9999-12-31"] {
            assert_eq!(text.parse::<Date>().map(|date| date.to_string()).as_deref(), Ok(text));
        }
        for text in ["2024-5-6", "2024-05-06 ", "+2024-05-06", "2024-02-30", "2024-05-06T00:00:00Z", ""] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }
}
