//! Remedies for keywords of other objects or versions of the specification.

use super::object_kind::ObjectKind;
use super::value::written;
use serde_json::Value;

/// Keywords of schemas that documents have next to `schema`, as in Swagger 2.0.
const OF_SCHEMAS: [&str; 26] = [
    "type",
    "format",
    "items",
    "enum",
    "default",
    "properties",
    "additionalProperties",
    "allOf",
    "oneOf",
    "anyOf",
    "nullable",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "const",
    "readOnly",
];

/// Whether the key is a keyword of schemas, in place of `schema`.
pub(crate) fn is_of_schema(key: &str) -> bool {
    OF_SCHEMAS.contains(&key)
}

/// Whether a key is another word for a keyword.
pub(crate) fn is_other_word(kind: &ObjectKind, key: &str, keyword: &str) -> bool {
    let words: &[&str] = match (kind.name, keyword) {
        ("Discriminator Object", "propertyName") => &["property", "name", "field", "key", "tag"],
        _ => &[],
    };
    words.contains(&key)
}

/// The object that an unknown keyword belongs to; `is_unlike` if it resembles none of the object's keywords.
pub(crate) fn remedy(kind: &ObjectKind, key: &str, value: &Value, is_unlike: bool) -> Option<String> {
    let object = kind.name;
    let into_content = "move it under `content`, as in `content: { application/json: { schema: … } }`";
    let help = match (object, key) {
        ("Parameter Object", "collectionFormat") => {
            "write `style` and `explode`: `style: form` with `explode: false` for `csv`, with `explode: true` for \
             `multi`"
        }
        ("Parameter Object" | "Header Object" | "Media Type Object", _) if is_of_schema(key) => {
            return Some(match written(value) {
                Some(value) => format!("move it into `schema`: `schema: {{ {key}: {value} }}`"),
                None => "move it into `schema`".to_owned(),
            });
        }
        ("Header Object", "name") => "remove it: the key of a header is its name",
        ("Header Object", "in") => "remove it: every entry of `headers` is a header",
        // In Swagger 2.0 a response has a schema.
        ("Response Object", _) if is_of_schema(key) && kind.keywords.contains(&"schema") => "move it into `schema`",
        ("Response Object", "example") if kind.keywords.contains(&"schema") => {
            "write `examples: { application/json: … }`, with the media type of the example"
        }
        ("Response Object", "consumes" | "produces") => "move it: it belongs in the operation",
        ("Discriminator Object", word) if is_other_word(kind, word, "propertyName") => "write `propertyName`",
        ("Response Object" | "Request Body Object", "schema" | "examples" | "example") => into_content,
        ("Response Object" | "Request Body Object", _) if is_of_schema(key) => into_content,
        ("Operation Object", "produces") => "name the media types as the keys of `content` in each response",
        ("Operation Object", "consumes") => "name the media types as the keys of `content` in `requestBody`",
        ("Operation Object" | "OpenAPI Object", "host" | "basePath" | "schemes") => {
            "write the URL under `servers`, as in `servers: [{ url: https://api.example.com/v1 }]`"
        }
        ("OpenAPI Object", "consumes" | "produces") => "name the media types as the keys of `content`",
        ("OpenAPI Object", "definitions") => "move it: schemas belong under `components.schemas`",
        ("OpenAPI Object", "securityDefinitions") => {
            "move it: security schemes belong under `components.securitySchemes`"
        }
        (
            "OpenAPI Object",
            "schemas" | "responses" | "parameters" | "examples" | "requestBodies" | "headers" | "securitySchemes"
            | "links" | "callbacks",
        ) => "move it under `components`",
        ("Security Scheme Object", "flow" | "authorizationUrl" | "tokenUrl" | "scopes") => {
            "write it under `flows`, as in `flows: { clientCredentials: { tokenUrl: …, scopes: {} } }`"
        }
        ("OAuth Flows Object", "authorizationUrl" | "tokenUrl" | "refreshUrl" | "scopes") => {
            "move it under the name of its flow, as in `clientCredentials: { tokenUrl: …, scopes: {} }`"
        }
        ("Operation Object", "body" | "request") => {
            "write `requestBody: { content: { application/json: { schema: … } } }`"
        }
        ("Schema Object", _) if value.is_object() && is_unlike => "if it is a property, move it under `properties`",
        _ => return None,
    };
    Some(help.to_owned())
}
