//! The service may come to take more: models are made by `new` and setters.

use zoho_crm_portals::models::NewPortal;

fn main() {
    let _ = NewPortal { name: "north".into(), additional_properties: Default::default() };
}
