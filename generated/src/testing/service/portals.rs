//! The portal.

use super::crm::{self, MODULES};
use super::refusal::{BodyPosition, Refusal, done};
use super::state::{State, administrator};
use crate::models::{
    Portal, PortalList, PortalName, PortalsMeta, PortalsResult, RelatedList, ResultCode, ResultDetails,
    SamlConfiguration, SamlSettings,
};
use crate::operations::{CreatePortal, GetPortal, GetPortals, GetPortalsMeta, UpdatePortal};

/// The name of the portal of another organization.
const NAME_IN_USE: &str = "examplePortal";

/// The items of the list have fewer keys.
pub(super) fn list(state: &mut State, _: GetPortals) -> Result<Option<PortalList>, Refusal> {
    let Some(portal) = current_portal(state) else { return Ok(None) };
    let portal = Portal { admin_zuid: None, saml_configuration: None, ..portal };
    Ok(Some(PortalList::new([portal])))
}

pub(super) fn get(state: &mut State, request: GetPortal) -> Result<Option<PortalList>, Refusal> {
    match current_portal(state) {
        None => Ok(None),
        Some(portal) if portal.name.as_ref() == Some(&request.portal_name) => Ok(Some(PortalList::new([portal]))),
        Some(_) => Err(Refusal::no_such_portal()),
    }
}

fn current_portal(state: &State) -> Option<Portal> {
    let portal = state.portal.clone()?;
    let host = portal.name.as_ref().map(|name| name.as_str().to_lowercase()).unwrap_or_default();
    Some(portal.login_url(format!("{host}.zohocreatorportal.com")))
}

pub(super) fn create(state: &mut State, request: CreatePortal) -> Result<PortalsResult, Refusal> {
    let position = BodyPosition::first_of("portals").key("name");
    // The document requires one portal.
    let name = request.body.portals.into_iter().next().map(|portal| portal.name).ok_or_else(Refusal::not_json)?;
    check_name(state, &name, &position)?;
    if state.portal.is_some() {
        // The error for a second portal is not documented.
        return Err(Refusal::at(&position, ResultCode::NotAllowed, "The organization has a portal already"));
    }
    state.open_portal(name.as_str());
    let details = ResultDetails::new().name(name);
    let item = done(ResultCode::Success, details, "Portal created successfully with given name.");
    Ok(PortalsResult::new([item]))
}

pub(super) fn update(state: &mut State, request: UpdatePortal) -> Result<PortalsResult, Refusal> {
    let current = request.portal_name;
    state.portal(&current)?;
    let position = BodyPosition::first_of("portals").key("name");
    let change = request.body.portals.into_iter().next().ok_or_else(Refusal::not_json)?;
    let name = match change.name {
        Some(name) => name,
        None if change.saml_configuration.is_some() => current.clone(),
        None => return Err(Refusal::at(&position, ResultCode::MandatoryNotFound, "required field not found")),
    };
    if name != current {
        check_name(state, &name, &position)?;
    }
    let now = state.now();
    let portal = state.portal(&current)?;
    portal.name = Some(name.clone());
    portal.modified_time = Some(now);
    portal.saml_configuration = change.saml_configuration.map(to_configuration).or(portal.saml_configuration.take());
    let details = ResultDetails::new().name(name);
    let item = done(ResultCode::Success, details, "Portal renamed successfully with given name.");
    Ok(PortalsResult::new([item]))
}

fn to_configuration(settings: SamlSettings) -> SamlConfiguration {
    SamlConfiguration {
        login_url: Some(settings.login_url),
        logout_url: Some(settings.logout_url),
        public_key: Some(settings.public_key),
        active: settings.active,
        created_by: Some(administrator()),
        modified_by: Some(administrator()),
        additional_properties: settings.additional_properties,
    }
}

/// The module, and then the related ones: here, all others.
pub(super) fn meta(_: &mut State, request: GetPortalsMeta) -> Result<Option<PortalsMeta>, Refusal> {
    crm::module(request.module.as_str()).ok_or_else(|| Refusal::no_such_module().details(ResultDetails::new()))?;
    let (own, related): (Vec<_>, Vec<_>) = MODULES.iter().partition(|known| known.api_name == request.module.as_str());
    let lists = own.into_iter().chain(related).map(|module| RelatedList::new().module(module.choices()));
    Ok(Some(PortalsMeta::new(lists)))
}

fn check_name(state: &State, name: &PortalName, position: &BodyPosition) -> Result<(), Refusal> {
    let is_equal = |other: &str| other.eq_ignore_ascii_case(name.as_str());
    match name.as_str().chars().count() {
        ..6 => return Err(position.invalid(|details| details.minimum_length(6))),
        31.. => return Err(position.invalid(|details| details.maximum_length(30))),
        _ => {}
    }
    if !name.as_str().chars().all(|character| character.is_ascii_alphanumeric()) {
        return Err(Refusal::at(position, ResultCode::PatternNotMatched, "Special characters are not allowed"));
    }
    let own = state.portal.as_ref().and_then(|portal| portal.name.as_ref());
    if is_equal(NAME_IN_USE) || own.is_some_and(|own| is_equal(own.as_str())) {
        let refusal = Refusal::new(ResultCode::AlreadyUsed, "The entered portal name is already in use");
        return Err(refusal.details(ResultDetails::new().api_name("name")).wrapped());
    }
    Ok(())
}
