//! The Security Scheme Object.

use super::api_key::api_key;
use super::http::{auth_scheme, http, token};
use super::oauth_flows::{FLOWS, oauth2};
use super::scheme_2_0::{SINCE_3_0, lower_scheme_2_0};
use crate::diagnostics::{Code, Diagnostics, similar};
use crate::ir::SecurityScheme;
use crate::lower::context::Context;
use crate::lower::read::extensions::AUTH_SCHEME;
use crate::lower::read::fields::Fields;
use crate::lower::read::object_kind::ObjectKind;
use crate::lower::version::Version;
use crate::resolve::Node;

const SCHEME: ObjectKind = ObjectKind {
    name: "Security Scheme Object",
    keywords: &[
        "type",
        "description",
        "name",
        "in",
        "scheme",
        "bearerFormat",
        "flows",
        "openIdConnectUrl",
        "oauth2MetadataUrl",
        "deprecated",
    ],
    unsupported: &[],
    extensions: &[AUTH_SCHEME],
};

const TYPES: [&str; 5] = ["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"];

pub(super) fn lower_scheme(
    name: &str,
    node: &Node<'_>,
    version: Version,
    diagnostics: &mut Diagnostics,
) -> Option<SecurityScheme> {
    let word = node.get("type").and_then(|word| word.value.as_str()).unwrap_or_default();
    if version.is_2_0() && !SINCE_3_0.contains(&word) {
        return lower_scheme_2_0(name, node, diagnostics);
    }
    if version.is_2_0() {
        let message = format!("`type: {word}` is not a security scheme type of Swagger 2.0");
        let diagnostic = diagnostics.mistake(Code::InvalidValue, &node.origin.key("type"), message);
        diagnostic.help("write `type: basic`; or for a token `type: apiKey`, `in: header` and `name: Authorization`");
    }
    let mut fields = Fields::open(node, &SCHEME, diagnostics)?;
    let kind_word = fields.essential_string("type")?;
    let kind = match kind_word.as_str() {
        "apiKey" => api_key(&mut fields)?,
        "http" => http(&mut fields)?,
        "oauth2" => oauth2(&mut fields),
        "openIdConnect" => {
            fields.require("openIdConnectUrl");
            token(auth_scheme(&mut fields, "Bearer"))
        }
        "mutualTLS" => {
            let message = format!("the client does not send the certificate of `{name}`");
            let diagnostic = fields.diagnostics().warning(Code::UnsupportedKeyword, &node.origin, message);
            diagnostic.skipped().help("configure the certificate in the HTTP client of the transport");
            return None;
        }
        other => {
            let message = format!("invalid type of security scheme `{other}`");
            let help = match similar(other, TYPES.map(str::to_owned)) {
                _ if ["basic", "bearer"].contains(&other.to_ascii_lowercase().as_str()) => {
                    format!("write `type: http` with `scheme: {}`", other.to_ascii_lowercase())
                }
                Some(suggestion) => format!("did you mean `{suggestion}`?"),
                None => format!("write one of `{}`", TYPES.join("`, `")),
            };
            let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &node.origin.key("type"), message);
            diagnostic.skipped().help(help);
            return None;
        }
    };
    let description = fields.string("description");
    Some(SecurityScheme { origin: node.origin.clone(), name: name.to_owned(), description, kind })
}

/// Keywords of a scheme, and the flow, that OpenAPI 3.2 adds.
pub(super) fn check_words_of_3_2(cx: &mut Context<'_, '_>, node: &Node<'_>) {
    cx.check_words_of_3_2(node, SCHEME.name, &["oauth2MetadataUrl", "deprecated"]);
    if let Some(flows) = node.get("flows") {
        cx.check_words_of_3_2(&flows, FLOWS.name, &["deviceAuthorization"]);
    }
}
