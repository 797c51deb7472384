//! `FakePortals`: its faults, recorded requests, violations and tokens, on a port and in memory.

use specwright_runtime::http::StatusCode;
use specwright_runtime::serde_json::json;
use specwright_runtime::{Error, Retry, TransportErrorKind};
use std::time::{Duration, Instant};
use tokio::time::timeout;
use zoho_crm_portals::models::{InviteType, NewPortal, PortalList, PortalsError, ResultCode};
use zoho_crm_portals::testing::{FakePortals, Fault, RecordedRequest, ServiceFault as _};
use zoho_crm_portals::{Client, ErrorItems, ResultItems};

const PORTAL: &str = "ZylkerPortal";

async fn fakes() -> [FakePortals; 2] {
    [FakePortals::start().await, FakePortals::in_memory()]
}

/// A client that sends once.
fn without_retries(fake: &FakePortals) -> Client {
    fake.builder().retry(Retry::never()).build().unwrap()
}

type Answer = Result<Option<PortalList>, Error<PortalsError>>;

async fn list(client: &Client) -> Answer {
    timeout(Duration::from_secs(10), client.get_portals().send()).await.expect("it does not hang")
}

#[tokio::test]
async fn planted_faults_are_read_as_documented_errors() {
    for fake in fakes().await {
        let client = without_retries(&fake);
        fake.open_portal(PORTAL);
        fake.fault(Fault::too_many_requests().retry_after(3).with_details("retry_after", 3));
        let error = list(&client).await.unwrap_err();
        assert_eq!(
            (error.status(), error.code()),
            (Some(StatusCode::TOO_MANY_REQUESTS), Some(&ResultCode::TooManyRequests))
        );
        assert_eq!(error.headers().unwrap()["retry-after"], "3");
        assert_eq!(error.item().unwrap().details.retry_after, Some(3));

        fake.fault(Fault::html(502, "<html>Bad Gateway</html>"));
        let error = list(&client).await.unwrap_err();
        assert!(matches!(error, Error::Undocumented(_)), "{error}");
        assert_eq!(error.body().unwrap(), "<html>Bad Gateway</html>");

        fake.fault(Fault::status(500));
        assert!(matches!(list(&client).await, Err(Error::Decode(_))));
        assert_eq!(fake.faults_left(), 0);
        assert_eq!(list(&client).await.unwrap().unwrap().portals.len(), 1);
    }
}

#[tokio::test]
async fn planted_connection_faults_affect_one_call() {
    let faults = [
        ("reset", Fault::reset(), &[TransportErrorKind::Other][..]),
        ("response_lost", Fault::response_lost(), &[TransportErrorKind::Other]),
        ("reset_in_headers", Fault::reset_in_headers(), &[TransportErrorKind::Other]),
        ("garbage", Fault::garbage(), &[TransportErrorKind::Other]),
        ("reset_in_body", Fault::reset_in_body(), &[TransportErrorKind::Body, TransportErrorKind::Other]),
        ("truncated", Fault::truncated(), &[TransportErrorKind::Body]),
        ("truncated_chunk", Fault::truncated_chunk(), &[TransportErrorKind::Body]),
        ("wrong_length", Fault::wrong_length(1_000_000), &[TransportErrorKind::Body]),
    ];
    for fake in fakes().await {
        fake.open_portal(PORTAL);
        let client = without_retries(&fake);
        for (name, fault, kinds) in &faults {
            fake.fault(fault.clone());
            match list(&client).await {
                Err(Error::Transport(error)) => assert!(kinds.contains(&error.error.kind()), "{name}: {error:?}"),
                other => panic!("{name}: {other:?}"),
            }
            assert!(list(&client).await.unwrap().is_some(), "{name}");
        }
        // A body cut short by its own header is complete for HTTP, but not JSON.
        fake.fault(Fault::wrong_length(9));
        assert!(matches!(list(&client).await, Err(Error::Decode(_))));
    }
}

#[tokio::test]
async fn a_slow_response_is_read_until_it_times_out() {
    for fake in fakes().await {
        fake.open_portal(PORTAL);
        let begun = Instant::now();
        fake.fault(Fault::drip(40, Duration::from_millis(10)));
        assert!(list(&without_retries(&fake)).await.unwrap().is_some());
        assert!(begun.elapsed() >= Duration::from_millis(50), "{:?}", begun.elapsed());

        fake.fault(Fault::delay(Duration::from_secs(8)));
        let client = fake.builder().retry(Retry::never()).timeout(Duration::from_millis(50)).build().unwrap();
        assert!(list(&client).await.unwrap_err().is_timeout());
    }
}

#[tokio::test]
async fn planted_faults_apply_to_their_operation() {
    let fake = FakePortals::in_memory();
    fake.open_portal(PORTAL);
    let client = without_retries(&fake);
    fake.fault(Fault::internal_error()).on("get_portals").nth(2).times(2);
    fake.fault(Fault::refusal(403, "NO_PERMISSION")).on("get_portal").always();
    assert_eq!(fake.faults_left(), 2);
    let mut failed = Vec::new();
    for _ in 0..4 {
        failed.push(list(&client).await.is_err());
        assert!(client.get_user_types(PORTAL).send().await.is_ok());
        assert_eq!(client.get_portal(PORTAL).send().await.unwrap_err().code(), Some(&ResultCode::NoPermission));
    }
    assert_eq!(failed, [false, true, true, false]);
    fake.heal();
    assert!(client.get_portal(PORTAL).send().await.is_ok());
}

#[tokio::test]
async fn retries_overcome_planted_faults() {
    let fake = FakePortals::start().await;
    fake.fault(Fault::reset()).times(2);
    assert!(list(&fake.client()).await.unwrap().is_none());
    let statuses: Vec<_> = fake.requests().iter().map(RecordedRequest::status).collect();
    assert_eq!(statuses, [None, None, Some(StatusCode::NO_CONTENT)]);
}

#[tokio::test]
async fn a_lost_response_does_not_undo_the_request() {
    for fake in fakes().await {
        let client = without_retries(&fake);
        fake.fault(Fault::reset()).on("create_portal");
        assert!(client.create_portal(NewPortal::new(PORTAL)).send().await.is_err());
        assert!(list(&client).await.unwrap().is_none());
        fake.fault(Fault::response_lost()).on("create_portal");
        assert!(client.create_portal(NewPortal::new(PORTAL)).send().await.is_err());
        assert!(list(&client).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn requests_are_recorded_and_print_no_token() {
    for fake in fakes().await {
        let user_type = fake.open_portal(PORTAL);
        let record = fake.add_record("Contacts", "Jennifer Spears", Some("jennifer.spears@abc.com"));
        let client = fake.anonymous().oauth(fake.oauth()).build().unwrap();
        client
            .invite_user("Contacts", &record, &user_type, InviteType::Invite)
            .send()
            .await
            .unwrap()
            .into_one()
            .unwrap();
        let requests = fake.requests();
        let operations: Vec<_> = requests.iter().map(RecordedRequest::operation).collect();
        assert_eq!(operations, [Some("oauth_token"), Some("invite_user")]);
        let [invitation] = &fake.requests_for("invite_user")[..] else { panic!("{requests:?}") };
        assert_eq!(invitation.method(), "POST");
        assert_eq!(invitation.path(), format!("/crm/v8/Contacts/{record}/actions/portal_invite"));
        assert_eq!(invitation.query_value("user_type_id"), Some(user_type.as_str()));
        assert_eq!(invitation.status(), Some(StatusCode::OK));
        let token = invitation.header("authorization").unwrap().strip_prefix("Zoho-oauthtoken ").unwrap().to_owned();
        let printed = format!("{requests:?} {fake:?}");
        for secret in
            [&token, &fake.accounts_host().client_secret(), &fake.accounts_host().refresh_token(), fake.token()]
        {
            assert!(!printed.contains(secret), "{secret} in {printed}");
        }
        fake.assert_documented();
    }
}

/// Sends a request that this client would not send.
async fn send_raw(fake: &FakePortals, method: &str, path: &str, body: Option<&str>) -> (u16, String) {
    let url = format!("{}/crm/v8{path}", fake.url());
    let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
    let mut request = crate::http::client().build().unwrap().request(method, url);
    request = request.header("authorization", format!("Zoho-oauthtoken {}", fake.token()));
    if let Some(body) = body {
        request = request.header("content-type", "application/json").body(body.to_owned());
    }
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

#[tokio::test]
async fn requests_of_other_programs_are_validated() {
    let fake = FakePortals::start().await;
    let user_type = fake.open_portal(PORTAL);
    let users = format!("/settings/portals/{PORTAL}/user_type/{user_type}/users");
    let invite = |query: &str| format!("/Contacts/7/actions/portal_invite?{query}");
    let cases: [(&str, String, Option<&str>, u16, &str); 14] = [
        ("GET", "/settings/portal".into(), None, 404, "path `/crm/v8/settings/portal`: the document has no such path"),
        ("DELETE", "/settings/portals".into(), None, 400, "method DELETE: the document has no such method"),
        ("GET", format!("{users}?typ=AllUsers"), None, 204, "get_users_of_user_type: query `typ`: the document has no"),
        ("GET", format!("{users}?type=Everybody"), None, 400, "query `type`: \"Everybody\" is not one of"),
        ("GET", format!("{users}?page=0"), None, 400, "query `page`: 0 is less than the minimum of 1"),
        ("GET", format!("{users}?page=two"), None, 400, "query `page`: \"two\" is not of type \"integer\""),
        ("GET", format!("{users}?page=9223372036854775808"), None, 400, "query `page`: 9223372036854775808 is greater"),
        ("GET", format!("{users}?page=1&page=2"), None, 400, "query `page`: is given more than once"),
        ("GET", format!("{users}?filters=all"), None, 400, "query `filters`: is not JSON"),
        ("DELETE", format!("{users}?personality_ids="), None, 400, "delete_users: query `personality_ids`: []"),
        ("POST", invite("type=invite"), None, 400, "invite_user: query `user_type_id`: is missing"),
        ("POST", "/settings/portals".into(), None, 400, "create_portal: body: is missing"),
        (
            "POST",
            "/settings/portals".into(),
            Some(r#"{"portals":[{"name":7}]}"#),
            400,
            "body at $.portals[0].name: 7 is not",
        ),
        ("GET", "/settings/portals".into(), Some("{}"), 200, "get_portals: body: the document has no body"),
    ];
    for (method, path, body, status, expected) in cases {
        fake.forget_requests();
        let (found, response) = send_raw(&fake, method, &path, body).await;
        assert_eq!(found, status, "{method} {path}: {response}");
        let violations: Vec<String> = fake.violations().iter().map(ToString::to_string).collect();
        assert!(violations.iter().any(|one| one.contains(expected)), "{method} {path}: {violations:#?}");
    }
    fake.forget_requests();
    let filters = "%5B%7B%22field%22:%22active%22,%22value%22:%22true%22,%22comparator%22:%22equal%22%7D%5D";
    assert_eq!(send_raw(&fake, "GET", &format!("{users}?type=AllUsers&filters={filters}"), None).await.0, 204);
    fake.assert_documented();
}

#[tokio::test]
#[should_panic(expected = "get_portals_meta: query `module`: is missing")]
async fn undocumented_parts_of_requests_are_named() {
    let fake = FakePortals::start().await;
    send_raw(&fake, "GET", "/settings/portals/meta", None).await;
    fake.assert_documented();
}

#[tokio::test]
async fn concurrent_calls_renew_the_token_once() {
    for fake in fakes().await {
        let client = fake.anonymous().oauth(fake.oauth()).build().unwrap();
        assert!(list(&client).await.unwrap().is_none());
        fake.accounts_host().expire_tokens();
        let mut calls = tokio::task::JoinSet::new();
        for _ in 0..50 {
            let client = client.clone();
            calls.spawn(async move { list(&client).await.map(drop).map_err(|error| error.to_string()) });
        }
        assert!(calls.join_all().await.iter().all(Result::is_ok));
        assert_eq!(fake.accounts_host().tokens_issued(), 2);
    }
}

#[tokio::test]
async fn revoked_refresh_tokens_are_rejected() {
    for fake in fakes().await {
        let transport: std::sync::Arc<dyn specwright_runtime::Transport> = match fake.url() {
            "http://portals.invalid" => std::sync::Arc::new(fake.transport()),
            _ => std::sync::Arc::new(specwright_runtime::ReqwestTransport::new().unwrap()),
        };
        let tokens = fake.oauth().source(transport).unwrap();
        let client = fake.anonymous().token_source(tokens.clone()).build().unwrap();
        assert!(list(&client).await.unwrap().is_none());
        tokens.revoke().await.unwrap();
        let error = list(&client).await.unwrap_err();
        assert!(error.to_string().ends_with("the token endpoint responded with status 200: invalid_code"), "{error}");
        let printed = format!("{:?} {error:?}", fake.requests());
        assert!(!printed.contains(&fake.accounts_host().refresh_token()), "{printed}");
    }
}

#[tokio::test]
async fn remaining_credits_are_reported_from_half_on() {
    use zoho_crm_portals::Credits;
    for fake in fakes().await {
        fake.set_credits(3, 4);
        let tokens = fake.anonymous().oauth(fake.oauth()).build().unwrap();
        // A request for a token takes none.
        let response = async || tokens.get_portals().send_for_response().await;
        assert_eq!(response().await.unwrap().credits_remaining(), Some(2));
        assert_eq!(response().await.unwrap().credits_remaining(), Some(1));
        fake.set_credits(4, 4);
        assert_eq!(response().await.unwrap().credits_remaining(), None);
        fake.set_credits(0, 4);
        let client = fake.builder().retry(specwright_runtime::Retry::never()).build().unwrap();
        let error = client.create_portal(NewPortal::new(PORTAL)).send().await.unwrap_err();
        assert_eq!((error.code(), error.credits_remaining()), (Some(&ResultCode::TooManyRequests), Some(0)));
        fake.set_credits(9, 9);
        assert!(list(&client).await.unwrap().is_none(), "a refused call has no effect");
    }
}

#[tokio::test]
async fn the_token_url_responds_like_the_accounts_host() {
    let fake = FakePortals::start().await;
    let host = fake.accounts_host();
    let ask = async |parameters: &[(&str, &str)]| {
        let body: Vec<String> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = crate::http::client().build().unwrap().post(format!("{}{}", fake.url(), host.token_path()));
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(body.join("&"));
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let body: specwright_runtime::Value =
            specwright_runtime::serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
        (status, body)
    };
    let (id, secret, refresh, code) =
        (host.client_id(), host.client_secret(), host.refresh_token(), host.authorization_code());
    let good =
        [("grant_type", "refresh_token"), ("client_id", &id), ("client_secret", &secret), ("refresh_token", &refresh)];
    let with =
        |name: &'static str, value: &'static str| good.map(|pair| if pair.0 == name { (name, value) } else { pair });
    assert_eq!(ask(&with("client_id", "x")).await, (200, json!({ "error": "invalid_client" })));
    assert_eq!(ask(&with("client_secret", "x")).await, (200, json!({ "error": "invalid_client_secret" })));
    assert_eq!(ask(&with("refresh_token", "x")).await, (200, json!({ "error": "invalid_code" })));

    let exchange =
        [("grant_type", "authorization_code"), ("client_id", &id), ("client_secret", &secret), ("code", &code)];
    assert_eq!(ask(&exchange).await.1["refresh_token"], refresh.as_str());
    assert_eq!(ask(&exchange).await, (200, json!({ "error": "invalid_code" })));
    host.set_lifetime(Duration::ZERO);
    for _ in 0..9 {
        let (status, body) = ask(&good).await;
        assert_eq!((status, &body["expires_in"], body.get("refresh_token")), (200, &json!(0), None));
        let client = fake.anonymous().access_token(body["access_token"].as_str().unwrap()).build().unwrap();
        assert_eq!(list(&client).await.unwrap_err().code(), Some(&ResultCode::InvalidToken));
    }
    let (status, body) = ask(&good).await;
    assert_eq!((status, &body["error"]), (400, &json!("Access Denied")));
    assert_eq!(host.tokens_issued(), 10);
}
