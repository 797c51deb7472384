//! The call of an operation.

use super::body::body_value;
use super::value::{ValueUsage, Values, argument_list};
use super::{RESULT, import, layout};
use crate::emit::Emitter;
use crate::ir::{Operation, OperationId, Parameter};
use crate::settings::Layout;

/// The most optional inputs that are set.
const MAX_SETTERS: usize = 3;

/// The longest call that is shown, in characters.
const MAX_LENGTH: usize = 600;

/// A call of a method of the client.
pub(super) struct Call {
    pub(super) text: String,
    /// Whether it compiles: an input without a value is only a placeholder name.
    pub(super) complete: bool,
    /// The number of its inputs.
    pub(super) inputs: usize,
}

impl Call {
    /// The call with only the required inputs.
    pub(super) fn required(emitter: &Emitter, id: OperationId, operation: &Operation) -> Self {
        let names = emitter.names.operation(id);
        let arguments = arguments(emitter, id, operation);
        let complete = arguments.iter().all(|(_, value)| value.is_some());
        let inputs = arguments.len();
        let arguments = arguments.into_iter().map(|(name, value)| (name.clone(), value.unwrap_or(name)));
        let argument_list = argument_list(emitter, &format!("operations::{}", names.required), arguments.collect());
        Self { text: format!("{}({argument_list})", names.method), complete, inputs }
    }
}

/// The example of an operation as a block of Markdown: a test of the emitted crate, where the client is one. None where no value is known for a
/// required input.
pub(in crate::emit) fn of_operation(emitter: &Emitter, id: OperationId) -> Option<String> {
    let lines = statement(emitter, id)?;
    let Layout::Crate(package) = emitter.layout else { return Some(format!("```text\n{lines}\n```")) };
    let import = import(&package.name.ident(), &lines);
    Some(format!("```no_run\n# {import}\n# async fn call(client: Client) -> {RESULT} {{\n{lines}\n# Ok(())\n# }}\n```"))
}

/// The statement that calls the operation, and keeps its response where there is one.
pub(in crate::emit) fn statement(emitter: &Emitter, id: OperationId) -> Option<String> {
    let operation = emitter.api.operations.get(id.0).filter(|operation| operation.incoming.is_none())?;
    let call = Call::required(emitter, id, operation);
    let mut setters = setters(emitter, id, operation);
    let length = call.text.len() + setters.len();
    setters.extend(optional_body(emitter, id, operation).filter(|body| length + body.len() < MAX_LENGTH));
    let is_short = length < MAX_LENGTH;
    let response = if operation.has_no_content() { "" } else { "let response = " };
    (call.complete && is_short).then(|| layout::of(&format!("{response}client.{}{setters}.await?;", call.text)))
}

/// Name and value, if one is known, of a required input.
type Argument = (String, Option<String>);

/// Whether it is a required argument.
fn is_shown(parameter: &Parameter) -> bool {
    parameter.required && parameter.known.is_none() && parameter.sent_default.is_none()
}

/// Name and value of every required input.
fn arguments(emitter: &Emitter, id: OperationId, operation: &Operation) -> Vec<Argument> {
    let names = emitter.names.operation(id);
    let parameters = operation.parameters.iter().zip(&names.parameters).filter(|(parameter, _)| is_shown(parameter));
    let body = operation.body.iter().filter(|body| body.required);
    let usage = ValueUsage::of(emitter, parameters.clone().count() + body.clone().count());
    let values = Values::of(emitter);
    let parameters = parameters.map(|(parameter, name)| (name.to_string(), values.parameter(parameter, usage)));
    let body = body.map(|body| (names.body.to_string(), body_value(emitter, id, body, usage)));
    parameters.chain(body).collect()
}

/// The setters of those optional parameters for which the document has an example.
fn setters(emitter: &Emitter, id: OperationId, operation: &Operation) -> String {
    let values = Values::of(emitter);
    let parameters = operation.parameters.iter().zip(&emitter.names.operation(id).parameters);
    let is_shown = |parameter: &Parameter| {
        !(parameter.required || parameter.deprecated || parameter.known.is_some() || parameter.examples.is_empty())
    };
    let setters = parameters.filter(|(parameter, _)| is_shown(parameter)).filter_map(|(parameter, name)| {
        let value = values.example(parameter)?;
        Some(format!(".{name}({value})"))
    });
    setters.take(MAX_SETTERS).collect()
}

/// The setter of an optional body: many documents omit `required`, although a call without the body does nothing.
fn optional_body(emitter: &Emitter, id: OperationId, operation: &Operation) -> Option<String> {
    let body = operation.body.as_ref().filter(|body| !body.required)?;
    let value = body_value(emitter, id, body, ValueUsage::Argument)?;
    Some(format!(".{}({value})", emitter.names.operation(id).body))
}
