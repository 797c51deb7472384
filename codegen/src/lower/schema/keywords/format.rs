//! `format`: misspelled formats, and formats of another type.

use super::schema_object::Keywords;
use crate::diagnostics::{Code, Diagnostics, similar};
use crate::ir::JsonType;
use serde_json::json;

/// The formats with types of their own, and similar words that are other formats.
const TYPED_FORMATS: [&str; 11] =
    ["date-time", "date", "uuid", "binary", "byte", "int32", "int64", "float", "double", "decimal", "password"];
const OTHER_FORMATS: [&str; 24] = [
    "int8",
    "int16",
    "int128",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "uint128",
    "uint",
    "int",
    "long",
    "float32",
    "float64",
    "decimal128",
    "double-int",
    "url",
    "uri",
    "guid",
    "time",
    "dates",
    "data",
    "bytes",
    "bit",
    "http-date",
];

/// Reports misspelled formats. Unknown formats are allowed.
pub(super) fn check(keywords: &Keywords<'_>, diagnostics: &mut Diagnostics) {
    let Some(format) = keywords.format.as_deref() else { return };
    check_type(keywords, diagnostics);
    if TYPED_FORMATS.contains(&format) || OTHER_FORMATS.contains(&format) {
        return;
    }
    let Some(node) = keywords.node.get("format").filter(|node| node.value.is_string()) else { return };
    if let Some(suggestion) = similar(format, TYPED_FORMATS.map(str::to_owned)) {
        let message = format!("unknown format `{format}`");
        let diagnostic = diagnostics.warning(Code::InvalidValue, &node.origin, message);
        diagnostic.help(format!("did you mean `{suggestion}`?"));
        diagnostic.fix(&keywords.node.origin, json!({ "format": suggestion }));
    }
}

/// Formats of strings only; those of numbers also apply to strings that contain a number.
const STRING_FORMATS: [&str; 10] =
    ["date-time", "date", "uuid", "binary", "byte", "password", "email", "uri", "hostname", "ipv4"];

/// A format of strings under a type that has none.
fn check_type(keywords: &Keywords<'_>, diagnostics: &mut Diagnostics) {
    let (Some(format), Some([json_type])) = (keywords.format.as_deref(), keywords.types.as_deref()) else { return };
    let is_number = matches!(json_type, JsonType::Boolean | JsonType::Integer | JsonType::Number);
    let Some(node) = keywords.node.get("format").filter(|_| is_number && STRING_FORMATS.contains(&format)) else {
        return;
    };
    let message = format!("the format `{format}` is for strings, not for {}", json_type.describe());
    let diagnostic = diagnostics.warning(Code::InapplicableKeyword, &node.origin, message).skipped();
    diagnostic.help("write `type: string` if the values are strings, or remove it");
}
