//! Lowering of operations, parameters and responses.

use super::made_id;
use crate::diagnostics::{Diagnostics, Strictness};
use crate::ir::{
    Api, Content, Method, ParameterEncoding, ParameterLocation, PathPart, PathTemplate, StatusRange, Style,
};
use crate::lower::testing::{document, lower, messages};
use serde_json::{Value, json};

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

#[test]
fn styles_have_defaults_by_location() {
    let encoding = |extra: Value| {
        let mut written = json!({ "name": "p", "schema": { "type": "string" } });
        written.as_object_mut().expect("an object").extend(extra.as_object().expect("an object").clone());
        let (api, complaints) = parameter(&written);
        assert_eq!(complaints, Vec::<String>::new());
        api.operations[0].parameters[1].encoding.clone()
    };
    let style = |style, explode| ParameterEncoding::Style { style, explode, allow_reserved: false, nested: Vec::new() };
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
    assert_eq!((parameter.location, parameter.description.as_deref()), (ParameterLocation::Query, Some("own")));
}

#[test]
fn operation_ids_and_paths_must_be_unique() {
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
            "error: duplicate operation id `a`",
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
fn missing_operation_ids_are_derived_from_method_and_path() {
    let path = |parts: &[PathPart]| PathTemplate { parts: parts.to_vec() };
    let literal = |text: &str| PathPart::Literal(text.to_owned());
    let parameter = |name: &str| PathPart::Parameter(name.to_owned());
    assert_eq!(made_id(&Method::Get, &path(&[literal("/")])), "get_root");
    assert_eq!(made_id(&Method::Get, &path(&[literal("/user_types")])), "get_user_types");
    let nested = [literal("/pets/"), parameter("petId"), literal("/toys.json")];
    assert_eq!(made_id(&Method::Delete, &path(&nested)), "delete_pets_by_id_toys_json");
}
