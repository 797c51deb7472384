//! An invitation needs to know whether it is the first: the fourth input is required.

use zoho_crm_portals::Client;
use zoho_crm_portals::models::{RecordId, UserTypeId};

async fn invite(client: &Client, record: RecordId, user_type: UserTypeId) {
    let _ = client.invite_user("Contacts", record, user_type).send().await;
}

fn main() {}
