//! A request that a client wrote is read by the server side of the same document, and written again.

use futures_util::FutureExt as _;
use specwright_runtime::http::{HeaderMap, Request, header};
use specwright_runtime::service::Receive;
use specwright_runtime::{Body, Bytes};
use std::fmt::Debug;

pub(crate) trait Wire: Receive + Debug {}

impl<T: Receive + Debug> Wire for T {}

/// How operations begin whose inputs are sent otherwise than they are held: a tag as the discriminator has it for the variant, a path
/// without the slash before it, what is percent-encoded already as it is, a float without its fraction or a form's list of one
/// element where any value is allowed, two parameters that may contain slashes next to each other.
const WRITTEN_OTHERWISE: [&str; 9] = [
    "AddShape",
    "GetFile { path: \"/",
    "GetLock { scope: \"/",
    "GetLock { scope: \"g\"",
    "PostLevel",
    "PutAuth",
    "PutLevel",
    "ReadShelf { name: \"shelves/1\"",
    "SendEvent",
];

/// Values that no service can read from the requests of these operations, and the error.
const UNREADABLE: [(&str, &str); 3] = [
    // A list without elements is not sent.
    ("if_match: []", r#"the header parameter "If-Match" must be present: it is required"#),
    // An enum value that the document does not list.
    ("PutLevel { level: Unknown(", r#"the path parameter "level" must be one of 1.0, 2.0, 2.5"#),
    // Two exploded objects in one query: a parameter may belong to either.
    (r#"any: Some(Object {"k""#, r#"the query parameter "free" at `k` must be a number"#),
];

/// The operation that is read from its request has the same inputs, field by field, and sends the same.
pub(crate) fn read_back_all<O: Wire>(operation: &O, request: &Request<Body>) {
    let inputs = format!("{operation:?}");
    if let Some((_, message)) = UNREADABLE.iter().find(|(input, _)| inputs.contains(input)) {
        let problem = O::from_request(whole(request)).expect_err("nobody could read it");
        assert!(problem.to_string().ends_with(message), "{problem}");
        return;
    }
    let read = reread::<O>(&whole(request));
    if !WRITTEN_OTHERWISE.iter().any(|name| inputs.starts_with(name)) {
        // `null` is not sent.
        assert_eq!(format!("{read:?}"), inputs.replace(", any: Some(Null)", ""));
    }
}

/// The operation that is read from a request sends the same.
pub(crate) fn read_back<O: Wire>(request: &Request<Bytes>) {
    reread::<O>(request);
}

fn reread<O: Wire>(request: &Request<Bytes>) -> O {
    let read = O::from_request(request.clone()).unwrap_or_else(|problem| panic!("{problem}: {request:?}"));
    let again = whole(&read.to_request("https://api.example").expect("what was read can be sent"));
    assert_eq!((again.method(), again.uri()), (request.method(), request.uri()));
    let (headers, body) = comparable(&again);
    let (expected_headers, expected_body) = comparable(request);
    assert_eq!(headers, expected_headers);
    if body != expected_body {
        // Properties may come in another order, and mean the same.
        let json = |body: &[u8]| serde_json::from_slice::<serde_json::Value>(body).ok();
        let text = |body: &[u8]| String::from_utf8_lossy(body).into_owned();
        assert_eq!(json(&body).ok_or(text(&body)), json(&expected_body).ok_or(text(&expected_body)));
    }
    read
}

/// What an operation itself sends, a boundary as `B`.
fn comparable(request: &Request<Bytes>) -> (HeaderMap, Vec<u8>) {
    let mut headers = request.headers().clone();
    for name in [header::ACCEPT, header::USER_AGENT, header::AUTHORIZATION] {
        headers.remove(name);
    }
    let content_type = headers.get(header::CONTENT_TYPE).map_or("", |value| value.to_str().unwrap());
    let Some((media_type, boundary)) = content_type.split_once("; boundary=") else {
        return (headers, request.body().to_vec());
    };
    let body = String::from_utf8_lossy(request.body()).replace(boundary, "B");
    let media_type = media_type.parse().unwrap();
    headers.insert(header::CONTENT_TYPE, media_type);
    (headers, body.into_bytes())
}

fn whole(request: &Request<Body>) -> Request<Bytes> {
    let (parts, body) = request.clone().into_parts();
    let body = body.into_stream().bytes().now_or_never().expect("nothing is waited for").unwrap();
    Request::from_parts(parts, body)
}
