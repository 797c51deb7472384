//! User types.

use super::answer::Answer;
use super::body::Node;
use super::call::Call;
use super::portals::administrator;
use super::refusal::Refusal;
use super::state::{State, UserType};
use super::{crm, user_type_modules as modules};
use crate::runtime::http::StatusCode;
use crate::runtime::serde_json::{Value, json};

const RESOURCE: &str = "user_type";

/// As many as an organisation can have.
const MOST_USER_TYPES: usize = 5;

/// What the name of a user type cannot hold.
const REFUSED_IN_NAMES: &str = "`~!&+%()@#^*'/\";:?<>=[]{}|\\-";

pub(super) fn list(state: &mut State, call: &Call, portal: &str) -> Result<Answer, Refusal> {
    state.portal_in_path(portal)?;
    let with_modules = call.query("include") == Some("modules");
    let list: Vec<Value> = state.user_types.iter().map(|user_type| of_list(state, user_type, with_modules)).collect();
    Ok(Answer::ok(json!({ RESOURCE: list })))
}

pub(super) fn get(state: &mut State, portal: &str, id: &str) -> Result<Answer, Refusal> {
    state.portal_in_path(portal)?;
    let Some(user_type) = state.user_type(id) else { return Ok(Answer::nothing()) };
    let mut shown = common(state, user_type);
    shown["modules"] = json!(user_type.modules);
    Ok(Answer::ok(json!({ RESOURCE: [shown] })))
}

pub(super) fn create(state: &mut State, call: &Call, portal: &str) -> Result<Answer, Refusal> {
    state.portal_in_path(portal)?;
    let body = call.json()?;
    let given = Node::root(&body, RESOURCE).only_entry()?;
    let name = check_name(state, &given.required("name")?, None)?;
    let personality_module = check_personality_module(state, &given.required("personality_module")?)?;
    let active = given.optional("active")?.map_or(Ok(false), |active| active.boolean())?;
    let modules = modules::of_new(state, &given.required("modules")?)?;
    for needed in [personality_module.as_str(), crm::NOTES] {
        if !modules.iter().any(|module| module.get("api_name").is_some_and(|name| name == needed)) {
            let message = "Personality module and Notes module are mandatory modules.";
            return Err(Refusal::new("MANDATORY_NOT_FOUND", message).wrapped(RESOURCE));
        }
    }
    if state.user_types.len() >= MOST_USER_TYPES {
        return Err(Refusal::new("LICENSE_LIMIT_EXCEEDED", "License limit exceeded.").wrapped(RESOURCE));
    }
    let invitation_field = given.optional("invitation_field")?.map(|field| field.json().clone());
    let (id, now) = (state.new_id(), state.now());
    state.user_types.push(UserType {
        id: id.clone(),
        name,
        active,
        default: false,
        personality_module,
        invitation_field,
        modules,
        created_time: now.clone(),
        modified_time: now,
    });
    Ok(done(&json!(id), "user type created successfully."))
}

pub(super) fn update(state: &mut State, call: &Call, portal: &str, id: &str) -> Result<Answer, Refusal> {
    let old = state.user_type_in_path(portal, id)?.clone();
    let body = call.json()?;
    let given = Node::root(&body, RESOURCE).only_entry()?;
    let mut new = old.clone();
    if let Some(name) = given.optional("name")? {
        new.name = check_name(state, &name, Some(id))?;
    }
    if let Some(module) = given.optional("personality_module")? {
        new.personality_module = check_personality_module(state, &module)?;
        if old.default && new.personality_module != old.personality_module {
            let message = "Change of personality module of default user type is not allowed.";
            return Err(module.refused("NOT_ALLOWED", message));
        }
    }
    if let Some(active) = given.optional("active")? {
        new.active = active.boolean()?;
    }
    if let Some(field) = given.optional("invitation_field")? {
        new.invitation_field = Some(field.json().clone());
    }
    if let Some(changes) = given.optional("modules")? {
        modules::change(state, &mut new.modules, &changes)?;
    }
    new.modified_time = state.now();
    *state.user_type_in_path(portal, id)? = new;
    Ok(done(&json!(id), "Portal user type updated successfully."))
}

pub(super) fn delete(state: &mut State, call: &Call, portal: &str, id: &str) -> Result<Answer, Refusal> {
    if state.user_type_in_path(portal, id)?.default {
        // What the service says here is not documented.
        return Err(Refusal::new("NOT_ALLOWED", "The default user type cannot be deleted."));
    }
    match call.query("transfer_To") {
        Some(heir) if heir == id || state.user_type(heir).is_none() => {
            return Err(Refusal::parameter_invalid("transfer_To"));
        }
        Some(heir) => {
            let heir = heir.to_owned();
            let moving = state.users.iter_mut().filter(|user| user.type_id == id);
            moving.for_each(|user| user.type_id.clone_from(&heir));
        }
        None if state.users_of(id).next().is_some() => {
            let message = "Deletion of portal user type is not allowed, as user type contains users, which need to be \
                transferred to other user type";
            return Err(Refusal::new("INVALID_DATA", message).details(json!({ "param_name": "transfer_To" })));
        }
        None => {}
    }
    state.user_types.retain(|user_type| user_type.id != id);
    // A number here, and a string everywhere else.
    let number: Result<u64, _> = id.parse();
    Ok(done(&number.map_or_else(|_| json!(id), |number| json!(number)), "Portal user type deleted successfully."))
}

fn check_name(state: &State, name: &Node, own_id: Option<&str>) -> Result<String, Refusal> {
    let text = name.text(1, 50)?;
    if text.contains(|letter| REFUSED_IN_NAMES.contains(letter)) {
        let regex = json!("[^`~!&+%()@#^*'/\";:?<>=\\[\\]{}|-]+");
        return Err(name.complaint("INVALID_DATA", "invalid data", "regex", &regex));
    }
    let others = state.user_types.iter().filter(|user_type| Some(user_type.id.as_str()) != own_id);
    if others.map(|user_type| &user_type.name).any(|other| other.eq_ignore_ascii_case(text)) {
        return Err(name.refused("DUPLICATE_DATA", "A user type with the given name exists already."));
    }
    Ok(text.to_owned())
}

fn check_personality_module(state: &State, module: &Node) -> Result<String, Refusal> {
    let name = module.required("api_name")?;
    let known = state.module(name.string()?).filter(|module| !module.is_notes());
    known.map(|module| module.api_name.to_owned()).ok_or_else(|| name.invalid())
}

fn done(id: &Value, message: &str) -> Answer {
    let item = json!({ "code": "SUCCESS", "details": { "id": id }, "message": message, "status": "success" });
    Answer::of(StatusCode::OK, json!({ RESOURCE: [item] }))
}

/// What both forms have.
fn common(state: &State, user_type: &UserType) -> Value {
    let module = state.module(&user_type.personality_module);
    let mut shown = json!({
        "default": user_type.default,
        "personality_module": module.map(crm::Module::identity),
        "name": user_type.name,
        "active": user_type.active,
        "id": user_type.id,
        "no_of_users": state.users_of(&user_type.id).count(),
    });
    if let Some(field) = &user_type.invitation_field {
        shown["invitation_field"] = field.clone();
    }
    shown
}

/// The list form has times and people, and modules only when asked for.
fn of_list(state: &State, user_type: &UserType, with_modules: bool) -> Value {
    let mut shown = common(state, user_type);
    shown["created_time"] = json!(user_type.created_time);
    shown["modified_time"] = json!(user_type.modified_time);
    shown["created_by"] = administrator();
    shown["modified_by"] = administrator();
    if with_modules {
        shown["modules"] = json!(user_type.modules);
    }
    shown
}
