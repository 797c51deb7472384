//! The Security Scheme Object of Swagger 2.0, which contains its one flow.

use super::api_key::api_key;
use super::http::auth_scheme;
use super::oauth_flows::{check_url, report_empty_url};
use crate::diagnostics::{Code, Diagnostics, similar};
use crate::ir::{Flows, SecurityKind, SecurityScheme};
use crate::lower::document::sections::OF_3_0;
use crate::lower::read::extensions::AUTH_SCHEME;
use crate::lower::read::fields::Fields;
use crate::lower::read::object_kind::{ObjectKind, Unsupported};
use crate::lower::read::value::scalar_text;
use crate::resolve::Node;

/// One flow, with its keywords in the scheme itself.
const SCHEME_2_0: ObjectKind = ObjectKind {
    name: "Security Scheme Object",
    keywords: &["type", "description", "name", "in", "flow", "authorizationUrl", "tokenUrl", "scopes"],
    unsupported: &[Unsupported {
        keyword: "flows",
        meaning: OF_3_0,
        remedy: "write one `flow`, with its URLs and `scopes` next to it",
    }],
    extensions: &[AUTH_SCHEME],
};

/// The flows of Swagger 2.0, and their names in OpenAPI 3.0.
const FLOWS_2_0: [(&str, &str); 4] = [
    ("implicit", "implicit"),
    ("password", "password"),
    ("application", "clientCredentials"),
    ("accessCode", "authorizationCode"),
];

const TYPES_2_0: [&str; 3] = ["basic", "apiKey", "oauth2"];

/// Types that OpenAPI 3.0 added, which are read with its meaning.
pub(super) const SINCE_3_0: [&str; 3] = ["http", "openIdConnect", "mutualTLS"];

/// A scheme of a type that Swagger 2.0 has.
pub(super) fn lower_scheme_2_0(name: &str, node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<SecurityScheme> {
    let mut fields = Fields::open(node, &SCHEME_2_0, diagnostics)?;
    let kind = match fields.essential_string("type")?.as_str() {
        "basic" => SecurityKind::Basic,
        "apiKey" => {
            check_location(&mut fields);
            api_key(&mut fields)?
        }
        "oauth2" => oauth2_2_0(&mut fields),
        other => {
            let message = format!("invalid type of security scheme `{other}`");
            let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &node.origin.key("type"), message);
            match similar(other, TYPES_2_0) {
                Some(suggestion) => diagnostic.skipped().help(format!("did you mean `{suggestion}`?")),
                None => diagnostic.skipped().help(format!("write one of `{}`", TYPES_2_0.join("`, `"))),
            };
            return None;
        }
    };
    let description = fields.string("description");
    Some(SecurityScheme { origin: node.origin.clone(), name: name.to_owned(), description, kind })
}

/// A scheme of Swagger 2.0 has one flow.
fn oauth2_2_0(fields: &mut Fields<'_, '_>) -> SecurityKind {
    let auth_scheme = auth_scheme(fields, "Bearer");
    let flow = fields.require_string("flow").and_then(|word| known_flow(fields, &word));
    let url = |fields: &mut Fields<'_, '_>, key: &str, is_needed: bool| {
        let url = if is_needed { fields.require_string(key) } else { fields.string(key) };
        check_url(fields, key, url.as_deref());
        if url.as_deref().is_some_and(|url| url.trim().is_empty()) {
            report_empty_url(fields, key, is_needed);
        }
        url.filter(|url| !url.trim().is_empty())
    };
    let page = url(fields, "authorizationUrl", matches!(flow, Some("implicit" | "authorizationCode")));
    let token = url(fields, "tokenUrl", flow.is_some_and(|flow| flow != "implicit"));
    let scopes = fields.map("scopes").into_iter().filter(|(name, _)| !name.starts_with("x-"));
    let scopes = scopes.map(|(name, meaning)| (name.to_owned(), scalar_text(meaning.value).unwrap_or_default()));
    let scopes = scopes.collect();
    let of = |name: &str| token.clone().filter(|_| flow == Some(name));
    let flows = Flows {
        authorization_code: of("authorizationCode").map(|token| (page.unwrap_or_default(), token)),
        client_credentials: of("clientCredentials"),
        password: of("password"),
        device_authorization: None,
        refresh: None,
    };
    SecurityKind::Token { auth_scheme, flows, scopes }
}

/// The OpenAPI 3.0 name of a flow; these names are understood, too.
fn known_flow(fields: &mut Fields<'_, '_>, word: &str) -> Option<&'static str> {
    if let Some((_, name)) = FLOWS_2_0.into_iter().find(|(known, _)| *known == word) {
        return Some(name);
    }
    let flow = FLOWS_2_0.into_iter().find(|(known, name)| *name == word || known.eq_ignore_ascii_case(word));
    let suggestion = || similar(word, FLOWS_2_0.map(|(known, _)| known));
    let node = fields.node("flow")?;
    let diagnostic = fields.diagnostics().mistake(
        Code::InvalidValue,
        &node.origin,
        format!("`{word}` is not a flow of Swagger 2.0"),
    );
    match (flow.map(|(known, _)| known), suggestion()) {
        (Some(known), _) => diagnostic.help(format!("write `flow: {known}`")),
        (None, Some(suggestion)) => diagnostic.skipped().help(format!("did you mean `{suggestion}`?")),
        (None, None) => diagnostic.skipped().help("write `implicit`, `password`, `application` or `accessCode`"),
    };
    flow.map(|(_, name)| name)
}

/// Cookies are a location since OpenAPI 3.0.
fn check_location(fields: &mut Fields<'_, '_>) {
    if let Some(node) = fields.node("in").filter(|node| node.value == "cookie") {
        let message = "`cookie` is not a location of an API key in Swagger 2.0";
        let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &node.origin, message);
        diagnostic
            .read_as("it is sent in a cookie")
            .help("write `in: header` and `name: Cookie`, whose value has all cookies");
    }
}
