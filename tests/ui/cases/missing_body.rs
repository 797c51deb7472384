//! The body is required.

use zoho_crm_portals::Client;

async fn create(client: &Client) {
    let _ = client.create_portal().send().await;
}

fn main() {}
