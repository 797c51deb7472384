//! Unquoted scalars in place of strings: `version: 1.10` does not mean 1.1.
//!
//! Numbers that keep their notation are not affected, since readers of strings accept them.

use serde_json::{Map, Value};

/// How a scalar in an object was written.
pub(crate) struct PlainScalar {
    pub(crate) key: String,
    /// Its index, if the value of the key is an array that holds it.
    pub(crate) item: Option<usize>,
    pub(crate) text: String,
}

/// Whether the value does not determine its source text.
pub(crate) fn is_lost(value: &Value, text: &str) -> bool {
    match value {
        Value::Number(number) => number.to_string() != text,
        Value::Bool(truth) => truth.to_string() != text,
        Value::Null => !text.is_empty(),
        Value::String(_) | Value::Array(_) | Value::Object(_) => false,
    }
}

/// Whether a text may be due under a key.
pub(crate) fn may_count(key: &str) -> bool {
    matches!(
        key,
        "openapi"
            | "swagger"
            | "version"
            | "title"
            | "enum"
            | "const"
            | "default"
            | "example"
            | "examples"
            | "required"
            | "tags"
    )
}

/// Replaces values with their source strings where strings are expected. `holder` is the key of the object in the root,
/// if it is there.
pub(crate) fn restore(object: &mut Map<String, Value>, written: Vec<PlainScalar>, holder: Option<&str>, root: bool) {
    for PlainScalar { key, item, text } in written {
        let of_strings = || object.get("type").is_some_and(is_string);
        let due = match (key.as_str(), item) {
            ("openapi" | "swagger", None) => root,
            ("version" | "title", None) => holder == Some("info"),
            ("enum" | "examples", Some(_)) | ("const" | "default" | "example", None) => of_strings(),
            ("required" | "tags", Some(_)) => true,
            _ => false,
        };
        let value = object.get_mut(&key);
        let value = match item {
            Some(item) => value.and_then(|value| value.get_mut(item)),
            None => value,
        };
        match value {
            Some(Value::Null) if key != "required" => {}
            Some(value @ (Value::Null | Value::Bool(_) | Value::Number(_))) if due => *value = text.into(),
            Some(_) | None => {}
        }
    }
}

/// Whether a `type` is that of strings, and of `null` at most.
fn is_string(kind: &Value) -> bool {
    match kind {
        Value::Array(kinds) => {
            kinds.iter().all(|kind| kind == "string" || kind == "null") && kinds.contains(&"string".into())
        }
        kind => kind == "string",
    }
}
