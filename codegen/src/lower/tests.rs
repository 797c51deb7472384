//! What documents become, one behaviour at a time. What is reported is shown by the strings of the diagnostics.

use super::testing::{document, lower, lower_schemas};
use crate::diagnostics::{Diagnostics, Effect, Level, Strictness};
use crate::ir::{
    Additional, Api, Content, DiscriminatorKind, EnumValues, Flows, IntegerWidth, Location, Object, ParameterEncoding,
    Place, Presence, SecurityKind, Selection, StatusRange, Style, TypeDef, TypeKind, Union, UrlPart,
};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// What takes longer takes time that grows faster than the document, or a machine that has much else to do.
const SOON: Duration = Duration::from_secs(20);

/// Lowers schemas of which nothing is to be said.
fn schemas(schemas: &Value) -> Api {
    let mut diagnostics = Diagnostics::new(Strictness::Strict);
    let api = lower_schemas(schemas, &mut diagnostics);
    assert_eq!(messages(&diagnostics), Vec::<String>::new());
    api
}

/// Lowers schemas of which something is.
fn complaints(schemas: &Value) -> Vec<String> {
    let mut diagnostics = Diagnostics::new(Strictness::Strict);
    lower_schemas(schemas, &mut diagnostics);
    messages(&diagnostics)
}

/// Lowers paths.
fn paths(paths: &Value) -> (Api, Vec<String>) {
    let mut diagnostics = Diagnostics::new(Strictness::Strict);
    let api = lower(&document(paths, &json!({})), &mut diagnostics);
    crate::check::api(&api, &mut diagnostics);
    (api, messages(&diagnostics))
}

/// Lowers one parameter of `GET /{id}`, which declares `id` itself.
fn parameter(parameter: &Value) -> (Api, Vec<String>) {
    let id = json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } });
    let operation = json!({ "responses": { "204": { "description": "Done" } }, "parameters": [id, parameter] });
    paths(&json!({ "/{id}": { "get": operation } }))
}

fn messages(diagnostics: &Diagnostics) -> Vec<String> {
    let level = |level: Level| if level == Level::Error { "error" } else { "warning" };
    diagnostics.list().iter().map(|one| format!("{}: {}", level(one.level), one.message)).collect()
}

fn component<'a>(api: &'a Api, key: &str) -> &'a TypeDef {
    let found = api.types.0.iter().find(|def| def.place == Place::Component(key.to_owned()));
    found.expect("the component has a type of its own")
}

fn object<'a>(api: &'a Api, key: &str) -> &'a Object {
    let TypeKind::Object(object) = &component(api, key).kind else { panic!("{key} is no object") };
    object
}

fn union<'a>(api: &'a Api, key: &str) -> &'a Union {
    let TypeKind::Union(union) = &component(api, key).kind else { panic!("{key} is no union") };
    union
}

fn names(object: &Object) -> Vec<&str> {
    object.properties.iter().map(|property| property.name.as_str()).collect()
}

#[test]
fn presence_is_required_times_nullable() {
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
    assert_eq!(api.types[next.id].place, Place::Component("Node".to_owned()));
    assert!(next.nullable);
}

#[test]
fn all_of_one_reference_is_that_type_with_words_of_its_own() {
    let api = schemas(&json!({
        "Name": { "type": "string", "description": "A name" },
        "A": { "type": "object", "properties": { "name": {
            "allOf": [{ "$ref": "#/components/schemas/Name" }],
            "nullable": true,
            "description": "The name here",
        }}},
    }));
    let name = &object(&api, "A").properties[0];
    assert_eq!(api.types[name.value.id].place, Place::Component("Name".to_owned()));
    assert_eq!(name.description.as_deref(), Some("The name here"));
    assert!(name.value.nullable);
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
        assert_eq!(api.types[name.id].place, Place::Component("Name".to_owned()));
        assert!(name.nullable);
    }
}

#[test]
fn all_of_brings_properties_and_required_together() {
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
fn a_property_declared_twice_has_both_schemas() {
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
fn all_of_nothing_in_common_is_reported() {
    assert_eq!(
        complaints(&json!({ "A": { "allOf": [{ "type": "string" }, { "type": "integer" }] } })),
        ["warning: no value is both a string and an integer: this is read as any JSON value",]
    );
}

#[test]
fn long_chains_are_followed_and_rounds_reported_once() {
    const LENGTH: usize = 5000;
    let link = |to: usize| json!({ "$ref": format!("#/components/schemas/S{to}") });
    let mut schemas: serde_json::Map<_, _> = (0..LENGTH).map(|at| (format!("S{at}"), link(at + 1))).collect();
    schemas.insert(format!("S{LENGTH}"), json!({ "type": "string", "maxLength": 1 }));
    assert_eq!(complaints(&schemas.clone().into()), <[String; 0]>::default());
    schemas.insert(format!("S{LENGTH}"), link(LENGTH / 2));
    assert_eq!(complaints(&schemas.into()), ["error: circular `$ref` with no schema in it"]);
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
fn an_alternative_of_itself_is_a_loop() {
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
fn alternatives_that_only_demand_keys_leave_the_object() {
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
fn a_number_in_two_spellings_is_one_constant() {
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
fn lists_of_constants_become_one() {
    let api = schemas(&json!({
        "A": { "oneOf": [{ "type": "string", "enum": ["a", "b"] }, { "const": "c" }] },
        "Open": { "anyOf": [{ "type": "string" }, { "type": "string", "enum": ["a"] }] },
    }));
    let TypeKind::Enum(list) = &component(&api, "A").kind else { panic!("no list") };
    assert_eq!(list.values, EnumValues::Strings(["a", "b", "c"].map(str::to_owned).to_vec()));
    assert!(matches!(component(&api, "Open").kind, TypeKind::Enum(_)));
}

#[test]
fn a_supertype_that_lists_its_subtypes_does_not_contain_itself() {
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
    assert_eq!(api.types[pet.variants[1].value.id].place, Place::Component("Dog".to_owned()));
}

fn by_kind(mapping: Vec<(String, usize)>, names: Vec<(String, usize)>) -> Selection {
    let (property, kind, others) = ("kind".to_owned(), DiscriminatorKind::Strings, Vec::new());
    Selection::Discriminator { property, mapping, names, kind, others }
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
fn kinds_follow_type_and_format() {
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
fn misspelt_words_are_explained() {
    assert_eq!(
        complaints(&json!({ "A": { "type": "string", "maxlength": 3 } })),
        ["warning: `maxlength` is not a keyword of a Schema Object",]
    );
    assert_eq!(complaints(&json!({ "A": { "type": "int" } })), ["error: unknown type `int`"]);
    assert_eq!(
        complaints(&json!({ "A": { "type": "object", "required": ["b"], "properties": { "a": {} } } })),
        ["warning: `required` names `b`, which is not among the `properties`: it is ignored",]
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
fn lists_of_constants_have_one_type() {
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
fn styles_have_defaults_by_place() {
    let encoding = |extra: Value| {
        let mut written = json!({ "name": "p", "schema": { "type": "string" } });
        written.as_object_mut().expect("an object").extend(extra.as_object().expect("an object").clone());
        let (api, complaints) = parameter(&written);
        assert_eq!(complaints, Vec::<String>::new());
        api.operations[0].parameters[1].encoding.clone()
    };
    let style = |style, explode| ParameterEncoding::Style { style, explode, allow_reserved: false };
    assert_eq!(encoding(json!({ "in": "query" })), style(Style::Form, true));
    assert_eq!(encoding(json!({ "in": "query", "explode": false })), style(Style::Form, false));
    assert_eq!(
        encoding(json!({ "in": "query", "style": "deepObject", "schema": { "type": "object" } })),
        style(Style::DeepObject, false)
    );
    assert_eq!(encoding(json!({ "in": "header" })), style(Style::Simple, false));
    assert_eq!(encoding(json!({ "in": "cookie" })), style(Style::Form, true));
}

#[test]
fn parameters_are_checked() {
    let complaints = |written: Value| parameter(&written).1;
    let schema = json!({ "type": "string" });
    assert_eq!(
        complaints(json!({ "name": "p", "in": "header", "style": "form", "schema": schema })),
        ["error: invalid style `form` of a header parameter: it is sent as `simple`",]
    );
    assert_eq!(
        complaints(json!({ "name": "p", "in": "query" })),
        ["error: the parameter `p` has no `schema`: any string is sent"]
    );
    assert_eq!(
        complaints(json!({ "name": "p", "in": "body", "schema": schema })),
        ["error: invalid parameter location `body`",]
    );
    assert_eq!(
        complaints(json!({ "name": "accept", "in": "header", "schema": schema })),
        ["warning: the header parameter `Accept` is ignored",]
    );
    assert_eq!(
        complaints(json!({ "name": "other", "in": "path", "required": true, "schema": schema })),
        ["error: the path `/{id}` has no `{other}`",]
    );
    assert_eq!(
        complaints(json!({ "name": "id", "in": "path", "required": true, "schema": schema })),
        ["error: the path parameter `id` is listed twice",]
    );
}

#[test]
fn an_operation_overrides_the_parameters_of_its_path() {
    let of = |description: &str| json!({ "name": "p", "in": "query", "description": description, "schema": { "type": "string" } });
    let item = json!({ "parameters": [of("shared")], "get": { "parameters": [of("own")], "responses": { "204": { "description": "Done" } } } });
    let (api, complaints) = paths(&json!({ "/": item }));
    assert_eq!(complaints, Vec::<String>::new());
    let [parameter] = api.operations[0].parameters.as_slice() else { panic!("not one") };
    assert_eq!((parameter.location, parameter.description.as_deref()), (Location::Query, Some("own")));
}

#[test]
fn operations_are_checked_against_one_another() {
    let operation = |id: &str| json!({ "operationId": id, "responses": { "204": { "description": "Done" } } });
    let id = |name: &str| json!([{ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }]);
    let (_, complaints) = paths(&json!({
        "/a": { "get": operation("a"), "put": operation("a") },
        "/p/{x}": { "get": operation("b"), "parameters": id("x") },
        "/p/{y}": { "get": operation("c"), "parameters": id("y") },
        "/q/{z}": { "get": operation("d") },
    }));
    assert_eq!(
        complaints,
        [
            "error: the path parameter `z` is not declared: any string is sent",
            "error: the operation id `a` is used twice",
            "error: `/p/{y}` and `/p/{x}` are the same path",
        ]
    );
}

#[test]
fn responses_have_statuses_and_media_types_json_first() {
    let content = json!({ "text/plain": {}, "application/json": { "schema": { "type": "string" } } });
    let (api, complaints) = paths(&json!({ "/": { "get": { "responses": {
        "200": { "description": "", "content": content },
        "4XX": { "description": "" },
        "ok": { "description": "" },
    }}}}));
    assert_eq!(complaints, ["error: invalid status code `ok`",]);
    let statuses: Vec<StatusRange> = api.operations[0].responses.iter().map(|response| response.status).collect();
    assert_eq!(statuses, [StatusRange::Exact(200), StatusRange::Class(4)]);
    let media_types: Vec<&str> = api.operations[0].responses[0].contents.iter().map(Content::media_type).collect();
    assert_eq!(media_types, ["application/json", "text/plain"]);
}

#[test]
fn statuses_without_a_body_in_http_have_none() {
    let response = json!({ "description": "", "content": { "application/json": { "schema": { "type": "string" } } } });
    let (api, complaints) = paths(&json!({ "/": {
        "head": { "responses": { "200": response } },
        "get": { "responses": { "200": response, "204": response } },
    }}));
    assert_eq!(complaints, ["warning: a response with status code 204 has no body: its `content` is ignored"]);
    let bodies: Vec<bool> =
        api.operations.iter().flat_map(|operation| &operation.responses).map(|one| !one.contents.is_empty()).collect();
    assert_eq!(bodies, [false, true, false]);
}

#[test]
fn security_is_declared_and_overridden() {
    let mut written = document(
        &json!({ "/": {
            "get": { "responses": { "204": { "description": "Done" } } },
            "put": { "responses": { "204": { "description": "Done" } }, "security": [] },
            "post": { "responses": { "204": { "description": "Done" } }, "security": [{ "tokn": [] }, { "oauth": ["write"] }] },
        }}),
        &json!({}),
    );
    written["security"] = json!([{ "token": [] }]);
    written["components"]["securitySchemes"] = json!({
        "token": { "type": "http", "scheme": "bearer" },
        "oauth": {
            "type": "oauth2",
            "x-specwright-auth-scheme": "Zoho-oauthtoken",
            "flows": { "implicit": { "authorizationUrl": "/", "scopes": { "read": "Read" } } },
        },
    });
    let mut diagnostics = Diagnostics::new(Strictness::Strict);
    let api = lower(&written, &mut diagnostics);
    assert_eq!(
        messages(&diagnostics),
        ["error: unknown security scheme `tokn`", "warning: the scope `write` is not declared in a flow of `oauth`",]
    );
    assert_eq!(
        api.security_schemes[1].kind,
        SecurityKind::Token {
            auth_scheme: "Zoho-oauthtoken".to_owned(),
            scopes: vec![("read".to_owned(), "Read".to_owned())],
            flows: Flows::default(),
        }
    );
    let schemes = |index: usize| api.operations[index].security.iter().map(|one| one.schemes.len()).collect::<Vec<_>>();
    assert_eq!((schemes(0), schemes(1)), (vec![1], vec![0]));
}

#[test]
fn servers_have_templates() {
    let mut written = document(&json!({}), &json!({}));
    written["info"]["version"] = json!("1.0");
    written["servers"] = json!([{ "url": "https://{region}.example.com/{base}", "variables": {
        "region": { "default": "eu", "enum": ["us"] },
        "spare": { "default": "" },
    }}]);
    let mut diagnostics = Diagnostics::new(Strictness::Strict);
    let api = lower(&written, &mut diagnostics);
    assert_eq!(
        messages(&diagnostics),
        [
            "warning: the default `eu` of `region` is not one of its values",
            "error: the URL uses the variable `base`, which is not declared in `variables`",
            "warning: the variable `spare` does not occur in the URL",
        ]
    );
    assert_eq!(api.servers[0].url[1], UrlPart::Variable("region".to_owned()));
    assert_eq!(api.version, "1.0");
}

/// The effect of everything that is reported of a document, in the order that it is.
fn effects(paths: &Value, schemas: &Value) -> Vec<Option<Effect>> {
    let mut diagnostics = Diagnostics::new(Strictness::Lenient);
    lower(&document(paths, schemas), &mut diagnostics);
    diagnostics.list().iter().map(|diagnostic| diagnostic.effect).collect()
}

#[test]
fn what_is_left_out_or_read_more_widely_says_so() {
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

#[test]
fn an_heir_has_what_its_bases_have_once() {
    let mut all = json!({
        "Base": { "type": "object", "title": "Base", "required": ["id"], "properties": { "id": { "type": "string" } } },
        "Other": { "allOf": [{ "$ref": "#/components/schemas/Base" }, { "properties": { "other": { "type": "integer" } } }] },
        "Heir0": { "allOf": [{ "$ref": "#/components/schemas/Base" }], "type": "object", "nullable": true },
    });
    // A line that is gone through again for each subtype takes minutes.
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
    assert!(
        messages(&diagnostics)
            .iter()
            .all(|said| said.contains("too many properties with the inherited ones: they are kept as JSON values"))
    );
}

/// Going every way would take as many steps as there are ways: 8^12.
#[test]
fn events_to_which_unions_lead_in_many_ways_are_found_once() {
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
    let body = api.types.iter().find(|(_, def)| matches!(def.place, Place::ResponseBody { .. }));
    let Some((_, TypeDef { kind: TypeKind::Union(union), .. })) = body else { panic!("{body:?}") };
    assert_eq!(union.variants.len(), 2);
}

/// Looking every subtype up among all would take minutes.
#[test]
fn a_supertype_may_have_thousands_of_subtypes() {
    let reference = |key: &str| json!({ "$ref": format!("#/components/schemas/{key}") });
    let heir = |index: usize| {
        let own = json!({ "type": "object", "properties": { (format!("p{index}")): { "type": "string" } } });
        (format!("S{index}"), json!({ "allOf": [reference("Base"), own] }))
    };
    let mut all: serde_json::Map<String, Value> = (0..3_000).map(heir).collect();
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
fn many_unions_of_each_other_are_any_value() {
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
        ["warning: 1000 unions are variants of each other, and each would have the variants of all: any value is \
             allowed"]
    );
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
    assert_eq!(union(&schemas(&of(20)), "U7").variants.len(), 20);
}

/// A mapping of thousands of references, none of which is a key, and as many references that name nothing.
#[test]
fn thousands_of_references_are_looked_up_in_time() {
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

#[test]
fn examples_and_formats_of_schemas_are_kept_where_they_are_said() {
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
    // What is an example of a part is none of the whole.
    assert_eq!(component(&api, "A").examples, Vec::<Value>::new());
    let of_place = |property: &crate::ir::Property| (property.name.clone(), property.examples.clone());
    let places: Vec<_> = object(&api, "A").properties.iter().map(of_place).collect();
    let expected = [("id", vec![]), ("name", vec![]), ("other", vec![json!("b.example")])];
    assert_eq!(places, expected.map(|(name, examples)| (name.to_owned(), examples)));
}
