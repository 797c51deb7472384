//! Violations in requests, and their problem details, which never contain sent values.

use crate::fixtures::settings_service::service;
use crate::trains::Trains;
use specwright_runtime::http::{HeaderMap, Request};
use specwright_runtime::{Body, Bytes};

/// The status, the headers and the body of the response to a request with a token.
async fn refused(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> (u16, HeaderMap, String) {
    let request = Request::builder().method(method).uri(path).header("authorization", "Bearer t");
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    respond(request.body(http_body_util::Full::new(Bytes::from(body.to_owned()))).unwrap()).await
}

async fn respond(request: Request<http_body_util::Full<Bytes>>) -> (u16, HeaderMap, String) {
    let response = service::router(Trains::default()).body_limit(200).respond(request).await;
    let (parts, body) = response.into_parts();
    (parts.status.as_u16(), parts.headers, text(body).await)
}

async fn text(body: Body) -> String {
    String::from_utf8(body.into_stream().bytes().await.unwrap().to_vec()).unwrap()
}

/// Values other than the only possible one, in JSON, in a form, and in a part of a multipart body.
#[tokio::test]
async fn other_values_than_the_constant_are_rejected() {
    use crate::fixtures::constants::service::{Service, router};
    struct Nothing;
    impl Service for Nothing {}
    let status = async |path: &str, media_type: &str, body: &str| {
        let request = Request::post(path).header("content-type", media_type);
        let request = request.header("accept-version", "1.0").header("cookie", "beta=true");
        let response = router(Nothing)
            .respond(request.body(http_body_util::Full::new(Bytes::from(body.to_owned()))).unwrap())
            .await;
        response.status().as_u16()
    };
    let part =
        |name: &str, value: &str| format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let parts = |hidden: &str| {
        [part("kind", "file"), part("name", "a"), part("hidden", hidden), "--b--\r\n".to_owned()].concat()
    };
    let node = |version: u8, base: &str| {
        format!(
            r#"{{"id":"b","type":"decision","weight":0.5,"beta":true,"base":"{base}","end":null,"version":{version}}}"#
        )
    };
    let (nodes, json, form) = ("/nodes/node?v=2&either=only", "application/json", "application/x-www-form-urlencoded");
    let multipart = "multipart/form-data; boundary=b";
    // What conforms reaches the method, which is not implemented.
    for (path, media_type, body, expected) in [
        (nodes, json, node(1, "b"), 501),
        (nodes, json, node(2, "b"), 400),
        (nodes, json, node(1, "a"), 400),
        ("/token", form, "grant_type=authorization_code&code=c".to_owned(), 501),
        ("/token", form, "grant_type=password&code=c".to_owned(), 400),
        ("/files", multipart, parts("true"), 501),
        ("/files", multipart, parts("false"), 400),
    ] {
        assert_eq!(status(path, media_type, &body).await, expected, "{body}");
    }
}

/// Values that no schema of a union allows, in a path, a form and JSON.
#[tokio::test]
async fn values_of_no_variant_are_rejected() {
    use crate::fixtures::union_of_constants::service::{Service, router};
    struct Nothing;
    impl Service for Nothing {}
    let post = async |path: &str, media_type: &str, body: &str| {
        let body = http_body_util::Full::new(Bytes::from(body.to_owned()));
        let request = Request::post(path).header("content-type", media_type).body(body).unwrap();
        let response = router(Nothing).respond(request).await;
        (response.status().as_u16(), text(response.into_body()).await)
    };
    let (json, form) = ("application/json", "application/x-www-form-urlencoded");
    // What conforms reaches the method, which is not implemented.
    for (path, media_type, body) in [
        ("/shapes/fast", json, r#"{"shape":"Point","limit":-1,"corner":"sharp","margin":true}"#),
        ("/shapes/3", json, r#"{"shape":{"Circle":{"radius":1}},"limit":[],"corner":{"kind":"cut","depth":1}}"#),
        ("/accounts", form, "address=&metadata="),
    ] {
        assert_eq!(post(path, media_type, body).await.0, 501, "{body}");
    }
    let schemas = "must be a value of one of the documented schemas";
    for (path, media_type, body, pointer, message) in [
        ("/shapes/slow", json, r#"{"shape":"Point"}"#, "mode", schemas),
        ("/shapes/fast", json, r#"{"shape":"Line"}"#, "/shape", schemas),
        ("/shapes/fast", json, r#"{"shape":"Point","limit":1}"#, "/limit", schemas),
        ("/shapes/fast", json, r#"{"shape":"Point","corner":"blunt"}"#, "/corner", schemas),
        ("/shapes/fast", json, r#"{"shape":"Point","corner":{"kind":"oval"}}"#, "/corner", schemas),
        ("/shapes/fast", json, r#"{"shape":"Point","edge":{"kind":"oval"}}"#, "/edge/kind", "must be one of"),
        ("/accounts", form, "address=x", "/address", schemas),
    ] {
        let (status, problem) = post(path, media_type, body).await;
        assert_eq!(status, 400, "{body}");
        assert!(problem.contains(pointer) && problem.contains(message), "{body}: {problem}");
    }
}

/// An enum next to which the document allows any string.
#[tokio::test]
async fn open_enums_accept_unlisted_strings() {
    use crate::fixtures::enum_open::service::{Service, router};
    struct Nothing;
    impl Service for Nothing {}
    let post = async |body: &str| {
        let body = http_body_util::Full::new(Bytes::from(body.to_owned()));
        let request = Request::post("/requests").header("content-type", "application/json").body(body).unwrap();
        router(Nothing).respond(request).await.status().as_u16()
    };
    assert_eq!(
        post(r#"{"model":"of tomorrow","choice":"a/b","voice":"mine","stop":"now","tier":"trial","mode":"slow"}"#)
            .await,
        501
    );
    assert_eq!(post(r#"{"model":"of tomorrow","choice":"a/b","mode":"slower"}"#).await, 400);
    assert_eq!(post(r#"{"model":7,"choice":"a/b"}"#).await, 400);
}

const JSON: &[(&str, &str)] = &[("content-type", "application/json")];

#[tokio::test]
async fn all_violations_are_reported_together() {
    let (status, headers, body) = refused("GET", "/stations?limit=hunter2&limit=3&countries=%FF", &[], "").await;
    assert_eq!((status, &headers["content-type"]), (400, &"application/problem+json".parse().unwrap()));
    assert_eq!(
        body,
        concat!(
            r##"{"title":"Bad Request","status":400,"##,
            r##""detail":"the request violates the description of get_stations (GET /stations)","errors":["##,
            r##"{"detail":"must be given once","in":"query","name":"limit","pointer":"#"},"##,
            r##"{"detail":"must be UTF-8, percent-encoded","in":"query","name":"countries","pointer":"#"}]}"##
        )
    );
    let (_, _, body) = refused("GET", "/stations?limit=hunter2", &[], "").await;
    assert!(body.contains(r#"{"detail":"must be a number","in":"query","name":"limit""#), "{body}");
    let (_, _, body) = refused("GET", "/stations?limit=17000", &[], "").await;
    assert!(body.contains(r#"{"detail":"must be at most 100","in":"query","name":"limit""#), "{body}");
    let (_, _, body) = refused("GET", "/bookings/hunter2", &[], "").await;
    assert!(body.contains(r#"{"detail":"must be a number","in":"path","name":"booking_id""#), "{body}");
    let (_, _, body) = refused("GET", "/bookings/1.5", &[], "").await;
    assert!(body.contains(r#"{"detail":"must be an integer in its range","in":"path","name":"booking_id""#), "{body}");
}

#[tokio::test]
async fn places_in_a_body_are_json_pointers() {
    for (body, error) in [
        ("", r##"{"detail":"must be present: it is required","in":"body","pointer":"#"}"##),
        ("{hunter2", r##"{"detail":"must be JSON","in":"body","pointer":"#"}"##),
        ("[]", r##""in":"body","pointer":"#"}"##),
        (
            r#"{"from":"a","to":"b"}"#,
            r##"{"detail":"must fit its schema: missing field `passenger`","in":"body","pointer":"#"}"##,
        ),
        (
            r#"{"passenger":"","from":"a","to":"b","seats":-70}"#,
            concat!(
                r##"{"detail":"must be at least 1 character, has 0","in":"body","pointer":"#/passenger"},"##,
                r##"{"detail":"must be at least 1","in":"body","pointer":"#/seats"}"##
            ),
        ),
        (
            r#"{"passenger":7,"from":"a","to":"b"}"#,
            r##"{"detail":"must be a string","in":"body","pointer":"#/passenger"}"##,
        ),
    ] {
        let (status, _, found) = refused("POST", "/bookings", JSON, body).await;
        assert!(status == 400 && found.contains(error), "{body}: {status} {found}");
        assert!(!found.contains("hunter2"), "{found}");
    }
    let (status, _, body) =
        refused("POST", "/bookings", JSON, r#"{"passenger":"Ada","from":"a","to":"b","seats":null}"#).await;
    assert_eq!(status, 400);
    assert!(body.contains(r##"{"detail":"must not be null","in":"body","pointer":"#/seats"}"##), "{body}");
    let deep = format!("{}1{}", "[".repeat(90), "]".repeat(90));
    let body = format!(r#"{{"x":{deep}}}"#);
    assert_eq!(refused("POST", "/bookings", JSON, &body).await.0, 400);
}

#[tokio::test]
async fn rejections_have_the_matching_status() {
    let (status, _, body) = refused("GET", "/trains", &[], "").await;
    assert_eq!(
        (status, body.as_str()),
        (404, r#"{"title":"Not Found","status":404,"detail":"no operation has this path"}"#)
    );
    let (status, headers, _) = refused("PUT", "/bookings/1", &[], "").await;
    assert_eq!((status, &headers["allow"]), (405, &"DELETE, GET".parse().unwrap()));
    // A path without parameters takes precedence over a matching template, for all methods.
    let (status, headers, _) = refused("DELETE", "/bookings/mine", &[], "").await;
    assert_eq!((status, &headers["allow"]), (405, &"GET".parse().unwrap()));
    let (status, headers, _) = refused("POST", "/bookings", &[("content-type", "text/plain")], "a").await;
    assert_eq!((status, &headers["accept"]), (415, &"application/json".parse().unwrap()));
    let (status, _, body) = refused("GET", "/stations", &[("accept", "image/png")], "").await;
    assert_eq!(status, 406);
    assert!(body.contains("application/json, text/csv"), "{body}");
    let (status, _, body) = refused("POST", "/bookings", JSON, &" ".repeat(201)).await;
    assert_eq!(status, 413);
    assert!(body.contains("at most 200 bytes"), "{body}");
}

#[tokio::test]
async fn operations_are_not_called_without_credentials() {
    for authorization in [None, Some("Basic dTpw"), Some("Bearer"), Some("Bearer ")] {
        let request = Request::post("/bookings").header("content-type", "application/json");
        let request = authorization.iter().fold(request, |request, value| request.header("authorization", *value));
        let body = r#"{"passenger":"Ada","from":"a","to":"b"}"#;
        let (status, headers, body) = respond(request.body(http_body_util::Full::from(body)).unwrap()).await;
        assert_eq!((status, &headers["www-authenticate"]), (401, &"Bearer".parse().unwrap()), "{authorization:?}");
        assert!(body.contains("create_booking (POST /bookings) requires credentials"), "{body}");
    }
    let request = Request::get("/stations").body(http_body_util::Full::default()).unwrap();
    assert_eq!(respond(request).await.0, 200);
}
