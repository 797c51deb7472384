//! Literals: scalars and JSON as a program writes them.

use crate::ir::{EnumValues, TypeKind};
use serde_json::Value;

/// The longest string, in characters.
const MAX_STRING_LENGTH: usize = 60;

/// The maximal length of JSON that is written literally, in characters.
const MAX_JSON_LENGTH: usize = 120;

/// How many members of a map are shown.
const MAX_SHOWN: usize = 2;

/// Whether a string is short, and has no characters that a reader would stumble over or that end a code block.
pub(super) fn is_shown(text: &str) -> bool {
    let is_usual = |c: char| c.is_alphanumeric() || c == ' ' || c.is_ascii_graphic() && c != '`';
    text.chars().count() <= MAX_STRING_LENGTH && text.chars().all(is_usual)
}

/// Any JSON value in the notation of `serde_json::json!`, if it is short.
pub(super) fn json(value: &Value) -> Option<String> {
    let text = Some(value.to_string()).filter(|text| text.len() <= MAX_JSON_LENGTH && is_plain(value))?;
    Some(format!("json!({text})"))
}

/// Whether nothing in it reads otherwise in Rust, or is hard to read.
fn is_plain(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) => true,
        Value::Number(number) => number.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        Value::String(text) => is_shown(text),
        Value::Array(elements) => elements.iter().all(is_plain),
        Value::Object(members) => members.iter().all(|(key, value)| is_shown(key) && is_plain(value)),
    }
}

/// A map to any JSON values.
pub(super) fn any_map(members: &serde_json::Map<String, Value>) -> Option<String> {
    if members.is_empty() {
        return Some("Map::new()".to_owned());
    }
    let pairs = members.iter().take(MAX_SHOWN).map(|(key, value)| {
        let key = Some(key).filter(|key| is_shown(key))?;
        Some(format!("({key:?}.to_owned(), {})", json(value)?))
    });
    let pairs: Vec<String> = pairs.collect::<Option<_>>()?;
    Some(format!("Map::from_iter([{}])", pairs.join(", ")))
}

/// A number or a boolean.
pub(super) fn scalar(kind: &TypeKind, value: &Value) -> Option<String> {
    match kind {
        TypeKind::Boolean => value.as_bool().map(|value| value.to_string()),
        TypeKind::Integer(_) => value.as_i64().map(|value| value.to_string()),
        _ => value.as_f64().filter(|value| value.is_finite()).map(|value| format!("{value:?}")),
    }
}

/// The index of a value in a list of constants.
pub(super) fn position(values: &EnumValues, value: &Value) -> Option<usize> {
    match values {
        EnumValues::Strings(list) => list.iter().position(|listed| Some(listed.as_str()) == value.as_str()),
        EnumValues::Integers(list) => list.iter().position(|listed| Some(*listed) == value.as_i64()),
        EnumValues::Numbers(_) | EnumValues::Booleans(_) => None,
    }
}
