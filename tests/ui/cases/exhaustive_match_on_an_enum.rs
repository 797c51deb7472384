//! The service may come to know more: a list of constants is never complete.

use zoho_crm_portals::models::ResultStatus;

fn is_success(status: &ResultStatus) -> bool {
    match status {
        ResultStatus::Success => true,
        ResultStatus::Error | ResultStatus::Unknown(_) => false,
    }
}

fn main() {}
