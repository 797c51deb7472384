//! Parameters that are credentials: API keys that a security scheme sends already.

use super::parameter::ParameterDraft;
use crate::diagnostics::Code;
use crate::ir::{ParameterLocation, SecurityRequirement};
use crate::lower::document::security::Scheme;
use crate::lower::operation::Operations;
use crate::lower::reference::Section;
use crate::resolve::Node;
use serde_json::{Value, json};

impl<'d> Operations<'_, 'd> {
    /// If every alternative sends the key, the parameter becomes optional, and overrides it. If only some do, the
    /// parameter alone sends the key.
    pub(crate) fn reconcile_keys(&mut self, parameters: &mut [ParameterDraft], security: &mut [SecurityRequirement]) {
        for parameter in parameters.iter_mut().filter(|parameter| parameter.required) {
            let sends = |name: &String| self.sends(name, parameter);
            let mut schemes = security.iter().flat_map(|one| one.schemes.iter().map(|(name, _)| name));
            let Some(scheme) = schemes.find(|name| sends(name)).cloned() else { continue };
            let always = security.iter().all(|one| one.schemes.iter().any(|(name, _)| sends(name)));
            let name = &parameter.name;
            if always {
                let message = format!("the parameter `{name}` is optional: the security scheme `{scheme}` sends it");
                self.diagnostics.note(Code::IgnoredParameter, &parameter.origin, message);
                parameter.required = false;
            } else {
                for requirement in security.iter_mut() {
                    requirement.schemes.retain(|(name, _)| !sends(name));
                }
                let message =
                    format!("the security scheme `{scheme}` is not required here: its key is the parameter `{name}`");
                self.diagnostics.note(Code::IgnoredParameter, &parameter.origin, message).skipped();
            }
        }
    }

    /// The parameters of an operation without an `Authorization` header that a security scheme sends: frameworks list it in
    /// addition to the scheme. Without such a scheme it is kept, and reported.
    pub(crate) fn without_authorization(
        &mut self,
        operation: &Node<'d>,
        parameters: &[Node<'d>],
        security: &[SecurityRequirement],
    ) -> Vec<Node<'d>> {
        let mut schemes = security.iter().flat_map(|requirement| &requirement.schemes);
        let is_sent = schemes.any(|(scheme, _)| self.sends_authorization(scheme));
        // Swagger 2.0 does not reserve the header: the parameter sends it.
        let declared = self.security.schemes().find(|scheme| !is_sent && self.sends_authorization(scheme));
        let unrequired = declared.filter(|_| !self.version.is_2_0()).map(str::to_owned);
        if !is_sent && unrequired.is_none() {
            return parameters.to_vec();
        }
        let mut remaining = Vec::new();
        for parameter in parameters {
            let target = self.follow_to(Section::Parameters, parameter);
            let Some(header) = target.filter(|target| is_authorization(target.value)) else {
                remaining.push(parameter.clone());
                continue;
            };
            if let Some(scheme) = &unrequired {
                self.report_unrequired(operation, &header, scheme);
            } else {
                let message = "the header parameter `Authorization` is ignored: a security scheme sends it";
                self.diagnostics.note(Code::IgnoredParameter, &header.origin.key("name"), message);
            }
        }
        remaining
    }

    /// The document declares a scheme that would send the header, and the operation does not require it.
    fn report_unrequired(&mut self, operation: &Node<'d>, header: &Node<'d>, scheme: &str) {
        let message = "the header parameter `Authorization` is ignored, and no credential is sent";
        let is_required = header.get("required").is_some_and(|node| node.value.as_bool() == Some(true));
        let (rest, update) =
            if is_required { ("", json!([{ scheme: [] }])) } else { (", {}", json!([{ scheme: [] }, {}])) };
        let diagnostic =
            self.diagnostics.warning(Code::IgnoredParameter, &header.origin.key("name"), message).skipped();
        diagnostic
            .help(format!("require the security scheme that sends it: `security: [{{ {scheme}: [] }}{rest}]`"))
            .fix(&operation.origin, json!({ "security": update }));
    }

    fn sends_authorization(&self, scheme: &str) -> bool {
        match self.security.scheme(scheme) {
            Some(Scheme::Sent { key: Some((location, name)), .. }) => {
                *location == ParameterLocation::Header && name.eq_ignore_ascii_case(AUTHORIZATION)
            }
            Some(Scheme::Sent { key: None, .. }) => true,
            Some(Scheme::Elsewhere | Scheme::Unread) | None => false,
        }
    }

    /// Whether a scheme sends its key in the place of the parameter.
    fn sends(&self, scheme: &str, parameter: &ParameterDraft) -> bool {
        let Some(Scheme::Sent { key: Some((location, name)), .. }) = self.security.scheme(scheme) else { return false };
        let same_name = match location {
            ParameterLocation::Header => name.eq_ignore_ascii_case(&parameter.name),
            ParameterLocation::Path | ParameterLocation::Query | ParameterLocation::Cookie => *name == parameter.name,
        };
        *location == parameter.location && same_name
    }
}

/// The header of credentials.
const AUTHORIZATION: &str = "Authorization";

fn is_authorization(parameter: &Value) -> bool {
    let text = |key| parameter.get(key).and_then(Value::as_str);
    text("in") == Some("header") && text("name").is_some_and(|name| name.eq_ignore_ascii_case(AUTHORIZATION))
}
