//! The intermediate representation: what a document says, free of how it says it and of how Rust will spell it.
//!
//! Data only. Names are wire names; Rust identifiers are decided by the stage `name`. Every node carries its
//! [`Origin`]. Order is the document's.

// Uses: `pointer`. Used by: `check`, `customize`, `emit`, `facts`, `lower`, `mock`, `name`, `output`, `report`, `sample`,
// `settings`, `share`, `validate`.

pub(crate) mod label;
mod operation;
mod pagination;
mod types;
mod uses;

pub use operation::*;
pub use pagination::*;
pub use types::*;

use crate::pointer::Origin;
use std::collections::{BTreeMap, BTreeSet};

/// A whole document.
#[derive(Debug, Clone)]
pub struct Api {
    /// The root of the document.
    pub origin: Origin,
    /// `info.title`.
    pub title: String,
    /// `info.version`: of the described API, not of the document format.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// `info.license`.
    pub license: Option<License>,
    /// `servers`, never empty: without any, the specification gives one with the URL `/`.
    pub servers: Vec<Server>,
    /// `components.securitySchemes`.
    pub security_schemes: Vec<SecurityScheme>,
    /// `tags`, then those only operations name.
    pub tags: Vec<Tag>,
    /// Every operation under `paths`.
    pub operations: Vec<Operation>,
    /// `components.responses` that have a body, whether or not an operation refers to them.
    pub shared_responses: Vec<SharedResponse>,
    /// Every schema.
    pub types: Types,
    /// The schemas that no selected operation needs, where a selection was made, and those in whose place is a shared one.
    /// They become nothing.
    pub unneeded: BTreeSet<TypeId>,
    /// The places of which several are one type, with that type: what they would have been called are further names of it.
    pub shared: BTreeMap<TypeId, TypeId>,
}

/// The licence that the document states for the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct License {
    /// Its name, such as `Apache 2.0`.
    pub name: String,
    /// `identifier`: an SPDX expression (3.1).
    pub identifier: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
}

/// A server and its URL template.
#[derive(Debug, Clone)]
pub struct Server {
    /// The Server Object.
    pub origin: Origin,
    /// The URL: literal text and variables.
    pub url: Vec<UrlPart>,
    /// What the document says of it.
    pub description: Option<String>,
    /// Every variable of the template.
    pub variables: Vec<ServerVariable>,
}

impl Server {
    /// The URL with the default of every variable.
    #[must_use]
    pub fn default_url(&self) -> String {
        let value = |name: &String| {
            let variable = self.variables.iter().find(|variable| variable.name == *name);
            variable.map(|variable| variable.default.as_str()).unwrap_or_default()
        };
        let text = |part: &UrlPart| match part {
            UrlPart::Literal(text) => text.clone(),
            UrlPart::Variable(name) => value(name).to_owned(),
        };
        self.url.iter().map(text).collect()
    }

    /// Scheme and host, with the default and every listed value of the variables in them. None where the URL is a path. With
    /// too many to list, that of the defaults alone.
    #[must_use]
    pub fn origins(&self) -> Vec<String> {
        let mut urls = vec![String::new()];
        for part in &self.url {
            let texts = match part {
                UrlPart::Literal(text) => vec![text.as_str()],
                UrlPart::Variable(name) => self.values(name),
            };
            urls = urls.iter().flat_map(|url| extended(url, &texts)).collect();
            if urls.len() > MAX_ORIGINS {
                urls = vec![self.default_url()];
                break;
            }
        }
        urls.iter().filter_map(|url| origin(url)).map(str::to_owned).collect()
    }

    /// The default of a variable and every value that the document lists, once each.
    fn values(&self, name: &str) -> Vec<&str> {
        let Some(variable) = self.variables.iter().find(|variable| variable.name == name) else { return vec![""] };
        let listed = variable.values.iter().filter(|value| **value != variable.default);
        std::iter::once(&variable.default).chain(listed).map(String::as_str).collect()
    }

    /// The URL with the name of every variable in braces.
    #[must_use]
    pub fn template(&self) -> String {
        let text = |part: &UrlPart| match part {
            UrlPart::Literal(text) => text.clone(),
            UrlPart::Variable(name) => format!("{{{name}}}"),
        };
        self.url.iter().map(text).collect()
    }
}

/// How many origins of one server are listed.
const MAX_ORIGINS: usize = 100;

/// A URL with each of these texts after it, as far as that changes its origin.
fn extended(url: &str, texts: &[&str]) -> Vec<String> {
    match origin(url) {
        Some(complete) if complete.len() < url.len() => vec![url.to_owned()],
        _ => texts.iter().map(|text| format!("{url}{text}")).collect(),
    }
}

/// Scheme and host of an absolute HTTP URL.
fn origin(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let host = rest.split('/').next().filter(|host| !host.is_empty())?;
    Some(&url[..url.len() - rest.len() + host.len()])
}

/// A piece of a server's URL template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UrlPart {
    /// Text as it stands.
    Literal(String),
    /// The value of the variable of this name.
    Variable(String),
}

/// A variable of a server's URL template.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    /// The Server Variable Object.
    pub origin: Origin,
    /// Its name in the template.
    pub name: String,
    /// The value when the caller gives none.
    pub default: String,
    /// The values the document lists; empty when any will do.
    pub values: Vec<String>,
    /// What the document says of it.
    pub description: Option<String>,
}

/// A way to authenticate.
#[derive(Debug, Clone)]
pub struct SecurityScheme {
    /// The Security Scheme Object.
    pub origin: Origin,
    /// Its key under `components.securitySchemes`.
    pub name: String,
    /// What the document says of it.
    pub description: Option<String>,
    /// Where the credential goes.
    pub kind: SecurityKind,
}

/// Where a credential goes in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecurityKind {
    /// The header, query or cookie parameter of this name holds the credential.
    ApiKey {
        /// Where the parameter goes; never [`Location::Path`].
        location: Location,
        /// The parameter's name.
        parameter: String,
    },
    /// `Authorization: Basic …`.
    Basic,
    /// `Authorization: <scheme> <token>`: HTTP bearer, OAuth 2.0 and OpenID Connect, or the word that
    /// `x-specwright-auth-scheme` gives.
    Token {
        /// The word before the token, such as `Bearer`.
        auth_scheme: String,
        /// OAuth 2.0: every scope that some flow declares, with what it permits.
        scopes: Vec<(String, String)>,
        /// OAuth 2.0: where tokens are given.
        flows: Flows,
    },
}

/// The URLs of the flows of OAuth 2.0, as the document has them: some are relative to the server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flows {
    /// `authorizationCode`: where users authorize, and the token endpoint.
    pub authorization_code: Option<(String, String)>,
    /// `clientCredentials`: the token endpoint.
    pub client_credentials: Option<String>,
    /// `password`: the token endpoint.
    pub password: Option<String>,
    /// Where refresh tokens go, when that is not the token endpoint of the first of the flows above.
    pub refresh: Option<String>,
}

/// One way to be allowed an operation: every named scheme together. No scheme at all means anonymous.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SecurityRequirement {
    /// Scheme name and the scopes needed of it.
    pub schemes: Vec<(String, Vec<String>)>,
}

/// A group of operations.
#[derive(Debug, Clone)]
pub struct Tag {
    /// The Tag Object, or the operation that first names it.
    pub origin: Origin,
    /// Its name.
    pub name: String,
    /// What the document says of it.
    pub description: Option<String>,
}
