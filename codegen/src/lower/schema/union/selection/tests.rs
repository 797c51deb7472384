use crate::diagnostics::Diagnostics;
use crate::ir::JsonType::{Integer, Null, Object, String as Text};
use crate::ir::{Bound, Constants, Constraints, Fit, Limit, Selection, Test, TypeKind};
use crate::lower::testing::lower_schemas;
use serde_json::{Value, json};

fn has(key: &str) -> Test {
    Test::HasKey(key.to_owned())
}

fn key_is(key: &str, text: &str) -> Test {
    Test::KeyIs(key.to_owned(), Constants::Strings(vec![text.to_owned()]))
}

fn fits(keys: &[&str]) -> Test {
    fits_if(keys, Vec::new())
}

fn fits_if(keys: &[&str], assertions: Vec<Test>) -> Test {
    Test::Fits(Fit { keys: keys.iter().map(|key| (*key).to_owned()).collect(), assertions })
}

fn if_present(key: &str, constraints: Constraints) -> Test {
    Test::IfPresent(key.to_owned(), Box::new(Test::Satisfies(Box::new(constraints))))
}

fn object(required: &[&str], properties: &Value) -> Value {
    json!({ "type": "object", "required": required, "properties": properties })
}

/// The tests of a union of the variants, and whether it is ambiguous.
fn order(variants: &Value) -> (Vec<(Test, usize)>, bool) {
    order_beside(variants, &json!({ "type": "string" }))
}

/// The same in a document that has a component `Inner` too.
fn order_beside(variants: &Value, inner: &Value) -> (Vec<(Test, usize)>, bool) {
    let mut diagnostics = Diagnostics::default();
    let api = lower_schemas(&json!({ "Union": { "oneOf": variants }, "Inner": inner }), &mut diagnostics);
    let TypeKind::Union(union) = &api.types.0[0].kind else { panic!("not a union: {:?}", api.types.0[0].kind) };
    let Selection::Tests(tests) = &union.selection else { panic!("a discriminator") };
    (tests.clone(), !diagnostics.list().is_empty())
}

#[test]
fn variants_are_selected_by_json_type_first() {
    let variants = json!([{ "type": "string" }, object(&[], &json!({ "a": {} })), { "type": "integer" }]);
    assert_eq!(
        order(&variants),
        (vec![(Test::TypeIs(Text), 0), (Test::TypeIs(Object), 1), (Test::TypeIs(Integer), 2)], false)
    );
}

#[test]
fn an_integer_is_tested_before_a_number() {
    let variants = json!([{ "type": "number" }, { "type": "integer" }]);
    assert_eq!(order(&variants), (vec![(Test::TypeIs(Integer), 1), (fits(&[]), 0)], false));
}

#[test]
fn objects_are_distinguished_by_constants() {
    let cat = object(&["kind"], &json!({ "kind": { "enum": ["cat"] }, "name": { "type": "string" } }));
    let dog = object(&["kind"], &json!({ "kind": { "enum": ["dog"] }, "name": { "type": "string" } }));
    assert_eq!(order(&json!([cat, dog])), (vec![(key_is("kind", "cat"), 0), (key_is("kind", "dog"), 1)], false));
}

#[test]
fn objects_are_distinguished_by_required_keys() {
    let one = object(&["code"], &json!({ "code": {}, "message": {} }));
    let many = object(&["users"], &json!({ "users": {}, "message": {} }));
    assert_eq!(order(&json!([one, many])), (vec![(has("code"), 0), (has("users"), 1)], false));
}

#[test]
fn objects_with_more_required_keys_are_tested_first() {
    let small = object(&["id"], &json!({ "id": { "type": "string" } }));
    let large = object(&["id", "name"], &json!({ "id": { "type": "string" }, "name": {} }));
    assert_eq!(order(&json!([small, large])), (vec![(has("name"), 1), (fits(&[]), 0)], false));
}

#[test]
fn objects_are_distinguished_by_optional_keys() {
    let one = object(&[], &json!({ "regex": {}, "both": {} }));
    let two = object(&[], &json!({ "limit": {}, "both": {} }));
    let expected = vec![(fits(&["regex"]), 0), (fits(&["limit"]), 1)];
    assert_eq!(order(&json!([one, two])), (expected, false));
}

#[test]
fn objects_with_the_same_keys_are_distinguished_by_decoding() {
    let one = object(&["data"], &json!({ "data": { "type": "array", "items": {} } }));
    let two = object(&["data"], &json!({ "data": { "type": "string" } }));
    assert_eq!(order(&json!([one, two])), (vec![(fits(&[]), 0), (fits(&[]), 1)], false));
}

#[test]
fn indistinguishable_objects_are_ambiguous() {
    let one = object(&["id"], &json!({ "id": { "type": "string" } }));
    let two = object(&["id"], &json!({ "id": { "type": "string", "maxLength": 3 } }));
    let short = Constraints { max_length: Some(3), ..Constraints::default() };
    let expected = vec![(fits(&[]), 0), (fits_if(&[], vec![if_present("id", short)]), 1)];
    assert_eq!(order(&json!([one, two])), (expected, true));
}

#[test]
fn objects_are_distinguished_by_constraints_that_exclude_each_other() {
    let minor = object(&["age"], &json!({ "age": { "type": "integer", "maximum": 17 } }));
    let adult = object(&["age"], &json!({ "age": { "type": "integer", "minimum": 18 } }));
    let bound = |value| Some(Bound { value: Limit::Whole(value), exclusive: false });
    let tests = [
        Constraints { maximum: bound(17), ..Constraints::default() },
        Constraints { minimum: bound(18), ..Constraints::default() },
    ];
    let [minor_test, adult_test] = tests.map(|constraints| fits_if(&[], vec![if_present("age", constraints)]));
    assert_eq!(order(&json!([minor, adult])), (vec![(minor_test, 0), (adult_test, 1)], false));
}

#[test]
fn an_integer_that_only_a_number_allows_is_not_the_integer() {
    let limits = Constraints { multiple_of: Some(Limit::Whole(5)), ..Constraints::default() };
    let integer = Test::All(vec![Test::TypeIs(Integer), Test::Satisfies(Box::new(limits))]);
    let variants = json!([{ "type": "number" }, { "type": "integer", "multipleOf": 5 }]);
    assert_eq!(order(&variants), (vec![(integer, 1), (fits(&[]), 0)], false));
}

#[test]
fn null_distinguishes_objects() {
    let open = object(&["end"], &json!({ "end": { "const": null } }));
    let closed = object(&["end"], &json!({ "end": { "type": "string" } }));
    let is_null = Test::IfPresent("end".to_owned(), Box::new(Test::TypeIs(Null)));
    assert_eq!(order(&json!([open, closed])), (vec![(fits_if(&[], vec![is_null]), 0), (fits(&[]), 1)], false));
}

/// Neither is in every value.
#[test]
fn required_keys_that_are_only_sent_or_received_are_optional() {
    let one = object(&["a"], &json!({ "a": { "type": "string", "writeOnly": true } }));
    let two = object(&["b"], &json!({ "b": { "type": "string", "readOnly": true } }));
    assert_eq!(order(&json!([one, two])), (vec![(fits(&["a"]), 0), (fits(&["b"]), 1)], false));
}

#[test]
fn enum_values_are_tested_before_dates_and_other_strings() {
    let variants = json!([{ "type": "string", "format": "date" }, { "enum": ["never"] }]);
    assert_eq!(
        order(&variants),
        (vec![(Test::ValueIs(Constants::Strings(vec!["never".to_owned()])), 1), (fits(&[]), 0)], false)
    );
}

#[test]
fn integers_and_booleans_are_discriminator_values() {
    let version = |number: Value| object(&["version"], &json!({ "version": { "const": number }, "name": {} }));
    let is = |json: &str| Test::KeyIs("version".to_owned(), Constants::NumbersAndBooleans(vec![json.to_owned()]));
    let expected = (vec![(is("1"), 0), (is("2"), 1)], false);
    assert_eq!(order(&json!([version(json!(1)), version(json!(2))])), expected);
    let expected = (vec![(is("true"), 0), (key_is("version", "none"), 1)], false);
    assert_eq!(order(&json!([version(json!(true)), version(json!("none"))])), expected);
}

#[test]
fn objects_that_forbid_additional_properties_are_decoded_in_turn() {
    let mut closed = object(&["a"], &json!({ "a": {} }));
    closed["additionalProperties"] = json!(false);
    let open = object(&[], &json!({ "b": {} }));
    assert_eq!(order(&json!([closed, open])), (vec![(fits(&["a"]), 0), (fits(&["b"]), 1)], false));
}

#[test]
fn nested_unions_are_selected_by_their_own_variants() {
    let inner = json!({ "oneOf": [{ "type": "integer" }, object(&["a"], &json!({ "a": {} }))] });
    let others = [object(&["b"], &json!({ "b": {} })), json!({ "type": "string" })];
    let named = json!([{ "$ref": "#/components/schemas/Inner" }, others[0], others[1]]);
    let expected = vec![(Test::TypeIs(Integer), 0), (has("a"), 0), (has("b"), 1), (Test::TypeIs(Text), 2)];
    assert_eq!(order_beside(&named, &inner), (expected, false));
    // A variant without a name is merged into the others.
    let expected = vec![(Test::TypeIs(Integer), 0), (has("a"), 1), (has("b"), 2), (Test::TypeIs(Text), 3)];
    assert_eq!(order(&json!([inner, others[0], others[1]])), (expected, false));
}

#[test]
fn nested_constants_distinguish_objects() {
    let resource = |kind: &str| {
        let data = object(&["type"], &json!({ "type": { "const": kind }, "id": { "type": "string" } }));
        object(&["data"], &json!({ "data": data, "links": {} }))
    };
    let within = |kind: &str| Test::Within("data".to_owned(), Box::new(key_is("type", kind)));
    let expected = vec![(within("articles"), 0), (within("people"), 1)];
    assert_eq!(order(&json!([resource("articles"), resource("people")])), (expected, false));
    // Deeper still.
    let wrapped = |kind: &str| object(&["wrapper"], &json!({ "wrapper": resource(kind) }));
    let deeper = |kind: &str| Test::Within("wrapper".to_owned(), Box::new(within(kind)));
    let expected = vec![(deeper("articles"), 0), (deeper("people"), 1)];
    assert_eq!(order(&json!([wrapped("articles"), wrapped("people")])), (expected, false));
}

/// One of them may be missing.
#[test]
fn optional_constants_distinguish_objects() {
    let error = |name: &str| {
        let problem = json!({ "type": "object", "properties": { "code": { "const": name } } });
        object(&[], &json!({ "name": { "const": name }, "message": { "const": name }, "problem": problem }))
    };
    let within = Test::Within("problem".to_owned(), Box::new(key_is("code", "a")));
    let expected = vec![(key_is("name", "a"), 0), (key_is("message", "a"), 0), (within, 0), (fits(&[]), 1)];
    assert_eq!(order(&json!([error("a"), error("b")])), (expected, false));
    // The same within a property that is always there.
    let wrapped = |name: &str| object(&["error"], &json!({ "error": error(name) }));
    let inner = |test: Test| Test::Within("error".to_owned(), Box::new(test));
    let problem = Test::Within("problem".to_owned(), Box::new(key_is("code", "a")));
    let expected = [key_is("name", "a"), key_is("message", "a"), problem].map(|test| (inner(test), 0));
    let expected = expected.into_iter().chain([(fits(&[]), 1)]).collect();
    assert_eq!(order(&json!([wrapped("a"), wrapped("b")])), (expected, false));
}

/// Comparing each with each would take minutes.
#[test]
fn too_many_variants_are_distinguished_by_decoding() {
    let keys: serde_json::Map<String, Value> = (0..40).map(|key| (format!("key{key}"), json!({}))).collect();
    let variants: Vec<Value> = (0..300)
        .map(|index| {
            let mut keys = keys.clone();
            keys.insert(format!("own{index}"), json!({}));
            json!({ "type": "object", "properties": keys })
        })
        .collect();
    let mut diagnostics = Diagnostics::default();
    let api = lower_schemas(&json!({ "Union": { "oneOf": variants } }), &mut diagnostics);
    let TypeKind::Union(union) = &api.types.0[0].kind else { panic!("not a union: {:?}", api.types.0[0].kind) };
    let Selection::Tests(tests) = &union.selection else { panic!("a discriminator") };
    let found: std::collections::HashSet<usize> = tests.iter().map(|(_, variant)| *variant).collect();
    assert_eq!(found.len(), 300);
    assert!(tests.contains(&(fits(&["own299"]), 299)));
    let messages = diagnostics
        .list()
        .iter()
        .filter(|diagnostic| diagnostic.message.contains("a union of 300 variants is too large"));
    assert_eq!(messages.count(), 1);
}
