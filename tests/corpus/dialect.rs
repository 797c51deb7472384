//! A document's schemas as JSON Schema 2020-12 would have them, for a validator that knows no OpenAPI.

use jsonschema::Validator;
use serde_json::{Map, Value, json};
use specwright::validate::Direction;

/// The differences of OpenAPI to JSON Schema 2020-12: `nullable` and exclusive limits of 3.0, and `required` for
/// `readOnly` and `writeOnly` properties.
pub(crate) fn translate(node: &mut Value, whole: &Value, direction: Direction) {
    match node {
        Value::Array(items) => items.iter_mut().for_each(|item| translate(item, whole, direction)),
        Value::Object(members) => {
            let is_nullable = members.get("nullable") == Some(&json!(true));
            if let Some(Value::String(word)) = members.get("type").filter(|_| is_nullable) {
                let both = json!([word, "null"]);
                members.insert("type".to_owned(), both);
                if let Some(Value::Array(listed)) = members.get_mut("enum") {
                    listed.push(Value::Null);
                }
            }
            for (bound, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
                match members.get(exclusive) {
                    Some(Value::Bool(true)) => {
                        let limit = members.remove(bound).unwrap_or_default();
                        members.insert(exclusive.to_owned(), limit);
                    }
                    Some(Value::Bool(false)) => drop(members.remove(exclusive)),
                    _ => {}
                }
            }
            require_what_goes(members, whole, direction);
            members.values_mut().for_each(|member| translate(member, whole, direction));
        }
        _ => {}
    }
}

fn require_what_goes(members: &mut Map<String, Value>, whole: &Value, direction: Direction) {
    let keyword = if direction == Direction::Sent { "readOnly" } else { "writeOnly" };
    let is_marked = |schema: &Value| schema.get(keyword) == Some(&json!(true));
    let target = |schema: &Value| whole.pointer(schema.get("$ref")?.as_str()?.strip_prefix('#')?).cloned();
    let Some(properties) = members.get("properties").cloned() else { return };
    if let Some(Value::Array(required)) = members.get_mut("required") {
        required.retain(|name| {
            let schema = name.as_str().and_then(|name| properties.get(name));
            !schema.is_some_and(|schema| is_marked(schema) || target(schema).is_some_and(|target| is_marked(&target)))
        });
    }
}

/// What of a document its schemas refer to.
pub(crate) fn referred(root: &Value) -> Value {
    json!({ "components": root.get("components"), "paths": root.get("paths") })
}

/// A validator of the schema at a pointer, in what schemas refer to.
pub(crate) fn validator(mut referred: Value, pointer: &str) -> Option<Validator> {
    referred["$ref"] = json!(fragment(pointer));
    jsonschema::draft202012::new(&referred).ok()
}

/// A pointer as the fragment of a URL, where braces, which paths have, are encoded (RFC 6901, section 6).
fn fragment(pointer: &str) -> String {
    pointer.bytes().fold("#".to_owned(), |text, byte| match byte {
        b'/' | b'~' | b'-' | b'.' | b'_' => format!("{text}{}", char::from(byte)),
        _ if byte.is_ascii_alphanumeric() => format!("{text}{}", char::from(byte)),
        _ => format!("{text}%{byte:02X}"),
    })
}
