//! Portal users.

use super::answer::Answer;
use super::body::Node;
use super::call::Call;
use super::refusal::Refusal;
use super::state::{State, User};
use crate::runtime::http::StatusCode;
use crate::runtime::serde_json::{self, Map, Value, json};

/// Users on a full page.
const PER_PAGE: usize = 200;
/// A transfer of more is scheduled.
const MOST_TRANSFERRED: usize = 200;
/// A removal of more is scheduled.
const MOST_DELETED: usize = 499;

pub(super) fn list(state: &mut State, call: &Call, portal: &str, user_type: &str) -> Result<Answer, Refusal> {
    state.user_type_in_path(portal, user_type)?;
    let status = StatusFilter::of(call)?;
    let filters = filters(call)?;
    let wanted = call.query_list("personality_ids");
    let page = call.query_number("page")?.unwrap_or(1);
    let per_page = call.query_number("per_page")?.unwrap_or(PER_PAGE).min(PER_PAGE);

    let found: Vec<Value> = state
        .users_of(user_type)
        .filter(|user| status.fits(user))
        .filter(|user| wanted.as_ref().is_none_or(|ids| ids.contains(&user.record.id.as_str())))
        .map(shown)
        .filter(|user| call.query("Source__s").is_none_or(|source| user["Source__s"] == source))
        .filter(|user| filters.iter().all(|filter| filter.fits(user)))
        .collect();
    let total = found.len();
    let before = (page - 1).saturating_mul(per_page);
    let users: Vec<Value> = found.into_iter().skip(before).take(per_page).collect();
    confirm(state, &users);
    if users.is_empty() {
        return Ok(Answer::nothing());
    }
    let info = json!({
        "per_page": per_page,
        "total_count": total,
        "count": users.len(),
        "page": page,
        "more_records": before.saturating_add(users.len()) < total,
    });
    Ok(Answer::ok(json!({ "users": users, "info": info })))
}

/// Who was listed accepts the invitation soon after.
fn confirm(state: &mut State, listed: &[Value]) {
    for user in &mut state.users {
        user.confirmed |= listed.iter().any(|shown| shown["personality_id"] == user.record.id);
    }
}

pub(super) fn transfer(state: &mut State, call: &Call, portal: &str, user_type: &str) -> Result<Answer, Refusal> {
    let module = state.user_type_in_path(portal, user_type)?.personality_module.clone();
    let target = call.required_query("transfer_To")?;
    let ids = call.query_list("personality_ids").ok_or_else(|| Refusal::parameter_missing("personality_ids"))?;
    let fits = state.user_type(target).is_some_and(|found| found.personality_module == module);
    if !fits || target == user_type {
        let message = "The user type cannot take the users.";
        return Err(Refusal::new("INVALID_DATA", message).details(json!({ "transfer_To": target })).wrapped("users"));
    }
    let items: Vec<Item> = ids
        .iter()
        .map(|id| match state.user(user_type, id) {
            Some(user) => {
                target.clone_into(&mut user.type_id);
                Item::done(id, "User has been transferred successfully")
            }
            None => Item::not_a_user(
                id,
                "Transfer of user failed as personality id does not belongs to any portal user or belongs to portal \
                 user, who does not belongs to provided user type.",
            ),
        })
        .collect();
    Ok(answer(state, "users", items, MOST_TRANSFERRED))
}

pub(super) fn delete(state: &mut State, call: &Call, portal: &str, user_type: &str) -> Result<Answer, Refusal> {
    state.user_type_in_path(portal, user_type)?;
    let ids = call.query_list("personality_ids").ok_or_else(|| Refusal::parameter_missing("personality_ids"))?;
    let items: Vec<Item> = ids
        .iter()
        .map(|id| {
            if state.user(user_type, id).is_some() {
                state.users.retain(|user| user.record.id != *id);
                Item::done(id, "Portal user deleted successfully.")
            } else {
                Item::not_a_user(
                    id,
                    "Delete of user failed as personality id does not belongs to any portal user or belongs to portal \
                     user, who does not belongs to provided user type.",
                )
            }
        })
        .collect();
    Ok(answer(state, "users", items, MOST_DELETED))
}

pub(super) fn change_status(
    state: &mut State,
    call: &Call,
    portal: &str,
    user_type: &str,
    id: &str,
) -> Result<Answer, Refusal> {
    state.user_type_in_path(portal, user_type)?;
    let active = match call.required_query("active")? {
        "true" => true,
        "false" => false,
        _ => return Err(Refusal::parameter_invalid("active")),
    };
    // A string here, and a number elsewhere.
    let refused = |code, message| Refusal::new(code, message).details(json!({ "resource_path_index": "6" }));
    let user = state.user(user_type, id).ok_or_else(|| refused("INVALID_DATA", "The id given seems to be invalid"))?;
    match (active, user.active) {
        (true, true) => return Err(refused("ALREADY_ACTIVATED", "Already in active state only.")),
        (false, _) if !user.confirmed => {
            return Err(refused("NOT_ALLOWED", "Deactivating unconfirmed user is not allowed"));
        }
        _ => user.active = active,
    }
    let item = Item::done(id, "Status of the user changed successfully.");
    Ok(Answer::ok(json!({ "change_status": [item.json] })))
}

pub(super) fn change_statuses(
    state: &mut State,
    call: &Call,
    portal: &str,
    user_type: &str,
) -> Result<Answer, Refusal> {
    state.user_type_in_path(portal, user_type)?;
    let body = call.json()?;
    let mut changes = Vec::new();
    for batch in Node::root(&body, "change_status").required("change_status")?.array(1, usize::MAX)? {
        for change in batch.required("users")?.array(1, usize::MAX)? {
            let id = change.required("personality_id")?.string()?.to_owned();
            changes.push((id, change.required("active")?.boolean()?));
        }
    }
    // The job is done as soon as it is scheduled; no call tells how it went.
    for (id, active) in changes {
        if let Some(user) = state.user(user_type, &id).filter(|user| active || user.confirmed) {
            user.active = active;
        }
    }
    let message = "Portal bulk user status change scheduled successfully";
    Ok(Answer::ok(json!({ "change_status": [scheduled(state, message)] })))
}

/// A result item for one user.
struct Item {
    json: Value,
    succeeded: bool,
}

impl Item {
    fn done(id: &str, message: &str) -> Self {
        let details = json!({ "personality_id": id });
        let json = json!({ "code": "SUCCESS", "details": details, "message": message, "status": "success" });
        Self { json, succeeded: true }
    }

    fn not_a_user(id: &str, message: &'static str) -> Self {
        let refusal = Refusal::new("INVALID_DATA", message).details(json!({ "personality_id": id }));
        Self { json: refusal.into_item(), succeeded: false }
    }
}

/// 400 when nothing went well; success and error side by side when something did.
fn answer(state: &mut State, resource: &str, items: Vec<Item>, most: usize) -> Answer {
    if items.len() > most {
        // How such an answer looks is not documented.
        return Answer::ok(json!({ resource: [scheduled(state, "Scheduled successfully")] }));
    }
    let status = if items.iter().any(|item| item.succeeded) { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let items: Vec<Value> = items.into_iter().map(|item| item.json).collect();
    Answer::of(status, json!({ resource: items }))
}

fn scheduled(state: &mut State, message: &str) -> Value {
    let job = state.new_id();
    json!({ "code": "SCHEDULED", "details": { "job_id": job }, "message": message, "status": "success" })
}

fn shown(user: &User) -> Value {
    json!({
        "personality_id": user.record.id,
        "confirm": user.confirmed,
        "status_reason__s": null,
        "invited_time": user.invited_time,
        "module": user.record.module,
        "name": user.record.name,
        "active": user.active,
        "email": user.record.email,
        "Source__s": "Portal",
    })
}

/// The parameter `type`.
enum StatusFilter {
    All,
    Active,
    Inactive,
    Unconfirmed,
    Confirmed,
    ActiveAndConfirmed,
}

impl StatusFilter {
    fn of(call: &Call) -> Result<Self, Refusal> {
        Ok(match call.query("type").unwrap_or("AllUsers") {
            "AllUsers" => Self::All,
            "AllActiveUsers" | "ActiveUsers" => Self::Active,
            "DeactiveUsers" => Self::Inactive,
            "NotConfirmedUsers" => Self::Unconfirmed,
            "ConfirmedUsers" => Self::Confirmed,
            "ActiveConfirmedUsers" => Self::ActiveAndConfirmed,
            _ => {
                let message = "Please check whether the input values are correct";
                return Err(Refusal::new("PATTERN_NOT_MATCHED", message).details(json!({ "api_name": "type" })));
            }
        })
    }

    fn fits(&self, user: &User) -> bool {
        match self {
            Self::All => true,
            Self::Active => user.active,
            Self::Inactive => !user.active,
            Self::Unconfirmed => !user.confirmed,
            Self::Confirmed => user.confirmed,
            Self::ActiveAndConfirmed => user.active && user.confirmed,
        }
    }
}

/// One condition of the parameter `filters`.
struct Filter {
    field: String,
    value: String,
    equal: bool,
}

impl Filter {
    fn of(json: &Map<String, Value>) -> Option<Self> {
        let text = |key: &str| json.get(key)?.as_str().map(str::to_owned);
        let equal = match text("comparator")?.as_str() {
            "equal" => true,
            "not_equal" => false,
            _ => return None,
        };
        Some(Self { field: text("field")?, value: text("value")?, equal })
    }

    fn fits(&self, user: &Value) -> bool {
        let value = match &user[self.field.as_str()] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        (value == self.value) == self.equal
    }
}

/// A list of conditions, or one alone, as JSON text.
fn filters(call: &Call) -> Result<Vec<Filter>, Refusal> {
    let Some(text) = call.query("filters") else { return Ok(Vec::new()) };
    let refused = || Refusal::parameter_invalid("filters");
    let json: Value = serde_json::from_str(text).map_err(|_| refused())?;
    let conditions = if let Value::Array(conditions) = json { conditions } else { vec![json] };
    let read = |condition: &Value| condition.as_object().and_then(Filter::of).ok_or_else(refused);
    conditions.iter().map(read).collect()
}
