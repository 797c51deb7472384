//! The bytes of the body of a response.

use crate::ir::{BodyFormat, Content, EventShape};
use serde_json::Value;

/// The bytes of a response's body with the value; of a [sequence](BodyFormat::is_sequence), a list of its values. `None` for bodies
/// that only requests have.
#[must_use]
pub fn bytes(content: &Content, value: &Value) -> Option<Vec<u8>> {
    let text = match &content.format {
        BodyFormat::Json => value.to_string(),
        BodyFormat::JsonLines => each(value).iter().map(line).collect(),
        BodyFormat::Events(shape) => each(value).iter().map(|value| event(*shape, value)).collect(),
        BodyFormat::Text | BodyFormat::Binary | BodyFormat::Range => plain(value),
        BodyFormat::Form(_) => form(value),
        BodyFormat::Parts { media_type, .. } => {
            ended_parts(each(value).iter().map(|value| part(None, media_type, value)))
        }
        BodyFormat::Multipart(None) => received_parts(value),
        BodyFormat::Multipart(Some(_)) => return None,
    };
    Some(text.into_bytes())
}

pub(super) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The values of a sequence.
fn each(value: &Value) -> &[Value] {
    value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice)
}

fn line(value: &Value) -> String {
    match value {
        // Several lines as written in the document.
        Value::String(text) if text.contains('\n') => text.clone(),
        record => format!("{record}\n"),
    }
}

/// The boundary of multipart bodies.
pub(super) const BOUNDARY: &str = "boundary-of-example-parts";

/// Parts without a documented type: a list, an object with their names, or a single one.
fn received_parts(value: &Value) -> String {
    let part_of = |name: Option<&str>, value: &Value| part(name, media_type_of(value), value);
    match value {
        Value::Array(values) => ended_parts(values.iter().map(|value| part_of(None, value))),
        Value::Object(members) => ended_parts(members.iter().map(|(name, value)| part_of(Some(name), value))),
        value => ended_parts(std::iter::once(part_of(None, value))),
    }
}

fn part(name: Option<&str>, media_type: &str, value: &Value) -> String {
    let disposition = name.map(|name| {
        let name = name.escape_default();
        format!("Content-Disposition: form-data; name=\"{name}\"\r\n")
    });
    let head = format!("{}Content-Type: {media_type}\r\n", disposition.unwrap_or_default());
    format!("--{BOUNDARY}\r\n{head}\r\n{}\r\n", plain(value))
}

fn ended_parts(parts: impl Iterator<Item = String>) -> String {
    parts.chain([format!("--{BOUNDARY}--\r\n")]).collect()
}

/// The media type that a part has by default.
fn media_type_of(value: &Value) -> &'static str {
    if value.is_array() || value.is_object() { "application/json" } else { "text/plain" }
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
