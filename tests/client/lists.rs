//! Users page by page, users by the hundred, and jobs until they have ended.

use super::{client, sample};
use specwright_runtime::{Cancel, Error, MemoryTransport, Retry, TransportError, TransportErrorKind, Wait, WaitError};
use std::time::Duration;
use zoho_crm_portals::models::{BulkInvitation, InviteType, JobStatus, RecordId, ResultCode};
use zoho_crm_portals::{Client, Outcome};

const PORTAL: &str = "ZylkerPortal";
const TYPE: &str = "3652397000006231003";

fn page(ids: std::ops::Range<u32>, info: &str) -> String {
    let users: Vec<String> =
        ids.map(|id| format!(r#"{{"personality_id":"{id}","active":true,"confirm":true}}"#)).collect();
    format!(r#"{{"users":[{}],"info":{info}}}"#, users.join(","))
}

/// The query of each request, without what is in all of them.
fn queries(transport: &MemoryTransport) -> Vec<String> {
    let query = |query: Option<&str>| query.unwrap_or_default().replace("type=AllUsers", "");
    transport.requests().iter().map(|request| query(request.uri().query())).collect()
}

/// A client that tries once.
fn without_retries(transport: &MemoryTransport) -> Client {
    client(transport).with(specwright_runtime::CallOptions::new().retry(Retry::never()))
}

#[tokio::test]
async fn user_lists_are_lazy_and_ordered() {
    let transport = MemoryTransport::new()
        .respond(200, page(0..2, r#"{"more_records":true}"#))
        .respond(200, page(2..4, r#"{"more_records":true}"#))
        .respond(200, page(4..5, r#"{"more_records":false}"#));
    let mut users = client(&transport).get_users_of_user_type(PORTAL, TYPE).per_page(2).items();
    let mut found = Vec::new();
    assert!(queries(&transport).is_empty());
    while let Some(user) = users.next().await {
        found.push((user.unwrap().personality_id.to_string(), queries(&transport).len()));
    }
    let expected = [("0", 1), ("1", 1), ("2", 2), ("3", 2), ("4", 3)].map(|(id, calls)| (id.to_owned(), calls));
    assert_eq!(found, expected);
    assert!(users.next().await.is_none());
    assert_eq!(queries(&transport), ["&per_page=2", "&per_page=2&page=2", "&per_page=2&page=3"]);
}

#[tokio::test]
async fn a_page_is_the_response_and_no_content_is_no_page() {
    let transport = MemoryTransport::new().respond(200, sample("get_users_of_user_type.response.200")).respond(204, "");
    let mut pages = client(&transport).get_users_of_user_type(PORTAL, TYPE).pages();
    assert!(!pages.next().await.unwrap().unwrap().users.is_empty());
    let mut pages = client(&MemoryTransport::new().respond(204, "")).get_users_of_user_type(PORTAL, TYPE).pages();
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn pagination_by_total() {
    let transport = MemoryTransport::new()
        .respond(200, page(0..2, r#"{"total_count":3}"#))
        .respond(200, page(2..3, r#"{"total_count":3}"#));
    let users = client(&transport).get_users_of_user_type(PORTAL, TYPE).items().all().await.unwrap();
    assert_eq!((users.len(), queries(&transport).len()), (3, 2));
}

#[tokio::test]
async fn an_error_is_yielded_in_its_place() {
    let transport = MemoryTransport::new()
        .respond(200, page(0..1, r#"{"more_records":true}"#))
        .respond(403, sample("get_users_of_user_type.response.403.no_permission"))
        .respond(200, page(1..2, r#"{"more_records":false}"#));
    let mut users = client(&transport).get_users_of_user_type(PORTAL, TYPE).items();
    assert!(users.next().await.unwrap().is_ok());
    assert!(matches!(users.next().await, Some(Err(Error::Failure(_)))));
    assert!(users.next().await.is_none());
    users.resume();
    assert_eq!(users.all().await.unwrap()[0].personality_id, "1");
    assert_eq!(queries(&transport), ["", "&page=2", "&page=2"]);
}

#[tokio::test]
async fn services_that_ignore_the_page_parameter_are_an_error() {
    let all = page(0..2, r#"{"more_records":true}"#);
    let transport = MemoryTransport::new().respond(200, all.clone()).respond(200, all);
    let mut users = client(&transport).get_users_of_user_type(PORTAL, TYPE).items();
    assert!(users.next().await.unwrap().is_ok() && users.next().await.unwrap().is_ok());
    let error = users.next().await.unwrap().unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("`page` has no effect"), "{error}");
}

#[tokio::test]
async fn too_many_ids_are_rejected_before_sending() {
    let transport = MemoryTransport::new();
    let ids = |count: u32| (0..count).map(|id| id.to_string());
    let transfer = client(&transport).transfer_users(PORTAL, TYPE, "8", ids(201)).send().await.unwrap_err();
    assert!(transfer.to_string().contains("personality_ids must be at most 200 elements, has 201"), "{transfer}");
    let delete = client(&transport).delete_users(PORTAL, TYPE, ids(500)).send().await.unwrap_err();
    assert!(delete.to_string().contains("personality_ids must be at most 499 elements, has 500"), "{delete}");
    assert!(transport.requests().is_empty());
}

fn item(id: u32, code: &str, status: &str) -> String {
    format!(r#"{{"code":"{code}","details":{{"personality_id":"{id}"}},"message":"","status":"{status}"}}"#)
}

fn items(key: &str, items: &[String]) -> String {
    format!(r#"{{"{key}":[{}]}}"#, items.join(","))
}

fn gone(id: u32) -> String {
    item(id, "INVALID_DATA", "error")
}

fn done(id: u32) -> String {
    item(id, "SUCCESS", "success")
}

/// What became of each, as one letter.
fn letters<B: zoho_crm_portals::Batch>(outcomes: &zoho_crm_portals::Outcomes<B>) -> String {
    let letter = |outcome: &Outcome| match outcome {
        Outcome::Done(_) => 'd',
        Outcome::Refused(_) => 'r',
        Outcome::Unknown => 'u',
        Outcome::NotTried => 'n',
        _ => '?',
    };
    outcomes.iter().map(|(_, outcome)| letter(outcome)).collect()
}

#[tokio::test]
async fn user_batches_are_split_into_calls() {
    let transport = MemoryTransport::with(|request| {
        let query = request.uri().query().unwrap_or_default();
        let ids = query.split("personality_ids=").nth(1).unwrap_or_default().split(',');
        let responses: Vec<String> = ids.map(|id| done(id.parse().unwrap())).collect();
        specwright_runtime::http::Response::new(items("users", &responses))
    });
    let ids = (0..450).map(|id| RecordId::new(id.to_string()));
    let outcomes = client(&transport).transfer_all_users(PORTAL, TYPE, "8", ids).batch_size(5000).send().await;
    assert!(outcomes.is_done() && outcomes.error().is_none());
    assert_eq!(
        outcomes.iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>(),
        (0..450).map(|id| id.to_string()).collect::<Vec<_>>()
    );
    let sizes: Vec<usize> = queries(&transport).iter().map(|query| query.split(',').count()).collect();
    assert_eq!(sizes, [200, 200, 50]);
    assert!(queries(&transport)[2].starts_with("transfer_To=8&personality_ids=400,401"));

    let none: [RecordId; 0] = [];
    assert!(client(&MemoryTransport::new()).delete_all_users(PORTAL, TYPE, none).send().await.into_vec().is_empty());
}

#[tokio::test]
async fn every_user_of_a_batch_has_a_result() {
    let transport = MemoryTransport::new()
        .respond(200, items("users", &[gone(2), done(1)]))
        // One of them is judged, the other is not.
        .respond(400, items("users", &[gone(3)]))
        .fail(TransportError::new(TransportErrorKind::Timeout, "slow"));
    let ids = (1..10).map(|id| id.to_string());
    let outcomes = without_retries(&transport).delete_all_users(PORTAL, TYPE, ids).batch_size(2).send().await;
    assert_eq!(letters(&outcomes), "drruuunnn");
    assert_eq!(
        outcomes.refused().map(|(id, refusal)| (id.as_str(), refusal.code())).collect::<Vec<_>>(),
        [("2", &ResultCode::InvalidData), ("3", &ResultCode::InvalidData)]
    );
    assert_eq!(outcomes.unknown().map(RecordId::as_str).collect::<Vec<_>>(), ["4", "5", "6"]);
    assert_eq!(outcomes.not_tried().map(RecordId::as_str).collect::<Vec<_>>(), ["7", "8", "9"]);
    assert!(outcomes.error().unwrap().is_timeout());
    assert_eq!(transport.requests().len(), 3);
}

#[tokio::test]
async fn a_call_that_was_refused_as_a_whole_can_be_tried_again() {
    let refused = |transport: MemoryTransport| async move {
        letters(&without_retries(&transport).delete_all_users(PORTAL, TYPE, ["1", "2", "3"]).batch_size(2).send().await)
    };
    let no_permission = sample("delete_users.response.403.no_permission");
    assert_eq!(refused(MemoryTransport::new().respond(403, no_permission)).await, "nnn");
    let unreachable = TransportError::new(TransportErrorKind::Connect, "no route");
    assert_eq!(refused(MemoryTransport::new().fail(unreachable)).await, "nnn");
    assert_eq!(refused(MemoryTransport::new().respond(502, "<html>")).await, "uun");
    // Nothing is sent for an id that is none.
    let transport = MemoryTransport::new();
    let outcomes = client(&transport).delete_all_users(PORTAL, TYPE, ["", "2"]).send().await;
    assert_eq!((letters(&outcomes).as_str(), transport.requests().len()), ("nn", 0));
    // An answer without a word on one of them.
    let transport = MemoryTransport::new()
        .respond(200, items("users", &[done(1), done(9)]))
        .respond(200, items("users", &[done(3)]));
    assert_eq!(refused(transport).await, "dud");
}

#[tokio::test]
async fn invitation_batches_are_split_into_jobs() {
    let scheduled = |job: u32| {
        format!(
            r#"{{"portal_invite":[{{"code":"SCHEDULED","details":{{"job_id":"{job}"}},"message":"","status":"success"}}]}}"#
        )
    };
    let transport = MemoryTransport::new().respond(200, scheduled(7)).respond(200, scheduled(8));
    let invitations = (0..150).map(|id| BulkInvitation::new(id.to_string(), TYPE, InviteType::Invite));
    let outcomes = client(&transport).invite_all_users("Contacts", invitations).send().await;
    assert!(outcomes.is_done());
    assert_eq!(outcomes.jobs(), ["7", "8"]);
    let sizes: Vec<usize> = transport
        .requests()
        .iter()
        .map(|request| String::from_utf8_lossy(request.body()).matches("user_type_id").count())
        .collect();
    assert_eq!(sizes, [100, 50]);
}

fn job(state: &str, data: &str) -> String {
    format!(r#"{{"portal_invite":[{{"job_id":"7","status":"{state}","data":{data}}}]}}"#)
}

fn quick() -> Wait {
    Wait::new().interval(Duration::from_millis(1)).patience(Duration::from_secs(5))
}

#[tokio::test]
async fn wait_polls_until_the_job_has_ended() {
    let transport = MemoryTransport::new()
        .respond(204, "")
        .respond(200, job("scheduled", "null"))
        .respond(200, job("in_progress", "null"))
        .respond(200, job("completed", &format!("[{},{}]", done(1), gone(2))));
    let job = client(&transport).get_bulk_invite_status("Contacts").wait("7", quick()).await.unwrap();
    assert_eq!(job.into_results().unwrap().iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false]);
    assert_eq!(queries(&transport), ["job_id=7"; 4]);
}

#[tokio::test]
async fn wait_timeout_returns_the_last_state() {
    let running = || MemoryTransport::with(|_| specwright_runtime::http::Response::new(job("in_progress", "null")));
    let wait = |wait: Wait| async move {
        client(&running()).get_bulk_invite_status("Contacts").wait("7", wait).await.unwrap_err()
    };
    let error = wait(quick().deadline(Duration::from_millis(20))).await;
    assert!(
        matches!(&error, WaitError::Deadline { last: Some(job), .. } if job.status == JobStatus::InProgress),
        "{error:?}"
    );

    let cancel = Cancel::new();
    let waiting = tokio::spawn(wait(quick().cancelled_by(&cancel)));
    tokio::time::sleep(Duration::from_millis(10)).await;
    cancel.cancel();
    assert!(matches!(waiting.await.unwrap(), WaitError::Cancelled { last: Some(_) }));

    let nobody = MemoryTransport::new().respond(204, "");
    let unknown = client(&nobody).get_bulk_invite_status("Contacts").wait("7", quick().patience(Duration::ZERO)).await;
    assert!(matches!(unknown, Err(WaitError::Unknown)));
    let refused = MemoryTransport::new().respond(403, sample("bulk_invite_users.response.403.no_permission"));
    let refused = client(&refused).get_bulk_invite_status("Contacts").wait("7", quick()).await;
    assert!(matches!(refused, Err(WaitError::Call(Error::Failure(_)))));
}
