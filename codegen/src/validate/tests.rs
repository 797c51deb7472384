use super::{Direction, violations};
use crate::diagnostics::Diagnostics;
use crate::ir::{SchemaPosition, TypeRef};
use crate::lower::testing::lower_schemas;
use serde_json::{Value, json};

/// The violations of a value of the schema `A`: positions and requirements.
fn wrong(schemas: &Value, value: &Value, direction: Direction) -> Vec<String> {
    let api = lower_schemas(schemas, &mut Diagnostics::default());
    let found = api.types.iter().find(|(_, def)| def.position == SchemaPosition::Component("A".to_owned()));
    let expected = TypeRef { id: found.unwrap().0, nullable: false };
    let found = violations(&api.types, expected, value, direction);
    found.into_iter().map(|one| format!("{} {}", one.pointer, one.requirement)).collect()
}

#[test]
fn violations_have_a_position_and_a_requirement_but_no_value() {
    let schemas = json!({ "A": {
        "type": "object",
        "additionalProperties": false,
        "required": ["id", "born", "secret"],
        "properties": {
            "id": { "type": "integer", "readOnly": true },
            "secret": { "type": "string", "writeOnly": true },
            "born": { "type": "string", "format": "date" },
            "names": { "type": "array", "uniqueItems": true, "items": { "type": "string", "maxLength": 3 } },
            "kind": { "type": "string", "enum": ["cat", "dog"] },
            "share": { "type": "number", "minimum": 0, "maximum": 1, "multipleOf": 0.1 },
        },
    }});
    let value = json!({ "born": "hunter2", "names": ["hunter2", "a", "a"], "kind": "hunter2", "share": 7, "x/y": 1 });
    assert_eq!(
        wrong(&schemas, &value, Direction::Sent),
        [
            "/secret is required",
            "/born must be a date, such as 2024-12-31",
            "/names/0 must have at most 3 characters",
            "/kind must be one of \"cat\", \"dog\"",
            "/share must be at most 1",
            "/x~1y must not be present: the document has no such key",
        ]
    );
    let received = json!({ "id": 1, "born": "2024-02-29", "names": ["a", "a"], "share": 0.3 });
    assert_eq!(wrong(&schemas, &received, Direction::Received), ["/names must have unique elements"]);
    assert_eq!(wrong(&schemas, &json!(1), Direction::Sent), [" must be an object"]);
}

#[test]
fn violations_of_unions_are_those_of_the_selected_variant() {
    let schemas = json!({
        "A": {
            "oneOf": [{ "$ref": "#/components/schemas/Cat" }, { "$ref": "#/components/schemas/Dog" }],
            "discriminator": { "propertyName": "kind" },
        },
        "Cat": { "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } } },
        "Dog": { "type": "object", "required": ["kind", "age"], "properties": {
            "kind": { "type": "string" }, "age": { "type": "integer" },
        }},
    });
    let wrong = |value: &Value| wrong(&schemas, value, Direction::Sent);
    assert_eq!(wrong(&json!({ "kind": "Cat" })), Vec::<String>::new());
    assert_eq!(wrong(&json!({ "kind": "Dog", "age": "old" })), ["/age must be an integer"]);
    assert_eq!(wrong(&json!({ "kind": "hunter2" })), ["/kind must be one of \"Cat\", \"Dog\""]);
}

#[test]
fn validation_work_is_bounded() {
    let node = json!({ "$ref": "#/components/schemas/A" });
    let variant = |key: &str| json!({ "type": "object", "required": [key, "z"], "properties": { key: node } });
    let schemas =
        json!({ "A": { "anyOf": [variant("a"), variant("b"), { "type": "object", "properties": { "a": node } }] } });
    let deep = (0..100).fold(json!(1), |inner, _| json!({ "a": inner }));
    assert!(wrong(&schemas, &deep, Direction::Sent).len() <= 20);
    let many = json!(vec![1; 1000]);
    let list = json!({ "A": { "type": "array", "items": { "type": "string" } } });
    assert_eq!(wrong_count(&list, &many), 20);
}

fn wrong_count(schemas: &Value, value: &Value) -> usize {
    wrong(schemas, value, Direction::Sent).len()
}
