//! Small values as YAML that people read.

use serde_json::Value;

/// A string in YAML, quoted if necessary in any position.
pub(crate) fn scalar(text: &str) -> String {
    let is_plain = text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&text.to_lowercase().as_str());
    if is_plain { text.to_owned() } else { quoted(text) }
}

/// A scalar, like the function above, for a value on its own line, where fewer characters are special.
pub(crate) fn scalar_in_block(text: &str) -> String {
    let is_plain = text.starts_with(['$', '/'])
        && !text.contains([':', '#'])
        && !text.ends_with(' ')
        && text.chars().all(|character| (' '..='~').contains(&character));
    if is_plain { text.to_owned() } else { quoted(text) }
}

/// A value on one line.
pub(crate) fn flow(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text),
        Value::Array(elements) => {
            let elements: Vec<String> = elements.iter().map(flow).collect();
            format!("[{}]", elements.join(", "))
        }
        Value::Object(members) if members.is_empty() => "{}".to_owned(),
        Value::Object(members) => {
            let members: Vec<String> =
                members.iter().map(|(key, value)| format!("{}: {}", scalar(key), flow(value))).collect();
            format!("{{ {} }}", members.join(", "))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// JSON's strings are YAML's.
fn quoted(text: &str) -> String {
    super::escaped_json(&Value::from(text).to_string())
}

#[cfg(test)]
mod tests {
    use super::{flow, scalar, scalar_in_block};
    use serde_json::json;

    #[test]
    fn written_yaml_is_parsed_back() {
        assert_eq!(
            [scalar("page"), scalar("no"), scalar("a b"), scalar("$top")],
            ["page", "\"no\"", "\"a b\"", "\"$top\""]
        );
        assert_eq!(
            flow(&json!({"next": ["@odata.nextLink"], "first": 0, "a b": {}})),
            "{ next: [\"@odata.nextLink\"], first: 0, \"a b\": {} }"
        );
        assert_eq!(scalar_in_block("$.paths['/pets/{id}'].get"), "$.paths['/pets/{id}'].get");
        assert_eq!(scalar_in_block("$.paths['/a#b']"), "\"$.paths['/a#b']\"");
        assert_eq!(scalar_in_block("$.paths['/v1/a:run']"), "\"$.paths['/v1/a:run']\"");
    }
}
