//! The values of `type`, and what documents write in their place.

use super::value::found;
use crate::diagnostics::{Code, Diagnostics, similar};
use crate::ir::JsonType;
use crate::resolve::Node;
use serde_json::json;

/// The meaning of a value of `type`.
pub(crate) enum TypeWord {
    /// A type; and for some words of other languages the equivalent `format`.
    Type(JsonType, Option<&'static str>),
    /// `null`.
    Null,
    /// Any value.
    Any,
}

const TYPES: [(&str, Option<JsonType>); 7] = [
    ("boolean", Some(JsonType::Boolean)),
    ("integer", Some(JsonType::Integer)),
    ("number", Some(JsonType::Number)),
    ("string", Some(JsonType::String)),
    ("array", Some(JsonType::Array)),
    ("object", Some(JsonType::Object)),
    ("null", None),
];

/// Words of other languages and older versions for a type, with the equivalent format.
const FOREIGN_TYPES: [(&str, JsonType, Option<&str>); 25] = [
    ("int", JsonType::Integer, None),
    ("int32", JsonType::Integer, Some("int32")),
    ("int64", JsonType::Integer, Some("int64")),
    ("long", JsonType::Integer, Some("int64")),
    ("bigint", JsonType::Integer, Some("int64")),
    ("num", JsonType::Number, None),
    ("float", JsonType::Number, Some("float")),
    ("double", JsonType::Number, Some("double")),
    ("decimal", JsonType::Number, None),
    ("bool", JsonType::Boolean, None),
    ("str", JsonType::String, None),
    ("text", JsonType::String, None),
    ("char", JsonType::String, None),
    ("uuid", JsonType::String, Some("uuid")),
    ("url", JsonType::String, Some("uri")),
    ("email", JsonType::String, Some("email")),
    ("date", JsonType::String, Some("date")),
    ("datetime", JsonType::String, Some("date-time")),
    ("date-time", JsonType::String, Some("date-time")),
    ("file", JsonType::String, Some("binary")),
    ("binary", JsonType::String, Some("binary")),
    ("list", JsonType::Array, None),
    ("map", JsonType::Object, None),
    ("dict", JsonType::Object, None),
    ("hash", JsonType::Object, None),
];

/// Whether a word names a type, here or in other languages.
pub(crate) fn is_type_word(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    TYPES.iter().any(|(word, _)| *word == lower) || FOREIGN_TYPES.iter().any(|(word, ..)| *word == lower)
}

/// Whether a string names a type, in this case.
pub(crate) fn is_lower_case_type(text: &str) -> bool {
    is_type_word(text) && text.to_ascii_lowercase() == text
}

/// Reads one word. An unknown one is reported, and read as its probable meaning or as any value.
pub(crate) fn type_word(node: &Node<'_>, is_listed: bool, diagnostics: &mut Diagnostics) -> TypeWord {
    if node.value.is_null() && is_listed {
        let diagnostic = diagnostics.mistake(Code::WrongType, &node.origin, "unquoted `null` is not a string");
        diagnostic.read_as("it is read as `'null'`").help("put it in quotes: `'null'`");
        return TypeWord::Null;
    }
    let Some(text) = node.value.as_str() else {
        report_not_a_string(node, is_listed, diagnostics);
        return TypeWord::Any;
    };
    if let Some((_, known)) = TYPES.iter().find(|(name, _)| *name == text) {
        return known.map_or(TypeWord::Null, |json_type| TypeWord::Type(json_type, None));
    }
    let is_like_null = similar(text, ["null".to_owned()]).is_some() || text.eq_ignore_ascii_case("null");
    if is_listed && (is_like_null || ["nil", "none", "None"].contains(&text)) {
        let diagnostic = diagnostics.mistake(Code::InvalidValue, &node.origin, format!("unknown type `{text}`"));
        diagnostic.read_as("it is read as `'null'`").help("did you mean `null`? Write `'null'`");
        return TypeWord::Null;
    }
    unknown_word(node, text, is_listed, diagnostics)
}

fn report_not_a_string(node: &Node<'_>, is_listed: bool, diagnostics: &mut Diagnostics) {
    let message = format!("`type` must be the name of a type, not {}", found(node.value));
    let diagnostic = diagnostics.mistake(Code::WrongType, &node.origin, message).fallback();
    diagnostic.read_as(outcome(is_listed));
    if node.value.is_null() {
        diagnostic.help("write the name of a type, such as `type: string`; the type of null is `'null'`, in quotes");
    } else {
        diagnostic.help("write the name of a type, such as `type: string`");
    }
}

/// Reports an invalid type; returns its probable meaning, or else any value.
fn unknown_word(node: &Node<'_>, text: &str, is_listed: bool, diagnostics: &mut Diagnostics) -> TypeWord {
    let intended = intended(text.trim());
    let help = match &intended {
        Some(("array", None, _)) if text.ends_with("[]") => {
            format!("write `type: array` with `items: {{ type: {} }}`", text.trim_end_matches("[]"))
        }
        Some((word, Some(format), _)) => format!("write `type: {word}` with `format: {format}`"),
        Some((word, None, _)) => format!("write `type: {word}`"),
        None if text.is_empty() || ["any", "*"].contains(&text) => "omit `type`".to_owned(),
        None => "the valid types are boolean, integer, number, string, array and object".to_owned(),
    };
    let reading = match &intended {
        Some((word, ..)) => format!("it is read as `{word}`"),
        None => outcome(is_listed).to_owned(),
    };
    let diagnostic = diagnostics.mistake(Code::InvalidValue, &node.origin, format!("unknown type `{text}`"));
    diagnostic.read_as(reading).help(help);
    if let Some((word, format, json_type)) = intended {
        let fix = match format {
            Some(format) => json!({ "type": word, "format": format }),
            None => json!({ "type": word }),
        };
        if !is_listed && json_type != JsonType::Array {
            diagnostic.fix(&node.origin.parent(), fix);
        }
        return TypeWord::Type(json_type, format);
    }
    diagnostic.fallback();
    TypeWord::Any
}

/// The consequence of a word that is not a type.
fn outcome(is_listed: bool) -> &'static str {
    if is_listed { "it is ignored" } else { "any value is allowed" }
}

/// The probable type and format of a word from another language, or of a misspelling.
fn intended(text: &str) -> Option<(&'static str, Option<&'static str>, JsonType)> {
    let lower = text.to_lowercase();
    if lower.ends_with("[]") {
        return Some((name_of(JsonType::Array), None, JsonType::Array));
    }
    if let Some((_, json_type, format)) = FOREIGN_TYPES.iter().find(|(word, ..)| *word == lower) {
        return Some((name_of(*json_type), *format, *json_type));
    }
    let names = TYPES.iter().filter(|(_, json_type)| json_type.is_some()).map(|(name, _)| (*name).to_owned());
    let type_name = TYPES.iter().find(|(name, _)| *name == lower).map(|(name, _)| (*name).to_owned());
    let type_name = type_name.or_else(|| similar(text, names))?;
    let (name, json_type) = TYPES.iter().find(|(name, _)| *name == type_name)?;
    Some((name, None, (*json_type)?))
}

fn name_of(json_type: JsonType) -> &'static str {
    TYPES.iter().find(|(_, known)| *known == Some(json_type)).map_or("null", |(name, _)| name)
}
