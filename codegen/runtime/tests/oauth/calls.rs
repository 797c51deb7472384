//! Calls of a client whose tokens are renewed.

use super::{TOKEN_URL, granted, response, sent};
use specwright_runtime::http::Response;
use specwright_runtime::oauth::{OAuth, OAuthError, OAuthErrorKind};
use specwright_runtime::{
    Api, Client, ClientBuilder, Error, MemoryTransport, Operation, OperationInfo, RawResponse, RequestWriter, Retry,
    SecurityScheme,
};
use std::convert::Infallible;
use std::error::Error as _;

static API: Api = Api {
    name: "files",
    version: "1.0.0",
    server: "https://api.example/v1",
    security: &[
        SecurityScheme::header("key", "X-Key"),
        SecurityScheme::token("plain", "Bearer"),
        SecurityScheme::token("oauth", "Own-token")
            .authorization_code("https://accounts.example/auth", TOKEN_URL)
            .client_credentials("/token")
            .refresh("https://accounts.example/refresh")
            .with_scopes("read write")
            .with_servers(&["https://api.example", "https://api.example.eu"]),
    ],
};

/// One that must not be sent twice for any other reason.
struct AddFile;

impl Operation for AddFile {
    type Output = String;
    type Failure = Infallible;

    const INFO: OperationInfo =
        OperationInfo { id: "add_file", method: "POST", path: "/files", security: &[&["oauth"]] };

    fn write(&self, request: &mut RequestWriter) {
        request.json("content");
    }

    fn read(response: &RawResponse) -> Result<String, Error<Self::Failure>> {
        match response.status().as_u16() {
            200 => response.text(),
            _ => Err(response.undocumented()),
        }
    }
}

/// An accounts server that issues `t1`, `t2`…, and a service whose response to a token is determined by `serve`.
fn service(mut serve: impl FnMut(&str) -> Response<String> + Send + 'static) -> MemoryTransport {
    let mut count = 0;
    MemoryTransport::with(move |request| {
        if request.uri().host() == Some("accounts.example") {
            count += 1;
            return granted(format_args!("t{count}"));
        }
        let token = request.headers()["authorization"].to_str().unwrap();
        serve(token.strip_prefix("Own-token ").unwrap())
    })
}

fn builder(transport: &MemoryTransport) -> ClientBuilder<Client> {
    let oauth = OAuth::new("id", "secret").refresh_token("r");
    ClientBuilder::new(&API).oauth(oauth).transport(transport.clone()).retry(Retry::never())
}

fn urls(transport: &MemoryTransport) -> Vec<String> {
    transport.requests().iter().map(|request| request.uri().to_string()).collect()
}

const REFUSED: &str = r#"{"code":"INVALID_TOKEN","details":{}}"#;

#[tokio::test]
async fn tokens_are_fetched_from_the_documented_token_url() {
    let transport = service(|token| response(200, token));
    let client = builder(&transport).build().unwrap();
    assert_eq!(client.send(&AddFile).await.unwrap(), "t1");
    assert_eq!(client.send(&AddFile).await.unwrap(), "t1");
    let files = "https://api.example/v1/files";
    assert_eq!(urls(&transport), ["https://accounts.example/refresh", files, files]);
}

#[tokio::test]
async fn refused_tokens_are_renewed_and_the_request_retried_once() {
    let transport = service(|token| if token == "t1" { response(401, REFUSED) } else { response(200, token) });
    let client = builder(&transport).build().unwrap();
    assert_eq!(client.send(&AddFile).await.unwrap(), "t2");
    let requests = transport.requests();
    assert_eq!(requests.len(), 4);
    assert_eq!((requests[1].body(), requests[3].body()), (&"\"content\"".into(), &"\"content\"".into()));
    // If the service refuses all tokens, the call fails after one renewal.
    let transport = service(|_| response(401, REFUSED));
    let client = builder(&transport).build().unwrap();
    assert_eq!(client.send(&AddFile).await.unwrap_err().status().unwrap(), 401);
    assert_eq!(transport.requests().len(), 4);
}

#[tokio::test]
async fn insufficient_scope_does_not_renew_the_token() {
    let scope = || response(401, r#"{"code":"OAUTH_SCOPE_MISMATCH","details":{}}"#);
    let mut challenge = response(401, "");
    challenge.headers_mut().insert("www-authenticate", r#"Bearer error="insufficient_scope""#.parse().unwrap());
    for refusal in [scope(), challenge, response(403, REFUSED)] {
        let status = refusal.status();
        let transport = service(move |_| refusal.clone());
        let error = builder(&transport).build().unwrap().send(&AddFile).await.unwrap_err();
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(transport.requests().len(), 2);
    }
}

#[tokio::test]
async fn concurrent_calls_renew_a_revoked_token_once() {
    let transport = service(|token| if token == "t1" { response(401, REFUSED) } else { response(200, token) });
    let client = builder(&transport).build().unwrap();
    let calls: Vec<_> = (0..200)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.send(&AddFile).await })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap(), "t2");
    }
    let renewals = urls(&transport).iter().filter(|url| url.starts_with("https://accounts.example")).count();
    assert_eq!(renewals, 2);
}

#[tokio::test]
async fn the_server_of_the_token_is_used_unless_set_by_the_caller() {
    let with_server = |server: &str| {
        let body = format!(r#"{{"access_token":"t","api_domain":"{server}"}}"#);
        MemoryTransport::new().respond_with(response(200, body)).respond_with(response(200, "ok"))
    };
    let transport = with_server("https://api.example.eu");
    builder(&transport).build().unwrap().send(&AddFile).await.unwrap();
    assert_eq!(urls(&transport)[1], "https://api.example.eu/v1/files");
    let transport = with_server("https://api.example.eu");
    builder(&transport).server("http://127.0.0.1:1/v1").build().unwrap().send(&AddFile).await.unwrap();
    assert_eq!(urls(&transport)[1], "http://127.0.0.1:1/v1/files");
    let transport = with_server("https://API.example:443/v2");
    builder(&transport).build().unwrap().send(&AddFile).await.unwrap();
    assert_eq!(urls(&transport)[1], "https://API.example:443/v1/files");
}

/// An accounts server whose token names this server.
fn naming(server: &str) -> MemoryTransport {
    let body = serde_json::json!({ "access_token": "t", "api_domain": server }).to_string();
    MemoryTransport::new().respond_with(response(200, body)).respond_with(response(200, "ok"))
}

#[tokio::test]
async fn tokens_select_only_documented_or_allowed_servers() {
    for server in [
        "https://evil.example",
        "http://api.example.eu",
        "https://api.example.eu:444",
        "https://api.example.eu.evil.example",
    ] {
        let transport = naming(server);
        let client = builder(&transport).allow_token_server("https://*.tenant.example").build().unwrap();
        let error = client.send(&AddFile).await.unwrap_err();
        let Error::Credential(error) = error else { panic!("{server}: {error}") };
        let expected = format!("the token is for `{server}`, which is not a server of the API");
        assert!(error.to_string().contains(&expected), "{error}");
        assert_eq!(urls(&transport), ["https://accounts.example/refresh"], "{server}");
    }
    // Encryption is required, even if the caller allows servers.
    let transport = naming("http://a.tenant.example");
    let client = builder(&transport).allow_token_server("http://*.tenant.example").build().unwrap();
    let error = client.send(&AddFile).await.unwrap_err();
    assert!(error.to_string().contains("without encryption"), "{error}");
    assert_eq!(transport.requests().len(), 1);
    let error = builder(&transport).allow_token_server("*").build().unwrap_err();
    assert!(error.problems()[0].starts_with("`*` is not a server that can be allowed"), "{error}");
}

/// One without documented security, so that every credential is sent; and one that requires two.
struct Anything;
struct WithKey;

macro_rules! operation {
    ($operation:ident, $security:expr) => {
        impl Operation for $operation {
            type Output = String;
            type Failure = Infallible;
            const INFO: OperationInfo = OperationInfo { id: "any", method: "GET", path: "/any", security: $security };

            fn write(&self, request: &mut RequestWriter) {
                request.header("X-Own", "own");
            }

            fn read(response: &RawResponse) -> Result<String, Error<Self::Failure>> {
                response.text()
            }
        }
    };
}

operation!(Anything, &[]);
operation!(WithKey, &[&["oauth", "key"]]);

#[tokio::test]
async fn allowed_token_servers_get_only_the_token() {
    let with_all = |transport: &MemoryTransport| {
        let builder = builder(transport).allow_token_server("https://*.tenant.example");
        builder.credential("key", "hunter2").header("X-Tenant", "hunter3").user_agent("sync/1")
    };
    let names = |transport: &MemoryTransport| {
        let request = transport.last_request().unwrap();
        let mut names: Vec<String> = request.headers().keys().map(ToString::to_string).collect();
        names.sort();
        (request.uri().to_string(), names.join(" "))
    };
    let transport = naming("https://a.tenant.example");
    with_all(&transport).build().unwrap().send(&Anything).await.unwrap();
    let alone = ("https://a.tenant.example/v1/any".to_owned(), "accept authorization user-agent x-own".to_owned());
    assert_eq!(names(&transport), alone);
    // The servers of the document are the API itself.
    let transport = naming("https://api.example.eu");
    with_all(&transport).build().unwrap().send(&Anything).await.unwrap();
    let all = ("https://api.example.eu/v1/any", "accept authorization user-agent x-key x-own x-tenant");
    assert_eq!(names(&transport), (all.0.to_owned(), all.1.to_owned()));
    // What cannot be left out is not left out in silence.
    let transport = naming("https://a.tenant.example");
    let error = with_all(&transport).build().unwrap().send(&WithKey).await.unwrap_err();
    assert!(error.to_string().contains("to which the credential for `key` is not sent"), "{error}");
    assert_eq!(transport.requests().len(), 1);
}

#[tokio::test]
async fn tokens_require_https_unless_allowed() {
    let transport = MemoryTransport::new().respond_with(granted("t")).respond_with(response(200, "ok"));
    let with = |oauth: OAuth| ClientBuilder::new(&API).oauth(oauth).transport(transport.clone());
    let oauth = || OAuth::new("id", "secret").refresh_token("r");
    let problem = |builder: ClientBuilder<Client>| builder.build().unwrap_err().problems().join("; ");
    let remedy = "use `https://`, or allow it with `OAuth::allow_http`";
    assert_eq!(
        problem(with(oauth().token_url("http://accounts.example/token?a=b"))),
        format!("tokens cannot be requested without encryption: {remedy}")
    );
    assert_eq!(
        problem(with(oauth()).server("http://api.example/v1")),
        format!("tokens are not sent to `http://api.example/v1` without encryption: {remedy}")
    );
    let error = oauth().token_url(TOKEN_URL).revocation_url("http://accounts.example/revoke");
    let error = error.revoke(&"t".into(), &transport).await.unwrap_err();
    assert_eq!(error.to_string(), format!("tokens cannot be revoked without encryption: {remedy}"));
    assert!(transport.requests().is_empty());
    with(oauth().token_url("http://localhost:1/token")).server("http://[::1]:2").build().unwrap();
    let allowed = with(oauth().allow_http().token_url("http://accounts.example/token")).server("http://api.example");
    allowed.build().unwrap().send(&AddFile).await.unwrap();
    assert_eq!(urls(&transport), ["http://accounts.example/token", "http://api.example/files"]);
}

/// One whose own server, as documented, has no encryption.
struct Elsewhere;

impl Operation for Elsewhere {
    type Output = String;
    type Failure = Infallible;
    const INFO: OperationInfo = OperationInfo { id: "other", method: "GET", path: "/other", security: &[&["oauth"]] };
    const SERVER: Option<&'static str> = Some("http://other.example");

    fn write(&self, _: &mut RequestWriter) {}

    fn read(response: &RawResponse) -> Result<String, Error<Self::Failure>> {
        response.text()
    }
}

#[tokio::test]
async fn tokens_require_https_for_servers_of_operations() {
    let transport = || MemoryTransport::new().respond_with(granted("t")).respond_with(response(200, "ok"));
    let called = transport();
    let error = builder(&called).build().unwrap().send(&Elsewhere).await.unwrap_err();
    let expected = "tokens are not sent to `http://other.example` without encryption: use `https://`";
    assert!(error.to_string().contains(expected), "{error}");
    assert_eq!(called.requests().len(), 1);
    let called = transport();
    let oauth = OAuth::new("id", "secret").refresh_token("r").allow_http();
    let client: Client = ClientBuilder::new(&API).oauth(oauth).transport(called.clone()).build().unwrap();
    client.send(&Elsewhere).await.unwrap();
    assert_eq!(urls(&called)[1], "http://other.example/other");
}

#[tokio::test]
async fn oauth_urls_of_the_caller_take_precedence() {
    let transport = MemoryTransport::new().respond_with(granted("t")).respond_with(response(200, "ok"));
    let oauth = OAuth::new("id", "secret").refresh_token("r").token_url("https://accounts.example.eu/token");
    let client: Client = ClientBuilder::new(&API).oauth(oauth).transport(transport.clone()).build().unwrap();
    client.send(&AddFile).await.unwrap();
    assert_eq!(urls(&transport)[0], "https://accounts.example.eu/token");
    // One that is relative is on the API's server.
    let transport = MemoryTransport::new().respond_with(granted("t")).respond_with(response(200, "ok"));
    let oauth = OAuth::new("id", "secret").client_credentials();
    let client: Client = ClientBuilder::new(&API).oauth(oauth).transport(transport.clone()).build().unwrap();
    client.send(&AddFile).await.unwrap();
    assert_eq!(urls(&transport)[0], "https://api.example/token");
    assert_eq!(sent(&transport.requests()[0], "grant_type").unwrap(), "client_credentials");
}

#[tokio::test]
async fn token_errors_are_the_source_of_call_errors() {
    let transport = MemoryTransport::new().respond_with(response(200, r#"{"error":"invalid_code"}"#));
    let error = builder(&transport).build().unwrap().send(&AddFile).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "add_file (POST /files): not sent: no token for the security scheme `oauth`: the token endpoint responded with \
         status 200: invalid_code"
    );
    let source = error.source().unwrap().downcast_ref::<OAuthError>().unwrap();
    assert_eq!((source.kind(), source.code()), (OAuthErrorKind::Refused, Some("invalid_code")));
}

#[test]
fn invalid_settings_are_errors_of_build() {
    let build = |oauth: OAuth| {
        let builder: ClientBuilder<Client> = ClientBuilder::new(&API).oauth(oauth).transport(MemoryTransport::new());
        builder.build().unwrap_err().to_string()
    };
    let error = build(OAuth::public("id").scheme("plain"));
    assert!(error.contains("the document has no token URL"), "{error}");
    let error = build(OAuth::public("id").scheme("key"));
    assert!(error.contains("no security scheme `key` that uses a token"), "{error}");
}

#[test]
fn authorization_url_is_read_from_the_document() {
    let api = ClientBuilder::<Client>::new(&API).api();
    let oauth = OAuth::new("id", "secret").scopes(api.security[2].scopes()).described_by(api);
    assert_eq!(
        oauth.authorization_page("s").unwrap(),
        "https://accounts.example/auth?response_type=code&client_id=id&scope=read%20write&state=s"
    );
}
