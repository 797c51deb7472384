//! User types.

use super::refusal::{BodyPosition, Refusal, done};
use super::state::State;
use super::{crm, user_type_modules};
use crate::models::{
    PersonalityModule, ResultCode, ResultDetails, StringOrNumberId, UserType, UserTypeId, UserTypeInclude,
    UserTypeList, UserTypeName, UserTypeRequired, UserTypeResult,
};
use crate::operations::{CreateUserType, DeleteUserType, GetUserType, GetUserTypes, UpdateUserType};
use crate::runtime::Presence;

/// The maximal number of user types of an organization.
const MAX_USER_TYPES: usize = 5;

/// The items of the list have times and authors, and modules only if requested.
pub(super) fn list(state: &mut State, request: GetUserTypes) -> Result<UserTypeList, Refusal> {
    state.portal(&request.portal_name)?;
    let with_modules = request.include == Some(UserTypeInclude::Modules);
    let user_types = state.user_types.iter().map(|user_type| {
        let user_type = with_user_count(state, user_type);
        if with_modules { user_type } else { UserType { modules: Presence::Absent, ..user_type } }
    });
    Ok(UserTypeList::new(user_types))
}

pub(super) fn get(state: &mut State, request: GetUserType) -> Result<Option<UserTypeList>, Refusal> {
    state.portal(&request.portal_name)?;
    let Some(user_type) = state.user_type(&request.user_type_id) else { return Ok(None) };
    let user_type = UserType {
        created_time: None,
        modified_time: None,
        created_by: None,
        modified_by: None,
        ..with_user_count(state, user_type)
    };
    Ok(Some(UserTypeList::new([user_type])))
}

fn with_user_count(state: &State, user_type: &UserType) -> UserType {
    let users = state.users_of(&user_type.id).count();
    user_type.clone().no_of_users(i64::try_from(users).unwrap_or(i64::MAX))
}

pub(super) fn create(state: &mut State, request: CreateUserType) -> Result<UserTypeResult, Refusal> {
    state.portal(&request.portal_name)?;
    let position = BodyPosition::first_of("user_type");
    // The document requires one user type.
    let new_type = request.body.user_type.into_iter().next().ok_or_else(Refusal::not_json)?;
    check_name(state, &new_type.name, &position.key("name"), None)?;
    let personality_module = as_personality_module(&new_type.personality_module, &position)?;
    let modules = user_type_modules::of_new(new_type.modules, &position.key("modules"))?;
    let has = |needed: &str| modules.iter().any(|module| module.api_name == needed);
    if !has(personality_module.api_name.as_str()) || !has(crm::NOTES) {
        let message = "Personality module and Notes module are mandatory modules.";
        return Err(Refusal::new(ResultCode::MandatoryNotFound, message).wrapped());
    }
    if state.user_types.len() >= MAX_USER_TYPES {
        return Err(Refusal::new(ResultCode::LicenseLimitExceeded, "License limit exceeded.").wrapped());
    }
    let (id, now) = (UserTypeId::from(state.new_id()), state.now());
    let mut user_type = UserType::new(UserTypeRequired {
        id: id.clone(),
        name: new_type.name,
        active: new_type.active.unwrap_or_default(),
        default: false,
        personality_module,
    });
    user_type.invitation_field = new_type.invitation_field;
    state.add_user_type(user_type.modules(modules), now);
    Ok(result(text(&id), "user type created successfully."))
}

pub(super) fn update(state: &mut State, request: UpdateUserType) -> Result<UserTypeResult, Refusal> {
    let (portal, id) = (request.portal_name, request.user_type_id);
    let old = state.user_type_of(&portal, &id)?.clone();
    let position = BodyPosition::first_of("user_type");
    let change = request.body.user_type.into_iter().next().ok_or_else(Refusal::not_json)?;
    let mut new = old.clone();
    if let Some(name) = change.name {
        check_name(state, &name, &position.key("name"), Some(&id))?;
        new.name = name;
    }
    if let Some(module) = change.personality_module {
        new.personality_module = as_personality_module(&module, &position)?;
        if old.default && new.personality_module != old.personality_module {
            let message = "Change of personality module of default user type is not allowed.";
            return Err(Refusal::at(&position.key("personality_module"), ResultCode::NotAllowed, message));
        }
    }
    new.active = change.active.unwrap_or(old.active);
    new.invitation_field = change.invitation_field.or(old.invitation_field);
    if let Some(changes) = change.modules {
        let mut modules = new.modules.take().unwrap_or_default();
        user_type_modules::change(&mut modules, changes, &position.key("modules"))?;
        new = new.modules(modules);
    }
    new.modified_time = Some(state.now());
    *state.user_type_of(&portal, &id)? = new;
    Ok(result(text(&id), "Portal user type updated successfully."))
}

pub(super) fn delete(state: &mut State, request: DeleteUserType) -> Result<UserTypeResult, Refusal> {
    let id = request.user_type_id;
    if state.user_type_of(&request.portal_name, &id)?.default {
        // The error of the service is not documented.
        return Err(Refusal::new(ResultCode::NotAllowed, "The default user type cannot be deleted."));
    }
    match request.transfer_to {
        Some(target) if target == id || state.user_type(&target).is_none() => {
            return Err(Refusal::parameter_invalid("transfer_To"));
        }
        Some(target) => {
            let moving = state.users.iter_mut().filter(|user| user.type_id == id);
            moving.for_each(|user| user.type_id.clone_from(&target));
        }
        None if state.users_of(&id).next().is_some() => {
            let message = "Deletion of portal user type is not allowed, as user type contains users, which need to be \
                transferred to other user type";
            let details = ResultDetails::new().param_name("transfer_To");
            return Err(Refusal::new(ResultCode::InvalidData, message).details(details));
        }
        None => {}
    }
    state.user_types.retain(|user_type| user_type.id != id);
    // A number here, and a string in all other responses.
    let number = id.as_str().parse().map(StringOrNumberId::Integer);
    Ok(result(number.unwrap_or_else(|_| text(&id)), "Portal user type deleted successfully."))
}

/// Its length and its characters were checked against the document.
fn check_name(
    state: &State,
    name: &UserTypeName,
    position: &BodyPosition,
    own: Option<&UserTypeId>,
) -> Result<(), Refusal> {
    let mut others = state.user_types.iter().filter(|user_type| Some(&user_type.id) != own);
    if others.any(|other| other.name.as_str().eq_ignore_ascii_case(name.as_str())) {
        let message = "A user type with the given name exists already.";
        return Err(Refusal::at(position, ResultCode::DuplicateData, message));
    }
    Ok(())
}

fn as_personality_module(requested: &PersonalityModule, position: &BodyPosition) -> Result<PersonalityModule, Refusal> {
    let known = crm::module(requested.api_name.as_str()).filter(|module| !module.is_notes());
    let position = || position.key("personality_module").key("api_name");
    known.map(crm::Module::as_personality_module).ok_or_else(|| position().invalid(|details| details))
}

fn text(id: &UserTypeId) -> StringOrNumberId {
    StringOrNumberId::Text(id.as_str().to_owned())
}

fn result(id: StringOrNumberId, message: &str) -> UserTypeResult {
    UserTypeResult::new([done(ResultCode::Success, ResultDetails::new().id(id), message)])
}
