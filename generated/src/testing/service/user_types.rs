//! User types.

use super::refusal::{Place, Refusal, done};
use super::state::State;
use super::{crm, user_type_modules as modules};
use crate::models::{
    PersonalityModule, ResultCode, ResultDetails, StringOrNumberId, UserType, UserTypeId, UserTypeInclude,
    UserTypeList, UserTypeName, UserTypeRequired, UserTypeResult,
};
use crate::operations::{CreateUserType, DeleteUserType, GetUserType, GetUserTypes, UpdateUserType};
use crate::runtime::Presence;

/// As many as an organisation can have.
const MOST_USER_TYPES: usize = 5;

/// The list form has times and people, and modules only when asked for.
pub(super) fn list(state: &mut State, request: GetUserTypes) -> Result<UserTypeList, Refusal> {
    state.portal(&request.portal_name)?;
    let with_modules = request.include == Some(UserTypeInclude::Modules);
    let shown = state.user_types.iter().map(|user_type| {
        let shown = counted(state, user_type);
        if with_modules { shown } else { UserType { modules: Presence::Absent, ..shown } }
    });
    Ok(UserTypeList::new(shown))
}

pub(super) fn get(state: &mut State, request: GetUserType) -> Result<Option<UserTypeList>, Refusal> {
    state.portal(&request.portal_name)?;
    let Some(user_type) = state.user_type(&request.user_type_id) else { return Ok(None) };
    let shown = UserType {
        created_time: None,
        modified_time: None,
        created_by: None,
        modified_by: None,
        ..counted(state, user_type)
    };
    Ok(Some(UserTypeList::new([shown])))
}

fn counted(state: &State, user_type: &UserType) -> UserType {
    let users = state.users_of(&user_type.id).count();
    user_type.clone().no_of_users(i64::try_from(users).unwrap_or(i64::MAX))
}

pub(super) fn create(state: &mut State, request: CreateUserType) -> Result<UserTypeResult, Refusal> {
    state.portal(&request.portal_name)?;
    let place = Place::first_of("user_type");
    // The document has one user type in a body.
    let given = request.body.user_type.into_iter().next().ok_or_else(Refusal::not_json)?;
    check_name(state, &given.name, &place.key("name"), None)?;
    let people = of_people(&given.personality_module, &place)?;
    let modules = modules::of_new(given.modules, &place.key("modules"))?;
    let has = |needed: &str| modules.iter().any(|module| module.api_name == needed);
    if !has(people.api_name.as_str()) || !has(crm::NOTES) {
        let message = "Personality module and Notes module are mandatory modules.";
        return Err(Refusal::new(ResultCode::MandatoryNotFound, message).wrapped());
    }
    if state.user_types.len() >= MOST_USER_TYPES {
        return Err(Refusal::new(ResultCode::LicenseLimitExceeded, "License limit exceeded.").wrapped());
    }
    let (id, now) = (UserTypeId::from(state.new_id()), state.now());
    let mut user_type = UserType::new(UserTypeRequired {
        id: id.clone(),
        name: given.name,
        active: given.active.unwrap_or_default(),
        default: false,
        personality_module: people,
    });
    user_type.invitation_field = given.invitation_field;
    state.add_user_type(user_type.modules(modules), now);
    let id = StringOrNumberId::Text(id.as_str().to_owned());
    Ok(result(id, "user type created successfully."))
}

pub(super) fn update(state: &mut State, request: UpdateUserType) -> Result<UserTypeResult, Refusal> {
    let (portal, id) = (request.portal_name, request.user_type_id);
    let old = state.user_type_of(&portal, &id)?.clone();
    let place = Place::first_of("user_type");
    let change = request.body.user_type.into_iter().next().ok_or_else(Refusal::not_json)?;
    let mut new = old.clone();
    if let Some(name) = change.name {
        check_name(state, &name, &place.key("name"), Some(&id))?;
        new.name = name;
    }
    if let Some(module) = change.personality_module {
        new.personality_module = of_people(&module, &place)?;
        if old.default && new.personality_module != old.personality_module {
            let message = "Change of personality module of default user type is not allowed.";
            return Err(Refusal::at(&place.key("personality_module"), ResultCode::NotAllowed, message));
        }
    }
    new.active = change.active.unwrap_or(old.active);
    new.invitation_field = change.invitation_field.or(old.invitation_field);
    if let Some(changes) = change.modules {
        let mut shown = new.modules.take().unwrap_or_default();
        modules::change(&mut shown, changes, &place.key("modules"))?;
        new = new.modules(shown);
    }
    new.modified_time = Some(state.now());
    *state.user_type_of(&portal, &id)? = new;
    let id = StringOrNumberId::Text(id.as_str().to_owned());
    Ok(result(id, "Portal user type updated successfully."))
}

pub(super) fn delete(state: &mut State, request: DeleteUserType) -> Result<UserTypeResult, Refusal> {
    let id = request.user_type_id;
    if state.user_type_of(&request.portal_name, &id)?.default {
        // What the service says here is not documented.
        return Err(Refusal::new(ResultCode::NotAllowed, "The default user type cannot be deleted."));
    }
    match request.transfer_to {
        Some(heir) if heir == id || state.user_type(&heir).is_none() => {
            return Err(Refusal::parameter_invalid("transfer_To"));
        }
        Some(heir) => {
            let moving = state.users.iter_mut().filter(|user| user.type_id == id);
            moving.for_each(|user| user.type_id.clone_from(&heir));
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
    // A number here, and a string everywhere else.
    let number = id.as_str().parse().map(StringOrNumberId::Integer);
    let id = number.unwrap_or_else(|_| StringOrNumberId::Text(id.as_str().to_owned()));
    Ok(result(id, "Portal user type deleted successfully."))
}

/// Of its length and of the characters that it cannot hold, the document says enough.
fn check_name(state: &State, name: &UserTypeName, place: &Place, own: Option<&UserTypeId>) -> Result<(), Refusal> {
    let mut others = state.user_types.iter().filter(|user_type| Some(&user_type.id) != own);
    if others.any(|other| other.name.as_str().eq_ignore_ascii_case(name.as_str())) {
        let message = "A user type with the given name exists already.";
        return Err(Refusal::at(place, ResultCode::DuplicateData, message));
    }
    Ok(())
}

fn of_people(given: &PersonalityModule, place: &Place) -> Result<PersonalityModule, Refusal> {
    let known = crm::module(given.api_name.as_str()).filter(|module| !module.is_notes());
    let place = || place.key("personality_module").key("api_name");
    known.map(crm::Module::of_people).ok_or_else(|| place().invalid(|details| details))
}

fn result(id: StringOrNumberId, message: &str) -> UserTypeResult {
    UserTypeResult::new([done(ResultCode::Success, ResultDetails::new().id(id), message)])
}
