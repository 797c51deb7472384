//! The surface of services and receivers of webhooks: their traits, and the responses of each operation.

use super::declared::{self, Declared, Members};
use super::entry;
use super::operation::{label, role};
use crate::emit::common::imports::Uses;
use crate::emit::service::responses::Responses;
use crate::emit::{Emitter, service};
use crate::ir::OperationId;
use crate::surface::{Entry, EntryKind, Item, ItemKind};

pub(super) fn items(emitter: &Emitter, uses: &Uses) -> Vec<Item> {
    let mut items = Vec::new();
    if service::is_needed(emitter) {
        items.extend(traits(emitter));
        items.extend(emitter.api.outgoing().map(|(id, _)| responses(emitter, id, uses, &OF_SERVICE)));
    }
    if service::webhooks::is_needed(emitter) {
        let ids: Vec<OperationId> = emitter.api.incoming().map(|(id, _)| id).collect();
        items.push(of_trait(emitter, "webhooks::Webhooks", "the receiver of webhooks", &ids, &OF_WEBHOOKS));
        items.extend(ids.into_iter().map(|id| responses(emitter, id, uses, &OF_WEBHOOKS)));
    }
    items
}

/// The modules of requests and responses.
struct Modules {
    requests: &'static str,
    responses: &'static str,
}

const OF_SERVICE: Modules = Modules { requests: "operations", responses: "responses" };

const OF_WEBHOOKS: Modules = Modules { requests: "webhooks::requests", responses: "webhooks::responses" };

/// The trait of all operations, or one for each tag and one that combines these.
fn traits(emitter: &Emitter) -> Vec<Item> {
    if !emitter.settings.traits_by_tag {
        let ids: Vec<OperationId> = emitter.api.outgoing().map(|(id, _)| id).collect();
        return vec![of_trait(emitter, "service::Service", "the service", &ids, &OF_SERVICE)];
    }
    let mut whole = item("service::Service", "the service", emitter);
    let mut supertraits: Vec<String> = Vec::new();
    let mut items = Vec::new();
    for module in emitter.names.modules() {
        let tag =
            module.tag.as_deref().map_or_else(|| "operations without a tag".to_owned(), |tag| format!("tag `{tag}`"));
        let (item, service) = (&module.item, &module.service);
        let mut of_tag = of_trait(emitter, &format!("service::{service}"), &tag, &module.operations, &OF_SERVICE);
        let module = format!("service::{item}::{service}");
        of_tag.entries.insert(0, entry(module, EntryKind::Path, "", &of_tag.origin));
        supertraits.push(of_tag.path.clone());
        items.push(of_tag);
    }
    supertraits.sort_unstable();
    let supertraits = EntryKind::Supertraits(supertraits.join(" + "));
    whole.entries.push(entry("router", supertraits, "", &emitter.api.origin));
    // With a feature for each tag, no item requires all of them.
    items.extend((!emitter.conditions.any()).then_some(whole));
    items
}

fn item(path: &str, what: &str, emitter: &Emitter) -> Item {
    Item {
        kind: ItemKind::Trait,
        path: path.to_owned(),
        role: what.to_owned(),
        owner: path.to_owned(),
        label: what.to_owned(),
        origin: emitter.api.origin.clone(),
        non_exhaustive: true,
        entries: Vec::new(),
        behaviors: Vec::new(),
        checked: Vec::new(),
        tokens: String::new(),
    }
}

fn of_trait(emitter: &Emitter, path: &str, what: &str, ids: &[OperationId], modules: &Modules) -> Item {
    let mut of_trait = item(path, what, emitter);
    of_trait.entries = ids.iter().map(|id| handler(emitter, *id, modules)).collect();
    if let Some(operation) = ids.first().and_then(|id| emitter.api.operations.get(id.0)) {
        of_trait.origin = operation.origin.clone();
    }
    of_trait
}

fn handler(emitter: &Emitter, id: OperationId, modules: &Modules) -> Entry {
    let operation = &emitter.api.operations[id.0];
    let names = emitter.names.operation(id);
    let in_module = |module: &str| format!("{module}::{}", names.item);
    let kind = EntryKind::Handler { request: in_module(modules.requests), response: in_module(modules.responses) };
    entry(names.method.as_str(), kind, role(operation), &operation.origin)
}

fn responses(emitter: &Emitter, id: OperationId, uses: &Uses, modules: &Modules) -> Item {
    let operation = &emitter.api.operations[id.0];
    let name = emitter.names.operation(id).item.as_str();
    let tokens = Responses { emitter, id, uses }.items();
    let Declared { non_exhaustive, entries } = declared::read(&tokens, name, &Members::of(&operation.origin));
    // `Debug` is all that they implement.
    Item {
        kind: ItemKind::Enum,
        path: format!("{}::{name}", modules.responses),
        role: format!("{}, responses", role(operation)),
        owner: format!("{}::{name}", modules.requests),
        label: format!("{}, responses", label(operation)),
        origin: operation.origin.clone(),
        non_exhaustive,
        entries,
        behaviors: Vec::new(),
        checked: Vec::new(),
        tokens: String::new(),
    }
}
