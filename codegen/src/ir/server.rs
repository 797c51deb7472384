//! Servers and their URL templates.

use crate::pointer::Origin;

/// A server and its URL template.
#[derive(Debug, Clone)]
pub struct Server {
    /// The Server Object.
    pub origin: Origin,
    /// The URL: literal text and variables.
    pub url: Vec<UrlPart>,
    /// The description in the document.
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
            let values = match part {
                UrlPart::Literal(text) => vec![text.as_str()],
                UrlPart::Variable(name) => self.values(name),
            };
            urls = urls.iter().flat_map(|url| extended(url, &values)).collect();
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

/// The maximal number of listed origins of one server.
const MAX_ORIGINS: usize = 100;

/// A URL followed by each of these strings, if that changes its origin.
fn extended(url: &str, values: &[&str]) -> Vec<String> {
    match origin(url) {
        Some(complete) if complete.len() < url.len() => vec![url.to_owned()],
        _ => values.iter().map(|text| format!("{url}{text}")).collect(),
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
    /// Literal text.
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
    /// The value if the caller sets none.
    pub default: String,
    /// The values the document lists; empty when any will do.
    pub values: Vec<String>,
    /// The description in the document.
    pub description: Option<String>,
}
