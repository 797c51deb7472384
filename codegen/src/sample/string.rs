//! Strings: of their format, their pattern and their length.

use super::pattern;
use crate::ir::{Constraints, StringFormat, TypeDef};
use regex_lite::Regex;
use serde_json::Value;

/// The maximal length of strings, lists and objects.
pub(super) const MAX_LENGTH: u64 = 100_000;

/// A string that the schema allows, or the closest one found. `None` if the minimal length is too large.
pub(super) fn of(def: &TypeDef, kind: StringFormat, turn: u64) -> Option<Value> {
    let limits = &def.constraints;
    let least = limits.min_length.unwrap_or(0);
    if least > MAX_LENGTH {
        return None;
    }
    let regex = limits.pattern.as_deref().and_then(|pattern| Regex::new(pattern).ok());
    let is_acceptable =
        |text: &String| has_length(limits, text) && regex.as_ref().is_none_or(|regex| regex.is_match(text));
    let formatted = match kind {
        StringFormat::Date => Some(date(turn)),
        StringFormat::DateTime => Some(date_time(turn)),
        StringFormat::Password => Some(numbered("password", turn)),
        StringFormat::Base64 => of_format(Some("byte"), turn),
        StringFormat::Plain | StringFormat::Binary => of_format(def.format.as_deref(), turn),
    };
    if let Some(text) = formatted.clone().filter(is_acceptable) {
        return Some(Value::String(text));
    }
    let plain = numbered("string", turn);
    let most = limits.max_length.unwrap_or(MAX_LENGTH).min(MAX_LENGTH);
    let matching = || pattern::matching(limits.pattern.as_deref()?, least, most, turn);
    let lengthened = formatted.as_deref().and_then(|text| lengthened(def.format.as_deref(), text, least));
    let fitted = fitted("string", turn, least, most);
    let constructed = lengthened
        .filter(is_acceptable)
        .or_else(|| Some(plain).filter(is_acceptable))
        .or_else(|| Some(fitted.clone()).filter(is_acceptable));
    Some(Value::String(constructed.or_else(matching).or(formatted).unwrap_or(fitted)))
}

fn has_length(limits: &Constraints, text: &str) -> bool {
    let count = text.chars().count() as u64;
    limits.min_length.is_none_or(|least| count >= least) && limits.max_length.is_none_or(|most| count <= most)
}

/// A word, repeated or cut so that its length is within these; other turns have their number at the end.
fn fitted(word: &str, turn: u64, least: u64, most: u64) -> String {
    let number = numbered("", turn);
    let length = ((word.len() + number.len()) as u64).clamp(least.min(most), most.max(least));
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let number = &number[number.len().saturating_sub(length)..];
    word.chars().cycle().take(length - number.len()).chain(number.chars()).collect()
}

/// A longer string of a format that allows it.
fn lengthened(format: Option<&str>, text: &str, least: u64) -> Option<String> {
    let missing = usize::try_from(least).ok()?.checked_sub(text.chars().count())?;
    let more = "a".repeat(missing);
    match format? {
        "email" | "idn-email" => Some(format!("{more}{text}")),
        "uri" | "url" | "iri" | "uri-reference" | "iri-reference" => Some(format!("{text}{more}")),
        "byte" => Some("c3Ry".repeat(missing.div_ceil(4) + text.len() / 4)),
        _ => None,
    }
}

/// A string of a format; `None` for a format without a form of its own.
pub(super) fn of_format(format: Option<&str>, turn: u64) -> Option<String> {
    let plain = |first: &str| if turn == 0 { first.to_owned() } else { format!("{first}{turn}") };
    Some(match format? {
        "date" => date(turn),
        "date-time" | "datetime" => date_time(turn),
        "time" => format!("09:{:02}:00Z", turn % 60),
        "duration" => format!("P{}D", turn + 1),
        "email" | "idn-email" => format!("{}@example.com", plain("user")),
        "uri" | "url" | "iri" => {
            format!("https://example.com/{}", if turn == 0 { String::new() } else { turn.to_string() })
        }
        "uri-reference" | "iri-reference" | "json-pointer" => plain("/path"),
        "uri-template" => format!("https://example.com/{}{{id}}", plain("")),
        "uuid" | "guid" => {
            format!("3fa85f64-5717-4562-b3fc-{:012x}", 0x2c96_3f66_afa6_u64.wrapping_add(turn) & 0xffff_ffff_ffff)
        }
        "ipv4" | "ip" => format!("192.0.2.{}", turn % 254 + 1),
        "ipv6" => format!("2001:db8::{:x}", turn % 0xffff + 1),
        "hostname" | "idn-hostname" => format!("{}.example.com", plain("www")),
        "byte" => ["c3RyaW5n", "dmFsdWU=", "b3RoZXI="].get(usize::try_from(turn % 3).ok()?).map(ToString::to_string)?,
        "relative-json-pointer" => turn.to_string(),
        "regex" => "^.*$".to_owned(),
        "int32" | "int64" | "uint64" | "integer" => (turn + 1).to_string(),
        "decimal" | "double" | "float" | "number" => format!("{}.0", turn + 1),
        _ => return None,
    })
}

fn date(turn: u64) -> String {
    format!("2024-01-{:02}", turn % 31 + 1)
}

fn date_time(turn: u64) -> String {
    format!("{}T09:30:00Z", date(turn))
}

fn numbered(text: &str, turn: u64) -> String {
    if turn == 0 { text.to_owned() } else { format!("{text}{turn}") }
}
