//! The Server Objects and their URL templates.

use crate::diagnostics::{Code, similar};
use crate::ir::{Server, ServerVariable, UrlPart};
use crate::lower::context::Context;
use crate::lower::read::fields::Fields;
use crate::lower::read::object_kind::ObjectKind;
use crate::lower::read::template::{Piece, TemplateError, parse_template};
use crate::resolve::Node;
use crate::text::listed;

const SERVER: ObjectKind = ObjectKind {
    name: "Server Object",
    keywords: &["url", "description", "variables", "name"],
    unsupported: &[],
    extensions: &[],
};

const VARIABLE: ObjectKind = ObjectKind {
    name: "Server Variable Object",
    keywords: &["enum", "default", "description"],
    unsupported: &[],
    extensions: &[],
};

impl<'d> Context<'_, 'd> {
    /// `servers`, or else the default of the specification.
    pub(crate) fn lower_servers(&mut self, root: &Node<'d>, nodes: &[Node<'d>]) -> Vec<Server> {
        let servers: Vec<Server> = nodes.iter().filter_map(|node| self.lower_server(node)).collect();
        if !servers.is_empty() {
            return servers;
        }
        vec![Server {
            origin: root.origin.clone(),
            url: vec![UrlPart::Literal("/".to_owned())],
            description: None,
            variables: Vec::new(),
        }]
    }

    /// The first server of a path item or operation, if any.
    pub(crate) fn lower_own_server(&mut self, nodes: &[Node<'d>]) -> Option<Server> {
        let servers: Vec<Server> = nodes.iter().filter_map(|node| self.lower_server(node)).collect();
        if let [_, second, ..] = servers.as_slice() {
            let message = "only the first server of a path or an operation is used";
            let diagnostic = self.diagnostics.warning(Code::UnsupportedKeyword, &second.origin, message);
            diagnostic.skipped().help("a client has one server at a time, which can be any URL");
        }
        servers.into_iter().next()
    }

    fn lower_server(&mut self, node: &Node<'d>) -> Option<Server> {
        let mut fields = Fields::open(node, &SERVER, self.diagnostics)?;
        let url = fields.essential_string("url")?;
        let description = fields.string("description");
        let entries = fields.map("variables");
        let mut variables: Vec<ServerVariable> =
            entries.iter().filter_map(|(name, node)| self.lower_variable(name, node)).collect();
        let url_node = node.get("url")?;
        let url = self.lower_url(&url_node, url.trim())?;
        self.check_variables(&url_node, &url, &mut variables);
        let server = Server { origin: node.origin.clone(), url, description, variables };
        self.check_url(&url_node, server)
    }

    /// The server with this URL, which is derived from the node.
    pub(crate) fn lower_server_url(
        &mut self,
        node: &Node<'d>,
        text: &str,
        mut variables: Vec<ServerVariable>,
    ) -> Option<Server> {
        let url = self.lower_url(node, text)?;
        self.check_variables(node, &url, &mut variables);
        self.check_url(node, Server { origin: node.origin.clone(), url, description: None, variables })
    }

    /// A URL that the client can send to, or a path relative to a host that the caller sets. A host without a scheme,
    /// which would be a relative path, gets one.
    fn check_url(&mut self, node: &Node<'d>, mut server: Server) -> Option<Server> {
        let url = server.default_url();
        let authority = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let first = url.split('/').next().unwrap_or_default();
        let (what, help) = if url.contains(['?', '#']) {
            ("has a query or a fragment", "declare them as parameters")
        } else if url.contains(char::is_whitespace) {
            ("has a space", "percent-encode it")
        } else if authority.is_some_and(|rest| rest.split('/').next().is_some_and(|host| host.contains('@'))) {
            ("holds credentials", "describe them as a security scheme")
        } else if authority.is_none() && url.contains("://") {
            ("is not an HTTP URL", "start it with `https://` or `http://`")
        } else if authority.is_none() && (url.starts_with("http:") || url.starts_with("https:")) {
            ("has no `//` after its scheme", "start it with `https://` or `http://`")
        } else if authority.is_none() && first.contains('.') && !first.starts_with('.') {
            let message = format!("the URL `{url}` has no scheme");
            let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &node.origin, message);
            diagnostic
                .read_as(format!("it is read as `https://{url}`"))
                .help("start it with `https://`, or with `/` if it is a path");
            server.url.insert(0, UrlPart::Literal("https://".to_owned()));
            return Some(server);
        } else {
            return Some(server);
        };
        let message = format!("the URL `{url}` {what}: the client cannot send to it");
        self.diagnostics.mistake(Code::InvalidValue, &node.origin, message).skipped().help(help);
        None
    }

    fn lower_url(&mut self, node: &Node<'d>, text: &str) -> Option<Vec<UrlPart>> {
        match parse_template(text) {
            Ok(pieces) => Some(pieces.into_iter().map(url_part).collect()),
            Err(error) => {
                let message = format!("the URL `{text}` {}", error.describe());
                let diagnostic = self.diagnostics.mistake(Code::InvalidValue, &node.origin, message);
                diagnostic.skipped().help(TemplateError::HELP);
                None
            }
        }
    }

    fn lower_variable(&mut self, name: &str, node: &Node<'d>) -> Option<ServerVariable> {
        let mut fields = Fields::open(node, &VARIABLE, self.diagnostics)?;
        let values: Vec<String> = fields.strings("enum").into_iter().map(|(text, _)| text).collect();
        if let Some(list) = fields.node("enum").filter(|list| list.value.as_array().is_some_and(Vec::is_empty)) {
            let message = format!("the `enum` of the server variable `{name}` is empty: any value is accepted");
            let diagnostic = fields.diagnostics().mistake(Code::InvalidValue, &list.origin, message);
            diagnostic.fallback().help("list the values, or remove it");
        }
        // Without a default, the first value is used.
        let default = fields.require_string("default").or_else(|| values.first().cloned()).unwrap_or_default();
        let is_string = fields.node("default").is_some_and(|node| node.value.is_string());
        if is_string && !values.is_empty() && !values.contains(&default) {
            let origin = node.origin.key("default");
            let message = format!("the default `{default}` of `{name}` is not one of its values");
            let known = listed(values.iter().map(|value| format!("`{value}`")));
            let diagnostic = fields.diagnostics().warning(Code::ServerVariable, &origin, message);
            diagnostic.help(format!("use one of {known}, or add it to `enum`"));
        }
        let description = fields.string("description");
        Some(ServerVariable { origin: node.origin.clone(), name: name.to_owned(), default, values, description })
    }

    /// An undeclared variable has no value for the URL; an unused one was probably misspelled. Adds the former, and removes the
    /// latter.
    fn check_variables(&mut self, node: &Node<'d>, url: &[UrlPart], variables: &mut Vec<ServerVariable>) {
        let used: Vec<&str> = url.iter().filter_map(variable_name).collect();
        let mut undeclared: Vec<&str> = Vec::new();
        for name in &used {
            if !undeclared.contains(name) && !variables.iter().any(|variable| variable.name == *name) {
                self.report_undeclared(node, name, variables);
                undeclared.push(name);
            }
        }
        for variable in variables.iter().filter(|variable| !used.contains(&variable.name.as_str())) {
            // A misspelled variable has one message.
            if similar(&variable.name, undeclared.iter().map(ToString::to_string)).is_none() {
                self.report_unused(variable, &used);
            }
        }
        variables.extend(undeclared.into_iter().map(|name| ServerVariable {
            origin: node.origin.clone(),
            name: name.to_owned(),
            default: String::new(),
            values: Vec::new(),
            description: None,
        }));
        variables.retain(|variable| used.contains(&variable.name.as_str()));
    }

    fn report_undeclared(&mut self, node: &Node<'d>, name: &str, declared: &[ServerVariable]) {
        let is_2_0 = self.version.is_2_0();
        let message = if is_2_0 {
            format!("the URL has the variable `{name}`: the caller sets it")
        } else {
            format!("the URL uses the variable `{name}`, which is not declared in `variables`")
        };
        let diagnostic = self.diagnostics.mistake(Code::ServerVariable, &node.origin, message);
        diagnostic.fallback();
        match similar(name, declared.iter().map(|variable| variable.name.clone())) {
            Some(meant) => {
                let origin = declared.iter().find(|variable| variable.name == meant).map(|one| &one.origin);
                let diagnostic = diagnostic.help(format!("did you mean `{{{meant}}}`?"));
                origin.into_iter().fold(diagnostic, |diagnostic, origin| diagnostic.also(origin, "declared here"))
            }
            None if is_2_0 => diagnostic.help(
                "write the host and the path without variables, or describe the variable in `x-ms-parameterized-host`",
            ),
            None => {
                diagnostic.help(format!("declare it under `variables` with a `default`: `{name}: {{ default: … }}`"))
            }
        };
    }

    fn report_unused(&mut self, variable: &ServerVariable, used: &[&str]) {
        let name = &variable.name;
        let message = format!("the variable `{name}` does not occur in the URL");
        let diagnostic = self.diagnostics.warning(Code::ServerVariable, &variable.origin, message).at_key();
        match similar(name, used.iter().map(ToString::to_string)) {
            Some(suggestion) => diagnostic.help(format!("did you mean `{suggestion}`?")),
            None => diagnostic.help(format!("write `{{{name}}}` where it belongs in `url`, or remove it")),
        };
    }
}

fn variable_name(part: &UrlPart) -> Option<&str> {
    match part {
        UrlPart::Literal(_) => None,
        UrlPart::Variable(name) => Some(name),
    }
}

fn url_part(piece: Piece) -> UrlPart {
    match piece {
        Piece::Text(text) => UrlPart::Literal(text),
        Piece::Name(name) => UrlPart::Variable(name),
    }
}
