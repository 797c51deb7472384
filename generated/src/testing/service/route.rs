//! Which operation a request is for, after token and version are found good.

use super::answer::Answer;
use super::call::Call;
use super::refusal::Refusal;
use super::state::State;
use super::{invitations, portals, user_types, users};

/// The versions of the CRM API that have portals.
const VERSIONS: [&str; 5] = ["v4", "v5", "v6", "v7", "v8"];

/// What the requests for tokens go by, as if they were an operation.
pub(in crate::testing) const TOKEN_OPERATION: &str = "oauth_token";

/// Whether a path is one of the accounts host.
pub(in crate::testing) fn is_token_path(path: &str) -> bool {
    path.starts_with("/oauth/")
}

pub(in crate::testing) fn answer(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let segments: Vec<&str> = call.path.iter().map(String::as_str).collect();
    match (call.method.as_str(), &segments[..]) {
        ("POST", ["oauth", "v2", "token"]) => return Ok(state.tokens.exchange(call)),
        ("POST", ["oauth", "v2", "token", "revoke"]) => return Ok(state.tokens.revoke(call)),
        _ => {}
    }
    let ["crm", version, path @ ..] = &segments[..] else { return Err(Refusal::no_such_path()) };
    check_version(version)?;
    check_token(state, call)?;
    operation(state, call, path)
}

fn check_version(version: &str) -> Result<(), Refusal> {
    let is_version = version.strip_prefix('v').is_some_and(|number| number.parse::<f32>().is_ok());
    match version {
        _ if VERSIONS.contains(&version) => Ok(()),
        _ if is_version => Err(Refusal::unsupported_version()),
        _ => Err(Refusal::no_such_path()),
    }
}

fn check_token(state: &State, call: &Call) -> Result<(), Refusal> {
    match call.token() {
        Some(token) if state.tokens.is_good(token) => Ok(()),
        Some(_) => Err(Refusal::wrong_token()),
        None => Err(Refusal::not_authenticated()),
    }
}

#[rustfmt::skip] // a table: one line for each operation
fn operation(state: &mut State, call: &Call, path: &[&str]) -> Result<Answer, Refusal> {
    match (call.method.as_str(), path) {
        ("POST", ["settings", "portals"]) => portals::create(state, call),
        ("GET", ["settings", "portals"]) => Ok(portals::list(state)),
        ("GET", ["settings", "portals", "meta"]) => portals::meta(state, call),
        ("GET", ["settings", "portals", portal]) => portals::get(state, portal),
        ("PUT", ["settings", "portals", portal]) => portals::update(state, call, portal),

        ("GET", ["settings", "portals", portal, "user_type"]) => user_types::list(state, call, portal),
        ("POST", ["settings", "portals", portal, "user_type"]) => user_types::create(state, call, portal),
        ("GET", ["settings", "portals", portal, "user_type", id]) => user_types::get(state, portal, id),
        ("PUT", ["settings", "portals", portal, "user_type", id]) => user_types::update(state, call, portal, id),
        ("DELETE", ["settings", "portals", portal, "user_type", id]) => user_types::delete(state, call, portal, id),

        ("POST", [module, record, "actions", "portal_invite"]) => invitations::invite(state, call, module, record),
        ("POST", [module, "actions", "portal_invite"]) => invitations::schedule(state, call, module),
        ("GET", [module, "actions", "portal_invite"]) => invitations::jobs(state, call, module),

        ("GET", ["settings", "portals", portal, "user_type", id, "users"]) => users::list(state, call, portal, id),
        ("DELETE", ["settings", "portals", portal, "user_type", id, "users"]) => users::delete(state, call, portal, id),
        // Singular here, and here alone.
        ("POST", ["settings", "portals", portal, "user_type", id, "users", "action", "transfer"]) => users::transfer(state, call, portal, id),
        ("PUT", ["settings", "portals", portal, "user_type", id, "users", user, "actions", "change_status"]) => users::change_status(state, call, portal, id, user),
        ("PUT", ["settings", "portals", portal, "user_type", id, "users", "actions", "change_status"]) => users::change_statuses(state, call, portal, id),

        (_, path) if exists(path) => Err(Refusal::wrong_method()),
        _ => Err(Refusal::no_such_path()),
    }
}

/// Whether some method is good for the path.
fn exists(path: &[&str]) -> bool {
    match path {
        ["settings", "portals", below @ ..] => match below {
            [] | [_] | [_, "user_type"] | [_, "user_type", _] | [_, "user_type", _, "users"] => true,
            [_, "user_type", _, "users", rest @ ..] => {
                matches!(rest, ["action", "transfer"] | ["actions", "change_status"] | [_, "actions", "change_status"])
            }
            _ => false,
        },
        [_, "actions", "portal_invite"] | [_, _, "actions", "portal_invite"] => true,
        _ => false,
    }
}
