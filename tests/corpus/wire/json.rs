//! JSON values with something left out or put in the place of something else, and what is in them.

use serde_json::{Map, Value};

/// A list whose elements end at dots.
pub fn split(value: &Value) -> Value {
    let Value::Array(elements) = value else { return value.clone() };
    let parts = elements.iter().flat_map(|element| match element {
        Value::String(text) => text.split('.').map(Value::from).collect(),
        other => vec![other.clone()],
    });
    parts.collect()
}

/// Strings that are JSON scalars as these.
pub fn as_scalar(value: &Value) -> Value {
    match value {
        Value::String(text) => match serde_json::from_str(text) {
            Ok(scalar @ (Value::Number(_) | Value::Bool(_))) => scalar,
            _ => value.clone(),
        },
        Value::Array(elements) => elements.iter().map(as_scalar).collect(),
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), as_scalar(value))).collect(),
        other => other.clone(),
    }
}

/// The value with `null` in the place of each empty object.
pub fn with_null_for_empty(value: &Value) -> Value {
    match value {
        Value::Object(members) if members.is_empty() => Value::Null,
        Value::Object(members) => {
            members.iter().map(|(key, member)| (key.clone(), with_null_for_empty(member))).collect::<Map<_, _>>().into()
        }
        Value::Array(elements) => elements.iter().map(with_null_for_empty).collect(),
        other => other.clone(),
    }
}

/// What is not sent.
pub fn is_absent(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(elements) => elements.iter().all(Value::is_null),
        Value::Object(members) => members.values().all(is_absent),
        _ => false,
    }
}

/// The value without the parts that are not sent, up to this depth.
pub fn without_absent(value: &Value, depth: usize) -> Value {
    let inside = |value: &Value| if depth > 1 { without_absent(value, depth - 1) } else { value.clone() };
    match value {
        Value::Array(elements) => elements.iter().filter(|element| !element.is_null()).map(inside).collect(),
        Value::Object(members) => {
            let kept = members.iter().filter(|(_, member)| !is_absent(member));
            kept.map(|(key, member)| (key.clone(), inside(member))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

/// The value without `null` in it.
pub fn without_null(value: &Value) -> Value {
    match value {
        Value::Array(elements) => elements.iter().filter(|element| !element.is_null()).map(without_null).collect(),
        Value::Object(members) => {
            let kept = members.iter().filter(|(_, member)| !member.is_null());
            kept.map(|(key, member)| (key.clone(), without_null(member))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

pub fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(elements) => elements.iter().any(has_null),
        Value::Object(members) => members.values().any(has_null),
        _ => false,
    }
}

pub fn is_nested(value: &Value) -> bool {
    let is_list = |value: &Value| value.is_array() || value.is_object();
    match value {
        Value::Array(elements) => elements.iter().any(is_list),
        Value::Object(members) => members.values().any(is_list),
        _ => false,
    }
}

/// Every string and key.
pub fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(elements) => elements.iter().flat_map(strings).collect(),
        Value::Object(members) => {
            members.iter().flat_map(|(key, value)| std::iter::once(key.clone()).chain(strings(value))).collect()
        }
        _ => Vec::new(),
    }
}
