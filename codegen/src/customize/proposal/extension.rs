//! A proposed pagination as the extension `x-specwright-pagination`.

use crate::ir::{Keys, PageTurn, Pagination};
use crate::text;
use serde_json::{Map, Value, json};

/// The extension as YAML.
#[must_use]
pub fn yaml(pagination: &Pagination) -> String {
    let members = members(pagination);
    let lines: Vec<String> =
        members.iter().map(|(key, value)| format!("  {key}: {}\n", text::yaml::flow(value))).collect();
    format!("{EXTENSION}:\n{}", lines.concat())
}

/// The extension as a member of the operation.
pub(crate) fn extension(pagination: &Pagination) -> Value {
    json!({ EXTENSION: members(pagination) })
}

const EXTENSION: &str = "x-specwright-pagination";

fn members(pagination: &Pagination) -> Map<String, Value> {
    let style = match &pagination.turn {
        PageTurn::Page { .. } => "page",
        PageTurn::Offset { .. } => "offset",
        PageTurn::Cursor { .. } | PageTurn::Last { .. } => "cursor",
        PageTurn::Link { .. } => "link",
    };
    let mut members = Map::new();
    let mut say = |key: &str, value: Value| drop(members.insert(key.to_owned(), value));
    say("style", style.into());
    pagination.turn.parameter().into_iter().for_each(|parameter| say("parameter", parameter.into()));
    match &pagination.turn {
        PageTurn::Page { first, .. } if *first != 1 => say("first", (*first).into()),
        PageTurn::Cursor { next, .. } | PageTurn::Link { next: Some(next) } => say("next", path(next)),
        PageTurn::Last { key, .. } => say("last", path(key)),
        PageTurn::Page { .. } | PageTurn::Offset { .. } | PageTurn::Link { next: None } => {}
    }
    pagination.size.iter().for_each(|size| say("size", size.as_str().into()));
    let paths =
        [("items", Some(&pagination.items)), ("more", pagination.more.as_ref()), ("total", pagination.total.as_ref())];
    for (key, keys) in paths {
        keys.filter(|keys| !keys.is_empty()).into_iter().for_each(|keys| say(key, path(keys)));
    }
    members
}

/// Keys with dots between them, or a list of them where one has a dot itself.
fn path(keys: &Keys) -> Value {
    if keys.iter().any(|key| key.contains('.')) { keys.clone().into() } else { keys.join(".").into() }
}
