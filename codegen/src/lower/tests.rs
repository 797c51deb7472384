//! Diagnostics state whether something is skipped, or read as a wider type.

use super::testing::{document, lower};
use crate::diagnostics::{Diagnostics, Effect, Strictness};
use serde_json::{Value, json};

/// The effect of everything that is reported of a document, in the order that it is.
fn effects(paths: &Value, schemas: &Value) -> Vec<Option<Effect>> {
    let mut diagnostics = Diagnostics::new(Strictness::Lenient);
    lower(&document(paths, schemas), &mut diagnostics);
    diagnostics.list().iter().map(|diagnostic| diagnostic.effect).collect()
}

#[test]
fn skipped_and_widened_features_are_reported() {
    let (skipped, fallback) = (Some(Effect::Skipped), Some(Effect::Fallback));
    let operation = |parameters: Value| json!({ "/": { "get": { "responses": { "204": { "description": "Done" } }, "parameters": parameters } } });
    for (schema, expected) in [
        (json!({ "$ref": "#/nowhere" }), fallback),
        (json!("text"), fallback),
        (json!({ "type": "string", "pattern": "(?=a)" }), skipped),
        (json!({ "type": "string", "maxLenght": 3 }), skipped),
        (json!({ "type": "string", "maxLength": "three" }), skipped),
        (json!({ "type": "string", "default": 3 }), skipped),
        (json!({ "type": "string", "minLength": 3, "maxLength": 2 }), skipped),
        (json!({ "type": "number", "multipleOf": 0 }), skipped),
        (json!({ "type": "object", "required": ["a"] }), skipped),
        (json!({ "type": "array" }), fallback),
        (json!({ "type": "string", "maximum": 3 }), None),
    ] {
        assert_eq!(effects(&json!({}), &json!({ "A": schema })), [expected], "{schema}");
    }
    for (parameter, expected) in [
        (json!({ "$ref": "#/nowhere" }), skipped),
        (json!("text"), skipped),
        (json!({ "in": "query", "schema": {} }), skipped),
        (json!({ "name": "a", "in": "query" }), fallback),
        (json!({ "name": "a", "in": "query", "schema": {}, "style": "odd" }), fallback),
        (json!({ "name": "a", "in": "query", "schema": {}, "content": { "application/json": {} } }), skipped),
        (json!({ "name": "a", "in": "header", "schema": {}, "allowReserved": true }), None),
    ] {
        assert_eq!(effects(&operation(json!([parameter])), &json!({})), [expected], "{parameter}");
    }
}
