//! Invitations, single and in bulk.

use super::crm;
use super::refusal::{Refusal, done};
use super::state::{Job, Record, State};
use crate::models::{
    BulkInvitation, BulkInviteJob, BulkInviteJobList, InviteType, JobStatus, ModuleApiName, PortalInviteResult,
    ResultCode, ResultDetails, ResultItem,
};
use crate::operations::{BulkInviteUsers, GetBulkInviteStatus, InviteUser};
use crate::runtime::Presence;

/// The e-mail domain of the organization, whose members cannot have the default user type.
const OWN_DOMAIN: &str = "@zylker.com";

pub(super) fn invite(state: &mut State, request: InviteUser) -> Result<PortalInviteResult, Refusal> {
    let module = check_module(request.personality_module)?;
    let invitation = BulkInvitation::new(&request.record_id, request.user_type_id, request.type_);
    let message = send(state, &module, &invitation)?;
    let item = done(ResultCode::Success, ResultDetails::new().record_id(request.record_id), message);
    Ok(PortalInviteResult::new([item]))
}

pub(super) fn schedule(state: &mut State, request: BulkInviteUsers) -> Result<PortalInviteResult, Refusal> {
    let module = check_module(request.personality_module)?;
    let invitations = request.body.portal_invite.into_iter().flat_map(|batch| batch.data).collect();
    let id = state.new_id();
    let response = BulkInviteJob::new(id.as_str(), JobStatus::InProgress).data(Presence::Null);
    state.jobs.push(Job { module, invitations, response, is_running: false });
    let message = "Portal bulk invite scheduled successfully";
    let item = done(ResultCode::Scheduled, ResultDetails::new().job_id(id), message);
    Ok(PortalInviteResult::new([item]))
}

pub(super) fn jobs(state: &mut State, request: GetBulkInviteStatus) -> Result<Option<BulkInviteJobList>, Refusal> {
    let module = check_module(request.personality_module)?;
    let mut jobs = std::mem::take(&mut state.jobs);
    let matches =
        |job: &&mut Job| job.module == module && request.job_id.as_ref().is_none_or(|id| job.response.job_id == *id);
    let found: Vec<BulkInviteJob> = jobs.iter_mut().filter(matches).map(|job| advance(state, job)).collect();
    state.jobs = jobs;
    Ok((!found.is_empty()).then(|| BulkInviteJobList::new(found)))
}

fn check_module(module: ModuleApiName) -> Result<ModuleApiName, Refusal> {
    crm::module(module.as_str()).map(|_| module).ok_or_else(Refusal::no_such_module)
}

/// Advances a job, and returns its status.
fn advance(state: &mut State, job: &mut Job) -> BulkInviteJob {
    if job.is_running && job.response.status == JobStatus::InProgress {
        let items: Vec<ResultItem> = job.invitations.iter().map(|each| item(state, &job.module, each)).collect();
        job.response.status = JobStatus::Completed;
        job.response.data = Presence::Value(items);
    }
    job.is_running = true;
    job.response.clone()
}

/// The result of one invitation of a job.
fn item(state: &mut State, module: &ModuleApiName, invitation: &BulkInvitation) -> ResultItem {
    let details = ResultDetails::new().id(invitation.id.as_str().to_owned());
    match send(state, module, invitation) {
        Ok(message) => done(ResultCode::Success, details, message),
        Err(mut refusal) => {
            let mut item = refusal.items.remove(0);
            // Errors with this code do not name the record.
            if item.code != ResultCode::CannotProcess {
                item.details = details;
            }
            item
        }
    }
}

/// Sends an invitation. Returns the message of the response.
fn send(state: &mut State, module: &ModuleApiName, invitation: &BulkInvitation) -> Result<&'static str, Refusal> {
    let record = find_record(state, module, invitation)?;
    check_user_type(state, invitation, &record)?;
    let is_user = state.users.iter().any(|user| user.response.personality_id == record.id);
    match (&invitation.type_, is_user) {
        (InviteType::Invite, false) => {
            state.invite(&record, &invitation.user_type_id, false);
            Ok("An Invite has been sent to the personality.")
        }
        (InviteType::Reinvite, true) => Ok("Invite has been resent to personality"),
        (InviteType::Invite, true) | (InviteType::Reinvite, false) => {
            Err(Refusal::new(ResultCode::CannotProcess, "Invalid type for the portal invite"))
        }
        (InviteType::Unknown(_), _) => Err(Refusal::parameter_invalid("type")),
    }
}

fn find_record(state: &State, module: &ModuleApiName, invitation: &BulkInvitation) -> Result<Record, Refusal> {
    let mut records = state.records.iter();
    let record = records.find(|record| record.module == *module && record.id == invitation.id);
    let record = record.ok_or_else(|| Refusal::invalid_path_id(1))?;
    if record.email.is_none() {
        let message = "Invitation sent has failed as provided personality record does not have email id.";
        return Err(Refusal::new(ResultCode::InvalidData, message));
    }
    let mut others = state.users.iter().map(|user| &user.response).filter(|user| user.personality_id != record.id);
    if others.any(|user| user.email.value() == record.email.as_ref()) {
        let message = "Invitation sent has failed as a portal user exists with same email id";
        let details = ResultDetails::new().record_id(&record.id);
        return Err(Refusal::new(ResultCode::DuplicateData, message).details(details));
    }
    Ok(record.clone())
}

fn check_user_type(state: &State, invitation: &BulkInvitation, record: &Record) -> Result<(), Refusal> {
    let invalid = || Refusal::parameter_invalid("user_type_id");
    let user_type = state.user_type(&invitation.user_type_id).ok_or_else(invalid)?;
    let has_module = user_type.personality_module.api_name == record.module;
    let is_own_domain = record.email.as_deref().is_some_and(|email| email.ends_with(OWN_DOMAIN));
    if !has_module || (user_type.default && is_own_domain) { Err(invalid()) } else { Ok(()) }
}
