use crate::{Map, Presence, Value};
use serde_json::json;
use std::collections::BTreeMap;

#[derive(PartialEq)]
struct Row {
    id: i128,
    must: Option<i32>,
    may: Option<i32>,
    or_null: Presence<i32>,
    any: Option<Value>,
    more: Map<String, Value>,
}

crate::__private::object!(Row { id, must, may?, or_null? = "orNull", any? null, ..more });

fn read(json: &str) -> Result<Row, String> {
    serde_json::from_str(json).map_err(|error| error.to_string())
}

#[test]
fn objects_round_trip() {
    for json in [
        r#"{"id":170141183460469231731687303715884105727,"must":null}"#,
        r#"{"id":1,"must":2,"may":3,"orNull":null,"any":null,"else":[{"a":null}]}"#,
        r#"{"id":1,"must":2,"orNull":4,"any":{"b":1}}"#,
    ] {
        assert_eq!(serde_json::to_string(&read(json).unwrap()).unwrap(), json);
    }
}

#[test]
fn keys_are_read_in_any_order_and_unescaped() {
    let row = read(r#"{"x":1,"m\u0061y":2,"must":3,"id":4}"#).unwrap();
    assert_eq!((row.id, row.must, row.may, row.more.len()), (4, Some(3), Some(2), 1));
}

#[test]
fn null_is_read_as_absent_for_optional_properties() {
    let row = read(r#"{"id":1,"must":2,"may":null}"#).unwrap();
    assert_eq!(serde_json::to_string(&row).unwrap(), r#"{"id":1,"must":2}"#);
}

#[test]
fn missing_and_duplicate_keys_are_named() {
    assert!(read(r#"{"id":1}"#).unwrap_err().starts_with("missing field `must`"));
    assert!(read(r#"{"id":1,"id":2,"must":3}"#).unwrap_err().starts_with("duplicate field `id`"));
    assert!(read(r#"{"orNull":null,"orNull":2}"#).unwrap_err().starts_with("duplicate field `orNull`"));
    assert!(read("[1]").unwrap_err().contains("expected an object"));
}

#[derive(PartialEq)]
struct Tagged {
    tag: String,
    version: Option<i64>,
}
crate::__private::object!(Tagged { tag = "type": "cat", version?: 2_i64 });

/// Clients accept other values than the only possible one, and services do not.
#[test]
fn constants_are_compared_when_a_request_is_read() {
    let read = |json: &str| serde_json::from_str::<Tagged>(json).map_err(|error| error.to_string());
    for json in [r#"{"type":"dog","version":3}"#, r#"{"type":"cat","version":2}"#, r#"{"type":"cat"}"#] {
        assert_eq!(serde_json::to_string(&read(json).unwrap()).unwrap(), json);
    }
    let strict = |json: &str| crate::model::strict::strictly(|| read(json));
    assert_eq!(strict(r#"{"type":"cat","version":2}"#).unwrap().version, Some(2));
    assert_eq!(strict(r#"{"type":"cat"}"#).unwrap().version, None);
    assert!(strict(r#"{"type":"dog"}"#).unwrap_err().starts_with(r#"expected "cat""#));
    assert!(strict(r#"{"type":"cat","version":3}"#).unwrap_err().starts_with("expected 2"));
    assert!(strict(r#"{"type":"cat","type":"cat"}"#).unwrap_err().starts_with("duplicate field `type`"));
    assert!(strict("{}").unwrap_err().starts_with("missing field `type`"));
}

#[test]
fn objects_convert_from_and_to_json_values() {
    let tree = json!({ "id": 1, "must": null, "else": "kept" });
    let row: Row = serde_json::from_value(tree.clone()).unwrap();
    assert_eq!(serde_json::to_value(&row).unwrap(), tree);
}

#[test]
fn additional_keys_are_skipped_without_a_map() {
    struct Nothing {}
    crate::__private::object!(Nothing {});
    let nothing: Nothing = serde_json::from_str(r#"{"a":[1,{}]}"#).unwrap();
    assert_eq!(serde_json::to_string(&nothing).unwrap(), "{}");
}

#[test]
fn additional_properties_may_be_typed() {
    struct Sizes {
        by_name: BTreeMap<String, u128>,
    }
    crate::__private::object!(Sizes { ..by_name });
    let json = r#"{"a":340282366920938463463374607431768211455}"#;
    let sizes: Sizes = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&sizes).unwrap(), json);
    assert!(serde_json::from_str::<Sizes>(r#"{"a":-1}"#).is_err());
}
