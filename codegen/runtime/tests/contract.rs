//! A client as the generator emits it, over a transport without a network: exact requests, canned answers.

mod emitted;

use emitted::Client;
use emitted::models::{Cat, Count, Filter, InviteType, Pet, Portal, Tree};
use emitted::operations::{CreatePetFailure, InviteUser, PutFile};
use emitted::payloads::PAYLOADS;
use specwright_runtime::payload::{self, Direction};
use specwright_runtime::{
    AccessToken, Body, BoxError, BoxFuture, Bytes, Checker, Error, MemoryTransport, Operation, OperationInfo,
    RawResponse, RequestWriter, TokenSource, TransportError, TransportErrorKind, http,
};
use std::error::Error as _;

const TOKEN: &str = "1000.tok-hunter2";

fn client(transport: &MemoryTransport) -> Client {
    Client::builder().access_token(TOKEN).transport(transport.clone()).build().unwrap()
}

fn invite() -> InviteUser {
    InviteUser::new("Contacts", "1306462000000659009", InviteType::Invite)
}

#[tokio::test]
async fn a_call_sends_the_documented_request() {
    let transport = MemoryTransport::new().respond(200, r#"{"name":"north","zaid":null}"#);
    let portal = client(&transport)
        .invite_user("Con/tacts", "1", InviteType::Invite)
        .language("en_US")
        .ids(["1", "2"])
        .filters([Filter::new().field("a&b")])
        .limit(i128::MAX)
        .trace("t 1")
        .session("a%3Bb=")
        .send()
        .await
        .unwrap();
    assert_eq!(portal, Portal::new("north", None));

    let request = transport.last_request().unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(
        request.uri(),
        "https://api.example/crm/v8/Con%2Ftacts/1/actions/portal_invite?type=invite&language=en_US&ids=1,2\
         &filters=%5B%7B%22field%22%3A%22a%26b%22%7D%5D&limit=170141183460469231731687303715884105727"
    );
    let headers: Vec<_> = ["authorization", "accept", "x-trace", "cookie", "user-agent"]
        .map(|name| request.headers()[name].to_str().unwrap())
        .into();
    let agent =
        concat!("specwright-runtime/", env!("CARGO_PKG_VERSION"), " specwright-runtime/", env!("CARGO_PKG_VERSION"));
    let authorization = format!("Zoho-oauthtoken {TOKEN}");
    assert_eq!(headers, [&authorization, "application/json", "t 1", "session=a%3Bb=", agent]);
    assert!(!request.headers().contains_key("content-type"));
    assert!(request.body().is_empty());
}

#[tokio::test]
async fn bodies_are_json_and_204_is_none() {
    let transport = MemoryTransport::new().respond(204, "");
    let client = Client::builder().credential("query_key", "a b").transport(transport.clone()).build().unwrap();
    assert_eq!(client.create_pet(Cat::new(7)).send().await.unwrap(), None);
    let request = transport.last_request().unwrap();
    assert_eq!(request.body(), r#"{"petType":"cat","age":7}"#);
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.uri(), "https://api.example/crm/v8/pets?api_key=a%20b");
}

#[tokio::test]
async fn all_kinds_of_responses_are_distinguished() {
    let transport = MemoryTransport::new()
        .respond(404, r#"{"code":"INVALID_URL_PATTERN"}"#)
        .respond(418, "short and\nstout")
        .respond(400, "<html>gateway</html>")
        .respond(200, "")
        .fail(TransportError::new(TransportErrorKind::Timeout, "too slow"));
    let send = || client(&transport).invite_user("Contacts", "1", "invite").send();
    let route = "invite_user (POST /{module}/{record_id}/actions/portal_invite)";

    let error = send().await.unwrap_err();
    assert_eq!(error.failure().unwrap().code, "INVALID_URL_PATTERN");
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(error.to_string(), format!("{route}: 404 Not Found: {{\"code\":\"INVALID_URL_PATTERN\"}}"));

    let error = send().await.unwrap_err();
    assert!(matches!(error, Error::Undocumented(_)));
    assert_eq!(error.body().unwrap(), "short and\nstout");
    assert_eq!(error.to_string(), format!("{route}: 418 I'm a teapot, which is not documented: short and stout"));

    let error = send().await.unwrap_err();
    assert!(error.is_decode() && error.failure().is_none());
    assert_eq!(
        error.to_string(),
        format!(
            "{route}: 400 Bad Request, but the body is not as documented: at $: not readable as JSON: expected value at \
             line 1 column 1; found <html>gateway</html>"
        )
    );

    let error = send().await.unwrap_err();
    assert_eq!(error.json_path(), Some("$"));
    assert!(error.to_string().ends_with("at $: expected JSON, the body is empty"), "{error}");

    let error = send().await.unwrap_err();
    assert!(error.is_timeout() && !error.is_connect() && error.status().is_none());
    assert_eq!(error.to_string(), format!("{route}: timed out: too slow"));
    assert!(error.source().is_some());
}

#[tokio::test]
async fn failures_by_status_are_typed() {
    let transport = MemoryTransport::new().respond(404, "").respond(409, "busy").respond(503, "down");
    let client = Client::builder().basic("ada", "pw").transport(transport.clone()).build().unwrap();
    let mut failures = Vec::new();
    for _ in 0..3 {
        failures.extend(client.create_pet(Cat::new(7)).send().await.unwrap_err().into_failure());
    }
    let expected = [
        CreatePetFailure::NotFound,
        CreatePetFailure::ClientError("busy".to_owned()),
        CreatePetFailure::ServerError("down".into()),
    ];
    assert_eq!(failures, expected);
    assert_eq!(transport.last_request().unwrap().headers()["authorization"], "Basic YWRhOnB3");
}

#[tokio::test]
async fn a_response_keeps_status_headers_and_body() {
    let body = r#"{"name":"north","zaid":null}"#;
    let mut response = http::Response::new(Bytes::from(body));
    response.headers_mut().insert("x-api-credits-remaining", "7".parse().unwrap());
    let transport = MemoryTransport::new().respond_with(response);
    let response = client(&transport).invite_user("Contacts", "1", "invite").send_for_response().await.unwrap();
    assert_eq!((response.status().as_u16(), response.body().as_ref()), (200, body.as_bytes()));
    assert_eq!(response.headers()["x-api-credits-remaining"], "7");
    assert_eq!(response.name, "north");
}

#[test]
fn all_input_errors_are_reported_together() {
    let request = InviteUser::new("..", "", "invite")
        .language("en_US_POSIX")
        .ids(["1", "x", "3"])
        .filters([Filter::new().field("ab"), Filter::new().field("c")])
        .trace("a\r\nX-Evil: 1");
    let error = request.to_request("https://api.example").unwrap_err();
    let problems: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
    let expected = [
        "record_id must not be empty: it is part of the path",
        "language must be at most 5 characters, has 11",
        "ids must be at most 2 elements, has 3",
        "ids at $[1] must match the pattern `^[0-9]*$`",
        "filters at $[1].field must be at least 2 characters, has 1",
        "X-Trace must contain only visible ASCII characters and spaces to be sent in a header, not the one at byte 1",
        "module must not form a path segment `.` or `..`, which would change the path",
    ];
    assert_eq!(problems, expected);
    assert!(
        error.to_string().starts_with("invite_user (POST /{module}/{record_id}/actions/portal_invite): not sent: ")
    );
}

#[test]
fn path_values_stay_in_their_segment() {
    for (value, expected) in [
        ("a/b", "a%2Fb"),
        ("a/admin", "a%2Fadmin"),
        ("%2e%2e%2e", "%252e%252e%252e"),
        ("a?b#c", "a%3Fb%23c"),
        ("a\\b", "a%5Cb"),
        ("a;b=c", "a%3Bb%3Dc"),
        ("\r\n", "%0D%0A"),
        ("ü\u{0}", "%C3%BC%00"),
        ("...", "..."),
    ] {
        let request = PutFile { path: value.to_owned(), body: None }.to_request("https://api.example/v1/").unwrap();
        assert_eq!(request.uri().to_string(), format!("https://api.example/v1/files/{expected}"));
    }
    for value in ["", ".", "..", "../admin", "a/../b", "..\\", "..;a", "%2e%2e", "%252e", "..%2fadmin"] {
        assert!(PutFile { path: value.to_owned(), body: None }.to_request("https://api.example").is_err(), "{value}");
    }
}

#[tokio::test]
async fn errors_are_short_and_printable() {
    let long = "\u{202e}\u{1b}[31mx".repeat(300_000);
    let bodies = [
        serde_json::json!({ "name": { long.clone(): long.clone() } }),
        serde_json::json!({ long.clone(): long.clone() }),
        serde_json::json!(long.clone()),
        serde_json::json!([long.clone()]),
    ];
    for body in bodies {
        for status in [200, 400, 500] {
            let transport = MemoryTransport::new().respond(status, body.to_string());
            let error = client(&transport).invite_user("Contacts", "1", InviteType::Invite).send().await.unwrap_err();
            let text = error.to_string();
            assert!(text.chars().count() < 1_500, "{status}: {} characters", text.chars().count());
            assert!(!text.contains(['\u{202e}', '\u{1b}', '\r', '\n']), "{text:?}");
        }
    }
    // Messages of serde contain the value.
    let response = http::Response::new(Bytes::from(serde_json::json!({ "name": 1, "kind": long }).to_string()));
    let raw = RawResponse::new(&PutFile::INFO, response);
    let error = raw.json::<Known, std::convert::Infallible>().unwrap_err().to_string();
    assert!(error.contains("unknown variant `\\u{202e}\\u{1b}[31mx") && error.chars().count() < 6_000, "{error}");
    assert!(!error.contains(['\u{202e}', '\u{1b}']), "{error:?}");
}

/// A type whose errors repeat what they find.
#[derive(Debug, serde::Deserialize)]
#[expect(dead_code, reason = "reading it fails")]
struct Known {
    kind: Kind,
}

#[derive(Debug, serde::Deserialize)]
enum Kind {
    One,
}

#[test]
fn debug_hides_redirect_targets() {
    let response = http::Response::builder().status(302).header("x-seen", "1");
    let response =
        response.header("location", "https://a.example/?key=hunter2").header("content-location", "/?hunter2");
    let raw = RawResponse::new(&PutFile::INFO, response.body(Bytes::new()).unwrap());
    let error: Error = raw.undocumented();
    for text in [format!("{raw:?}"), format!("{error:?}"), error.to_string()] {
        assert!(!text.contains("hunter2"), "{text}");
    }
    assert!(format!("{raw:?}").contains("x-seen"));
    assert!(error.to_string().contains("leading to https://a.example"), "{error}");
    assert_eq!(raw.headers()["location"], "https://a.example/?key=hunter2");
}

#[test]
fn header_injection_is_prevented() {
    for trace in ["a\r\nb", "a\nb", "a\0", "ä", "\u{7f}", "a\tb"] {
        let error = invite().trace(trace).to_request("https://api.example").unwrap_err();
        assert_eq!(error.problems()[0].input, "X-Trace", "{trace:?}");
    }
    for session in ["a; admin=1", "a;b", "a\r\nb", "a b", "a,b", "a\"b", "a\\b", "ä", "a\0"] {
        let error = invite().session(session).to_request("https://api.example").unwrap_err();
        assert_eq!(error.problems()[0].input, "session", "{session:?}");
        assert!(!error.to_string().contains(session), "the error repeats {session:?}");
    }
}

#[test]
fn bytes_are_sent_unchanged() {
    let put = PutFile { path: "a".to_owned(), body: Some(Body::from(b"\0\xff")) };
    let request = put.to_request("http://localhost:1").unwrap();
    assert_eq!(request.body().as_bytes().unwrap().as_ref(), b"\0\xff");
    assert_eq!(
        (&request.headers()["content-type"], &request.headers()["accept"]),
        (&"application/octet-stream".parse().unwrap(), &"text/plain".parse().unwrap())
    );
}

fn decoding_error(json: &str) -> Error<CreatePetFailure> {
    let response = http::Response::new(Bytes::copy_from_slice(json.as_bytes()));
    emitted::operations::CreatePet::<()>::read_response(response).unwrap_err()
}

#[test]
fn decode_errors_have_json_paths_through_nested_unions() {
    let cases = [
        (
            r#"{"petType":"cat","age":1,"details":{"id":7}}"#,
            "$.details.id",
            "invalid type: integer `7`, expected a string",
            "7",
        ),
        (
            r#"{"petType":"cat","age":1,"details":{"id":"1","owner":{"petType":"cat","age":"old"}}}"#,
            "$.details.owner.age",
            "expected an integer",
            "\"old\"",
        ),
        (
            r#"{"petType":"litter","a b":{"petType":"cat","age":1},"c: d":{"petType":"cat","details":{"id":"1","owner":{"petType":"cat"}},"age":1}}"#,
            r#"$["c: d"].details.owner"#,
            "missing field `age`",
            r#"{"petType":"cat"}"#,
        ),
        (
            r#"{"petType":"cat","petType":"cat","age":1}"#,
            "$",
            "duplicate field `petType`",
            r#"{"petType":"cat","petType":"cat","age":1}"#,
        ),
    ];
    for (json, path, message, found) in cases {
        let error = decoding_error(json);
        assert_eq!(error.json_path(), Some(path), "{error}");
        assert!(error.to_string().ends_with(&format!("at {path}: {message}; found {found}")), "{error}");
    }
}

#[test]
fn custom_deserializers_get_json_paths() {
    let error = serde_json::from_str::<Vec<Pet>>(r#"[{"petType":"cat","age":1,"details":{"id":7}}]"#).unwrap_err();
    assert!(error.to_string().starts_with("at $.details.id: invalid type: integer `7`, expected a string"), "{error}");
}

#[test]
fn unions_keep_numbers_of_any_size() {
    let json = r#"{"petType":"cat","age":18936550000000063924}"#;
    let pet: Pet = serde_json::from_str(json).unwrap();
    assert_eq!(pet, Cat::new(Count::from(18_936_550_000_000_063_924)).into());
    assert_eq!(serde_json::to_string(&pet).unwrap(), json);
    // By way of a tree too, as flattened unions are read.
    let litter = r#"{"petType":"litter","tom":{"petType":"cat","age":7}}"#;
    let pet: Pet = serde_json::from_str(litter).unwrap();
    assert_eq!(serde_json::to_string(&pet).unwrap(), litter);
}

#[test]
fn unions_read_escaped_discriminators_and_keep_unknown_ones() {
    let pet: Pet = serde_json::from_str(r#"{"age":1,"pet\u0054ype":"c\u0061t"}"#).unwrap();
    assert!(matches!(pet, Pet::Cat(_)));
    for json in [r#"{"petType":"dog","x":[1,null]}"#, "3", "null", r#"{"petType":null}"#, r#""cat""#] {
        let pet: Pet = serde_json::from_str(json).unwrap();
        assert!(matches!(pet, Pet::Unknown(_)), "{json}");
        assert_eq!(serde_json::to_string(&pet).unwrap(), json);
    }
}

#[test]
fn deep_nesting_is_an_error() {
    let nested = |depth: usize| {
        let open = r#"{"petType":"cat","age":1,"details":{"id":"1","owner":"#;
        format!("{}{}{}", open.repeat(depth), r#"{"petType":"cat","age":1}"#, "}}".repeat(depth))
    };
    assert!(serde_json::from_str::<Pet>(&nested(60)).is_ok());
    for depth in [64, 1_000, 100_000] {
        let error = serde_json::from_str::<Pet>(&nested(depth)).unwrap_err();
        assert!(error.to_string().contains("nested more than 128 levels deep"), "{error}");
        assert!(decoding_error(&nested(depth)).is_decode());
    }
    let arrays = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(serde_json::from_str::<Pet>(&arrays).is_err());
    assert!(serde_json::from_str::<Tree>(&arrays).is_err());
    // Inside an unknown variant, and inside another reader's text.
    assert!(serde_json::from_str::<Vec<Pet>>(&arrays).is_err());
    assert!(serde_json::from_str::<Pet>(&format!(r#"{{"petType":"dog","x":{arrays}}}"#)).is_err());
}

#[test]
fn trying_union_variants_is_bounded() {
    let mut json = "1".to_owned();
    for level in 0..20 {
        json = format!(r#"{{"child":{json},"{}":1}}"#, if level % 2 == 0 { "left" } else { "right" });
    }
    let tree: Tree = serde_json::from_str(&json).unwrap();
    assert_eq!(serde_json::to_string(&tree).unwrap(), json);
    assert!(!format!("{tree:?}").contains("Unknown"));
    // Each level tries twice: without a bound this would take 2^100 readings.
    let hostile = format!("{}true{}", r#"{"child":"#.repeat(100), r#","left":"?","right":1}"#.repeat(100));
    let error = serde_json::from_str::<Tree>(&hostile).unwrap_err();
    assert!(error.to_string().contains("too many combinations of variants to try"), "{error}");
}

#[test]
fn responses_round_trip() {
    for json in [
        r#"{"name":"north","zaid":null}"#,
        r#"{"name":"north","zaid":"1","created_time":"2023-02-07t20:13:20.50+05:30","filters":null,"extra":null,"x":[1.50]}"#
            .replace("1.50", "1.5")
            .as_str(),
        r#"{"name":"north","zaid":"1","filters":[{"field":"a","since":"2024-02-29"}],"extra":{"a":1},"other":{"b":null}}"#,
    ] {
        let portal: Portal = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&portal).unwrap(), json);
    }
    let error = serde_json::from_str::<Portal>(r#"{"name":"north"}"#).unwrap_err();
    assert!(error.to_string().starts_with("missing field `zaid`"), "{error}");
}

#[test]
fn constraints_are_checked_inside_models() {
    let portal = Portal::new("Überlang", Some("x1".to_owned())).filters(vec![
        Filter::new(),
        Filter::new().field("a"),
        Filter::new().field("bc"),
    ]);
    let violations: Vec<String> = Checker::violations(&portal)
        .into_iter()
        .map(|violation| format!("{} {}", violation.path, violation.reason))
        .collect();
    let expected = [
        "$.name must be at most 5 characters, has 8",
        "$.zaid must match the pattern `^[0-9]+$`",
        "$.filters must be at most 2 elements, has 3",
        "$.filters[0] must be at least 1 key, has 0",
        "$.filters[1].field must be at least 2 characters, has 1",
    ];
    assert_eq!(violations, expected);
    assert!(Checker::violations(&Portal::new("Über", None)).is_empty());
    let cat = Pet::from(Cat::new(-1));
    assert_eq!(Checker::violations(&cat)[0].reason, "must be at least 0, is -1");
}

#[tokio::test]
async fn missing_credentials_are_named_with_a_remedy() {
    let transport = MemoryTransport::new();
    let client = Client::builder().credential("key", "k").transport(transport.clone()).build().unwrap();
    let error = client.invite_user("Contacts", "1", "invite").send().await.unwrap_err();
    let message = error.to_string();
    assert!(matches!(error, Error::Credential(_)));
    assert!(
        message.ends_with("not sent: it requires a credential; set `zoho_oauth` with `ClientBuilder::access_token(…)`"),
        "{message}"
    );
    let error = client.create_pet(Cat::new(1)).send().await.unwrap_err();
    assert!(
        error.to_string().ends_with(
            "set `key` with `ClientBuilder::credential(\"key\", …)` and `session` with \
             `ClientBuilder::credential(\"session\", …)`, or `login` with `ClientBuilder::basic(user, password)`, or \
             `query_key` with `ClientBuilder::credential(\"query_key\", …)`"
        ),
        "{error}"
    );
    assert!(transport.requests().is_empty());
}

#[tokio::test]
async fn the_first_complete_security_requirement_is_applied() {
    let transport = MemoryTransport::with(|_| http::Response::builder().status(204).body(Bytes::new()).unwrap());
    let builder = Client::builder().basic("ada", "pw").credential("key", "k1").transport(transport.clone());
    let client = builder.credential("session", "s%3B1=").build().unwrap();
    client.create_pet(Cat::new(1)).send().await.unwrap();
    let request = transport.last_request().unwrap();
    assert_eq!(
        (&request.headers()["x-api-key"], &request.headers()["cookie"]),
        (&"k1".parse().unwrap(), &"SID=s%3B1=".parse().unwrap())
    );
    assert!(!request.headers().contains_key("authorization") && request.uri().query().is_none());

    // A credential that no cookie can hold is refused and not changed.
    let builder = Client::builder().credential("key", "k1").transport(transport.clone());
    let error = builder.credential("session", "s;1").build().unwrap().create_pet(Cat::new(1)).send().await.unwrap_err();
    assert!(matches!(error, Error::Credential(_)) && !error.to_string().contains("s;1"), "{error}");
    assert_eq!(transport.requests().len(), 1);

    // A header for all requests replaces the security scheme.
    let client = Client::builder().header("Authorization", "Custom 1").transport(transport.clone()).build().unwrap();
    client.create_pet(Cat::new(1)).send().await.unwrap();
    assert_eq!(transport.last_request().unwrap().headers()["authorization"], "Custom 1");
}

struct Broken;

impl TokenSource for Broken {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, BoxError>> {
        Box::pin(async { Err("the accounts server is down".into()) })
    }
}

#[tokio::test]
async fn a_failing_token_source_is_a_credential_error() {
    let client = Client::builder().token_source(Broken).transport(MemoryTransport::new()).build().unwrap();
    let error = client.invite_user("Contacts", "1", "invite").send().await.unwrap_err();
    assert!(error.to_string().ends_with("no token for the security scheme `zoho_oauth`: the accounts server is down"));
    assert_eq!(error.source().unwrap().to_string(), "the accounts server is down");
}

#[tokio::test]
async fn operation_settings_override_client_settings() {
    let transport = MemoryTransport::new().respond(204, "").respond(204, "");
    let builder = Client::builder().header("Accept", "application/vnd.x+json").header("X-A", "1").header("x-a", "2");
    let client = builder.credential("query_key", "k").user_agent("mine").transport(transport.clone()).build().unwrap();
    client.create_pet(Cat::new(1)).send().await.unwrap();
    let request = transport.last_request().unwrap();
    assert_eq!(
        (&request.headers()["accept"], &request.headers()["user-agent"]),
        (&"application/vnd.x+json".parse().unwrap(), &"mine".parse().unwrap())
    );
    assert_eq!(request.headers().get_all("x-a").iter().collect::<Vec<_>>(), ["1", "2"]);
    client.as_ref().send(&PutFile { path: "a".to_owned(), body: None }).await.unwrap();
    assert_eq!(transport.last_request().unwrap().headers()["accept"], "text/plain");
}

#[tokio::test]
async fn secrets_do_not_print() {
    let transport = MemoryTransport::new().respond(401, r#"{"code":"INVALID_TOKEN"}"#);
    let builder = || {
        let builder = Client::builder().access_token(TOKEN).basic("ada", TOKEN).credential("key", TOKEN);
        builder.credential("query_key", TOKEN).credential("session", TOKEN).header("X-Other", TOKEN)
    };
    let client = builder().transport(transport.clone()).build().unwrap();
    let request = client.as_ref().request(&invite()).await.unwrap();
    assert!(request.headers()["authorization"].is_sensitive());
    let error = client.invite_user("Contacts", "1", "invite").send().await.unwrap_err();
    let bad = Client::builder().access_token(format!("{TOKEN}\nx")).transport(transport.clone()).build().unwrap();
    let refused = bad.invite_user("Contacts", "1", "invite").send().await.unwrap_err();
    let unbuilt = builder().header("X-Bad", format!("{TOKEN}\n")).server("ftp://x").build().unwrap_err();
    let printed = format!(
        "{:?} {client:?} {request:?} {error} {error:?} {refused} {refused:?} {transport:?} {unbuilt} {unbuilt:?} {:?}",
        builder(),
        client.invite_user("Contacts", "1", "invite"),
    );
    assert!(!printed.contains("hunter2"), "{printed}");
    assert!(
        refused.to_string().contains("the credential for the security scheme `zoho_oauth` must contain only visible")
    );
}

#[test]
fn builder_reports_all_errors() {
    let error = Client::builder()
        .server("api.example")
        .server_for("https://files.example", "files")
        .header("bad name", "x")
        .credential("kee", "x")
        .credential("login", "x")
        .basic("a:b", "x")
        .transport(MemoryTransport::new())
        .build()
        .unwrap_err();
    let problems = error.problems();
    assert_eq!(problems.len(), 6, "{error}");
    assert!(problems[5].contains("must not contain a colon"), "{error}");
    assert!(problems[0].starts_with("the server URL must be absolute"), "{error}");
    assert!(
        problems[1].starts_with("for the operations of `https://files.example`, the server URL must be"),
        "{error}"
    );
    assert_eq!(problems[2], "`bad name` is not a valid header name");
    assert!(
        problems[3].starts_with("the API has no security scheme `kee` (did you mean `key`?); its security schemes are")
    );
    assert!(problems[4].contains("ClientBuilder::basic(user, password)"), "{error}");
}

#[test]
fn invalid_credentials_are_errors_of_build() {
    let problem = |token: &str| {
        let builder = Client::builder().transport(MemoryTransport::new());
        let error = builder.credential("key", token).build().unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"));
        error.problems()[0].clone()
    };
    assert_eq!(problem(""), "a credential is empty: check its source");
    assert_eq!(problem("hunter2\n"), "a credential ends with a line break, as files do: remove it with `trim`");
}

#[test]
fn payloads_are_found_and_rewritten() {
    let find = |operation, direction, status| payload::find(PAYLOADS, operation, direction, status);
    let rewrite = |operation, direction, status, input: &str| {
        find(operation, direction, status)
            .unwrap()
            .rewrite(input.as_bytes())
            .map(|json| String::from_utf8(json).unwrap())
    };
    assert_eq!(
        rewrite("create_pet", Direction::Request, None, r#"{"petType":"dog"}"#).unwrap(),
        "{\n  \"petType\": \"dog\"\n}"
    );
    assert_eq!(rewrite("invite_user", Direction::Request, None, "[{}]").unwrap(), "[\n  {}\n]");
    assert_eq!(rewrite("create_pet", Direction::Response, Some(204), " \n").unwrap(), "");
    assert_eq!(
        rewrite("oauth_token", Direction::Response, Some(200), r#"{"code":"x"}"#).unwrap(),
        "{\n  \"code\": \"x\"\n}"
    );
    let error = rewrite("create_pet", Direction::Response, Some(204), "{}").unwrap_err();
    assert_eq!(error.to_string(), "at $: documented without a body, but has one: {}");
    let error = rewrite("create_pet", Direction::Request, None, r#"{"petType":"cat","age":[]}"#).unwrap_err();
    assert_eq!(error.to_string(), "at $.age: expected an integer");

    // The most exact status; without one, the first success.
    let part = |status| find("create_pet", Direction::Response, status).unwrap().part().to_string();
    assert_eq!(
        [Some(204), Some(200), Some(404), Some(500), None].map(part),
        ["response 204", "response 200", "response 4XX", "response default", "response 200"]
    );
}

#[test]
fn undocumented_payloads_list_the_documented_ones() {
    let message =
        |operation, direction, status| payload::find(PAYLOADS, operation, direction, status).unwrap_err().to_string();
    assert_eq!(
        message("invite_user", Direction::Response, Some(418)),
        "invite_user documents 200, 400, 404; 418 is not among them"
    );
    assert_eq!(
        message("put_file", Direction::Request, None),
        "put_file documents neither a JSON request body nor a JSON parameter"
    );
    assert_eq!(
        message("invite_usr", Direction::Request, None),
        "there is no operation `invite_usr` with a JSON payload; did you mean invite_user?"
    );
    assert_eq!(
        message("zzz", Direction::Request, None),
        "there is no operation `zzz` with a JSON payload; there are invite_user, create_pet, put_file, oauth_token"
    );
}

/// An operation may be anything; its future must be sendable between threads.
#[test]
fn futures_can_move_between_threads() {
    fn is_send<T: Send>(_: &T) {}
    let client = client(&MemoryTransport::new());
    is_send(&client.invite_user("Contacts", "1", "invite").send());
    is_send(&client.invite_user("Contacts", "1", "invite").send_for_response());
    is_send(&client.as_ref().request(&invite()));
}

/// The size of an error is what every `Result` pays.
#[test]
fn errors_are_small() {
    assert!(size_of::<Error<CreatePetFailure>>() <= 16);
    let _: fn(&'static OperationInfo, http::Response<Bytes>) -> RawResponse = RawResponse::new;
    let _: fn(&'static OperationInfo) -> RequestWriter = RequestWriter::new;
}
