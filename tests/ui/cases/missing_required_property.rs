//! A module is changed by its id: the property is required.

use zoho_crm_portals::models::UserTypeModuleUpdate;

fn main() {
    let _ = UserTypeModuleUpdate::new().permissions(Default::default());
}
