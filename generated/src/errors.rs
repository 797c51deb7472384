//! Documented errors: the result items in them, flat or wrapped.

use crate::ResultItems;
use crate::models::{
    ChangeStatusError, PortalInviteError, PortalsError, ResultCode, ResultItem, UserTypeError, UsersError,
};
use crate::runtime;
use std::slice;

/// An error with result items: a single one, or several wrapped in the array of a resource. Both forms have the same
/// meaning.
///
/// Errors of calls implement it as well, for direct access to the code:
///
/// ```no_run
/// # use zoho_crm_portals::Client;
/// use zoho_crm_portals::ErrorItems;
/// use zoho_crm_portals::models::ResultCode;
///
/// # async fn example(client: Client) {
/// if let Err(error) = client.delete_user_type("ZylkerPortal", "3652397000006231003").await {
///     match error.code() {
///         Some(ResultCode::InvalidData) => println!("it has users: move them first"),
///         Some(code) => println!("refused: {code}"),
///         None => println!("{error}"),
///     }
/// }
/// # }
/// ```
pub trait ErrorItems {
    /// The items; empty if the error has another form.
    fn items(&self) -> &[ResultItem];

    /// The first item.
    fn item(&self) -> Option<&ResultItem> {
        self.items().first()
    }

    /// The code of the first item, which is the reason of the error.
    fn code(&self) -> Option<&ResultCode> {
        self.item().map(|item| &item.code)
    }
}

macro_rules! error_items {
    ($($error:ident: $wrapper:ident,)*) => {$(
        impl ErrorItems for $error {
            fn items(&self) -> &[ResultItem] {
                match self {
                    Self::ResultItem(item) => slice::from_ref(item),
                    Self::$wrapper(wrapper) => wrapper.items(),
                    Self::Unknown(_) => &[],
                }
            }
        }
    )*};
}

error_items! {
    PortalsError: PortalsResult,
    UserTypeError: UserTypeResult,
    PortalInviteError: PortalInviteResult,
    UsersError: UsersResult,
    ChangeStatusError: ChangeStatusResult,
}

/// Those of the documented error; empty if the call failed in another way.
impl<E: ErrorItems> ErrorItems for runtime::Error<E> {
    fn items(&self) -> &[ResultItem] {
        self.failure().map_or(&[], E::items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::serde_json;

    const ITEM: &str = r#"{"code":"INVALID_DATA","details":{},"message":"no","status":"error"}"#;

    fn error(json: &str) -> PortalsError {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn flat_and_wrapped_errors_are_equal() {
        for json in [ITEM, &format!(r#"{{"portals":[{ITEM}]}}"#)] {
            assert_eq!(error(json).code(), Some(&ResultCode::InvalidData));
            assert_eq!(error(json).items().len(), 1);
        }
    }

    #[test]
    fn undocumented_error_codes_are_kept() {
        let flat = ITEM.replace("INVALID_DATA", "NEW_CODE");
        for json in [flat.as_str(), &format!(r#"{{"portals":[{flat}]}}"#)] {
            assert_eq!(error(json).code().map(ResultCode::as_str), Some("NEW_CODE"));
        }
    }

    #[test]
    fn errors_of_another_form_have_no_items() {
        assert_eq!(error(r#"{"fault":1}"#).code(), None);
    }
}
