//! Credentials: whether those of one alternative are present. They are not validated.

use super::Request;
use super::problem::Problem;
use crate::ir::{Api, Operation, ParameterLocation, SecurityKind, SecurityRequirement, SecurityScheme};

/// Rejects a request without the required credentials.
pub(super) fn check(api: &Api, operation: &Operation, request: &Request) -> Result<(), Problem> {
    let is_met = |requirement: &SecurityRequirement| {
        requirement.schemes.iter().all(|(name, _)| scheme(api, name).is_none_or(|scheme| is_there(scheme, request)))
    };
    if operation.security.is_empty() || operation.security.iter().any(is_met) {
        return Ok(());
    }
    let names = operation.security.iter().flat_map(|requirement| &requirement.schemes);
    let challenges = names.filter_map(|(name, _)| scheme(api, name)).map(challenge);
    let mut unique: Vec<String> = Vec::new();
    for challenge in challenges {
        if !unique.contains(&challenge) {
            unique.push(challenge);
        }
    }
    Err(Problem::unauthorized(operation, unique.join(", ")))
}

fn scheme<'a>(api: &'a Api, name: &str) -> Option<&'a SecurityScheme> {
    api.security_schemes.iter().find(|scheme| scheme.name == name)
}

fn is_there(scheme: &SecurityScheme, request: &Request) -> bool {
    match &scheme.kind {
        SecurityKind::Basic => has_word(request, "Basic"),
        SecurityKind::Token { auth_scheme, .. } => has_word(request, auth_scheme),
        SecurityKind::ApiKey { location, parameter } => match location {
            ParameterLocation::Header => request.header(parameter).is_some_and(|value| !value.trim().is_empty()),
            ParameterLocation::Query => has_pair(request.query().split('&'), parameter),
            ParameterLocation::Cookie => {
                let cookies = request.header("Cookie").unwrap_or_default();
                has_pair(cookies.split(';').map(str::trim), parameter)
            }
            ParameterLocation::Path => false,
        },
    }
}

/// Whether `Authorization` has a credential with this scheme, or with any.
fn has_word(request: &Request, word: &str) -> bool {
    let Some(value) = request.header("Authorization") else { return false };
    if word.is_empty() {
        return !value.trim().is_empty();
    }
    value
        .split_once(' ')
        .is_some_and(|(found, credential)| found.eq_ignore_ascii_case(word) && !credential.trim().is_empty())
}

fn has_pair<'p>(mut pairs: impl Iterator<Item = &'p str>, name: &str) -> bool {
    pairs.any(|pair| pair.split_once('=').is_some_and(|(found, value)| found == name && !value.is_empty()))
}

/// The challenge of a scheme in `WWW-Authenticate`.
fn challenge(scheme: &SecurityScheme) -> String {
    match &scheme.kind {
        SecurityKind::Basic => "Basic realm=\"api\"".to_owned(),
        SecurityKind::Token { auth_scheme, .. } if is_token(auth_scheme) => auth_scheme.clone(),
        SecurityKind::Token { .. } => "Bearer".to_owned(),
        SecurityKind::ApiKey { .. } => "ApiKey".to_owned(),
    }
}

fn is_token(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
