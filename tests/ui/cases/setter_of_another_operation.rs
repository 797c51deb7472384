//! Only the operations that document a filter take one.

use zoho_crm_portals::Client;

async fn get(client: &Client) {
    let _ = client.get_portal("north").filters("active").send().await;
}

fn main() {}
