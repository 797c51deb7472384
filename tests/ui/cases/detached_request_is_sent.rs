//! A request that is bound to no client has nobody to send it.

use zoho_crm_portals::operations::GetPortals;

async fn list() {
    let _ = GetPortals::new().send().await;
}

fn main() {}
