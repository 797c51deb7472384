//! Invitations, one by one and in bulk.

use super::answer::Answer;
use super::body::Node;
use super::call::Call;
use super::refusal::Refusal;
use super::state::{Invitation, Job, Progress, Record, State, User};
use crate::runtime::serde_json::{Value, json};

const RESOURCE: &str = "portal_invite";

/// The e-mail domain of the organisation, whose own people the default user type does not take.
const OWN_DOMAIN: &str = "@zylker.com";

const MOST_BATCHES: usize = 100;
const MOST_IN_A_BATCH: usize = 100;

#[rustfmt::skip]
const LANGUAGES: [&str; 28] = [
    "en_US", "en_GB", "bg_BG", "zh_CN", "zh_TW", "hr_HR", "ar_EG", "in_ID", "cs_CZ", "da_DK", "nl_NL", "fr_FR", "de_DE",
    "hu_HU", "hi_IN", "it_IT", "ja_JP", "pl_PL", "pt_BR", "pt_PT", "ru_RU", "es_ES", "sv_SE", "th_TH", "tr_TR", "vi_VN",
    "ko_KR", "iw_IL",
];

pub(super) fn invite(state: &mut State, call: &Call, module: &str, record: &str) -> Result<Answer, Refusal> {
    state.module_in_path(module)?;
    let invitation = Invitation {
        module: module.to_owned(),
        record: record.to_owned(),
        user_type: call.required_query("user_type_id")?.to_owned(),
        kind: call.required_query("type")?.to_owned(),
        language: call.query("language").map(str::to_owned),
    };
    let message = send(state, &invitation)?;
    let item =
        json!({ "code": "SUCCESS", "details": { "record_id": record }, "message": message, "status": "success" });
    Ok(Answer::ok(json!({ RESOURCE: [item] })))
}

pub(super) fn schedule(state: &mut State, call: &Call, module: &str) -> Result<Answer, Refusal> {
    state.module_in_path(module)?;
    let body = call.json()?;
    let batches = Node::root(&body, RESOURCE).required(RESOURCE)?.array(1, MOST_BATCHES)?;
    let mut invitations = Vec::new();
    for batch in batches {
        for given in batch.required("data")?.array(1, MOST_IN_A_BATCH)? {
            invitations.push(read_invitation(module, &given)?);
        }
    }
    let id = state.new_id();
    state.jobs.push(Job { id: id.clone(), module: module.to_owned(), invitations, progress: Progress::Scheduled });
    let message = "Portal bulk invite scheduled successfully";
    let item = json!({ "code": "SCHEDULED", "details": { "job_id": id }, "message": message, "status": "success" });
    Ok(Answer::ok(json!({ RESOURCE: [item] })))
}

pub(super) fn jobs(state: &mut State, call: &Call, module: &str) -> Result<Answer, Refusal> {
    state.module_in_path(module)?;
    let wanted = call.query("job_id");
    let asked_for = |job: &Job| job.module == module && wanted.is_none_or(|id| job.id == id);
    let indexes: Vec<usize> =
        state.jobs.iter().enumerate().filter(|(_, job)| asked_for(job)).map(|(index, _)| index).collect();
    let shown: Vec<Value> = indexes.into_iter().filter_map(|index| progress(state, index)).collect();
    if shown.is_empty() { Ok(Answer::nothing()) } else { Ok(Answer::ok(json!({ RESOURCE: shown }))) }
}

fn read_invitation(module: &str, given: &Node) -> Result<Invitation, Refusal> {
    let text = |key: &str| given.required(key)?.string().map(str::to_owned);
    Ok(Invitation {
        module: module.to_owned(),
        record: text("id")?,
        user_type: text("user_type_id")?,
        kind: text("type")?,
        language: given.optional("language")?.map(|language| language.string().map(str::to_owned)).transpose()?,
    })
}

/// Moves a job on, and shows it.
fn progress(state: &mut State, index: usize) -> Option<Value> {
    let job = state.jobs.get(index)?.clone();
    let next = match job.progress {
        Progress::Scheduled => Progress::Running,
        Progress::Running => Progress::Completed(job.invitations.iter().map(|each| item(state, each)).collect()),
        done @ Progress::Completed(_) => done,
    };
    let shown = match &next {
        Progress::Completed(items) => json!({ "data": items, "job_id": job.id, "status": "completed" }),
        Progress::Scheduled | Progress::Running => json!({ "data": null, "job_id": job.id, "status": "in_progress" }),
    };
    state.jobs.get_mut(index)?.progress = next;
    Some(shown)
}

/// What became of one invitation of a job.
fn item(state: &mut State, invitation: &Invitation) -> Value {
    let details = json!({ "id": invitation.record });
    match send(state, invitation) {
        Ok(message) => json!({ "details": details, "code": "SUCCESS", "message": message, "status": "success" }),
        Err(refusal) => {
            let mut item = refusal.into_item();
            // This code does not say which record it is about.
            if item["code"] != "CANNOT_PROCESS" {
                item["details"] = details;
            }
            item
        }
    }
}

/// Invites, and gives the sentence that says so.
fn send(state: &mut State, invitation: &Invitation) -> Result<&'static str, Refusal> {
    check_language(invitation)?;
    let record = find_record(state, invitation)?;
    check_user_type(state, invitation, &record)?;
    let is_user = state.users.iter().any(|user| user.record.id == record.id);
    match (invitation.kind.as_str(), is_user) {
        ("invite", false) => {
            let invited_time = state.now();
            let type_id = invitation.user_type.clone();
            state.users.push(User { record, type_id, active: true, confirmed: false, invited_time });
            Ok("An Invite has been sent to the personality.")
        }
        ("reinvite", true) => Ok("Invite has been resent to personality"),
        ("invite", true) | ("reinvite", false) => {
            Err(Refusal::new("CANNOT_PROCESS", "Invalid type for the portal invite"))
        }
        _ => Err(Refusal::parameter_invalid("type")),
    }
}

fn check_language(invitation: &Invitation) -> Result<(), Refusal> {
    let known = invitation.language.as_deref().is_none_or(|language| LANGUAGES.contains(&language));
    if known { Ok(()) } else { Err(Refusal::parameter_invalid("language")) }
}

fn find_record(state: &State, invitation: &Invitation) -> Result<Record, Refusal> {
    let mut records = state.records.iter();
    let record = records.find(|record| record.module == invitation.module && record.id == invitation.record);
    let record = record.ok_or_else(|| Refusal::nothing_at(1))?;
    if record.email.is_none() {
        let message = "Invitation sent has failed as provided personality record does not have email id.";
        return Err(Refusal::new("INVALID_DATA", message));
    }
    let same_email = |user: &&User| user.record.email == record.email && user.record.id != record.id;
    if state.users.iter().any(|user| same_email(&user)) {
        let message = "Invitation sent has failed as a portal user exists with same email id";
        return Err(Refusal::new("DUPLICATE_DATA", message).details(json!({ "record_id": record.id })));
    }
    Ok(record.clone())
}

fn check_user_type(state: &State, invitation: &Invitation, record: &Record) -> Result<(), Refusal> {
    let user_type = state.user_type(&invitation.user_type).ok_or_else(|| Refusal::parameter_invalid("user_type_id"))?;
    let fits = user_type.personality_module == record.module;
    let own_people = record.email.as_deref().is_some_and(|email| email.ends_with(OWN_DOMAIN));
    if !fits || (user_type.default && own_people) {
        return Err(Refusal::parameter_invalid("user_type_id"));
    }
    Ok(())
}
