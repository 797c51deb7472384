//! The OAuth Flows Object: token endpoints and scopes.

use super::http::auth_scheme;
use crate::diagnostics::{Code, Diagnostics};
use crate::ir::{Flows, SecurityKind};
use crate::lower::read::fields::Fields;
use crate::lower::read::object_kind::ObjectKind;
use crate::lower::read::value::{found, scalar_text};
use crate::resolve::Node;
use crate::text::listed;
use indexmap::IndexMap;

pub(super) const FLOWS: ObjectKind = ObjectKind {
    name: "OAuth Flows Object",
    keywords: &["implicit", "password", "clientCredentials", "authorizationCode", "deviceAuthorization"],
    unsupported: &[],
    extensions: &[],
};

const FLOW: ObjectKind = ObjectKind {
    name: "OAuth Flow Object",
    keywords: &["authorizationUrl", "tokenUrl", "refreshUrl", "deviceAuthorizationUrl", "scopes"],
    unsupported: &[],
    extensions: &[],
};

/// The keywords of the object and of a flow, if they are reported together.
const FLOWS_WITH_THOSE_OF_ONE: ObjectKind = ObjectKind {
    name: FLOWS.name,
    keywords: &[
        "implicit",
        "password",
        "clientCredentials",
        "authorizationCode",
        "deviceAuthorization",
        "authorizationUrl",
        "tokenUrl",
        "refreshUrl",
        "deviceAuthorizationUrl",
        "scopes",
    ],
    unsupported: &[],
    extensions: &[],
};

pub(super) fn oauth2(fields: &mut Fields<'_, '_>) -> SecurityKind {
    let node = fields.require("flows");
    let (flows, scopes) = node.map(|node| flows(&node, fields.diagnostics())).unwrap_or_default();
    SecurityKind::Token { auth_scheme: auth_scheme(fields, "Bearer"), flows, scopes }
}

/// The token endpoints, and all scopes of all flows without duplicates. The flow `implicit` issues its tokens to a
/// browser.
fn flows(node: &Node<'_>, diagnostics: &mut Diagnostics) -> (Flows, Vec<(String, String)>) {
    let is_misplaced = node.entries().any(|(key, _)| FLOW.keywords.contains(&key));
    let kind = if is_misplaced { &FLOWS_WITH_THOSE_OF_ONE } else { &FLOWS };
    let Some(fields) = Fields::open(node, kind, diagnostics) else { return Default::default() };
    let nodes = ["implicit", "password", "clientCredentials", "authorizationCode", "deviceAuthorization"];
    let nodes = nodes.map(|key| fields.node(key));
    let mut described = nodes.iter().flatten();
    let only = described.next().filter(|_| described.next().is_none());
    if is_misplaced {
        report_misplaced(node, only, diagnostics);
    }
    // They can only be meant for the one flow.
    let misplaced = Some(node).filter(|_| is_misplaced && only.is_some());
    let [implicit, password, client, code, device] = nodes.map(|node| Flow::read(&node?, misplaced, diagnostics));
    let endpoints = [&code, &client, &password, &device].map(Option::as_ref);
    let token_url = endpoints.into_iter().flatten().find_map(|flow| flow.token_url.as_ref());
    let refresh_url = endpoints.into_iter().flatten().find_map(|flow| flow.refresh_url.as_ref());
    let both = |flow: &Flow| {
        let urls = [&flow.authorization_url, &flow.token_url];
        let [page, token_url] = urls.map(|url| url.clone().unwrap_or_default());
        urls.into_iter().any(Option::is_some).then_some((page, token_url))
    };
    let flows = Flows {
        authorization_code: code.as_ref().and_then(both),
        client_credentials: client.as_ref().and_then(|flow| flow.token_url.clone()),
        password: password.as_ref().and_then(|flow| flow.token_url.clone()),
        device_authorization: device
            .as_ref()
            .and_then(|flow| Some((flow.device_authorization_url.clone()?, flow.token_url.clone()?))),
        refresh: refresh_url.filter(|url| Some(*url) != token_url).cloned(),
    };
    let mut scopes: IndexMap<String, String> = IndexMap::new();
    for (name, meaning) in [implicit, password, client, code, device].into_iter().flatten().flat_map(|flow| flow.scopes)
    {
        scopes.entry(name).or_insert(meaning);
    }
    (flows, scopes.into_iter().collect())
}

/// Keywords of a flow that stand next to it, or without one, such as after a lost indentation.
fn report_misplaced(node: &Node<'_>, only: Option<&Node<'_>>, diagnostics: &mut Diagnostics) {
    let misplaced: Vec<_> = node.entries().filter(|(key, _)| FLOW.keywords.contains(key)).collect();
    let Some((_, first)) = misplaced.first() else { return };
    let keys = listed(misplaced.iter().map(|(key, _)| format!("`{key}`")));
    let verb = if misplaced.len() == 1 { "belongs" } else { "belong" };
    let name = only.and_then(|flow| flow.origin.pointer.last());
    let message = match &name {
        Some(name) => format!("{keys} {verb} under `{name}`"),
        None => format!("{keys} {verb} under the name of a flow"),
    };
    let diagnostic = diagnostics.mistake(Code::UnknownKeyword, &first.origin, message).at_key();
    match name {
        Some(name) => diagnostic.help(format!("indent what `{name}` contains further than `{name}` itself")),
        None => diagnostic
            .skipped()
            .help("move it under the name of its flow, as in `clientCredentials: { tokenUrl: …, scopes: {} }`"),
    };
}

/// An OAuth Flow Object.
struct Flow {
    authorization_url: Option<String>,
    device_authorization_url: Option<String>,
    token_url: Option<String>,
    refresh_url: Option<String>,
    scopes: Vec<(String, String)>,
}

impl Flow {
    /// Reads a flow. `misplaced` is the object with those of its keywords that stand next to it.
    fn read(node: &Node<'_>, misplaced: Option<&Node<'_>>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let is_elsewhere = |key: &str| misplaced.is_some_and(|node| node.get(key).is_some());
        let in_misplaced = |key: &str| misplaced.and_then(|node| node.get(key)?.value.as_str().map(str::to_owned));
        let mut fields = Fields::open(node, &FLOW, diagnostics)?;
        let last = node.origin.pointer.last().unwrap_or_default();
        let needed = |key: &str| match key {
            "authorizationUrl" => matches!(last.as_str(), "implicit" | "authorizationCode"),
            "deviceAuthorizationUrl" => last == "deviceAuthorization",
            "tokenUrl" => last != "implicit",
            _ => false,
        };
        let urls = ["authorizationUrl", "deviceAuthorizationUrl", "tokenUrl", "refreshUrl"].map(|key| {
            let is_needed = needed(key) && !is_elsewhere(key);
            let url = if is_needed { fields.essential_string(key) } else { fields.string(key) };
            let url = url.or_else(|| in_misplaced(key));
            if url.as_deref().is_some_and(|url| url.trim().is_empty()) {
                report_empty_url(&mut fields, key, needed(key));
            }
            let url = url.filter(|url| !url.trim().is_empty());
            check_url(&mut fields, key, url.as_deref());
            url
        });
        let [authorization_url, device_authorization_url, token_url, refresh_url] = urls;
        let misplaced_scopes = misplaced.filter(|_| !fields.has("scopes")).and_then(|node| node.get("scopes"));
        let scopes = if let Some(misplaced) = misplaced_scopes {
            misplaced.entries().collect()
        } else {
            fields.require("scopes");
            fields.map("scopes")
        };
        let scopes = scopes.into_iter();
        // The meaning of a scope is only text.
        let scopes = scopes.map(|(name, meaning)| (name.to_owned(), scalar_text(meaning.value).unwrap_or_default()));
        Some(Self { authorization_url, device_authorization_url, token_url, refresh_url, scopes: scopes.collect() })
    }
}

/// Some documents have empty strings for unknown URLs, which are ignored.
pub(super) fn report_empty_url(fields: &mut Fields<'_, '_>, key: &str, is_needed: bool) {
    let Some(node) = fields.node(key) else { return };
    let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &node.origin, format!("`{key}` is empty"));
    if is_needed {
        diagnostic.skipped().help("write the URL; if the service does not offer this flow, remove the flow");
    } else {
        diagnostic.help("remove it");
    }
}

/// A URL may be relative to that of the server, such as `/token`.
pub(super) fn check_url(fields: &mut Fields<'_, '_>, key: &str, url: Option<&str>) {
    let (Some(url), Some(node)) = (url, fields.node(key)) else { return };
    let Some(help) = url_remedy(url) else { return };
    let message = format!("`{key}` must be a URL, not {}", found(node.value));
    fields.diagnostics().mistake(Code::InvalidValue, &node.origin, message).help(help);
}

/// The remedy for an invalid URL, or for a host without a scheme, which would be a relative path.
fn url_remedy(url: &str) -> Option<String> {
    let example = "write an absolute URL, such as `https://example.com/oauth/token`";
    let Ok(parsed) = fluent_uri::UriRef::parse(url) else { return Some(example.to_owned()) };
    let first = parsed.path().as_str().split('/').next().unwrap_or_default();
    let is_host = parsed.scheme().is_none() && parsed.authority().is_none() && first.trim_matches('.').contains('.');
    is_host.then(|| format!("write `https://{url}`"))
}
