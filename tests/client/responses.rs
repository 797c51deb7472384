//! What the client makes of answers: every documented status of every operation, and what no document foresees.

use crate::calls::{
    ANN, Call, Failed, OTHER_TYPE, PORTAL, TYPE, invitations, new_name, no_change, portal, required, status_changes,
    user_type,
};
use crate::{client, sample};
use specwright_runtime::http::Response;
use specwright_runtime::{Bytes, MemoryTransport};
use zoho_crm_portals::Client;
use zoho_crm_portals::models::{InviteType, JobStatus, ResultCode, ResultItem, StringOrNumberId};
use zoho_crm_portals::operations::CreateUserTypeOutput;

/// A client that is answered with a sample.
fn answered(status: u16, name: &str) -> Client {
    client(&MemoryTransport::new().respond(status, sample(name)))
}

#[tokio::test]
async fn portals() {
    let response = answered(200, "create_portal.response.200").create_portal(portal()).send().await.unwrap();
    assert_eq!(successful(&response.portals).details.name, Some("ZylkerAutomobiles".into()));

    let response = answered(200, "get_portals.response.200").get_portals().send().await.unwrap().unwrap();
    assert_eq!(response.portals[0].zaid, "10052946888");
    assert_eq!(response.portals[0].created_time.as_ref().unwrap().to_string(), "2023-02-07T20:13:20+05:30");

    let response = answered(200, "get_portal.response.200.docs").get_portal(PORTAL).send().await.unwrap().unwrap();
    assert_eq!(response.portals[0].name, Some("MyFirstCompany".into()));

    let response = answered(200, "update_portal.response.200.docs").update_portal(PORTAL, new_name()).send().await;
    assert_eq!(successful(&response.unwrap().portals).details.name, Some("PortalsAPItest200".into()));

    // No sample was ever published.
    let meta = r#"{"related_lists":[{"module":{"api_name":"Notes","views":[{"id":"501"}],"layouts":null}}]}"#;
    let client = client(&MemoryTransport::new().respond(200, meta));
    let response = client.get_portals_meta("Contacts").send().await.unwrap().unwrap();
    let module = response.related_lists[0].module.as_ref().unwrap();
    assert_eq!(module.views.value().unwrap()[0].id, Some("501".into()));
    assert!(module.layouts.is_null() && module.filters.is_absent());
}

#[tokio::test]
async fn user_types() {
    let response = answered(200, "get_user_types.response.200").get_user_types(PORTAL).send().await.unwrap();
    assert_eq!((response.user_type[0].name.as_str(), response.user_type[0].no_of_users), ("Client Portal", Some(1)));

    let creating = answered(200, "create_user_type.response.200").create_user_type(PORTAL, user_type());
    let CreateUserTypeOutput::Ok(response) = creating.send().await.unwrap() else { panic!("200 is a result item") };
    assert_eq!(successful(&response.user_type).details.id, Some(StringOrNumberId::Text("1306462000001856005".into())));

    let creating = answered(201, "create_user_type.response.201.oas2026").create_user_type(PORTAL, user_type());
    let CreateUserTypeOutput::Created(response) = creating.send().await.unwrap() else { panic!("201 is a user type") };
    assert_eq!(response.user_type[0].id, "111113000000168122");

    let response = answered(200, "get_user_type.response.200.docs").get_user_type(PORTAL, TYPE).send().await;
    assert_eq!(response.unwrap().unwrap().user_type[0].modules.value().unwrap()[0].api_name, "Contacts");

    let updating = answered(200, "update_user_type.response.200").update_user_type(PORTAL, TYPE, no_change());
    successful(&updating.send().await.unwrap().user_type);

    // A number, where the answers above have a string.
    let response = answered(200, "delete_user_type.response.200").delete_user_type(PORTAL, TYPE).send().await.unwrap();
    let id = Some(StringOrNumberId::Integer(1_306_462_000_001_857_564));
    assert_eq!(successful(&response.user_type).details.id, id);
}

#[tokio::test]
async fn invitations_and_users() {
    let inviting = answered(200, "invite_user.response.200").invite_user("Contacts", ANN, TYPE, InviteType::Invite);
    let response = inviting.send().await.unwrap();
    assert_eq!(successful(&response.portal_invite).details.record_id, Some("1306462000000659009".into()));

    let inviting = answered(200, "bulk_invite_users.response.200.scheduled").bulk_invite_users("Leads", invitations());
    let item = &inviting.send().await.unwrap().portal_invite[0];
    assert_eq!((&item.code, &item.details.job_id), (&ResultCode::Scheduled, &Some("5020928000002338037".into())));

    let requesting = answered(200, "get_bulk_invite_status.response.200.one_job").get_bulk_invite_status("Contacts");
    let job = &requesting.send().await.unwrap().unwrap().portal_invite[0];
    assert_eq!((job.job_id.as_str(), &job.status), ("5020928000002387017", &JobStatus::Completed));
    assert_eq!(job.data.value().unwrap().len(), 1);

    let listing = answered(200, "get_users_of_user_type.response.200").get_users_of_user_type(PORTAL, TYPE);
    let page = listing.send().await.unwrap().unwrap();
    assert_eq!(page.users[0].email.value().unwrap(), "jennifer.spears@abc.com");
    assert_eq!(page.info.unwrap().total_count, Some(1));

    let response = answered(200, "delete_users.response.200").delete_users(PORTAL, TYPE, [ANN]).send().await.unwrap();
    assert_eq!(successful(&response.users).details.personality_id, Some("1306462000000659009".into()));

    let moving = answered(200, "transfer_users.response.200").transfer_users(PORTAL, TYPE, OTHER_TYPE, [ANN]);
    successful(&moving.send().await.unwrap().users);

    let changing = answered(200, "change_user_status.response.200").change_user_status(PORTAL, TYPE, ANN, true);
    successful(&changing.send().await.unwrap().change_status);

    let changing = answered(200, "change_users_status_bulk.response.200");
    let response = changing.change_users_status_bulk(PORTAL, TYPE, status_changes()).send().await.unwrap();
    assert_eq!(response.change_status[0].code, ResultCode::Scheduled);
}

/// The only item, which reports success.
fn successful(items: &[ResultItem]) -> &ResultItem {
    let [item] = items else { panic!("one item: {items:?}") };
    assert_eq!(item.code, ResultCode::Success);
    item
}

#[tokio::test]
async fn status_headers_and_body_are_available_with_the_value() {
    let body = sample("get_portals.response.200");
    let response = Response::builder().header("X-API-CREDITS-REMAINING", "412").body(body.clone()).unwrap();
    let client = client(&MemoryTransport::new().respond_with(response));
    let response = client.get_portals().send_for_response().await.unwrap();
    assert_eq!((response.status().as_u16(), response.body()), (200, &Bytes::from(body)));
    assert_eq!(response.headers()["x-api-credits-remaining"], "412");
    assert_eq!(response.as_ref().unwrap().portals.len(), 1);
    assert_eq!(response.into_value().unwrap().portals.len(), 1);
}

/// What an item looks like when it is an error by itself, and how an array of them is wrapped.
const ITEM: &str = r#"{"code":"NO_PERMISSION","details":{"permissions":["P"]},"message":"no","status":"error"}"#;

/// The operation that documents two successes with different bodies, 200 and 201.
const TWO_BODIES: &str = "create_user_type";

/// The operations that document a success with a body, 200, and one without, 204. All others document 200 alone.
const WITH_OR_WITHOUT_BODY: [&str; 6] = [
    "get_portals",
    "get_portal",
    "get_portals_meta",
    "get_user_type",
    "get_bulk_invite_status",
    "get_users_of_user_type",
];

#[tokio::test]
async fn undocumented_bodies_are_ignored() {
    for call in required() {
        let outcome = response(&call, 204, "").await;
        if WITH_OR_WITHOUT_BODY.contains(&call.operation) {
            assert_eq!(outcome.unwrap(), "None", "{}", call.operation);
        } else {
            let expected = if call.operation == TWO_BODIES { "Undocumented" } else { "Decode" };
            assert_eq!(outcome.unwrap_err().kind, expected, "{}", call.operation);
        }
    }
}

#[tokio::test]
async fn another_success_is_read_as_the_only_documented_one() {
    for call in required() {
        for (status, body) in [(207, ITEM), (202, "{}"), (203, "<html>")] {
            let outcome = response(&call, status, body).await;
            if WITH_OR_WITHOUT_BODY.contains(&call.operation) || call.operation == TWO_BODIES {
                assert_eq!(outcome.unwrap_err().kind, "Undocumented", "{}", call.operation);
                continue;
            }
            match (outcome, response(&call, 200, body).await) {
                (Ok(value), Ok(documented)) => assert_eq!(value, documented),
                (Err(failed), Err(documented)) => {
                    assert_eq!(failed.kind, documented.kind);
                    keeps_the_answer(&call, &failed, status, body);
                }
                (outcome, _) => panic!("{}: {}", call.operation, if outcome.is_ok() { "read" } else { "refused" }),
            }
        }
    }
}

#[tokio::test]
async fn every_documented_error_flat_and_wrapped() {
    let portals = ("portals", "PortalsResult(PortalsResult { portals: [ResultItem { code: NoPermission,");
    let user_type = ("user_type", "UserTypeResult(UserTypeResult { user_type: [ResultItem { code: NoPermission,");
    let invite = ("portal_invite", "PortalInviteResult(PortalInviteResult { portal_invite: [ResultItem { code: NoPerm");
    let users = ("users", "UsersResult(UsersResult { users: [ResultItem { code: NoPermission,");
    let status = ("change_status", "ChangeStatusResult(ChangeStatusResult { change_status: [ResultItem { code: NoPerm");
    let of = |operation: &str| match operation {
        "change_user_status" | "change_users_status_bulk" => status,
        "get_users_of_user_type" | "delete_users" | "transfer_users" => users,
        "invite_user" | "bulk_invite_users" | "get_bulk_invite_status" => invite,
        name if name.contains("_user_type") => user_type,
        _ => portals,
    };
    for call in required() {
        let (key, wrapped) = of(call.operation);
        let forms = [
            (ITEM.to_owned(), "ResultItem(ResultItem { code: NoPermission,"),
            (format!(r#"{{"{key}":[{ITEM}]}}"#), wrapped),
            (r#"{"another":"form"}"#.to_owned(), r#"Unknown(Object {"another": String("form")})"#),
        ];
        for status in [400, 401, 403, 404, 429, 500] {
            for (body, failure) in &forms {
                let failed = response(&call, status, body).await.unwrap_err();
                assert_eq!(failed.kind, "Failure", "{}", failed.message);
                assert!(failed.failure.as_ref().unwrap().starts_with(failure), "{}: {failed:?}", call.operation);
                keeps_the_answer(&call, &failed, status, body);
            }
        }
    }
}

#[tokio::test]
async fn undocumented_responses() {
    let html = "<html><body><h1>503 Service Unavailable</h1></body></html>";
    for call in required() {
        for (status, body) in [(418, ITEM), (503, html), (502, ""), (302, ""), (999, "\u{0}")] {
            let failed = response(&call, status, body).await.unwrap_err();
            assert_eq!((failed.kind, &failed.failure), ("Undocumented", &None), "{}", failed.message);
            keeps_the_answer(&call, &failed, status, body);
        }
    }
}

#[tokio::test]
async fn bodies_that_are_not_as_documented() {
    for call in required() {
        for status in [200, 400, 500] {
            for body in ["", " \r\n", "<html>sign in</html>", r#"{"portals":[{"co"#, "{}{}", "\u{0}", "[]", "null", "7"]
            {
                let outcome = response(&call, status, body).await;
                // An error of another form than those known is one all the same, as long as it is JSON.
                let is_json = matches!(body, "[]" | "null" | "7");
                let expected = if status >= 400 && is_json { "Failure" } else { "Decode" };
                let failed = outcome.unwrap_err();
                assert_eq!(failed.kind, expected, "{body:?}: {}", failed.message);
                keeps_the_answer(&call, &failed, status, body);
            }
        }
    }
}

/// What a call makes of an answer.
async fn response(call: &Call, status: u16, body: &str) -> Result<String, Failed> {
    let mut response = Response::new(Bytes::from(body.to_owned()));
    *response.status_mut() = status.try_into().unwrap();
    response.headers_mut().append("x-mark", "a".parse().unwrap());
    response.headers_mut().append("x-mark", "b".parse().unwrap());
    call.send(&client(&MemoryTransport::new().respond_with(response))).await
}

fn keeps_the_answer(call: &Call, failed: &Failed, status: u16, body: &str) {
    let response = failed.response.as_ref().unwrap();
    assert_eq!(response.operation().id, call.operation);
    assert_eq!(response.status().as_u16(), status);
    assert_eq!(response.headers().get_all("x-mark").iter().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(response.body(), body);
}
