//! The schemas of the document, as JSON Schema.

use crate::runtime::serde_json::{Map, Value, json};
use jsonschema::{Draft, ValidationError, ValidatorMap};

/// Where the schemas that others refer to stand in the document.
const SHARED: &str = "#/components/schemas/";
/// And here.
const HERE: &str = "#/definitions/";

/// Schemas by name, to be checked against together.
#[derive(Debug, Default)]
pub(super) struct Collector {
    definitions: Map<String, Value>,
}

/// What values are checked against.
pub(super) struct Schemas {
    validators: ValidatorMap,
}

impl Collector {
    /// Adds a schema of the document. Names must not hold what a URL has to escape.
    pub(super) fn add(&mut self, name: impl Into<String>, schema: &Value) {
        self.definitions.insert(name.into(), converted(schema));
    }

    /// # Errors
    /// When a schema is none, which a document that was generated from cannot have.
    pub(super) fn finish(self) -> Result<Schemas, ValidationError<'static>> {
        let schema = json!({ "definitions": self.definitions });
        Ok(Schemas { validators: jsonschema::options().with_draft(Draft::Draft4).build_map(&schema)? })
    }
}

impl Schemas {
    /// Where a value is not as the schema of this name says, as a JSON Pointer, and why.
    pub(super) fn complaints(&self, name: &str, value: &Value) -> Vec<(String, String)> {
        let Some(validator) = self.validators.get(&format!("{HERE}{name}")) else { return Vec::new() };
        validator.iter_errors(value).map(|error| (error.instance_path().to_string(), error.to_string())).collect()
    }
}

/// A schema object of OpenAPI 3.0 as one of JSON Schema's draft 4, which it derives from: not known there are `nullable` and
/// the formats of integers, which are bounds. What neither knows is left in and does nothing.
fn converted(schema: &Value) -> Value {
    let Value::Object(schema) = schema else { return schema.clone() };
    if let Some(Value::String(reference)) = schema.get("$ref") {
        return json!({ "$ref": reference.replace(SHARED, HERE) });
    }
    let mut plain = Map::new();
    for (keyword, value) in schema {
        let value = match (keyword.as_str(), value) {
            ("nullable" | "default", _) => continue,
            ("properties", Value::Object(properties)) => {
                Value::Object(properties.iter().map(|(name, schema)| (name.clone(), converted(schema))).collect())
            }
            ("items" | "not" | "additionalProperties", schema) => converted(schema),
            ("allOf" | "anyOf" | "oneOf", Value::Array(schemas)) => schemas.iter().map(converted).collect(),
            _ => value.clone(),
        };
        plain.insert(keyword.clone(), value);
    }
    match schema.get("format").and_then(Value::as_str) {
        Some("int32") => bound(&mut plain, i32::MIN.into(), i32::MAX.into()),
        Some("int64") => bound(&mut plain, i64::MIN, i64::MAX),
        _ => {}
    }
    match schema.get("nullable") {
        Some(Value::Bool(true)) => json!({ "anyOf": [{ "type": "null" }, plain] }),
        _ => Value::Object(plain),
    }
}

/// Where the document itself has no bounds.
fn bound(schema: &mut Map<String, Value>, least: i64, greatest: i64) {
    schema.entry("minimum").or_insert(least.into());
    schema.entry("maximum").or_insert(greatest.into());
}
