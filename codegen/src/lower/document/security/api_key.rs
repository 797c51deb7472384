//! API keys: the location of the credential in a request.

use super::http::token;
use crate::diagnostics::Code;
use crate::ir::{ParameterLocation, SecurityKind};
use crate::lower::read::expected::Expected;
use crate::lower::read::extensions::AUTH_SCHEME;
use crate::lower::read::fields::Fields;
use crate::lower::read::header_name::is_header_name;
use openapiv3::APIKeyLocation;

pub(super) fn api_key(fields: &mut Fields<'_, '_>) -> Option<SecurityKind> {
    fields.essential("in")?;
    let location = match fields.get("in", Expected::OneOf(&["query", "header", "cookie"]))? {
        APIKeyLocation::Query => ParameterLocation::Query,
        APIKeyLocation::Header => ParameterLocation::Header,
        APIKeyLocation::Cookie => ParameterLocation::Cookie,
    };
    let parameter = fields.essential_string("name")?;
    // Names of cookies have the characters of header names.
    let can_be_sent = location == ParameterLocation::Query || is_header_name(&parameter);
    if let (false, Some(node)) = (can_be_sent, fields.node("name")) {
        let word = location.as_str();
        let message = format!("invalid {word} name `{parameter}`");
        let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &node.origin, message);
        diagnostic.skipped().help(format!("a {word} name consists of ASCII letters, digits and hyphens"));
        return None;
    }
    if let Some(auth_scheme) = fields.string(AUTH_SCHEME) {
        if location == ParameterLocation::Header && parameter.eq_ignore_ascii_case("Authorization") {
            return Some(token(auth_scheme));
        }
        report_auth_scheme(fields);
    }
    Some(SecurityKind::ApiKey { location, parameter })
}

/// Only the header `Authorization` has a word before the credential.
fn report_auth_scheme(fields: &mut Fields<'_, '_>) {
    let Some(node) = fields.node(AUTH_SCHEME) else { return };
    let message = "an API key is sent without an authentication scheme, except in the header `Authorization`";
    let diagnostic = fields.diagnostics().warning(Code::InapplicableKeyword, &node.origin, message).at_key();
    diagnostic.help("remove it, and pass the whole value of the header, cookie or parameter as the key");
}
