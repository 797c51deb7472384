//! The schemes of HTTP authentication: the word before the credential, and the kind of credential.

use crate::diagnostics::{Code, similar};
use crate::ir::{Flows, SecurityKind};
use crate::lower::read::extensions::AUTH_SCHEME;
use crate::lower::read::fields::Fields;
use crate::lower::read::header_name::is_header_name;

pub(super) fn http(fields: &mut Fields<'_, '_>) -> Option<SecurityKind> {
    let scheme = fields.essential_string("scheme")?;
    let scheme = corrected(fields, scheme);
    let word = registered_word(&scheme);
    if let (false, Some(node)) = (is_header_name(&word), fields.node("scheme")) {
        let message = format!("invalid HTTP authentication scheme `{scheme}`: it is sent before the token as written");
        let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &node.origin, message);
        diagnostic
            .help("write one word, such as `bearer`; if another word precedes tokens, set `x-specwright-auth-scheme`");
    }
    if word == "Basic" {
        return Some(SecurityKind::Basic);
    }
    if word.eq_ignore_ascii_case("jwt") && !fields.has(AUTH_SCHEME) {
        report_jwt(fields, &scheme);
    }
    if let (true, Some(node)) = (CHALLENGED.contains(&word.as_str()), fields.node("scheme")) {
        let message = format!(
            "`{word}` authentication is not supported: the credential is sent unchanged, without a response to the challenge"
        );
        let diagnostic = fields.diagnostics().warning(Code::UnsupportedKeyword, &node.origin, message);
        diagnostic.fallback().help(format!("compute the value after `{word}` in a token source or in the transport"));
    }
    Some(token(auth_scheme(fields, &word)))
}

/// Reports a token format in place of the scheme. Few services expect `Authorization: JWT …`.
fn report_jwt(fields: &mut Fields<'_, '_>, scheme: &str) {
    let Some(node) = fields.node("scheme") else { return };
    let message =
        format!("`{scheme}` is not a registered HTTP authentication scheme: `Authorization: {scheme} …` is sent");
    let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &node.origin, message);
    diagnostic.help("write `scheme: bearer` with `bearerFormat: JWT` if the service expects `Authorization: Bearer …`");
    diagnostic.help(format!("add `{AUTH_SCHEME}: {scheme}` if it does not"));
}

/// `basic` or `bearer`, if the name is a misspelling.
fn corrected(fields: &mut Fields<'_, '_>, scheme: String) -> String {
    let suggestion = similar(&scheme, ["basic", "bearer"].map(str::to_owned));
    let Some(registered) = suggestion.filter(|registered| !scheme.eq_ignore_ascii_case(registered)) else {
        return scheme;
    };
    if let Some(node) = fields.node("scheme") {
        let message = format!("invalid HTTP authentication scheme `{scheme}`");
        let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &node.origin, message);
        diagnostic.read_as(format!("it is read as `{registered}`")).help(format!("did you mean `{registered}`?"));
    }
    registered
}

/// A token whose source the document does not state.
pub(super) fn token(auth_scheme: String) -> SecurityKind {
    SecurityKind::Token { auth_scheme, scopes: Vec::new(), flows: Flows::default() }
}

/// Schemes whose credential depends on the request or on a challenge of the service.
const CHALLENGED: [&str; 8] = ["Digest", "DPoP", "GNAP", "HOBA", "Mutual", "Negotiate", "SCRAM-SHA-1", "SCRAM-SHA-256"];

pub(super) fn auth_scheme(fields: &mut Fields<'_, '_>, default: &str) -> String {
    fields.string(AUTH_SCHEME).unwrap_or_else(|| default.to_owned())
}

/// The word in its registered spelling. Servers must ignore case (RFC 9110, 11.1); some do not.
fn registered_word(scheme: &str) -> String {
    const REGISTERED: [&str; 12] = [
        "Bearer",
        "Digest",
        "DPoP",
        "GNAP",
        "HOBA",
        "Mutual",
        "Negotiate",
        "OAuth",
        "PrivateToken",
        "SCRAM-SHA-1",
        "SCRAM-SHA-256",
        "vapid",
    ];
    if let Some(word) = REGISTERED.into_iter().find(|word| word.eq_ignore_ascii_case(scheme)) {
        return word.to_owned();
    }
    let mut letters = scheme.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::registered_word;

    #[test]
    fn authentication_schemes_are_written_as_registered() {
        assert_eq!(registered_word("bearer"), "Bearer");
        assert_eq!(registered_word("BEARER"), "Bearer");
        assert_eq!(registered_word("dpop"), "DPoP");
        assert_eq!(registered_word("token"), "Token");
        assert_eq!(registered_word("AWS4-HMAC-SHA256"), "AWS4-HMAC-SHA256");
    }
}
