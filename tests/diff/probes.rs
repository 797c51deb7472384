//! A program for each entry of a surface, which compiles with every client that has the entry as it is.

use specwright::surface::{Argument, Entry, EntryKind, Item, ItemKind, Surface};

/// A function that uses one entry.
pub struct Probe {
    /// The path of the item, `#`, and the key of the entry.
    pub key: String,
    /// The function, on one line, without its name.
    pub code: String,
}

/// A probe for each entry.
pub fn of(surface: &Surface) -> Vec<Probe> {
    let items = surface.items.iter();
    items.flat_map(|item| item.entries.iter().map(|entry| probe(item, entry))).collect()
}

/// Whether the code has the path in it, as a whole.
pub fn mentions(code: &str, path: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    code.split(|c| !is_word(c)).any(|word| word.strip_prefix("client::").unwrap_or(word) == path)
}

fn probe(item: &Item, entry: &Entry) -> Probe {
    Probe { key: format!("{}#{}", item.path, entry.key()), code: code(item, entry) }
}

/// The function after its name: arguments and body.
fn code(item: &Item, entry: &Entry) -> String {
    let (path, name) = (&item.path, &entry.name);
    match &entry.kind {
        EntryKind::Path if item.kind == ItemKind::Trait => format!("<T: client::{name}>(_: T) {{}}"),
        EntryKind::Path => format!("(_: client::{name}) {{}}"),
        EntryKind::Method(arguments) => {
            let (parameter_type, argument_values) = both(arguments);
            format!("(client: &Client, {parameter_type}) {{ let _ = client.{name}({argument_values}); }}")
        }
        EntryKind::Constructor(arguments) => {
            let (parameter_type, argument_values) = both(arguments);
            format!("({parameter_type}) -> {path} {{ {path}::{name}({argument_values}) }}")
        }
        EntryKind::Literal(fields) => {
            let (parameter_type, argument_values) = both(fields);
            format!("({parameter_type}) -> {path} {{ {path} {{ {argument_values} }} }}")
        }
        EntryKind::Setter(None) => format!("(it: {path}) -> {path} {{ it.{name}() }}"),
        EntryKind::Setter(Some(parameter_type)) => {
            format!("(it: {path}, value: {parameter_type}) -> {path} {{ it.{name}(value) }}")
        }
        EntryKind::Field(type_text) => format!("(it: {path}) -> {type_text} {{ it.{name} }}"),
        EntryKind::Variant(None) => format!("() -> {path} {{ {path}::{name} }}"),
        EntryKind::Variant(Some(type_text)) if type_text.starts_with('{') => record(path, name, type_text),
        EntryKind::Variant(Some(type_text)) => {
            format!(
                "(it: {path}, value: {type_text}) {{ if let {path}::{name}(inner) = it {{ let _: {type_text} = inner; }} let _ = {path}::{name}(value); }}"
            )
        }
        EntryKind::Trait if matches!(name.as_str(), "Serialize" | "Deserialize") => {
            format!("<'de>() where {path}: runtime::serde::Serialize + runtime::serde::Deserialize<'de> {{}}")
        }
        EntryKind::Trait if name == "Display" => format!("() where {path}: std::fmt::Display {{}}"),
        EntryKind::Trait if name == "Hash" => format!("() where {path}: std::hash::Hash {{}}"),
        EntryKind::Trait if name == "Debug" => format!("() where {path}: std::fmt::Debug {{}}"),
        EntryKind::Trait => format!("() where {path}: {name} {{}}"),
        EntryKind::Inner(type_text) if item.kind == ItemKind::Wrapper => {
            format!("(it: {path}) -> {type_text} {{ it.0 }}")
        }
        EntryKind::Inner(type_text) => format!("(it: {path}) -> {type_text} {{ {type_text}::from(it) }}"),
        EntryKind::Output(type_text) => {
            format!("(it: {path}<Client>) {{ let _ = async {{ let _: Result<{type_text}, _> = it.send().await; }}; }}")
        }
        EntryKind::Failure(type_text) => {
            format!(
                "(it: {path}<Client>) {{ let _ = async {{ let _: Result<_, runtime::Error<{type_text}>> = it.send().await; }}; }}"
            )
        }
        EntryKind::Pages { page, item } => {
            format!(
                "(it: {path}<Client>) where {path}: runtime::Paged<Page = {page}, Item = {item}> {{ let _ = it.pages(); }}"
            )
        }
        EntryKind::Handler { request, response } => format!(
            "() {{ struct It; impl client::{path} for It {{ async fn {name}(&self, _: {request}, \
             _: runtime::service::Caller) -> Result<{response}, runtime::service::Problem> {{ loop {{}} }} }} }}"
        ),
        EntryKind::Supertraits(traits) => {
            let traits = traits.replace("service::", "client::service::");
            format!("<S: {traits}>(service: S) {{ let _ = client::service::{name}(service); }}")
        }
        EntryKind::Target(target) => format!("(it: {path}) -> {target} {{ it }}"),
        EntryKind::Value(type_text) => format!("() {{ let _: {type_text} = {path}; }}"),
    }
}

/// A variant of named fields, made and matched in full.
fn record(path: &str, name: &str, type_text: &str) -> String {
    let fields = type_text.trim_matches(['{', '}', ' ']);
    // A comma within the brackets of a type does not end a field.
    let mut depth = 0_usize;
    let is_end = |c: char| {
        depth = match c {
            '<' | '(' => depth + 1,
            '>' | ')' => depth.saturating_sub(1),
            _ => depth,
        };
        c == ',' && depth == 0
    };
    let names: Vec<&str> = fields.split(is_end).filter_map(|field| field.trim().split(':').next()).collect();
    let names = names.join(", ");
    format!("({fields}) {{ if let {path}::{name} {{ {names} }} = ({path}::{name} {{ {names} }}) {{}} }}")
}

/// The arguments as parameters and as values.
fn both(arguments: &[Argument]) -> (String, String) {
    let parameter_type: Vec<String> =
        arguments.iter().map(|argument| format!("{}: {}", argument.name, argument.parameter_type)).collect();
    let argument_values: Vec<&str> = arguments.iter().map(|argument| argument.name.as_str()).collect();
    (parameter_type.join(", "), argument_values.join(", "))
}
