//! A first call: a small program with a real operation of the document.

use crate::emit::{Emitter, docs};
use crate::ir::{
    BodyFormat, EnumValues, Operation, OperationId, Parameter, Presence, RequestBody, SecurityKind, Server,
    StringFormat, TypeId, TypeKind,
};

/// How deep models are made up within models.
const DEPTH: usize = 3;

/// The program, and whether it compiles as it stands: an input for which no value can be made up is only named.
pub(crate) fn program_of(emitter: &Emitter, name: &str) -> (String, bool) {
    let example = Example::of(emitter);
    (example.program(name, "async fn first_call()"), example.complete)
}

/// The same, to be run.
#[cfg(feature = "cli")]
pub(crate) fn main_of(emitter: &Emitter, name: &str) -> (String, bool) {
    let example = Example::of(emitter);
    (example.program(name, "#[tokio::main]\nasync fn main()") + "\n", example.complete)
}

/// A first call.
#[derive(Debug, Clone, Default)]
pub struct Example {
    /// Its statements, a line each.
    pub lines: Vec<String>,
    /// Whether they compile as they stand.
    pub complete: bool,
}

impl Example {
    /// A call of the operation that shows best how it is done.
    pub(crate) fn of(emitter: &Emitter) -> Self {
        let Some(call) = first_call(emitter) else {
            return Self { lines: vec![format!("let _client = {};", built(emitter))], complete: true };
        };
        let lines = vec![
            format!("let client = {};", built(emitter)),
            format!("let response = client.{}.await?;", call.text),
            "println!(\"{response:?}\");".to_owned(),
        ];
        Self { lines, complete: call.complete }
    }

    /// What it uses of a client by this name.
    #[must_use]
    pub fn import(&self, name: &str) -> String {
        let models = self.lines.iter().any(|line| line.contains("models::"));
        if models { format!("use {name}::{{Client, models}};") } else { format!("use {name}::Client;") }
    }

    fn program(&self, name: &str, head: &str) -> String {
        let statements: Vec<String> = self.lines.iter().map(|line| format!("    {line}\n")).collect();
        let (import, statements) = (self.import(name), statements.concat());
        format!("{import}\n\n{head} -> Result<(), Box<dyn std::error::Error>> {{\n{statements}    Ok(())\n}}")
    }
}

/// A call of a method of the client.
struct Call {
    text: String,
    complete: bool,
}

/// The operation that shows best how it is done: one whose inputs can be made up, that changes nothing, that takes
/// little.
fn first_call(emitter: &Emitter) -> Option<Call> {
    let operations = emitter.api.operations.iter().enumerate();
    let ranked = operations.map(|(index, operation)| {
        let id = OperationId(index);
        let required = operation.parameters.iter().filter(|parameter| is_asked_for(parameter)).count();
        let body = operation.body.iter().filter(|body| body.required).count();
        let arguments = arguments(emitter, id, operation);
        let complete = arguments.iter().all(|(_, value)| value.is_some());
        let reads = operation.method.as_str() == "GET";
        ((operation.deprecated, !complete, !reads, required + body, index), id, arguments)
    });
    let (_, id, arguments) = ranked.min_by_key(|(rank, ..)| *rank)?;
    let complete = arguments.iter().all(|(_, value)| value.is_some());
    let arguments: Vec<String> = arguments.into_iter().map(|(name, value)| value.unwrap_or(name)).collect();
    Some(Call { text: format!("{}({})", emitter.names.operation(id).method, arguments.join(", ")), complete })
}

/// Whether no call is without the parameter, which the caller gives.
fn is_asked_for(parameter: &Parameter) -> bool {
    parameter.required && parameter.known.is_none()
}

/// Name and value of every required input.
fn arguments(emitter: &Emitter, id: OperationId, operation: &Operation) -> Vec<(String, Option<String>)> {
    let names = emitter.names.operation(id);
    let parameters =
        operation.parameters.iter().zip(&names.parameters).filter(|(parameter, _)| is_asked_for(parameter));
    let parameters =
        parameters.map(|(parameter, name)| (name.to_string(), value(emitter, parameter.value.id, &parameter.name, 0)));
    let body = operation.body.iter().filter(|body| body.required);
    let body = body.map(|body| (names.body.to_string(), body_value(emitter, body)));
    parameters.chain(body).collect()
}

/// A body in the representation that is preferred, where that takes a value of the document's types.
fn body_value(emitter: &Emitter, body: &RequestBody) -> Option<String> {
    let (content, others) = body.contents.split_first()?;
    // An enum is made of a value of the type itself, and so is an option.
    let is_converted = others.is_empty() && !content.value.nullable;
    let is_object = matches!(emitter.api.types[content.value.id].kind, TypeKind::Object(_));
    match content.format {
        BodyFormat::Json | BodyFormat::Form(_) if is_converted || is_object => {
            value(emitter, content.value.id, "body", 0)
        }
        _ => None,
    }
}

/// A value that the argument of a type takes.
fn value(emitter: &Emitter, id: TypeId, wire: &str, depth: usize) -> Option<String> {
    let item = emitter.names.of(id);
    let def = &emitter.api.types[id];
    match (&def.kind, item) {
        (TypeKind::Boolean, None) => Some("true".to_owned()),
        (TypeKind::Integer(_), None) => Some("1".to_owned()),
        (TypeKind::Number(_), None) => Some("1.0".to_owned()),
        (TypeKind::String(StringFormat::Plain), _) => Some(format!("{:?}", docs::one_line(wire))),
        (TypeKind::Enum(list), Some(names)) if matches!(list.values, EnumValues::Strings(_)) => {
            names.members.first().map(|member| format!("models::{}::{member}", names.item))
        }
        (TypeKind::Array(element), None) if !element.nullable => {
            let text = value(emitter, element.id, wire, depth + 1)?;
            Some(format!("[{text}]"))
        }
        (TypeKind::Object(object), Some(names)) if depth < DEPTH => {
            let required = object.properties.iter().filter(|property| {
                let presence = emitter.facts.presence(id, property);
                let is_required = matches!(presence, Presence::Required | Presence::RequiredNullable)
                    || emitter.facts.is_required_when_sent(id, property);
                is_required && property.known.as_ref().is_none_or(|known| !known.always)
            });
            let values: Option<Vec<String>> = required
                .map(|property| match emitter.facts.presence(id, property) {
                    Presence::Required | Presence::Optional => {
                        value(emitter, property.value.id, &property.name, depth + 1)
                    }
                    _ => None,
                })
                .collect();
            Some(format!("models::{}::new({})", names.item, values?.join(", ")))
        }
        _ => None,
    }
}

/// The client, with what it cannot be built or be of use without.
fn built(emitter: &Emitter) -> String {
    format!("Client::builder(){}{}.build()?", server(emitter), credential(emitter))
}

/// The host, where the document names none.
fn server(emitter: &Emitter) -> &'static str {
    let url = emitter.api.servers.first().map(Server::default_url);
    let is_absolute = url.is_some_and(|url| url.contains("://"));
    if is_absolute { "" } else { ".server(\"https://api.example.com\")" }
}

/// How the builder takes the credential that most operations need: that of the first scheme.
fn credential(emitter: &Emitter) -> String {
    let Some(scheme) = emitter.api.security_schemes.first() else { return String::new() };
    match &scheme.kind {
        SecurityKind::Basic => ".basic(\"user\", \"password\")".to_owned(),
        SecurityKind::Token { .. } => ".access_token(\"token\")".to_owned(),
        SecurityKind::ApiKey { .. } => format!(".credential({:?}, \"key\")", docs::one_line(&scheme.name)),
    }
}
