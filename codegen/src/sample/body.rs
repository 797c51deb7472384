//! The bytes of a body.

use crate::ir::{BodyFormat, Content, EventShape};
use serde_json::Value;

/// The bytes of a body with the value (for JSON Lines and events, the only one). `None` for multipart bodies.
#[must_use]
pub fn bytes(content: &Content, value: &Value) -> Option<Vec<u8>> {
    let text = match &content.format {
        BodyFormat::Json => value.to_string(),
        BodyFormat::JsonLines => lines(value),
        BodyFormat::Events(shape) => event(*shape, value),
        BodyFormat::Text | BodyFormat::Binary | BodyFormat::Range => plain(value),
        BodyFormat::Form(_) => form(value),
        BodyFormat::Multipart(_) => return None,
    };
    Some(text.into_bytes())
}

pub(super) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// An example of several records may be a list of them.
fn lines(value: &Value) -> String {
    match value {
        Value::Array(records) => ended(records.iter().map(Value::to_string)),
        // The stream as written in the document.
        Value::String(text) if text.contains('\n') => text.clone(),
        record => format!("{record}\n"),
    }
}

/// Lines, each with a line end.
fn ended(lines: impl Iterator<Item = String>) -> String {
    lines.flat_map(|line| [line, "\n".to_owned()]).collect()
}

fn event(shape: EventShape, value: &Value) -> String {
    let data = |data: &Value| ended(plain(data).lines().map(|line| format!("data: {line}")));
    match (shape, value) {
        (
            EventShape::Event(_) | EventShape::EventWithText(_) | EventShape::EventWithTextOrJson(_),
            Value::Object(members),
        ) => {
            let named = |name: &str| {
                members.get(name).map(|value| format!("{name}: {}\n", plain(value).replace(['\r', '\n'], " ")))
            };
            let head: String = ["event", "id", "retry"].into_iter().filter_map(named).collect();
            format!("{head}{}\n", members.get("data").map(data).unwrap_or_default())
        }
        (EventShape::Json, value) => format!("data: {value}\n\n"),
        (_, value) => format!("{}\n", data(value)),
    }
}

fn form(value: &Value) -> String {
    let encoded =
        |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    let members = value.as_object().into_iter().flatten();
    let pairs = members.map(|(name, value)| format!("{}={}", encoded(name), encoded(&plain(value))));
    pairs.collect::<Vec<_>>().join("&")
}
