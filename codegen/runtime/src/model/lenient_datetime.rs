//! Dates with times and an optional offset, written back exactly as received.

use crate::{DateTime, DateTimeError};
use chrono::{FixedOffset, NaiveDateTime, SecondsFormat, Utc};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

/// A `date-time` of RFC 3339 whose offset may be missing, such as Python's `datetime` writes it without a time zone.
///
/// Clients use it in place of [`DateTime`] with the setting `date-time = "lenient"`. The text is kept and written as
/// received. Without an offset it is a local time and not an instant.
///
/// ```
/// use specwright_runtime::LenientDateTime;
/// use specwright_runtime::chrono::{FixedOffset, Utc, Offset};
///
/// let time: LenientDateTime = "2023-02-07T20:13:20.5".parse()?;
/// assert_eq!(time.to_string(), "2023-02-07T20:13:20.5");
/// assert_eq!(time.instant(), None);
/// assert_eq!(time.instant_at(Utc.fix()).map(|instant| instant.timestamp()), Some(1_675_800_800));
/// # Ok::<(), specwright_runtime::DateTimeError>(())
/// ```
///
/// Equality and hash depend on date, time and offset, never on the text.
#[derive(Debug, Clone)]
pub struct LenientDateTime {
    local: NaiveDateTime,
    offset: Option<FixedOffset>,
    text: String,
}

impl LenientDateTime {
    /// The text as received, or RFC 3339 if made from a type of chrono.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Date and time as written, regardless of the offset.
    #[must_use]
    pub const fn local(&self) -> NaiveDateTime {
        self.local
    }

    /// The offset, if there is one.
    #[must_use]
    pub const fn offset(&self) -> Option<FixedOffset> {
        self.offset
    }

    /// The instant; `None` without an offset.
    #[must_use]
    pub fn instant(&self) -> Option<chrono::DateTime<FixedOffset>> {
        self.at(self.offset?)
    }

    /// The instant, with `offset` if the value has none; `None` beyond the range of chrono.
    #[must_use]
    pub fn instant_at(&self, offset: FixedOffset) -> Option<chrono::DateTime<FixedOffset>> {
        self.at(self.offset.unwrap_or(offset))
    }

    fn at(&self, offset: FixedOffset) -> Option<chrono::DateTime<FixedOffset>> {
        self.local.and_local_timezone(offset).single()
    }

    fn key(&self) -> (NaiveDateTime, Option<FixedOffset>) {
        (self.local, self.offset)
    }
}

impl FromStr for LenientDateTime {
    type Err = DateTimeError;

    /// Parses RFC 3339 as [`DateTime`] does, with or without an offset.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::try_from(text.to_owned())
    }
}

impl TryFrom<String> for LenientDateTime {
    type Error = DateTimeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match DateTime::try_from(text.clone()) {
            Ok(time) => Ok(time.into()),
            Err(error) => match error.without_offset() {
                Some(local) => Ok(Self { local, offset: None, text }),
                None => Err(error),
            },
        }
    }
}

impl From<DateTime> for LenientDateTime {
    fn from(time: DateTime) -> Self {
        let text = time.as_str().to_owned();
        Self { text, ..time.into_inner().into() }
    }
}

impl From<chrono::DateTime<FixedOffset>> for LenientDateTime {
    fn from(instant: chrono::DateTime<FixedOffset>) -> Self {
        let text = instant.to_rfc3339_opts(SecondsFormat::AutoSi, false);
        Self { local: instant.naive_local(), offset: Some(*instant.offset()), text }
    }
}

impl From<chrono::DateTime<Utc>> for LenientDateTime {
    fn from(instant: chrono::DateTime<Utc>) -> Self {
        DateTime::from(instant).into()
    }
}

impl From<NaiveDateTime> for LenientDateTime {
    fn from(local: NaiveDateTime) -> Self {
        let text = local.and_utc().to_rfc3339_opts(SecondsFormat::AutoSi, true);
        Self { local, offset: None, text: text.trim_end_matches('Z').to_owned() }
    }
}

impl fmt::Display for LenientDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialEq for LenientDateTime {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for LenientDateTime {}

impl Hash for LenientDateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl Serialize for LenientDateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for LenientDateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> LenientDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn date_times_keep_their_text() {
        for text in [
            "2023-02-07T20:13:20",
            "2023-02-07T20:13:20.100000",
            "2023-02-07 20:13:20",
            "2023-02-07T20:13:20.10Z",
            "2023-02-07T20:13:20+05:30",
        ] {
            let json = format!("\"{text}\"");
            let time: LenientDateTime = serde_json::from_str(&json).unwrap();
            assert_eq!(serde_json::to_string(&time).unwrap(), json);
            assert_eq!(time.offset().is_some(), text.len() > 20 && !text.ends_with("00000"));
        }
        for text in
            ["", "2023-02-07", "2023-02-30T20:13:20", "2023-02-07T20:13", "20:13:20", "2023-02-07T20:13:20+0530"]
        {
            assert!(text.parse::<LenientDateTime>().is_err(), "{text}");
        }
    }

    #[test]
    fn date_times_without_an_offset_have_no_instant() {
        let (local, zoned) = (time("2023-02-07T20:13:20"), time("2023-02-07T20:13:20.0+02:00"));
        assert_eq!((local.local(), local.offset()), (zoned.local(), None));
        assert_ne!(local, zoned);
        assert_eq!(zoned, time("2023-02-07T20:13:20+02:00"));
        let east = FixedOffset::east_opt(3600).unwrap();
        assert_eq!(local.instant_at(east).unwrap().to_rfc3339(), "2023-02-07T20:13:20+01:00");
        assert_eq!(zoned.instant_at(east), zoned.instant());
    }

    #[test]
    fn chrono_converts() {
        let local = time("2023-02-07T20:13:20.25").local();
        assert_eq!(LenientDateTime::from(local).as_str(), "2023-02-07T20:13:20.250");
        assert_eq!(LenientDateTime::from(local.and_utc()).as_str(), "2023-02-07T20:13:20.250Z");
        assert_eq!(
            LenientDateTime::from("2023-02-07t20:13:20z".parse::<DateTime>().unwrap()).as_str(),
            "2023-02-07t20:13:20z"
        );
    }
}
