//! Tests which types are shared, by the names of the positions of each.

use crate::ir::{Api, TypeId};
use crate::lower::testing::{document, lower};
use crate::name;
use crate::settings::{Entry, Settings};
use crate::{analysis::Analysis, diagnostics::Diagnostics};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// An API whose operations respond with these schemas, by the id of the operation.
fn api(operations: &[(&str, Value)]) -> Api {
    let response = |schema: &Value| json!({ "200": { "description": "OK", "content": { "application/json": { "schema": schema } } } });
    let path = |(id, schema): &(&str, Value)| {
        (format!("/{id}"), json!({ "get": { "operationId": id, "responses": response(schema) } }))
    };
    let paths: Map<String, Value> = operations.iter().map(path).collect();
    lower(&document(&Value::Object(paths), &json!({})), &mut Diagnostics::default())
}

/// The shared types, each with the names of its positions.
fn shared(operations: &[(&str, Value)], settings: &Settings) -> BTreeMap<String, Vec<String>> {
    let api = super::types(api(operations), settings);
    let names = name::assign(&api, &Analysis::of(&api), &settings.names);
    let ids = api.shared.values().copied().collect::<std::collections::BTreeSet<TypeId>>();
    let aliases = |id: TypeId| names.aliases(id).iter().map(|(_, name)| name.to_string()).collect();
    ids.into_iter().filter_map(|id| Some((names.of(id)?.item.to_string(), aliases(id)))).collect()
}

/// Every name that a program can use.
fn all_names(operations: &[(&str, Value)]) -> Vec<String> {
    let settings = Settings::default();
    let api = super::types(api(operations), &settings);
    let names = name::assign(&api, &Analysis::of(&api), &settings.names);
    let own = |id: TypeId| {
        let aliases = names.aliases(id).iter().map(|(_, name)| name.to_string());
        names.of(id).map(|names| names.item.to_string()).into_iter().chain(aliases).collect::<Vec<_>>()
    };
    api.types.iter().flat_map(|(id, _)| own(id)).collect()
}

fn assert_shared(operations: &[(&str, Value)], expected: &[(&str, &[&str])]) {
    let found = shared(operations, &Settings::default());
    let expected = expected.iter().map(|(name, aliases)| {
        ((*name).to_owned(), aliases.iter().map(|alias| (*alias).to_owned()).collect::<Vec<_>>())
    });
    assert_eq!(found, expected.collect());
}

fn object(properties: &[&str]) -> Value {
    let properties = properties.iter().map(|name| ((*name).to_owned(), json!({ "type": "string" })));
    json!({ "type": "object", "properties": properties.collect::<Map<String, Value>>() })
}

fn with(name: &str, value: &Value) -> Value {
    json!({ "type": "object", "properties": { name: value } })
}

const MANY: &[&str] = &["a", "b", "c", "d", "e", "f"];

#[test]
fn many_properties_are_evidence_with_a_common_subject() {
    let list = json!({ "type": "array", "items": object(MANY) });
    assert_shared(
        &[("list_projects", list), ("get_project", object(MANY)), ("get_lamp", object(MANY))],
        &[("Project", &["GetProjectResponse", "ListProjectsResponseItem"])],
    );
}

#[test]
fn two_generic_properties_are_not_evidence() {
    let pair = object(&["id", "name"]);
    assert_shared(&[("get_user", pair.clone()), ("get_team", pair)], &[]);
}

#[test]
fn equal_names_are_evidence_unless_generic() {
    let pair = object(&["id", "name"]);
    assert_shared(
        &[("get_a", with("owner", &pair)), ("get_b", with("owner", &pair))],
        &[("Owner", &["GetAResponseOwner", "GetBResponseOwner"])],
    );
    assert_shared(&[("get_lamp", with("data", &pair)), ("get_bell", with("data", &pair))], &[]);
    // With a common subject, it is evidence.
    let two = json!({ "type": "string", "enum": ["on", "off"] });
    assert_shared(
        &[("get_lamp", with("status", &two)), ("list_lamps", with("status", &two)), ("get_bell", with("status", &two))],
        &[("LampStatus", &["GetLampResponseStatus", "ListLampsResponseStatus"])],
    );
}

#[test]
fn equal_titles_are_evidence_and_different_ones_prevent_sharing() {
    let titled = |title: &str| json!({ "title": title, "type": "object", "properties": { "x": {}, "y": {} } });
    assert_shared(
        &[("get_a", with("from", &titled("Point"))), ("get_b", with("to", &titled("Point")))],
        &[("Point", &["GetAResponseFrom", "GetBResponseTo"])],
    );
    assert_shared(&[("get_a", with("at", &titled("Point"))), ("get_b", with("at", &titled("Size")))], &[]);
}

/// Differences in direction, `required`, constraints, defaults and `additionalProperties`.
#[test]
fn different_shapes_are_not_shared() {
    let base =
        json!({ "type": "object", "properties": { "street": { "type": "string" }, "city": { "type": "string" } } });
    let changed = |pointer: &str, value: Value| {
        let mut changed = base.clone();
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
        changed.pointer_mut(parent).and_then(Value::as_object_mut).expect("an object").insert(key.to_owned(), value);
        changed
    };
    let shared_with = |other: Value| {
        let operations = [("get_a", with("address", &base)), ("get_b", with("address", &other))];
        !shared(&operations, &Settings::default()).is_empty()
    };
    assert!(shared_with(base.clone()));
    assert!(shared_with(changed("/properties/city/description", json!("Another one."))));
    for (pointer, value) in [
        ("/required", json!(["city"])),
        ("/additionalProperties", json!(false)),
        ("/properties/zip", json!({ "type": "string" })),
        ("/properties/city/maxLength", json!(3)),
        ("/properties/city/format", json!("date")),
        ("/properties/city/default", json!("Bern")),
        ("/properties/city/nullable", json!(true)),
        ("/properties/city/deprecated", json!(true)),
        ("/properties/city/readOnly", json!(true)),
    ] {
        assert!(!shared_with(changed(pointer, value)), "{pointer}");
    }
}

/// The order of properties and enum values has no meaning in JSON Schema.
#[test]
fn the_order_of_properties_and_enum_values_does_not_affect_sharing() {
    let address = |properties: &str| serde_json::from_str::<Value>(properties).expect("JSON");
    let one = address(
        r#"{"type": "object", "properties": {"street": {"type": "object", "properties": {"name": {"type": "string"}}}, "kind": {"enum": ["home", "work"]}}}"#,
    );
    let other = address(
        r#"{"type": "object", "properties": {"kind": {"enum": ["work", "home"]}, "street": {"type": "object", "properties": {"name": {"type": "string"}}}}}"#,
    );
    assert_shared(
        &[("get_a", with("address", &one)), ("get_b", with("address", &other))],
        &[
            ("Address", &["GetAResponseAddress", "GetBResponseAddress"]),
            ("AddressKind", &["GetAResponseAddressKind", "GetBResponseAddressKind"]),
            ("AddressStreet", &["GetAResponseAddressStreet", "GetBResponseAddressStreet"]),
        ],
    );
}

/// A name that another shape has is not evidence.
#[test]
fn shapes_with_the_same_name_are_not_shared() {
    let (pair, other) = (object(&["id", "name"]), object(&["first", "last"]));
    let operations = [
        ("get_a", with("owner", &pair)),
        ("get_b", with("owner", &pair)),
        ("get_c", with("owner", &other)),
        ("get_d", with("owner", &other)),
    ];
    let names: Vec<String> = shared(&operations, &Settings::default()).into_keys().collect();
    assert_eq!(names, ["Owner", "OwnerData"]);
}

#[test]
fn nested_schemas_are_shared_with_their_parents() {
    let mut project = object(MANY);
    project["properties"]["owner"] = with("data", &object(&["id", "name"]));
    assert_shared(
        &[("get_project", project.clone()), ("update_project", project)],
        &[
            ("Project", &["GetProjectResponse", "UpdateProjectResponse"]),
            ("ProjectOwner", &["GetProjectResponseOwner", "UpdateProjectResponseOwner"]),
            ("ProjectOwnerData", &["GetProjectResponseOwnerData", "UpdateProjectResponseOwnerData"]),
        ],
    );
}

#[test]
fn adding_an_operation_keeps_all_names() {
    let pair = object(&["id", "name"]);
    let mut operations = vec![
        ("get_project", object(MANY)),
        ("get_lamp", with("owner", &pair)),
        ("get_bell", with("link", &json!({ "type": "string", "enum": ["a", "b"] }))),
    ];
    let mut known = all_names(&operations);
    for added in [
        ("list_projects", json!({ "type": "array", "items": object(MANY) })),
        ("create_project", object(MANY)),
        ("get_door", with("owner", &pair)),
        ("get_gate", with("owner", &object(&["first", "last"]))),
        ("get_wall", with("owner", &pair)),
        ("set_bell", with("link", &json!({ "type": "string", "enum": ["a", "b"] }))),
    ] {
        operations.insert(0, added);
        let now = all_names(&operations);
        let lost: Vec<&String> = known.iter().filter(|name| !now.contains(name)).collect();
        assert!(lost.is_empty(), "{lost:?} of {known:?} are not among {now:?}");
        known = now;
    }
}

#[test]
fn names_in_settings_apply_to_shared_types() {
    let pair = object(&["id", "name"]);
    let operations =
        [("get_a", with("owner", &pair)), ("get_b", with("owner", &pair)), ("get_c", with("owner", &pair))];
    let pointer = |operation: &str| {
        format!("#/paths/~1{operation}/get/responses/200/content/application~1json/schema/properties/owner")
    };
    let mut settings = Settings::default();
    settings.names.types.push(Entry::here(pointer("get_b"), "Holder".to_owned()));
    let found = shared(&operations, &settings);
    assert_eq!(found["Holder"].len(), 3, "{found:?}");
    settings.names.types.push(Entry::here(pointer("get_c"), "Keeper".to_owned()));
    let found = shared(&operations, &settings);
    assert_eq!((found.len(), found["Holder"].len()), (1, 2), "{found:?}");
    settings.separate_types = true;
    assert!(shared(&operations, &settings).is_empty());
}
