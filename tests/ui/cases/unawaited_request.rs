//! A request that nobody waits for is not sent either.

#![deny(unused_must_use)]

use zoho_crm_portals::Client;

async fn list(client: &Client) {
    client.get_portals().send();
}

fn main() {}
