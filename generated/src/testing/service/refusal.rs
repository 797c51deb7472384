//! Errors of the service.

use crate::models::{
    BulkInviteJobList, ChangeStatusError, ChangeStatusResult, PortalInviteError, PortalInviteResult, PortalList,
    PortalUserList, PortalsError, PortalsMeta, PortalsResult, ResultCode, ResultDetails, ResultItem, ResultStatus,
    UserTypeError, UserTypeList, UserTypeResult, UsersError, UsersResult,
};
use crate::responses;
use crate::runtime::StatusCode;

/// An error: a flat result item, or items in the array of their resource.
#[derive(Debug)]
pub(in crate::testing) struct Refusal {
    pub(in crate::testing) status: StatusCode,
    pub(in crate::testing) items: Vec<ResultItem>,
    is_wrapped: bool,
}

/// Conversions from the results of rules to responses. Rules refuse with 400; other statuses precede the operation.
macro_rules! responses {
    ($($error:ident $result:ident: $($operation:ident($output:ident $(or $nothing:ident)?))*;)*) => {
        $($(impl From<Result<responses!(type $output $($nothing)?), Refusal>> for responses::$operation {
            fn from(result: Result<responses!(type $output $($nothing)?), Refusal>) -> Self {
                match result.map_err(|Refusal { items, is_wrapped, .. }| (is_wrapped, items)) {
                    $(Ok(None) => Self::$nothing,)?
                    Ok(responses!(body $($nothing)?)) => Self::Ok(body),
                    Err((false, mut items)) if items.len() == 1 => {
                        Self::BadRequest($error::ResultItem(Box::new(items.remove(0))))
                    }
                    Err((_, items)) => Self::BadRequest($error::$result($result::new(items))),
                }
            }
        })*)*
    };
    (type $output:ident) => { $output };
    (type $output:ident $nothing:ident) => { Option<$output> };
    ($body:ident) => { $body };
    ($body:ident $nothing:ident) => { Some($body) };
}

responses! {
    PortalsError PortalsResult: CreatePortal(PortalsResult) GetPortals(PortalList or NoContent)
        GetPortal(PortalList or NoContent) UpdatePortal(PortalsResult) GetPortalsMeta(PortalsMeta or NoContent);
    UserTypeError UserTypeResult: GetUserTypes(UserTypeList) CreateUserType(UserTypeResult)
        GetUserType(UserTypeList or NoContent) UpdateUserType(UserTypeResult) DeleteUserType(UserTypeResult);
    PortalInviteError PortalInviteResult: InviteUser(PortalInviteResult) BulkInviteUsers(PortalInviteResult)
        GetBulkInviteStatus(BulkInviteJobList or NoContent);
    UsersError UsersResult: GetUsersOfUserType(PortalUserList or NoContent) DeleteUsers(UsersResult)
        TransferUsers(UsersResult);
    ChangeStatusError ChangeStatusResult: ChangeUserStatus(ChangeStatusResult)
        ChangeUsersStatusBulk(ChangeStatusResult);
}

/// A successful result item.
pub(super) fn done(code: ResultCode, details: ResultDetails, message: &str) -> ResultItem {
    ResultItem::new(code, details, message, ResultStatus::Success)
}

impl Refusal {
    /// 400 with a flat item without details.
    pub(in crate::testing) fn new(code: ResultCode, message: &str) -> Self {
        Self::of(vec![ResultItem::new(code, ResultDetails::new(), message, ResultStatus::Error)])
    }

    /// 400 with several items.
    pub(super) const fn of(items: Vec<ResultItem>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, items, is_wrapped: false }
    }

    /// An error at a position in a body, in the array of its resource.
    pub(super) fn at(position: &BodyPosition, code: ResultCode, message: &str) -> Self {
        Self::new(code, message).details(position.details()).wrapped()
    }

    pub(super) fn details(mut self, details: ResultDetails) -> Self {
        self.items.iter_mut().for_each(|item| item.details = details.clone());
        self
    }

    pub(super) fn wrapped(self) -> Self {
        Self { is_wrapped: true, ..self }
    }
}

/// A position in a body: a key, and the JSON path to it.
#[derive(Debug, Clone)]
pub(super) struct BodyPosition {
    name: &'static str,
    pub(super) path: String,
}

impl BodyPosition {
    /// The first element of the array with this key.
    pub(super) fn first_of(resource: &str) -> Self {
        Self { name: "", path: format!("$.{resource}[0]") }
    }

    pub(super) fn key(&self, name: &'static str) -> Self {
        Self { name, path: format!("{}.{name}", self.path) }
    }

    pub(super) fn item(&self, index: usize) -> Self {
        Self { name: self.name, path: format!("{}[{index}]", self.path) }
    }

    pub(super) fn details(&self) -> ResultDetails {
        ResultDetails::new().api_name(self.name).json_path(self.path.as_str())
    }

    /// An unknown id at this position.
    pub(super) fn unknown_id(&self) -> Refusal {
        self.key("id").invalid(|details| details)
    }

    /// An invalid value at this position.
    pub(super) fn invalid(&self, details: impl FnOnce(ResultDetails) -> ResultDetails) -> Refusal {
        Refusal::at(self, ResultCode::InvalidData, "invalid data").details(details(self.details()))
    }
}

/// Errors with a fixed message: status, code, message, and a detail.
macro_rules! errors {
    ($($name:ident$(($argument:ident: $type:ty))?: $status:ident $code:ident $message:literal $($detail:ident($value:expr))?;)*) => {
        impl Refusal {
            $(pub(in crate::testing) fn $name($($argument: $type)?) -> Self {
                let details = ResultDetails::new()$(.$detail($value))?;
                Self { status: StatusCode::$status, ..Self::new(ResultCode::$code, $message).details(details) }
            })*
        }
    };
}

errors! {
    no_such_path: NOT_FOUND InvalidUrlPattern "Please check if the URL trying to access is a correct one";
    wrong_method: BAD_REQUEST InvalidRequestMethod "The http request method type is not a valid one";
    unsupported_version: BAD_REQUEST ApiNotSupported "api not supported in this version" supported_version(8);
    not_authenticated: UNAUTHORIZED AuthenticationFailure "Authentication failed";
    wrong_token: UNAUTHORIZED InvalidToken "invalid oauth token";
    no_credits: TOO_MANY_REQUESTS TooManyRequests "No credits are left";
    parameter_missing(name: &str): BAD_REQUEST RequiredParamMissing "One of the expected parameter is missing" param(name);
    parameter_invalid(name: &str): BAD_REQUEST InvalidData "The value of a parameter is not a possible one" param_name(name);
    invalid_path_id(index: i64): BAD_REQUEST InvalidData "The id given in the path seems to be invalid" resource_path_index(index);
    not_json: BAD_REQUEST JsonParseError "the body is not JSON";
    body_invalid(pointer: &str): BAD_REQUEST InvalidData "invalid data" json_path(json_path_of(pointer));
    body_too_large: PAYLOAD_TOO_LARGE InvalidRequest "the body is too large";
    no_such_portal: BAD_REQUEST InvalidData "No portal exists with the given portal name.";
    no_such_module: BAD_REQUEST InvalidModule "the module name given seems to be invalid" resource_path_index(0);
    read_only_missing: BAD_REQUEST RequiredParamMissing "One of the expected parameter is missing" api_name("read_only");
}

/// The JSON path of a JSON Pointer into a body.
fn json_path_of(pointer: &str) -> String {
    let key = |token: &str| match token.parse::<usize>() {
        Ok(index) => format!("[{index}]"),
        Err(_) => format!(".{token}"),
    };
    format!("${}", pointer.split('/').skip(1).map(key).collect::<String>())
}
