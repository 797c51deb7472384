//! Parameters and headers: in Swagger 2.0 they describe their value by keywords of their own, since OpenAPI 3.0 by a
//! `schema`.

use super::survey::BodyParameter;
use crate::diagnostics::{Code, Diagnostics};
use crate::load::{Document, Made};
use crate::pointer::Origin;
use serde_json::{Map, Value};

/// Keywords that describe a value.
const OF_VALUES: [&str; 26] = [
    "type",
    "format",
    "items",
    "enum",
    "const",
    "properties",
    "additionalProperties",
    "allOf",
    "oneOf",
    "anyOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "multipleOf",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxProperties",
    "minProperties",
    "discriminator",
    "nullable",
    "x-nullable",
];

/// Further keywords of schemas, which do not describe a value alone.
const SIBLINGS: [&str; 7] = ["default", "example", "title", "readOnly", "x-isnullable", "x-ms-enum", "x-omitempty"];

/// Adds the `schema` of the Parameter Object or Header Object at this position, from its own keywords.
pub(super) fn describe(document: &mut Document, origin: &Origin, diagnostics: &mut Diagnostics) {
    let Some(object) = document.node(origin).and_then(Value::as_object) else { return };
    let location = object.get("in").and_then(Value::as_str).unwrap_or_default().to_owned();
    let is_self_describing = object.keys().any(|key| OF_VALUES.contains(&key.as_str()));
    if object.get("schema").is_some_and(|schema| !schema.is_null()) {
        if BodyParameter::of(&location) == Some(BodyParameter::Whole) {
            return;
        }
        report_schema(origin, is_self_describing, diagnostics);
        if !is_self_describing {
            return;
        }
    }
    if !is_self_describing {
        return;
    }
    let file = file_keyword(object);
    let keys: Vec<String> = object.keys().filter(|key| is_of_schema(key)).cloned().collect();
    move_collection_format(document, origin, diagnostics);
    let mut schema = Made::object(document.written_at(origin));
    for key in keys {
        if let Some(member) = document.take(origin, &key) {
            schema = schema.with(&key, member);
        }
    }
    document.put(origin, "schema", schema);
    let at = origin.key("schema");
    match file {
        Some(File::Itself) => describe_file(document, &at, &location, origin, diagnostics),
        Some(File::Elements) => describe_file(document, &at.key("items"), &location, &origin.key("items"), diagnostics),
        None => {}
    }
}

fn is_of_schema(key: &str) -> bool {
    OF_VALUES.contains(&key) || SIBLINGS.contains(&key) || key.starts_with("x-enum")
}

/// The schema that contains `type: file`.
#[derive(Clone, Copy)]
enum File {
    Itself,
    Elements,
}

fn file_keyword(object: &Map<String, Value>) -> Option<File> {
    let is_file = |value: Option<&Value>| value.is_some_and(|value| value == "file");
    if is_file(object.get("type")) {
        return Some(File::Itself);
    }
    is_file(object.get("items").and_then(|items| items.get("type"))).then_some(File::Elements)
}

/// `type: file` is a binary string in a body, and a plain string elsewhere. `written` is the original position of the
/// schema.
fn describe_file(
    document: &mut Document,
    schema: &Origin,
    location: &str,
    written: &Origin,
    diagnostics: &mut Diagnostics,
) {
    let at = document.written_at(&schema.key("type"));
    document.put(schema, "type", Made::value("string", at.clone()));
    if BodyParameter::of(location).is_some() {
        document.put(schema, "format", Made::value("binary", at));
        return;
    }
    let message = "`type: file` is for `formData` parameters and responses: a string is sent";
    let diagnostic = diagnostics.mistake(Code::InvalidValue, &schema.key("type"), message).fallback();
    if written.pointer.steps().any(|step| step == "headers") {
        diagnostic.help("write `type: string`");
    } else {
        diagnostic.help("write `in: formData`, and `multipart/form-data` under `consumes`");
    }
}

/// The `schema` of OpenAPI 3.0 in a parameter outside of the body.
fn report_schema(origin: &Origin, is_ignored: bool, diagnostics: &mut Diagnostics) {
    let at = origin.key("schema");
    let message = "only a parameter with `in: body` has a `schema` in Swagger 2.0";
    let diagnostic = diagnostics.mistake(Code::UnknownKeyword, &at, message).at_key();
    if is_ignored {
        diagnostic.skipped().help("remove it: the other keywords describe the value");
    } else {
        diagnostic
            .help("write its keywords beside `name` and `in`: `type: string` in place of `schema: { type: string }`");
    }
}

/// Many documents have `collectionFormat` among what describes an element, and mean the array.
fn move_collection_format(document: &mut Document, origin: &Origin, diagnostics: &mut Diagnostics) {
    let items = origin.key("items");
    let Some(node) = document.node(&items) else { return };
    let is_of_array = node.get("type").is_some_and(|json_type| json_type == "array") || node.get("items").is_some();
    let Some(format) = node.get("collectionFormat").cloned().filter(|_| !is_of_array) else { return };
    let stated = document.node(&origin.key("collectionFormat")).cloned();
    if stated.as_ref() != Some(&format) {
        let message = "`collectionFormat` is in `items`, not next to `type: array`";
        let diagnostic = diagnostics.mistake(Code::UnknownKeyword, &items.key("collectionFormat"), message).at_key();
        let help = match stated {
            None => "move it next to `type: array`, as it is read",
            Some(_) => "remove it: the one next to `type: array` takes precedence",
        };
        diagnostic.help(help);
    }
    // Its original position is kept for diagnostics, including the one above.
    let moved = document.copied(&items.key("collectionFormat"));
    if let (Some(moved), None) = (moved, stated) {
        document.put(origin, "collectionFormat", moved);
    }
    document.take(&items, "collectionFormat");
}
