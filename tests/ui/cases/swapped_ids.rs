//! Both ids are digits, but have different types.

use zoho_crm_portals::Client;
use zoho_crm_portals::models::{InviteType, UserTypeId};

async fn invite(client: &Client, user_type: UserTypeId) {
    let _ = client.invite_user("Contacts", user_type, "4150868000000225013", InviteType::Invite).send().await;
}

fn main() {}
