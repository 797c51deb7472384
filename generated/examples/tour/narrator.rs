//! A transport around another one that prints each request and its response, and records which operations were called.
//!
//! The output is percent-decoded, and long ids are truncated.

use crate::report::show;
use percent_encoding::percent_decode_str;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use zoho_crm_portals::operations::{
    BulkInviteUsers, ChangeUserStatus, ChangeUsersStatusBulk, CreatePortal, CreateUserType, DeleteUserType,
    DeleteUsers, GetBulkInviteStatus, GetPortal, GetPortals, GetPortalsMeta, GetUserType, GetUserTypes,
    GetUsersOfUserType, InviteUser, TransferUsers, UpdatePortal, UpdateUserType,
};
use zoho_crm_portals::runtime::http::{Request, Response};
use zoho_crm_portals::runtime::{Body, BoxFuture, HyperTransport, Operation, OperationInfo, Transport, TransportError};

/// Every operation of the API.
pub(crate) const OPERATIONS: [OperationInfo; 18] = [
    CreatePortal::<()>::INFO,
    GetPortals::<()>::INFO,
    GetPortal::<()>::INFO,
    UpdatePortal::<()>::INFO,
    GetPortalsMeta::<()>::INFO,
    GetUserTypes::<()>::INFO,
    CreateUserType::<()>::INFO,
    GetUserType::<()>::INFO,
    UpdateUserType::<()>::INFO,
    DeleteUserType::<()>::INFO,
    InviteUser::<()>::INFO,
    BulkInviteUsers::<()>::INFO,
    GetBulkInviteStatus::<()>::INFO,
    GetUsersOfUserType::<()>::INFO,
    DeleteUsers::<()>::INFO,
    TransferUsers::<()>::INFO,
    ChangeUserStatus::<()>::INFO,
    ChangeUsersStatusBulk::<()>::INFO,
];

/// Prints requests and responses. Clones share the record, so one sends and another is queried.
#[derive(Debug, Clone)]
pub(crate) struct Narrator {
    wire: HyperTransport,
    called: Arc<Mutex<BTreeSet<&'static str>>>,
}

impl Narrator {
    pub(crate) fn new() -> Result<Self, TransportError> {
        Ok(Self { wire: HyperTransport::new()?, called: Arc::default() })
    }

    /// The operations called so far, each once.
    pub(crate) fn called(&self) -> BTreeSet<&'static str> {
        self.called.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, request: &Request<Body>) {
        if let Some(operation) = operation_of(request) {
            show("operation", operation.id);
            self.called.lock().unwrap_or_else(PoisonError::into_inner).insert(operation.id);
        }
        let uri = request.uri().path_and_query().map_or("", |path| path.as_str());
        let readable = percent_decode_str(uri.trim_start_matches("/crm/v8")).decode_utf8_lossy();
        show("request", format_args!("{} {}", request.method(), shortened(&readable)));
    }
}

impl Transport for Narrator {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            self.note(&request);
            let response = self.wire.send(request).await?;
            show("response", response.status());
            Ok(response)
        })
    }
}

/// The operation with the most specific path: a literal segment takes precedence over a parameter.
fn operation_of(request: &Request<Body>) -> Option<&'static OperationInfo> {
    const KNOWN: &[OperationInfo] = &OPERATIONS;
    let path: Vec<&str> = request.uri().path().split('/').skip(3).collect();
    let fixed = |operation: &OperationInfo| operation.path.matches('{').count();
    let fitting = KNOWN.iter().filter(|known| known.method == request.method() && fits(known.path, &path));
    fitting.min_by_key(|known| fixed(known))
}

fn fits(template: &str, path: &[&str]) -> bool {
    let template: Vec<&str> = template.split('/').skip(1).collect();
    let fits = |(wanted, found): (&&str, &&str)| wanted.starts_with('{') || wanted == found;
    template.len() == path.len() && template.iter().zip(path).all(fits)
}

/// Ids of nineteen digits by their last six, so that lines stay short.
fn shortened(path: &str) -> String {
    let mut short = String::new();
    let mut rest = path;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(from.len());
        let (digits, after) = from.split_at(end);
        short.push_str(before);
        match digits.len().checked_sub(6) {
            Some(cut) if digits.len() > 12 => short.extend(["…", &digits[cut..]]),
            _ => short.push_str(digits),
        }
        rest = after;
    }
    short + rest
}
