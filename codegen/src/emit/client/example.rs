//! A first call: a small program with a real operation of the document.

use crate::emit::common::imports::{ModuleDepth, Uses};
use crate::emit::model::object::{self, Field};
use crate::emit::{Emitter, docs};
use crate::ir::{
    BodyFormat, EnumValues, Object, Operation, OperationId, Parameter, Presence, RequestBody, SecurityKind, Server,
    StringFormat, TypeId, TypeKind,
};
use crate::name::TypeNames;

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
        let is_used = |module: &&&str| self.lines.iter().any(|line| line.contains(&format!("{module}::")));
        let modules: Vec<String> =
            ["models", "operations"].iter().filter(is_used).map(|module| format!(", {module}")).collect();
        let modules = modules.concat();
        if modules.is_empty() { format!("use {name}::Client;") } else { format!("use {name}::{{Client{modules}}};") }
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
    let ranked = emitter.api.called().map(|(id, operation)| {
        let required = operation.parameters.iter().filter(|parameter| is_asked_for(parameter)).count();
        let body = operation.body.iter().filter(|body| body.required).count();
        let arguments = arguments(emitter, id, operation);
        let complete = arguments.iter().all(|(_, value)| value.is_some());
        let reads = operation.method.as_str() == "GET";
        ((operation.deprecated, !complete, !reads, required + body, id), id, arguments)
    });
    let (_, id, arguments) = ranked.min_by_key(|(rank, ..)| *rank)?;
    let complete = arguments.iter().all(|(_, value)| value.is_some());
    let names = emitter.names.operation(id);
    let given = given(emitter, &format!("operations::{}", names.required), arguments);
    Some(Call { text: format!("{}({given})", names.method), complete })
}

/// Name and value, if one can be made up, of a required input or property.
type Argument = (String, Option<String>);

/// What takes a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taker {
    /// An argument, which converts it.
    Argument,
    /// A field of a struct literal.
    Field,
}

impl Taker {
    /// What takes each of so many required values.
    fn of(emitter: &Emitter, required: usize) -> Self {
        if emitter.is_named(required) { Self::Field } else { Self::Argument }
    }
}

/// What is between the parentheses of a call that takes these: values one by one, or by name where there are many.
fn given(emitter: &Emitter, named: &str, arguments: Vec<Argument>) -> String {
    if Taker::of(emitter, arguments.len()) == Taker::Argument {
        let values: Vec<String> = arguments.into_iter().map(|(name, value)| value.unwrap_or(name)).collect();
        return values.join(", ");
    }
    let field = |(name, value): Argument| value.map_or_else(|| name.clone(), |value| format!("{name}: {value}"));
    let fields: Vec<String> = arguments.into_iter().map(field).collect();
    format!("{named} {{ {} }}", fields.join(", "))
}

/// Whether no call is without the parameter, which the caller gives.
fn is_asked_for(parameter: &Parameter) -> bool {
    parameter.required && parameter.known.is_none() && parameter.sent_default.is_none()
}

/// Name and value of every required input.
fn arguments(emitter: &Emitter, id: OperationId, operation: &Operation) -> Vec<Argument> {
    let names = emitter.names.operation(id);
    let parameters =
        operation.parameters.iter().zip(&names.parameters).filter(|(parameter, _)| is_asked_for(parameter));
    let body = operation.body.iter().filter(|body| body.required);
    let taker = Taker::of(emitter, parameters.clone().count() + body.clone().count());
    let parameters = parameters.map(|(parameter, name)| {
        let wanted = Wanted { id: parameter.value.id, wire: &parameter.name, taker, depth: 0 };
        (name.to_string(), wanted.value(emitter))
    });
    let body = body.map(|body| (names.body.to_string(), body_value(emitter, body, taker)));
    parameters.chain(body).collect()
}

/// A body in the representation that is preferred, where that takes a value of the document's types.
fn body_value(emitter: &Emitter, body: &RequestBody, taker: Taker) -> Option<String> {
    let (content, others) = body.contents.split_first()?;
    // An enum is made of a value of the type itself, and so is an option.
    let is_converted = others.is_empty() && !content.value.nullable;
    let is_object = matches!(emitter.api.types[content.value.id].kind, TypeKind::Object(_));
    match content.format {
        BodyFormat::Json | BodyFormat::Form(_) if is_converted || is_object => {
            let value = Wanted { id: content.value.id, wire: "body", taker, depth: 0 }.value(emitter)?;
            let conversion = if taker == Taker::Field && !is_converted { ".into()" } else { "" };
            Some(value + conversion)
        }
        _ => None,
    }
}

/// A value that is made up.
struct Wanted<'a> {
    id: TypeId,
    wire: &'a str,
    taker: Taker,
    depth: usize,
}

impl Wanted<'_> {
    fn value(&self, emitter: &Emitter) -> Option<String> {
        let item = emitter.names.of(self.id);
        match (&emitter.api.types[self.id].kind, item) {
            (TypeKind::Boolean, None) => Some("true".to_owned()),
            (TypeKind::Integer(_), None) => Some("1".to_owned()),
            (TypeKind::Number(_), None) => Some("1.0".to_owned()),
            (TypeKind::String(StringFormat::Plain), _) => {
                let conversion = if self.taker == Taker::Field { ".into()" } else { "" };
                Some(format!("{:?}{conversion}", docs::one_line(self.wire)))
            }
            (TypeKind::Enum(list), Some(names)) if matches!(list.values, EnumValues::Strings(_)) => {
                names.members.first().map(|member| format!("models::{}::{member}", names.item))
            }
            (TypeKind::Array(element), None) if !element.nullable => {
                let text = Wanted { id: element.id, depth: self.depth + 1, ..*self }.value(emitter)?;
                Some(if self.taker == Taker::Field { format!("vec![{text}]") } else { format!("[{text}]") })
            }
            (TypeKind::Object(object), Some(names)) if self.depth < DEPTH => self.object(emitter, object, names),
            _ => None,
        }
    }

    /// The object with what its constructor takes.
    fn object(&self, emitter: &Emitter, object: &Object, names: &TypeNames) -> Option<String> {
        let fields = object::fields(emitter, self.id, names, object, &Uses::at(ModuleDepth::Root));
        let required: Vec<&Field> = fields.iter().filter(|field| field.is_argument()).collect();
        let taker = Taker::of(emitter, required.len());
        let values = required.iter().map(|field| {
            let property = field.property;
            let wanted = Wanted { id: property.value.id, wire: &property.name, taker, depth: self.depth + 1 };
            let is_plain = matches!(emitter.facts.presence(self.id, property), Presence::Required | Presence::Optional);
            let value = if is_plain { wanted.value(emitter) } else { None };
            value.map(|value| (field.name.to_string(), Some(value)))
        });
        let given = given(emitter, &format!("models::{}", names.required), values.collect::<Option<_>>()?);
        Some(format!("models::{}::new({given})", names.item))
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
