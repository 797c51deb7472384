//! The state of one organization, and the rules by which operations change it.

// All rules have the same signature.
#![allow(clippy::needless_pass_by_value, clippy::unnecessary_wraps)]

mod crm;
mod invitations;
mod portals;
mod refusal;
mod state;
mod user_type_modules;
mod user_types;
mod users;

pub(in crate::testing) use refusal::Refusal;
pub(in crate::testing) use state::{Allowance, State};

use super::backend::Backend;
use crate::runtime::service::{Caller, Problem};
use crate::service::Service;
use crate::{operations, responses};

/// Implements each operation by a rule, which gets the state and the request.
macro_rules! rules {
    ($($operation:ident: $method:ident = $rule:path;)*) => {
        impl Service for Backend {
            $(async fn $method(
                &self,
                request: operations::$operation,
                _: Caller,
            ) -> Result<responses::$operation, Problem> {
                Ok($rule(&mut self.lock(), request).into())
            })*
        }
    };
}

rules! {
    CreatePortal: create_portal = portals::create;
    GetPortals: get_portals = portals::list;
    GetPortal: get_portal = portals::get;
    UpdatePortal: update_portal = portals::update;
    GetPortalsMeta: get_portals_meta = portals::meta;
    GetUserTypes: get_user_types = user_types::list;
    CreateUserType: create_user_type = user_types::create;
    GetUserType: get_user_type = user_types::get;
    UpdateUserType: update_user_type = user_types::update;
    DeleteUserType: delete_user_type = user_types::delete;
    InviteUser: invite_user = invitations::invite;
    BulkInviteUsers: bulk_invite_users = invitations::schedule;
    GetBulkInviteStatus: get_bulk_invite_status = invitations::jobs;
    GetUsersOfUserType: get_users_of_user_type = users::list;
    DeleteUsers: delete_users = users::delete;
    TransferUsers: transfer_users = users::transfer;
    ChangeUserStatus: change_user_status = users::change_status;
    ChangeUsersStatusBulk: change_users_status_bulk = users::change_statuses;
}
