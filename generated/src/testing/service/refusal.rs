//! Refusals: what the service answers when it does not do what it was asked to do.

use super::answer::Answer;
use crate::runtime::http::StatusCode;
use crate::runtime::serde_json::{Value, json};

/// An error: one result item, bare or wrapped in the array of its resource.
#[derive(Debug)]
pub(in crate::testing) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: &'static str,
    /// In a box, since how large a JSON value is depends on the features of the build.
    details: Box<Value>,
    wrapper: Option<&'static str>,
}

impl Refusal {
    /// 400, flat, without particulars.
    pub(in crate::testing) fn new(code: &'static str, message: &'static str) -> Self {
        Self { status: StatusCode::BAD_REQUEST, code, message, details: Box::new(json!({})), wrapper: None }
    }

    pub(in crate::testing) fn details(self, details: Value) -> Self {
        Self { details: Box::new(details), ..self }
    }

    pub(in crate::testing) fn wrapped(self, resource: &'static str) -> Self {
        Self { wrapper: Some(resource), ..self }
    }

    /// A key is missing that another one, `dependee`, calls for.
    pub(in crate::testing) fn dependent(mut self, message: &'static str, dependee: &Value) -> Self {
        self.details["dependee"] = dependee.clone();
        Self { code: "DEPENDENT_FIELD_MISSING", message, ..self }
    }

    fn status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// The result item alone, as it stands in the answer of a job.
    pub(in crate::testing) fn into_item(self) -> Value {
        json!({ "code": self.code, "details": self.details, "message": self.message, "status": "error" })
    }

    pub(in crate::testing) fn into_answer(self) -> Answer {
        let (status, wrapper) = (self.status, self.wrapper);
        let item = self.into_item();
        Answer::of(status, wrapper.map_or_else(|| item.clone(), |resource| json!({ resource: [item] })))
    }
}

/// What any operation may answer.
impl Refusal {
    pub(in crate::testing) fn no_such_path() -> Self {
        let message = "Please check if the URL trying to access is a correct one";
        Self::new("INVALID_URL_PATTERN", message).status(StatusCode::NOT_FOUND)
    }

    pub(in crate::testing) fn wrong_method() -> Self {
        Self::new("INVALID_REQUEST_METHOD", "The http request method type is not a valid one")
    }

    pub(in crate::testing) fn unsupported_version() -> Self {
        Self::new("API_NOT_SUPPORTED", "api not supported in this version").details(json!({ "supported_version": 8 }))
    }

    pub(in crate::testing) fn not_authenticated() -> Self {
        Self::new("AUTHENTICATION_FAILURE", "Authentication failed").status(StatusCode::UNAUTHORIZED)
    }

    pub(in crate::testing) fn wrong_token() -> Self {
        Self::new("INVALID_TOKEN", "invalid oauth token").status(StatusCode::UNAUTHORIZED)
    }

    pub(in crate::testing) fn no_credits() -> Self {
        Self::new("TOO_MANY_REQUESTS", "No credits are left").status(StatusCode::TOO_MANY_REQUESTS)
    }

    pub(in crate::testing) fn not_json() -> Self {
        Self::new("JSON_PARSE_ERROR", "the body is not JSON")
    }

    pub(in crate::testing) fn body_not_an_object() -> Self {
        Self::new("INVALID_DATA", "body").details(json!({ "expected_data_type": "jsonobject" }))
    }

    /// The body is not as the document has it at this place.
    pub(in crate::testing) fn body_invalid(json_path: &str) -> Self {
        Self::new("INVALID_DATA", "invalid data").details(json!({ "json_path": json_path }))
    }

    pub(in crate::testing) fn body_too_large() -> Self {
        Self::new("INVALID_REQUEST", "the body is too large").status(StatusCode::PAYLOAD_TOO_LARGE)
    }

    pub(in crate::testing) fn parameter_missing(name: &str) -> Self {
        let message = "One of the expected parameter is missing";
        Self::new("REQUIRED_PARAM_MISSING", message).details(json!({ "param": name }))
    }

    pub(in crate::testing) fn parameter_invalid(name: &str) -> Self {
        let message = "The value of a parameter is not a possible one";
        Self::new("INVALID_DATA", message).details(json!({ "param_name": name }))
    }

    pub(in crate::testing) fn no_such_portal() -> Self {
        Self::new("INVALID_DATA", "No portal exists with the given portal name.")
    }

    pub(in crate::testing) fn no_such_module() -> Self {
        let message = "the module name given seems to be invalid";
        Self::new("INVALID_MODULE", message).details(json!({ "resource_path_index": 0 }))
    }

    /// What the path names at `index`, counted from 0 after the version, does not exist.
    pub(in crate::testing) fn nothing_at(index: u8) -> Self {
        let message = "The id given in the path seems to be invalid";
        Self::new("INVALID_DATA", message).details(json!({ "resource_path_index": index }))
    }
}
