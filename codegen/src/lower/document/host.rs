//! The servers of Swagger 2.0: `schemes`, `host` and `basePath`.

use crate::diagnostics::{Code, similar};
use crate::ir::{Server, ServerVariable, UrlPart};
use crate::lower::context::Context;
use crate::lower::read::value::{found, scalar_text};
use crate::resolve::Node;

/// The schemes that a document may name, in the client's order of preference.
const SCHEMES: [&str; 4] = ["https", "http", "wss", "ws"];

/// How many of them the client supports.
const HTTP_SCHEMES: usize = 2;

/// AutoRest's extension for a host that holds variables.
const PARAMETERIZED_HOST: &str = "x-ms-parameterized-host";

/// Hosts that rarely have TLS.
const LOCAL: [&str; 4] = ["localhost", "127.0.0.1", "0.0.0.0", "[::1]"];

impl<'d> Context<'_, 'd> {
    /// The servers of a document: its host with each scheme; without a host, a path relative to the caller's server.
    pub(crate) fn lower_host(&mut self, root: &Node<'d>) -> Vec<Server> {
        let base_path = self.base_path(root);
        if let Some(node) = root.get(PARAMETERIZED_HOST).filter(|node| node.get("hostTemplate").is_some()) {
            let server = self.parameterized_host(root, &node, &base_path);
            return vec![server.unwrap_or_else(|| relative(root, if base_path.is_empty() { "/" } else { &base_path }))];
        }
        let Some((node, host)) = self.host(root) else {
            let path = if base_path.is_empty() { "/" } else { &base_path };
            return vec![relative(root, path)];
        };
        let schemes = self.schemes_or_default(root, &node, &host);
        let urls: Vec<String> = schemes.iter().map(|scheme| format!("{scheme}://{host}{base_path}")).collect();
        let servers: Vec<Server> =
            urls.iter().filter_map(|url| self.lower_server_url(&node, url, Vec::new())).collect();
        if servers.is_empty() { vec![relative(root, "/")] } else { servers }
    }

    /// A host with parts that the caller sets. A part that contains a whole URL is not a server variable: the caller
    /// sets the server.
    fn parameterized_host(&mut self, root: &Node<'d>, node: &Node<'d>, base_path: &str) -> Option<Server> {
        let template = node.get("hostTemplate")?;
        let text = template.value.as_str()?;
        let has_scheme = text.contains("://");
        let is_prefixed = node.get("useSchemePrefix").is_none_or(|prefix| prefix.value != false);
        if !has_scheme && !is_prefixed {
            return None;
        }
        let scheme = self.schemes(root).and_then(|named| named.first().copied()).unwrap_or("https");
        let prefix = if has_scheme { String::new() } else { format!("{scheme}://") };
        let url = format!("{prefix}{}{base_path}", text.trim_end_matches('/'));
        let parameters: Vec<Node<'d>> = node.get("parameters").iter().flat_map(Node::items).collect();
        let variables = parameters.iter().filter_map(|parameter| self.host_variable(parameter)).collect();
        self.lower_server_url(&template, &url, variables)
    }

    fn host_variable(&mut self, parameter: &Node<'d>) -> Option<ServerVariable> {
        let parameter = match parameter.reference() {
            Some(text) => self.resolver.named_if_any(text, &parameter.origin.key("$ref"))?,
            None => parameter.clone(),
        };
        // A shared parameter has the description of its value in a `schema`.
        let of = |key: &str| parameter.get(key).or_else(|| parameter.get("schema")?.get(key));
        let values: Vec<String> =
            of("enum").iter().flat_map(Node::items).filter_map(|value| scalar_text(value.value)).collect();
        let default = of("default").and_then(|value| scalar_text(value.value)).or_else(|| values.first().cloned());
        Some(ServerVariable {
            name: parameter.get("name")?.value.as_str()?.to_owned(),
            default: default.unwrap_or_default(),
            values,
            description: parameter.get("description").and_then(|text| text.value.as_str()).map(str::to_owned),
            origin: parameter.origin,
        })
    }

    /// The server of an operation with `schemes` of its own, if these differ from the document's.
    pub(crate) fn lower_own_schemes(&mut self, operation: &Node<'d>) -> Option<Server> {
        operation.get("schemes")?;
        let root = self.resolver.root_of(self.root);
        let (node, host) = self.host(&root)?;
        let own = self.schemes(operation).filter(|own| !own.is_empty())?;
        let document_schemes = self.schemes_or_default(&root, &node, &host);
        if document_schemes.first().is_some_and(|first| own.contains(first)) {
            return None;
        }
        let url = format!("{}://{host}{}", own.first()?, self.base_path(&root));
        let at = operation.get("schemes")?;
        self.lower_server_url(&at, &url, Vec::new())
    }

    /// `host`, and its position. A whole URL is reduced to its host.
    fn host(&mut self, root: &Node<'d>) -> Option<(Node<'d>, String)> {
        let node = root.get("host").filter(|node| !node.value.is_null())?;
        let Some(text) = node.value.as_str() else {
            let message = format!("`host` must be a string, not {}", found(node.value));
            let diagnostic = self.diagnostics.mistake(Code::WrongType, &node.origin, message).skipped();
            diagnostic.help("write, for example, `host: api.example.com`");
            return None;
        };
        let text = text.trim();
        let rest = text.split_once("://").map_or(text, |(_, rest)| rest).trim_start_matches('/');
        let host = rest.split('/').next().unwrap_or_default();
        if !text.is_empty() && host.len() < text.len() && self.reported.insert(node.origin.clone()) {
            let message = format!("`host` must be a host name with an optional port, not `{text}`");
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &node.origin, message);
            diagnostic.help(format!("write `host: {host}`, the scheme under `schemes` and the path as `basePath`"));
        }
        (!host.is_empty()).then(|| (node, host.to_owned()))
    }

    /// `basePath`, empty or with a leading slash and without a trailing one.
    fn base_path(&mut self, root: &Node<'d>) -> String {
        let Some(node) = root.get("basePath").filter(|node| !node.value.is_null()) else { return String::new() };
        let Some(text) = node.value.as_str() else {
            let message = format!("`basePath` must be a string, not {}", found(node.value));
            let diagnostic = self.diagnostics.mistake(Code::WrongType, &node.origin, message).skipped();
            diagnostic.help("write, for example, `basePath: /v1`");
            return String::new();
        };
        let path = text.trim().trim_end_matches('/');
        if path.is_empty() || path.starts_with('/') {
            return path.to_owned();
        }
        if self.reported.insert(node.origin.clone()) {
            let message = "`basePath` must start with `/`";
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &node.origin, message);
            diagnostic.read_as(format!("it is read as `/{path}`")).help(format!("write `basePath: /{path}`"));
        }
        format!("/{path}")
    }

    /// The supported `schemes`, TLS first. `None` if there are none.
    fn schemes(&mut self, object: &Node<'d>) -> Option<Vec<&'static str>> {
        let node = object.get("schemes").filter(|node| !node.value.is_null())?;
        let mut named: Vec<usize> = Vec::new();
        if let (Some(scheme), true) = (node.value.as_str(), self.reported.insert(node.origin.clone())) {
            let message = "`schemes` must be an array, not a string";
            let diagnostic = self.diagnostics.mistake(Code::WrongType, &node.origin, message);
            diagnostic.read_as("it is read as its only element").help(format!("write `schemes: [{scheme}]`"));
        }
        let items: Vec<Node<'d>> = if node.value.is_string() { vec![node.clone()] } else { node.items().collect() };
        for item in items {
            let text = item.value.as_str().unwrap_or_default();
            match SCHEMES.iter().position(|scheme| scheme.eq_ignore_ascii_case(text)) {
                Some(index) => named.push(index),
                None if self.reported.insert(item.origin.clone()) => {
                    let message = format!("{} is not a transfer protocol", found(item.value));
                    let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &item.origin, message).skipped();
                    match similar(text, SCHEMES) {
                        Some(suggestion) => diagnostic.help(format!("did you mean `{suggestion}`?")),
                        None => diagnostic.help("write `https` or `http`"),
                    };
                }
                None => {}
            }
        }
        named.sort_unstable();
        named.dedup();
        let supported =
            named.iter().filter(|index| **index < HTTP_SCHEMES).map(|index| SCHEMES[*index]).collect::<Vec<_>>();
        if supported.is_empty() && !named.is_empty() && self.reported.insert(node.origin.clone()) {
            let message = "WebSocket is not supported: requests are sent over HTTP";
            let diagnostic = self.diagnostics.warning(Code::UnsupportedKeyword, &node.origin, message).skipped();
            diagnostic.help("add `https` or `http` if the service supports one of them");
        }
        Some(supported)
    }

    /// The schemes of a document, at least one.
    fn schemes_or_default(&mut self, root: &Node<'d>, node: &Node<'d>, host: &str) -> Vec<&'static str> {
        let named = self.schemes(root);
        let is_declared = named.is_some();
        named.filter(|named| !named.is_empty()).unwrap_or_else(|| vec![self.default_scheme(node, host, is_declared)])
    }

    /// According to the specification the scheme that the document was retrieved with, which is not known.
    fn default_scheme(&mut self, node: &Node<'d>, host: &str, is_declared: bool) -> &'static str {
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        let scheme = if LOCAL.contains(&name) { "http" } else { "https" };
        if !is_declared && self.reported.insert(node.origin.clone()) {
            let message = format!("the document has no `schemes`: requests are sent over `{scheme}`");
            let diagnostic = self.diagnostics.note(Code::MissingField, &node.origin, message);
            diagnostic.help("add `schemes: [https]` or `schemes: [http]`");
        }
        scheme
    }
}

fn relative(root: &Node<'_>, path: &str) -> Server {
    Server {
        origin: root.origin.clone(),
        url: vec![UrlPart::Literal(path.to_owned())],
        description: None,
        variables: Vec::new(),
    }
}
