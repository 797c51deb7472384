//! What a single call is sent with otherwise: headers, query, server, credentials, an idempotency key.

use specwright_runtime::{
    AccessToken, Api, BoxError, BoxFuture, Bytes, CallOptions, Client, ClientBuilder, Error, MemoryTransport,
    Operation, RawResponse, RequestWriter, Retry, SecurityScheme, TokenSource, http,
};
use std::convert::Infallible;

const SECURITY: &[SecurityScheme] =
    &[SecurityScheme::token("oauth", "Bearer"), SecurityScheme::header("key", "X-Key"), SecurityScheme::basic("login")];

static API: Api = Api { name: "calls", version: "1.0.0", server: "https://api.example/v1", security: SECURITY };

macro_rules! operation {
    ($name:ident, $method:ident $path:literal, $security:expr, $server:expr) => {
        struct $name;

        impl Operation for $name {
            type Output = String;
            type Failure = Infallible;
            const INFO: specwright_runtime::OperationInfo = specwright_runtime::OperationInfo {
                id: stringify!($name),
                method: stringify!($method),
                path: $path,
                security: $security,
            };
            const SERVER: Option<&'static str> = $server;

            fn write(&self, request: &mut RequestWriter) {
                request.query("of", "op");
                request.header("x-lang", "de");
            }

            fn read(response: &RawResponse) -> Result<String, Error<Self::Failure>> {
                match response.status().as_u16() {
                    200 => response.text(),
                    _ => Err(response.undocumented()),
                }
            }
        }
    };
}

operation!(Read, GET "/things", &[&["oauth"]], None);
operation!(Write, POST "/things", &[&["oauth"]], None);
operation!(Keyed, GET "/keyed", &[&["key"]], None);
operation!(LoggedIn, GET "/login", &[&["login"]], None);
operation!(Elsewhere, GET "/files", &[&["oauth"]], Some("https://files.example"));

fn client(transport: &MemoryTransport) -> Client {
    let builder = ClientBuilder::new(&API).transport(transport.clone()).header("x-team", "blue");
    builder.access_token("ours").credential("key", "k-ours").basic("we", "pw").build().unwrap()
}

fn wellness() -> MemoryTransport {
    MemoryTransport::with(|_| http::Response::builder().status(200).body("well").unwrap())
}

fn header<'a>(request: &'a http::Request<Bytes>, name: &str) -> &'a str {
    request.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

/// URL, token, and the headers of the client, of the operation and of the call.
fn shown(request: &http::Request<Bytes>) -> String {
    let headers = ["authorization", "x-team", "x-lang", "x-trace"].map(|name| header(request, name));
    format!("{} {} {}", request.method(), request.uri(), headers.join("|"))
}

async fn sent<O: Operation<Output = String, Failure = Infallible>>(operation: &O, options: CallOptions) -> String {
    let transport = wellness();
    client(&transport).with(options).send(operation).await.unwrap();
    shown(&transport.last_request().unwrap())
}

#[tokio::test]
async fn call_options_add_headers_and_parameters() {
    let plain = "GET https://api.example/v1/things?of=op Bearer ours|blue|de|";
    assert_eq!(sent(&Read, CallOptions::new()).await, plain);
    let options = CallOptions::new().header("X-Trace", "t 1").header("x-lang", "fr").header("X-Team", "red");
    let options = options.query("a b", "c&d").query("a b", "").query("of", "call");
    let expected = "GET https://api.example/v1/things?of=op&a%20b=c%26d&a%20b=&of=call Bearer ours|red|fr|t 1";
    assert_eq!(sent(&Read, options).await, expected);
}

#[tokio::test]
async fn call_options_are_combined_and_apply_to_one_call() {
    let transport = wellness();
    let client = client(&transport);
    let first = client.with(CallOptions::new().header("x-trace", "1").query("a", "1"));
    let second = first.with(CallOptions::new().header("x-lang", "fr").query("b", "2").retry(Retry::never()));
    for client in [&client, &first, &second] {
        client.send(&Read).await.unwrap();
    }
    let all: Vec<String> = transport.requests().iter().map(shown).collect();
    assert_eq!(
        all,
        [
            "GET https://api.example/v1/things?of=op Bearer ours|blue|de|",
            "GET https://api.example/v1/things?of=op&a=1 Bearer ours|blue|de|1",
            "GET https://api.example/v1/things?of=op&a=1&b=2 Bearer ours|blue|fr|1",
        ]
    );
}

#[tokio::test]
async fn call_options_set_the_server_of_every_operation() {
    let there = CallOptions::new().server("https://eu.api.example/v2/");
    assert_eq!(sent(&Read, there.clone()).await, "GET https://eu.api.example/v2/things?of=op Bearer ours|blue|de|");
    assert_eq!(sent(&Elsewhere, there).await, "GET https://eu.api.example/v2/files?of=op Bearer ours|blue|de|");
    assert_eq!(
        sent(&Elsewhere, CallOptions::new()).await,
        "GET https://files.example/files?of=op Bearer ours|blue|de|"
    );
}

#[tokio::test]
async fn call_credentials_replace_those_of_the_client() {
    let token = CallOptions::new().access_token("hers");
    assert_eq!(sent(&Read, token).await, "GET https://api.example/v1/things?of=op Bearer hers|blue|de|");
    let transport = wellness();
    let options = CallOptions::new().credential("key", "k-hers").basic("she", "secret");
    let hers = client(&transport).with(options);
    hers.send(&Keyed).await.unwrap();
    hers.send(&LoggedIn).await.unwrap();
    hers.send(&Read).await.unwrap();
    let [keyed, logged_in, read] = transport.requests().try_into().unwrap();
    assert_eq!(header(&keyed, "x-key"), "k-hers");
    assert_eq!(header(&logged_in, "authorization"), "Basic c2hlOnNlY3JldA==");
    assert_eq!(header(&read, "authorization"), "Bearer ours");
}

#[tokio::test]
async fn cross_origin_redirects_drop_call_options() {
    let moved = |location: &str| http::Response::builder().status(302).header("location", location).body("").unwrap();
    let transport = MemoryTransport::new().respond_with(moved("https://evil.example/")).respond(200, "no");
    let options = CallOptions::new().access_token("hers").header("x-trace", "1");
    let error = client(&transport).with(options.clone()).send(&Read).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), transport.requests().len()), (302, 1));

    let transport = MemoryTransport::new().respond_with(moved("/v2/things")).respond(200, "yes");
    assert_eq!(client(&transport).with(options).send(&Read).await.unwrap(), "yes");
    assert_eq!(shown(&transport.last_request().unwrap()), "GET https://api.example/v2/things Bearer hers|blue|de|1");
}

/// A token for a server that the client allows, and which gets nothing but it.
struct Tenant;

impl TokenSource for Tenant {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken, BoxError>> {
        Box::pin(async { Ok(AccessToken::from("tenant").with_server("https://t1.tenants.example")) })
    }
}

#[tokio::test]
async fn token_requests_have_no_headers_of_the_call() {
    let transport = wellness();
    let builder = ClientBuilder::<Client>::new(&API).transport(transport.clone()).header("x-team", "blue");
    let client = builder.token_source(Tenant).allow_token_server("https://*.tenants.example").build().unwrap();
    client.with(CallOptions::new().header("x-trace", "1").header("x-lang", "fr")).send(&Read).await.unwrap();
    assert_eq!(
        shown(&transport.last_request().unwrap()),
        "GET https://t1.tenants.example/v1/things?of=op Bearer tenant|||"
    );
    // The caller's own token is for the server of the API, as is a server that the caller names.
    client.with(CallOptions::new().access_token("hers")).send(&Read).await.unwrap();
    assert_eq!(
        shown(&transport.last_request().unwrap()),
        "GET https://api.example/v1/things?of=op Bearer hers|blue|de|"
    );
    client.with(CallOptions::new().server("https://eu.example")).send(&Read).await.unwrap();
    assert_eq!(shown(&transport.last_request().unwrap()), "GET https://eu.example/things?of=op Bearer tenant|blue|de|");
}

#[tokio::test(start_paused = true)]
async fn retries_keep_the_idempotency_key() {
    let transport = MemoryTransport::new().respond(502, "").respond(200, "done");
    let keyed = CallOptions::new().idempotency_key("order-7");
    assert_eq!(client(&transport).with(keyed).send(&Write).await.unwrap(), "done");
    let keys: Vec<String> =
        transport.requests().iter().map(|request| header(request, "idempotency-key").to_owned()).collect();
    assert_eq!(keys, ["order-7", "order-7"]);

    let transport = MemoryTransport::new().respond(502, "").respond(200, "done");
    assert!(client(&transport).send(&Write).await.is_err());
    assert_eq!(transport.requests().len(), 1);
}

#[tokio::test]
async fn invalid_call_options_are_errors_of_the_call() {
    let transport = wellness();
    let options = CallOptions::new()
        .header("not a name", "x")
        .header("x-a", "line\nbreak")
        .server("api.example")
        .credential("kye", "k")
        .credential("login", "k")
        .access_token("");
    let error = client(&transport).with(options).send(&Read).await.unwrap_err();
    let Error::Input(error) = error else { panic!("{error}") };
    let problems: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
    assert_eq!(problems.len(), 6, "{problems:#?}");
    assert_eq!(problems[1], "the header `not a name` of the call is not a valid header name");
    let unknown = "the credential of the call cannot be used: the API has no security scheme `kye`; its security schemes are `oauth`, \
                   `key`, `login`";
    assert_eq!(problems[3], unknown);
    assert!(transport.requests().is_empty());
}

#[test]
fn call_options_print_no_secrets() {
    let options = CallOptions::new().header("x-a", "hunter2").access_token("hunter2").basic("me", "hunter2");
    let debug = format!("{options:?}{:?}", client(&wellness()).with(options.clone()));
    assert!(debug.contains("x-a") && !debug.contains("hunter2"), "{debug}");
}
