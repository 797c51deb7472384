//! Selection of operations, and of the types that they need.
//!
//! Takes an [`Api`] and returns one; without a filter, the same. Types that no operation needs are marked and keep their
//! index in the arena.

use crate::analysis::reachable_items;
use crate::ir::label::{labels, operation_names};
use crate::ir::{Api, Operation, OperationId, SchemaPosition, TypeId, TypeKind};
use crate::settings::Filter;
use std::collections::HashMap;

/// The API with the operations that the filter lets through, and the types that those need.
#[must_use]
pub fn api(mut api: Api, filter: &Filter) -> Api {
    if filter.is_empty() {
        return api;
    }
    for def in &mut api.types.0 {
        if is_excluded(filter, &labels(def)) {
            def.kind = TypeKind::Any;
        }
    }
    let selected: Vec<bool> = api.operations.iter().map(|operation| is_selected(filter, operation)).collect();
    let mut new_ids: HashMap<OperationId, OperationId> = HashMap::new();
    for (old, _) in selected.iter().enumerate().filter(|(_, selected)| **selected) {
        new_ids.insert(OperationId(old), OperationId(new_ids.len()));
    }
    let mut flags = selected.into_iter();
    api.operations.retain(|_| flags.next().unwrap_or(true));
    api.tags.retain(|tag| api.operations.iter().any(|operation| operation.tag.as_ref() == Some(&tag.name)));
    let needed = reachable_items(&api, &api.operations);
    api.shared_responses.retain(|response| response.contents.iter().any(|one| needed.contains(&one.value.id)));
    let first_user = first_users(&api);
    for (index, def) in api.types.0.iter_mut().enumerate() {
        let id = TypeId(index);
        if !needed.contains(&id) {
            api.omitted.insert(id);
        }
        let (SchemaPosition::Parameter { operation, .. }
        | SchemaPosition::RequestBody { operation }
        | SchemaPosition::ResponseBody { operation, .. }) = &mut def.position
        else {
            continue;
        };
        // A parameter of a path item belongs to its first operation, which may be filtered out.
        let now = new_ids.get(operation).or_else(|| first_user.get(&id)).copied();
        // An unused type needs no name.
        *operation = now.unwrap_or(OperationId(0));
    }
    api
}

/// The first operation that holds each type.
fn first_users(api: &Api) -> HashMap<TypeId, OperationId> {
    let mut users = HashMap::new();
    for (index, operation) in api.operations.iter().enumerate() {
        for id in reachable_items(api, [operation]) {
            users.entry(id).or_insert(OperationId(index));
        }
    }
    users
}

fn is_selected(filter: &Filter, operation: &Operation) -> bool {
    let names = operation_names(operation);
    let tags: Vec<String> = operation.tag.iter().cloned().collect();
    let any = |patterns: &[crate::settings::Entry<()>], names: &[String]| {
        patterns.iter().any(|pattern| names.iter().any(|name| matches(&pattern.key, name)))
    };
    // Webhooks and callbacks are selected by their own setting.
    let all = filter.tags.is_empty() && filter.operations.is_empty() || operation.incoming.is_some();
    (all || any(&filter.tags, &tags) || any(&filter.operations, &names))
        && !any(&filter.exclude, &tags)
        && !any(&filter.exclude, &names)
}

fn is_excluded(filter: &Filter, labels: &[String]) -> bool {
    filter.exclude.iter().any(|pattern| labels.iter().any(|label| matches(&pattern.key, label)))
}

/// Whether a pattern with `*` and `?` matches the whole name.
pub(crate) fn matches(pattern: &str, name: &str) -> bool {
    pattern == name || glob::Pattern::new(pattern).is_ok_and(|pattern| pattern.matches(name))
}
