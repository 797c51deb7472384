//! Lowering of `allOf`.

use crate::ir::{EnumValues, SchemaPosition, TypeKind};
use crate::lower::testing::{by_kind, complaints, component, names, object, schemas, union};
use serde_json::json;

#[test]
fn all_of_with_one_reference_is_its_target_with_a_description() {
    let api = schemas(&json!({
        "Name": { "type": "string", "description": "A name" },
        "A": { "type": "object", "properties": { "name": {
            "allOf": [{ "$ref": "#/components/schemas/Name" }],
            "nullable": true,
            "description": "The name here",
        }}},
    }));
    let name = &object(&api, "A").properties[0];
    assert_eq!(api.types[name.value.id].position, SchemaPosition::Component("Name".to_owned()));
    assert_eq!(name.description.as_deref(), Some("The name here"));
    assert!(name.value.nullable);
}

#[test]
fn all_of_merges_properties_and_required() {
    let api = schemas(&json!({
        "Pet": { "type": "object", "required": ["name"], "properties": { "name": { "type": "string" } } },
        "Dog": {
            "allOf": [
                { "$ref": "#/components/schemas/Pet" },
                { "type": "object", "properties": { "bark": { "type": "boolean" } } },
            ],
            "required": ["bark"],
        },
    }));
    let dog = object(&api, "Dog");
    assert_eq!(names(dog), ["name", "bark"]);
    assert!(dog.properties.iter().all(|property| property.required));
    // Inherited, not copied: the base and the subtype share the type of the property.
    assert_eq!(dog.properties[0].value, object(&api, "Pet").properties[0].value);
}

#[test]
fn all_of_merges_schemas_of_the_same_property() {
    let api = schemas(&json!({
        "Pet": { "type": "object", "properties": { "kind": { "type": "string" }, "age": { "type": "integer" } } },
        "Dog": { "allOf": [
            { "$ref": "#/components/schemas/Pet" },
            { "properties": { "kind": { "enum": ["dog"] }, "age": { "description": "In years" } } },
        ]},
    }));
    let dog = object(&api, "Dog");
    let TypeKind::Enum(kind) = &api.types[dog.properties[0].value.id].kind else { panic!("not narrowed") };
    assert_eq!(kind.values, EnumValues::Strings(vec!["dog".to_owned()]));
    assert_eq!(dog.properties[1].value, object(&api, "Pet").properties[1].value);
    assert_eq!(dog.properties[1].description.as_deref(), Some("In years"));
}

#[test]
fn all_of_narrows_a_scalar() {
    let api = schemas(&json!({
        "Text": { "type": "string", "maxLength": 9 },
        "Code": { "allOf": [{ "$ref": "#/components/schemas/Text" }], "minLength": 2 },
    }));
    let constraints = &component(&api, "Code").constraints;
    assert_eq!((constraints.min_length, constraints.max_length), (Some(2), Some(9)));
}

#[test]
fn contradictory_all_of_is_reported() {
    assert_eq!(
        complaints(&json!({ "A": { "allOf": [{ "type": "string" }, { "type": "integer" }] } })),
        ["warning: no value is both a string and an integer: this is read as any JSON value",]
    );
}

#[test]
fn loops_are_reported_once() {
    assert_eq!(
        complaints(&json!({
            "A": { "allOf": [{ "$ref": "#/components/schemas/B" }] },
            "B": { "allOf": [{ "$ref": "#/components/schemas/A" }] },
        }))
        .len(),
        1
    );
    assert_eq!(
        complaints(&json!({ "A": { "allOf": [{ "$ref": "#/components/schemas/A" }, { "type": "object" }] } })),
        ["error: this schema includes itself through `allOf`"]
    );
}

#[test]
fn a_supertype_that_lists_its_subtypes_is_not_recursive() {
    let api = schemas(&json!({
        "Pet": {
            "type": "object",
            "required": ["kind"],
            "properties": { "kind": { "type": "string" } },
            "discriminator": { "propertyName": "kind" },
            "oneOf": [{ "$ref": "#/components/schemas/Cat" }, { "$ref": "#/components/schemas/Dog" }],
        },
        "Cat": { "allOf": [{ "$ref": "#/components/schemas/Pet" }, { "properties": { "purr": { "type": "string" } } }] },
        "Dog": { "allOf": [{ "$ref": "#/components/schemas/Pet" }, { "properties": { "bark": { "type": "string" } } }] },
    }));
    assert_eq!(names(object(&api, "Cat")), ["kind", "purr"]);
    let pet = union(&api, "Pet");
    let mapping = vec![("Cat".to_owned(), 0), ("Dog".to_owned(), 1)];
    assert_eq!(pet.selection, by_kind(mapping, Vec::new()));
    assert_eq!(api.types[pet.variants[1].value.id].position, SchemaPosition::Component("Dog".to_owned()));
}
