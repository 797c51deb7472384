//! The service may come to answer more: a list of variants is never complete.

use zoho_crm_portals::models::PortalsError;

fn is_flat(error: &PortalsError) -> bool {
    match error {
        PortalsError::ResultItem(_) => true,
        PortalsError::PortalsResult(_) => false,
    }
}

fn main() {}
