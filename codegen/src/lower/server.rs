//! The Server Objects and their URL templates.

use super::Lowering;
use super::fields::{Fields, ObjectKind};
use super::path::{Piece, TemplateError, parse_template};
use crate::diagnostics::{Code, similar};
use crate::ir::{Server, ServerVariable, UrlPart};
use crate::resolve::Node;

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

impl<'d> Lowering<'_, 'd> {
    /// `servers`; without any, the one that the specification gives.
    pub(super) fn lower_servers(&mut self, root: &Node<'d>, nodes: &[Node<'d>]) -> Vec<Server> {
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

    fn lower_server(&mut self, node: &Node<'d>) -> Option<Server> {
        let mut fields = Fields::open(node, &SERVER, self.diagnostics)?;
        let url = fields.require_text("url")?;
        let description = fields.text("description");
        let entries = fields.map("variables");
        let variables: Vec<ServerVariable> =
            entries.iter().filter_map(|(name, node)| self.lower_variable(name, node)).collect();
        let url_node = node.get("url")?;
        let url = self.lower_url(&url_node, &url)?;
        self.check_variables(&url_node, &url, &variables);
        Some(Server { origin: node.origin.clone(), url, description, variables })
    }

    fn lower_url(&mut self, node: &Node<'d>, text: &str) -> Option<Vec<UrlPart>> {
        match parse_template(text) {
            Ok(pieces) => Some(pieces.into_iter().map(url_part).collect()),
            Err(error) => {
                let message = format!("the URL `{text}` {}", error.describe());
                self.diagnostics.mistake(Code::InvalidValue, &node.origin, message).help(TemplateError::HELP);
                None
            }
        }
    }

    fn lower_variable(&mut self, name: &str, node: &Node<'d>) -> Option<ServerVariable> {
        let mut fields = Fields::open(node, &VARIABLE, self.diagnostics)?;
        let default = fields.require_text("default")?;
        let values: Vec<String> = fields.texts("enum").into_iter().map(|(text, _)| text).collect();
        if !values.is_empty() && !values.contains(&default) {
            let origin = node.origin.key("default");
            let message = format!("the default `{default}` of `{name}` is not one of its values");
            let known = values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
            let diagnostic = fields.diagnostics().warning(Code::ServerVariable, &origin, message);
            diagnostic.help(format!("use one of {known}, or add it to `enum`"));
        }
        let description = fields.text("description");
        Some(ServerVariable { origin: node.origin.clone(), name: name.to_owned(), default, values, description })
    }

    /// A variable that is not declared has no value to put into the URL; one that is not used was likely misspelt.
    fn check_variables(&mut self, node: &Node<'d>, url: &[UrlPart], variables: &[ServerVariable]) {
        let used: Vec<&str> = url.iter().filter_map(variable_name).collect();
        for name in &used {
            if variables.iter().any(|variable| variable.name == *name) {
                continue;
            }
            let message = format!("the URL names the variable `{name}`, which `variables` does not declare");
            let diagnostic = self.diagnostics.mistake(Code::ServerVariable, &node.origin, message);
            match similar(name, variables.iter().map(|variable| variable.name.clone())) {
                Some(declared) => diagnostic.help(format!("did you mean `{{{declared}}}`?")),
                None => diagnostic
                    .help(format!("declare it under `variables` with a `default`: `{name}: {{ default: … }}`")),
            };
        }
        for variable in variables.iter().filter(|variable| !used.contains(&variable.name.as_str())) {
            let message = format!("the variable `{}` does not occur in the URL", variable.name);
            let diagnostic = self.diagnostics.warning(Code::ServerVariable, &variable.origin, message).at_key();
            diagnostic.help(format!("write `{{{}}}` where it belongs in `url`, or remove it", variable.name));
        }
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
