//! Example: calls of operations, with the document's example values, or else with values generated from its schemas.
//!
//! `call` writes the call of an operation, `body` its body, `value` a value, `literal` a scalar, `layout` a statement
//! over several lines. Without a value there is no example.
//!
//! Uses: `common`, `docs`, `model`, of `operation` the parts of forms. Used by: `client`, `operation`, and by `output` for a first program.

mod body;
mod call;
mod layout;
mod literal;
mod value;

pub(in crate::emit) use call::{of_operation, statement};

use crate::emit::{Emitter, docs};
use crate::ir::{Operation, SecurityKind, SecurityScheme, Server};
use call::Call;

/// The return type of an example program.
const RESULT: &str = "Result<(), Box<dyn std::error::Error>>";

/// The program, and whether it compiles unchanged: an input without a sample value is only named.
pub(crate) fn program_of(emitter: &Emitter, name: &str) -> (String, bool) {
    let example = Example::of(emitter);
    (example.program(name, "async fn first_call()"), example.complete)
}

/// The example as a program.
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
    /// Whether they compile without changes.
    pub complete: bool,
}

impl Example {
    /// A call of the operation that shows best how it is done.
    pub(crate) fn of(emitter: &Emitter) -> Self {
        let Some((operation, call)) = first_call(emitter) else {
            return Self { lines: vec![format!("let _client = {};", built(emitter, None))], complete: true };
        };
        let lines = vec![
            format!("let client = {};", built(emitter, Some(operation))),
            format!("let response = client.{}.await?;", call.text),
            "println!(\"{response:?}\");".to_owned(),
        ];
        Self { lines, complete: call.complete }
    }

    /// The imports that it needs from a client with this name.
    #[must_use]
    pub fn import(&self, name: &str) -> String {
        import(name, &self.lines.concat())
    }

    /// What a user has to insert, such as "server and token"; `None` if it can be sent as it is.
    #[must_use]
    pub fn placeholders(&self) -> Option<String> {
        const PLACEHOLDERS: [(&str, &str); 4] =
            [(".server(", "server"), (".access_token(", "token"), (".basic(", "password"), (".credential(", "key")];
        let call = self.lines.concat();
        let words: Vec<&str> =
            PLACEHOLDERS.iter().filter(|(method, _)| call.contains(method)).map(|(_, word)| *word).collect();
        (!words.is_empty()).then(|| words.join(" and "))
    }

    fn program(&self, name: &str, head: &str) -> String {
        let statements: Vec<String> = self.lines.iter().map(|line| format!("    {line}\n")).collect();
        let (import, statements) = (self.import(name), statements.concat());
        format!("{import}\n\n{head} -> {RESULT} {{\n{statements}    Ok(())\n}}")
    }
}

/// The imports that a program needs from a client with this name.
fn import(name: &str, program: &str) -> String {
    let items = [
        ("Date", "<Date>"),
        ("DateTime", "<DateTime>"),
        ("File", "File::"),
        ("models", "models::"),
        ("operations", "operations::"),
        ("runtime::Map", "Map::"),
        ("runtime::serde_json::json", "json!"),
    ];
    let is_used = |written: &str| {
        let mut before = program.match_indices(written).map(|(at, _)| program[..at].chars().next_back());
        before.any(|c| c.is_none_or(|c| !(c.is_alphanumeric() || c == '_' || c == ':')))
    };
    let used = items.iter().filter(|(_, written)| is_used(written));
    let used: Vec<String> = used.map(|(item, _)| format!(", {item}")).collect();
    if used.is_empty() { format!("use {name}::Client;") } else { format!("use {name}::{{Client{}}};", used.concat()) }
}

/// The best operation for an example: one with known inputs, preferably read-only, with few inputs.
fn first_call<'a>(emitter: &Emitter<'a>) -> Option<(&'a Operation, Call)> {
    let ranked = emitter.api.outgoing().map(|(id, operation)| {
        let call = Call::required(emitter, id, operation);
        ((operation.deprecated, !call.complete, changes(operation, &call), call.inputs, id), (operation, call))
    });
    ranked.min_by_key(|(rank, _)| *rank).map(|(_, found)| found)
}

/// How much a call may change: nothing by its method, nothing by its name, or anything.
fn changes(operation: &Operation, call: &Call) -> u8 {
    let reads = ["get_", "list_", "search_", "find_", "count_"].iter().any(|verb| call.text.starts_with(verb));
    match operation.method.as_str() {
        "GET" => 0,
        _ if reads => 1,
        _ => 2,
    }
}

/// The expression that builds the client, with the required settings and the credentials for an operation.
fn built(emitter: &Emitter, operation: Option<&Operation>) -> String {
    format!("Client::builder(){}{}.build()?", server(emitter), credentials(emitter, operation))
}

/// The host, where the document names none.
fn server(emitter: &Emitter) -> &'static str {
    let url = emitter.api.servers.first().map(Server::default_url);
    let is_absolute = url.is_some_and(|url| url.contains("://"));
    if is_absolute { "" } else { ".server(\"https://api.example.com\")" }
}

/// The builder calls for the credentials that an operation requires in the first of its alternatives; where it requires none, for that
/// of the first scheme.
fn credentials(emitter: &Emitter, operation: Option<&Operation>) -> String {
    let declared = &emitter.api.security_schemes;
    let alternatives = operation.into_iter().flat_map(|operation| &operation.security);
    let scheme = |(name, _): &(String, Vec<String>)| declared.iter().find(|scheme| scheme.name == *name);
    let mut alternatives = alternatives.map(|one| one.schemes.iter().filter_map(scheme).collect::<Vec<_>>());
    let required = alternatives.find(|schemes| !schemes.is_empty());
    required.unwrap_or_else(|| declared.iter().take(1).collect()).into_iter().map(credential).collect()
}

fn credential(scheme: &SecurityScheme) -> String {
    match &scheme.kind {
        SecurityKind::Basic => ".basic(\"user\", \"password\")".to_owned(),
        SecurityKind::Token { .. } => ".access_token(\"token\")".to_owned(),
        SecurityKind::ApiKey { .. } => format!(".credential({:?}, \"key\")", docs::one_line(&scheme.name)),
    }
}
