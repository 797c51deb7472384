//! Both ids are digits, and they cannot be swapped.

use zoho_crm_portals::Client;
use zoho_crm_portals::models::{InviteType, RecordId, UserTypeId};

async fn invite(client: &Client, record: RecordId, user_type: UserTypeId) {
    let _ = client.invite_user("Contacts", user_type, record, InviteType::Invite).send().await;
}

fn main() {}
