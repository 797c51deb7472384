//! Lowering takes time in proportion to the document: thousands of schemas that refer to one another.

use crate::diagnostics::Diagnostics;
use crate::diagnostics::Strictness;
use crate::ir::{EnumValues, SchemaPosition, Selection, TypeDef, TypeKind};
use crate::lower::testing::{complaints, component, document, lower, lower_schemas, messages, object, schemas, union};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Longer times mean superlinear growth, or a loaded machine.
const SOON: Duration = Duration::from_secs(20);

#[test]
fn long_reference_chains_are_followed_and_cycles_reported_once() {
    const LENGTH: usize = 5000;
    let link = |to: usize| json!({ "$ref": format!("#/components/schemas/S{to}") });
    let mut schemas: serde_json::Map<_, _> = (0..LENGTH).map(|at| (format!("S{at}"), link(at + 1))).collect();
    schemas.insert(format!("S{LENGTH}"), json!({ "type": "string", "maxLength": 1 }));
    assert_eq!(complaints(&schemas.clone().into()), <[String; 0]>::default());
    schemas.insert(format!("S{LENGTH}"), link(LENGTH / 2));
    assert_eq!(complaints(&schemas.into()), ["error: circular `$ref` with no schema in it"]);
}

#[test]
fn a_chain_of_subtypes_is_merged_once() {
    let mut all = json!({
        "Base": { "type": "object", "title": "Base", "required": ["id"], "properties": { "id": { "type": "string" } } },
        "Other": { "allOf": [{ "$ref": "#/components/schemas/Base" }, { "properties": { "other": { "type": "integer" } } }] },
        "Heir0": { "allOf": [{ "$ref": "#/components/schemas/Base" }], "type": "object", "nullable": true },
    });
    // Merging the chain again for each subtype would take minutes.
    for index in 1..4_000 {
        let base = json!({ "$ref": format!("#/components/schemas/Heir{}", index - 1) });
        let members = if index % 1_000 == 0 {
            json!([base, { "$ref": "#/components/schemas/Other" }])
        } else {
            json!([base, { "type": "object" }])
        };
        all[format!("Heir{index}")] = json!({ "allOf": members });
    }
    let api = schemas(&all);
    for (key, names) in [("Heir999", &["id"][..]), ("Heir3999", &["id", "other"])] {
        let object = object(&api, key);
        assert_eq!(object.properties.iter().map(|property| property.name.as_str()).collect::<Vec<_>>(), names);
        assert!(object.properties[0].required);
        assert_eq!(component(&api, key).title, None);
    }
}

/// The last of them would have as many fields as there are links.
#[test]
fn a_long_chain_of_subtypes_is_bounded() {
    let link = |index: usize| {
        let own = json!({ "type": "object", "properties": { (format!("p{index}")): { "type": "string" } } });
        let base = json!({ "$ref": format!("#/components/schemas/A{}", index.saturating_sub(1)) });
        (format!("A{index}"), if index == 0 { own } else { json!({ "allOf": [base, own] }) })
    };
    let chain: serde_json::Map<String, Value> = (0..800).map(link).collect();
    let mut diagnostics = Diagnostics::new(Strictness::Strict);
    let api = lower_schemas(&Value::Object(chain), &mut diagnostics);
    assert_eq!(object(&api, "A500").properties.len(), 501);
    assert!(matches!(component(&api, "A799").kind, TypeKind::Map(_)));
    assert!(messages(&diagnostics).iter().all(|message| {
        message.contains("too many properties, including inherited ones: they are kept as JSON values")
    }));
}

/// Going every way would take as many steps as there are ways: 8^12.
#[test]
fn nested_event_unions_are_flattened_once() {
    const LEVELS: usize = 12;
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let mut schemas = serde_json::Map::new();
    for level in 0..LEVELS {
        let next = if level + 1 == LEVELS { "Event".to_owned() } else { format!("U{}", level + 1) };
        let way =
            |way: usize| json!({ "description": way.to_string(), "oneOf": [reference(&next), reference("Other")] });
        for number in 0..8 {
            schemas.insert(format!("U{level}W{number}"), way(number));
        }
        let ways: Vec<Value> = (0..8).map(|number| reference(&format!("U{level}W{number}"))).collect();
        schemas.insert(format!("U{level}"), json!({ "oneOf": ways }));
    }
    let data =
        json!({ "type": "string", "contentMediaType": "application/json", "contentSchema": { "type": "integer" } });
    for (name, event) in [("Event", "a"), ("Other", "b")] {
        let properties = json!({ "event": { "const": event }, "data": data });
        schemas.insert(
            name.to_owned(),
            json!({ "type": "object", "required": ["event", "data"], "properties": properties }),
        );
    }
    let content = json!({ "text/event-stream": { "schema": reference("U0") } });
    let operation = json!({ "responses": { "200": { "description": "Events", "content": content } } });
    let paths = json!({ "/events": { "get": operation } });
    let api = lower(&document(&paths, &Value::Object(schemas)), &mut Diagnostics::default());
    let body = api.types.iter().find(|(_, def)| matches!(def.position, SchemaPosition::ResponseBody { .. }));
    let Some((_, TypeDef { kind: TypeKind::Union(union), .. })) = body else { panic!("{body:?}") };
    assert_eq!(union.variants.len(), 2);
}

/// Looking every subtype up among all would take minutes.
#[test]
fn a_supertype_may_have_thousands_of_subtypes() {
    let reference = |key: &str| json!({ "$ref": format!("#/components/schemas/{key}") });
    let subtype = |index: usize| {
        let own = json!({ "type": "object", "properties": { (format!("p{index}")): { "type": "string" } } });
        (format!("S{index}"), json!({ "allOf": [reference("Base"), own] }))
    };
    let mut all: serde_json::Map<String, Value> = (0..3_000).map(subtype).collect();
    let properties = json!({ "t": { "type": "string" } });
    let discriminator = json!({ "propertyName": "t" });
    all.insert(
        "Base".to_owned(),
        json!({ "type": "object", "required": ["t"], "properties": properties, "discriminator": discriminator }),
    );
    let started = Instant::now();
    let api = schemas(&Value::Object(all));
    assert_eq!(union(&api, "Base").variants.len(), 3_001);
    assert_eq!(object(&api, "S2999").properties.len(), 2);
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
}

/// Comparing each variant with each would take minutes.
#[test]
fn a_union_may_have_thousands_of_variants() {
    let variants: Vec<Value> =
        (0..10_000).map(|index| json!({ "type": "string", "enum": [format!("v{index}")] })).collect();
    let started = Instant::now();
    let api = schemas(&json!({ "U": { "oneOf": variants } }));
    let TypeKind::Enum(constants) = &component(&api, "U").kind else { panic!("{:?}", component(&api, "U").kind) };
    assert!(matches!(&constants.values, EnumValues::Strings(values) if values.len() == 10_000));
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
}

/// Each would have the variants of all: a million.
#[test]
fn large_groups_of_mutual_unions_are_any_value() {
    let of = |count: usize| {
        let union = |index: usize| {
            let next = json!({ "$ref": format!("#/components/schemas/U{}", (index + 1) % count) });
            let key = format!("k{index}");
            let own =
                json!({ "type": "object", "required": [key], "properties": { (key.as_str()): { "type": "string" } } });
            (format!("U{index}"), json!({ "oneOf": [next, own] }))
        };
        Value::Object((0..count).map(union).collect())
    };
    let started = Instant::now();
    let mut diagnostics = Diagnostics::default();
    let api = lower_schemas(&of(1_000), &mut diagnostics);
    assert!((0..1_000).all(|index| matches!(component(&api, &format!("U{index}")).kind, TypeKind::Any)));
    assert_eq!(
        messages(&diagnostics),
        [
            "warning: 1000 unions are variants of each other, so each has the variants of all: they are read as any JSON value"
        ]
    );
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
    assert_eq!(union(&schemas(&of(20)), "U7").variants.len(), 20);
}

/// A mapping of thousands of references, none of which is a key, and as many references that name nothing.
#[test]
fn thousands_of_references_resolve_in_linear_time() {
    let key = |index: usize| format!("V{index}");
    let path = |index: usize| format!("#/components/schemas/V{index}");
    let properties = json!({ "t": { "type": "string" }, "a": { "$ref": "#/components/schemas/Missing" } });
    let variant = json!({ "type": "object", "required": ["t"], "properties": properties });
    let mut all: serde_json::Map<String, Value> = (0..3_000).map(|index| (key(index), variant.clone())).collect();
    let mapping: serde_json::Map<String, Value> =
        (0..3_000).map(|index| (format!("v{index}"), path(index).into())).collect();
    let variants: Vec<Value> = (0..3_000).map(|index| json!({ "$ref": path(index) })).collect();
    let discriminator = json!({ "propertyName": "t", "mapping": mapping });
    all.insert("U".to_owned(), json!({ "oneOf": variants, "discriminator": discriminator }));
    let started = Instant::now();
    let mut diagnostics = Diagnostics::default();
    let api = lower_schemas(&Value::Object(all), &mut diagnostics);
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
    let Selection::Discriminator { mapping, .. } = &union(&api, "U").selection else {
        panic!("{:?}", union(&api, "U"))
    };
    assert_eq!(mapping.iter().filter(|(value, index)| *value == format!("v{index}")).count(), 3_000);
    assert_eq!(messages(&diagnostics).len(), 3_000);
}

/// Comparing each value with those of all other variants would take hours.
#[test]
fn many_inline_enums_in_a_union_are_split_in_time() {
    let list =
        |at: usize| json!({ "enum": (0..100).map(|value| format!("v{}", at * 100 + value)).collect::<Vec<_>>() });
    let lists = (0..300).map(list).chain([json!({ "type": "integer" })]);
    let started = Instant::now();
    let api = schemas(&json!({ "Many": { "anyOf": lists.collect::<Vec<_>>() } }));
    assert_eq!(union(&api, "Many").variants.len(), 300 * 100 + 1);
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
}

#[test]
fn a_value_that_two_inline_enums_list_is_one_variant() {
    let mut diagnostics = Diagnostics::default();
    let all = json!({ "anyOf": [{ "enum": ["a", "b"] }, { "type": "integer" }, { "enum": ["b", "c"] }] });
    let api = lower_schemas(&json!({ "Two": all }), &mut diagnostics);
    let constants = union(&api, "Two").variants.iter().map(|variant| api.types.constant(variant.value));
    let texts: Vec<_> = constants.map(|constant| constant.map(|constant| constant.text())).collect();
    assert_eq!(texts, ["a", "b", "", "c"].map(|text| (!text.is_empty()).then(|| text.to_owned())));
}
