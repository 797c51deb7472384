//! The document has 200 and 204, so there may be no body.

use zoho_crm_portals::Client;
use zoho_crm_portals::models::PortalList;

async fn list(client: &Client) -> PortalList {
    client.get_portals().send().await.unwrap_or_default()
}

fn main() {}
