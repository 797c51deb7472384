//! The documentation of an operation: of its request, its arguments and its method.

use super::OperationItems;
use super::inputs::Input;
use super::response::ResponseKind;
use super::variants::status_docs;
use crate::analysis::{Reading, ResponseType};
use crate::emit::{docs, example};
use crate::ir::{Header, Incoming, Operation, SecurityRequirement};
use proc_macro2::TokenStream;

impl OperationItems<'_> {
    /// Summary, description, method and path, required scopes, responses, and an example call.
    pub(super) fn docs(&self) -> TokenStream {
        let operation = self.operation;
        let route = route(operation);
        let security = security_docs(&operation.security);
        let responses: Vec<String> = operation
            .responses
            .iter()
            .map(|response| {
                let status = status_docs(response.status, response.description.as_deref().unwrap_or_default());
                format!("- {}", with_headers(status, &response.headers))
            })
            .collect();
        let responses = (!responses.is_empty()).then(|| format!("Responses:\n{}", responses.join("\n")));
        let failure = self.failure_link().map(|link| format!("A documented error is read as {link}."));
        let is_open = operation.leaves_body_open() && operation.incoming.is_none();
        let undescribed = is_open.then_some(
            "The document describes no body for a successful response: `body_as` reads one from the raw response.",
        );
        let paged = self.paged().map(|_| "The response is one page of a list; `pages` and `items` fetch the others.");
        let known: Vec<String> = self.sent.iter().filter_map(Input::known_docs).collect();
        let known = (!known.is_empty()).then(|| format!("Always sends {}.", known.join(", ")));
        let summary = operation.summary.as_deref().and_then(docs::words).map(docs::sentence);
        let description = operation.description.as_deref().and_then(docs::words);
        let deprecated = docs::deprecated(operation.deprecated, [summary.as_deref(), description]);
        let text = docs::join([
            summary.as_deref(),
            description.filter(|text| summary.as_ref() != Some(&docs::sentence(text))),
            deprecated,
            paged,
            Some(route.as_str()),
            known.as_deref(),
            security.as_deref(),
            responses.as_deref(),
            undescribed,
        ]);
        docs::lines_of(&[
            text,
            failure.unwrap_or_default(),
            example::of_operation(self.emitter, self.id).unwrap_or_default(),
        ])
    }

    /// The type of documented errors, if the client declares it.
    fn failure_link(&self) -> Option<String> {
        let is_declared = match self.responses.response_type(ResponseKind::Failure) {
            ResponseType::One(body, _) | ResponseType::Maybe(body, ..) => {
                body.reading == Reading::Json && self.emitter.names.of(body.value.id).is_some()
            }
            ResponseType::Several(_) => true,
            _ => false,
        };
        let path = self.responses.rust_type(ResponseKind::Failure).to_string().replace(' ', "");
        let is_path = path.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ':' | '#'));
        (is_declared && is_path).then(|| format!("[`{path}`]"))
    }

    /// The documentation of each argument; a struct with named fields has it on its fields.
    pub(super) fn arguments_docs(&self) -> Option<String> {
        let required = self.inputs.iter().filter(|input| input.required && self.named().is_none());
        let list: Vec<String> = required.filter_map(Input::argument_docs).collect();
        (!list.is_empty()).then(|| format!("# Arguments\n\n{}", list.join("\n")))
    }
}

/// Method and path, as a code span; for webhooks and callbacks, where the document describes them.
pub(in crate::emit) fn route(operation: &Operation) -> String {
    let method = operation.method.as_str();
    match &operation.incoming {
        None => docs::code(&format!("{method} {}", operation.path.text())),
        Some(Incoming::Webhook { name }) => format!("{} of the webhook {}.", docs::code(method), docs::code(name)),
        Some(Incoming::Callback { name, expression, senders }) => {
            let (method, name) = (docs::code(method), docs::code(name));
            format!("{method} of the callback {name} of {}, to {}.", listed(senders), docs::code(expression))
        }
    }
}

/// The first few of the operations that a callback follows from.
fn listed(senders: &[String]) -> String {
    const MAX_SENDERS: usize = 5;
    let named: Vec<String> = senders.iter().take(MAX_SENDERS).map(|sender| docs::code(sender)).collect();
    let others = senders.len().saturating_sub(MAX_SENDERS);
    let others = if others > 0 { format!(" and {others} more") } else { String::new() };
    format!("{}{others}", named.join(", "))
}

/// The description of a response, and the names of its headers.
fn with_headers(text: String, headers: &[Header]) -> String {
    let names: Vec<String> = headers.iter().map(|header| docs::code(&header.name)).collect();
    if names.is_empty() { text } else { format!("{} Headers: {}.", docs::sentence(&text), names.join(", ")) }
}

fn security_docs(alternatives: &[SecurityRequirement]) -> Option<String> {
    let scheme = |(name, scopes): &(String, Vec<String>)| {
        let scopes: Vec<String> = scopes.iter().map(|scope| docs::code(scope)).collect();
        let name = docs::code(name);
        if scopes.is_empty() { name } else { format!("{name} with {}", scopes.join(", ")) }
    };
    let schemes =
        |requirement: &SecurityRequirement| -> Vec<String> { requirement.schemes.iter().map(scheme).collect() };
    let alternatives: Vec<Vec<String>> = alternatives.iter().map(schemes).collect();
    let is_optional = alternatives.iter().any(Vec::is_empty);
    let named: Vec<String> =
        alternatives.iter().filter(|named| !named.is_empty()).map(|named| named.join(" and ")).collect();
    match (is_optional, named.join(", or ")) {
        (false, named) => (!named.is_empty()).then(|| format!("Requires {named}.")),
        (true, named) if named.is_empty() => Some("Requires no authentication.".to_owned()),
        (true, named) => Some(format!("Authentication is optional: {named}.")),
    }
}
