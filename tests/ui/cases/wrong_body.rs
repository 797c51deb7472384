//! What creates a portal does not change one.

use zoho_crm_portals::Client;
use zoho_crm_portals::models::CreatePortalBody;

async fn update(client: &Client, body: CreatePortalBody) {
    let _ = client.update_portal("north", body).send().await;
}

fn main() {}
