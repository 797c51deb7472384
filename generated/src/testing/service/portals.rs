//! The portal itself.

use super::answer::Answer;
use super::body::Node;
use super::call::Call;
use super::refusal::Refusal;
use super::state::{Portal, State};
use crate::runtime::serde_json::{Map, Value, json};

const RESOURCE: &str = "portals";

/// A name that another organisation has.
const TAKEN_ELSEWHERE: &str = "examplePortal";

pub(super) fn list(state: &State) -> Answer {
    state.portal.as_ref().map_or_else(Answer::nothing, |portal| Answer::ok(json!({ RESOURCE: [summary(portal)] })))
}

pub(super) fn get(state: &State, name: &str) -> Result<Answer, Refusal> {
    match &state.portal {
        None => Ok(Answer::nothing()),
        Some(portal) if portal.name == name => Ok(Answer::ok(json!({ RESOURCE: [whole(portal)] }))),
        Some(_) => Err(Refusal::no_such_portal()),
    }
}

pub(super) fn create(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let body = call.json()?;
    let portal = Node::root(&body, RESOURCE).only_entry()?;
    let name = portal.required("name")?;
    let text = check_name(state, &name)?;
    if state.portal.is_some() {
        // What the service says to a second portal is not documented.
        return Err(name.refused("NOT_ALLOWED", "The organisation has a portal already"));
    }
    state.open_portal(text);
    Ok(done(text, "Portal created successfully with given name."))
}

pub(super) fn update(state: &mut State, call: &Call, current: &str) -> Result<Answer, Refusal> {
    state.portal_in_path(current)?;
    let body = call.json()?;
    let change = Node::root(&body, RESOURCE).only_entry()?;
    let saml = change.optional("saml_configuration")?.map(|saml| check_saml(&saml)).transpose()?;
    let name = match change.optional("name")? {
        Some(name) if name.json() == current => current,
        Some(name) => check_name(state, &name)?,
        None if saml.is_some() => current,
        None => return Err(change.missing("name")),
    };
    let now = state.now();
    let portal = state.portal_in_path(current)?;
    name.clone_into(&mut portal.name);
    portal.modified_time = now;
    portal.saml = saml.or(portal.saml.take());
    Ok(done(name, "Portal renamed successfully with given name."))
}

pub(super) fn meta(state: &State, call: &Call) -> Result<Answer, Refusal> {
    let module = call.required_query("module")?;
    if state.module(module).is_none() {
        return Err(Refusal::new("INVALID_MODULE", "the module name given seems to be invalid"));
    }
    // The module first, then what is related to it; here everything is related to everything.
    let (own, related): (Vec<_>, Vec<_>) = state.modules.iter().partition(|known| known.api_name == module);
    let lists: Vec<Value> = own.iter().chain(&related).map(|module| json!({ "module": module.choices() })).collect();
    Ok(Answer::ok(json!({ "related_lists": lists })))
}

fn check_name<'a>(state: &State, name: &Node<'a>) -> Result<&'a str, Refusal> {
    let text = name.text(6, 30)?;
    let taken = |other: &str| other.eq_ignore_ascii_case(text);
    if !text.chars().all(|letter| letter.is_ascii_alphanumeric()) {
        return Err(name.refused("PATTERN_NOT_MATCHED", "Special characters are not allowed"));
    }
    if taken(TAKEN_ELSEWHERE) || state.portal.as_ref().is_some_and(|portal| taken(&portal.name)) {
        return Err(Refusal::new("ALREADY_USED", "The entered portal name is already in use")
            .details(json!({ "api_name": "name" }))
            .wrapped(RESOURCE));
    }
    Ok(text)
}

/// The settings, once they are found complete and without nulls.
fn check_saml(saml: &Node) -> Result<Map<String, Value>, Refusal> {
    for key in ["login_url", "logout_url", "public_key"] {
        let setting = saml.required(key)?;
        if setting.is_null() {
            return Err(setting.refused("NOT_ALLOWED", "not allowed to set value as null"));
        }
        setting.string()?;
    }
    saml.optional("active")?.map(|active| active.boolean()).transpose()?;
    saml.object().cloned()
}

fn done(name: &str, message: &str) -> Answer {
    let item = json!({ "code": "SUCCESS", "details": { "name": name }, "message": message, "status": "success" });
    Answer::ok(json!({ RESOURCE: [item] }))
}

/// The CRM user who did everything.
pub(super) fn administrator() -> Value {
    json!({ "name": "Patricia Boyle", "id": "3652397000000186017" })
}

fn summary(portal: &Portal) -> Value {
    json!({
        "created_time": portal.created_time,
        "modified_time": portal.modified_time,
        "modified_by": administrator(),
        "name": portal.name,
        "active": true,
        "zaid": portal.zaid,
        "created_by": administrator(),
        "login_url": format!("{}.zohocreatorportal.com", portal.name.to_lowercase()),
    })
}

/// The single form, which has more keys.
fn whole(portal: &Portal) -> Value {
    let mut whole = summary(portal);
    whole["admin_zuid"] = json!(10_052_946_001_u64);
    if let Some(settings) = &portal.saml {
        let mut saml = Value::Object(settings.clone());
        saml["created_by"] = administrator();
        saml["modified_by"] = administrator();
        whole["saml_configuration"] = saml;
    }
    whole
}
