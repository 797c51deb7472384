//! A request does nothing until it is sent.

#![deny(unused_must_use)]

use zoho_crm_portals::Client;

async fn list(client: &Client) {
    client.get_portals();
}

fn main() {}
