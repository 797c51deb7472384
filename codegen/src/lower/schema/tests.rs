//! Lowering of schemas, one behavior at a time. Diagnostics are compared by their messages.

use crate::ir::{Additional, EnumValues, IntegerWidth, Presence, SchemaPosition, TypeKind};
use crate::lower::testing::{by_kind, complaints, component, names, object, schemas, union};
use serde_json::{Value, json};

#[test]
fn presence_depends_on_required_and_nullable() {
    let api = schemas(&json!({ "A": {
        "type": "object",
        "required": ["a", "b"],
        "properties": {
            "a": { "type": "string" },
            "b": { "type": "string", "nullable": true },
            "c": { "type": "string" },
            "d": { "type": "string", "nullable": true },
        },
    }}));
    let presence: Vec<Presence> = object(&api, "A").properties.iter().map(crate::ir::Property::presence).collect();
    assert_eq!(
        presence,
        [Presence::Required, Presence::RequiredNullable, Presence::Optional, Presence::OptionalNullable,]
    );
}

#[test]
fn a_recursive_schema_is_one_type() {
    let api = schemas(&json!({ "Node": {
        "type": "object",
        "nullable": true,
        "properties": { "next": { "$ref": "#/components/schemas/Node" } },
    }}));
    let next = object(&api, "Node").properties[0].value;
    assert_eq!(api.types[next.id].position, SchemaPosition::Component("Node".to_owned()));
    assert!(next.nullable);
}

#[test]
fn one_variant_beside_null_is_that_variant() {
    for marker in [json!({ "type": "null" }), json!({ "nullable": true }), json!({ "enum": [null] })] {
        let api = schemas(&json!({
            "Name": { "type": "string" },
            "A": { "type": "object", "properties": { "name": {
                "anyOf": [{ "$ref": "#/components/schemas/Name" }, marker],
            }}},
        }));
        let name = object(&api, "A").properties[0].value;
        assert_eq!(api.types[name.id].position, SchemaPosition::Component("Name".to_owned()));
        assert!(name.nullable);
    }
}

#[test]
fn a_union_that_is_its_own_variant_is_reported() {
    let is_loop = ["error: circular `$ref` with no schema in it"];
    let itself = json!({ "$ref": "#/components/schemas/A" });
    assert_eq!(complaints(&json!({ "A": { "oneOf": [itself, { "type": "string" }] } })), is_loop);
    assert_eq!(
        complaints(&json!({
            "A": { "anyOf": [{ "$ref": "#/components/schemas/B" }, { "type": "integer" }] },
            "B": { "allOf": [itself] },
        })),
        is_loop
    );
}

#[test]
fn properties_next_to_one_of_are_in_every_variant() {
    let api = schemas(&json!({ "A": {
        "type": "object",
        "required": ["id"],
        "properties": { "id": { "type": "string" } },
        "oneOf": [
            { "required": ["x"], "properties": { "x": { "type": "string" } } },
            { "required": ["y"], "properties": { "y": { "type": "string" } } },
        ],
    }}));
    for (variant, own) in union(&api, "A").variants.iter().zip(["x", "y"]) {
        let TypeKind::Object(object) = &api.types[variant.value.id].kind else { panic!("no object") };
        assert_eq!(names(object), ["id", own]);
    }
}

#[test]
fn alternatives_with_only_required_keep_the_object() {
    let schema = json!({
        "type": "object",
        "properties": { "a": { "type": "string" }, "b": { "type": "string" } },
        "anyOf": [{ "required": ["a"] }, { "required": ["b"] }],
    });
    assert_eq!(
        complaints(&json!({ "A": schema })),
        ["warning: this `anyOf` only constrains which keys occur together, which is not checked before sending",]
    );
}

#[test]
fn equal_numbers_are_one_enum_value() {
    let api = schemas(&json!({
        "A": { "type": "integer", "enum": [1, 1.0, 2] },
        "B": { "type": "number", "enum": [0, -0.0, 1, 1.0, 1.5] },
    }));
    let values = |key: &str| match &component(&api, key).kind {
        TypeKind::Enum(list) => list.values.clone(),
        _ => panic!("{key} is no enum"),
    };
    assert_eq!(values("A"), EnumValues::Integers(vec![1, 2]));
    assert_eq!(values("B"), EnumValues::Numbers(vec![0.0, 1.0, 1.5]));
}

#[test]
fn unions_of_constants_become_one_enum() {
    let api = schemas(&json!({
        "A": { "oneOf": [{ "type": "string", "enum": ["a", "b"] }, { "const": "c" }] },
        "Open": { "anyOf": [{ "type": "string" }, { "type": "string", "enum": ["a"] }] },
    }));
    let TypeKind::Enum(list) = &component(&api, "A").kind else { panic!("no list") };
    assert_eq!(list.values, EnumValues::Strings(["a", "b", "c"].map(str::to_owned).to_vec()));
    assert!(matches!(component(&api, "Open").kind, TypeKind::Enum(_)));
}

fn pets(mapping: &Value) -> Value {
    let pet = |text: &str| json!({ "type": "object", "properties": { "kind": { "type": "string" }, text: {} } });
    json!({
        "Cat": pet("purr"),
        "Dog": pet("bark"),
        "Fish": pet("swim"),
        "Pet": {
            "oneOf": [{ "$ref": "#/components/schemas/Cat" }, { "$ref": "#/components/schemas/Dog" }],
            "discriminator": { "propertyName": "kind", "mapping": mapping },
        },
    })
}

#[test]
fn mappings_name_components_by_key_or_reference() {
    let api = schemas(&pets(&json!({ "tom": "Cat", "tiger": "#/components/schemas/Cat" })));
    let mapping = [("tom", 0), ("tiger", 0), ("Dog", 1)].map(|(text, index)| (text.to_owned(), index)).to_vec();
    assert_eq!(union(&api, "Pet").selection, by_kind(mapping, vec![("Cat".to_owned(), 0)]));
}

#[test]
fn a_mapping_must_name_a_variant() {
    assert_eq!(
        complaints(&pets(&json!({ "nemo": "Fish" }))),
        ["error: `nemo` is mapped to `Fish`, which is not a variant",]
    );
    assert_eq!(complaints(&pets(&json!({ "cat": "Katze" }))), ["error: unknown schema component `Katze`"]);
}

#[test]
fn types_follow_type_and_format() {
    let api = schemas(&json!({
        "Nothing": {},
        "Free": { "type": "object" },
        "Empty": { "type": "object", "additionalProperties": false },
        "Counts": { "additionalProperties": { "type": "integer", "format": "int32" } },
        "Closed": { "properties": { "a": {} }, "additionalProperties": false },
        "List": { "items": { "type": "number" } },
        "Day": { "type": "string", "format": "date" },
    }));
    assert!(matches!(component(&api, "Nothing").kind, TypeKind::Any));
    assert!(matches!(component(&api, "Free").kind, TypeKind::Map(_)));
    assert_eq!(object(&api, "Empty").additional, Additional::Forbidden);
    let TypeKind::Map(count) = component(&api, "Counts").kind else { panic!("no map") };
    assert!(matches!(api.types[count.id].kind, TypeKind::Integer(IntegerWidth::I32)));
    assert_eq!(object(&api, "Closed").additional, Additional::Forbidden);
    assert!(matches!(component(&api, "List").kind, TypeKind::Array(_)));
}

#[test]
fn misspelled_keywords_are_explained() {
    assert_eq!(
        complaints(&json!({ "A": { "type": "string", "maxlength": 3 } })),
        ["warning: `maxlength` is not a keyword of a Schema Object",]
    );
    assert_eq!(complaints(&json!({ "A": { "type": "int" } })), ["error: unknown type `int`"]);
    assert_eq!(
        complaints(&json!({ "A": { "type": "object", "required": ["b"], "properties": { "a": {} } } })),
        ["warning: `required` lists `b`, which is not declared under `properties`: it is ignored",]
    );
    assert_eq!(
        complaints(&json!({ "A": { "type": "string", "minLength": 3, "maxLength": 1 } })),
        ["error: no value satisfies both `minLength: 3` and `maxLength: 1`",]
    );
    assert_eq!(
        complaints(&json!({ "A": { "type": "string", "maxLength": "3" } })),
        ["error: `maxLength` must be a non-negative integer, not the string `3`",]
    );
    assert_eq!(
        complaints(&json!({ "A": { "type": "integer", "default": "three" } })),
        ["warning: the default is the string `three`, which its schema does not allow",]
    );
}

#[test]
fn keywords_next_to_a_reference_have_no_effect() {
    let reference = json!({ "$ref": "#/components/schemas/A", "maxLength": 3, "description": "Here" });
    assert_eq!(
        complaints(&json!({ "A": { "type": "string" }, "B": { "properties": { "a": reference } } })),
        ["warning: `maxLength` has no effect next to `$ref`",]
    );
}

#[test]
fn enum_values_have_one_type() {
    let list = |list: Value| {
        let api = schemas(&json!({ "A": list }));
        let TypeKind::Enum(list) = &component(&api, "A").kind else { panic!("no list") };
        list.values.clone()
    };
    assert_eq!(list(json!({ "enum": [1, 2, null] })), EnumValues::Integers(vec![1, 2]));
    assert_eq!(list(json!({ "enum": [1, 2.5] })), EnumValues::Numbers(vec![1.0, 2.5]));
    assert_eq!(list(json!({ "enum": [true] })), EnumValues::Booleans(vec![true]));
    assert_eq!(
        complaints(&json!({ "A": { "enum": ["a", [1]] } })),
        ["warning: enum values cannot be arrays or objects in Rust: this is read as any JSON value",]
    );
    assert_eq!(
        complaints(&json!({ "A": { "type": "string", "enum": ["a", "a", 1] } })),
        ["error: duplicate enum value `a`", "error: the enum values are strings, except for the number `1`",]
    );
}

#[test]
fn examples_and_formats_are_kept_with_their_schema() {
    let api = schemas(&json!({
        "Name": { "type": "string", "format": "hostname", "example": "a.example" },
        "Base": { "type": "object", "properties": { "id": { "type": "integer" } }, "example": { "id": 1 } },
        "A": {
            "allOf": [{ "$ref": "#/components/schemas/Base" }],
            "type": "object",
            "properties": {
                "name": { "$ref": "#/components/schemas/Name" },
                "other": { "allOf": [{ "$ref": "#/components/schemas/Name" }], "example": "b.example" },
            },
        },
    }));
    let name = component(&api, "Name");
    assert_eq!((name.format.as_deref(), name.examples.as_slice()), (Some("hostname"), &[json!("a.example")][..]));
    assert_eq!(component(&api, "Base").examples, [json!({ "id": 1 })]);
    // Examples of a part are not examples of the whole.
    assert_eq!(component(&api, "A").examples, Vec::<Value>::new());
    let of_property = |property: &crate::ir::Property| (property.name.clone(), property.examples.clone());
    let examples: Vec<_> = object(&api, "A").properties.iter().map(of_property).collect();
    let expected = [("id", vec![]), ("name", vec![]), ("other", vec![json!("b.example")])];
    assert_eq!(examples, expected.map(|(name, examples)| (name.to_owned(), examples)));
}
