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
            let (taken, given) = both(arguments);
            format!("(client: &Client, {taken}) {{ let _ = client.{name}({given}); }}")
        }
        EntryKind::Constructor(arguments) => {
            let (taken, given) = both(arguments);
            format!("({taken}) -> {path} {{ {path}::{name}({given}) }}")
        }
        EntryKind::Literal(fields) => {
            let (taken, given) = both(fields);
            format!("({taken}) -> {path} {{ {path} {{ {given} }} }}")
        }
        EntryKind::Setter(None) => format!("(it: {path}) -> {path} {{ it.{name}() }}"),
        EntryKind::Setter(Some(taken)) => format!("(it: {path}, value: {taken}) -> {path} {{ it.{name}(value) }}"),
        EntryKind::Field(held) => format!("(it: {path}) -> {held} {{ it.{name} }}"),
        EntryKind::Variant(None) => format!("() -> {path} {{ {path}::{name} }}"),
        EntryKind::Variant(Some(held)) if held.starts_with('{') => record(path, name, held),
        EntryKind::Variant(Some(held)) => {
            format!(
                "(it: {path}, value: {held}) {{ if let {path}::{name}(inner) = it {{ let _: {held} = inner; }} let _ = {path}::{name}(value); }}"
            )
        }
        EntryKind::Trait if matches!(name.as_str(), "Serialize" | "Deserialize") => {
            format!("<'de>() where {path}: runtime::serde::Serialize + runtime::serde::Deserialize<'de> {{}}")
        }
        EntryKind::Trait if name == "Display" => format!("() where {path}: std::fmt::Display {{}}"),
        EntryKind::Trait if name == "Hash" => format!("() where {path}: std::hash::Hash {{}}"),
        EntryKind::Trait if name == "Debug" => format!("() where {path}: std::fmt::Debug {{}}"),
        EntryKind::Trait => format!("() where {path}: {name} {{}}"),
        EntryKind::Inner(held) if item.kind == ItemKind::Wrapper => format!("(it: {path}) -> {held} {{ it.0 }}"),
        EntryKind::Inner(held) => format!("(it: {path}) -> {held} {{ {held}::from(it) }}"),
        EntryKind::Output(held) => {
            format!("(it: {path}<Client>) {{ let _ = async {{ let _: Result<{held}, _> = it.send().await; }}; }}")
        }
        EntryKind::Failure(held) => {
            format!(
                "(it: {path}<Client>) {{ let _ = async {{ let _: Result<_, runtime::Error<{held}>> = it.send().await; }}; }}"
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
        EntryKind::Value(held) => format!("() {{ let _: {held} = {path}; }}"),
    }
}

/// A variant of named fields, made and matched in full.
fn record(path: &str, name: &str, held: &str) -> String {
    let fields = held.trim_matches(['{', '}', ' ']);
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
    let taken: Vec<String> =
        arguments.iter().map(|argument| format!("{}: {}", argument.name, argument.taken)).collect();
    let given: Vec<&str> = arguments.iter().map(|argument| argument.name.as_str()).collect();
    (taken.join(", "), given.join(", "))
}
