//! The Security Requirement Objects, and the schemes that they name.

mod api_key;
mod http;
mod oauth_flows;
mod scheme;
mod scheme_2_0;

use crate::diagnostics::{Code, Diagnostics, similar};
use crate::ir::{ParameterLocation, SecurityKind, SecurityRequirement, SecurityScheme};
use crate::lower::context::Context;
use crate::lower::read::value::{found, scalar_text};
use crate::lower::reference::References;
use crate::lower::reference::Section;
use crate::lower::version::Version;
use crate::pointer::Origin;
use crate::resolve::Node;
use crate::text::listed;
use indexmap::IndexMap;
use scheme::{check_words_of_3_2, lower_scheme};
use std::collections::HashSet;

/// The data of a scheme that lowering a requirement needs.
#[derive(Debug)]
pub(crate) enum Scheme {
    /// The client puts a credential into the request. The scopes are those that OAuth 2.0 flows declare.
    Sent {
        scopes: Option<Vec<String>>,
        /// Whether requirements may name scopes: in 3.0 only for OAuth 2.0 and OpenID Connect.
        takes_scopes: bool,
        /// Location and name of an API key.
        key: Option<(ParameterLocation, String)>,
    },
    /// The request has no credential: the scheme belongs to the transport.
    Elsewhere,
    /// It could not be read, which was reported.
    Unread,
}

/// The security schemes of a document, and unknown names in requirements.
#[derive(Debug, Default)]
pub(crate) struct Security {
    /// By name.
    declared: IndexMap<String, Scheme>,
    /// Undeclared schemes that requirements name, each reported once.
    unknown_schemes: HashSet<String>,
    /// Schemes without scopes for which requirements name some, each reported once.
    schemes_with_needless_scopes: HashSet<String>,
    /// Undeclared scopes that requirements name, by scheme, each with its first use.
    unknown_scopes: IndexMap<String, IndexMap<String, Origin>>,
}

impl Security {
    /// A scheme that the document declares.
    pub(crate) fn scheme(&self, name: &str) -> Option<&Scheme> {
        self.declared.get(name)
    }

    /// The names of the schemes that the document declares.
    pub(crate) fn schemes(&self) -> impl Iterator<Item = &str> {
        self.declared.keys().map(String::as_str)
    }

    /// `components.securitySchemes` of a document, replacing those of the previous document.
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

    /// A `security` list. `None` if it is absent; an empty one means that no credential is required.
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

    /// An alternative, without undeclared schemes. `None` if no scheme is left: the operation must not become one that
    /// needs no credential. If no alternative is left, the needs of the operation are unknown, and the client sends the
    /// credentials that it has.
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
                    let is_unexpected = !takes_scopes && !cx.version.since_3_1();
                    let unknown = known.as_ref().map(|known| unknown_scopes(&scopes_node, known));
                    self.report_scopes(name, &unknown.unwrap_or_default());
                    if let Some(scope) = scopes_node.items().next().filter(|_| is_unexpected) {
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

    /// Reports once per scheme.
    fn report_needless_scopes(
        &mut self,
        scheme: &str,
        scope: &Node<'_>,
        version: Version,
        diagnostics: &mut Diagnostics,
    ) {
        if self.schemes_with_needless_scopes.insert(scheme.to_owned()) {
            let message = format!(
                "the security scheme `{scheme}` has no scopes: in {1}, only {0}",
                with_scopes(version),
                version.name()
            );
            let diagnostic = diagnostics.mistake(Code::InvalidValue, &scope.origin, message);
            diagnostic.help(format!("write `{scheme}: []`"));
        }
    }

    /// A misspelled scheme would leave the operation without a credential.
    fn report_unknown_scheme(&self, cx: &mut Context<'_, '_>, name: &str, node: &Node<'_>) {
        let root = cx.resolver.root_of(cx.root);
        let section = cx.section_name(Section::SecuritySchemes);
        let mut holder = Some(root);
        for step in section.split('.') {
            if holder.as_ref().is_some_and(|holder| holder.has_misspelled(step)) {
                return;
            }
            holder = holder.and_then(|holder| holder.get(step));
        }
        let message = format!("unknown security scheme `{name}`");
        let help = match similar(name, self.declared.keys().cloned()) {
            Some(suggestion) => format!("did you mean `{suggestion}`?"),
            None => format!("declare it under `{section}.{name}`"),
        };
        let diagnostic = cx.diagnostics.mistake(Code::UnknownSecurityScheme, &node.origin, message);
        diagnostic.at_key().skipped().help(help);
    }

    /// Scopes are informative, so a wrong one does not affect the client.
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
                more => format!(", and {more} more scopes are not"),
            };
            let message = format!("the scope `{scope}` is not declared in a flow of `{scheme}`{more}");
            let diagnostic = diagnostics.warning(Code::UnknownScope, origin, message);
            let declared = match self.declared.get(&scheme) {
                Some(Scheme::Sent { scopes: Some(scopes), .. }) => scopes.clone(),
                Some(_) | None => Vec::new(),
            };
            match similar(scope, declared) {
                Some(suggestion) => diagnostic.help(format!("did you mean `{suggestion}`?")),
                None => diagnostic.help(format!("add it to the `scopes` of a flow of `{scheme}`")),
            };
            if scopes.len() > 1 {
                let others = scopes.keys().skip(1).map(|scope| format!("`{scope}`"));
                diagnostic.help(format!("the other scopes are {}", listed(others)));
            }
        }
    }
}

fn with_scopes(version: Version) -> &'static str {
    if version.is_2_0() { "`oauth2` schemes do" } else { "`oauth2` and `openIdConnect` schemes do" }
}

fn report_scopes_of_wrong_type(scheme: &str, node: &Node<'_>, diagnostics: &mut Diagnostics) {
    let message = format!("the scopes of `{scheme}` must be an array, not {}", found(node.value));
    let diagnostic = diagnostics.mistake(Code::WrongType, &node.origin, message);
    diagnostic.help(format!("write `{scheme}: []`, with the scopes in the brackets if there are any"));
}

fn unknown_scopes<'d>(node: &Node<'d>, known: &[String]) -> Vec<(String, Node<'d>)> {
    let scopes = node.items().filter_map(|item| Some((scalar_text(item.value)?, item)));
    scopes.filter(|(scope, _)| !known.contains(scope)).collect()
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
