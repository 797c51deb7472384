//! There is one thing to include: the setter does not ask for it.

use zoho_crm_portals::Client;
use zoho_crm_portals::models::UserTypeInclude;

async fn get(client: &Client) {
    let _ = client.get_user_types("north").include(UserTypeInclude::Modules).send().await;
}

fn main() {}
