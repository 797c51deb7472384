use super::{Mock, Request};
use crate::diagnostics::Diagnostics;
use crate::lower::testing::{document, lower};
use serde_json::{Value, json};

/// A service of these paths.
fn mock(paths: &Value) -> Mock {
    Mock::new(lower(&document(paths, &json!({})), &mut Diagnostics::default()))
}

/// The service of an operation with these parameters, at `/{a}`.
fn with_parameters(parameters: &Value) -> Mock {
    let operation = json!({ "parameters": parameters, "responses": { "204": { "description": "Done" } } });
    mock(&json!({ "/x/{a}": { "get": operation } }))
}

fn get(mock: &Mock, target: &str, headers: &[(&str, &str)]) -> (u16, Vec<String>) {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let request = Request { method: "GET".to_owned(), target: target.to_owned(), headers, body: Some(Vec::new()) };
    let response = mock.respond(&request);
    (response.status, response.log.faults)
}

#[test]
fn mock_reads_parameters_by_style() {
    let integers = json!({ "type": "array", "items": { "type": "integer" }, "maxItems": 2 });
    let point = json!({ "type": "object", "required": ["x"], "properties": { "x": { "type": "integer" } } });
    let path = |style: &str, explode: bool| json!({ "name": "a", "in": "path", "required": true, "style": style, "explode": explode, "schema": integers });
    for (parameter, fine, wrong) in [
        (path("simple", false), "/x/1,2", "/x/1,b"),
        (path("label", true), "/x/.1.2", "/x/.1.b"),
        (path("matrix", true), "/x/;a=1;a=2", "/x/;a=1;a=b"),
        (path("matrix", false), "/x/;a=1,2", "/x/;a=1,2,3"),
        (json!({ "name": "q", "in": "query", "schema": integers }), "/x/1?q=1&q=2", "/x/1?q=1&q=2&q=3"),
        (
            json!({ "name": "q", "in": "query", "style": "pipeDelimited", "explode": false, "schema": integers }),
            "/x/1?q=1%7C2",
            "/x/1?q=1%7Cb",
        ),
        (
            json!({ "name": "q", "in": "query", "style": "spaceDelimited", "explode": false, "schema": integers }),
            "/x/1?q=1%202",
            "/x/1?q=1+b",
        ),
        (
            json!({ "name": "q", "in": "query", "style": "deepObject", "explode": true, "schema": point }),
            "/x/1?q%5Bx%5D=1",
            "/x/1?q[x]=b",
        ),
        (json!({ "name": "q", "in": "query", "explode": false, "schema": point }), "/x/1?q=x,1", "/x/1?q=x,b"),
        (json!({ "name": "q", "in": "query", "schema": point }), "/x/1?x=1", "/x/1?x=b"),
        (
            json!({ "name": "q", "in": "query", "content": { "application/json": { "schema": point } } }),
            "/x/1?q=%7B%22x%22:1%7D",
            "/x/1?q=%7B",
        ),
    ] {
        let mock = with_parameters(&json!([parameter]));
        assert_eq!(get(&mock, fine, &[]), (204, vec![]), "{parameter}");
        assert_eq!(get(&mock, wrong, &[]).0, 400, "{parameter}");
    }
    let header = with_parameters(
        &json!([{ "name": "h", "in": "header", "schema": integers }, { "name": "c", "in": "cookie", "schema": { "type": "boolean" } }]),
    );
    assert_eq!(get(&header, "/x/1", &[("H", "1, 2"), ("Cookie", "b=1; c=true")]).0, 204);
    let (status, faults) = get(&header, "/x/1", &[("h", "1,b"), ("cookie", "c=hunter2")]);
    assert_eq!(status, 400);
    let expected =
        [r#"the header parameter "h" at "/1" must be an integer"#, r#"the cookie parameter "c" must be a boolean"#];
    assert_eq!(faults, expected);
}

#[test]
fn literal_paths_take_precedence_for_all_methods() {
    let responses = json!({ "200": { "description": "" } });
    let id = json!([{ "name": "id", "in": "path", "required": true, "schema": {} }]);
    let mock = mock(&json!({
        "/pets/mine": { "get": { "responses": responses } },
        "/pets/{id}": { "parameters": id, "delete": { "responses": responses } },
    }));
    let status = |method: &str, target: &str| {
        let (method, target) = (method.to_owned(), target.to_owned());
        mock.respond(&Request { method, target, headers: Vec::new(), body: Some(Vec::new()) }).status
    };
    assert_eq!(
        (status("GET", "/pets/mine"), status("DELETE", "/pets/1"), status("DELETE", "/pets/mine")),
        (200, 200, 405)
    );
}

fn post(mock: &Mock, media_type: &str, body: &str) -> (u16, Vec<String>) {
    let headers = vec![("Content-Type".to_owned(), media_type.to_owned())];
    let body = Some(body.as_bytes().to_vec());
    let response = mock.respond(&Request { method: "POST".to_owned(), target: "/x".to_owned(), headers, body });
    (response.status, response.log.faults)
}

#[test]
fn mock_reads_bodies_by_format() {
    let schema = json!({ "type": "object", "required": ["n"], "properties": {
        "n": { "type": "integer" }, "list": { "type": "array", "items": { "type": "integer" } },
    }});
    let content = |names: &[&str]| -> Value {
        names
            .iter()
            .map(|name| ((*name).to_owned(), json!({ "schema": schema })))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    let content = content(&[
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/x-ndjson",
    ]);
    let operation = json!({ "requestBody": { "required": true, "content": content }, "responses": {} });
    let mock = mock(&json!({ "/x": { "post": operation } }));
    let part = |value: &str| format!("--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n{value}\r\n--b--\r\n");
    for (media_type, fine, wrong) in [
        ("application/json; charset=utf-8", r#"{"n":1}"#.to_owned(), r#"{"n":"1"}"#.to_owned()),
        ("application/x-www-form-urlencoded", "n=1&list=1&list=2".to_owned(), "n=1&list=b".to_owned()),
        ("multipart/form-data; boundary=b", part("1"), part("b")),
        ("application/x-ndjson", "{\"n\":1}\n{\"n\":2}\n".to_owned(), "{\"n\":1}\n{}\n".to_owned()),
    ] {
        assert_eq!(post(&mock, media_type, &fine), (200, vec![]), "{media_type}");
        assert_eq!(post(&mock, media_type, &wrong).0, 400, "{media_type}");
    }
    assert_eq!(post(&mock, "application/xml", "<n/>").0, 415);
    assert_eq!(post(&mock, "multipart/form-data", "").0, 400);
}

#[test]
fn mock_reads_parts_without_names_by_their_position() {
    let list = json!({ "type": "array", "items": { "type": "integer" } });
    let schema = json!({ "type": "array", "minItems": 1, "prefixItems": [list], "items": { "type": "boolean" } });
    // The keyword of 3.2 states that the array describes the parts.
    let content = json!({ "multipart/mixed": { "schema": schema, "itemEncoding": { "contentType": "text/plain" } } });
    let operation = json!({ "requestBody": { "required": true, "content": content }, "responses": {} });
    let mock = mock(&json!({ "/x": { "post": operation } }));
    let body = |parts: &[&str]| {
        let parts = parts.iter().map(|part| format!("--b\r\nX: 1\r\n\r\n{part}\r\n"));
        parts.chain(["--b--\r\n".to_owned()]).collect::<String>()
    };
    for (parts, status) in [
        (&["[1,2]"][..], 200),
        (&["[1]", "true", "false"], 200),
        (&["[1]", "true", "2"], 400),
        (&["[true]"], 400),
        (&[], 400),
    ] {
        assert_eq!(post(&mock, "multipart/mixed; boundary=b", &body(parts)).0, status, "{parts:?}");
    }
}

#[test]
fn mock_responds_with_each_value_of_an_example_of_several() {
    let body = |content: Value| {
        let operation = json!({ "responses": { "200": { "description": "All.", "content": content } } });
        let mock = mock(&json!({ "/x": { "get": operation } }));
        let request = Request { method: "GET".to_owned(), target: "/x".to_owned(), headers: Vec::new(), body: None };
        String::from_utf8(mock.respond(&Request { body: Some(Vec::new()), ..request }).body).unwrap()
    };
    let (integer, list) = (json!({ "type": "integer" }), json!({ "type": "array", "items": { "type": "integer" } }));
    let of = |media_type: &str, item: &Value, example: Value| {
        body(json!({ media_type: { "itemSchema": item, "example": example } }))
    };
    assert_eq!(of("application/jsonl", &integer, json!([1, 2])), "1\n2\n");
    assert_eq!(of("application/jsonl", &integer, json!(3)), "3\n");
    assert_eq!(of("application/jsonl", &list, json!([1, 2])), "[1,2]\n");
    assert_eq!(of("text/event-stream", &integer, json!([1, 2])), "data: 1\n\ndata: 2\n\n");
    let part = |head: &str, text: &str| format!("--boundary-of-example-parts\r\n{head}\r\n\r\n{text}\r\n");
    let end = "--boundary-of-example-parts--\r\n";
    let text = "Content-Type: text/plain";
    assert_eq!(of("multipart/mixed", &integer, json!([1, 2])), part(text, "1") + &part(text, "2") + end);
    let form = json!({ "multipart/form-data": { "schema": { "type": "object" }, "example": { "a\r\n": "b" } } });
    let named = "Content-Disposition: form-data; name=\"a\\r\\n\"\r\nContent-Type: text/plain";
    assert_eq!(body(form), part(named, "b") + end);
}
