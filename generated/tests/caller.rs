//! How to test code that uses this crate: a caller's function, and its tests with a fake service.

use std::error::Error;
use zoho_crm_portals::models::{InviteType, RecordId, ResultCode, UserTypeId};
use zoho_crm_portals::testing::{FakePortals, Fault};
use zoho_crm_portals::{Client, ErrorItems, ResultItems};

/// The function under test: invites a person, and again if there was an invitation before. Returns whether it was the
/// first.
async fn invite(client: &Client, person: &RecordId, user_type: &UserTypeId) -> Result<bool, Box<dyn Error>> {
    let send = |kind| client.invite_user("Contacts", person, user_type, kind).send();
    match send(InviteType::Invite).await {
        Err(error) if error.code() == Some(&ResultCode::CannotProcess) => {
            send(InviteType::Reinvite).await?.into_one()?;
            Ok(false)
        }
        response => {
            response?.into_one()?;
            Ok(true)
        }
    }
}

/// A service with a portal, and somebody to invite.
fn organization() -> (FakePortals, UserTypeId, RecordId) {
    let fake = FakePortals::in_memory();
    let user_type = fake.open_portal("ZylkerPortal");
    let person = fake.add_record("Contacts", "Jennifer Spears", Some("jennifer.spears@abc.com"));
    (fake, user_type, person)
}

/// The service records whom it has invited.
#[tokio::test]
async fn already_invited_users_are_reinvited() {
    let (fake, user_type, person) = organization();
    let client = fake.client();
    assert!(invite(&client, &person, &user_type).await.unwrap());
    assert!(!invite(&client, &person, &user_type).await.unwrap());

    let requests = fake.requests_for("invite_user");
    let kinds: Vec<_> = requests.iter().filter_map(|request| request.query_value("type")).collect();
    assert_eq!(kinds, ["invite", "invite", "reinvite"]);
    fake.assert_documented();
}

/// An invitation is not idempotent, so the client does not retry it: the caller gets an error, and nobody is invited
/// twice.
#[tokio::test]
async fn a_lost_response_does_not_invite_twice() {
    let (fake, user_type, person) = organization();
    fake.fault(Fault::response_lost()).on("invite_user");
    invite(&fake.client(), &person, &user_type).await.unwrap_err();
    assert_eq!(fake.requests_for("invite_user").len(), 1);
}

/// An HTML response of a gateway is not mistaken for a success.
#[tokio::test]
async fn gateway_responses_are_an_error() {
    let (fake, user_type, person) = organization();
    fake.fault(Fault::html(502, "<html>Bad Gateway</html>")).on("invite_user").always();
    let error = invite(&fake.client(), &person, &user_type).await.unwrap_err();
    assert!(error.to_string().contains("502"), "{error}");
}

/// Blocking calls need no executor, and neither do planted faults.
#[cfg(feature = "blocking")]
#[test]
fn blocking_calls_wait_for_slow_services() {
    use std::time::Duration;
    let fake = FakePortals::in_memory();
    let client = fake.builder().timeout(Duration::from_millis(200)).build_blocking().unwrap();
    fake.fault(Fault::delay(Duration::from_millis(20)));
    assert!(client.get_portals().send().is_ok());
    fake.fault(Fault::drip(8, Duration::from_millis(1))).on("get_portals_meta");
    client.get_portals_meta("Contacts").send().unwrap();
    fake.fault(Fault::delay(Duration::from_secs(60))).always();
    assert!(client.get_portals().send().unwrap_err().is_timeout());
}
