//! Values of the document in messages.

use serde_json::Value;

/// The text of a scalar.
pub(crate) fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A description of a value.
pub(crate) fn found(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(truth) => format!("`{truth}`"),
        Value::Number(number) => format!("the number `{number}`"),
        Value::String(text) if text.chars().count() <= 40 => format!("the string `{text}`"),
        Value::String(_) => "a string".to_owned(),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// A short scalar in the notation of documents.
pub(crate) fn written(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.len() > LONGEST => None,
        Value::String(text) if is_plain(text) => Some(text.clone()),
        Value::String(_) | Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The longest text that a remedy repeats, in bytes.
pub(crate) const LONGEST: usize = 60;

/// The boolean that a string or number means.
pub(crate) fn boolean(value: &Value) -> Option<bool> {
    let text = scalar_text(value)?;
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "y" | "1" => Some(true),
        "false" | "no" | "off" | "n" | "0" => Some(false),
        _ => None,
    }
}

/// The number in a string, as JSON.
pub(crate) fn number(value: &Value) -> Option<String> {
    let number: serde_json::Number = serde_json::from_str(value.as_str()?.trim()).ok()?;
    Some(number.to_string())
}

/// Whether YAML reads the unquoted text as a string.
fn is_plain(text: &str) -> bool {
    let is_inner = |character: char| character.is_ascii_alphanumeric() || "_-/. ".contains(character);
    let is_keyword = boolean(&Value::from(text)).is_some() || ["null", "~"].contains(&text);
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && !text.ends_with(' ')
        && text.chars().all(is_inner)
        && !is_keyword
}
