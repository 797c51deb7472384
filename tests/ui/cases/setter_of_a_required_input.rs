//! A required input is an argument, and has no setter.

use zoho_crm_portals::Client;

async fn get(client: &Client) {
    let _ = client.get_portal("north").portal_name("south").send().await;
}

fn main() {}
