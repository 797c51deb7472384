//! Portal users.

use super::refusal::{Refusal, done};
use super::state::State;
use crate::models::{
    ChangeStatusResult, Comparator, PageInfo, PortalUser, PortalUserList, RecordId, ResultCode, ResultDetails,
    ResultItem, ResultStatus, UserFilter, UserStatusFilter, UsersResult,
};
use crate::operations::{ChangeUserStatus, ChangeUsersStatusBulk, DeleteUsers, GetUsersOfUserType, TransferUsers};
use crate::runtime::{Value, serde_json};

/// The largest page.
const MAX_PER_PAGE: i64 = 200;
/// A transfer of more users is scheduled.
const MAX_TRANSFERRED: usize = 200;
/// A removal of more users is scheduled.
const MAX_DELETED: usize = 499;

pub(super) fn list(state: &mut State, request: GetUsersOfUserType) -> Result<Option<PortalUserList>, Refusal> {
    state.user_type_of(&request.portal_name, &request.user_type_id)?;
    let found: Vec<PortalUser> =
        state.users_of(&request.user_type_id).filter(|user| is_selected(&request, user)).cloned().collect();
    // The document requires positive numbers.
    let size = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
    let (page, per_page) = (request.page.unwrap_or(1), request.per_page.unwrap_or(MAX_PER_PAGE).min(MAX_PER_PAGE));
    let (total, before) = (found.len(), size(page.saturating_sub(1).saturating_mul(per_page)));
    let users: Vec<PortalUser> = found.into_iter().skip(before).take(size(per_page)).collect();
    // Listed users confirm afterwards.
    for user in &mut state.users {
        user.response.confirm |= users.iter().any(|listed| listed.personality_id == user.response.personality_id);
    }
    if users.is_empty() {
        return Ok(None);
    }
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let info = PageInfo::new().per_page(per_page).page(page).total_count(count(total)).count(count(users.len()));
    let info = info.more_records(before.saturating_add(users.len()) < total);
    Ok(Some(PortalUserList::new(users).info(info)))
}

fn is_selected(request: &GetUsersOfUserType, user: &PortalUser) -> bool {
    let has_status = match &request.type_ {
        None | Some(UserStatusFilter::AllUsers | UserStatusFilter::Unknown(_)) => true,
        Some(UserStatusFilter::AllActiveUsers | UserStatusFilter::ActiveUsers) => user.active,
        Some(UserStatusFilter::DeactiveUsers) => !user.active,
        Some(UserStatusFilter::NotConfirmedUsers) => !user.confirm,
        Some(UserStatusFilter::ConfirmedUsers) => user.confirm,
        Some(UserStatusFilter::ActiveConfirmedUsers) => user.active && user.confirm,
    };
    let has_id = request.personality_ids.as_ref().is_none_or(|ids| ids.contains(&user.personality_id));
    let has_source = request.source_s.as_ref().is_none_or(|source| user.source_s.value() == Some(source));
    has_status && has_id && has_source && request.filters.iter().flatten().all(|filter| matches(filter, user))
}

/// Whether a property of the user satisfies a condition.
fn matches(filter: &UserFilter, user: &PortalUser) -> bool {
    let user = serde_json::to_value(user).unwrap_or_default();
    let value = match &user[filter.field.as_str()] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    (value == filter.value) == (filter.comparator == Comparator::Equal)
}

pub(super) fn transfer(state: &mut State, request: TransferUsers) -> Result<UsersResult, Refusal> {
    let (user_type, target) = (request.user_type_id, request.transfer_to);
    let module = state.user_type_of(&request.portal_name, &user_type)?.personality_module.clone();
    let matches = state.user_type(&target).is_some_and(|found| found.personality_module == module);
    if !matches || target == user_type {
        let details = ResultDetails::new().transfer_to(target.as_str().to_owned());
        let refusal = Refusal::new(ResultCode::InvalidData, "The user type cannot take the users.");
        return Err(refusal.details(details).wrapped());
    }
    let transfer_one = |state: &mut State, id: &RecordId| {
        let user = state.user(&user_type, id);
        user.map(|user| user.type_id.clone_from(&target)).is_some()
    };
    let messages = ["Transfer of user failed", "User has been transferred successfully"];
    result(state, &request.personality_ids, MAX_TRANSFERRED, messages, transfer_one)
}

pub(super) fn delete(state: &mut State, request: DeleteUsers) -> Result<UsersResult, Refusal> {
    state.user_type_of(&request.portal_name, &request.user_type_id)?;
    let delete_one = |state: &mut State, id: &RecordId| {
        let exists = state.user(&request.user_type_id, id).is_some();
        state.users.retain(|user| !exists || user.response.personality_id != *id);
        exists
    };
    let messages = ["Delete of user failed", "Portal user deleted successfully."];
    result(state, &request.personality_ids, MAX_DELETED, messages, delete_one)
}

/// An item for each user; an error if there is no success among them.
fn result(
    state: &mut State,
    ids: &[RecordId],
    max: usize,
    [failed, succeeded]: [&str; 2],
    mut change: impl FnMut(&mut State, &RecordId) -> bool,
) -> Result<UsersResult, Refusal> {
    let (mut items, mut is_any_done) = (Vec::new(), false);
    for id in ids {
        let details = ResultDetails::new().personality_id(id);
        items.push(if change(state, id) {
            is_any_done = true;
            done(ResultCode::Success, details, succeeded)
        } else {
            let message = format!(
                "{failed} as personality id does not belongs to any portal user or belongs to portal user, who does \
                 not belongs to provided user type."
            );
            ResultItem::new(ResultCode::InvalidData, details, message, ResultStatus::Error)
        });
    }
    if items.len() > max {
        // The response is not documented.
        return Ok(UsersResult::new([scheduled(state, "Scheduled successfully")]));
    }
    if is_any_done { Ok(UsersResult::new(items)) } else { Err(Refusal::of(items).wrapped()) }
}

fn scheduled(state: &mut State, message: &str) -> ResultItem {
    done(ResultCode::Scheduled, ResultDetails::new().job_id(state.new_id()), message)
}

pub(super) fn change_status(state: &mut State, request: ChangeUserStatus) -> Result<ChangeStatusResult, Refusal> {
    state.user_type_of(&request.portal_name, &request.user_type_id)?;
    // A string here, and a number in all other responses.
    let details = || ResultDetails::new().resource_path_index("6".to_owned());
    let refused = |code, message| Refusal::new(code, message).details(details());
    let missing = || refused(ResultCode::InvalidData, "The id given seems to be invalid");
    let user = &mut state.user(&request.user_type_id, &request.user_id).ok_or_else(missing)?.response;
    match (request.active, user.active) {
        (true, true) => return Err(refused(ResultCode::AlreadyActivated, "Already in active state only.")),
        (false, _) if !user.confirm => {
            return Err(refused(ResultCode::NotAllowed, "Deactivating unconfirmed user is not allowed"));
        }
        _ => user.active = request.active,
    }
    let details = ResultDetails::new().personality_id(request.user_id);
    let item = done(ResultCode::Success, details, "Status of the user changed successfully.");
    Ok(ChangeStatusResult::new([item]))
}

/// The job is completed immediately; no operation returns its result.
pub(super) fn change_statuses(
    state: &mut State,
    request: ChangeUsersStatusBulk,
) -> Result<ChangeStatusResult, Refusal> {
    state.user_type_of(&request.portal_name, &request.user_type_id)?;
    for change in request.body.change_status.into_iter().flat_map(|batch| batch.users) {
        let user = state.user(&request.user_type_id, &change.personality_id).map(|user| &mut user.response);
        if let Some(user) = user.filter(|user| change.active || user.confirm) {
            user.active = change.active;
        }
    }
    let item = scheduled(state, "Portal bulk user status change scheduled successfully");
    Ok(ChangeStatusResult::new([item]))
}
