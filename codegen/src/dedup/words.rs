//! The words that describe the position of a schema: those of its parents, and of its own name.

use crate::ir::{Api, OperationId, SchemaPosition, TypeId};
use crate::text;
use heck::ToSnakeCase;

/// The maximal number of parents of a type that are considered.
const MAX_DEPTH: usize = 32;

/// Words that are common in operations and schemas, without meaning.
const STOP_WORDS: &[&str] = &[
    "a", "add", "all", "an", "and", "api", "as", "at", "body", "by", "cancel", "create", "current", "data", "delete",
    "do", "edit", "fetch", "find", "for", "from", "get", "handle", "id", "in", "index", "into", "is", "item", "list",
    "make", "new", "of", "on", "one", "or", "patch", "payload", "post", "put", "query", "read", "record", "remove",
    "replace", "request", "response", "result", "retrieve", "row", "save", "search", "set", "show", "store", "the",
    "to", "update", "upsert", "v", "value", "view", "with",
];

/// The name of the body of an error response, which all operations of an API share.
pub(super) const ERROR_BODY: &str = "error body";

/// The words that describe a type's position.
#[derive(Debug, Clone)]
pub(super) struct Words {
    /// The words of all that it is part of, from the operation or the named schema down, its own name last: in the singular,
    /// in lower case, each once.
    pub(super) subjects: Vec<String>,
    /// Its own name: that of the property or parameter that it is the value or an element of.
    pub(super) name: Option<String>,
}

impl Words {
    /// The words of a type.
    pub(super) fn of(api: &Api, id: TypeId) -> Self {
        let mut names: Vec<String> = Vec::new();
        let (mut name, mut singular) = (None, false);
        let mut at = id;
        for _ in 0..MAX_DEPTH {
            let (owner, parts) = step(api, &api.types[at].position);
            singular |= matches!(api.types[at].position, SchemaPosition::Items { .. } | SchemaPosition::Values { .. });
            for Part { text, is_name } in parts {
                let text = if std::mem::take(&mut singular) { singular_text(&text) } else { text };
                if is_name && name.is_none() {
                    name = Some(text.clone());
                }
                names.push(text);
            }
            match owner {
                Some(owner) => at = owner,
                None => break,
            }
        }
        let mut subjects: Vec<String> = Vec::new();
        for word in names.iter().rev().flat_map(|text| words(text)) {
            if !STOP_WORDS.contains(&word.as_str()) && !subjects.contains(&word) {
                subjects.push(word);
            }
        }
        Self { subjects, name }
    }
}

/// The words that a position adds.
struct Part {
    text: String,
    /// Whether it names its value.
    is_name: bool,
}

/// The parent of a position, and the words of the position, the innermost first.
fn step(api: &Api, position: &SchemaPosition) -> (Option<TypeId>, Vec<Part>) {
    let named = |text: &str| Part { text: text.to_owned(), is_name: true };
    let whole = |text: &str| Part { text: text.to_owned(), is_name: false };
    let operation = |id: &OperationId| api.operations.get(id.0).map(|operation| whole(&operation.name));
    match position {
        SchemaPosition::Component(key) | SchemaPosition::SharedPart(key) => (None, vec![whole(key)]),
        SchemaPosition::Shared { name } => (None, vec![whole(name)]),
        SchemaPosition::Property { owner, name } => (Some(*owner), vec![named(name)]),
        SchemaPosition::Items { owner }
        | SchemaPosition::Element { owner, .. }
        | SchemaPosition::Values { owner }
        | SchemaPosition::Variant { owner, .. } => (Some(*owner), Vec::new()),
        SchemaPosition::Parameter { operation: id, name } => {
            (None, std::iter::once(named(name)).chain(operation(id)).collect())
        }
        SchemaPosition::ResponseBody { operation: id, status } if !status.is_success() => {
            (None, std::iter::once(named(ERROR_BODY)).chain(operation(id)).collect())
        }
        SchemaPosition::RequestBody { operation: id } | SchemaPosition::ResponseBody { operation: id, .. } => {
            (None, operation(id).into_iter().collect())
        }
    }
}

/// The words of a string, in the singular and in lower case.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    let snake = text.to_snake_case();
    let words: Vec<String> = snake.split('_').filter(|word| !word.is_empty()).map(singular).collect();
    words.into_iter()
}

/// The text with its last word in the singular.
fn singular_text(text: &str) -> String {
    let snake = text.to_snake_case();
    match snake.rsplit_once('_') {
        Some((before, last)) => format!("{before}_{}", singular(last)),
        None => singular(&snake),
    }
}

/// The word, in the singular.
fn singular(word: &str) -> String {
    text::singular::singular(word).unwrap_or_else(|| word.to_owned())
}
