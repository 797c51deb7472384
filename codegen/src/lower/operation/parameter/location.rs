//! The location and the name of a parameter, and whether they are valid.

use super::parameter_2_0::location_2_0;
use crate::diagnostics::{Code, similar};
use crate::ir::ParameterLocation;
use crate::lower::read::fields::Fields;
use crate::lower::read::header_name::is_header_name;
use crate::resolve::Node;

/// Headers that parameters must not describe, each with what determines it.
const RESERVED_HEADERS: [(&str, &str); 3] = [
    ("Accept", "the media types of the responses determine it"),
    ("Content-Type", "the media type of the request body determines it"),
    ("Authorization", "describe it as a security scheme under `components.securitySchemes`"),
];

const LOCATIONS: [ParameterLocation; 4] =
    [ParameterLocation::Path, ParameterLocation::Query, ParameterLocation::Header, ParameterLocation::Cookie];

/// Name and location of a parameter; `None`, and reported, if it cannot be sent there.
pub(super) fn sendable(
    fields: &mut Fields<'_, '_>,
    node: &Node<'_>,
    is_2_0: bool,
) -> Option<(String, ParameterLocation)> {
    let name = fields.essential_string("name")?;
    let location = if is_2_0 { location_2_0(fields)? } else { location(fields)? };
    if name.is_empty() {
        let origin = node.origin.key("name");
        let diagnostic =
            fields.diagnostics().mistake(Code::InvalidValue, &origin, "empty parameter name: it is ignored");
        diagnostic.skipped().help("write the name that the service expects");
        return None;
    }
    let can_be_sent = match location {
        ParameterLocation::Header => is_sendable_header(fields, node, &name, is_2_0),
        ParameterLocation::Cookie => has_valid_name(fields, node, &name, location),
        ParameterLocation::Path | ParameterLocation::Query => true,
    };
    can_be_sent.then_some((name, location))
}

fn location(fields: &mut Fields<'_, '_>) -> Option<ParameterLocation> {
    let text = fields.essential_string("in")?;
    if let Some(location) = LOCATIONS.into_iter().find(|location| location.as_str() == text) {
        return Some(location);
    }
    let node = fields.node("in")?;
    // Since 3.2: all of the query, which an exploded object in style `form` is.
    if text == "querystring" {
        if let Some(schema) = fields.node("schema") {
            let message = "a `querystring` parameter requires `content` instead of `schema`";
            let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &schema.origin, message).at_key();
            diagnostic.help("write `content: { application/x-www-form-urlencoded: { schema: … } }`");
        }
        return Some(ParameterLocation::Query);
    }
    let message = format!("invalid parameter location `{text}`");
    let suggestion = similar(&text, LOCATIONS.map(|location| location.as_str().to_owned()));
    let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &node.origin, message);
    match (text.as_str(), &suggestion) {
        ("body" | "formData", _) => {
            diagnostic.skipped().help("since OpenAPI 3.0 the body is described by `requestBody`")
        }
        (_, Some(suggestion)) => {
            diagnostic.read_as(format!("it is read as `{suggestion}`")).help(format!("did you mean `{suggestion}`?"))
        }
        (_, None) => diagnostic.skipped().help("write `path`, `query`, `header` or `cookie`"),
    };
    LOCATIONS.into_iter().find(|location| suggestion.as_deref() == Some(location.as_str()))
}

/// "The parameter definition SHALL be ignored" (OpenAPI) for some headers; others have an invalid name.
fn is_sendable_header(fields: &mut Fields<'_, '_>, node: &Node<'_>, name: &str, is_2_0: bool) -> bool {
    let reserved = RESERVED_HEADERS.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
    // Swagger 2.0 has no such rule, and no other way to describe tokens.
    if let Some((header, decides)) = reserved.filter(|(header, _)| !is_2_0 || *header != "Authorization") {
        let message = format!("the header parameter `{header}` is ignored");
        let at = node.origin.key("name");
        // The client sends the other two.
        let diagnostic = if *header == "Authorization" {
            fields.diagnostics().warning(Code::IgnoredParameter, &at, message)
        } else {
            fields.diagnostics().note(Code::IgnoredParameter, &at, message)
        };
        diagnostic.skipped().help(*decides);
        return false;
    }
    has_valid_name(fields, node, name, ParameterLocation::Header)
}

/// A cookie has the same characters in its name as a header (RFC 6265, section 4.1.1).
fn has_valid_name(fields: &mut Fields<'_, '_>, node: &Node<'_>, name: &str, location: ParameterLocation) -> bool {
    let is_name = is_header_name(name);
    if !is_name {
        let word = location.as_str();
        let message = format!("invalid {word} name `{name}`");
        let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &node.origin.key("name"), message);
        diagnostic.skipped().help(format!("a {word} name consists of ASCII letters, digits and hyphens"));
    }
    is_name
}

/// `required`, and whether it is missing: a path without one of its parameters is another path.
pub(super) fn required(fields: &mut Fields<'_, '_>, node: &Node<'_>, location: ParameterLocation) -> (bool, bool) {
    let required = fields.flag("required");
    let is_reported =
        node.get("required").is_some_and(|written| !written.value.is_boolean() && !written.value.is_null());
    let is_path = location == ParameterLocation::Path;
    (required || is_path, is_path && !required && !is_reported)
}
