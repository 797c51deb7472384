use super::Sampler;
use crate::diagnostics::Diagnostics;
use crate::ir::{SchemaPosition, TypeRef};
use crate::lower::testing::lower_schemas;
use crate::validate::{Direction, violations};
use serde_json::{Value, json};

/// The sample of the schema `A`.
fn sample(schemas: &Value, direction: Direction) -> Option<Value> {
    let api = lower_schemas(schemas, &mut Diagnostics::default());
    let found = api.types.iter().find(|(_, def)| def.position == SchemaPosition::Component("A".to_owned()));
    let type_ref = TypeRef { id: found.unwrap().0, nullable: false };
    let value = Sampler::new(&api.types, direction).value(type_ref);
    if let Some(value) = &value {
        assert_eq!(violations(&api.types, type_ref, value, direction), [], "{value}");
    }
    value
}

fn of(schema: impl Into<Value>) -> Value {
    let schema: Value = schema.into();
    sample(&json!({ "A": schema }), Direction::Received).unwrap()
}

#[test]
fn valid_examples_are_preferred_as_samples() {
    assert_eq!(of(json!({ "type": "string", "example": "blue" })), json!("blue"));
    assert_eq!(of(json!({ "type": "integer", "example": "blue", "default": 7 })), json!(7));
    let properties = json!({ "n": { "type": "integer", "example": 12 }, "s": { "type": "string" } });
    assert_eq!(of(json!({ "type": "object", "properties": properties })), json!({ "n": 12, "s": "string" }));
}

#[test]
fn sampled_scalars_satisfy_constraints() {
    for (schema, value) in [
        (json!({ "type": "integer", "minimum": 5, "multipleOf": 4 }), json!(8)),
        (json!({ "type": "integer", "maximum": -3 }), json!(-3)),
        (json!({ "type": "integer", "minimum": 2, "maximum": 3, "exclusiveMinimum": true }), json!(3)),
        (json!({ "type": "number", "minimum": 0, "maximum": 1, "exclusiveMaximum": true }), json!(0.5)),
        (json!({ "type": "string", "format": "date-time" }), json!("2024-01-01T09:30:00Z")),
        (json!({ "type": "string", "format": "email", "minLength": 18 }), json!("aauser@example.com")),
        (json!({ "type": "string", "minLength": 8 }), json!("stringst")),
        (json!({ "type": "string", "maxLength": 2 }), json!("st")),
        (json!({ "type": "string", "pattern": "^[A-Z]{2}-\\d{3,}$" }), json!("AA-000")),
        (json!({ "type": "string", "pattern": "^\\d+$", "minLength": 4, "maxLength": 4 }), json!("0000")),
        (json!({ "type": "string", "pattern": "x", "minLength": 3 }), json!("xaa")),
    ] {
        assert_eq!(of(schema.clone()), value, "{schema}");
    }
}

#[test]
fn sampled_arrays_and_objects_satisfy_length_constraints() {
    let unique = json!({ "type": "array", "uniqueItems": true, "minItems": 3, "items": { "type": "string", "enum": ["a", "b", "c"] } });
    assert_eq!(of(unique), json!(["a", "b", "c"]));
    let ids = json!({ "type": "array", "uniqueItems": true, "minItems": 2, "items": { "type": "object", "properties": { "id": { "type": "integer" } } } });
    assert_eq!(of(ids), json!([{ "id": 1 }, { "id": 2 }]));
    assert_eq!(
        of(json!({ "type": "object", "minProperties": 2, "additionalProperties": { "type": "boolean" } })),
        json!({ "key1": true, "key2": true })
    );
    assert_eq!(
        sample(
            &json!({ "A": { "type": "array", "minItems": 1_000_000_000_000_000_u64, "items": {} } }),
            Direction::Sent
        ),
        None
    );
    assert_eq!(
        sample(&json!({ "A": { "type": "string", "minLength": 1_000_000_000_000_000_u64 } }), Direction::Sent),
        None
    );
}

#[test]
fn sampling_recursive_schemas_terminates() {
    let node = json!({ "$ref": "#/components/schemas/A" });
    let tree = json!({ "type": "object", "properties": { "name": { "type": "string" }, "children": { "type": "array", "items": node }, "next": node } });
    assert_eq!(of(tree), json!({ "name": "string", "children": [] }));
    let endless = json!({ "A": { "type": "object", "required": ["next"], "properties": { "next": node } } });
    assert_eq!(sample(&endless, Direction::Sent), None);
    let expression = json!({ "oneOf": [
        { "type": "object", "required": ["not"], "properties": { "not": node } },
        { "type": "integer" },
    ]});
    assert_eq!(of(expression), json!({ "not": 1 }));
}

#[test]
fn sampled_variants_have_their_discriminator_value() {
    let schemas = json!({
        "A": {
            "oneOf": [{ "$ref": "#/components/schemas/Cat" }, { "$ref": "#/components/schemas/Dog" }],
            "discriminator": { "propertyName": "kind", "mapping": { "meow": "#/components/schemas/Cat" } },
        },
        "Cat": { "type": "object", "required": ["kind"], "properties": {
            "kind": { "type": "string" },
            "id": { "type": "integer", "readOnly": true },
            "secret": { "type": "string", "writeOnly": true },
        }},
        "Dog": { "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } } },
    });
    assert_eq!(sample(&schemas, Direction::Received).unwrap(), json!({ "kind": "meow", "id": 1 }));
    assert_eq!(sample(&schemas, Direction::Sent).unwrap(), json!({ "kind": "meow", "secret": "string" }));
}
