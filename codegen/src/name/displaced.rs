//! Inline types of operations and components that lost their name to another: they are named last, so that the types of
//! the method `get_pet` begin with `GetPet`, and those of `get_pet2` are numbered.

use super::case::type_word;
use super::chosen::{Chosen, operation_id, wanted_method};
use super::precedence::{Wanted, numbered};
use crate::ir::{Api, OperationId, SchemaPosition, TypeDef};
use indexmap::IndexSet;
use std::collections::HashSet;

/// The operations, and the components other than schemas, whose word is that of one with precedence.
pub(super) struct Displaced<'a> {
    operations: HashSet<OperationId>,
    components: HashSet<&'a str>,
}

impl<'a> Displaced<'a> {
    pub(super) fn of(api: &'a Api, chosen: &Chosen) -> Self {
        let operations = api.operations.iter().map(|operation| Wanted {
            word: type_word(operation_id(operation, chosen)),
            source: wanted_method(operation, chosen).source,
        });
        let keys = api.types.iter().filter_map(|(_, def)| match &def.position {
            SchemaPosition::SharedPart(key) => Some(key.as_str()),
            _ => None,
        });
        let keys: IndexSet<&str> = keys.collect();
        let components: Vec<Wanted> = keys.iter().map(|key| Wanted::of(key, type_word(key))).collect();
        Self {
            operations: displaced(&operations.collect::<Vec<_>>()).map(OperationId).collect(),
            components: displaced(&components).filter_map(|index| keys.get_index(index).copied()).collect(),
        }
    }

    /// Whether the type is one of these, at any depth.
    pub(super) fn has(&self, api: &Api, def: &TypeDef) -> bool {
        if self.operations.is_empty() && self.components.is_empty() {
            return false;
        }
        match root(api, def) {
            SchemaPosition::SharedPart(key) => self.components.contains(key.as_str()),
            SchemaPosition::Parameter { operation, .. }
            | SchemaPosition::RequestBody { operation }
            | SchemaPosition::ResponseBody { operation, .. } => self.operations.contains(operation),
            _ => false,
        }
    }
}

/// The entries whose word is that of one with precedence.
fn displaced(wanted: &[Wanted]) -> impl Iterator<Item = usize> {
    let numbered = numbered(wanted).filter(|(holder, index)| wanted[*holder].source < wanted[*index].source);
    numbered.map(|(_, index)| index)
}

/// The position at the beginning of the way to a type.
fn root<'a>(api: &'a Api, def: &'a TypeDef) -> &'a SchemaPosition {
    let mut position = &def.position;
    // An owner is another type of the same document; the bound is for loops.
    for _ in 0..api.types.0.len() {
        let Some(owner) = position.owner() else { break };
        position = &api.types[owner].position;
    }
    position
}
