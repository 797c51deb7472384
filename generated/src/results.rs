//! Result items: successes and errors, in all responses.

use crate::models::{
    BulkInviteJob, ChangeStatusResult, PortalInviteResult, PortalsResult, ResultCode, ResultDetails, ResultItem,
    ResultStatus, UserTypeId, UserTypeResult, UsersResult,
};
use crate::operations::CreateUserTypeOutput;
use crate::runtime::serde_json;
use std::fmt;

impl ResultItem {
    /// Whether it is a success, which the HTTP status does not determine. Only `success` is one, and an unknown status
    /// is not.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status == ResultStatus::Success
    }

    /// The item itself, if it is a success.
    ///
    /// # Errors
    ///
    /// The item as a [`Refusal`] otherwise.
    pub fn into_result(self) -> Result<Self, Refusal> {
        if self.is_success() { Ok(self) } else { Err(Refusal { item: Box::new(self) }) }
    }
}

/// The response to a write: an item for each record.
///
/// ```
/// use zoho_crm_portals::ResultItems;
/// use zoho_crm_portals::models::{ResultCode, UsersResult};
/// # use zoho_crm_portals::runtime::serde_json;
///
/// // HTTP 200, and yet one of the two users is still there.
/// let response: UsersResult = serde_json::from_str(
///     r#"{"users": [
///         {"code": "SUCCESS", "details": {"personality_id": "12345"}, "message": "…", "status": "success"},
///         {"code": "INVALID_DATA", "details": {"personality_id": "67890"}, "message": "…", "status": "error"}
///     ]}"#,
/// )?;
///
/// let results = response.into_results();
/// assert!(results[0].is_ok());
/// let refusal = results[1].as_ref().unwrap_err();
/// assert_eq!(refusal.code(), &ResultCode::InvalidData);
/// assert_eq!(refusal.details().subject().as_deref(), Some("67890"));
/// # Ok::<(), serde_json::Error>(())
/// ```
pub trait ResultItems: Sized {
    /// The items as received.
    fn items(&self) -> &[ResultItem];

    /// The items as received, by value.
    fn into_items(self) -> Vec<ResultItem>;

    /// Each item as a `Result`.
    fn into_results(self) -> Vec<Result<ResultItem, Refusal>> {
        self.into_items().into_iter().map(ResultItem::into_result).collect()
    }

    /// All items, if every one is a success.
    ///
    /// # Errors
    ///
    /// The first refusal. Other records may have been written.
    fn into_all(self) -> Result<Vec<ResultItem>, Refusal> {
        self.into_results().into_iter().collect()
    }

    /// The item of a write of one record.
    ///
    /// # Errors
    ///
    /// If it is a refusal, or if the response has no item.
    fn into_one(self) -> Result<ResultItem, NotDone> {
        let first = self.into_all()?.into_iter().next();
        first.ok_or(NotDone::Incomplete { missing: "result item" })
    }
}

macro_rules! result_items {
    ($($wrapper:ident: $key:ident,)*) => {$(
        impl ResultItems for $wrapper {
            fn items(&self) -> &[ResultItem] {
                &self.$key
            }

            fn into_items(self) -> Vec<ResultItem> {
                self.$key
            }
        }
    )*};
}

result_items! {
    PortalsResult: portals,
    UserTypeResult: user_type,
    PortalInviteResult: portal_invite,
    UsersResult: users,
    ChangeStatusResult: change_status,
}

impl BulkInviteJob {
    /// The result of each invitation; `None` while the job is running. A job that has ended may have only refusals.
    #[must_use]
    pub fn into_results(self) -> Option<Vec<Result<ResultItem, Refusal>>> {
        Some(self.data.into_value()?.into_iter().map(ResultItem::into_result).collect())
    }
}

impl CreateUserTypeOutput {
    /// The id of the new user type, from both forms of the response: `details.id` of a result item, or `id` of the user
    /// type.
    ///
    /// # Errors
    ///
    /// If the item is a refusal, or if the response has no id.
    pub fn into_id(self) -> Result<UserTypeId, NotDone> {
        let id = match self {
            Self::Ok(result) => result.into_one()?.details.id.map(UserTypeId::from),
            Self::Created(list) => list.user_type.into_iter().next().map(|user_type| user_type.id),
        };
        id.ok_or(NotDone::Incomplete { missing: "id" })
    }
}

/// A result item that reports an error: the record was not written. Its HTTP status may be 200.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    item: Box<ResultItem>,
}

impl Refusal {
    /// The reason as a code.
    #[must_use]
    pub fn code(&self) -> &ResultCode {
        &self.item.code
    }

    /// The subject, and the invalid input.
    #[must_use]
    pub fn details(&self) -> &ResultDetails {
        &self.item.details
    }

    /// The reason as text, whose wording varies.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.item.message
    }

    /// The item as received.
    #[must_use]
    pub fn item(&self) -> &ResultItem {
        &self.item
    }

    /// The item as received, by value.
    #[must_use]
    pub fn into_item(self) -> ResultItem {
        *self.item
    }
}

/// `INVALID_DATA: No portal exists with the given portal name.`, then the details if there are any.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code(), self.message())?;
        match serde_json::to_string(self.details()).as_deref() {
            Ok("{}") | Err(_) => Ok(()),
            Ok(details) => write!(f, " {details}"),
        }
    }
}

impl std::error::Error for Refusal {}

/// A write with a successful status that was not done, or whose response does not show that it was.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum NotDone {
    /// A result item reports an error.
    Refused(Refusal),
    /// The part of the response that shows success is missing.
    Incomplete {
        /// What is missing.
        missing: &'static str,
    },
}

impl NotDone {
    /// The refusal, if there is one.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            Self::Incomplete { .. } => None,
        }
    }
}

impl From<Refusal> for NotDone {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl fmt::Display for NotDone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Incomplete { missing } => write!(f, "the response has no {missing}"),
        }
    }
}

impl std::error::Error for NotDone {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::UserTypeList;

    const DONE: &str = r#"{"code":"SUCCESS","details":{"id":7},"message":"done","status":"success"}"#;
    const SCHEDULED: &str = r#"{"code":"SCHEDULED","details":{"job_id":"9"},"message":"later","status":"success"}"#;
    const REFUSED: &str =
        r#"{"code":"DUPLICATE_DATA","details":{"api_name":"name"},"message":"taken","status":"error"}"#;
    const STRANGE: &str = r#"{"code":"SUCCESS","details":{},"message":"","status":"maybe"}"#;

    fn response(items: &[&str]) -> UserTypeResult {
        serde_json::from_str(&format!(r#"{{"user_type":[{}]}}"#, items.join(","))).unwrap()
    }

    #[test]
    fn only_the_status_success_is_success() {
        let successes: Vec<bool> =
            response(&[DONE, SCHEDULED, REFUSED, STRANGE]).items().iter().map(ResultItem::is_success).collect();
        assert_eq!(successes, [true, true, false, false]);
    }

    #[test]
    fn a_refusal_among_successes_is_an_error() {
        let refusal = response(&[DONE, REFUSED]).into_all().unwrap_err();
        assert_eq!(refusal.code(), &ResultCode::DuplicateData);
        assert!(response(&[DONE, REFUSED]).into_one().is_err());
        assert_eq!(response(&[DONE, SCHEDULED]).into_all().unwrap().len(), 2);
    }

    #[test]
    fn a_response_without_items_is_not_a_success() {
        let error = response(&[]).into_one().unwrap_err();
        assert_eq!(error.to_string(), "the response has no result item");
    }

    #[test]
    fn refusals_print_their_subject() {
        let refusal = response(&[REFUSED]).into_all().unwrap_err();
        assert_eq!(refusal.to_string(), r#"DUPLICATE_DATA: taken {"api_name":"name"}"#);
    }

    #[test]
    fn the_new_id_is_found_in_both_forms_of_response() {
        let item = CreateUserTypeOutput::Ok(response(&[DONE]));
        assert_eq!(item.into_id().unwrap(), "7");

        let list: UserTypeList = serde_json::from_str(
            r#"{"user_type":[{"id":"8","name":"Lead","active":true,"default":false,
                "personality_module":{"api_name":"Leads"}}]}"#,
        )
        .unwrap();
        assert_eq!(CreateUserTypeOutput::Created(list).into_id().unwrap(), "8");

        let refused = CreateUserTypeOutput::Ok(response(&[REFUSED])).into_id().unwrap_err();
        assert_eq!(refused.refusal().map(Refusal::code), Some(&ResultCode::DuplicateData));
    }

    #[test]
    fn running_jobs_have_no_results_and_ended_jobs_may_have_only_refusals() {
        let job = |json: &str| serde_json::from_str::<BulkInviteJob>(json).unwrap();
        assert!(job(r#"{"job_id":"1","status":"in_progress","data":null}"#).into_results().is_none());
        let results =
            job(&format!(r#"{{"job_id":"1","status":"completed","data":[{REFUSED}]}}"#)).into_results().unwrap();
        assert!(results[0].is_err());
    }
}
