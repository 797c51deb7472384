//! The exact request of every operation: method, URL, every header, body.

use crate::calls::{Call, complete, required};
use crate::{TOKEN, client};
use specwright_runtime::http::Request;
use specwright_runtime::{Bytes, MemoryTransport};
use specwright_tests::json::Json;

const SERVER: &str = "https://www.zohoapis.com/crm/v8";

/// The call's operation, its request's first line, and its body.
type Row = (&'static str, &'static str, Option<&'static str>);

#[tokio::test]
async fn required_inputs_alone() {
    let rows: [Row; 18] = [
        ("create_portal", "POST /settings/portals", Some(r#"{"portals":[{"name":"ZylkerPortal"}]}"#)),
        ("get_portals", "GET /settings/portals", None),
        ("get_portal", "GET /settings/portals/ZylkerPortal", None),
        ("update_portal", "PUT /settings/portals/ZylkerPortal", Some(r#"{"portals":[{"name":"NewPortal"}]}"#)),
        ("get_portals_meta", "GET /settings/portals/meta?module=Contacts", None),
        ("get_user_types", "GET /settings/portals/ZylkerPortal/user_type", None),
        (
            "create_user_type",
            "POST /settings/portals/ZylkerPortal/user_type",
            Some(
                r#"{"user_type":[{"name":"Customer","personality_module":{"api_name":"Contacts"},"modules":[
                    {"id":"125","permissions":{"view":true}},{"id":"147","permissions":{"view":true}}]}]}"#,
            ),
        ),
        ("get_user_type", "GET /settings/portals/ZylkerPortal/user_type/3652397000006231003", None),
        (
            "update_user_type",
            "PUT /settings/portals/ZylkerPortal/user_type/3652397000006231003",
            Some(r#"{"user_type":[{}]}"#),
        ),
        ("delete_user_type", "DELETE /settings/portals/ZylkerPortal/user_type/3652397000006231003", None),
        (
            "invite_user",
            "POST /Contacts/3652397000006415001/actions/portal_invite?user_type_id=3652397000006231003&type=invite",
            None,
        ),
        (
            "bulk_invite_users",
            "POST /Contacts/actions/portal_invite",
            Some(
                r#"{"portal_invite":[{"data":[
                    {"id":"3652397000006415001","user_type_id":"3652397000006231003","type":"invite"}]}]}"#,
            ),
        ),
        ("get_bulk_invite_status", "GET /Contacts/actions/portal_invite", None),
        (
            "get_users_of_user_type",
            // The default of the document is sent.
            "GET /settings/portals/ZylkerPortal/user_type/3652397000006231003/users?type=AllUsers",
            None,
        ),
        (
            "delete_users",
            "DELETE /settings/portals/ZylkerPortal/user_type/3652397000006231003/users\
             ?personality_ids=3652397000006415001",
            None,
        ),
        (
            "transfer_users",
            "POST /settings/portals/ZylkerPortal/user_type/3652397000006231003/users/action/transfer\
             ?transfer_To=3652397000006231004&personality_ids=3652397000006415001",
            None,
        ),
        (
            "change_user_status",
            "PUT /settings/portals/ZylkerPortal/user_type/3652397000006231003/users/3652397000006415001\
             /actions/change_status?active=true",
            None,
        ),
        (
            "change_users_status_bulk",
            "PUT /settings/portals/ZylkerPortal/user_type/3652397000006231003/users/actions/change_status",
            Some(
                r#"{"change_status":[{"users":[
                    {"personality_id":"3652397000006415001","active":false},
                    {"personality_id":"3652397000006415002","active":true}]}]}"#,
            ),
        ),
    ];
    check(&required(), &rows).await;
}

#[tokio::test]
async fn every_optional_input() {
    let rows: [Row; 12] = [
        (
            "update_portal",
            "PUT /settings/portals/ZylkerPortal",
            Some(
                r#"{"portals":[{"name":"NewPortal","saml_configuration":{
                    "login_url":"https://www.example.com/in","logout_url":"https://www.example.com/out",
                    "public_key":"-----BEGIN…","active":true}}]}"#,
            ),
        ),
        (
            "get_user_types",
            "GET /settings/portals/ZylkerPortal/user_type?include=modules&include_inner_details=field.field_label",
            None,
        ),
        (
            "create_user_type",
            "POST /settings/portals/ZylkerPortal/user_type",
            Some(
                r#"{"user_type":[{
                    "name":"Key Customer",
                    "personality_module":{"api_name":"Contacts","id":"125","plural_label":"Contacts"},
                    "active":true,
                    "invitation_field":{"id":"701","api_name":"Email"},
                    "modules":[
                        {"id":"125","api_name":"Contacts","shared_type":"private",
                         "permissions":{"view":true,"edit":false,"edit_shared_records":true,"create":true,
                            "delete":false,"create_attachment":true,"delete_attachment":false},
                         "layouts":[{"id":"55","_default_view":{"id":"56","type":"wizard"}},{"id":"57"}],
                         "views":{"id":"501","type":"custom_view"},
                         "filters":[{"id":"601"}],
                         "fields":[{"id":"18936550000000063924","read_only":false,"api_name":"Email"}]},
                        {"id":"147","permissions":{"view":true},"layouts":null,"views":null,"filters":null}
                    ]}]}"#,
            ),
        ),
        (
            "get_user_type",
            "GET /settings/portals/ZylkerPortal/user_type/3652397000006231003\
             ?include=modules&include_inner_details=field.field_label",
            None,
        ),
        (
            "update_user_type",
            "PUT /settings/portals/ZylkerPortal/user_type/3652397000006231003",
            Some(
                r#"{"user_type":[{
                    "name":"Customer","personality_module":{"api_name":"Leads"},"active":false,
                    "invitation_field":{"id":"702"},
                    "modules":[{"id":"125","permissions":{"edit":true},"shared_type":"public",
                        "layouts":[{"id":"55"}],"views":{"id":"501","type":"canvas_view"},"filters":null,
                        "fields":[{"id":"801","api_name":"Phone","read_only":true,"_delete":true}]}]}]}"#,
            ),
        ),
        (
            "delete_user_type",
            "DELETE /settings/portals/ZylkerPortal/user_type/3652397000006231003?transfer_To=3652397000006231004",
            None,
        ),
        (
            "invite_user",
            "POST /Contacts/3652397000006415001/actions/portal_invite\
             ?user_type_id=3652397000006231003&type=reinvite&language=pt_BR",
            None,
        ),
        (
            "bulk_invite_users",
            "POST /Contacts/actions/portal_invite",
            Some(
                r#"{"portal_invite":[
                    {"data":[{"id":"3652397000006415001","user_type_id":"3652397000006231003","type":"invite",
                        "language":"iw_IL"}]},
                    {"data":[{"id":"3652397000006415002","user_type_id":"3652397000006231003","type":"reinvite"}]}]}"#,
            ),
        ),
        ("get_bulk_invite_status", "GET /Contacts/actions/portal_invite?job_id=3652397000006499001", None),
        (
            "get_users_of_user_type",
            // The filters are compact JSON, percent-encoded; the ids are joined by commas as they are.
            "GET /settings/portals/ZylkerPortal/user_type/3652397000006231003/users?type=DeactiveUsers\
             &filters=%5B%7B%22field%22%3A%22status_reason__s%22%2C%22value%22%3A%22disabled%20on%20updation%20of%20\
             email%22%2C%22comparator%22%3A%22not_equal%22%7D%5D\
             &page=2&per_page=200&Source__s=Portal%20%26%20more\
             &personality_ids=3652397000006415001,3652397000006415002",
            None,
        ),
        (
            "delete_users",
            "DELETE /settings/portals/ZylkerPortal/user_type/3652397000006231003/users\
             ?personality_ids=3652397000006415001,3652397000006415002",
            None,
        ),
        (
            "transfer_users",
            "POST /settings/portals/ZylkerPortal/user_type/3652397000006231003/users/action/transfer\
             ?transfer_To=3652397000006231004&personality_ids=3652397000006415001,3652397000006415002",
            None,
        ),
    ];
    check(&complete(), &rows).await;
}

async fn check(calls: &[Call], rows: &[Row]) {
    assert_eq!(calls.len(), rows.len());
    for (call, (operation, line, body)) in calls.iter().zip(rows) {
        assert_eq!(call.operation, *operation);
        let request = sent(call).await;
        let (method, path) = line.split_once(' ').unwrap();
        assert_eq!(format!("{} {}", request.method(), request.uri()), format!("{method} {SERVER}{path}"));
        assert_eq!(headers(&request), expected_headers(body.is_some()), "{operation}");
        match body {
            Some(body) => {
                let sent = Json::parse(std::str::from_utf8(request.body()).unwrap());
                assert_eq!(Json::parse(body).differences(&sent), [""; 0], "{operation}");
            }
            None => assert_eq!(request.body(), "", "{operation}"),
        }
    }
}

/// The one request of a call.
async fn sent(call: &Call) -> Request<Bytes> {
    let transport = MemoryTransport::new().respond(418, "");
    let failed = call.send(&client(&transport)).await.unwrap_err();
    assert_eq!(failed.kind, "Undocumented", "{}", failed.message);
    let [request]: [_; 1] = transport.requests().try_into().expect("one request");
    request
}

fn headers(request: &Request<Bytes>) -> Vec<String> {
    let mut headers: Vec<String> =
        request.headers().iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
    headers.sort();
    headers
}

fn expected_headers(with_body: bool) -> Vec<String> {
    let version = env!("CARGO_PKG_VERSION");
    let mut headers = vec!["accept: application/json".to_owned(), format!("authorization: Zoho-oauthtoken {TOKEN}")];
    headers.extend(with_body.then(|| "content-type: application/json".to_owned()));
    // The packages of the repository share one version.
    headers.push(format!("user-agent: zoho-crm-portals/{version} specwright-runtime/{version}"));
    headers
}
