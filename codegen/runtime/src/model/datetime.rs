//! Dates with times, written back exactly as received.

use chrono::{FixedOffset, NaiveDateTime, SecondsFormat, Utc};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::str::FromStr;

/// A `date-time` of RFC 3339, with its offset and its text.
///
/// The text is kept, so `Z` or `+00:00` and every digit of a fraction are written back as received. The methods of
/// [`chrono::DateTime`] are available through `Deref`.
///
/// Equality, order and hash depend on the instant and then on the offset, never on the text: `…T10:00:00Z` equals
/// `…T10:00:00.0+00:00`, but not `…T12:00:00+02:00`, which is the same instant with another offset. Compare two
/// `timestamp()`s to ignore offsets. The resolution is one nanosecond.
///
/// ```
/// use specwright_runtime::DateTime;
///
/// let time: DateTime = "2023-02-07T20:13:20+05:30".parse()?;
/// assert_eq!(time.to_string(), "2023-02-07T20:13:20+05:30");
/// assert_eq!(time.timestamp(), 1_675_781_000);
/// # Ok::<(), specwright_runtime::DateTimeError>(())
/// ```
#[derive(Debug, Clone)]
pub struct DateTime {
    instant: chrono::DateTime<FixedOffset>,
    text: String,
}

impl DateTime {
    /// The text as received, or RFC 3339 if made from a [`chrono::DateTime`].
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The value as chrono's type, without the text.
    #[must_use]
    pub fn into_inner(self) -> chrono::DateTime<FixedOffset> {
        self.instant
    }

    fn key(&self) -> (chrono::DateTime<FixedOffset>, i32) {
        (self.instant, self.instant.offset().local_minus_utc())
    }
}

/// The error for a string that is not a `date-time` of RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateTimeError {
    reason: Reason,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Reason {
    /// Only the offset is missing.
    WithoutOffset(NaiveDateTime),
    Unreadable(chrono::ParseError),
}

impl DateTimeError {
    fn of(text: &str, error: chrono::ParseError) -> Self {
        let reason = match chrono::DateTime::parse_from_rfc3339(&format!("{text}Z")) {
            Ok(time) => Reason::WithoutOffset(time.naive_utc()),
            Err(_) => Reason::Unreadable(error),
        };
        Self { reason }
    }

    /// Date and time, if only the offset is missing.
    #[must_use]
    pub fn without_offset(&self) -> Option<NaiveDateTime> {
        match self.reason {
            Reason::WithoutOffset(time) => Some(time),
            Reason::Unreadable(_) => None,
        }
    }
}

impl fmt::Display for DateTimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a date and time such as `2024-05-06T07:08:09+02:00`: ")?;
        match &self.reason {
            Reason::WithoutOffset(_) => f.write_str(
                "the offset is missing; a client that is generated with the setting `date-time = \"lenient\"` accepts this",
            ),
            Reason::Unreadable(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for DateTimeError {}

impl FromStr for DateTime {
    type Err = DateTimeError;

    /// Parses RFC 3339, in which `t` and `z` may be lower case and a space may replace the `T`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::try_from(text.to_owned())
    }
}

impl TryFrom<String> for DateTime {
    type Error = DateTimeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let instant = chrono::DateTime::parse_from_rfc3339(&text).map_err(|error| DateTimeError::of(&text, error))?;
        Ok(Self { instant, text })
    }
}

impl From<chrono::DateTime<FixedOffset>> for DateTime {
    fn from(instant: chrono::DateTime<FixedOffset>) -> Self {
        Self { text: instant.to_rfc3339_opts(SecondsFormat::AutoSi, false), instant }
    }
}

impl From<chrono::DateTime<Utc>> for DateTime {
    fn from(instant: chrono::DateTime<Utc>) -> Self {
        Self { text: instant.to_rfc3339_opts(SecondsFormat::AutoSi, true), instant: instant.fixed_offset() }
    }
}

impl From<DateTime> for chrono::DateTime<FixedOffset> {
    fn from(time: DateTime) -> Self {
        time.instant
    }
}

impl Deref for DateTime {
    type Target = chrono::DateTime<FixedOffset>;

    fn deref(&self) -> &Self::Target {
        &self.instant
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for DateTime {}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn time(text: &str) -> DateTime {
        text.parse().unwrap()
    }

    #[test]
    fn date_times_keep_their_text() {
        for text in [
            "2023-02-07T20:13:20+05:30",
            "2023-02-07T20:13:20Z",
            "2023-02-07T20:13:20+00:00",
            "2023-02-07T20:13:20-00:00",
            "2023-02-07T20:13:20.10Z",
            "2023-02-07T20:13:20.123456789012Z",
            "2023-02-07t20:13:20z",
            "2023-02-07 20:13:20Z",
            "2016-12-31T23:59:60Z",
        ] {
            let json = format!("\"{text}\"");
            let time: DateTime = serde_json::from_str(&json).unwrap();
            assert_eq!(serde_json::to_string(&time).unwrap(), json);
            assert_eq!(time.to_string(), text);
        }
    }

    #[test]
    fn invalid_date_times_are_rejected() {
        for text in
            ["", "2023-02-07", "2023-02-07T20:13:20", "2023-02-30T20:13:20Z", "1675780000", "2023-02-07T20:13:20+0530"]
        {
            let error = text.parse::<DateTime>().unwrap_err().to_string();
            assert!(error.starts_with("expected a date and time such as"), "{error}");
            assert_eq!(error.contains("the offset is missing"), text == "2023-02-07T20:13:20");
        }
    }

    #[test]
    fn date_times_are_equal_if_instant_and_offset_are() {
        assert_eq!(time("2023-02-07T10:00:00Z"), time("2023-02-07 10:00:00.0+00:00"));
        assert_ne!(time("2023-02-07T10:00:00Z"), time("2023-02-07T12:00:00+02:00"));
        assert!(time("2023-02-07T10:00:00Z") < time("2023-02-07T12:00:00+02:00"));
        assert!(time("2023-02-07T10:00:01Z") > time("2023-02-07T12:00:00+02:00"));
    }

    #[test]
    fn chrono_converts_both_ways() {
        let utc = Utc.with_ymd_and_hms(2024, 5, 6, 7, 8, 9).unwrap();
        assert_eq!(DateTime::from(utc).to_string(), "2024-05-06T07:08:09Z");
        let offset = FixedOffset::east_opt(7200).unwrap().with_ymd_and_hms(2024, 5, 6, 9, 8, 9).unwrap();
        assert_eq!(DateTime::from(offset).to_string(), "2024-05-06T09:08:09+02:00");
        assert_eq!(DateTime::from(offset).into_inner(), utc);
    }
}
