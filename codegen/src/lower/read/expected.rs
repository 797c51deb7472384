//! The expected values of keywords for messages, and the help for other values.

use super::type_keyword::is_type_word;
use super::value::{LONGEST, boolean, number, written};
use crate::diagnostics::similar;
use serde_json::Value;
use std::fmt::Display;

/// The kind of value that a keyword takes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Expected {
    String,
    Boolean,
    Number,
    /// `exclusiveMinimum` and `exclusiveMaximum`: a boolean in 3.0, the limit itself since 3.1.
    Limit,
    Count,
    Array,
    /// An element of an array of strings.
    StringItem,
    Object,
    Discriminator,
    /// One of a few words.
    OneOf(&'static [&'static str]),
}

impl Expected {
    /// The expected value, as in "`key` must be …".
    pub(crate) fn words(self) -> String {
        match self {
            Self::String => "a string".to_owned(),
            Self::Boolean => "`true` or `false`".to_owned(),
            Self::Number => "a number".to_owned(),
            Self::Limit => "`true`, `false` or a number".to_owned(),
            Self::Count => "a non-negative integer".to_owned(),
            Self::Array => "an array".to_owned(),
            Self::StringItem => "an array of strings".to_owned(),
            Self::Object => "an object".to_owned(),
            Self::Discriminator => "an object with `propertyName`, and `mapping` from strings to schemas".to_owned(),
            Self::OneOf(words) => alternatives(words),
        }
    }

    /// The help for a wrong value of the keyword.
    pub(crate) fn remedy(self, key: &str, value: &Value) -> String {
        match self {
            Self::String => "write one string, in quotes if it starts with `[` or `{`".to_owned(),
            Self::Boolean => unquoted(key, boolean(value), format!("write `{key}: true`, or remove it")),
            Self::Number => unquoted(key, number(value), format!("write a number, such as `{key}: 1`, or remove it")),
            Self::Limit => {
                let limit = number(value).or_else(|| boolean(value).map(|truth| truth.to_string()));
                unquoted(key, limit, format!("write the limit, such as `{key}: 1`, or remove it"))
            }
            Self::Count => {
                let count = number(value).filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
                unquoted(key, count, format!("write an integer, such as `{key}: 1`, or remove it"))
            }
            Self::Array => array_remedy(key, value),
            Self::StringItem => "list strings only, such as `[one, two]`".to_owned(),
            Self::Object => {
                let first = value.as_array().and_then(|items| written(items.first()?));
                let name = first.or_else(|| written(value)).unwrap_or_else(|| "name".to_owned());
                format!("give each entry a key: `{key}: {{ {name}: … }}`")
            }
            Self::Discriminator => {
                let name = value.get("propertyName").unwrap_or(value);
                let name = written(name).unwrap_or_else(|| "type".to_owned());
                format!("write `{key}: {{ propertyName: {name} }}`; its `mapping` contains only strings")
            }
            Self::OneOf(words) => {
                let suggestion =
                    value.as_str().and_then(|text| similar(text, words.iter().map(|&word| word.to_owned())));
                match (suggestion, words.first()) {
                    (Some(suggestion), _) => format!("did you mean `{suggestion}`?"),
                    (None, Some(first)) => format!("write one of these words, such as `{key}: {first}`"),
                    (None, None) => "remove it".to_owned(),
                }
            }
        }
    }
}

/// The help to remove quotes; `otherwise` if the string is not such a value.
fn unquoted(key: &str, value: Option<impl Display>, otherwise: String) -> String {
    value.map_or(otherwise, |value| format!("write `{key}: {value}`, without quotes"))
}

/// The help for a value that is not an array.
fn array_remedy(key: &str, value: &Value) -> String {
    if let Some(item) = value.as_str().and_then(dashed) {
        return format!("put a space after the `-` of each element: `- {item}`");
    }
    match written(value) {
        Some(url) if key == "servers" => format!("write `servers: [{{ url: {url} }}]`"),
        Some(name) if key == "security" => format!("write `security: [{{ {name}: [] }}]`"),
        None if value.is_object() && ["allOf", "oneOf", "anyOf"].contains(&key) => {
            "put `- ` before it, or brackets around it".to_owned()
        }
        Some(item) => format!("put it in brackets: `{key}: [{item}]`"),
        None => "write an array, each element in a line that starts with `- `".to_owned(),
    }
}

/// ``  `a`, `b` or `c` ``.
pub(crate) fn alternatives(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// The remedy for a value in place of an object, by its probable meaning.
pub(crate) fn object_remedy(name: &str, keywords: &[&str], value: &Value) -> String {
    let is_schema = name == "Schema Object";
    match value {
        Value::Null => "an empty value is `null`: write a value, or remove the key".to_owned(),
        Value::String(text) if is_reference_text(text) => format!("write `$ref: \"{}\"` for a reference", elided(text)),
        Value::String(text) if is_schema && ["true", "false"].contains(&text.as_str()) => {
            format!("write `{text}`, without quotes")
        }
        Value::String(text) if is_schema && is_type_word(text) => format!("write `type: {text}` for its type"),
        Value::String(text) if name == "Tag Object" && is_word(text) => format!("write `- name: {text}`"),
        Value::String(text) if name == "Server Object" => format!("write `- url: {}`", elided(text)),
        _ if name == "Example Object" => "write the example under `value`: `value: …`".to_owned(),
        Value::String(text) if is_schema && is_word(text) => {
            format!("write `$ref: '#/components/schemas/{text}'` for the schema of that name")
        }
        Value::Array(items) if items.len() == 1 && items.iter().all(Value::is_object) => {
            "write it without the `- ` or the brackets around it".to_owned()
        }
        _ if is_schema => "write keywords and their values, such as `type: string`".to_owned(),
        _ => {
            let known: Vec<&str> = keywords.iter().copied().filter(|keyword| !keyword.starts_with('$')).collect();
            let known: Vec<&str> = known.into_iter().take(2).collect();
            format!("write keywords and their values, such as {}", alternatives(&known))
        }
    }
}

/// Whether a string looks like the text of a reference.
fn is_reference_text(text: &str) -> bool {
    let is_file = [".yaml", ".yml", ".json"].iter().any(|end| text.ends_with(end));
    text.starts_with("#/") || (is_file && !text.contains(char::is_whitespace))
}

/// The text after the `-` of an element without a space.
fn dashed(text: &str) -> Option<&str> {
    let word = text.strip_prefix('-')?;
    word.starts_with(|first: char| first.is_ascii_alphabetic()).then(|| word.split(' ').next().unwrap_or(word))
}

fn is_word(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The text, or an ellipsis in place of a long one.
fn elided(text: &str) -> String {
    if text.len() <= LONGEST { text.to_owned() } else { "…".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{Expected, object_remedy};
    use serde_json::{Value, json};

    #[track_caller]
    fn assert_remedy(expected: Expected, value: &Value, remedy: &str) {
        assert_eq!(expected.remedy("key", value), remedy, "{value}");
    }

    #[test]
    fn wrong_types_have_help_with_the_corrected_value() {
        assert_remedy(Expected::Boolean, &json!("yes"), "write `key: true`, without quotes");
        assert_remedy(Expected::Boolean, &json!(0), "write `key: false`, without quotes");
        assert_remedy(Expected::Boolean, &json!("soon"), "write `key: true`, or remove it");
        assert_remedy(Expected::Number, &json!("1.50"), "write `key: 1.5`, without quotes");
        assert_remedy(Expected::Count, &json!("3"), "write `key: 3`, without quotes");
        assert_remedy(Expected::Count, &json!("-3"), "write an integer, such as `key: 1`, or remove it");
        assert_remedy(Expected::Limit, &json!("true"), "write `key: true`, without quotes");
        assert_remedy(Expected::Array, &json!("pets"), "put it in brackets: `key: [pets]`");
        assert_remedy(Expected::Array, &json!("a, b"), "put it in brackets: `key: [\"a, b\"]`");
        assert_remedy(
            Expected::Array,
            &json!({ "a": 1 }),
            "write an array, each element in a line that starts with `- `",
        );
        assert_remedy(Expected::Object, &json!(["id", "name"]), "give each entry a key: `key: { id: … }`");
        assert_remedy(Expected::Object, &json!([]), "give each entry a key: `key: { name: … }`");
        assert_remedy(Expected::OneOf(&["query", "header"]), &json!("headers"), "did you mean `header`?");
    }

    #[test]
    fn discriminator_must_be_an_object() {
        let remedy = "write `key: { propertyName: kind }`; its `mapping` contains only strings";
        assert_remedy(Expected::Discriminator, &json!("kind"), remedy);
        assert_remedy(Expected::Discriminator, &json!({ "propertyName": "kind", "mapping": 1 }), remedy);
    }

    #[test]
    fn wrong_objects_have_help_with_the_probable_intent() {
        let remedy = |name, value: Value| object_remedy(name, &["$ref", "name", "in", "style"], &value);
        assert_eq!(remedy("Schema Object", json!("string")), "write `type: string` for its type");
        assert_eq!(remedy("Schema Object", json!("#/a")), "write `$ref: \"#/a\"` for a reference");
        assert_eq!(remedy("Parameter Object", json!([{}])), "write it without the `- ` or the brackets around it");
        assert_eq!(remedy("Parameter Object", json!(1)), "write keywords and their values, such as `name` or `in`");
    }
}
