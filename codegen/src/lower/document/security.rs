//! The Security Scheme Objects and the Security Requirement Objects.

use super::security_2_0::{SINCE_3_0, lower_scheme_2_0};
use crate::diagnostics::{Code, Diagnostics, similar};
use crate::ir::{Flows, Location, SecurityKind, SecurityRequirement, SecurityScheme};
use crate::lower::context::Context;
use crate::lower::read::expected::Expected;
use crate::lower::read::extensions::AUTH_SCHEME;
use crate::lower::read::fields::Fields;
use crate::lower::read::object_kind::{ObjectKind, Unsupported};
use crate::lower::read::header_name::is_header_name;
use crate::lower::read::value::{found, scalar_text};
use crate::lower::reference::References;
use crate::lower::reference::Section;
use crate::lower::version::Version;
use crate::pointer::Origin;
use crate::resolve::Node;
use crate::text::listed;
use indexmap::IndexMap;
use openapiv3::APIKeyLocation;
use std::collections::HashSet;

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

const FLOWS: ObjectKind = ObjectKind {
    name: "OAuth Flows Object",
    keywords: &["implicit", "password", "clientCredentials", "authorizationCode"],
    unsupported: &[Unsupported {
        keyword: "deviceAuthorization",
        meaning: "the client cannot request tokens with it",
        remedy: "request the token outside of the client, and pass it to the client",
    }],
    extensions: &[],
};

const FLOW: ObjectKind = ObjectKind {
    name: "OAuth Flow Object",
    keywords: &["authorizationUrl", "tokenUrl", "refreshUrl", "scopes"],
    unsupported: &[],
    extensions: &[],
};

const TYPES: [&str; 5] = ["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"];

/// What requirements need to know of a scheme.
#[derive(Debug)]
pub(crate) enum Scheme {
    /// The client puts a credential into the request. The scopes are those that OAuth 2.0 flows declare.
    Sent {
        scopes: Option<Vec<String>>,
        /// Whether requirements may name scopes: in 3.0 only of OAuth 2.0 and OpenID Connect.
        takes_scopes: bool,
        /// Where a key stands, and under which name.
        key: Option<(Location, String)>,
    },
    /// Nothing goes into the request: the scheme belongs to the transport.
    Elsewhere,
    /// It could not be read, which was reported.
    Unread,
}

/// The security schemes of a document, and what requirements name that is none.
#[derive(Debug, Default)]
pub(crate) struct Security {
    /// By name.
    declared: IndexMap<String, Scheme>,
    /// Schemes that requirements name and nothing declares, each reported once.
    unknown_schemes: HashSet<String>,
    /// Schemes without scopes of which requirements name some, each reported once.
    schemes_with_needless_scopes: HashSet<String>,
    /// Scopes that requirements name and no flow declares, by scheme, each where it is met first.
    unknown_scopes: IndexMap<String, IndexMap<String, Origin>>,
}

impl Security {
    /// A scheme that the document declares.
    pub(crate) fn scheme(&self, name: &str) -> Option<&Scheme> {
        self.declared.get(name)
    }

    /// `components.securitySchemes` of a document, in place of those of the document before it.
    pub(crate) fn lower_schemes<'d>(
        &mut self,
        cx: &mut References<'_, 'd>,
        entries: Option<&Vec<(&'d str, Node<'d>)>>,
    ) -> Vec<SecurityScheme> {
        self.declared.clear();
        let mut schemes = Vec::new();
        for (name, node) in entries.into_iter().flatten() {
            let node = cx.follow_to(Section::SecuritySchemes, node);
            if let Some(node) = &node {
                check_words_of_3_2(cx, node);
            }
            let scheme = node.as_ref().and_then(|node| lower_scheme(name, node, cx.version, cx.diagnostics));
            let word = node.as_ref().and_then(|node| node.get("type")).and_then(|word| word.value.as_str());
            self.declared.insert((*name).to_owned(), declared(scheme.as_ref(), word));
            schemes.extend(scheme);
        }
        schemes
    }

    /// A `security` list. `None` when there is none; an empty one says that no credential is needed.
    pub(crate) fn lower_requirements(
        &mut self,
        cx: &mut Context<'_, '_>,
        node: Option<&Node<'_>>,
    ) -> Option<Vec<SecurityRequirement>> {
        let node = node?;
        if !node.value.is_array() {
            let diagnostic = cx.diagnostics.mistake(Code::WrongType, &node.origin, "`security` must be an array");
            diagnostic.skipped().help("write each alternative as an element: `- schemeName: []`");
            return None;
        }
        let mut requirements: Vec<SecurityRequirement> = Vec::new();
        for item in node.items() {
            requirements.extend(self.lower_requirement(cx, &item));
        }
        if node.items().next().is_none() {
            requirements.push(SecurityRequirement::default());
        }
        Some(requirements)
    }

    /// An alternative, without the schemes that are not declared. None when that leaves nothing of it: the operation
    /// must not become one that asks for no credential. Where it leaves nothing of all alternatives, nothing is known
    /// of what the operation needs, and the client sends what it is given.
    fn lower_requirement(&mut self, cx: &mut Context<'_, '_>, node: &Node<'_>) -> Option<SecurityRequirement> {
        if !node.value.is_object() {
            let message = "a security requirement must be an object that maps scheme names to scopes";
            let diagnostic = cx.diagnostics.mistake(Code::WrongType, &node.origin, message);
            diagnostic.skipped().help("write `- schemeName: []`");
            return None;
        }
        let mut unknown = false;
        let mut requirement = SecurityRequirement::default();
        for (name, scopes_node) in node.entries() {
            if !scopes_node.value.is_array() {
                report_scopes_of_wrong_type(name, &scopes_node, cx.diagnostics);
            }
            let scopes: Vec<String> = scopes_node.items().filter_map(|scope| scalar_text(scope.value)).collect();
            let name = if cx.version.since_3_2() { self.by_reference(name) } else { name };
            match self.declared.get(name) {
                Some(Scheme::Sent { scopes: known, takes_scopes, .. }) => {
                    let is_odd = !takes_scopes && !cx.version.since_3_1();
                    let unknown = known.as_ref().map(|known| unknown_scopes(&scopes_node, known));
                    self.report_scopes(name, &unknown.unwrap_or_default());
                    if let Some(scope) = scopes_node.items().next().filter(|_| is_odd) {
                        self.report_needless_scopes(name, &scope, cx.version, cx.diagnostics);
                    }
                    requirement.schemes.push((name.to_owned(), scopes));
                }
                Some(Scheme::Elsewhere) => {}
                Some(Scheme::Unread) => unknown = true,
                None => {
                    unknown = true;
                    if self.unknown_schemes.insert(name.to_owned()) {
                        self.report_unknown_scheme(cx, name, &scopes_node);
                    }
                }
            }
        }
        (!unknown || !requirement.schemes.is_empty()).then_some(requirement)
    }

    /// The scheme that a requirement names: by its name or, since 3.2, by a reference to it.
    fn by_reference<'n>(&self, name: &'n str) -> &'n str {
        let referred = name.strip_prefix("#/components/securitySchemes/");
        referred.filter(|_| !self.declared.contains_key(name)).unwrap_or(name)
    }

    /// Once for each scheme.
    fn report_needless_scopes(
        &mut self,
        scheme: &str,
        scope: &Node<'_>,
        version: Version,
        diagnostics: &mut Diagnostics,
    ) {
        if self.schemes_with_needless_scopes.insert(scheme.to_owned()) {
            let message = format!("`{scheme}` has no scopes: only {} in {}", with_scopes(version), version.name());
            let diagnostic = diagnostics.mistake(Code::InvalidValue, &scope.origin, message);
            diagnostic.help(format!("write `{scheme}: []`"));
        }
    }

    /// A misspelt scheme would leave the operation without a credential.
    fn report_unknown_scheme(&self, cx: &mut Context<'_, '_>, name: &str, node: &Node<'_>) {
        let root = cx.resolver.root_of(cx.root);
        let section = cx.section_name(Section::SecuritySchemes);
        let mut holder = Some(root);
        for step in section.split('.') {
            if holder.as_ref().is_some_and(|holder| holder.has_misspelt(step)) {
                return;
            }
            holder = holder.and_then(|holder| holder.get(step));
        }
        let message = format!("unknown security scheme `{name}`");
        let help = match similar(name, self.declared.keys().cloned()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("declare it under `{section}.{name}`"),
        };
        let diagnostic = cx.diagnostics.mistake(Code::UnknownSecurityScheme, &node.origin, message);
        diagnostic.at_key().skipped().help(help);
    }

    /// Scopes only inform, so a wrong one does not hinder the client.
    fn report_scopes(&mut self, scheme: &str, unknown: &[(String, Node<'_>)]) {
        for (scope, node) in unknown {
            let scopes = self.unknown_scopes.entry(scheme.to_owned()).or_default();
            scopes.entry(scope.clone()).or_insert_with(|| node.origin.clone());
        }
    }

    /// One warning for all scopes of a scheme: a document that declares none of them names them at every operation.
    pub(crate) fn report_unknown_scopes(&mut self, diagnostics: &mut Diagnostics) {
        for (scheme, scopes) in std::mem::take(&mut self.unknown_scopes) {
            let Some((scope, origin)) = scopes.first() else { continue };
            let more = match scopes.len() - 1 {
                0 => String::new(),
                more => format!(", and {more} more that operations name"),
            };
            let message = format!("the scope `{scope}` is not declared in a flow of `{scheme}`{more}");
            let diagnostic = diagnostics.warning(Code::UnknownScope, origin, message);
            let declared = match self.declared.get(&scheme) {
                Some(Scheme::Sent { scopes: Some(scopes), .. }) => scopes.clone(),
                Some(_) | None => Vec::new(),
            };
            match similar(scope, declared) {
                Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                None => diagnostic.help(format!("add it to the `scopes` of a flow of `{scheme}`")),
            };
            if scopes.len() > 1 {
                let others = scopes.keys().skip(1).map(|scope| format!("`{scope}`"));
                diagnostic.help(format!("the others: {}", listed(others)));
            }
        }
    }
}

fn with_scopes(version: Version) -> &'static str {
    if version.is_2_0() { "`oauth2` schemes do" } else { "`oauth2` and `openIdConnect` schemes do" }
}

fn lower_scheme(
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
        let message = format!("`type: {word}` is of OpenAPI 3.0, not of Swagger 2.0");
        let diagnostic = diagnostics.mistake(Code::InvalidValue, &node.origin.key("type"), message);
        diagnostic.help("write `type: basic`; or for a token `type: apiKey`, `in: header` and `name: Authorization`");
    }
    let mut fields = Fields::open(node, &SCHEME, diagnostics)?;
    let kind_word = fields.essential_string("type")?;
    let kind = match kind_word.as_str() {
        "apiKey" => api_key(&mut fields)?,
        "http" => http(&mut fields)?,
        "oauth2" => oauth2(&mut fields),
        "openIdConnect" => token(auth_scheme(&mut fields, "Bearer")),
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
                Some(meant) => format!("did you mean `{meant}`?"),
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

fn report_scopes_of_wrong_type(scheme: &str, node: &Node<'_>, diagnostics: &mut Diagnostics) {
    let message = format!("the scopes of `{scheme}` must be an array, not {}", found(node.value));
    let diagnostic = diagnostics.mistake(Code::WrongType, &node.origin, message);
    diagnostic.help(format!("write `{scheme}: []`, with the scopes in the brackets if there are any"));
}

fn unknown_scopes<'d>(node: &Node<'d>, known: &[String]) -> Vec<(String, Node<'d>)> {
    let texts = node.items().filter_map(|item| Some((scalar_text(item.value)?, item)));
    texts.filter(|(scope, _)| !known.contains(scope)).collect()
}

fn declared(scheme: Option<&SecurityScheme>, word: Option<&str>) -> Scheme {
    let takes_scopes = matches!(word, Some("oauth2" | "openIdConnect"));
    match scheme.map(|scheme| &scheme.kind) {
        None if word == Some("mutualTLS") => Scheme::Elsewhere,
        None => Scheme::Unread,
        Some(SecurityKind::ApiKey { location, parameter }) => {
            Scheme::Sent { takes_scopes, scopes: None, key: Some((*location, parameter.clone())) }
        }
        Some(SecurityKind::Basic) => Scheme::Sent { takes_scopes, scopes: None, key: None },
        Some(SecurityKind::Token { scopes, .. }) => {
            let names: Vec<String> = scopes.iter().map(|(name, _)| name.clone()).collect();
            Scheme::Sent { takes_scopes, scopes: (!names.is_empty()).then_some(names), key: None }
        }
    }
}

pub(super) fn api_key(fields: &mut Fields<'_, '_>) -> Option<SecurityKind> {
    fields.essential("in")?;
    let location = match fields.get("in", Expected::OneOf(&["query", "header", "cookie"]))? {
        APIKeyLocation::Query => Location::Query,
        APIKeyLocation::Header => Location::Header,
        APIKeyLocation::Cookie => Location::Cookie,
    };
    let parameter = fields.essential_string("name")?;
    // A cookie has the same characters in its name as a header.
    let can_be_sent = location == Location::Query || is_header_name(&parameter);
    if let (false, Some(node)) = (can_be_sent, fields.node("name")) {
        let word = location.as_str();
        let message = format!("invalid {word} name `{parameter}`");
        let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &node.origin, message);
        diagnostic.skipped().help(format!("a {word} name consists of ASCII letters, digits and hyphens"));
        return None;
    }
    Some(SecurityKind::ApiKey { location, parameter })
}

fn http(fields: &mut Fields<'_, '_>) -> Option<SecurityKind> {
    let scheme = fields.essential_string("scheme")?;
    let scheme = meant_scheme(fields, scheme);
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
        let message = format!("challenges of `{word}` are not supported: the credential is sent as given");
        let diagnostic = fields.diagnostics().warning(Code::UnsupportedKeyword, &node.origin, message);
        diagnostic.fallback().help(format!("compute the value after `{word}` in a token source or in the transport"));
    }
    Some(token(auth_scheme(fields, &word)))
}

/// A format of tokens where the scheme is due that they are sent by. Few services want `Authorization: JWT …`.
fn report_jwt(fields: &mut Fields<'_, '_>, scheme: &str) {
    let Some(node) = fields.node("scheme") else { return };
    let message =
        format!("`{scheme}` is not a registered HTTP authentication scheme: `Authorization: {scheme} …` is sent");
    let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &node.origin, message);
    diagnostic.help("write `scheme: bearer` with `bearerFormat: JWT` if the service expects `Authorization: Bearer …`");
    diagnostic.help(format!("add `{AUTH_SCHEME}: {scheme}` if it does not"));
}

/// One of the two schemes that everybody uses, where the name is nearly that.
fn meant_scheme(fields: &mut Fields<'_, '_>, scheme: String) -> String {
    let near = similar(&scheme, ["basic", "bearer"].map(str::to_owned));
    let Some(meant) = near.filter(|meant| !scheme.eq_ignore_ascii_case(meant)) else { return scheme };
    if let Some(node) = fields.node("scheme") {
        let message = format!("invalid HTTP authentication scheme `{scheme}`");
        let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &node.origin, message);
        diagnostic.read_as(format!("it is read as `{meant}`")).help(format!("did you mean `{meant}`?"));
    }
    meant
}

/// A token of which the document does not say where it comes from.
fn token(auth_scheme: String) -> SecurityKind {
    SecurityKind::Token { auth_scheme, scopes: Vec::new(), flows: Flows::default() }
}

fn oauth2(fields: &mut Fields<'_, '_>) -> SecurityKind {
    let node = fields.require("flows");
    let (flows, scopes) = node.map(|node| flows(&node, fields.diagnostics())).unwrap_or_default();
    SecurityKind::Token { auth_scheme: auth_scheme(fields, "Bearer"), flows, scopes }
}

/// Where tokens are given, and every scope of every flow, each once. The flow `implicit` gives its tokens to a browser.
fn flows(node: &Node<'_>, diagnostics: &mut Diagnostics) -> (Flows, Vec<(String, String)>) {
    let Some(fields) = Fields::open(node, &FLOWS, diagnostics) else { return Default::default() };
    let nodes = ["implicit", "password", "clientCredentials", "authorizationCode"].map(|key| fields.node(key));
    let [implicit, password, client, code] = nodes.map(|node| Flow::read(&node?, diagnostics));
    let endpoints = [&code, &client, &password].map(Option::as_ref);
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
        refresh: refresh_url.filter(|url| Some(*url) != token_url).cloned(),
    };
    let mut scopes: IndexMap<String, String> = IndexMap::new();
    for (name, meaning) in [implicit, password, client, code].into_iter().flatten().flat_map(|flow| flow.scopes) {
        scopes.entry(name).or_insert(meaning);
    }
    (flows, scopes.into_iter().collect())
}

/// An OAuth Flow Object.
struct Flow {
    authorization_url: Option<String>,
    token_url: Option<String>,
    refresh_url: Option<String>,
    scopes: Vec<(String, String)>,
}

impl Flow {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut fields = Fields::open(node, &FLOW, diagnostics)?;
        let last = node.origin.pointer.last().unwrap_or_default();
        let needed = |key: &str| match key {
            "authorizationUrl" => matches!(last.as_str(), "implicit" | "authorizationCode"),
            "tokenUrl" => last != "implicit",
            _ => false,
        };
        let [authorization_url, token_url, refresh_url] = ["authorizationUrl", "tokenUrl", "refreshUrl"].map(|key| {
            let url = if needed(key) { fields.essential_string(key) } else { fields.string(key) };
            if url.as_deref().is_some_and(|url| url.trim().is_empty()) {
                report_empty_url(&mut fields, key, needed(key));
            }
            url.filter(|url| !url.trim().is_empty())
        });
        for (key, url) in
            [("authorizationUrl", &authorization_url), ("tokenUrl", &token_url), ("refreshUrl", &refresh_url)]
        {
            check_url(&mut fields, key, url.as_deref());
        }
        fields.require("scopes");
        let scopes = fields.map("scopes").into_iter();
        // What a scope means is only words.
        let scopes = scopes.map(|(name, meaning)| (name.to_owned(), scalar_text(meaning.value).unwrap_or_default()));
        Some(Self { authorization_url, token_url, refresh_url, scopes: scopes.collect() })
    }
}

/// Some documents have empty strings for URLs that they do not know: the flow goes without them.
pub(super) fn report_empty_url(fields: &mut Fields<'_, '_>, key: &str, is_needed: bool) {
    let Some(node) = fields.node(key) else { return };
    let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &node.origin, format!("`{key}` is empty"));
    if is_needed {
        diagnostic.skipped().help("write the URL; if the service does not offer this flow, remove the flow");
    } else {
        diagnostic.help("remove it");
    }
}

/// A URL may be relative to that of the server, as `/token` is.
pub(super) fn check_url(fields: &mut Fields<'_, '_>, key: &str, url: Option<&str>) {
    let (Some(url), Some(node)) = (url, fields.node(key)) else { return };
    let Some(help) = url_remedy(url) else { return };
    let message = format!("`{key}` must be a URL, not {}", found(node.value));
    fields.diagnostics().mistake(Code::InvalidValue, &node.origin, message).help(help);
}

/// What to write in place of what is no URL, or has the host where the path of a relative one begins.
fn url_remedy(url: &str) -> Option<String> {
    let example = "write an absolute URL, such as `https://example.com/oauth/token`";
    let Ok(parsed) = fluent_uri::UriRef::parse(url) else { return Some(example.to_owned()) };
    let first = parsed.path().as_str().split('/').next().unwrap_or_default();
    let is_host = parsed.scheme().is_none() && parsed.authority().is_none() && first.trim_matches('.').contains('.');
    is_host.then(|| format!("write `https://{url}`"))
}

/// Keywords of a scheme, and the flow, that OpenAPI 3.2 adds.
fn check_words_of_3_2(cx: &mut Context<'_, '_>, node: &Node<'_>) {
    cx.check_words_of_3_2(node, SCHEME.name, &["oauth2MetadataUrl", "deprecated"]);
    if let Some(flows) = node.get("flows") {
        cx.check_words_of_3_2(&flows, FLOWS.name, &["deviceAuthorization"]);
    }
}

/// Schemes whose credential depends on the request or on a challenge of the service.
const CHALLENGED: [&str; 8] = ["Digest", "DPoP", "GNAP", "HOBA", "Mutual", "Negotiate", "SCRAM-SHA-1", "SCRAM-SHA-256"];

pub(super) fn auth_scheme(fields: &mut Fields<'_, '_>, usual: &str) -> String {
    fields.string(AUTH_SCHEME).unwrap_or_else(|| usual.to_owned())
}

/// The word as its registration spells it. Servers must ignore case (RFC 9110, 11.1); some do not.
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
    fn words_are_spelt_as_registered() {
        assert_eq!(registered_word("bearer"), "Bearer");
        assert_eq!(registered_word("BEARER"), "Bearer");
        assert_eq!(registered_word("dpop"), "DPoP");
        assert_eq!(registered_word("token"), "Token");
        assert_eq!(registered_word("AWS4-HMAC-SHA256"), "AWS4-HMAC-SHA256");
    }
}
