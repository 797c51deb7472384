//! Faults in the form of this service's errors.

use crate::runtime::Value;
use crate::runtime::serde_json::json;
use crate::runtime::service::Fault;

/// Errors of this service, as faults to plant with [`FakePortals::fault`](super::FakePortals::fault).
///
/// ```
/// use zoho_crm_portals::testing::{Fault, ServiceFault as _};
///
/// Fault::too_many_requests().retry_after(2).with_details("retry_after", 2);
/// ```
pub trait ServiceFault: Sized {
    /// An error with one flat result item with this code, without details.
    ///
    /// # Panics
    ///
    /// When the status is not between 200 and 599.
    fn refusal(status: u16, code: &str) -> Self;

    /// Adds a key to the `details` of an error, such as `retry_after`.
    #[must_use]
    fn with_details(self, key: &str, value: impl Into<Value>) -> Self;

    /// 429 `TOO_MANY_REQUESTS`, without `Retry-After`.
    #[must_use]
    fn too_many_requests() -> Self {
        Self::refusal(429, "TOO_MANY_REQUESTS")
    }

    /// 500 `INTERNAL_ERROR`.
    #[must_use]
    fn internal_error() -> Self {
        Self::refusal(500, "INTERNAL_ERROR")
    }

    /// 401 `INVALID_TOKEN`, as for an expired token.
    #[must_use]
    fn invalid_token() -> Self {
        Self::refusal(401, "INVALID_TOKEN")
    }
}

impl ServiceFault for Fault {
    fn refusal(status: u16, code: &str) -> Self {
        let message = "refused by a fault that a test planted";
        Self::json(status, &json!({ "code": code, "details": {}, "message": message, "status": "error" }))
    }

    fn with_details(self, key: &str, value: impl Into<Value>) -> Self {
        self.map_json(|item| {
            if let Some(details) = item.get_mut("details").and_then(Value::as_object_mut) {
                details.insert(key.to_owned(), value.into());
            }
        })
    }
}
